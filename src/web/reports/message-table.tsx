import {
  Button,
  Caption1,
  Card,
  Checkbox,
  makeStyles,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  Text,
  Title3,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { ReportedMessage } from '../../core/api/reports';
import { number, rate, shortTime } from '../format';
import { RouterLink } from '../parts/event-line';
import { texts } from '../texts';
import { sorted, type Sort } from './sorted';

const useStyles = makeStyles({
  card: { rowGap: tokens.spacingVerticalM, padding: tokens.spacingHorizontalL, minWidth: 0 },
  scroll: { overflowX: 'auto' },
  table: { minWidth: '920px' },
  name: { overflowWrap: 'anywhere' },
  pick: { width: '36px' },
  wide: { width: '21%' },
  quiet: { color: tokens.colorNeutralForeground3 },
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'center' },
});

/** M5, by message: in an order of one's choice, and chosen to be compared. */
export function MessageTable({
  messages,
  cut,
  sort,
  order,
  onSort,
  onChoose,
}: {
  messages: readonly ReportedMessage[];
  cut: boolean;
  sort: Sort;
  order: 'asc' | 'desc';
  onSort: (sort: Sort, order: 'asc' | 'desc') => void;
  onChoose: (ids: readonly string[]) => void;
}) {
  const styles = useStyles();
  const words = texts.reports;
  const [picked, setPicked] = useState<readonly string[]>([]);
  const heads: [Sort, string][] = [
    ['name', words.message],
    ['at', words.firstSent],
    ['sent', words.numbers.sent],
    ['open', words.numbers.openRate],
    ['click', words.numbers.clickRate],
    ['reply', words.numbers.replyRate],
    ['bounced', words.numbers.bounced],
    ['unsubscribed', words.numbers.unsubscribed],
  ];
  return (
    <Card className={styles.card}>
      <Title3 as="h2">{words.byMessage}</Title3>
      <div className={styles.row}>
        <Button disabled={picked.length === 0} onClick={() => onChoose(picked)}>
          {words.compare(picked.length)}
        </Button>
        <Caption1 className={styles.quiet}>{words.compareAbout}</Caption1>
      </div>
      <div className={styles.scroll}>
        <Table size="small" className={styles.table} sortable aria-label={words.byMessage}>
          <TableHeader>
            <TableRow>
              <TableHeaderCell className={styles.pick} sortable={false} aria-label={words.compare(0)} />
              {heads.map(([key, name]) => (
                <TableHeaderCell
                  key={key}
                  className={key === 'name' ? styles.wide : undefined}
                  {...(sort === key && {
                    sortDirection: order === 'asc' ? ('ascending' as const) : ('descending' as const),
                  })}
                  onClick={() =>
                    onSort(
                      key,
                      sort === key ? (order === 'asc' ? 'desc' : 'asc') : key === 'name' ? 'asc' : 'desc',
                    )
                  }
                >
                  {name}
                </TableHeaderCell>
              ))}
            </TableRow>
          </TableHeader>
          <TableBody>
            {sorted(messages, sort, order).map((message) => (
              <Row
                key={message.id}
                message={message}
                picked={picked.includes(message.id)}
                onPick={(on) =>
                  setPicked(on ? [...picked, message.id] : picked.filter((id) => id !== message.id))
                }
              />
            ))}
          </TableBody>
        </Table>
      </div>
      {cut && <Caption1 className={styles.quiet}>{words.cut}</Caption1>}
    </Card>
  );
}

function Row({
  message,
  picked,
  onPick,
}: {
  message: ReportedMessage;
  picked: boolean;
  onPick: (on: boolean) => void;
}) {
  const styles = useStyles();
  const words = texts.reports;
  const { id, name, at, removed, numbers: n, rates } = message;
  const share = (of: number | null, count: number): string =>
    of === null ? '–' : `${rate(of)} (${number(count)})`;
  return (
    <TableRow>
      <TableCell>
        <Checkbox
          checked={picked}
          aria-label={words.chooseMessage(name)}
          onChange={(_event, { checked }) => onPick(checked === true)}
        />
      </TableCell>
      <TableCell className={styles.name}>
        {removed ? (
          <Text>
            {name} <span className={styles.quiet}>({words.removedMessage})</span>
          </Text>
        ) : (
          <RouterLink to={`/marketing/${id}?tab=report`}>{name}</RouterLink>
        )}
      </TableCell>
      <TableCell>
        <time dateTime={at}>{shortTime(at)}</time>
      </TableCell>
      <TableCell>{number(n.sent)}</TableCell>
      <TableCell>{share(rates.open, n.opened)}</TableCell>
      <TableCell>{share(rates.click, n.clicked)}</TableCell>
      <TableCell>{share(rates.reply, n.replied)}</TableCell>
      <TableCell>{number(n.bounced)}</TableCell>
      <TableCell>{number(n.unsubscribed)}</TableCell>
    </TableRow>
  );
}
