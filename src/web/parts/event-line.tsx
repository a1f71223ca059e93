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
import { calendarDay, fullTime, shortTime } from '../format';
import { texts } from '../texts';

const useStyles = makeStyles({
  line: { display: 'flex', alignItems: 'baseline', columnGap: tokens.spacingHorizontalS, flexWrap: 'wrap' },
  back: { textDecorationLine: 'line-through', color: tokens.colorNeutralForeground3 },
  quiet: { color: tokens.colorNeutralForeground3 },
});

const COLOURS: Record<EventKind, 'brand' | 'success' | 'important' | 'warning' | 'informative' | 'danger'> = {
  sent: 'informative',
  open: 'brand',
  click: 'success',
  reply: 'important',
  'auto-reply': 'informative',
  bounce: 'danger',
  receipt: 'informative',
  calendar: 'informative',
  logged: 'informative',
  'not-confirmed': 'warning',
  retracted: 'warning',
  mailbox: 'warning',
  reminder: 'important',
  workflow: 'important',
};

/** "Bob opened", as one sentence; Someone when it belongs to nobody in particular (O10). */
export function eventSentence(event: EventView): string {
  const who = event.who?.name;
  const words = texts.events;
  const link = event.link && (event.link.text || event.link.target);
  switch (event.kind) {
    case 'sent':
      return sentSentence(event.state);
    case 'open':
      return event.inferred ? words.mustHaveOpened(who) : words.opened(who);
    case 'click':
      return link === undefined ? words.clickedLink(who) : words.clicked(who, link);
    case 'reply':
      return words.replied(who);
    case 'auto-reply':
      return words.repliedAutomatically(who);
    case 'bounce':
      return words.bounced(who);
    case 'receipt':
      return words.sentReceipt(who);
    case 'calendar':
      return words.answeredInvitation(who);
    case 'logged':
      return words.wasLogged;
    case 'not-confirmed':
      return words.notConfirmed;
    case 'retracted':
      return words.wasRetracted;
    case 'reminder':
      return words.noReplyYet;
    case 'workflow':
      return words.workflowTells(who);
    case 'mailbox':
      return event.mailbox?.address ?? words.mailtrailItself;
  }
}

const isUnproven = (state: EventView['state']): boolean => state === 'sending' || state === 'not-confirmed';

/** L13: "sent" is said of what is proven, and of nothing else. */
function sentSentence(state: EventView['state']): string {
  switch (state) {
    case 'sending':
      return texts.events.youAreSending;
    case 'sent-reported':
      return texts.events.youSentReported;
    case 'not-confirmed':
      return texts.events.youWereSending;
    default:
      return texts.events.youSent;
  }
}

/** One event in a line. `withSubject`: in the feed, where the message is not on the screen. */
export function EventLine({ event, withSubject = false }: { event: EventView; withSubject?: boolean }) {
  const styles = useStyles();
  const badge = texts.events.badges[event.kind];
  const why = event.reasons.map(texts.said).join('; ');
  return (
    <div className={mergeClasses(styles.line, event.retracted && styles.back)}>
      <Tooltip content={why === '' ? badge : why} relationship="description">
        <Badge appearance="tint" color={COLOURS[event.kind]}>
          {event.kind === 'sent' && isUnproven(event.state) ? texts.events.sendingBadge : badge}
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
              {event.message.subject || texts.common.noSubject}
            </RouterLink>
          </>
        )}
      </Text>
      {event.note !== undefined && (
        <Text className={styles.quiet}>
          {event.awayUntil === undefined
            ? texts.said(event.note)
            : texts.events.awayUntil(calendarDay(event.awayUntil))}
        </Text>
      )}
      {event.retracted ? (
        <Text className={styles.quiet}>{texts.events.takenBack}</Text>
      ) : (
        event.first && <Text className={styles.quiet}>{texts.events.firstTime}</Text>
      )}
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
