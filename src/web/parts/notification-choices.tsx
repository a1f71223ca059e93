import {
  Button,
  Caption1,
  Card,
  Field,
  Input,
  makeStyles,
  Skeleton,
  SkeletonItem,
  Switch,
  Text,
  Title3,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { NotificationSettings, QuietHours } from '../../core/api/push';
import { api, asApiError, type ApiError } from '../api';
import { pushHere, startTelling, stopTelling, type PushHere } from '../push';
import { savesInLine } from '../saves-in-line';
import { texts } from '../texts';
import { useResource } from '../use-resource';
import { useSaved } from './saved-note';
import { Failure } from './states';

const useStyles = makeStyles({
  section: { display: 'grid', rowGap: tokens.spacingVerticalM },
  times: { display: 'flex', gap: tokens.spacingHorizontalM, flexWrap: 'wrap', alignItems: 'end' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

const KINDS = [
  'open',
  'click',
  'reply',
  'bounce',
  'reminder',
  'workflow',
  'mailbox',
  'someone',
  'marketing',
] as const;

/** What one is told of, when not, and whether in this browser. */
export function NotificationChoices() {
  const styles = useStyles();
  const [settings, reload, change] = useResource('notifications', api.notificationSettings);
  const [here, , changeHere] = useResource('push-here', pushHere);
  const [error, setError] = useState<ApiError>();
  const [busy, setBusy] = useState(false);

  const { saved, note } = useSaved();
  const [store] = useState(() => savesInLine(api.saveNotificationSettings));
  const save = (next: NotificationSettings, before: NotificationSettings): void => {
    setError(undefined);
    // At once: the next choice, which may be quicker than the answer, is of all of them again.
    change(() => next);
    void store(next, before).then((last) => {
      if (!last) return;
      change(() => last.kept);
      if (last.problem === undefined) return saved();
      setError(asApiError(last.problem));
      // Whether a save without an answer was made, the server says.
      reload();
    });
  };
  const tellHere = async (on: boolean): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      const now = on ? await startTelling() : await stopTelling().then((): PushHere => 'off');
      changeHere(() => now);
    } catch (problem) {
      setError(asApiError(problem));
    } finally {
      setBusy(false);
    }
  };

  return (
    <section className={styles.section} aria-label={texts.push.title}>
      <Title3 as="h2">{texts.push.title}</Title3>
      {error && <Failure error={error} />}
      <Card>
        {here.state === 'failed' && <Failure error={here.error} />}
        {here.state === 'ready' && (
          <>
            <Text>{texts.push.here[here.value]}</Text>
            {(here.value === 'on' || here.value === 'off') && (
              <div>
                <Button disabledFocusable={busy} onClick={() => void tellHere(here.value === 'off')}>
                  {here.value === 'off' ? texts.push.start : texts.push.stop}
                </Button>
              </div>
            )}
          </>
        )}
      </Card>
      {settings.state === 'loading' && (
        <Skeleton aria-label={texts.push.loading}>
          <SkeletonItem size={72} />
        </Skeleton>
      )}
      {settings.state === 'failed' && (
        <Failure error={settings.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />
      )}
      {settings.state === 'ready' && (
        <Card>
          <Text className={styles.quiet}>{texts.push.allBrowsers}</Text>
          {KINDS.map((kind) => (
            <Switch
              key={kind}
              label={texts.push.kinds[kind]}
              checked={settings.value[kind]}
              onChange={(_event, { checked }) => save({ ...settings.value, [kind]: checked }, settings.value)}
            />
          ))}
          <QuietTimes
            quiet={settings.value.quiet}
            onChange={(quiet) => save({ ...settings.value, quiet }, settings.value)}
          />
          {note}
        </Card>
      )}
    </section>
  );
}

interface QuietTimesProps {
  quiet: QuietHours | null;
  onChange: (quiet: QuietHours | null) => void;
}

function QuietTimes({ quiet, onChange }: QuietTimesProps) {
  const styles = useStyles();
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const [from, setFrom] = useState(quiet?.from ?? '22:00');
  const [to, setTo] = useState(quiet?.to ?? '07:00');
  const same = quiet?.from === from && quiet.to === to && quiet.timeZone === timeZone;
  return (
    <>
      <Switch
        label={texts.push.quiet}
        checked={quiet !== null}
        onChange={(_event, { checked }) => onChange(checked ? { from, to, timeZone } : null)}
      />
      {quiet && (
        <div className={styles.times}>
          <Field label={texts.common.from}>
            <Input type="time" value={from} onChange={(_event, { value }) => setFrom(value)} />
          </Field>
          <Field label={texts.push.quietTo}>
            <Input type="time" value={to} onChange={(_event, { value }) => setTo(value)} />
          </Field>
          <Button disabledFocusable={same} onClick={() => onChange({ from, to, timeZone })}>
            {quiet.timeZone === timeZone ? texts.common.save : texts.push.saveInZone(timeZone)}
          </Button>
          <Caption1 className={styles.quiet}>{quiet.timeZone}</Caption1>
        </div>
      )}
    </>
  );
}
