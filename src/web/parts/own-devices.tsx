import { Button, Caption1, Card, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useRef, useState } from 'react';
import type { OwnDevices } from '../../core/api/hits';
import { api } from '../api';
import { shortTime } from '../format';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { useResource } from '../use-resource';
import { LoadedSection } from './loaded-section';
import { UndoBar } from './undo-bar';

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

/** Names of makers, which no language changes. */
const PLATFORMS: Record<string, string> = {
  windows: 'Windows',
  mac: 'Mac',
  android: 'Android',
  linux: 'Linux',
};
const platformName = (platform: string): string | undefined =>
  platform === 'ios' ? texts.devices.iosDevice : PLATFORMS[platform];

/** "Edge on Windows" */
export function deviceName({ program, platform }: Pick<Device, 'program' | 'platform'>): string {
  const name = platformName(platform);
  return name === undefined || program.includes(name) ? program : texts.devices.programOn(program, name);
}

/** Devices whose looks at one's sent mail do not count; each can be removed, and the last one put back (O7). */
export function OwnDeviceList() {
  const styles = useStyles();
  const section = useRef<HTMLElement>(null);
  const [devices, reload, change] = useResource('own-devices', api.ownDevices);
  const { busy, error, does } = useDoing();
  const [removed, setRemoved] = useState<Device>();
  const remove = async (device: Device): Promise<void> => {
    const done = await does(() => api.removeDevice(device.id));
    if (!done) return;
    change((now) => ({ devices: now.devices.filter(({ id }) => id !== device.id) }));
    setRemoved(device);
    section.current?.focus();
  };
  const putBack = async ({ id }: Device): Promise<void> => {
    const done = await does(() => api.restoreDevice(id));
    if (!done) return;
    setRemoved(undefined);
    reload();
    section.current?.focus();
  };
  return (
    <LoadedSection
      title={texts.devices.title}
      about={texts.devices.about}
      resource={devices}
      reload={reload}
      error={error}
      section={section}
    >
      {({ devices: known }) => (
        <Card>
          {removed && (
            <UndoBar
              words={texts.devices.removed(deviceName(removed))}
              busy={busy}
              undo={() => void putBack(removed)}
            />
          )}
          {known.length === 0 && <Caption1 className={styles.quiet}>{texts.devices.none}</Caption1>}
          <ul className={styles.list}>
            {known.map((device) => (
              <li key={device.id} className={styles.line}>
                <Text>
                  {deviceName(device)}{' '}
                  <Caption1 className={styles.quiet}>
                    {texts.devices.seen(
                      shortTime(device.seenAt),
                      texts.devices.learntFrom[device.learntFrom],
                    )}
                  </Caption1>
                </Text>
                <Button
                  size="small"
                  disabledFocusable={busy}
                  aria-label={texts.devices.removeSeen(deviceName(device), shortTime(device.seenAt))}
                  onClick={() => void remove(device)}
                >
                  {texts.common.remove}
                </Button>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </LoadedSection>
  );
}
