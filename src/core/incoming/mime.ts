import PostalMime, { decodeWords, type Address, type Attachment, type Email } from 'postal-mime';
import { messageIds } from './headers';
import type { IncomingMail, MailAddress, MailPart, MimeAttachment } from './types';

/** A part larger than this is a file, not evidence. */
const LONGEST_EVIDENCE = 512 * 1024;

/** Above this, the second reading for format=flowed costs more than it gives. */
const LARGEST_REREAD = 2 * 1024 * 1024;

const EVIDENCE = /^(?:message\/|text\/(?:calendar|rfc822-headers)$|application\/ics$)/;

/**
 * Reads raw MIME into the shape that the rest of `core/incoming` works on. Attached mails stay files
 * (`message/rfc822`), so that their text is never mistaken for the sender's own.
 * Rejects when the mail nests more than 256 parts deep or has more than 2 MiB of headers.
 */
export async function fromMime(
  bytes: Uint8Array,
): Promise<{ mail: IncomingMail; attachments: MimeAttachment[] }> {
  const raw = withoutEnvelopeLine(bytes);
  const email = await PostalMime.parse(raw, { forceRfc822Attachments: true });
  const text = (await flowedText(raw)) ?? email.text;
  const headers = email.headers.map((h) => ({ name: h.originalKey, value: h.value }));
  const contentType = headers.find((h) => h.name.toLowerCase() === 'content-type')?.value;
  const messageClass = headers.find((h) => h.name.toLowerCase() === 'x-message-class')?.value;
  const addresses = new Addresses(raw, contentType);
  const mail: IncomingMail = {
    replyTo: addresses.list(email.replyTo),
    to: addresses.list(email.to),
    cc: addresses.list(email.cc),
    subject: addresses.repaired('subject', email.subject ?? ''),
    references: messageIds(email.references),
    headers,
  };
  const from = addresses.list(email.from ? [email.from] : [])[0];
  const sender = addresses.list(email.sender ? [email.sender] : [])[0];
  const inReplyTo = messageIds(email.inReplyTo)[0];
  const id = messageIds(email.messageId)[0] ?? email.messageId?.trim();
  if (from) mail.from = from;
  if (sender) mail.sender = sender;
  if (inReplyTo) mail.inReplyTo = inReplyTo;
  if (id) mail.internetMessageId = id;
  if (contentType) mail.contentType = contentType;
  if (messageClass) mail.messageClass = messageClass;
  if (email.date !== undefined && !Number.isNaN(Date.parse(email.date))) {
    mail.date = new Date(email.date).toISOString();
  }
  if (email.html !== undefined) mail.html = email.html;
  if (text !== undefined) mail.text = text;
  const parts = evidenceParts(email);
  if (parts.length > 0) mail.parts = parts;
  return { mail, attachments: email.attachments.map((a) => attachment(a, email.html ?? '')) };
}

/** The people whom the value of an address field such as Reply-To names. */
export async function addressesIn(value: string): Promise<MailAddress[]> {
  const { replyTo } = await PostalMime.parse(`Reply-To: ${value.replace(/[\r\n]+/g, ' ')}\r\n\r\n`);
  const found = new Addresses(new Uint8Array(), undefined).list(replyTo);
  return found.filter(({ address }) => address.includes('@'));
}

/**
 * Format=flowed (RFC 3676) joins soft-broken lines only within one quoting depth (4.5); the parser joins across, which
 * glues an answer to the line it quotes. So the text is read once more as it stands, and flowed here.
 */
