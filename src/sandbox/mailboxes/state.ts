import type { FolderChange, MailChange, MailItem, OwnFolder } from './mail';
import type { MailRecord, StoredItem } from './records';
import { mutableId, toRestId } from './ids';

/** Everything the mail store knows, rebuilt from its journal. Applying a record is the only way it changes. */
export interface MailState {
  items: Map<number, StoredItem>;
  /** The same items by mailbox, and by both of their ids. */
  byMailbox: Map<string, Map<number, StoredItem>>;
  byId: Map<string, StoredItem>;
  /** Newest first; forgotten when a mailbox gains or loses an item. */
  newestFirst: Map<string, StoredItem[]>;
  changes: Map<string, MailChange[]>;
  folders: Map<string, OwnFolder[]>;
  folderChanges: FolderChange[];
  /** Items that were answered automatically. */
  answered: Set<number>;
  nextSerial: number;
  nextFolder: number;
  sequence: number;
}

export function emptyState(): MailState {
  return {
    items: new Map(),
    byMailbox: new Map(),
    byId: new Map(),
    newestFirst: new Map(),
    changes: new Map(),
    folders: new Map(),
    folderChanges: [],
    answered: new Set(),
    nextSerial: 1,
    nextFolder: 1,
    sequence: 0,
  };
}

/** The value under a key, made at the first asking. */
function entry<V>(map: Map<string, V>, key: string, make: () => V): V {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
}

function note(state: MailState, item: MailItem, kind: MailChange['kind']): MailChange {
  state.sequence += 1;
  const { mailbox, serial, folder, immutableId, id } = item;
  const change = { sequence: state.sequence, mailbox, serial, folder, kind, immutableId, id };
  entry(state.changes, mailbox, () => []).push(change);
  return change;
}

function noteFolder(state: MailState, change: Omit<FolderChange, 'sequence'>): void {
  state.sequence += 1;
  state.folderChanges.push({ sequence: state.sequence, ...change });
}

function add(state: MailState, item: StoredItem): void {
  state.items.set(item.serial, item);
  entry(state.byMailbox, item.mailbox, () => new Map<number, StoredItem>()).set(item.serial, item);
  state.byId.set(item.immutableId, item).set(item.id, item);
  state.newestFirst.delete(item.mailbox);
}

function drop(state: MailState, item: StoredItem): MailChange {
  state.items.delete(item.serial);
  state.byMailbox.get(item.mailbox)?.delete(item.serial);
  state.byId.delete(item.immutableId);
  state.byId.delete(item.id);
  state.newestFirst.delete(item.mailbox);
  return note(state, item, 'deleted');
}

function withoutFolder(state: MailState, mailbox: string, folder: string): MailChange[] {
  const inside = (state.folders.get(mailbox) ?? []).filter((each) => each.parent === folder);
  const changes = inside.flatMap((each) => withoutFolder(state, mailbox, each.folder));
  const gone = itemsOf(state, mailbox).filter((item) => item.folder === folder);
  changes.push(...gone.map((item) => drop(state, item)));
  const left = (state.folders.get(mailbox) ?? []).filter((each) => each.folder !== folder);
  state.folders.set(mailbox, left);
  noteFolder(state, { mailbox, folder, kind: 'deleted' });
  return changes;
}

/** Applies one record and returns the changes of mail it made, oldest first. */
export function apply(state: MailState, record: MailRecord): MailChange[] {
  switch (record.type) {
    case 'mail':
      if (record.answers !== undefined) state.answered.add(record.answers);
      return record.copies.flatMap((copy) => {
        const before = state.items.get(copy.serial);
        // A draft that is written again, or leaves.
        const gone = before && before.folder !== copy.folder ? [note(state, before, 'deleted')] : [];
        if (before) state.byId.delete(before.id);
        add(state, { ...copy });
        state.nextSerial = Math.max(state.nextSerial, copy.serial + 1);
        return [...gone, note(state, copy, before && gone.length === 0 ? 'updated' : 'created')];
      });
    case 'folder': {
      const { mailbox, folder, name, parent } = record;
      entry(state.folders, mailbox, () => []).push({ folder, name, ...(parent !== undefined && { parent }) });
      state.nextFolder += 1;
      noteFolder(state, { mailbox, folder, kind: 'created' });
      return [];
    }
    case 'folderGone':
      return withoutFolder(state, record.mailbox, record.folder);
    case 'remove': {
      const item = state.items.get(record.serial);
      return item === undefined ? [] : [drop(state, item)];
    }
    case 'move':
    case 'read':
    case 'categories':
      return changed(state, record);
  }
}

function changed(
  state: MailState,
  record: Extract<MailRecord, { type: 'move' | 'read' | 'categories' }>,
): MailChange[] {
  const item = state.items.get(record.serial);
  if (item === undefined) return [];
  const gone = record.type === 'move' ? [note(state, item, 'deleted')] : [];
  if (record.type === 'move') {
    state.byId.delete(item.id);
    item.moves += 1;
    item.folder = record.folder;
    item.id = record.id;
    state.byId.set(item.id, item);
  } else if (record.type === 'read') {
    item.isRead = record.isRead;
  } else {
    item.categories = record.categories;
  }
  item.changedAt = record.at;
  item.version += 1;
  return [...gone, note(state, item, record.type === 'move' ? 'created' : 'updated')];
}

/** The id that an item gets by its next move. */
export function idAfterMove(item: StoredItem): string {
  return mutableId(item.serial, item.moves + 1);
}

/** Items of a mailbox, newest first. */
export function itemsOf(state: MailState, mailbox: string): readonly StoredItem[] {
  return entry(state.newestFirst, mailbox, () =>
    [...(state.byMailbox.get(mailbox)?.values() ?? [])].sort(
      (a, b) => b.receivedAt.localeCompare(a.receivedAt) || b.serial - a.serial,
    ),
  );
}

/** Finds an item by either of its ids in either spelling. */
export function findItem(state: MailState, mailbox: string, id: string): StoredItem | undefined {
  const found = state.byId.get(toRestId(id));
  return found?.mailbox === mailbox ? found : undefined;
}

/** Entries after `sequence` of a log that is in order. */
export function after<T extends { sequence: number }>(log: readonly T[], sequence: number): T[] {
  let low = 0;
  let high = log.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((log[middle]?.sequence ?? 0) > sequence) high = middle;
    else low = middle + 1;
  }
  return log.slice(low);
}

/** The subject without the prefixes that answers and forwards put before it. */
export function bareSubject(subject: string): string {
  return subject
    .replace(/^(?:\s*(?:re|fw|fwd|aw|wg|automatic reply)\s*:\s*)+/i, '')
    .trim()
    .toLowerCase();
}

/**
 * The conversation a mail joins in one mailbox: that of the mail it refers to, if the subject is still the same.
 * A changed subject begins a new one, as Exchange does.
 */
export function conversationOf(
  state: MailState,
  mailbox: string,
  mail: { subject: string; inReplyTo: string; references: string[] },
): string | undefined {
  const named = new Set([mail.inReplyTo, ...mail.references].filter((id) => id !== ''));
  if (named.size === 0) return undefined;
  const subject = bareSubject(mail.subject);
  return itemsOf(state, mailbox).find(
    (item) => named.has(item.internetMessageId) && bareSubject(item.subject) === subject,
  )?.conversationId;
}
