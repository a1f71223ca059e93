import { Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { composeSession, type ComposeSession } from '../host/compose-session';
import type { Draft } from '../host/draft';
import type { Alert, AlertChoice, SendDeps } from '../host/send-flow';
import type { HostSession } from '../host/session';
import { FIELDS } from '../host/shapes';
import { escapeHtml } from '../../html';
import { attachmentOf } from './attach';
import { BodyEditor, type EditorHandle } from './body-editor';
import { htmlToText, reserialised, textToHtml } from './html';
import type { ComposePort } from './ports';
import type { OtherAddin } from '../host/other-addins';
import { AttachmentList } from './attachment-list';
import { ComposeToolbar } from './compose-toolbar';
import { LinkDialog } from './link-dialog';
import { NotificationBar } from './notification-bar';
import { RecipientField } from './recipient-field';
import { SmartAlert } from './smart-alert';

const useStyles = makeStyles({
  line: { gridTemplateColumns: '64px 1fr' },
  compose: {
    display: 'flex',
    flexDirection: 'column',
    flexGrow: 1,
    minWidth: 0,
    gap: '6px',
    padding: '8px 16px',
  },
  body: {
    display: 'flex',
    flexGrow: 1,
    '& iframe, & textarea': { flexGrow: 1, border: `1px solid ${tokens.colorNeutralStroke2}` },
  },
});

const LABELS = { to: 'To', cc: 'Cc', bcc: 'Bcc' } as const;

export interface ComposeProps {
  session: HostSession;
  item: ComposePort;
  /** What other add-ins do after ours. */
  others: () => readonly OtherAddin[];
  editor: { current: EditorHandle | undefined };
  people: readonly { address: string; name: string }[];
  domain: string;
  /** Puts the add-in's button into the toolbar. */
  onPane: (commandId: string, contextData: string) => void;
  /** Lets the mail go; rejects when it did not leave. */
  release: (mail: Draft) => Promise<void>;
  onSaved: () => void;
  /** The person chose to keep it and go on to what they picked meanwhile. */
  onLeft: () => void;
  onDiscard: () => void;
}

const wait: SendDeps['wait'] = (milliseconds, signal) =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => clearTimeout(timer));
  });

