import { Badge, Card, Caption1, makeStyles, Spinner, Text, Title3, tokens } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { DraftMail, type SendForecast } from '../../core/api/sending';
import { sendingApi } from '../sending-api';
import { texts } from '../texts';

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

/** What would happen on Send, a moment after the draft has come to rest. */
export function useForecast(id: string, draft: DraftMail): SendForecast | undefined {
  const [forecast, setForecast] = useState<SendForecast>();
  const text = JSON.stringify(draft);
  useEffect(() => {
    let current = true;
    const timer = setTimeout(() => {
      sendingApi.forecast(id, DraftMail.parse(JSON.parse(text))).then(
        (seen) => current && setForecast(seen),
        () => undefined,
      );
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [id, text]);
  return forecast;
}

const reasonOf = (code: string): string | undefined => {
  const words: Readonly<Record<string, string | undefined>> = texts.write.reasons;
  return words[code];
};

const linkReasonOf = (reason: string): string => {
  const words: Readonly<Record<string, string | undefined>> = texts.write.linkReasons;
  return words[reason] ?? reason;
};

/** The same in words. */
export function outlookLines(seen: SendForecast): string[] {
  const words = texts.write;
  const why = (subject: 'image' | 'log'): string => {
    const code = seen.reasons.find((one) => one.subject === subject)?.code;
    const reason = code === undefined ? undefined : reasonOf(code);
    return reason === undefined ? '' : ` (${reason})`;
  };
  return [
    seen.image ? words.imageYes : `${words.imageNo.replace(/\.$/, '')}${why('image')}.`,
    seen.links.total === 0 ? words.noLinks : words.linksOf(seen.links.tracked, seen.links.total),
    ...Object.entries(seen.leftAlone).map(([reason, n]) => words.leftAlone(n, linkReasonOf(reason))),
    seen.log ? words.logYes : `${words.logNo.replace(/\.$/, '')}${why('log')}.`,
    ...(seen.image || seen.links.tracked > 0 ? [seen.named ? words.named : words.someone] : []),
  ];
}

export function OutlookCard({ seen, anybody }: { seen: SendForecast | undefined; anybody: boolean }) {
  const styles = useStyles();
  return (
    <Card className={styles.card}>
      <Title3 as="h2">{texts.write.whatHappens}</Title3>
      {!anybody ? (
        <Caption1>{texts.write.nobodyYet}</Caption1>
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
