import { Button, Field, makeStyles, ProgressBar, Select, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { LookBack } from '../../core/api/mailboxes';
import { api } from '../api';
import { shortTime } from '../format';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { Failure } from './states';

const useStyles = makeStyles({
  all: { display: 'grid', rowGap: tokens.spacingVerticalS },
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'end', gap: tokens.spacingHorizontalM },
  quiet: { color: tokens.colorNeutralForeground3 },
});

const DAYS = [7, 14, 30];

/** From 0 to 1: how much of the time it covers has been looked at. */
export function lookBackShare({ since, until, reached }: LookBack): number {
  const whole = Date.parse(until) - Date.parse(since);
  return whole <= 0 ? 1 : Math.min(1, Math.max(0, (Date.parse(reached) - Date.parse(since)) / whole));
}

/** R1: one bounded look back, for administrators. It goes on when the page is left. */
export function LookBackPart({
  mailbox,
  lookBack,
  onChange,
}: {
  mailbox: string;
  lookBack: LookBack | undefined;
  onChange: () => void;
}) {
  const styles = useStyles();
  const [days, setDays] = useState(30);
  const { busy, error, does } = useDoing();
  const act = (how: () => Promise<unknown>): void =>
    void does(async () => {
      await how();
      onChange();
    });
  const standing = lookBack && (
    <>
      <Text>{lookBackWords(lookBack)}</Text>
      {lookBack.state === 'running' && (
        <ProgressBar
          value={lookBackShare(lookBack)}
          aria-label={texts.mailboxes.lookBack}
          thickness="large"
        />
      )}
    </>
  );
  return (
    <div className={styles.all}>
      {standing}
      {lookBack?.state === 'running' && (
        <div>
          <Button disabledFocusable={busy} onClick={() => act(() => api.stopLookBack(mailbox))}>
            {texts.mailboxes.lookBackStop}
          </Button>
        </div>
      )}
      {lookBack?.state === 'stopped' && (
        <div>
          <Button disabledFocusable={busy} onClick={() => act(() => api.lookBack(mailbox, days))}>
            {texts.mailboxes.lookBackGoOn}
          </Button>
        </div>
      )}
      {!lookBack && (
        <div className={styles.row}>
          <Field label={texts.mailboxes.howFar}>
            <Select value={String(days)} onChange={(_event, { value }) => setDays(Number(value))}>
              {DAYS.map((each) => (
                <option key={each} value={each}>
                  {texts.mailboxes.daysBefore(each)}
                </option>
              ))}
            </Select>
          </Field>
          <Button disabledFocusable={busy} onClick={() => act(() => api.lookBack(mailbox, days))}>
            {texts.mailboxes.lookBack}
          </Button>
        </div>
      )}
      <Text size={200} className={styles.quiet}>
        {texts.mailboxes.lookBackAbout}
      </Text>
      {error && <Failure error={error} />}
    </div>
  );
}

function lookBackWords(lookBack: LookBack): string {
  const words = texts.mailboxes;
  const seen = words.lookedAt(lookBack.seen, lookBack.added);
  if (lookBack.state === 'running') return words.lookingBack(seen);
  const when = shortTime(lookBack.endedAt ?? lookBack.reached);
  return lookBack.state === 'done' ? words.lookBackDone(when, seen) : words.lookBackStopped(when, seen);
}
