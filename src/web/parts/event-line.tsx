import {
  Badge,
  Link as FluentLink,
  makeStyles,
  mergeClasses,
  Text,
  tokens,
  Tooltip,
} from '@fluentui/react-components';
import { useHref, useNavigate } from 'react-router';
import type { EventKind, EventView } from '../../core/api/shared';
import { fullTime, shortTime } from '../format';

const useStyles = makeStyles({
  line: { display: 'flex', alignItems: 'baseline', columnGap: tokens.spacingHorizontalS, flexWrap: 'wrap' },
  back: { textDecorationLine: 'line-through', color: tokens.colorNeutralForeground3 },
  quiet: { color: tokens.colorNeutralForeground3 },
});

const WORDS: Record<
  EventKind,
  { badge: string; color: 'brand' | 'success' | 'important' | 'warning' | 'informative' | 'danger' }
> = {
  sent: { badge: 'Sent', color: 'informative' },
  open: { badge: 'Open', color: 'brand' },
  click: { badge: 'Click', color: 'success' },
  reply: { badge: 'Reply', color: 'important' },
  'auto-reply': { badge: 'Automatic reply', color: 'informative' },
  bounce: { badge: 'Not delivered', color: 'danger' },
  receipt: { badge: 'Receipt', color: 'informative' },
  calendar: { badge: 'Calendar', color: 'informative' },
  logged: { badge: 'Logged', color: 'informative' },
  'not-confirmed': { badge: 'Not confirmed', color: 'warning' },
  retracted: { badge: 'Taken back', color: 'warning' },
  mailbox: { badge: 'Mailbox', color: 'warning' },
};

/** "Bob opened", as one sentence; Someone when it belongs to nobody in particular (O10). */
export function eventSentence(event: EventView): string {
  const who = event.who?.name ?? 'Someone';
  switch (event.kind) {
    case 'sent':
      return sentSentence(event.state);
    case 'open':
      return event.inferred ? `${who} must have opened it` : `${who} opened it`;
    case 'click':
      return `${who} clicked ${event.link ? `“${event.link.text || event.link.target}”` : 'a link'}`;
    case 'reply':
      return `${who} replied`;
    case 'auto-reply':
      return `${who} answered automatically`;
    case 'bounce':
      return `It could not be delivered to ${who}`;
    case 'receipt':
      return `${who} sent a receipt`;
    case 'calendar':
      return `${who} answered an invitation`;
    case 'logged':
      return 'It was logged';
    case 'not-confirmed':
      return 'No copy of it, no hit and no answer was seen within seven days';
    case 'retracted':
      return 'An earlier event was taken back';
    case 'mailbox':
      return event.mailbox?.address ?? 'Mailtrail itself';
  }
}

const isUnproven = (state: EventView['state']): boolean => state === 'sending' || state === 'not-confirmed';

/** L13: "sent" is said of what is proven, and of nothing else. */
function sentSentence(state: EventView['state']): string {
  switch (state) {
    case 'sending':
      return 'You are sending it';
    case 'sent-reported':
      return 'You sent it (reported)';
    case 'not-confirmed':
      return 'You were sending it';
    default:
      return 'You sent it';
  }
}

/** One event in a line. `withSubject`: in the feed, where the message is not on the screen. */
export function EventLine({ event, withSubject = false }: { event: EventView; withSubject?: boolean }) {
  const styles = useStyles();
  const words = WORDS[event.kind];
  const why = event.reasons.join('; ');
  return (
    <div className={mergeClasses(styles.line, event.retracted && styles.back)}>
      <Tooltip content={why === '' ? words.badge : why} relationship="description">
        <Badge appearance="tint" color={words.color}>
          {event.kind === 'sent' && isUnproven(event.state) ? 'Sending' : words.badge}
        </Badge>
      </Tooltip>
      <Text>
        {event.mailbox ? (
          <RouterLink to={`/settings/mailboxes/${event.mailbox.id}`}>{event.mailbox.address}</RouterLink>
        ) : event.who?.contactId === undefined ? (
          eventSentence(event)
        ) : (
          <ContactSentence event={event} contactId={event.who.contactId} />
        )}
        {withSubject && event.message && (
          <>
            {': '}
            <RouterLink to={`/messages/${event.message.id}`}>
              {event.message.subject || '(no subject)'}
            </RouterLink>
          </>
        )}
      </Text>
      {event.note !== undefined && <Text className={styles.quiet}>{event.note}</Text>}
      {event.retracted && <Text className={styles.quiet}>taken back</Text>}
      <Tooltip content={fullTime(event.at)} relationship="description">
        <Text as="span" className={styles.quiet} size={200}>
          <time dateTime={event.at}>{shortTime(event.at)}</time>
        </Text>
      </Tooltip>
    </div>
  );
}

function ContactSentence({ event, contactId }: { event: EventView; contactId: string }) {
  const name = event.who?.name ?? '';
  const [before, ...after] = eventSentence(event).split(name);
  return (
    <>
      {before}
      <RouterLink to={`/contacts/${contactId}`}>{name}</RouterLink>
      {after.join(name)}
    </>
  );
}

/** A Fluent link that stays inside the app. */
export function RouterLink({ to, children }: { to: string; children: string }) {
  const navigate = useNavigate();
  const href = useHref(to);
  return (
    <FluentLink
      href={href}
      onClick={(click) => {
        if (click.metaKey || click.ctrlKey || click.shiftKey || click.button !== 0) return;
        click.preventDefault();
        void navigate(to);
      }}
    >
      {children}
    </FluentLink>
  );
}
