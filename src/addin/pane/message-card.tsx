import { Badge, Button, makeStyles, Text, tokens, Tooltip } from '@fluentui/react-components';
import { useState } from 'react';
import { isProven, type EventView, type MessageView } from '../../core/api';
import { dayIn } from '../../core/texts';
import { usePane } from './context';
import { HitList } from './read/hit-list';
import { eventWords, timeWords } from './sentences';

const useStyles = makeStyles({
  card: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXS,
    padding: tokens.spacingHorizontalM,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    overflowWrap: 'anywhere',
  },
  line: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS, alignItems: 'center' },
  quiet: { color: tokens.colorNeutralForeground2 },
  events: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', gap: tokens.spacingVerticalXXS },
  event: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    columnGap: tokens.spacingHorizontalS,
  },
  button: { alignSelf: 'start' },
  note: { order: 1, flexBasis: '100%', color: tokens.colorNeutralForeground2 },
  gone: { textDecorationLine: 'line-through' },
  time: { whiteSpace: 'nowrap', color: tokens.colorNeutralForeground2 },
});

/** One event in a line, its reasons at the pointer and for screen readers (V3). */
export function EventLine({ event, subject = false }: { event: EventView; subject?: boolean }) {
  const styles = useStyles();
  const { texts, locale } = usePane();
  const words = eventWords(texts, event);
  const { reasons } = event;
  const line = (
    <Text
      size={200}
      className={event.retracted ? styles.gone : undefined}
      tabIndex={reasons.length > 0 ? 0 : undefined}
    >
      {subject && event.message ? `${words}: ${event.message.subject || texts.message.noSubject}` : words}
    </Text>
  );
  return (
    <li className={styles.event}>
      {reasons.length > 0 ? (
        <Tooltip content={reasons.map(texts.said).join(' ')} relationship="description">
          {line}
        </Tooltip>
      ) : (
        line
      )}
      {event.note !== undefined && (
        <Text as="span" size={200} className={styles.note}>
          {event.awayUntil === undefined
            ? texts.said(event.note)
            : texts.activity.awayUntil(dayIn(locale, event.awayUntil))}
        </Text>
      )}
      <Text as="span" size={200} className={styles.time}>
        <time dateTime={event.at}>{timeWords(event.at, new Date(), locale)}</time>
      </Text>
    </li>
  );
}

/** A message with its state, what it carries, and what came of it; `onChange`: the user has overruled a verdict. */
export function MessageCard({ message, onChange }: { message: MessageView; onChange?: () => void }) {
  const [hits, setHits] = useState(false);
  const styles = useStyles();
  const { texts, locale } = usePane();
  const { tracked, counts } = message;
  const problems = message.recipients.filter(
    ({ delivery }) => delivery === 'failed' || delivery === 'delayed' || delivery === 'complaint',
  );
  return (
    <article className={styles.card} aria-label={message.subject || texts.message.noSubject}>
      <Text weight="semibold">{message.subject || texts.message.noSubject}</Text>
      <div className={styles.line}>
        <Badge appearance="tint" color={message.direction === 'incoming' ? 'informative' : 'brand'}>
          {texts.message.states[message.state]}
        </Badge>
        <Text size={200} className={styles.quiet}>
          <time dateTime={message.at}>{timeWords(message.at, new Date(), locale)}</time>
        </Text>
      </div>
      {message.preview !== '' && (
        <Text size={200} className={styles.quiet}>
          {message.preview.slice(0, 200)}
        </Text>
      )}
      {tracked && (
        <Text size={200}>
          {isProven(message.state) || !(tracked.image || tracked.linksTracked > 0)
            ? texts.message.tracked(tracked.image, tracked.linksTracked, tracked.linksTotal)
            : texts.message.trackingUnproven}
          {tracked.reasons.length > 0 && `: ${tracked.reasons.map(texts.said).join(' ')}`}
        </Text>
      )}
      {tracked && (tracked.image || tracked.linksTracked > 0) && (
        <div className={styles.line}>
          <Tooltip content={texts.message.opensHint} relationship="description">
            <Badge tabIndex={0} appearance="outline">
              {texts.message.opens(counts.opens)}
            </Badge>
          </Tooltip>
          <Badge appearance="outline">{texts.message.clicks(counts.clicks)}</Badge>
          <Badge appearance="outline">{texts.message.replies(counts.replies)}</Badge>
        </div>
      )}
      {problems.map(({ idx, name, address, delivery, deliveryDetail }) => (
        <Text key={idx} size={200}>
          {delivery === 'failed' || delivery === 'delayed' || delivery === 'complaint'
            ? texts.message.delivery[delivery]
            : ''}
          : {name || address} {deliveryDetail !== undefined && texts.said(deliveryDetail)}
        </Text>
      ))}
      {message.attachments.length > 0 && (
        <Text size={200} className={styles.quiet}>
          {texts.message.attachments(message.attachments.length)}
        </Text>
      )}
      {message.events.length > 0 ? (
        <ul className={styles.events}>
          {message.events.map((event) => (
            <EventLine key={event.seq} event={event} />
          ))}
        </ul>
      ) : (
        tracked?.image && (
          <Text size={200} className={styles.quiet}>
            {texts.message.noEvents}
          </Text>
        )
      )}
      {tracked && (tracked.image || tracked.linksTracked > 0) && (
        <Button
          size="small"
          appearance="subtle"
          className={styles.button}
          aria-expanded={hits}
          onClick={() => setHits(!hits)}
        >
          {hits ? texts.hits.hide : texts.hits.show}
        </Button>
      )}
      {hits && <HitList message={message.id} onChange={() => onChange?.()} />}
    </article>
  );
}
