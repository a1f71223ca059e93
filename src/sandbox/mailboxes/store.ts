import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock';
import { personByAddress } from '../people';
import type { Person } from '../people';
import { composeMime } from './compose';
import { conversationIdFor, immutableId, mutableId, toOutlookId } from './ids';
import type { Keep } from './keep';
import type {
  Address,
  CloudFile,
  Folder,
  Json,
  MailChange,
  Mailboxes,
  MailContent,
  MailItem,
  OutgoingMail,
  SentMail,
} from './mail';
import { outOfOfficeAnswer, wantsAnswer } from './out-of-office';
import { OUT_OF_OFFICE, parseMime, summarise } from './parse';
import { mailRecordShape, shown } from './records';
import type { MailRecord, StoredItem } from './records';
import { after, apply, conversationOf, emptyState, findItem, idAfterMove, itemsOf } from './state';

/** Taken apart mails kept in memory; a mail with attachments is some megabytes. */
const KEPT_CONTENTS = 32;

export interface MailboxesOptions {
  keep: Keep;
  clock: Clock;
  /** Told when an automatic answer could not be written; the next start tries it again. */
  onError: (error: unknown) => void;
}

interface Copy {
  mailbox: string;
  folder: Folder;
  raw: string;
  bytes: Buffer;
  trace: string;
  conversationId?: string;
  customProperties: Record<string, Json>;
  cloudFiles?: CloudFile[];
  categories?: string[];
  namedProperties?: Record<string, string> | undefined;
  /** When it was received, if that was not now. */
  receivedAt?: string;
}

/** Everyone in the sandbox that an address list reaches, each once. */
function owners(list: readonly (Address | string)[]): Person[] {
  const found = list.map((entry) => personByAddress(typeof entry === 'string' ? entry : entry.address));
  return [...new Set(found)].filter((person) => person !== undefined);
}

/** Exchange gives its own class to the absence notes of the same company only; from elsewhere they are plain mail. */
function classIn(mailbox: string, summary: { messageClass: string; from: Address }): string {
  const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  const within = domainOf(mailbox) === domainOf(summary.from.address);
  return summary.messageClass === OUT_OF_OFFICE && !within ? 'IPM.Note' : summary.messageClass;
}

