import { Button, Field, makeStyles, ProgressBar, Select, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { LookBack } from '../../core/api/mailboxes';
import { api } from '../api';
import { count, shortTime } from '../format';
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
        <ProgressBar value={lookBackShare(lookBack)} aria-label="Look back" thickness="large" />
      )}
    </>
  );
  return (
    <div className={styles.all}>
      {standing}
      {lookBack?.state === 'running' && (
        <div>
          <Button disabledFocusable={busy} onClick={() => act(() => api.stopLookBack(mailbox))}>
            Stop
          </Button>
        </div>
      )}
      {lookBack?.state === 'stopped' && (
        <div>
          <Button disabledFocusable={busy} onClick={() => act(() => api.lookBack(mailbox, days))}>
            Go on
          </Button>
        </div>
      )}
      {!lookBack && (
        <div className={styles.row}>
          <Field label="How far back">
            <Select value={String(days)} onChange={(_event, { value }) => setDays(Number(value))}>
              {DAYS.map((each) => (
                <option key={each} value={each}>{`${each} days before it was connected`}</option>
              ))}
            </Select>
          </Field>
          <Button disabledFocusable={busy} onClick={() => act(() => api.lookBack(mailbox, days))}>
            Look back
          </Button>
        </div>
      )}
      <Text size={200} className={styles.quiet}>
        Once for each mailbox. It fills timelines; no count, property or segment changes, and nobody is
        notified.
      </Text>
      {error && <Failure error={error} />}
    </div>
  );
}

function lookBackWords(lookBack: LookBack): string {
  const seen = `${count(lookBack.seen, 'mail', 'mails')} looked at, ${lookBack.added} filed`;
  if (lookBack.state === 'running') return `Looking back: ${seen}. You may leave this page.`;
  const when = lookBack.endedAt === undefined ? '' : ` ${shortTime(lookBack.endedAt)}`;
  return lookBack.state === 'done' ? `Done${when}: ${seen}.` : `Stopped${when}: ${seen}.`;
}
