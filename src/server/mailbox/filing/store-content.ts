import type { MimeAttachment } from '../../../core/incoming';
import { granted, type Attachment, type Graph } from '../../../graph';
import type { Services } from '../../services';
import type { WatchedMailbox } from '../mailboxes';
import { copyAttachment, copyStream, ofRefusal, type Copied, type ToCopy } from './copy-attachment';
import { partId } from './copy-part';
import { chooser } from './chosen-files';
import type { FetchedMail } from './fetched-mail';
import { listedKind, partsOfListed } from './listed-attachment';
import { leftOutAt } from './read-mime';
import { virusScanOf } from './virus-scan';

/** A file of a mail, with what came of copying it. */
export interface StoredFile {
  name: string;
  contentType: string;
  size: number;
  contentId: string | null;
  /** The text shows it in place. */
  inline: boolean;
  /** Meant to be shown in place, though the text does not: a logo, perhaps. */
  aside: boolean;
  copied: Copied;
  /** Its id at Graph, or of what only the MIME has, its `partId`. */
  graphId?: string;
}

/** A mail's MIME and files, on disk, not yet referred to: the sweep takes what no transaction came to claim. */
export interface StoredContent {
  mailbox: string;
  item: string;
  /** Absent where the virus scanner refused it, and where a person left files out. */
  mime?: { blob: string; size: number };
  files: StoredFile[];
}

/** A larger file is copied by a job of its own, so that no other mail waits for it. */
const AT_ONCE = 2 * 1024 * 1024;
export const BEING_COPIED = 'being copied';

/** Names that Exchange or the sender left out. */
const UNNAMED: Record<string, string> = {
  'message/rfc822': 'message.eml',
  'text/calendar': 'invite.ics',
  'application/ics': 'invite.ics',
};

export const nameOf = (name: string | null | undefined, contentType: string): string =>
  (name ?? '').trim() || UNNAMED[contentType] || 'attachment';

/** The same bytes, not copied. */
const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

interface MimePart extends MimeAttachment {
  name: string;
  key?: string;
}

/** A person chose among files that Microsoft still shows stand-ins of. */
export class StillScanned extends Error {
  override readonly name = 'StillScanned';
}

type Parts = Pick<Services, 'blobs' | 'settings'>;

/**
 * Copies the files of a mail byte for byte, before the transaction that files it; content-addressed, so twice is once.
 * Graph's list is the truth, each file streamed by itself (the MIME is made anew, and cannot be trusted for line ends,
 * nor while files are being scanned); what only the MIME has (a calendar part, the parts of a signed mail) is taken
 * from there. Of files that are no part of the text, those of `chosen` alone, where that is given (L8). Throws
 * `GraphFailed` when the list cannot be had, `StillScanned` when nobody can say yet which files those are; a file that
 * cannot be had is named with the reason.
 */
export async function storeContent(
  services: Parts,
  graph: Graph,
  mailbox: WatchedMailbox,
  mail: FetchedMail,
  chosen?: readonly string[],
): Promise<StoredContent> {
  const { account } = mailbox;
  const parts = mail.files.map((file): MimePart => {
    const left = leftOutAt(file.content, mail.mark) !== undefined;
    const name = nameOf(file.filename, file.contentType);
    return { ...file, name, ...(!left && { key: services.blobs.keyOf(account, bufferOf(file.content)) }) };
  });
  const listed = (await listedOf(graph, mailbox, mail)).map(toCopy).filter((f) => f.kind !== 'signature');
  if (chosen && listed.some((file) => file.kind === 'scanning')) throw new StillScanned();
  const wanted = chooser(chosen);
  const copied: (Copied | undefined)[] = [];
  for (const file of listed) {
    if (!wanted(file.name) && !file.aside) {
      copied.push(undefined);
      continue;
    }
    const large = file.size > AT_ONCE && file.kind !== 'link' && file.kind !== 'scanning';
    copied.push(
      large
        ? { state: 'pending', reason: BEING_COPIED }
        : await copyAttachment(services, graph, mailbox, mail.item.id, file),
    );
  }
  const found = partsOfListed(
    listed.map((file, i) => {
      const one = copied[i];
      return { ...file, ...(one?.state === 'copied' && { key: one.blob }) };
    }),
    parts,
  );
  const files = listed.flatMap((file, i): StoredFile[] => {
    const one = copied[i];
    const part = parts[found.get(i) ?? -1];
    return one ? [fileOf(file, one, part, mail.mail.html)] : [];
  });
  // While files are being scanned, the MIME has stand-ins under their names.
  if (!listed.some((file) => file.kind === 'scanning')) {
    const taken = new Set(found.values());
    const wantedPart = chooser(chosen);
    for (const [i, part] of parts.entries()) {
      const shown = part.inline || isShown(mail.mail.html, part.contentId ?? null);
      if (!wantedPart(part.name) && !shown) continue;
      if (!taken.has(i))
        files.push(await fileOfPart(services, account, { ...part, graphId: partId(i) }, mail.mail.html));
    }
  }
  // All files are in it.
  const mime = chosen ? undefined : await keepMime(services, account, mail.raw);
  return { mailbox: mailbox.id, item: mail.item.id, files, ...(mime && { mime }) };
}

