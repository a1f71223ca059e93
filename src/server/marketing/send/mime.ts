import { createHash, createPrivateKey, sign, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import MimeNode from 'nodemailer/lib/mime-node';
import type { DkimKey } from './dkim';

export interface MailAddress {
  address: string;
  name: string;
}

/** One copy as it is to be read. */
export interface CopyMail {
  from: MailAddress;
  to: MailAddress;
  replyTo: MailAddress | undefined;
  subject: string;
  html: string;
  text: string;
  /** With its angle brackets. */
  messageId: string;
  date: Date;
  /** One-click unsubscribing and the like; a line end in a value becomes a space. */
  headers: Readonly<Record<string, string>>;
}

const CRLF = '\r\n';
/** No quoted-printable text has "=_" in it, so it ends no part early. */
const BOUNDARY = '=_mailtrail_alternative';
/** RFC 8058, 4: both headers of one-click unsubscribing are to be signed. */
const SIGNED = new Set([
  ...['from', 'reply-to', 'subject', 'date', 'message-id', 'to', 'mime-version', 'content-type'],
  ...['list-unsubscribe', 'list-unsubscribe-post', 'feedback-id'],
]);

const oneLine = (text: string): string => text.replace(/[\r\n\0]+/g, ' ');

/**
 * A copy as it leaves: a multipart/alternative of text and HTML, signed where there is a key. Headers are encoded and folded
 * by nodemailer; the parts here, since a mail is taken apart and put together several times by its streams, and the signature
 * is made beside the thread (a third and a half of the time of a mail, measured).
 */
export async function finishedMail(mail: CopyMail, key: DkimKey | undefined): Promise<Buffer> {
  const headers = headersOf(mail);
  const body = [part('text/plain', mail.text), part('text/html', mail.html), `--${BOUNDARY}--${CRLF}`].join(
    '',
  );
  const signature = key ? await dkimSignature(headers, body, key) : '';
  return Buffer.from(`${signature}${headers}${CRLF}${CRLF}${body}`, 'latin1');
}

function headersOf(mail: CopyMail): string {
  const named = ({ address, name }: MailAddress): MailAddress => ({ address, name: oneLine(name) });
  const node = new MimeNode(`multipart/alternative; boundary="${BOUNDARY}"`);
  node.setHeader({
    From: named(mail.from),
    To: named(mail.to),
    ...(mail.replyTo && { 'Reply-To': named(mail.replyTo) }),
    Subject: oneLine(mail.subject),
    'Message-ID': mail.messageId,
    Date: mail.date,
  });
  for (const [name, value] of Object.entries(mail.headers)) node.setHeader(name, oneLine(value));
  return node.buildHeaders();
}

const part = (type: string, text: string): string =>
  `--${BOUNDARY}${CRLF}Content-Type: ${type}; charset=utf-8${CRLF}Content-Transfer-Encoding: quoted-printable${CRLF}${CRLF}${quotedPrintable(text)}${CRLF}`;

const LINE = 76;
const HEX = Buffer.from('0123456789ABCDEF');

/** RFC 2045, 6.7: lines of 76 letters at most, line ends as CRLF, nothing that a relay might change at their end. */
export function quotedPrintable(text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  const { length } = bytes;
  const out = Buffer.allocUnsafe(length * 3 + Math.ceil((length * 3) / 72) * 3 + 3);
  let to = 0;
  let column = 0;
  for (let i = 0; i < length; i++) {
    const byte = bytes[i] ?? 0;
    // A carriage return stands for a line end by itself, or with the line feed after it.
    if (byte === 13 && bytes[i + 1] === 10) continue;
    if (byte === 10 || byte === 13) {
      out[to++] = 13;
      out[to++] = 10;
      column = 0;
      continue;
    }
    const next = i + 1 < length ? bytes[i + 1] : 10;
    const ends = next === 10 || next === 13;
    const plain = (byte > 32 && byte < 127 && byte !== 61) || ((byte === 32 || byte === 9) && !ends);
    const width = plain ? 1 : 3;
    if (column + width > (ends ? LINE : LINE - 1)) {
      out[to++] = 61;
      out[to++] = 13;
      out[to++] = 10;
      column = 0;
    }
    if (plain) out[to++] = byte;
    else {
      out[to++] = 61;
      out[to++] = HEX[byte >> 4] ?? 0;
      out[to++] = HEX[byte & 15] ?? 0;
    }
    column += width;
  }
  return out.toString('latin1', 0, to);
}

const signAside = promisify<string, Buffer, KeyObject, Buffer>(sign);
const keys = new Map<string, KeyObject>();

function keyObject(pem: string): KeyObject {
  const known = keys.get(pem);
  if (known) return known;
  const made = createPrivateKey(pem);
  keys.set(pem, made);
  return made;
}

/** RFC 6376, 3.4.4 and 3.4.2: relaxed. */
const relaxedBody = (body: string): string =>
  body
    .replace(/[ \t]+\r\n/g, CRLF)
    .replace(/[ \t]{2,}|\t/g, ' ')
    .replace(/(?:\r\n)+$/, CRLF);
const relaxedHeader = (header: string): string => {
  const colon = header.indexOf(':');
  const value = header
    .slice(colon + 1)
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
    .trim();
  return `${header.slice(0, colon).trim().toLowerCase()}:${value}`;
};

async function dkimSignature(headers: string, body: string, key: DkimKey): Promise<string> {
  const hash = createHash('sha256').update(relaxedBody(body), 'latin1').digest('base64');
  const signed = headers
    .split(/\r\n(?![ \t])/)
    .map((header) => ({ name: header.slice(0, header.indexOf(':')).trim().toLowerCase(), header }))
    .filter(({ name }) => SIGNED.has(name));
  const own = [
    `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=${key.domain};`,
    ` s=${key.selector}; h=${signed.map(({ name }) => name).join(`:${CRLF} `)};`,
    ` bh=${hash};`,
    ` b=`,
  ].join(CRLF);
  const text = [...signed.map(({ header }) => relaxedHeader(header)), relaxedHeader(own)].join(CRLF);
  const signature = await signAside('sha256', Buffer.from(text, 'latin1'), keyObject(key.privateKey));
  return `${own}${signature.toString('base64').replace(/.{1,72}/g, (line, at) => (at === 0 ? line : `${CRLF} ${line}`))}${CRLF}`;
}
