import {
  Button,
  makeStyles,
  MessageBar,
  MessageBarBody,
  Tab,
  TabList,
  Text,
  tokens,
} from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import {
  folderName,
  type FolderName,
  type FullMessage,
  type ListedMessage,
  type StartAnswer,
} from '../api-shapes';
import { emptyDraft, type Draft } from '../host/draft';
import { draftStore, type DraftStore } from '../host/draft-store';
import type { PaneButton } from '../host/manifest-reader';
import type { HostSession, ItemPort } from '../host/session';
import type { OutlookApi } from './api';
import type { EditorHandle } from './body-editor';
import { Compose } from './compose';
import { MailList } from './mail-list';
import { cell, composePort, messagePort, noItem, type Cell, type MessagePort } from './ports';
import { ReadingPane } from './reading-pane';
import { answerDraft, EMPTY_LINE, wireAddress } from './reply';
import { startSession, type Shell } from './start-session';
import { TaskPane } from './task-pane';

const useStyles = makeStyles({
  page: { display: 'flex', flexDirection: 'column', height: '100vh' },
  head: {
    display: 'flex',
    alignItems: 'center',
    gap: '16px',
    padding: '8px 16px',
    backgroundColor: tokens.colorBrandBackground,
    color: tokens.colorNeutralForegroundOnBrand,
  },
  grow: { flexGrow: 1 },
  main: { display: 'flex', flexGrow: 1, minHeight: 0 },
  folders: {
    width: '170px',
    flexShrink: 0,
    padding: '8px',
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  said: { padding: '0 16px' },
  nothing: { flexGrow: 1, display: 'grid', placeItems: 'center' },
});

/** How often the folder is looked at for new mail. */
const LOOK_EVERY = 2_000;
const FOLDERS: readonly { name: FolderName; label: string }[] = [
  { name: 'inbox', label: 'Inbox' },
  { name: 'sentitems', label: 'Sent Items' },
];

type View =
  | { kind: 'none' }
  | { kind: 'message'; port: MessagePort }
  | { kind: 'compose'; draft: DraftStore; port: ItemPort; editor: { current: EditorHandle | undefined } };

/** One person's Outlook on the web. */
export function OutlookApp({ api, start }: { api: OutlookApi; start: StartAnswer }) {
  const styles = useStyles();
  const { person } = start;
  const domain = person.address.slice(person.address.lastIndexOf('@') + 1);
  const [folder, setFolder] = useState<FolderName>('inbox');
  const [messages, setMessages] = useState<readonly ListedMessage[]>([]);
  const [view, setView] = useState<View>({ kind: 'none' });
  const [pane, setPane] = useState<{ button: PaneButton; contextData: string; pinned: boolean } | undefined>(
    undefined,
  );
  const [said, setSaid] = useState('');
  const shell = useRef<Shell>({ newMessage: () => undefined, openMessage: () => undefined });
  const problems = useMemo<Cell<readonly string[]>>(() => cell<readonly string[]>([]), []);
  const session: HostSession = useMemo(
    () =>
      startSession({
        api,
        start,
        shell,
        onProblem: (text) => problems.set([...problems.get(), text].slice(-5)),
      }),
    [api, start, problems],
  );
  const problemTexts = useSyncExternalStore(problems.subscribe, problems.get);

  const look = useCallback(() => api.list(folder).then(setMessages, () => undefined), [api, folder]);
  useEffect(() => {
    void look();
    const timer = setInterval(() => void look(), LOOK_EVERY);
    return () => clearInterval(timer);
  }, [look]);

  /** A pane that is not pinned closes with the item it was opened on. */
  const show = useCallback((next: View) => {
    setView(next);
    setPane((open) => (open?.pinned === true && next.kind !== 'compose' ? open : undefined));
  }, []);

  const compose = useCallback(
    (first: Draft) => {
      const draft = draftStore(first);
      const editor: { current: EditorHandle | undefined } = { current: undefined };
      const port = composePort(
        draft,
        () => editor.current,
        () => show({ kind: 'none' }),
      );
      show({ kind: 'compose', draft, port, editor });
    },
    [show],
  );

  const answer = useCallback(
    async (message: FullMessage, kind: 'reply' | 'replyAll' | 'forward', htmlBody = '') => {
      const from = wireAddress(person, domain);
      compose(
        await answerDraft({
          message,
          from,
          kind,
          htmlBody,
          file: (index) => api.attachment(message.id, index),
        }),
      );
    },
    [api, compose, domain, person],
  );

  const open = useCallback(
    async (id: string) => {
      const message = await api.message(id);
      const reply = (of: FullMessage, form: { htmlBody: string; all: boolean }) =>
        void answer(of, form.all ? 'replyAll' : 'reply', form.htmlBody);
      show({ kind: 'message', port: messagePort(message, domain, api, reply) });
      if (!message.isRead) void api.markRead(id).then(look);
    },
    [answer, api, domain, look, show],
  );

  useEffect(() => {
    const people = (list: readonly string[]) =>
      list.map((address) => wireAddress({ address, name: address }, domain));
    shell.current = {
      openMessage: (id) => void open(id),
      newMessage: (form) =>
        compose({
          ...emptyDraft(wireAddress(person, domain)),
          to: people(form.to),
          cc: people(form.cc),
          bcc: people(form.bcc),
          subject: form.subject,
          body: { type: 'html', content: form.htmlBody === '' ? EMPTY_LINE : form.htmlBody },
        }),
    };
  }, [compose, domain, open, person]);

  const openPane = (commandId: string, contextData: string) => {
    const surface =
      view.kind === 'compose' ? session.manifest.buttons.compose : session.manifest.buttons.read;
    const button = surface.find(({ id }) => id === commandId) ?? surface[0];
    if (button) setPane((present) => ({ button, contextData, pinned: present?.pinned ?? false }));
  };

  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <Text as="h1" weight="semibold" size={400}>
          Outlook
        </Text>
        <Text size={200}>sandbox</Text>
        <span className={styles.grow} />
        <Text>
          {person.name} &lt;{person.address}&gt;
        </Text>
      </header>
      {problemTexts.map((text, index) => (
        <MessageBar key={index} intent="error" role="alert">
          <MessageBarBody>{text}</MessageBarBody>
        </MessageBar>
      ))}
      <div className={styles.said} role="status" aria-live="polite">
        {said}
      </div>
      <div className={styles.main}>
        <nav className={styles.folders} aria-label="Folders">
          <Button
            appearance="primary"
            icon={<AddRegular />}
            onClick={() => {
              setSaid('');
              shell.current.newMessage({ to: [], cc: [], bcc: [], subject: '', htmlBody: '' });
            }}
          >
            New mail
          </Button>
          <TabList
            vertical
            aria-label="Folders"
            selectedValue={folder}
            onTabSelect={(_, { value }) => {
              setFolder(folderName.parse(value));
              setMessages([]);
              if (view.kind === 'message') show({ kind: 'none' });
            }}
          >
            {FOLDERS.map(({ name, label }) => (
              <Tab key={name} value={name}>
                {label}
              </Tab>
            ))}
          </TabList>
        </nav>
        <MailList
          folder={folder}
          messages={messages}
          selected={view.kind === 'message' ? view.port.message.id : undefined}
          onSelect={(id) => void open(id)}
        />
        {view.kind === 'none' && (
          <main className={styles.nothing}>
            <Text>Select an item to read.</Text>
          </main>
        )}
        {view.kind === 'message' && (
          <ReadingPane
            key={view.port.message.id}
            api={api}
            port={view.port}
            buttons={session.manifest.buttons.read}
            onAnswer={(kind) => void answer(view.port.message, kind)}
            onPane={openPane}
          />
        )}
        {view.kind === 'compose' && (
          <Compose
            session={session}
            api={api}
            draft={view.draft}
            item={view.port}
            editor={view.editor}
            people={start.people}
            domain={domain}
            onPane={openPane}
            onDiscard={() => show({ kind: 'none' })}
            onSent={() => {
              setSaid('Your message was sent.');
              show({ kind: 'none' });
              void look();
            }}
          />
        )}
        {pane && (
          <TaskPane
            key={`${pane.button.id} ${pane.contextData}`}
            session={session}
            button={pane.button}
            item={view.kind === 'none' ? noItem : view.port}
            contextData={pane.contextData}
            pinned={pane.pinned}
            onPin={(pinned) => setPane({ ...pane, pinned })}
            onClose={() => setPane(undefined)}
          />
        )}
      </div>
    </div>
  );
}