async function flowedText(raw: Uint8Array): Promise<string | undefined> {
  if (raw.length > LARGEST_REREAD) return undefined;
  let source = '';
  for (const b of raw) source += String.fromCharCode(b);
  if (!/format="?flowed"?/i.test(source)) return undefined;
  const fixed = source.replace(/(;\s*)format=("?)flowed\2/gi, '$1x-was=$2flowed$2');
  const email = await PostalMime.parse(
    Uint8Array.from(fixed, (c) => c.charCodeAt(0)),
    { forceRfc822Attachments: true },
  );
  return email.text === undefined ? undefined : flow(email.text, /delsp="?yes/i.test(source));
}

function flow(text: string, deleteSpace: boolean): string {
  const joined: string[] = [];
  let open: number | undefined;
  for (const line of text.split(/\r?\n/)) {
    const marks = /^>*/.exec(line)?.[0].length ?? 0;
    const rest = line.slice(marks).replace(/^ /, '');
    const soft = rest.endsWith(' ') && rest !== '-- ';
    if (open === marks && rest !== '-- ') joined.push(`${joined.pop() ?? ''}${rest}`);
    else joined.push(marks > 0 ? `${'>'.repeat(marks)} ${rest}` : rest);
    if (soft && deleteSpace) joined.push((joined.pop() ?? '').slice(0, -1));
    open = soft ? marks : undefined;
  }
  return joined.join('\n');
}

/** An mbox file begins with a `From ` line that is no header. */
function withoutEnvelopeLine(bytes: Uint8Array): Uint8Array {
  const start = [0x46, 0x72, 0x6f, 0x6d, 0x20];
  if (!start.every((b, i) => bytes[i] === b)) return bytes;
  const end = bytes.indexOf(0x0a);
  return end < 0 ? bytes : bytes.subarray(end + 1);
}

/** Header values, with raw 8-bit bytes (forbidden, yet common in Asia) read in the body's character set. */
class Addresses {
  constructor(
    private readonly raw: Uint8Array,
    private readonly contentType: string | undefined,
  ) {}

  list(found: readonly Address[] | undefined): MailAddress[] {
    return (found ?? [])
      .flatMap((a) => a.group ?? [a])
      .map((a) => {
        const name = a.name.trim();
        const address = (a.address ?? '').trim();
        return name === '' ? { address } : { address, name };
      });
  }

  repaired(field: string, decoded: string): string {
    if (!decoded.includes('\ufffd')) return decoded;
    const charset = /charset\s*=\s*"?([\w.:-]+)/i.exec(this.contentType ?? '')?.[1] ?? 'windows-1252';
    const bytes = rawField(this.raw, field);
    if (bytes === undefined || bytes.includes(0x3d)) return decoded;
    const words = Array.from(bytes, (b) => `=${b.toString(16).toUpperCase().padStart(2, '0')}`).join('');
    return decodeWords(`=?${charset}?Q?${words}?=`);
  }
}

/** The bytes of one unfolded header field of the root, up to its line end. */
function rawField(raw: Uint8Array, field: string): Uint8Array | undefined {
  let at = 0;
  while (at < raw.length) {
    let end = raw.indexOf(0x0a, at);
    if (end < 0) end = raw.length;
    if (end - at <= 1) return undefined;
    const head = String.fromCharCode(...raw.subarray(at, Math.min(end, at + field.length + 1)));
    if (head.toLowerCase() === `${field}:`) {
      let from = at + field.length + 1;
      while (raw[from] === 0x20 || raw[from] === 0x09) from += 1;
      return raw.subarray(from, raw[end - 1] === 0x0d ? end - 1 : end);
    }
    at = end + 1;
  }
  return undefined;
}

function evidenceParts(email: Email): MailPart[] {
  return email.attachments
    .filter((a) => EVIDENCE.test(a.mimeType))
    .map((a) => {
      const contentType = a.method ? `${a.mimeType}; method=${a.method}` : a.mimeType;
      const content = bytesOf(a);
      return content.length > LONGEST_EVIDENCE
        ? { contentType }
        : { contentType, content: textOf(content), ...(a.disposition ? { disposition: a.disposition } : {}) };
    });
}

function attachment(a: Attachment, html: string): MimeAttachment {
  const contentId = a.contentId?.trim().replace(/^<|>$/g, '');
  const shown = contentId !== undefined && html.toLowerCase().includes(`cid:${contentId.toLowerCase()}`);
  return {
    ...(a.filename === null ? {} : { filename: a.filename }),
    contentType: a.mimeType,
    ...(contentId === undefined ? {} : { contentId }),
    inline: shown || (a.related === true && a.disposition !== 'attachment'),
    content: bytesOf(a),
  };
}

function bytesOf(a: Attachment): Uint8Array {
  if (a.content instanceof Uint8Array) return a.content;
  if (typeof a.content === 'string') return Uint8Array.from(a.content, (c) => c.charCodeAt(0));
  return new Uint8Array(a.content);
}

/** UTF-8, or byte by byte where it is not: evidence is mostly ASCII, and its fields must never be lost. */
function textOf(bytes: Uint8Array): string {
  let percent = '';
  let plain = '';
  for (const b of bytes) {
    percent += b < 0x80 && b !== 0x25 ? String.fromCharCode(b) : `%${b.toString(16).padStart(2, '0')}`;
    plain += String.fromCharCode(b);
  }
  try {
    return decodeURIComponent(percent);
  } catch {
    return plain;
  }
}
