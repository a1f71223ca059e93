import { Button, Caption1, Card, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useRef } from 'react';
import type { OwnDevices } from '../../core/api/hits';
import { api } from '../api';
import { shortTime } from '../format';
import { useDoing } from '../use-doing';
import { useResource } from '../use-resource';
import { LoadedSection } from './loaded-section';

const useStyles = makeStyles({
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
  const { busy, error, does } = useDoing();
  const remove = async (id: string): Promise<void> => {
    const done = await does(() => api.removeDevice(id));
    if (!done) return;
    change((now) => ({ devices: now.devices.filter((device) => device.id !== id) }));
    section.current?.focus();
  };
  return (
    <LoadedSection
      title="Your devices"
      about="What you look at yourself does not count. A device is known by its program and the network it is on, and forgotten when it was not seen for 30 days. Remove one that is not yours: its looks are judged again."
      resource={devices}
      reload={reload}
      error={error}
      section={section}
    >
      {({ devices: known }) => (
        <Card>
          {known.length === 0 && <Caption1 className={styles.quiet}>No device is known yet.</Caption1>}
          <ul className={styles.list}>
            {known.map((device) => (
              <li key={device.id} className={styles.line}>
                <Text>
                  {deviceName(device)}{' '}
                  <Caption1 className={styles.quiet}>
                    seen {shortTime(device.seenAt)}; {LEARNT[device.learntFrom]}
                  </Caption1>
                </Text>
                <Button
                  size="small"
                  disabledFocusable={busy}
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
    </LoadedSection>
  );
}
