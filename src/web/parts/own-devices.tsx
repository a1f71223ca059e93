import {
  Button,
  Caption1,
  Card,
  makeStyles,
  Skeleton,
  SkeletonItem,
  Text,
  Title3,
  tokens,
} from '@fluentui/react-components';
import { useRef, useState } from 'react';
import type { OwnDevices } from '../../core/api/hits';
import { api, ApiError } from '../api';
import { shortTime } from '../format';
import { useResource } from '../use-resource';
import { Failure } from './states';

const useStyles = makeStyles({
  section: { display: 'grid', rowGap: tokens.spacingVerticalM },
  list: { display: 'grid', rowGap: tokens.spacingVerticalS, margin: 0, padding: 0, listStyleType: 'none' },
  line: {
    display: 'flex',
    justifyContent: 'space-between',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    flexWrap: 'wrap',
  },
  quiet: { color: tokens.colorNeutralForeground3 },
});

type Device = OwnDevices['devices'][number];

const PLATFORMS: Record<string, string> = {
  windows: 'Windows',
  mac: 'Mac',
  ios: 'iPhone or iPad',
  android: 'Android',
  linux: 'Linux',
};
const LEARNT: Record<Device['learntFrom'], string> = {
  report: 'sent mail',
  web: 'signed in here',
  pane: 'used the pane in Outlook',
  word: 'you said “This was me”',
};

/** "Edge on Windows" */
export const deviceName = ({ program, platform }: Pick<Device, 'program' | 'platform'>): string =>
  PLATFORMS[platform] === undefined || program.includes(PLATFORMS[platform])
    ? program
    : `${program} on ${PLATFORMS[platform]}`;

/** Devices whose looks at one's sent mail do not count; each can be removed (O7). */
export function OwnDeviceList() {
  const styles = useStyles();
  const section = useRef<HTMLElement>(null);
  const [devices, reload, change] = useResource('own-devices', api.ownDevices);
  const [error, setError] = useState<ApiError>();
  const [removing, setRemoving] = useState('');
  const remove = async (id: string): Promise<void> => {
    setRemoving(id);
    setError(undefined);
    try {
      await api.removeDevice(id);
      change((now) => ({ devices: now.devices.filter((device) => device.id !== id) }));
      section.current?.focus();
    } catch (problem) {
      setError(problem instanceof ApiError ? problem : new ApiError(0, 'unknown', String(problem)));
    } finally {
      setRemoving('');
    }
  };
  return (
    <section ref={section} tabIndex={-1} className={styles.section} aria-label="Your devices">
      <Title3 as="h2">Your devices</Title3>
      <Text className={styles.quiet}>
        What you look at yourself does not count. A device is known by its program and the network it is on,
        and forgotten when it was not seen for 30 days. Remove one that is not yours: its looks are judged
        again.
      </Text>
      {error && <Failure error={error} />}
      {devices.state === 'loading' && (
        <Skeleton aria-label="Loading your devices">
          <SkeletonItem size={40} />
        </Skeleton>
      )}
      {devices.state === 'failed' && (
        <Failure error={devices.error} action={<Button onClick={reload}>Try again</Button>} />
      )}
      {devices.state === 'ready' && (
        <Card>
          {devices.value.devices.length === 0 && (
            <Caption1 className={styles.quiet}>No device is known yet.</Caption1>
          )}
          <ul className={styles.list}>
            {devices.value.devices.map((device) => (
              <li key={device.id} className={styles.line}>
                <Text>
                  {deviceName(device)}{' '}
                  <Caption1 className={styles.quiet}>
                    seen {shortTime(device.seenAt)}; {LEARNT[device.learntFrom]}
                  </Caption1>
                </Text>
                <Button
                  size="small"
                  disabledFocusable={removing !== ''}
                  aria-label={`Remove ${deviceName(device)}, seen ${shortTime(device.seenAt)}`}
                  onClick={() => void remove(device.id)}
                >
                  Remove
                </Button>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </section>
  );
}
