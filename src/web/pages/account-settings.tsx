import { Caption1, Text, Title2 } from '@fluentui/react-components';
import { can } from '../../core/access';
import type { AccountRulesChange } from '../../core/api/account-settings';
import { AccountRulesForm } from '../parts/account-rules';
import { ColleaguesSwitch } from '../parts/colleagues-switch';
import { LoadedSection } from '../parts/loaded-section';
import { useChangeMe, useMe } from '../parts/me';
import { NoTrackingList } from '../parts/no-tracking';
import { OutlookSwitches } from '../parts/outlook-switches';
import { usePageStyles } from '../parts/page-styles';
import { useTitle } from '../parts/states';
import { namedIn, pressedIn } from '../pressed-rules';
import { settingsApi } from '../settings-api';
import { texts } from '../texts';
import { useResource } from '../use-resource';

/** What holds for everybody in the account; changed by administrators, readable for all whom it binds. */
export function AccountSettingsPage() {
  const styles = usePageStyles();
  const mayChange = can(useMe().user.role, 'change', 'account-settings');
  useTitle(texts.settings.account);
  const [rules, reload, change] = useResource('account-rules', settingsApi.account);
  const changeMe = useChangeMe();
  const save = async (wanted: AccountRulesChange): Promise<void> => {
    const pressed = pressedIn(wanted);
    change((now) => ({ ...now, ...pressed }));
    try {
      const saved = namedIn(await settingsApi.changeAccount(wanted), wanted);
      change((now) => ({ ...now, ...saved }));
      changeMe((me) => {
        const { name, privacy, writtenToBasis } = { ...me.account, ...saved };
        return { ...me, account: { ...me.account, name, privacy, writtenToBasis } };
      });
    } catch (problem) {
      if (rules.state === 'ready') {
        const before = namedIn(rules.value, pressed);
        change((now) => ({ ...now, ...before }));
      }
      throw problem;
    }
  };
  return (
    <div className={styles.page}>
      <Title2 as="h1">{texts.settings.account}</Title2>
      <Text className={styles.quiet}>{texts.settings.rulesAbout}</Text>
      {!mayChange && <Caption1>{texts.settings.onlyAdmins}</Caption1>}
      <LoadedSection title={texts.settings.account} hideTitle resource={rules} reload={reload}>
        {(value) => <AccountRulesForm rules={value} mayChange={mayChange} save={save} />}
      </LoadedSection>
      <NoTrackingList mayChange={mayChange} />
      <ColleaguesSwitch />
      <OutlookSwitches />
    </div>
  );
}
