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
import { folderName, type FolderName, type ListedMessage, type StartAnswer } from '../api-shapes';
import { CLIENTS } from '../host/clients';
import { emptyDraft, type Draft } from '../host/draft';
import type { PaneButton } from '../host/manifest-reader';
import type { HostSession } from '../host/session';
import type { OutlookApi } from './api';
import { Compose } from './compose';
import { MailList } from './mail-list';
import { cell, type Cell } from './cell';
import { HeadBar } from './head-bar';
import { newDraftId, noItem } from './ports';
import { ReadingPane } from './reading-pane';
import { EMPTY_LINE, wireAddress } from './reply';
import type { Settings } from './settings';
import { startSession, type Shell } from './start-session';
import { TaskPane } from './task-pane';
import { UndoBar } from './undo-bar';
import { useComposeLink } from './use-compose-link';
import { useItems, type View } from './use-items';
import { useOutbox } from './use-outbox';

const useStyles = makeStyles({
  page: { display: 'flex', flexDirection: 'column', height: '100vh' },
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

declare global {
  interface Window {
    /** The page by hand, for the browser's console and tests. */
    outlookPage?: {
      /** Opens a message that is partly written; `kept`: as one that lay in Drafts. */
      write: (part: Partial<Draft>, kept: boolean) => void;
      launches: HostSession['launches'];
      /** The message being written. */
      draft: () => Draft | undefined;
    };
  }
}

/** How often the folder is looked at for new mail. */
const LOOK_EVERY = 2_000;
const FOLDERS: readonly { name: FolderName; label: string }[] = [
  { name: 'inbox', label: 'Inbox' },
  { name: 'drafts', label: 'Drafts' },
  { name: 'sentitems', label: 'Sent Items' },
];

interface OutlookAppProps {
  api: OutlookApi;
  start: StartAnswer;
  settings: Cell<Settings>;
}

/** One person's Outlook on the web. */
export function OutlookApp({ api, start, settings }: OutlookAppProps) {
  const styles = useStyles();
  const { person } = start;
  const { client: clientName, undo } = useSyncExternalStore(settings.subscribe, settings.get);
  const client = CLIENTS[clientName];
  const domain = person.address.slice(person.address.lastIndexOf('@') + 1);
  const [folder, setFolder] = useState<FolderName>('inbox');
  const [messages, setMessages] = useState<readonly ListedMessage[]>([]);
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
        client,
        shell,
        onProblem: (text) => problems.set([...problems.get(), text].slice(-5)),
      }),
    [api, client, start, problems],
  );
  const problemTexts = useSyncExternalStore(problems.subscribe, problems.get);

  const look = useCallback(() => api.list(folder).then(setMessages, () => undefined), [api, folder]);
  useEffect(() => {
    void look();
    const timer = setInterval(() => void look(), LOOK_EVERY);
    return () => clearInterval(timer);
  }, [look]);

  /** A pane that is not pinned closes with the item it was opened on. */
  const onShow = useCallback((next: View) => {
    if (next.kind === 'compose') setSaid('');
    setPane((open) => (open?.pinned === true && next.kind !== 'compose' ? open : undefined));
  }, []);
  const { view, shown, show, compose, leaveDraft, answer, openDraft, open } = useItems({
    api,
    client,
    settings,
    person,
    domain,
    onShow,
    onRead: look,
  });

  useEffect(() => {
    const people = (list: readonly string[]) =>
      list.map((address) => wireAddress({ address, name: address }, domain));
    shell.current = {
      openMessage: (id) => void open(id, 'inbox'),
      newMessage: (form) =>
        void leaveDraft().then(
          (free) =>
            free &&
            compose({
              ...emptyDraft(wireAddress(person, domain)),
              to: people(form.to),
              cc: people(form.cc),
              bcc: people(form.bcc),
              subject: form.subject,
              body: { type: 'html', content: form.htmlBody === '' ? EMPTY_LINE : form.htmlBody },
            }),
        ),
    };
    window.outlookPage = {
      launches: session.launches,
      write: (part, kept) => compose({ ...emptyDraft(wireAddress(person, domain)), ...part }, kept),
      draft: () => (shown.current.kind === 'compose' ? shown.current.port.draft.get() : undefined),
    };
  }, [compose, domain, leaveDraft, open, person, session, shown]);
  useComposeLink(shell);

  const done = useCallback(
    (text: string) => {
      setSaid(text);
      void look();
    },
    [look],
  );
  const outbox = useOutbox(api, session.manifest.id, {
    sent: () => done('Your message was sent.'),
    failed: (error) => done(`The message was not sent and lies in Drafts: ${String(error)}`),
  });
  const release = async (mail: Draft): Promise<void> => {
    setSaid('');
    await outbox.release(mail, undo);
    if (shown.current.kind === 'compose') shown.current.port.settle();
    show({ kind: 'none' });
  };
  const others = useCallback(() => settings.get().others, [settings]);

  const openPane = (commandId: string, contextData: string) => {
    const surface =
      view.kind === 'compose' ? session.manifest.buttons.compose : session.manifest.buttons.read;
    const button = surface.find(({ id }) => id === commandId) ?? surface[0];
    if (button) setPane((present) => ({ button, contextData, pinned: present?.pinned ?? false }));
  };

  return (
    <div className={styles.page}>
      <HeadBar person={person} settings={settings} composing={view.kind === 'compose'} />
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
              else void leaveDraft().then(look);
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
          onSelect={(id) => void open(id, folder)}
          onCopy={(id) =>
            void api
              .draft(id)
              .then((draft) => api.saveDraft(newDraftId(), draft))
              .then(look)
          }
          onDelete={(id) => void api.removeDraft(id).then(look)}
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
            key={view.port.key}
            session={session}
            item={view.port}
            others={others}
            editor={view.editor}
            people={start.people}
            domain={domain}
            onPane={openPane}
            onDiscard={() => {
              const { id } = view.port.draft.get();
              if (id !== null) void api.removeDraft(id).then(look);
              show({ kind: 'none' });
            }}
            onSaved={() => done('Draft saved.')}
            onLeft={() => {
              done('Your message lies in Drafts.');
              show({ kind: 'none' });
            }}
            release={release}
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
      {outbox.held && (
        <UndoBar
          until={outbox.held.until}
          onUndo={() => {
            const id = outbox.undo();
            if (id !== undefined) void leaveDraft().then((free) => (free ? openDraft(id) : undefined));
          }}
        />
      )}
    </div>
  );
}
