import type { OutlookClient } from './clients';
import * as damage from './damage';
import type { Draft, DraftAttachment } from './draft';
import type { DraftStore } from './draft-store';

export interface EditorDeps {
  draft: DraftStore;
  client: OutlookClient;
  /** Shifts which writes are the n-th. */
  seed: number;
  /** Milliseconds, of any clock that goes on. */
  now: () => number;
  later: (milliseconds: number, work: () => void) => void;
  newId: () => string;
}

/** The body as this Outlook's editor holds it once a message is open: what cleans on writing, cleans on opening too. */
export function opened(client: OutlookClient, body: Draft['body']): Draft['body'] {
  const cleans = body.type === 'html' && client.faults.rewrites?.how === 'cleaned';
  return cleans ? { ...body, content: damage.cleaned(body.content) } : body;
}

/** The editor of one message, as add-ins meet it: with the faults of its Outlook. */
export interface DraftEditor {
  /** Replaces the whole body. Resolves when the add-in is called back, which may be never. */
  write: (content: string, at: { sending: boolean }) => Promise<void>;
  /** Puts what `appendOnSendAsync` was given at the end of the body, once. It happens before `OnMessageSend` runs. */
  append: (toHtml: (text: string) => string, toText: (html: string) => string) => void;
  /** The mail as it leaves at this moment. */
  leaving: () => Draft;
}

export function draftEditor({ draft, client, seed, now, later, newId }: EditorDeps): DraftEditor {
  const { faults } = client;
  let writes = 0;
  /** Until then the pictures of the last write at send are on their way. */
  let uploadedAt = -Infinity;

  function rewritten(content: string): string {
    switch (faults.rewrites?.how) {
      case 'cleaned':
        return damage.cleaned(content);
      case 'asWord':
        return damage.asWord(content);
      default:
        return content;
    }
  }

  function writtenAtSend(content: string): string {
    const { losesQuotedPictures: loses, cutsManyPictures: cuts, uploadsAgain: uploads } = faults;
    const pictures = damage.inlinePictures(content);
    if (uploads && pictures > 0) uploadedAt = now() + uploads.withinMs;
    const cut = cuts && pictures >= cuts.pictures ? damage.cutShort(content, cuts.share) : content;
    return loses && (writes + seed) % loses.nth === 0 ? damage.withoutQuotedPictures(cut) : cut;
  }

  return {
    write(content, { sending }) {
      const { type } = draft.get().body;
      if (type === 'html' && faults.hangsOnBrokenAddress && damage.hasBrokenAddress(content))
        return new Promise(() => undefined);
      writes += 1;
      const clean = type === 'html' ? rewritten(content) : content;
      const next = type === 'html' && sending ? writtenAtSend(clean) : clean;
      const put = () => draft.update((present) => ({ ...present, body: { type, content: next } }), 'addin');
      if (faults.showsWritesLate) later(faults.showsWritesLate.ms, put);
      else put();
      return Promise.resolve();
    },
    append: (toHtml, toText) => {
      const attach = faults.attachesAppendedPictures !== undefined;
      draft.update((present) => appended(present, { toHtml, toText, attach, newId }), 'addin');
    },
    leaving() {
      const mail = draft.get();
      if (mail.body.type !== 'html' || now() >= uploadedAt) return mail;
      const content = damage.mapPictures(mail.body.content, (source) =>
        /^cid:/i.test(source) ? `cid:Local${source.slice(4)}` : undefined,
      );
      return { ...mail, body: { ...mail.body, content } };
    },
  };
}

interface Appending {
  toHtml: (text: string) => string;
  toText: (html: string) => string;
  attach: boolean;
  newId: () => string;
}

function appended(draft: Draft, { toHtml, toText, attach, newId }: Appending): Draft {
  const append = draft.appendOnSend;
  if (append === null || append.content === '') return { ...draft, appendOnSend: null };
  const { type, content } = draft.body;
  if (type === 'text') {
    const text = append.coercion === 3 ? toText(append.content) : append.content;
    return { ...draft, appendOnSend: null, body: { type, content: `${content}\n${text}` } };
  }
  const files: DraftAttachment[] = [];
  const given = append.coercion === 3 ? append.content : toHtml(append.content);
  const html = attach ? damage.mapPictures(given, (source) => cidOf(source, files, newId)) : given;
  const end = endOfBody(content);
  return {
    ...draft,
    appendOnSend: null,
    attachments: files.length > 0 ? [...draft.attachments, ...files] : draft.attachments,
    body: { type, content: content.slice(0, end) + html + content.slice(end) },
  };
}

/** A transparent GIF of one pixel: what the Mac would have loaded from the address, which is not asked here. */
const PIXEL = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';

function cidOf(source: string, files: DraftAttachment[], newId: () => string): string | undefined {
  if (!/^https?:/i.test(source)) return undefined;
  const contentId = newId();
  files.push({
    id: newId(),
    name: 'image.gif',
    contentType: 'image/gif',
    size: 42,
    isInline: true,
    attachmentType: 0,
    url: null,
    content: PIXEL,
    contentId,
  });
  return `cid:${contentId}`;
}

function endOfBody(html: string): number {
  const lower = html.toLowerCase();
  const close = lower.lastIndexOf('</body');
  const end = close < 0 ? lower.lastIndexOf('</html') : close;
  return end < 0 ? html.length : end;
}
