import { Button, Caption1, Card, makeStyles, Subtitle2, Text, tokens } from '@fluentui/react-components';
import { useId, useState } from 'react';
import type { ContactProperties, ContactProperty } from '../../core/api/hits';
import { api } from '../api';
import { fullTime, shortTime } from '../format';
import { texts } from '../texts';
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

const PROPERTIES = [
  'lastOpen',
  'lastClick',
  'lastReply',
  'lastEngagement',
  'firstMarketingReply',
  'lastMarketingReply',
] as const satisfies readonly ContactProperty[];

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
    return <Failure error={dates.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />;
  }
  const { history, more } = dates.value;
  return (
    <Card className={styles.card}>
      <Subtitle2 as="h2">{texts.contact.dates.title}</Subtitle2>
      <dl className={styles.dates}>
        {PROPERTIES.map((property) => (
          <DateLine key={property} name={texts.contact.dates[property]} at={dates.value[property]} />
        ))}
        <dt>
          <Text>{texts.contact.dates.marketingReplied}</Text>
        </dt>
        <dd className={styles.value}>{dates.value.marketingReplied ?? 0}</dd>
      </dl>
      <Caption1 className={styles.quiet}>{texts.contact.dates.about}</Caption1>
      {history.length > 0 && (
        <Button
          size="small"
          appearance="subtle"
          aria-expanded={open}
          aria-controls={historyId}
          onClick={() => setOpen(!open)}
        >
          {open ? texts.contact.dates.hide : texts.contact.dates.show}
        </Button>
      )}
      {open && (
        <ul id={historyId} className={styles.history} aria-label={texts.contact.dates.history}>
          {history.map((change) => (
            <li key={`${change.property} ${change.changedAt} ${change.value ?? change.amount ?? ''}`}>
              <Caption1>{changeSentence(change)}</Caption1>
            </li>
          ))}
          {more && (
            <li>
              <Caption1 className={styles.quiet}>{texts.contact.dates.older}</Caption1>
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
          <Text className={styles.quiet}>{texts.contact.dates.never}</Text>
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
  const words = texts.contact.dates;
  const name = words[change.property];
  const value =
    change.amount !== undefined
      ? String(change.amount)
      : change.value === undefined
        ? words.never
        : fullTime(change.value);
  return change.takenBack ? words.wentBack(name, value, shortTime(change.changedAt)) : words.set(name, value);
}
