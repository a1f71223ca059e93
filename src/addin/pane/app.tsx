import {
  Button,
  FluentProvider,
  makeStyles,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  Tab,
  TabList,
  tokens,
} from '@fluentui/react-components';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { bookFrom, saveBook } from '../launch/book';
import type { Surroundings } from '../launch/surroundings';
import { deliverUnsent } from '../launch/unsent';
import { composeItem, isRecord, mailboxUser, makeGate, readItem, roamingSettings } from '../office';
import { apiClient, type PaneConfig } from './api';
import { ComposeView } from './compose-view';
import { PaneProvider, usePane, type Pane } from './context';
import { FeedView } from './feed-view';
import { Empty, Failed } from './parts';
import { ReadView } from './read-view';
import { nestedSignIn } from './sign-in';
import { textsFor } from './texts';
import { useOfficeTheme } from './theme';
import { useItem } from './use-item';
import { handOverMail, type HandedOver } from './watch/hand-over';
import { useWatch } from './watch/use-watch';

const useStyles = makeStyles({
  body: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalM,
    paddingBottom: tokens.spacingVerticalXL,
  },
});

type Signed = 'trying' | 'in' | 'out' | 'failed';

/** The pane. `config` null: the app did not answer at start; the pane still shows what it has. */
export function App({
  config,
  around,
  language,
}: {
  config: PaneConfig | null;
  around: Surroundings;
  language: string;
}) {
  const styles = useStyles();
  const theme = useOfficeTheme();
  const texts = textsFor(language);
  const [tab, setTab] = useState<'mail' | 'activity'>('mail');
  const [signed, setSigned] = useState<Signed>('trying');
  const [busy, setBusy] = useState(false);
  /** Grows with every new book, so that what waits for one goes on. */
  const [booked, setBooked] = useState(0);
  const signIn = useMemo(() => (config ? nestedSignIn(config) : null), [config]);
  const api = useMemo(
    () => apiClient(config?.baseUrl ?? location.origin, () => signIn?.silent() ?? Promise.resolve(null)),
    [config, signIn],
  );
  const signedOut = useCallback(() => setSigned((old) => (old === 'trying' ? old : 'out')), []);

  const takeBook = useCallback(async () => {
    const answer = await api.book();
    if (!answer.ok) {
      setSigned(answer.how === 'signedOut' ? 'out' : 'in');
      return;
    }
    setSigned('in');
    const gate = makeGate();
    await saveBook(
      roamingSettings(around.office, gate),
      bookFrom(answer.value, config?.baseUrl ?? location.origin, around.now()),
    );
    setBooked((n) => n + 1);
    await deliverUnsent(gate, around);
    gate.close();
  }, [api, around, config]);

  useEffect(() => {
    void takeBook();
  }, [takeBook]);

  const press = (): void => {
    setBusy(true);
    void signIn?.interactive().then(async (token) => {
      if (token === null) setSigned('failed');
      else await takeBook();
      setBusy(false);
    });
  };
  const watch = useWatch(config, signIn, api, signed === 'in');
  const handOver = useCallback(
    async (internetMessageId: string): Promise<HandedOver> =>
      config && signIn ? handOverMail(config, signIn, api, internetMessageId) : 'failed',
    [api, config, signIn],
  );
  const pane: Pane = useMemo(
    () => ({ texts, language, api, signedOut, handOver }),
    [texts, language, api, signedOut, handOver],
  );

  return (
    <FluentProvider theme={theme}>
      <PaneProvider value={pane}>
        <TabList
          selectedValue={tab}
          onTabSelect={(_event, { value }) => setTab(value === 'activity' ? 'activity' : 'mail')}
        >
          <Tab value="mail">{texts.tabs.mail}</Tab>
          <Tab value="activity">{texts.tabs.activity}</Tab>
        </TabList>
        <main className={styles.body} role="tabpanel">
          {!config && (
            <Failed failure={{ ok: false, how: 'offline', message: '' }} again={() => location.reload()} />
          )}
          {config && (signed === 'out' || signed === 'failed') && (
            <MessageBar intent={signed === 'failed' ? 'error' : 'info'} layout="multiline">
              <MessageBarBody>{signed === 'failed' ? texts.signIn.failed : texts.signIn.why}</MessageBarBody>
              <MessageBarActions>
                <Button appearance="primary" size="small" disabled={busy} onClick={press}>
                  {busy ? texts.signIn.busy : texts.signIn.button}
                </Button>
              </MessageBarActions>
            </MessageBar>
          )}
          {watch.state === 'asked' && (
            <MessageBar intent="info" layout="multiline">
              <MessageBarBody>{texts.watch.asked}</MessageBarBody>
              <MessageBarActions>
                <Button appearance="primary" size="small" onClick={watch.allow}>
                  {texts.watch.allow}
                </Button>
              </MessageBarActions>
            </MessageBar>
          )}
          {watch.state === 'failing' && (
            <MessageBar intent="warning" layout="multiline">
              <MessageBarBody>{texts.watch.failing}</MessageBarBody>
            </MessageBar>
          )}
          {tab === 'activity' ? <FeedView key={booked} /> : <Mail around={around} booked={booked} />}
        </main>
      </PaneProvider>
    </FluentProvider>
  );
}

/** Whatever is selected in Outlook. */
function Mail({ around, booked }: { around: Surroundings; booked: number }) {
  const { item, round } = useItem();
  const { texts } = usePane();
  const mail = useMemo(() => readItem(item), [item]);
  const composing = useMemo(() => {
    const gate = makeGate();
    const found = composeItem(item, gate) !== null;
    gate.close();
    return found;
  }, [item]);
  if (composing) return <ComposeView key={round} item={item} around={around} ready={booked} />;
  if (mail) return <ReadView key={`${round} ${booked}`} mail={mail} own={mailboxUser(Office).address} />;
  return <Empty>{isRecord(item) ? texts.notMail : texts.noMail}</Empty>;
}
