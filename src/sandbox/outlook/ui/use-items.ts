import { useCallback, useRef, useState } from 'react';
import type { FolderName, FullMessage } from '../api-shapes';
import type { OutlookClient } from '../host/clients';
import type { Draft } from '../host/draft';
import { draftStore } from '../host/draft-store';
import { opened } from '../host/editor';
import { reopenedDraft } from '../host/saved-draft';
import type { OutlookApi } from './api';
import type { EditorHandle } from './body-editor';
import type { Cell } from './cell';
import { composePort, messagePort, type ComposePort, type MessagePort } from './ports';
import { answerDraft, wireAddress } from './reply';
import type { Settings } from './settings';

/** What the person has before them. */
export type View =
  | { kind: 'none' }
  | { kind: 'message'; port: MessagePort }
  | { kind: 'compose'; port: ComposePort; editor: { current: EditorHandle | undefined } };

interface ItemsDeps {
  api: OutlookApi;
  client: OutlookClient;
  settings: Cell<Settings>;
  person: { name: string; address: string };
  domain: string;
  onShow: (next: View) => void;
  /** A mail was read for the first time. */
  onRead: () => Promise<void>;
}

/** The item on the screen, and the ways to another one. */
export function useItems({ api, client, settings, person, domain, onShow, onRead }: ItemsDeps) {
  const [view, setView] = useState<View>({ kind: 'none' });
  const shown = useRef(view);
  shown.current = view;

  const show = useCallback(
    (next: View) => {
      setView(next);
      onShow(next);
    },
    [onShow],
  );

  const compose = useCallback(
    (first: Draft, reopened = false) => {
      const editor: { current: EditorHandle | undefined } = { current: undefined };
      const port = composePort({
        draft: draftStore({ ...first, body: opened(client, first.body) }),
        reopened,
        client,
        settings: settings.get,
        api,
        editor: () => editor.current,
        close: () => show({ kind: 'none' }),
      });
      show({ kind: 'compose', port, editor });
    },
    [api, client, settings, show],
  );

  /** What is being written is kept before another item takes its place; while it is being sent, Outlook asks first. */
  const leaveDraft = useCallback(async (): Promise<boolean> => {
    const { current: present } = shown;
    if (present.kind !== 'compose') return true;
    if (present.port.presence.sending()) {
      if (client.faults.switchingTakesItem) present.port.presence.leave();
      return false;
    }
    await present.port.saveIfChanged();
    return true;
  }, [client]);

  const answer = useCallback(
    async (message: FullMessage, kind: 'reply' | 'replyAll' | 'forward', htmlBody = '') => {
      const from = wireAddress(person, domain);
      compose(
        await answerDraft({
          message,
          from,
          kind,
          client,
          htmlBody,
          file: (index) => api.attachment(message.id, index),
        }),
      );
    },
    [api, client, compose, domain, person],
  );

  const openDraft = useCallback(
    async (id: string) => {
      const wire = (one: { address: string; name: string }) => wireAddress(one, domain);
      compose(reopenedDraft(id, await api.draft(id), wire(person), wire), true);
    },
    [api, compose, domain, person],
  );

  const open = useCallback(
    async (id: string, from: FolderName) => {
      if (!(await leaveDraft())) return;
      if (from === 'drafts') return openDraft(id);
      const message = await api.message(id);
      const reply = (of: FullMessage, form: { htmlBody: string; all: boolean }) =>
        void answer(of, form.all ? 'replyAll' : 'reply', form.htmlBody);
      show({ kind: 'message', port: messagePort(message, domain, api, reply) });
      if (!message.isRead) void api.markRead(id).then(onRead);
    },
    [answer, api, domain, leaveDraft, onRead, openDraft, show],
  );

  return { view, shown, show, compose, leaveDraft, answer, openDraft, open };
}
