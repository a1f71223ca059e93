import { Card, Switch, Text, Title2, Title3 } from '@fluentui/react-components';
import { api } from '../api';
import { LanguageChoice } from '../parts/language-choice';
import { useChangeMe, useMe, withPreferences } from '../parts/me';
import { NotificationChoices } from '../parts/notification-choices';
import { OwnDeviceList } from '../parts/own-devices';
import { usePageStyles } from '../parts/page-styles';
import { useSaved } from '../parts/saved-note';
import { Failure, useTitle } from '../parts/states';
import { settingsApi } from '../settings-api';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { useResource } from '../use-resource';

/** One's own: where the switches stand, language, notifications, devices. */
export function PreferencesPage() {
  const styles = usePageStyles();
  useTitle(texts.settings.preferences);
  return (
    <div className={styles.page}>
      <Title2 as="h1">{texts.settings.preferences}</Title2>
      <Defaults />
      <Card className={styles.card}>
        <LanguageChoice />
      </Card>
      <NotificationChoices />
      <OwnDeviceList />
    </div>
  );
}

function Defaults() {
  const styles = usePageStyles();
  const words = texts.settings;
  const { user } = useMe();
  const changeMe = useChangeMe();
  const [rules] = useResource('account-rules', settingsApi.account);
  const { error, does } = useDoing();
  const { saved, note } = useSaved();
  const set = async (which: 'track' | 'log', to: boolean): Promise<void> => {
    changeMe((me) => withPreferences(me, { [which]: to }));
    const done = await does(async () => void (await api.savePreferences({ [which]: to })));
    if (done) saved();
    else changeMe((me) => withPreferences(me, { [which]: !to }));
  };
  const off = rules.state === 'ready' && !rules.value.opens && !rules.value.clicks;
  return (
    <section aria-label={words.defaults} className={styles.page}>
      <Title3 as="h2">{words.defaults}</Title3>
      <Text className={styles.quiet}>{words.defaultsAbout}</Text>
      {error && <Failure error={error} />}
      <Card className={styles.card}>
        <Switch
          label={words.track}
          checked={user.preferences.track}
          onChange={(_event, { checked }) => void set('track', checked)}
        />
        {off && <Text className={styles.quiet}>{words.trackOff}</Text>}
        {!off && user.seat === 'free' && <Text className={styles.quiet}>{words.freeSeat}</Text>}
        <Switch
          label={words.log}
          checked={user.preferences.log}
          onChange={(_event, { checked }) => void set('log', checked)}
        />
        {note}
      </Card>
    </section>
  );
}
