import { Badge, Caption1, Card, makeStyles, Subtitle2, tokens, Tooltip } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { isProven, type MessageView } from '../../core/api/shared';
import { count, fullTime, shortTime } from '../format';
import { Attachment } from './attachment';
import { EventLine } from './event-line';
import { MailBody } from './mail-body';

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

const STATES: Record<MessageView['state'], { text: string; help: string } | undefined> = {
  sending: { text: 'Sending', help: 'Outlook is sending it; the sent copy has not been seen yet.' },
  'sent-reported': {
    text: 'Sent (reported)',
    help: 'The add-in reported it; the copy in Sent Items has not been seen yet.',
  },
  sent: { text: 'Sent', help: 'Proven by the copy in Sent Items.' },
  received: undefined,
  'not-confirmed': {
    text: 'Not confirmed',
    help: 'No copy, hit or reply was seen within seven days: it stands on no timeline until one is.',
  },
  undone: { text: 'Undone', help: 'The log was undone.' },
};

const KINDS: Record<string, string> = {
  reply: 'Reply',
  new: 'New mail',
  'auto-reply': 'Automatic reply',
  'auto-generated': 'Generated',
  bounce: 'Not delivered',
  receipt: 'Receipt',
  calendar: 'Calendar',
};

/** One message on a timeline: who, what, its files, and what happened to it. */
export function MessageCard({ message, actions }: { message: MessageView; actions?: ReactNode }) {
  const styles = useStyles();
  const outgoing = message.direction === 'outgoing';
  const people = outgoing
    ? `To ${message.recipients.map((r) => r.name || r.address).join(', ')}`
    : `From ${message.from.name || message.from.address}`;
  const events = message.events.filter((event) => event.kind !== 'sent' && event.kind !== 'logged');
  const files = message.attachments.filter((a) => !a.inline);
  return (
    <Card
      className={styles.card}
      role="article"
      aria-label={`${message.subject || '(no subject)'}, ${shortTime(message.at)}`}
    >
      <div className={styles.head}>
        <div>
          <Subtitle2 as="h3" block>
            {message.subject || '(no subject)'}
          </Subtitle2>
          <Caption1 className={styles.quiet}>{people}</Caption1>
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
      {files.length > 0 && (
        <ul className={styles.files} aria-label="Attachments">
          {files.map((file) => (
            <li key={file.n} className={styles.file}>
              <Attachment messageId={message.id} file={file} />
            </li>
          ))}
        </ul>
      )}
      {message.moreEvents && (
        <Caption1 className={styles.quiet}>What happened earlier is not shown.</Caption1>
      )}
      {events.length > 0 && (
        <ul className={styles.list} aria-label="What happened">
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

/** What was not tracked although there was something to track, and why: said, not hidden behind the pointer. */
function WhyNotTracked({ tracked }: { tracked: MessageView['tracked'] }) {
  const styles = useStyles();
  if (!tracked || tracked.reasons.length === 0) return null;
  if (tracked.image && tracked.linksTracked === tracked.linksTotal) return null;
  return (
    <ul className={styles.list} aria-label="Why not everything is tracked">
      {tracked.reasons.map((reason) => (
        <li key={reason}>
          <Caption1 className={styles.quiet}>{reason}.</Caption1>
        </li>
      ))}
    </ul>
  );
}

function Badges({ message }: { message: MessageView }) {
  const styles = useStyles();
  const state = STATES[message.state];
  const { tracked, counts, judged } = message;
  const trackedText =
    tracked === null
      ? undefined
      : !isProven(message.state) && (tracked.image || tracked.linksTracked > 0)
        ? 'Tracking: not confirmed yet'
        : tracked.image || tracked.linksTracked > 0
          ? `Tracked: ${tracked.image ? 'image' : 'no image'}${tracked.linksTotal > 0 ? ` + ${tracked.linksTracked} of ${count(tracked.linksTotal, 'link', 'links')}` : ''}`
          : 'Not tracked';
  return (
    <div className={styles.badges}>
      {state && (
        <Tooltip content={state.help} relationship="description">
          <Badge appearance="outline">{state.text}</Badge>
        </Tooltip>
      )}
      {trackedText !== undefined && (
        <Tooltip content={tracked?.reasons.join('; ') || trackedText} relationship="description">
          <Badge appearance="outline" color="informative">
            {trackedText}
          </Badge>
        </Tooltip>
      )}
      {message.sameId && (
        <Tooltip
          content="Another mail bears the same Message-ID, from somebody else or of another day. One of the two is not what it says."
          relationship="description"
        >
          <Badge appearance="outline" color="warning">
            Same id as another mail
          </Badge>
        </Tooltip>
      )}
      {message.test && (
        <Tooltip
          content="A test with yourself: what asks for it is shown with its verdict and counts nowhere."
          relationship="description"
        >
          <Badge appearance="outline">Test, not counted</Badge>
        </Tooltip>
      )}
      {judged && (
        <Tooltip content={judged.evidence.join('; ') || 'No sign of a machine'} relationship="description">
          <Badge appearance="outline" color={judged.kind === 'reply' ? 'important' : 'informative'}>
            {KINDS[judged.kind] ?? judged.kind}
          </Badge>
        </Tooltip>
      )}
      {counts.opens > 0 && (
        <Tooltip
          content="A preview pane cannot be told from reading and counts as an open."
          relationship="description"
        >
          <Badge color="brand">{count(counts.opens, 'open', 'opens')}</Badge>
        </Tooltip>
      )}
      {counts.clicks > 0 && <Badge color="success">{count(counts.clicks, 'click', 'clicks')}</Badge>}
      {counts.replies > 0 && <Badge color="important">{count(counts.replies, 'reply', 'replies')}</Badge>}
      {message.recipients
        .filter((r) => r.delivery === 'failed')
        .map((r) => (
          <Tooltip
            key={r.idx}
            content={r.deliveryDetail ?? 'The mail system gave no reason.'}
            relationship="description"
          >
            <Badge color="danger">Not delivered to {r.name || r.address}</Badge>
          </Tooltip>
        ))}
    </div>
  );
}
