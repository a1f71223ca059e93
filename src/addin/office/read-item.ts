import { isRecord, readOffice, readText, type Reader } from './call';
import { readFiles, readPeople, readPerson, type AttachedFile, type Person } from './item';

/** A mail that is being read, taken in at once: in reading mode Office has all of it at hand. */
export interface ReadItem {
  itemId: string;
  internetMessageId: string;
  conversationId: string;
  subject: string;
  from: Person | null;
  to: Person[];
  cc: Person[];
  sentAt: Date | null;
  files: AttachedFile[];
}

/** null for no item, an appointment, or a mail that is being written. */
export function readItem(item: unknown): ReadItem | null {
  if (!isRecord(item) || item.itemType !== 'message' || !Array.isArray(item.to)) return null;
  const take = <T>(key: string, read: Reader<T>, otherwise: T): T => {
    const value = readOffice(() => item[key], read);
    return value.ok ? value.value : otherwise;
  };
  return {
    itemId: take('itemId', readText, ''),
    internetMessageId: take('internetMessageId', readText, ''),
    conversationId: take('conversationId', readText, ''),
    subject: take('subject', readText, ''),
    from: take<Person | null>('from', readPerson, null),
    to: take('to', readPeople, []),
    cc: take('cc', readPeople, []),
    sentAt: take<Date | null>(
      'dateTimeCreated',
      (value) => (value instanceof Date ? value : undefined),
      null,
    ),
    files: take('attachments', readFiles, []),
  };
}
