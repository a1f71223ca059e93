import { Badge, Caption1, Card, makeStyles, Subtitle2, tokens, Tooltip } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { isProven, type MessageView } from '../../core/api/shared';
import { fullTime, list, shortTime } from '../format';
import { texts } from '../texts';
import { Attachment } from './attachment';
import { EventLine, RouterLink } from './event-line';
import { MailBody } from './mail-body';
import { RemovalWish } from './removal-wish';

const FEW = 3;

const useStyles = makeStyles({
  card: { rowGap: tokens.spacingVerticalM, padding: tokens.spacingHorizontalL },
  head: {
    display: 'flex',
    justifyContent: 'space-between',
    columnGap: tokens.spacingHorizontalM,
    flexWrap: 'wrap',
  },
  badges: {
    display: 'flex',
    columnGap: tokens.spacingHorizontalXS,
    rowGap: tokens.spacingVerticalXS,
    flexWrap: 'wrap',
  },
  quiet: { color: tokens.colorNeutralForeground3 },
  records: {
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: tokens.spacingHorizontalS,
    color: tokens.colorNeutralForeground3,
  },
  list: { display: 'grid', rowGap: tokens.spacingVerticalXS, margin: 0, padding: 0, listStyleType: 'none' },
  files: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalS,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  file: {
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
  },
});

/** One message on a timeline: who, what, its files, and what happened to it. */
export function MessageCard({ message, actions }: { message: MessageView; actions?: ReactNode }) {
  const styles = useStyles();
  const outgoing = message.direction === 'outgoing';
  const people = outgoing
    ? texts.message.toPeople(list(peopleOn(message)))
    : texts.message.fromPerson(message.from.name || message.from.address);
  const events = message.events.filter((event) => event.kind !== 'sent' && event.kind !== 'logged');
  const files = message.attachments.filter((a) => !a.inline);
  return (
    <Card
      className={styles.card}
      role="article"
      aria-label={`${message.subject || texts.common.noSubject}, ${shortTime(message.at)}`}
    >
      <div className={styles.head}>
        <div>
          <Subtitle2 as="h3" block>
            {message.subject || texts.common.noSubject}
          </Subtitle2>
          <Caption1 className={styles.quiet}>{people}</Caption1>
          {message.addedTo && (
            <Caption1 block className={styles.records}>
              {texts.message.alsoOn}
              {message.addedTo.map(({ contactId, name }) => (
                <RouterLink key={contactId} to={`/contacts/${contactId}`}>
                  {name}
                </RouterLink>
              ))}
            </Caption1>
          )}
        </div>
        <Tooltip content={fullTime(message.at)} relationship="description">
          <Caption1 className={styles.quiet}>
            <time dateTime={message.at}>{shortTime(message.at)}</time>
          </Caption1>
        </Tooltip>
      </div>
      <Badges message={message} />
      <WhyNotTracked tracked={message.tracked} />
      {message.logged && <MailBody messageId={message.id} subject={message.subject} />}
      <RemovalWish message={message} />
      {files.length > 0 && (
        <ul className={styles.files} aria-label={texts.message.attachments}>
          {files.map((file) => (
            <li key={file.n} className={styles.file}>
              <Attachment messageId={message.id} file={file} />
            </li>
          ))}
        </ul>
      )}
      {message.moreEvents && <Caption1 className={styles.quiet}>{texts.message.earlierNotShown}</Caption1>}
      {events.length > 0 && (
        <ul className={styles.list} aria-label={texts.message.whatHappened}>
          {events.map((event) => (
            <li key={event.seq}>
              <EventLine event={event} />
            </li>
          ))}
        </ul>
      )}
      {actions}
    </Card>
  );
}

/** Of a message that went to thousands, the first few and how many more. */
function peopleOn({ recipients, recipientsInAll: all }: MessageView): string[] {
  const names = recipients.map((one) => one.name || one.address);
  if (all === undefined) return names;
  const some = names.slice(0, FEW);
  return [...some, texts.message.morePeople(all - some.length)];
}

