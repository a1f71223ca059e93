import { callOffice, isRecord, readNothing, readText, type OfficeResult, type Reader } from './call';
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

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

export const readPerson: Reader<Person> = (value) =>
  isRecord(value) && typeof value.emailAddress === 'string'
    ? {
        address: value.emailAddress,
        name: textOf(value.displayName),
        type: textOf(value.recipientType),
      }
    : undefined;

/** Persons without an address (a distribution list that classic has not resolved yet) are left out. */
export const readPeople: Reader<Person[]> = (value) =>
  Array.isArray(value)
    ? value.map(readPerson).filter((person): person is Person => !!person && person.address !== '')
    : undefined;

export const readFiles: Reader<AttachedFile[]> = (value) => {
  if (!Array.isArray(value)) return undefined;
  const files: AttachedFile[] = [];
  value.forEach((file: unknown) => {
    if (!isRecord(file)) return;
    const { id, name, size, contentType, isInline, attachmentType } = file;
    files.push({
      id: textOf(id),
      name: textOf(name),
      size: typeof size === 'number' && size >= 0 ? size : 0,
      contentType: textOf(contentType),
      inline: isInline === true,
      kind: textOf(attachmentType),
    });
  });
  return files;
};

const readBodyType: Reader<BodyType | 'other'> = (value) =>
  value === 'html' || value === 'text' ? value : typeof value === 'string' ? 'other' : undefined;

const recordOf = (value: unknown): Record<string, unknown> => (isRecord(value) ? value : {});

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
  isRecord(item) &&
  item.itemType === 'message' &&
  isRecord(item.to) &&
  typeof item.to.getAsync === 'function';

const isBag = (value: unknown): value is Office.CustomProperties =>
  isRecord(value) && typeof value.get === 'function' && typeof value.saveAsync === 'function';

/** null for no item, an appointment, or a mail that is being read. */
export function composeItem(item: unknown, gate: Gate): ComposeItem | null {
  if (!isComposed(item)) return null;
  const call = <T>(start: (done: (result: unknown) => void) => void, read: Reader<T>, ms: number) =>
    callOffice(gate, ms, start, read);
  const { small, body, write, store } = WAITS;

  const properties = () =>
    call(
      (done) => item.loadCustomPropertiesAsync(done),
      (bag): Office.CustomProperties | undefined => (isBag(bag) ? bag : undefined),
      store,
    );

  return {
    bodyType: () => call((done) => item.body.getTypeAsync(done), readBodyType, small),
    body: (type) => call((done) => item.body.getAsync(type, done), readText, body),
    setBody: (type, text, ms = write) =>
      call((done) => item.body.setAsync(text, { coercionType: type }, done), readNothing, ms),
    appendOnSend: (text, type) =>
      call((done) => item.body.appendOnSendAsync(text, { coercionType: type }, done), readNothing, small),
    people: (field) => call((done) => item[field].getAsync(done), readPeople, small),
    from: () => call((done) => item.from.getAsync(done), readPerson, small),
    subject: () => call((done) => item.subject.getAsync(done), readText, small),
    files: () => call((done) => item.getAttachmentsAsync(done), readFiles, small),
    composeType: () =>
      call(
        (done) => item.getComposeTypeAsync(done),
        (value) => (isRecord(value) ? readText(value.composeType) : undefined),
        small,
      ),
    itemClass: () => call((done) => item.getItemClassAsync(done), readText, small),
    label: () =>
      call(
        (done) => item.sensitivityLabel.getAsync(done),
        (value) => (value === null || value === undefined ? '' : readText(value)),
        small,
      ),
    sessionAll: () => call((done) => item.sessionData.getAllAsync(done), recordOf, small),
    setSession: (key, value) =>
      call((done) => item.sessionData.setAsync(key, value, done), readNothing, small),
    header: (name) =>
      call(
        (done) => item.internetHeaders.getAsync([name], done),
        (value) => headerOf(recordOf(value), name),
        small,
      ),
    setHeader: (name, value) =>
      call((done) => item.internetHeaders.setAsync({ [name]: value }, done), readNothing, small),
    removeHeader: (name) =>
      call((done) => item.internetHeaders.removeAsync([name], done), readNothing, small),
    async setProperty(name, value) {
      const loaded = await properties();
      if (!loaded.ok) return loaded;
      const bag = loaded.value;
      return call(
        (done) => {
          if (value === null) bag.remove(name);
          else bag.set(name, value);
          bag.saveAsync(done);
        },
        readNothing,
        store,
      );
    },
    notify: (key, message, icon) =>
      call(
        (done) =>
          item.notificationMessages.replaceAsync(
            key,
            { type: 'informationalMessage', message: message.slice(0, 150), icon, persistent: false },
            done,
          ),
        readNothing,
        small,
      ),
    removeNotice: (key) =>
      call((done) => item.notificationMessages.removeAsync(key, done), readNothing, small),
  };
}

/** Header names come back in the spelling of whoever wrote them. */
function headerOf(headers: Record<string, unknown>, name: string): string | null {
  const found = Object.keys(headers).filter((key) => key.toLowerCase() === name.toLowerCase());
  const value = found.length > 0 ? headers[found[0] ?? name] : undefined;
  return typeof value === 'string' ? value.trim() : null;
}
