import type { FullMessage } from '../api-shapes';
import type { DraftStore } from '../host/draft-store';
import { newId } from '../host/surface';
import type { ItemPort } from '../host/session';
import type { ItemFacts } from '../methods';
import type { OutlookApi } from './api';
import type { EditorHandle } from './body-editor';
import { wireAddress } from './reply';

/** A value that screen and add-ins share. */
export interface Cell<T> {
  get: () => T;
  set: (value: T) => void;
  subscribe: (listener: () => void) => () => void;
}

export function cell<T>(first: T): Cell<T> {
  let value = first;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set: (next) => {
      value = next;
      for (const listener of [...listeners]) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** A draft as its frames see it. Drafts live in this page only. */
export function composePort(
  draft: DraftStore,
  editor: () => EditorHandle | undefined,
  close: () => void,
): ItemPort {
  return {
    shown: () => ({ kind: 'draft', draft: draft.get() }),
    draft,
    facts: () => draft.get(),
    setFacts: (part) => draft.update((present) => ({ ...present, ...part }), 'addin'),
    saveCustomProperties: () => Promise.resolve(true),
    saveDraft: () => {
      const id = draft.get().id ?? newId('AAMkDraft').replace(/-/g, '');
      draft.update((present) => (present.id === id ? present : { ...present, id }), 'addin');
      return Promise.resolve(id);
    },
    selection: () => editor()?.selection(),
    closeItem: close,
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
