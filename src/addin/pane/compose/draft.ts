import { z } from 'zod';
import { MESSAGE_ID } from '../../../core/api/sending';
import type { AccountPolicy } from '../../../core/policy/types';
import { readTraits, type SpecialTraits } from '../../launch/traits';
import {
  callOffice,
  composeItem,
  isRecord,
  makeGate,
  readNothing,
  recordOf,
  valueOr,
  WAITS,
  type AttachedFile,
  type ComposeItem,
  type OfficeResult,
  type Person,
} from '../../office';

/** What the pane does to the draft that is open in Outlook, and reads of it, beside what the launch events do. */

type Start = (item: Office.MessageCompose, done: (result: unknown) => void) => void;

const isDraft = (raw: unknown): raw is Office.MessageCompose =>
  isRecord(raw) && typeof recordOf(raw.body).setSelectedDataAsync === 'function';

/** Of the compose surface there is more than the launch events use; every call still settles. */
function tell(raw: unknown, start: Start, ms: number = WAITS.small): Promise<OfficeResult<true>> {
  const gate = makeGate();
  return callOffice(
    gate,
    ms,
    (done) => {
      if (!isDraft(raw)) throw new Error('no mail is being written');
      start(raw, done);
    },
    readNothing,
  ).finally(() => gate.close());
}

/** Outlook's id of the conversation that the draft answers; null of a new mail, or where Outlook does not say. */
export const conversationOf = (raw: unknown): string | null => textOf(raw, 'conversationId');

function textOf(raw: unknown, name: string): string | null {
  try {
    const text = recordOf(raw)[name];
    return typeof text === 'string' && text !== '' ? text : null;
  } catch {
    return null;
  }
}

/** Puts a text where the cursor stands, else at the beginning. HTML into a plain-text mail is refused by Outlook. */
export const insertText = (raw: unknown, html: string): Promise<OfficeResult<true>> =>
  tell(
    raw,
    (item, done) => item.body.setSelectedDataAsync(html, { coercionType: Office.CoercionType.Html }, done),
    WAITS.write,
  );

export const setSubject = (raw: unknown, subject: string): Promise<OfficeResult<true>> =>
  tell(raw, (item, done) => item.subject.setAsync(subject.slice(0, 255), done));

/**
 * Closes the draft: without asking where this Outlook can (Mailbox 1.14), else Outlook asks whether to save or discard.
 */
export function discardDraft(raw: unknown): void {
  if (!isDraft(raw)) return;
  try {
    // Older Outlooks have no such function, whatever the types say.
    if (typeof recordOf(raw).closeAsync === 'function') raw.closeAsync({ discardItem: true });
    else raw.close();
  } catch {
    // It is closed already.
  }
}

/** A file of the draft with its content, as the server takes it. */
export interface DraftFile {
  name: string;
  contentType: string;
  /** base64 */
  content: string;
  inline: boolean;
}

/** What of the draft goes to each apart, and what of it cannot. */
export interface WholeDraft {
  from: string | undefined;
  /** To, Cc and Bcc. */
  people: Person[];
  /** On these lines too, but Outlook has not looked up who they are (a group, in classic Outlook). */
  nameless: Person[];
  subject: string;
  html: string;
  /** undefined where one could not be read, or is no file. */
  files: DraftFile[] | undefined;
  /** As far as this Outlook tells (L4). That a mail is marked Private, none does. */
  traits: SpecialTraits;
  /** It bears a sensitivity label. */
  labelled: boolean;
  /** Message-ID of the mail that it answers, with angle brackets; null where Outlook does not say (before Mailbox 1.14). */
  answers: string | null;
}

/** Outlook is given this long to read out one file. */
const FILE_MS = 30_000;
const HTML_MS = 5_000;

