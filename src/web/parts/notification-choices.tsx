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
import { api, ApiError } from '../api';
import { pushHere, startTelling, stopTelling, type PushHere } from '../push';
import { useResource } from '../use-resource';
import { Failure } from './states';

const useStyles = makeStyles({
  section: { display: 'grid', rowGap: tokens.spacingVerticalM },
  times: { display: 'flex', gap: tokens.spacingHorizontalM, flexWrap: 'wrap', alignItems: 'end' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

const KINDS: readonly [keyof Omit<NotificationSettings, 'quiet'>, string][] = [
  ['open', 'Someone opens my mail'],
  ['click', 'Someone clicks a link'],
  ['reply', 'Someone replies'],
  ['bounce', 'A mail could not be delivered'],
  ['mailbox', 'A mailbox falls silent'],
  ['someone', 'Also when it is not known who it was'],
  ['marketing', 'Also for marketing mail'],
];

const HERE: Record<PushHere, string> = {
  on: 'This browser notifies you, with Mailtrail closed too.',
  off: 'This browser does not notify you.',
  blocked:
    'This browser blocks notifications from Mailtrail. Click the icon to the left of the address, set Notifications to Allow, and reload this page. If they stay blocked, your organisation or the system’s settings forbid them.',
  'not-supported':
    'This browser cannot notify you. On an iPhone or iPad, add Mailtrail to the home screen first; in a private window, use an ordinary one.',
};

const failed = (problem: unknown): ApiError =>
  problem instanceof ApiError ? problem : new ApiError(0, 'unknown', String(problem));

/** What one is told of, when not, and whether in this browser. */
export function NotificationChoices() {
  const styles = useStyles();
  const [settings, reload, change] = useResource('notifications', api.notificationSettings);
  const [here, , changeHere] = useResource('push-here', pushHere);
  const [error, setError] = useState<ApiError>();
  const [busy, setBusy] = useState(false);

  const save = async (next: NotificationSettings): Promise<void> => {
    setError(undefined);
    try {
      const saved = await api.saveNotificationSettings(next);
      change(() => saved);
    } catch (problem) {
      setError(failed(problem));
    }
  };
  const tellHere = async (on: boolean): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      const now = on ? await startTelling() : await stopTelling().then((): PushHere => 'off');
      changeHere(() => now);
    } catch (problem) {
      setError(failed(problem));
    } finally {
      setBusy(false);
    }
  };

  return (
    <section className={styles.section} aria-label="Notifications">
      <Title3 as="h2">Notifications</Title3>
      {error && <Failure error={error} />}
      <Card>
        {here.state === 'failed' && <Failure error={here.error} />}
        {here.state === 'ready' && (
          <>
            <Text>{HERE[here.value]}</Text>
            {(here.value === 'on' || here.value === 'off') && (
              <div>
                <Button disabledFocusable={busy} onClick={() => void tellHere(here.value === 'off')}>
                  {here.value === 'off' ? 'Notify me in this browser' : 'Stop in this browser'}
                </Button>
              </div>
            )}
          </>
        )}
      </Card>
      {settings.state === 'loading' && (
        <Skeleton aria-label="Loading your choices">
          <SkeletonItem size={72} />
        </Skeleton>
      )}
      {settings.state === 'failed' && (
        <Failure error={settings.error} action={<Button onClick={reload}>Try again</Button>} />
      )}
      {settings.state === 'ready' && (
        <Card>
          <Text className={styles.quiet}>Holds for all your browsers.</Text>
          {KINDS.map(([kind, label]) => (
            <Switch
              key={kind}
              label={label}
              checked={settings.value[kind]}
              onChange={(_event, { checked }) => void save({ ...settings.value, [kind]: checked })}
            />
          ))}
          <QuietTimes
            quiet={settings.value.quiet}
            onChange={(quiet) => void save({ ...settings.value, quiet })}
          />
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
        label="Quiet hours: what comes then is told as one when they end"
        checked={quiet !== null}
        onChange={(_event, { checked }) => onChange(checked ? { from, to, timeZone } : null)}
      />
      {quiet && (
        <div className={styles.times}>
          <Field label="From">
            <Input type="time" value={from} onChange={(_event, { value }) => setFrom(value)} />
          </Field>
          <Field label="To">
            <Input type="time" value={to} onChange={(_event, { value }) => setTo(value)} />
          </Field>
          <Button disabledFocusable={same} onClick={() => onChange({ from, to, timeZone })}>
            {quiet.timeZone === timeZone ? 'Save' : `Save, in ${timeZone}`}
          </Button>
          <Caption1 className={styles.quiet}>{quiet.timeZone}</Caption1>
        </div>
      )}
    </>
  );
}
