import {
  Badge,
  Button,
  Caption1,
  Card,
  makeStyles,
  Spinner,
  Text,
  Title3,
  tokens,
} from '@fluentui/react-components';
import { useCallback, useEffect, useState } from 'react';
import { DraftMail, type SendForecast } from '../../core/api/sending';
import { asApiError, type ApiError } from '../api';
import { Failure } from '../parts/states';
import { sendingApi } from '../sending-api';
import { texts } from '../texts';
import { outlookLines } from './outlook-lines';

const useStyles = makeStyles({
  card: { rowGap: tokens.spacingVerticalS },
  lines: {
    margin: 0,
    paddingLeft: tokens.spacingHorizontalL,
    display: 'grid',
    rowGap: tokens.spacingVerticalXS,
  },
  warn: { color: tokens.colorStatusWarningForeground1 },
});

const PAUSE_MS = 500;

export interface Outlook {
  /** Absent until the first is there. */
  seen?: SendForecast;
  /** Why the last could not be made: what was seen before says nothing of the draft as it is now. */
  error?: ApiError;
  again: () => void;
}

/** What would happen on Send, a moment after the draft has come to rest. */
export function useForecast(id: string, draft: DraftMail): Outlook {
  const [outlook, setOutlook] = useState<Omit<Outlook, 'again'>>({});
  const [round, setRound] = useState(0);
  const text = JSON.stringify(draft);
  useEffect(() => {
    let current = true;
    const timer = setTimeout(() => {
      sendingApi.forecast(id, DraftMail.parse(JSON.parse(text))).then(
        (seen) => current && setOutlook({ seen }),
        (problem: unknown) => current && setOutlook({ error: asApiError(problem) }),
      );
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [id, text, round]);
  return { ...outlook, again: useCallback(() => setRound((n) => n + 1), []) };
}

export function OutlookCard({ outlook, anybody }: { outlook: Outlook; anybody: boolean }) {
  const { seen, error, again } = outlook;
  const styles = useStyles();
  return (
    <Card className={styles.card}>
      <Title3 as="h2">{texts.write.whatHappens}</Title3>
      {!anybody ? (
        <Caption1>{texts.write.nobodyYet}</Caption1>
      ) : error !== undefined ? (
        <Failure error={error} action={<Button onClick={again}>{texts.common.tryAgain}</Button>} />
      ) : seen === undefined ? (
        <Spinner size="tiny" label={texts.common.loadingMore} />
      ) : (
        <div aria-live="polite">
          <ul className={styles.lines}>
            {outlookLines(seen).map((line) => (
              <li key={line}>
                <Text>{line}</Text>
              </li>
            ))}
          </ul>
          {seen.faulty && (
            <Text block className={styles.warn}>
              {texts.write.faulty}
            </Text>
          )}
          {seen.unfilled.length > 0 && (
            <>
              <Text block className={styles.warn}>
                {texts.write.unfilled}
              </Text>
              {seen.unfilled.map(({ field, address }) => (
                <Badge key={`${field} ${address ?? ''}`} appearance="tint" color="warning">
                  {address === undefined
                    ? fieldName(field)
                    : texts.write.unfilledFor(fieldName(field), address)}
                </Badge>
              ))}
            </>
          )}
        </div>
      )}
    </Card>
  );
}

export function fieldName(field: string): string {
  const words: Readonly<Record<string, string | undefined>> = texts.write.fields;
  return words[field] ?? field;
}