/** The window in which a mail is written. */
export function Compose(props: ComposeProps) {
  const { session, item, editor, others } = props;
  const { draft, presence } = item;
  const styles = useStyles();
  const present = useSyncExternalStore(draft.subscribe, draft.get);
  const [state, setState] = useState<{ sending: boolean; problem: string }>({ sending: false, problem: '' });
  const [alert, setAlert] = useState<{ alert: Alert; choose: (choice: AlertChoice) => void } | undefined>(
    undefined,
  );
  const [link, setLink] = useState<NonNullable<ReturnType<EditorHandle['selection']>> | undefined>(undefined);
  const files = useRef<HTMLInputElement>(null);
  const pictures = useRef<HTMLInputElement>(null);
  const life = useRef<ComposeSession | undefined>(undefined);
  const buttons = session.manifest.buttons.compose;

  useEffect(() => {
    const started = composeSession({
      session,
      item,
      draft,
      wait,
      toHtml: textToHtml,
      toText: htmlToText,
      reserialise: reserialised,
      editor: item.editor,
      reopened: item.reopened,
      others,
      left: presence.left,
      back: presence.back,
      show: (shown) => {
        let choose: (choice: AlertChoice) => void = () => undefined;
        const choice = new Promise<AlertChoice>((resolve) => (choose = resolve));
        const dismiss = () => setAlert((current) => (current?.choose === choose ? undefined : current));
        setAlert({ alert: shown, choose });
        void choice.then(dismiss);
        return { choice, dismiss };
      },
    });
    life.current = started;
    return () => started.close();
  }, [session, item, draft, presence, others]);

  const send = async () => {
    const { to, cc, bcc } = draft.get();
    if (to.length + cc.length + bcc.length === 0) {
      setState({ sending: false, problem: 'Add at least one recipient.' });
      return;
    }
    setState({ sending: true, problem: '' });
    presence.begin();
    try {
      const decision = await life.current?.decide();
      const left = presence.away();
      if (decision?.send) {
        await props.release(item.editor.leaving());
        return;
      }
      setState({ sending: false, problem: '' });
      if (left) {
        await item.saveDraft();
        props.onLeft();
      }
    } catch (error) {
      setState({ sending: false, problem: `The message was not sent: ${String(error)}` });
    } finally {
      presence.end();
    }
  };

  const attach = async (list: FileList | null, inline: boolean) => {
    for (const file of list ?? []) {
      const attachment = await attachmentOf(file, inline);
      draft.update((now) => ({ ...now, attachments: [...now.attachments, attachment] }));
      if (inline && attachment.contentId !== undefined) insertPicture(attachment.contentId, attachment.name);
    }
  };
  const insertPicture = (contentId: string, name: string) => {
    const picture = `<img src="cid:${contentId}" alt="${escapeHtml(name)}">`;
    draft.update(
      (now) => ({ ...now, body: { ...now.body, content: atCaret(now.body.content, picture) } }),
      'addin',
    );
  };

  return (
    <section className={styles.compose} aria-label="New message">
      <ComposeToolbar
        item={item}
        sending={state.sending}
        buttons={buttons}
        onSend={() => void send()}
        onSaved={props.onSaved}
        onDiscard={props.onDiscard}
        onAttach={() => files.current?.click()}
        onPicture={() => pictures.current?.click()}
        onLink={() => setLink(editor.current?.selection())}
        onPane={props.onPane}
      />
      <input
        ref={files}
        type="file"
        multiple
        hidden
        aria-label="Files to attach"
        onChange={(event) => void attach(event.target.files, false).then(() => clear(files.current))}
      />
      <input
        ref={pictures}
        type="file"
        accept="image/*"
        hidden
        aria-label="Picture to insert"
        onChange={(event) => void attach(event.target.files, true).then(() => clear(pictures.current))}
      />
      <NotificationBar
        notifications={present.notifications}
        onAction={props.onPane}
        onDismiss={(key) =>
          draft.update((now) => ({
            ...now,
            notifications: now.notifications.filter((one) => one.key !== key),
          }))
        }
      />
      {state.problem !== '' && <div role="alert">{state.problem}</div>}
      {state.sending && <div role="status">Sending…</div>}
      {FIELDS.map((field) => (
        <RecipientField
          key={field}
          label={LABELS[field]}
          value={present[field]}
          people={props.people}
          domain={props.domain}
          disabled={state.sending}
          onChange={(value) => draft.update((now) => ({ ...now, [field]: value }))}
        />
      ))}
      <Field className={styles.line} label="Subject" orientation="horizontal">
        <Input
          value={present.subject}
          maxLength={255}
          disabled={state.sending}
          onChange={(_, { value }) => draft.update((now) => ({ ...now, subject: value }))}
        />
      </Field>
      <AttachmentList draft={draft} disabled={state.sending} />
      <div className={styles.body}>
        <BodyEditor
          draft={draft}
          disabled={state.sending}
          onReady={useMemo(
            () => (handle: EditorHandle | undefined) => {
              editor.current = handle;
            },
            [editor],
          )}
        />
      </div>
      {link && (
        <LinkDialog
          text={link.text}
          onCancel={() => setLink(undefined)}
          onInsert={(text, address) => {
            link.replace(`<a href="${escapeHtml(address)}">${escapeHtml(text)}</a>`);
            setLink(undefined);
          }}
        />
      )}
      {alert && (
        <SmartAlert
          addinName={session.manifest.name}
          alert={alert.alert}
          onChoice={alert.choose}
          onAction={props.onPane}
        />
      )}
    </section>
  );
}

/** A picture goes above the quote; the editor shows the new text at once. */
function atCaret(content: string, picture: string): string {
  const mark = content.search(/<div id="?appendonsend"?/i);
  return mark < 0
    ? `${content}<div>${picture}</div>`
    : `${content.slice(0, mark)}<div>${picture}</div>${content.slice(mark)}`;
}

function clear(input: HTMLInputElement | null): void {
  if (input) input.value = '';
}
