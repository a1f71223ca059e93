import { Button, Caption1, Card, makeStyles, Subtitle2, Text, tokens } from '@fluentui/react-components';
import { useId, useState } from 'react';
import type { ContactProperties, ContactProperty } from '../../core/api/hits';
import { api } from '../api';
import { fullTime, shortTime } from '../format';
import { useResource } from '../use-resource';
import { useReloadOnFeed } from './feed';
import { Failure } from './states';

const useStyles = makeStyles({
  card: { rowGap: tokens.spacingVerticalM, padding: tokens.spacingHorizontalL },
  dates: {
    display: 'grid',
    gridTemplateColumns: 'auto 1fr',
    columnGap: tokens.spacingHorizontalM,
    rowGap: tokens.spacingVerticalXS,
    margin: 0,
  },
  value: { margin: 0, textAlign: 'right' },
  quiet: { color: tokens.colorNeutralForeground3 },
  history: {
    display: 'grid',
    rowGap: tokens.spacingVerticalXS,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
});

const NAMES: Record<ContactProperty, string> = {
  lastOpen: 'Last sales open',
  lastClick: 'Last sales click',
  lastReply: 'Last sales reply',
  lastEngagement: 'Last engagement',
};
const PROPERTIES = ['lastOpen', 'lastClick', 'lastReply', 'lastEngagement'] as const;

/** What a contact did last, with how those dates came about. */
export function ContactDates({ contactId }: { contactId: string }) {
  const styles = useStyles();
  const historyId = useId();
  const [open, setOpen] = useState(false);
  const [dates, reload] = useResource(`contact-properties/${contactId}`, () =>
    api.contactProperties(contactId),
  );
  useReloadOnFeed(reload);
  if (dates.state === 'loading') return null;
  if (dates.state === 'failed') {
    return <Failure error={dates.error} action={<Button onClick={reload}>Try again</Button>} />;
  }
  const { history, more } = dates.value;
  return (
    <Card className={styles.card}>
      <Subtitle2 as="h2">What they did last</Subtitle2>
      <dl className={styles.dates}>
        {PROPERTIES.map((property) => (
          <DateLine key={property} name={NAMES[property]} at={dates.value[property]} />
        ))}
      </dl>
      <Caption1 className={styles.quiet}>
        Opens, clicks and replies of their own, judged a person’s. What belongs to Someone counts for nobody.
      </Caption1>
      {history.length > 0 && (
        <Button
          size="small"
          appearance="subtle"
          aria-expanded={open}
          aria-controls={historyId}
          onClick={() => setOpen(!open)}
        >
          {open ? 'Hide history' : 'Show history'}
        </Button>
      )}
      {open && (
        <ul id={historyId} className={styles.history} aria-label="How these dates came about">
          {history.map((change) => (
            <li key={`${change.property} ${change.changedAt} ${change.value ?? ''}`}>
              <Caption1>{changeSentence(change)}</Caption1>
            </li>
          ))}
          {more && (
            <li>
              <Caption1 className={styles.quiet}>Older changes are kept, not shown.</Caption1>
            </li>
          )}
        </ul>
      )}
    </Card>
  );
}

function DateLine({ name, at }: { name: string; at: string | undefined }) {
  const styles = useStyles();
  return (
    <>
      <dt>
        <Text>{name}</Text>
      </dt>
      <dd className={styles.value}>
        {at === undefined ? (
          <Text className={styles.quiet}>never</Text>
        ) : (
          <time dateTime={at} title={fullTime(at)}>
            {shortTime(at)}
          </time>
        )}
      </dd>
    </>
  );
}

/** "3 Nov: Last sales open was set to …"; "… went back to …, since an event was taken back". */
export function changeSentence(change: ContactProperties['history'][number]): string {
  const name = NAMES[change.property];
  const value = change.value === undefined ? 'never' : fullTime(change.value);
  return change.takenBack
    ? `${name} went back to ${value}, since an event was taken back (${shortTime(change.changedAt)})`
    : `${name}: ${value}`;
}
