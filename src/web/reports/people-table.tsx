import {
  Badge,
  makeStyles,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  Text,
  tokens,
} from '@fluentui/react-components';
import type { ReportRecipient } from '../../core/api/reports';
import { fullTime, number, shortTime } from '../format';
import { RouterLink } from '../parts/event-line';
import { texts } from '../texts';
import { reasonWords } from './reason-words';

const useStyles = makeStyles({
  scroll: { overflowX: 'auto' },
  table: { minWidth: '820px' },
  who: { width: '28%' },
  message: { width: '20%' },
  name: { display: 'block', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** The people behind a number, each with what they did. */
export function PeopleTable({
  people,
  withMessage,
}: {
  people: readonly ReportRecipient[];
  /** They are of several messages. */
  withMessage: boolean;
}) {
  const styles = useStyles();
  const { columns, people: title, message } = texts.reports;
  return (
    <div className={styles.scroll}>
      <Table size="small" className={styles.table} aria-label={title}>
        <TableHeader>
          <TableRow>
            <TableHeaderCell className={styles.who}>{columns.who}</TableHeaderCell>
            {withMessage && <TableHeaderCell className={styles.message}>{message}</TableHeaderCell>}
            <TableHeaderCell>{columns.sent}</TableHeaderCell>
            <TableHeaderCell>{columns.opened}</TableHeaderCell>
            <TableHeaderCell>{columns.clicked}</TableHeaderCell>
            <TableHeaderCell>{columns.replied}</TableHeaderCell>
            <TableHeaderCell>{columns.standing}</TableHeaderCell>
          </TableRow>
        </TableHeader>
        <TableBody>
          {people.map((one, n) => (
            // Who is not named has nothing to be told by; the list only ever grows at its end.
            <TableRow key={one.who ? `${one.message.id} ${one.who.address}` : n}>
              <TableCell>
                <Who one={one} />
              </TableCell>
              {withMessage && (
                <TableCell>
                  <span className={styles.name} title={one.message.name}>
                    <RouterLink to={`/marketing/${one.message.id}?tab=report`}>{one.message.name}</RouterLink>
                  </span>
                </TableCell>
              )}
              <TableCell>{one.at !== undefined && <Time at={one.at} />}</TableCell>
              <TableCell>
                <Times count={one.opens} last={one.lastOpenAt} />
              </TableCell>
              <TableCell>
                <Times count={one.clicks} last={one.lastClickAt} />
              </TableCell>
              <TableCell>
                {one.withheld === 'silent' ? '' : <Times count={one.replies} last={one.lastReplyAt} />}
              </TableCell>
              <TableCell>
                <Standing one={one} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

const Time = ({ at }: { at: string }) => (
  <time dateTime={at} title={fullTime(at)}>
    {shortTime(at)}
  </time>
);

function Who({ one: { who, withheld } }: { one: ReportRecipient }) {
  const styles = useStyles();
  if (!who) {
    const words = withheld === 'silent' ? texts.reports.silent : texts.reports.erasedPerson;
    return <Text className={styles.quiet}>{words}</Text>;
  }
  const name = who.name === '' ? who.address : who.name;
  return (
    <span className={styles.name} title={`${name} ${who.address}`}>
      {who.contactId === undefined ? name : <RouterLink to={`/contacts/${who.contactId}`}>{name}</RouterLink>}
      {name !== who.address && <Text className={styles.quiet} size={200}>{` ${who.address}`}</Text>}
    </span>
  );
}

/** How often, and when last. O12: nothing claims that a mail was not opened. */
function Times({ count, last }: { count: number | undefined; last: string | undefined }) {
  const styles = useStyles();
  if (count === undefined) return <Text className={styles.quiet}>{texts.reports.notSeen}</Text>;
  if (count === 0) return <Text className={styles.quiet}>–</Text>;
  return (
    <span>
      {number(count)}
      {last !== undefined && (
        <Text className={styles.quiet}>
          {' · '}
          <Time at={last} />
        </Text>
      )}
    </span>
  );
}

function Standing({ one }: { one: ReportRecipient }) {
  const words = texts.reports.standings;
  if (one.withheld === 'silent') return null;
  const { state, delivery, reason } = one;
  const of = delivery === 'unknown' || delivery === 'delivered' ? undefined : delivery;
  // The line broke, and what came of it shows that it arrived.
  const arrived = state === 'unclear' && (one.replies > 0 || (one.opens ?? 0) + (one.clicks ?? 0) > 0);
  const standing =
    of ??
    (state !== 'accepted' && !arrived
      ? state
      : one.unsubscribedAt === undefined
        ? undefined
        : 'unsubscribed');
  if (standing === undefined) return null;
  return (
    <span>
      <Badge
        appearance="tint"
        color={standing === 'waiting' || standing === 'trying' ? 'informative' : 'warning'}
      >
        {words[standing]}
      </Badge>
      {reason !== undefined && reason !== '' && <Text size={200}>{` ${reasonWords(reason)}`}</Text>}
    </span>
  );
}