/** `hasAttachments` is false where all files are shown in place (facts: 4). */
async function listedOf(graph: Graph, mailbox: WatchedMailbox, mail: FetchedMail): Promise<Attachment[]> {
  const some =
    mail.item.hasAttachments === true || mail.files.length > 0 || /\bcid:/i.test(mail.mail.html ?? '');
  if (!some) return [];
  const answer = await graph.listAttachments(mailbox.graphUser, mail.item.id);
  // Deleted meanwhile: what the MIME has is all there is.
  if (!answer.ok && answer.failure.kind === 'notFound') return [];
  return granted(answer, 'listing attachments');
}

/** What is needed of a listed attachment to copy it. */
export function toCopy(attachment: Attachment): ToCopy & { aside: boolean } {
  const contentType =
    attachment.contentType?.split(';')[0]?.trim().toLowerCase() || 'application/octet-stream';
  const kind = listedKind(attachment);
  return {
    id: attachment.id,
    // An attached item's name gets its ending once its first bytes are seen.
    name: kind === 'item' ? (attachment.name ?? '') : nameOf(attachment.name, contentType),
    contentType,
    kind,
    size: attachment.size ?? 0,
    aside: attachment.isInline === true,
  };
}

function fileOf(
  file: ToCopy & { aside: boolean },
  copied: Copied,
  part: MimePart | undefined,
  html: string | undefined,
): StoredFile {
  const contentId = part?.contentId ?? null;
  const known = copied.state === 'copied' ? copied : undefined;
  return {
    name: known?.name ?? (file.kind === 'item' ? nameOf(file.name, 'message/rfc822') : file.name),
    contentType: known?.contentType ?? file.contentType,
    size: known?.size ?? (file.kind === 'link' ? 0 : file.size),
    contentId,
    inline: isShown(html, contentId),
    aside: file.aside,
    copied,
    graphId: file.id,
  };
}

async function fileOfPart(
  services: Parts,
  account: number,
  part: MimePart & { graphId: string },
  html: string | undefined,
): Promise<StoredFile> {
  const { name, contentType, graphId } = part;
  return {
    ...{ name, contentType, graphId },
    size: part.key === undefined ? 0 : part.content.length,
    contentId: part.contentId ?? null,
    inline: isShown(html, part.contentId ?? null),
    aside: part.inline,
    copied: await copiedPart(services, account, part),
  };
}

/** What the outline left out is streamed by a job. */
const copiedPart = async (services: Parts, account: number, part: MimePart): Promise<Copied> =>
  part.key === undefined
    ? { state: 'pending', reason: BEING_COPIED }
    : copyStream(services, account, part, bufferOf(part.content));

/** Kept as evidence, and only if nothing in it was refused. */
async function keepMime(
  services: Parts,
  account: number,
  raw: Uint8Array,
): Promise<{ blob: string; size: number } | undefined> {
  try {
    const scan = virusScanOf(services.settings.virusScan);
    const { key, size } = await services.blobs.putBlob(account, bufferOf(raw), scan);
    return { blob: key, size };
  } catch (error) {
    if (ofRefusal(error)) return undefined;
    throw error;
  }
}

/** `cid:` addresses are percent-encoded by some programs (RFC 2392). */
export function isShown(html: string | undefined, contentId: string | null): boolean {
  if (html === undefined || contentId === null || contentId === '') return false;
  const text = html.toLowerCase();
  const id = contentId.toLowerCase();
  return text.includes(`cid:${id}`) || text.includes(`cid:${encodeURIComponent(id)}`);
}
