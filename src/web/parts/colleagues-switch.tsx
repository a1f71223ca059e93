import { Card, Switch } from '@fluentui/react-components';
import { can } from '../../core/access';
import { api } from '../api';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { useResource } from '../use-resource';
import { LoadedSection } from './loaded-section';
import { useMe } from './me';
import { useSaved } from './saved-note';

/** Whether colleagues' looks count (O7); for those who may change it. */
export function ColleaguesSwitch() {
  const me = useMe();
  return can(me.user.role, 'change', 'account-settings') ? <Setting /> : null;
}

function Setting() {
  const [settings, reload, change] = useResource('tracking-settings', api.trackingSettings);
  const { error, does } = useDoing();
  const { saved: noted, note } = useSaved();
  const save = (colleaguesLikewise: boolean) =>
    does(async () => {
      const saved = await api.saveTrackingSettings({ colleaguesLikewise });
      change(() => saved);
      noted();
    });
  return (
    <LoadedSection
      title={texts.devices.colleagues}
      about={texts.devices.colleaguesAbout}
      resource={settings}
      reload={reload}
      error={error}
    >
      {({ colleaguesLikewise }) => (
        <Card>
          <Switch
            label={texts.devices.colleaguesSwitch}
            checked={colleaguesLikewise}
            onChange={(_event, { checked }) => void save(checked)}
          />
          {note}
        </Card>
      )}
    </LoadedSection>
  );
}