/** Opens the mail store, going on where it was. */
export async function openMailboxes({ keep, clock, onError }: MailboxesOptions): Promise<Mailboxes> {
  const state = emptyState();
  const listeners = new Set<(changes: MailChange[]) => void>();
  const contents = new Map<string, Promise<MailContent>>();
  const considered = new Set<number>();
  const journal = await keep.open((record) => apply(state, mailRecordShape.parse(record)));

  let tail: Promise<unknown> = Promise.resolve();
  /** Steps run one after another, so that each sees the state the one before it left. */
  function step<T>(work: () => Promise<T>): Promise<T> {
    const done = tail.then(work);
    tail = done.catch(() => undefined);
    return done;
  }

  async function commit(record: MailRecord): Promise<void> {
    await journal.append(record);
    const changes = apply(state, record);
    for (const listener of listeners) listener(changes);
  }

  const rawOf = async (item: StoredItem): Promise<Buffer> =>
    Buffer.concat([Buffer.from(item.trace, 'latin1'), await keep.read(item.raw)]);

  function stored(item: MailItem): StoredItem {
    const found = state.items.get(item.serial);
    if (found === undefined) throw new Error(`mail ${item.serial} of ${item.mailbox} is no longer there`);
    return found;
  }

  async function write(bytes: Buffer): Promise<string> {
    const name = randomUUID();
    await keep.write(name, bytes);
    return name;
  }

  async function newItem(copy: Copy, serial: number, at: string): Promise<StoredItem> {
    const summary = await summarise(Buffer.concat([Buffer.from(copy.trace, 'latin1'), copy.bytes]));
    const { cloudFiles = [], categories = [], receivedAt = at } = copy;
    return {
      ...summary,
      messageClass: classIn(copy.mailbox, summary),
      hasAttachments: summary.hasAttachments || cloudFiles.length > 0,
      serial,
      mailbox: copy.mailbox,
      immutableId: immutableId(serial),
      id: mutableId(serial, 0),
      folder: copy.folder,
      conversationId:
        copy.conversationId ?? conversationOf(state, copy.mailbox, summary) ?? conversationIdFor(serial),
      sentAt: summary.sentAt ?? receivedAt,
      receivedAt,
      createdAt: at,
      changedAt: at,
      version: 1,
      isRead: copy.folder === 'sentitems',
      customProperties: copy.customProperties,
      ...(cloudFiles.length > 0 && { cloudFiles }),
      ...(categories.length > 0 && { categories }),
      ...(copy.namedProperties && { namedProperties: copy.namedProperties }),
      raw: copy.raw,
      trace: copy.trace,
      moves: 0,
    };
  }

  async function newItems(copies: Copy[], at: string): Promise<StoredItem[]> {
    const items: StoredItem[] = [];
    for (const [index, copy] of copies.entries())
      items.push(await newItem(copy, state.nextSerial + index, at));
    return items;
  }

  function trace(person: Person, from: string, at: Date): string {
    const date = at.toUTCString().replace('GMT', '+0000');
    return [
      `Return-Path: <${from}>`,
      `Received: from mail.sandbox.example ([192.0.2.1]) by mx.${person.address.split('@')[1] ?? 'example'} with ESMTPS`,
      `\tfor <${person.address}>; ${date}`,
      '',
    ].join('\r\n');
  }

  const newMessageId = (person: Person): string =>
    `<${randomUUID()}@${person.address.split('@')[1] ?? 'sandbox.example'}>`;

  /** The item that takes a draft's place: under its serial and immutable id. */
  const inPlaceOf = (draft: StoredItem, item: StoredItem): StoredItem => ({
    ...item,
    serial: draft.serial,
    immutableId: draft.immutableId,
    conversationId: draft.conversationId,
    createdAt: draft.createdAt,
    version: draft.version + 1,
    ...(item.folder === draft.folder
      ? { id: draft.id, moves: draft.moves }
      : { id: idAfterMove(draft), moves: draft.moves + 1 }),
  });

  async function writeDraft(person: Person, mail: OutgoingMail, before?: StoredItem): Promise<StoredItem> {
    const at = clock.now();
    const bytes = await composeMime(mail, {
      from: { address: person.address, name: person.name },
      messageId: before?.internetMessageId ?? newMessageId(person),
      date: at,
      references: mail.references ?? [],
      showBcc: true,
    });
    const made = await newItem(
      {
        mailbox: person.address,
        folder: 'drafts',
        raw: await write(bytes),
        bytes,
        trace: '',
        customProperties: {},
        namedProperties: mail.namedProperties,
      },
      state.nextSerial,
      at.toISOString(),
    );
    const item = before ? inPlaceOf(before, made) : made;
    await commit({ type: 'mail', copies: [item] });
    return item;
  }

  async function sendNow(
    person: Person,
    mail: OutgoingMail,
    { answers, draft }: { answers?: number; draft?: StoredItem } = {},
  ): Promise<StoredItem> {
    const at = clock.now();
    const messageId = draft?.internetMessageId ?? newMessageId(person);
    const parent =
      mail.inReplyTo === undefined
        ? undefined
        : itemsOf(state, person.address).find((item) => item.internetMessageId === mail.inReplyTo);
    const references = [
      ...new Set([...(mail.references ?? parent?.references ?? []), mail.inReplyTo ?? '']),
    ].filter((id) => id !== '');
    const from = { address: person.address, name: person.name };
    const envelope = { from, messageId, date: at, references };
    const travels = await composeMime(mail, { ...envelope, showBcc: false });
    const kept = mail.bcc.length === 0 ? travels : await composeMime(mail, { ...envelope, showBcc: true });
    const travelsName = await write(travels);
    const keptName = kept === travels ? travelsName : await write(kept);
    const returnPath = answers === undefined ? person.address : '';
    const items = await newItems(
      [
        {
          mailbox: person.address,
          folder: 'sentitems',
          raw: keptName,
          bytes: kept,
          trace: '',
          customProperties: mail.customProperties,
          namedProperties: mail.namedProperties,
          ...(mail.conversationId === undefined ? {} : { conversationId: mail.conversationId }),
        },
        ...owners([...mail.to, ...mail.cc, ...mail.bcc]).map((to): Copy => ({
          mailbox: to.address,
          folder: 'inbox',
          raw: travelsName,
          bytes: travels,
          trace: trace(to, returnPath, at),
          customProperties: {},
        })),
      ],
      at.toISOString(),
    );
    const copies = items.map((item, i) => (draft && i === 0 ? inPlaceOf(draft, item) : item));
    await commit({ type: 'mail', copies, ...(answers === undefined ? {} : { answers }) });
    const [sent] = copies;
    if (sent === undefined) throw new Error('a sent mail has a sent copy');
    return sent;
  }

  /** Absent people answer what lies unanswered in their inbox; what a crash kept from being answered is answered at the next start. */
  async function answerAutomatically(): Promise<void> {
    for (const item of [...state.items.values()]) {
      const person = personByAddress(item.mailbox);
      if (person?.outOfOffice === undefined || item.folder !== 'inbox' || state.answered.has(item.serial))
        continue;
      if (considered.has(item.serial)) continue;
      const content = await contentOf(item);
      considered.add(item.serial);
      if (wantsAnswer(item, content))
        await sendNow(person, outOfOfficeAnswer(person, item), { answers: item.serial });
    }
  }

  function answerLater(): void {
    step(answerAutomatically).catch(onError);
  }

  function contentOf(item: StoredItem): Promise<MailContent> {
    const key = `${item.raw} ${item.mailbox}`;
    const known = contents.get(key) ?? rawOf(item).then(parseMime);
    contents.delete(key);
    contents.set(key, known);
    for (const oldest of contents.keys()) {
      if (contents.size <= KEPT_CONTENTS) break;
      contents.delete(oldest);
    }
    return known;
  }

  await step(answerAutomatically);

  return {
    sendFromOutlook: (person, mail): Promise<SentMail> =>
      step(async () => {
        const sent = await sendNow(person, mail);
        answerLater();
        return { internetMessageId: sent.internetMessageId, itemId: toOutlookId(sent.id) };
      }),
    writeDraft: (person, mail, before) =>
      step(async () => shown(await writeDraft(person, mail, before && stored(before)))),
    sendDraft: (person, mail, draft) =>
      step(async () => {
        const sent = await sendNow(person, mail, { draft: stored(draft) });
        answerLater();
        return { internetMessageId: sent.internetMessageId, itemId: toOutlookId(sent.id) };
      }),
    deliver: (raw, to) =>
      step(async () => {
        const at = clock.now();
        const name = await write(raw);
        const summary = await summarise(raw);
        const copies = owners(to).map((person): Copy => ({
          mailbox: person.address,
          folder: 'inbox',
          raw: name,
          bytes: raw,
          trace: trace(person, summary.from.address, at),
          customProperties: {},
        }));
        const items = await newItems(copies, at.toISOString());
        if (items.length > 0) await commit({ type: 'mail', copies: items });
        answerLater();
        return items.map(shown);
      }),
    put: (address, raw, placing = {}) =>
      step(async () => {
        const { folder = 'inbox', receivedAt, customProperties = {}, cloudFiles = [] } = placing;
        const { categories = [] } = placing;
        const copy: Copy = {
          mailbox: address.toLowerCase(),
          folder,
          raw: await write(raw),
          bytes: raw,
          trace: '',
          customProperties,
          cloudFiles,
          categories,
          ...(receivedAt !== undefined && { receivedAt }),
        };
        const item = await newItem(copy, state.nextSerial, clock.now().toISOString());
        await commit({ type: 'mail', copies: [item], answers: item.serial });
        return shown(item);
      }),
    list: (address, folder) =>
      itemsOf(state, address.toLowerCase())
        .filter((item) => folder === undefined || item.folder === folder)
        .map(shown),
    find: (address, id) => {
      const found = findItem(state, address.toLowerCase(), id);
      return found === undefined ? undefined : shown(found);
    },
    raw: async (item) => rawOf(stored(item)),
    content: async (item) => contentOf(stored(item)),
    move: (item, folder) =>
      step(async () => {
        const present = stored(item);
        const { serial } = present;
        if (present.folder !== folder) {
          await commit({
            type: 'move',
            serial,
            folder,
            id: idAfterMove(present),
            at: clock.now().toISOString(),
          });
        }
        return shown(stored(item));
      }),
    markRead: (item, isRead) =>
      step(async () => {
        const present = stored(item);
        if (present.isRead !== isRead) {
          await commit({ type: 'read', serial: present.serial, isRead, at: clock.now().toISOString() });
        }
        return shown(stored(item));
      }),
    categorise: (item, categories) =>
      step(async () => {
        const { serial } = stored(item);
        await commit({ type: 'categories', serial, categories, at: clock.now().toISOString() });
        return shown(stored(item));
      }),
    remove: (item) => step(async () => commit({ type: 'remove', serial: stored(item).serial })),
    ownFolders: (address) => [...(state.folders.get(address.toLowerCase()) ?? [])],
    makeFolder: (address, name, parent) =>
      step(async () => {
        const folder = `own-${state.nextFolder}`;
        await commit({ type: 'folder', mailbox: address.toLowerCase(), folder, name, parent });
        return folder;
      }),
    removeFolder: (address, folder) =>
      step(async () => commit({ type: 'folderGone', mailbox: address.toLowerCase(), folder })),
    changes: (address, sequence) => after(state.changes.get(address.toLowerCase()) ?? [], sequence),
    folderChanges: (address, sequence) =>
      after(state.folderChanges, sequence).filter((change) => change.mailbox === address.toLowerCase()),
    sequence: () => state.sequence,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    settled: async () => {
      for (let last; last !== tail;) {
        last = tail;
        await last;
      }
    },
    close: async () => {
      await step(async () => undefined);
      await journal.close();
    },
  };
}