/** What was not tracked although there was something to track, and why: said, not hidden behind the pointer. */
function WhyNotTracked({ tracked }: { tracked: MessageView['tracked'] }) {
  const styles = useStyles();
  if (!tracked || tracked.reasons.length === 0) return null;
  if (tracked.image && tracked.linksTracked === tracked.linksTotal) return null;
  return (
    <ul className={styles.list} aria-label={texts.message.whyNotAll}>
      {tracked.reasons.map((reason) => (
        <li key={reason}>
          <Caption1 className={styles.quiet}>{texts.said(reason)}.</Caption1>
        </li>
      ))}
    </ul>
  );
}

/** L13: what went into a mail is said of what is proven only. */
function trackedWords(
  { image, linksTracked, linksTotal }: NonNullable<MessageView['tracked']>,
  state: MessageView['state'],
): string {
  const words = texts.message;
  if (!image && linksTracked === 0) return words.notTracked;
  if (!isProven(state)) return words.trackingUnproven;
  return linksTotal === 0 ? words.tracked(image) : words.trackedLinks(image, linksTracked, linksTotal);
}

function Badges({ message }: { message: MessageView }) {
  const styles = useStyles();
  const words = texts.message;
  const { tracked, counts, judged, state } = message;
  const trackedText = tracked === null ? undefined : trackedWords(tracked, state);
  return (
    <div className={styles.badges}>
      {state !== 'received' && (
        <Tooltip content={words.stateHelp[state]} relationship="description">
          <Badge appearance="outline">{words.states[state]}</Badge>
        </Tooltip>
      )}
      {trackedText !== undefined && (
        <Tooltip
          content={tracked?.reasons.map(texts.said).join('; ') || trackedText}
          relationship="description"
        >
          <Badge appearance="outline" color="informative">
            {trackedText}
          </Badge>
        </Tooltip>
      )}
      {message.visibility.now !== message.visibility.widest && (
        <Tooltip content={texts.log.whoSees} relationship="description">
          <Badge appearance="outline" color="informative">
            {texts.settings.visibilities[message.visibility.now]}
          </Badge>
        </Tooltip>
      )}
      {message.sameId && (
        <Tooltip content={words.sameIdHelp} relationship="description">
          <Badge appearance="outline" color="warning">
            {words.sameId}
          </Badge>
        </Tooltip>
      )}
      {message.test && (
        <Tooltip content={words.testHelp} relationship="description">
          <Badge appearance="outline">{words.test}</Badge>
        </Tooltip>
      )}
      {judged && (
        <Tooltip
          content={judged.evidence.map(texts.said).join('; ') || words.noMachineSigns}
          relationship="description"
        >
          <Badge appearance="outline" color={judged.kind === 'reply' ? 'important' : 'informative'}>
            {words.kinds[judged.kind]}
          </Badge>
        </Tooltip>
      )}
      {counts.opens > 0 && (
        <Tooltip content={words.opensHelp} relationship="description">
          <Badge color="brand">{words.opens(counts.opens)}</Badge>
        </Tooltip>
      )}
      {counts.clicks > 0 && <Badge color="success">{words.clicks(counts.clicks)}</Badge>}
      {counts.replies > 0 && <Badge color="important">{words.replies(counts.replies)}</Badge>}
      {message.recipients.map((r) => (
        <DeliveryBadge key={r.idx} recipient={r} />
      ))}
    </div>
  );
}

/** R3: what went wrong on the way to one recipient. */
function DeliveryBadge({ recipient }: { recipient: MessageView['recipients'][number] }) {
  const { name, address, delivery, deliveryDetail } = recipient;
  if (delivery !== 'failed' && delivery !== 'delayed' && delivery !== 'complaint') return null;
  const words = texts.message;
  const why = deliveryDetail === undefined ? words.noReasonGiven : texts.said(deliveryDetail);
  return (
    <Tooltip content={why} relationship="description">
      <Badge color={delivery === 'delayed' ? 'warning' : 'danger'}>
        {words.delivery[delivery](name || address)}
      </Badge>
    </Tooltip>
  );
}
