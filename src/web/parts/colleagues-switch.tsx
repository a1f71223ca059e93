import { Card, Switch } from '@fluentui/react-components';
import { can } from '../../core/access';
import { api } from '../api';
import { useDoing } from '../use-doing';
import { useResource } from '../use-resource';
import { LoadedSection } from './loaded-section';
import { useMe } from './me';

/** Whether colleagues' looks count (O7); for those who may change it. */
export function ColleaguesSwitch() {
  const me = useMe();
  return can(me.user.role, 'change', 'account-settings') ? <Setting /> : null;
}

function Setting() {
  const [settings, reload, change] = useResource('tracking-settings', api.trackingSettings);
  const { error, does } = useDoing();
  const save = (colleaguesLikewise: boolean) =>
    does(async () => {
      const saved = await api.saveTrackingSettings({ colleaguesLikewise });
      change(() => saved);
    });
  return (
    <LoadedSection
      title="Colleagues"
      about="A colleague is known by the devices they use Mailtrail with, and by having the mail before them here or in Outlook. What they look at then shows as “a colleague’s, not counted”. Holds for what comes from now on."
      resource={settings}
      reload={reload}
      error={error}
    >
      {({ colleaguesLikewise }) => (
        <Card>
          <Switch
            label="What colleagues look at does not count either"
            checked={colleaguesLikewise}
            onChange={(_event, { checked }) => void save(checked)}
          />
        </Card>
      )}
    </LoadedSection>
  );
}
