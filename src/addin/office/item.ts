import { lower } from '../../core/part';
import {
  callOffice,
  isRecord,
  readNothing,
  readText,
  recordOf,
  type OfficeResult,
  type Reader,
} from './call';
import type { Gate } from './gate';

/** An address on the message, as Office has it. */
export interface Person {
  address: string;
  name: string;
  /** "user", "externalUser", "distributionList", "other" where Office knows. */
  type: string;
}

export interface AttachedFile {
  id: string;
  name: string;
  /** Bytes; 0 where the client does not know (attached mails in classic Outlook, #4550). */
  size: number;
  contentType: string;
  inline: boolean;
  /** "file", "item" or "cloud". */
  kind: string;
}

export type BodyType = 'html' | 'text';

/** Office's answers come at very different speed: a body of a megabyte in classic is not a subject. */
export const WAITS = { small: 500, body: 1000, write: 4000, store: 800 } as const;

/** "" for what is no text. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

export const readPerson: Reader<Person> = (value) =>
  isRecord(value) && typeof value.emailAddress === 'string'
    ? {
        address: value.emailAddress,
        name: textOf(value.displayName),
        type: textOf(value.recipientType),
      }
    : undefined;

/** A person without an address is a distribution list that classic has not resolved yet. */
export const readPeople: Reader<Person[]> = (value) =>
  Array.isArray(value) ? value.map(readPerson).filter((person): person is Person => !!person) : undefined;

export const readFiles: Reader<AttachedFile[]> = (value) =>
  Array.isArray(value)
    ? value.filter(isRecord).map((file) => ({
        id: textOf(file.id),
        name: textOf(file.name),
        size: Math.min(Math.max(0, Number(file.size)) || 0, 1e12),
        contentType: textOf(file.contentType),
        inline: file.isInline === true,
        kind: textOf(file.attachmentType),
      }))
    : undefined;

const readBodyType: Reader<BodyType | 'other'> = (value) =>
  value === 'html' || value === 'text' ? value : typeof value === 'string' ? 'other' : undefined;

/** A message being written, as calls that always settle. Call them one after another: Outlook on the web takes three at once, in all. */
export interface ComposeItem {
  /** `other` (RTF has been seen) is not ours to touch. */
  bodyType(): Promise<OfficeResult<BodyType | 'other'>>;
  body(type: BodyType): Promise<OfficeResult<string>>;
  /** `ms`: a write that is under way must not be abandoned early. Over 1,000,000 characters Office throws. */
  setBody(type: BodyType, text: string, ms?: number): Promise<OfficeResult<true>>;
  /** Put at the end of the body by Outlook itself, before `OnMessageSend` runs; "" takes it back. At most 5,000 characters; HTML only on an HTML body. */
  appendOnSend(text: string, type: BodyType): Promise<OfficeResult<true>>;
  people(field: 'to' | 'cc' | 'bcc'): Promise<OfficeResult<Person[]>>;
  from(): Promise<OfficeResult<Person>>;
  subject(): Promise<OfficeResult<string>>;
  files(): Promise<OfficeResult<AttachedFile[]>>;
  composeType(): Promise<OfficeResult<string>>;
  /** "IPM.Note", "IPM.Note.SMIME.MultipartSigned"; Mailbox 1.14. */
  itemClass(): Promise<OfficeResult<string>>;
  /** Id of the sensitivity label, "" for none; Mailbox 1.13. */
  label(): Promise<OfficeResult<string>>;
  sessionAll(): Promise<OfficeResult<Record<string, unknown>>>;
  setSession(key: string, value: string): Promise<OfficeResult<true>>;
  header(name: string): Promise<OfficeResult<string | null>>;
  setHeader(name: string, value: string): Promise<OfficeResult<true>>;
  removeHeader(name: string): Promise<OfficeResult<true>>;
  /** null takes it out. The bag is loaded anew each time, since a kept one is stale (#5643). */
  setProperty(name: string, value: string | null): Promise<OfficeResult<true>>;
  /** Shows a line above the message, at most 150 characters, or replaces the one of the same key. */
  notify(key: string, message: string, icon: string): Promise<OfficeResult<true>>;
  removeNotice(key: string): Promise<OfficeResult<true>>;
}

