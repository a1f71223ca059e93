import { Link, Switch, Text } from '@fluentui/react-components';
import type { NotificationSettings } from '../../../core/api/push';
import { usePane } from '../context';
import { Section, WhenLoaded } from '../parts';
import { useLoaded } from '../use-loaded';
import { NotSaved, useSaved } from './use-saved';

const KINDS = ['open', 'click', 'reply', 'bounce', 'mailbox', 'someone', 'marketing'] as const;

/** Of what one is told outside of Outlook, on every device (O2). */
export function NotificationSwitches() {
  const { texts, api, webApp } = usePane();
  const { loaded, again } = useLoaded<NotificationSettings>(api.notifications);
  return (
    <Section title={texts.settings.notifications}>
      <WhenLoaded loaded={loaded} again={again}>
        {(settings) => <Switches settings={settings} />}
      </WhenLoaded>
      <Link href={`${webApp}/settings`} target="_blank" rel="noopener">
        {texts.settings.browsers}
      </Link>
    </Section>
  );
}

function Switches({ settings }: { settings: NotificationSettings }) {
  const { texts, api } = usePane();
  const { value, set, failed } = useSaved(settings, api.setNotifications);
  return (
    <>
      <Text size={200}>{texts.settings.allDevices}</Text>
      {KINDS.map((kind) => (
        <Switch
          key={kind}
          label={texts.settings.kinds[kind]}
          checked={value[kind]}
          onChange={(_event, { checked }) => void set({ [kind]: checked })}
        />
      ))}
      {failed && <NotSaved />}
    </>
  );
}
