import { z } from 'zod';
import type { FullMessage } from '../api-shapes';
import type { OutlookClient } from '../host/clients';
import type { Draft } from '../host/draft';
import type { DraftStore } from '../host/draft-store';
import { draftEditor, type DraftEditor } from '../host/editor';
import { presence, type Presence } from '../host/presence';
import { savedDraftOf } from '../host/saved-draft';
import { newId } from '../host/surface';
import type { ItemPort } from '../host/session';
import type { ItemFacts } from '../methods';
import type { OutlookApi } from './api';
import type { EditorHandle } from './body-editor';
import { cell, type Cell } from './cell';
import { wireAddress } from './reply';
import type { Settings } from './settings';

export const newDraftId = (): string => newId('AAMkDraft').replace(/-/g, '');

export interface ComposePort extends ItemPort {
  /** Tells this window from every other. */
  key: string;
  draft: DraftStore;
  editor: DraftEditor;
  presence: Presence;
  /** It was a draft before this window. */
  reopened: boolean;
  /** Keeps it in Drafts. Resolves to its id there. */
  saveDraft: () => Promise<string>;
  /** Keeps it in Drafts when the person wrote something since it was opened, kept or sent. */
  saveIfChanged: () => Promise<void>;
  /** What stands there needs no keeping: it was sent or thrown away. */
  settle: () => void;
}

interface Composing {
  draft: DraftStore;
  reopened: boolean;
  client: OutlookClient;
  settings: () => Settings;
  api: OutlookApi;
  editor: () => EditorHandle | undefined;
  close: () => void;
}

/** A draft as its frames see it. */
export function composePort({ draft, reopened, client, settings, api, ...shell }: Composing): ComposePort {
  const own = ({ subject, body, to, cc, bcc, attachments }: Draft) =>
    JSON.stringify([subject, body, to, cc, bcc, attachments.map(({ id }) => id)]);
  let settled = own(draft.get());
  const here = presence(() => (settings().leaveAfter < 0 ? undefined : settings().leaveAfter));
  const saveDraft = async () => {
    const id = draft.get().id ?? newDraftId();
    draft.update((present) => (present.id === id ? present : { ...present, id }), 'addin');
    settled = own(draft.get());
    await api.saveDraft(id, savedDraftOf(draft.get()));
    return id;
  };
  return {
    shown: () => ({ kind: 'draft', draft: draft.get() }),
    key: newId('window'),
    draft,
    reopened,
    editor: draftEditor({
      draft,
      client,
      seed: settings().seed,
      now: () => performance.now(),
      later: (milliseconds, work) => void setTimeout(work, milliseconds),
      newId: () => newId('att'),
    }),
    presence: here,
    admit: here.admit,
    facts: () => draft.get(),
    setFacts: (part) => draft.update((present) => ({ ...present, ...part }), 'addin'),
    saveCustomProperties: async (properties) => {
      const { id } = draft.get();
      if (id !== null && !client.faults.keepsPropertiesUntilSaved) {
        const kept = await api.draft(id).catch(() => undefined);
        const customProperties = z.record(z.string(), z.json()).parse(properties);
        if (kept) await api.saveDraft(id, { ...kept, customProperties });
      }
      return true;
    },
    saveDraft,
    saveIfChanged: async () => {
      if (own(draft.get()) !== settled) await saveDraft();
    },
    settle: () => {
      settled = own(draft.get());
    },
    selection: () => shell.editor()?.selection(),
    closeItem: shell.close,
    reply: () => undefined,
  };
}

export interface MessagePort extends ItemPort {
  message: FullMessage;
  shared: Cell<ItemFacts>;
}

/** A received or sent message as its frames see it. */
export function messagePort(
  message: FullMessage,
  domain: string,
  api: OutlookApi,
  answer: (message: FullMessage, form: { htmlBody: string; all: boolean }) => void,
): MessagePort {
  const shared = cell<ItemFacts>({
    notifications: [],
    categories: [],
    customProperties: message.customProperties,
  });
  const attachmentId = (index: number) => `${message.id}#${index}`;
  const people = (list: FullMessage['to']) => list.map((person) => wireAddress(person, domain));
  return {
    message,
    shared,
    shown: () => ({
      kind: 'message',
      message: {
        id: message.id,
        conversationId: message.conversationId,
        internetMessageId: message.internetMessageId,
        subject: message.subject,
        from: wireAddress(message.from, domain),
        to: people(message.to),
        cc: people(message.cc),
        bcc: people(message.bcc),
        createdAt: Date.parse(message.createdAt),
        sentAt: Date.parse(message.sentAt),
        isRead: message.isRead,
        attachments: message.attachments.map(({ index, name, size, isInline, contentType, contentId }) => ({
          id: attachmentId(index),
          name,
          size,
          isInline,
          contentType,
          attachmentType: 0,
          url: null,
          ...(contentId === undefined ? {} : { contentId }),
        })),
      },
    }),
    reading: {
      id: message.id,
      headersText: message.headersText,
      html: message.html,
      text: message.text,
      attachmentContent: async (id) => {
        const found = message.attachments.find(({ index }) => attachmentId(index) === id);
        return found && api.attachment(message.id, found.index);
      },
    },
    facts: shared.get,
    setFacts: (part) => shared.set({ ...shared.get(), ...part }),
    saveCustomProperties: async (properties) => {
      await api.saveCustomProperties(message.id, properties);
      return true;
    },
    saveDraft: () => Promise.resolve(message.id),
    selection: () => undefined,
    closeItem: () => undefined,
    reply: (form) => answer(message, form),
  };
}

/** Nothing is selected: a pinned pane stays, without an item. */
export const noItem: ItemPort = {
  shown: () => ({ kind: 'none' }),
  facts: () => ({ notifications: [], categories: [], customProperties: {} }),
  setFacts: () => undefined,
  saveCustomProperties: () => Promise.resolve(false),
  saveDraft: () => Promise.resolve(''),
  selection: () => undefined,
  closeItem: () => undefined,
  reply: () => undefined,
};