/** The draft as it stands; null where Outlook does not hand it over. `policy` names the labels whose mail is private. */
export async function wholeDraft(raw: unknown, policy: AccountPolicy | null): Promise<WholeDraft | null> {
  const gate = makeGate();
  try {
    const item = composeItem(raw, gate);
    if (!item || !isDraft(raw)) return null;
    const html = await callOffice(
      gate,
      HTML_MS,
      (done) => raw.body.getAsync(Office.CoercionType.Html, done),
      (value) => (typeof value === 'string' ? value : undefined),
    );
    const subject = await item.subject();
    const people = await everybodyOn(item);
    if (!html.ok || !subject.ok || !people) return null;
    const from = await item.from();
    const listed = await item.files();
    const answers = textOf(raw, 'inReplyTo');
    const traits = await readTraits(item, policy);
    const labelled = valueOr(await item.label(), '') !== '';
    return {
      from: from.ok && from.value.address !== '' ? from.value.address : undefined,
      people: people.filter(({ address }) => address !== ''),
      nameless: people.filter(({ address }) => address === ''),
      subject: subject.value,
      html: html.value,
      files: listed.ok ? await contentsOf(raw, listed.value) : undefined,
      // Until it is known which labels are private, any may be.
      traits: policy ? traits : { ...traits, private: labelled },
      labelled,
      answers: answers !== null && MESSAGE_ID.test(answers) ? answers : null,
    };
  } finally {
    gate.close();
  }
}

async function everybodyOn(item: ComposeItem): Promise<Person[] | null> {
  const lists = [await item.people('to'), await item.people('cc'), await item.people('bcc')];
  return lists.every((list) => list.ok) ? lists.flatMap((list) => valueOr(list, [])) : null;
}

async function contentsOf(
  raw: Office.MessageCompose,
  files: readonly AttachedFile[],
): Promise<DraftFile[] | undefined> {
  const gate = makeGate();
  try {
    const all: DraftFile[] = [];
    for (const file of files) {
      const content = await callOffice(
        gate,
        FILE_MS,
        (done) => raw.getAttachmentContentAsync(file.id, done),
        (value) => {
          const { content: bytes, format } = recordOf(value);
          return format === 'base64' && typeof bytes === 'string' ? bytes : undefined;
        },
      );
      if (!content.ok) return undefined;
      all.push({
        name: file.name,
        contentType: file.contentType || 'application/octet-stream',
        content: content.value,
        inline: file.inline,
      });
    }
    return all;
  } finally {
    gate.close();
  }
}

/** On a draft that was sent to each apart: as what, so that whoever opens it again is told. */
const APART_PROPERTY = 'mailtrail.apart';
const Apart = z.uuid();

type Bag = Pick<Office.CustomProperties, 'get' | 'set' | 'remove' | 'saveAsync'>;
const isBag = (value: unknown): value is Bag => typeof recordOf(value).saveAsync === 'function';

/** Loaded anew each time, since a kept one is stale (office-js #5643). */
async function withProperties<T>(raw: unknown, none: T, work: (bag: Bag) => Promise<T> | T): Promise<T> {
  const gate = makeGate();
  try {
    const bag = await callOffice(
      gate,
      // Whether a draft has left hangs on it.
      WAITS.write,
      (done) => {
        if (!isDraft(raw)) throw new Error('no mail is being written');
        raw.loadCustomPropertiesAsync(done);
      },
      (value) => (isBag(value) ? value : undefined),
    );
    return bag.ok ? await work(bag.value) : none;
  } finally {
    gate.close();
  }
}

/**
 * The mail (`OutgoingMail`) that this draft was sent as to each apart; null: it was not, as far as it knows; undefined:
 * Outlook did not say.
 */
export const apartOf = (raw: unknown): Promise<string | null | undefined> =>
  withProperties<string | null | undefined>(raw, undefined, (bag) => {
    const id = Apart.safeParse(bag.get(APART_PROPERTY));
    return id.success ? id.data : null;
  });

/** Notes it on the draft; null takes it off. Whether that is kept, nobody has to wait for. */
export const noteApart = (raw: unknown, id: string | null): Promise<boolean> =>
  withProperties(raw, false, async (bag) => {
    if (id === null) bag.remove(APART_PROPERTY);
    else bag.set(APART_PROPERTY, id);
    return (await tell(raw, (_item, done) => bag.saveAsync(done), WAITS.store)).ok;
  });
