import { Badge, Button, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import type { LogRule, LogRulePreview } from '../../core/api/log-rules';
import { api, asApiError, type ApiError } from '../api';
import { list, shortTime } from '../format';
import { texts } from '../texts';
import { Failure } from './states';

const useStyles = makeStyles({
  all: { display: 'grid', rowGap: tokens.spacingVerticalS },
  list: { margin: 0, padding: 0, listStyleType: 'none', display: 'grid', rowGap: tokens.spacingVerticalXS },
  mail: { display: 'flex', alignItems: 'baseline', columnGap: tokens.spacingHorizontalS, flexWrap: 'wrap' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** A moment for whoever goes through the choices. */
const SETTLE_MS = 300;

/** One's own mailbox by a way into it, a team's by its address, or one that is connected. */
export type PreviewOf = { access: 'application' | 'delegated' } | { team: string } | { mailbox: string };

const pathOf = (of: PreviewOf): string =>
  'mailbox' in of ? `/api/v1/mailboxes/${of.mailbox}/preview` : '/api/v1/mailboxes/preview';

/** L12: what a rule would have logged of last week. Looked at by the server for this screen, and kept nowhere. */
export function RulePreview({ of, rule }: { of: PreviewOf; rule: LogRule | undefined }) {
  const styles = useStyles();
  const [preview, setPreview] = useState<LogRulePreview>();
  const [error, setError] = useState<ApiError>();
  const [asking, setAsking] = useState(false);
  const [round, setRound] = useState(0);
  // One and the same text for one and the same rule, whoever made the object.
  const path = pathOf(of);
  const wanted = rule && JSON.stringify('mailbox' in of ? { rule } : { ...of, rule });
  useEffect(() => {
    if (wanted === undefined) return undefined;
    let current = true;
    const timer = setTimeout(() => {
      setAsking(true);
      setError(undefined);
      api
        .previewRule(path, wanted)
        .then(
          (found) => current && setPreview(found),
          (problem: unknown) => current && setError(asApiError(problem)),
        )
        .finally(() => current && setAsking(false));
    }, SETTLE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [path, wanted, round]);

  if (error) {
    return (
      <Failure
        error={error}
        action={<Button onClick={() => setRound((n) => n + 1)}>{texts.common.tryAgain}</Button>}
      />
    );
  }
  if (rule === undefined) return <Text className={styles.quiet}>{texts.connect.nameCategory}</Text>;
  if (!preview) return <Spinner size="tiny" label={texts.connect.lookingAtWeek} labelPosition="after" />;
  return (
    <div className={styles.all} aria-live="polite" aria-busy={asking}>
      <Text>{previewWords(preview)}</Text>
      {preview.samples.length > 0 && (
        <ul className={styles.list} aria-label={texts.connect.weeksMails}>
          {preview.samples.map((mail, i) => (
            <li key={i} className={styles.mail}>
              <Badge appearance="tint" color={mail.log ? 'success' : 'informative'}>
                {mail.log ? texts.connect.logged : texts.connect.left}
              </Badge>
              <Text>{mail.subject || texts.common.noSubject}</Text>
              <Text size={200} className={styles.quiet}>
                {mail.direction === 'sent'
                  ? texts.connect.toPeople(list(mail.people), shortTime(mail.at))
                  : texts.connect.fromPeople(list(mail.people), shortTime(mail.at))}
              </Text>
            </li>
          ))}
        </ul>
      )}
      <Text size={200} className={styles.quiet}>
        {noteOn(of, preview)}
      </Text>
    </div>
  );
}

function noteOn(of: PreviewOf, { samples, sent, received }: LogRulePreview): string {
  if (samples.length === 0 && sent.seen + received.seen > 0) return texts.mailboxes.previewNumbers;
  return 'mailbox' in of ? texts.mailboxes.previewForYou : texts.connect.onlyForYou;
}

/** "Of last week's mail, 3 of 12 sent and 5 of 80 received would have been logged." */
export function previewWords({ sent, received, more }: LogRulePreview): string {
  const words = texts.connect;
  if (sent.seen + received.seen === 0) return words.noneLastWeek;
  const told = words.ofWeek(
    words.sentPart(sent.logged, sent.seen),
    words.receivedPart(received.logged, received.seen),
  );
  return more ? `${told} ${words.moreThanLooked}` : told;
}
