import type { MailChange, MailItem } from './mail';
import type { MailRecord, StoredItem } from './records';
import { mutableId, toRestId } from './ids';

/** Everything the mail store knows, rebuilt from its journal. Applying a record is the only way it changes. */
export interface MailState {
  items: Map<number, StoredItem>;
  changes: MailChange[];
  /** Items that were answered automatically. */
  answered: Set<number>;
  nextSerial: number;
  sequence: number;
}

export function emptyState(): MailState {
  return { items: new Map(), changes: [], answered: new Set(), nextSerial: 1, sequence: 0 };
}

function note(state: MailState, item: MailItem, kind: MailChange['kind']): MailChange {
  state.sequence += 1;
  const { mailbox, serial, folder, immutableId, id } = item;
  const change = { sequence: state.sequence, mailbox, serial, folder, kind, immutableId, id };
  state.changes.push(change);
  return change;
}

/** Applies one record and returns the changes it made, oldest first. */
export function apply(state: MailState, record: MailRecord): MailChange[] {
  if (record.type === 'mail') {
    if (record.answers !== undefined) state.answered.add(record.answers);
    return record.copies.map((copy) => {
      state.items.set(copy.serial, { ...copy });
      state.nextSerial = Math.max(state.nextSerial, copy.serial + 1);
      return note(state, copy, 'created');
    });
  }
  const item = state.items.get(record.serial);
  if (item === undefined) return [];
  if (record.type === 'remove') {
    state.items.delete(item.serial);
    return [note(state, item, 'deleted')];
  }
  const gone = record.type === 'move' ? [note(state, item, 'deleted')] : [];
  if (record.type === 'move') {
    item.moves += 1;
    item.folder = record.folder;
    item.id = record.id;
  } else {
    item.isRead = record.isRead;
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
export function itemsOf(state: MailState, mailbox: string): StoredItem[] {
  return [...state.items.values()]
    .filter((item) => item.mailbox === mailbox)
    .sort((a, b) => b.receivedAt.localeCompare(a.receivedAt) || b.serial - a.serial);
}

/** Finds an item by either of its ids in either spelling. */
export function findItem(state: MailState, mailbox: string, id: string): StoredItem | undefined {
  const wanted = toRestId(id);
  for (const item of state.items.values()) {
    if (item.mailbox === mailbox && (item.immutableId === wanted || item.id === wanted)) return item;
  }
  return undefined;
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
