import {
  callOffice,
  composeItem,
  isRecord,
  makeGate,
  readNothing,
  recordOf,
  WAITS,
  type AttachedFile,
  type OfficeResult,
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
export function conversationOf(raw: unknown): string | null {
  try {
    const id = recordOf(raw).conversationId;
    return typeof id === 'string' && id !== '' ? id : null;
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

/** What of the draft goes to each apart. `files`: undefined where one could not be read, or is no file. */
export interface WholeDraft {
  from: string | undefined;
  subject: string;
  html: string;
  files: DraftFile[] | undefined;
}

/** Outlook is given this long to read out one file. */
const FILE_MS = 30_000;
const HTML_MS = 5_000;

/** The draft as it stands; null where Outlook does not hand it over, or it is plain text. */
export async function wholeDraft(raw: unknown): Promise<WholeDraft | null> {
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
    if (!html.ok || !subject.ok) return null;
    const from = await item.from();
    const listed = await item.files();
    return {
      from: from.ok && from.value.address !== '' ? from.value.address : undefined,
      subject: subject.value,
      html: html.value,
      files: listed.ok ? await contentsOf(raw, listed.value) : undefined,
    };
  } finally {
    gate.close();
  }
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
