import {
  CounterBadge,
  makeStyles,
  mergeClasses,
  Tab,
  TabList,
  Text,
  tokens,
} from '@fluentui/react-components';
import { SettingsRegular } from '@fluentui/react-icons/svg/settings';
import { useEffect, useState } from 'react';
import type { Surroundings } from '../../launch/surroundings';
import { mailboxUser } from '../../office';
import type { PaneConfig } from '../api';
import { usePane } from '../context';
import { useFeed } from '../feed/use-feed';
import { Loading } from '../parts';
import type { SignIn } from '../sign-in';
import { loadTexts, type Spoken } from '../texts';
import { useWatch } from '../watch/use-watch';
import { OfflineBar, SignInBar, WatchBar } from './bars';
import { keepLeft, loadLeft, TABS, type TabName } from './kept';
import { Mail } from './mail';
import { Piece, viewOf } from './piece';
import { isPhone } from './surface';
import type { Session } from './use-session';

const FeedView = viewOf(() => import('../feed/feed-view').then((m) => m.FeedView));
const SettingsView = viewOf(() => import('../settings/settings-view').then((m) => m.SettingsView));

const useStyles = makeStyles({
  body: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalM,
    paddingBottom: tokens.spacingVerticalXL,
  },
  // A phone gives the pane half of its screen.
  compact: { padding: tokens.spacingHorizontalS, gap: tokens.spacingVerticalS },
  tabs: { flexWrap: 'wrap' },
  counted: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalXS },
});

export interface FrameProps {
  around: Surroundings;
  config: PaneConfig | null;
  signIn: SignIn | null;
  session: Session;
  tryNow: () => Promise<unknown>;
  spoken: Spoken;
  speak: (spoken: Spoken) => void;
}

const isTab = (value: unknown): value is TabName => TABS.some((one) => one === value);

/** Tabs, what concerns all of them, and the one that is chosen. */
export function Frame({ around, config, signIn, session, tryNow, spoken, speak }: FrameProps) {
  const styles = useStyles();
  const { texts, api, reached } = usePane();
  const phone = isPhone();
  const [tab, setTab] = useState<TabName>(() => (phone ? 'mail' : loadLeft().tab));
  const [untold, setUntold] = useState(false);
  const { signed, booked, rebook } = session;
  const here = signed === 'in';
  const live = useFeed(api, { on: here, owner: mailboxUser(Office).address, reached });
  const watch = useWatch(config, signIn, api, here);
  const chosen = useChosenLanguage(here, spoken, speak);
  const { unread } = live.feed;

  const choose = (next: TabName): void => {
    setTab(next);
    keepLeft({ tab: next });
  };
  const left = signed === 'left';
  return (
    <>
      <TabList
        className={styles.tabs}
        size={phone ? 'small' : 'medium'}
        selectedValue={tab}
        onTabSelect={(_event, { value }) => isTab(value) && choose(value)}
      >
        <Tab id="tab-mail" value="mail">
          {texts.tabs.mail}
        </Tab>
        <Tab id="tab-activity" value="activity">
          <span className={styles.counted}>
            {texts.tabs.activity}
            {unread > 0 && tab !== 'activity' && (
              <CounterBadge count={unread} size="small" aria-label={texts.activity.unread(unread)} />
            )}
          </span>
        </Tab>
        {!phone && (
          <Tab
            id="tab-settings"
            value="settings"
            icon={<SettingsRegular />}
            aria-label={texts.tabs.settings}
          />
        )}
      </TabList>
      <main
        className={mergeClasses(styles.body, phone && styles.compact)}
        role="tabpanel"
        aria-labelledby={`tab-${tab}`}
      >
        <OfflineBar tryNow={tryNow} />
        <SignInBar session={session} untold={untold} />
        <WatchBar state={watch.state} allow={watch.allow} />
        {phone && tab === 'mail' && <Text size={200}>{texts.phone}</Text>}
        {left ? null : tab === 'mail' ? (
          <Mail around={around} booked={booked} />
        ) : signed === 'trying' && (tab === 'settings' || live.feed.items.length === 0) ? (
          <Waiting />
        ) : (
          <Piece key={tab}>
            {tab === 'activity' ? (
              <FeedView live={live} />
            ) : (
              <SettingsView
                chosen={chosen}
                language={spoken.language}
                changed={rebook}
                leaving={session.busy}
                signOut={() => void session.signOut().then((told) => setUntold(!told))}
              />
            )}
          </Piece>
        )}
      </main>
    </>
  );
}

/** Before it is known who looks: ends with the sign-in, which has a limit, or stands under the bar that says why not. */
function Waiting() {
  const { texts, lostSince } = usePane();
  return lostSince === null ? <Loading label={texts.loading} /> : <Text>{texts.offline.notLoaded}</Text>;
}

/** A language that the user chose in Mailtrail goes before Outlook's own; kept for the next start. */
function useChosenLanguage(here: boolean, spoken: Spoken, speak: (spoken: Spoken) => void): boolean {
  const { api } = usePane();
  const [chosen, setChosen] = useState(() => loadLeft().language !== undefined);
  const { language } = spoken;
  useEffect(() => {
    if (!here) return undefined;
    let current = true;
    void api.me().then(async (me) => {
      if (!current || !me.ok) return;
      const wish = me.value.user.preferences.language;
      keepLeft({ language: wish === 'automatic' ? undefined : wish });
      setChosen(wish !== 'automatic');
      if (wish === 'automatic' || wish === language) return;
      const words = await loadTexts([wish, ...navigator.languages]);
      if (current) speak(words);
    });
    return () => {
      current = false;
    };
  }, [api, here, language, speak]);
  return chosen;
}