const isComposed = (item: unknown): item is Office.MessageCompose =>
  isRecord(item) && item.itemType === 'message' && typeof recordOf(item.to).getAsync === 'function';

const isBag = (value: unknown): value is Office.CustomProperties =>
  typeof recordOf(value).saveAsync === 'function';

/** null for no item, an appointment, or a mail that is being read. */
export function composeItem(item: unknown, gate: Gate): ComposeItem | null {
  if (!isComposed(item)) return null;
  type Start = (done: (result: unknown) => void) => void;
  const ask = <T>(start: Start, read: Reader<T>, ms: number = WAITS.small) =>
    callOffice(gate, ms, start, read);
  const tell = (start: Start, ms?: number) => ask(start, readNothing, ms);
  const text = (start: Start) => ask(start, readText);

  return {
    bodyType: () => ask((done) => item.body.getTypeAsync(done), readBodyType),
    body: (type) => ask((done) => item.body.getAsync(type, done), readText, WAITS.body),
    setBody: (coercionType, text, ms = WAITS.write) =>
      tell((done) => item.body.setAsync(text, { coercionType }, done), ms),
    appendOnSend: (text, coercionType) =>
      tell((done) => item.body.appendOnSendAsync(text, { coercionType }, done)),
    people: (field) => ask((done) => item[field].getAsync(done), readPeople),
    from: () => ask((done) => item.from.getAsync(done), readPerson),
    subject: () => text((done) => item.subject.getAsync(done)),
    files: () => ask((done) => item.getAttachmentsAsync(done), readFiles),
    composeType: () =>
      ask(
        (done) => item.getComposeTypeAsync(done),
        (value) => readText(recordOf(value).composeType),
      ),
    itemClass: () => text((done) => item.getItemClassAsync(done)),
    label: () =>
      ask(
        (done) => item.sensitivityLabel.getAsync(done),
        (value) => readText(value || ''),
      ),
    sessionAll: () => ask((done) => item.sessionData.getAllAsync(done), recordOf),
    setSession: (key, value) => tell((done) => item.sessionData.setAsync(key, value, done)),
    header: (name) =>
      ask(
        (done) => item.internetHeaders.getAsync([name], done),
        (value) => headerOf(recordOf(value), name),
      ),
    setHeader: (name, value) => tell((done) => item.internetHeaders.setAsync({ [name]: value }, done)),
    removeHeader: (name) => tell((done) => item.internetHeaders.removeAsync([name], done)),
    setProperty: (name, value) =>
      ask(
        (done) => item.loadCustomPropertiesAsync(done),
        (bag) => (isBag(bag) ? bag : undefined),
        WAITS.store,
      ).then((loaded) =>
        loaded.ok
          ? tell((done) => {
              if (value === null) loaded.value.remove(name);
              else loaded.value.set(name, value);
              loaded.value.saveAsync(done);
            }, WAITS.store)
          : loaded,
      ),
    notify: (key, text, icon) =>
      tell((done) => {
        const message = text.slice(0, 150);
        const notice = { type: 'informationalMessage', message, icon, persistent: false };
        item.notificationMessages.replaceAsync(key, notice, done);
      }),
    removeNotice: (key) => tell((done) => item.notificationMessages.removeAsync(key, done)),
  };
}

/** Header names come back in the spelling of whoever wrote them. */
function headerOf(headers: Record<string, unknown>, name: string): string | null {
  const spelled = Object.keys(headers).find((key) => lower(key) === lower(name));
  const value = headers[spelled || name];
  return typeof value === 'string' ? value.trim() : null;
}
