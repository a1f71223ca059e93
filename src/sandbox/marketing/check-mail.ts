import { createHash } from 'node:crypto';
import { readSinkMail, valueOf, valuesOf, type HeaderLine, type SinkMail } from './read-mail';

const LONGEST_LINE = 998;
const ONCE = ['from', 'to', 'date', 'message-id', 'subject', 'mime-version', 'content-type'] as const;

/** What a strict receiver finds wrong with a bulk mail; empty: nothing. Each names the rule it breaks. */
export function problemsOf(raw: Buffer, mail: SinkMail = readSinkMail(raw)): string[] {
  return [...lineProblems(raw), ...headerProblems(mail), ...bulkProblems(mail), ...dkimProblems(mail)];
}

/** RFC 5321 2.3.8 and 4.5.3.1.6. */
function lineProblems(raw: Buffer): string[] {
  let length = 0;
  for (let i = 0; i < raw.length; i++) {
    const byte = raw[i];
    if (byte === 0x0a && raw[i - 1] !== 0x0d) return ['a line ends without CR (RFC 5321, 2.3.8)'];
    if (byte === 0x0d && raw[i + 1] !== 0x0a) return ['a CR stands alone (RFC 5321, 2.3.8)'];
    length = byte === 0x0a ? 0 : length + 1;
    if (length > LONGEST_LINE + 1) return ['a line is longer than 998 octets (RFC 5322, 2.1.1)'];
  }
  return [];
}

/** RFC 5322 3.6: fields that a mail has exactly once. */
function headerProblems({ headers }: SinkMail): string[] {
  const wrong = ONCE.flatMap((name) => {
    const count = valuesOf(headers, name).length;
    return count === 1 ? [] : [`${name} stands ${count} times (RFC 5322, 3.6)`];
  });
  if (!/^<[^<>@\s]+@[^<>@\s]+>$/.test(valueOf(headers, 'message-id')))
    wrong.push('Message-ID is no <left@right> (RFC 5322, 3.6.4)');
  if (Number.isNaN(Date.parse(valueOf(headers, 'date')))) wrong.push('Date is no date (RFC 5322, 3.3)');
  if (valuesOf(headers, 'bcc').length > 0) wrong.push('Bcc travels (RFC 5322, 3.6.3)');
  if (headers.some(({ raw }) => /[^\x00-\x7f]/.test(raw)))
    wrong.push('a header is not ASCII (RFC 5322, 2.2)');
  return wrong;
}

/** What large receivers ask of bulk mail: RFC 8058, RFC 2369, and both parts of a body. */
function bulkProblems({ headers, text, html, contentType }: SinkMail): string[] {
  const wrong: string[] = [];
  const url = unsubscribeUrl(headers);
  if (url === undefined) wrong.push('List-Unsubscribe names no web address (RFC 8058, 3.1)');
  if (valueOf(headers, 'list-unsubscribe-post') !== 'List-Unsubscribe=One-Click')
    wrong.push('List-Unsubscribe-Post is not List-Unsubscribe=One-Click (RFC 8058, 3.1)');
  if (!/^multipart\//i.test(contentType) || text === undefined || html === undefined)
    wrong.push('text and HTML are not both there');
  return wrong;
}

/** The address to which one click is posted. */
export function unsubscribeUrl(headers: readonly HeaderLine[]): string | undefined {
  return /<(https?:[^>\s]+)>/i.exec(valueOf(headers, 'list-unsubscribe'))?.[1];
}

const tagsOf = (value: string): Map<string, string> =>
  new Map(
    value.split(';').flatMap((part): [string, string][] => {
      const at = part.indexOf('=');
      return at < 0 ? [] : [[part.slice(0, at).trim(), part.slice(at + 1).replace(/\s+/g, '')]];
    }),
  );

/** RFC 6376: its form, its alignment with From, what it signs, and the body's hash. The key lies in a DNS nobody has here. */
function dkimProblems({ headers, body }: SinkMail): string[] {
  const [signature] = valuesOf(headers, 'dkim-signature');
  if (signature === undefined) return ['no DKIM signature (RFC 6376)'];
  const tags = tagsOf(signature);
  const wrong: string[] = [];
  if (tags.get('v') !== '1') wrong.push('DKIM: v is not 1 (RFC 6376, 3.5)');
  if (!/^(?:rsa|ed25519)-sha256$/.test(tags.get('a') ?? ''))
    wrong.push('DKIM: a is not of SHA-256 (RFC 8301)');
  for (const tag of ['b', 'bh', 'd', 's', 'h']) {
    if ((tags.get(tag) ?? '') === '') wrong.push(`DKIM: ${tag} is not there (RFC 6376, 3.5)`);
  }
  const signed = (tags.get('h') ?? '').toLowerCase().split(':');
  for (const name of ['from', 'subject', 'list-unsubscribe', 'list-unsubscribe-post']) {
    if (!signed.includes(name)) wrong.push(`DKIM: ${name} is not signed (RFC 6376, 5.4; RFC 8058, 4)`);
  }
  const domain = (tags.get('d') ?? '').toLowerCase();
  const from = /@([^\s<>@]+?)>?\s*$/.exec(valueOf(headers, 'from'))?.[1]?.toLowerCase() ?? '';
  if (from !== domain && !from.endsWith(`.${domain}`))
    wrong.push('DKIM: d is not the domain of From (RFC 7489, 3.1.1)');
  const form = (tags.get('c') ?? 'simple/simple').split('/')[1] ?? 'simple';
  if (bodyHash(body, form === 'relaxed') !== tags.get('bh'))
    wrong.push('DKIM: bh is not the hash of the body (RFC 6376, 3.7)');
  return wrong;
}

/** RFC 6376 3.4.3 and 3.4.4. */
function bodyHash(body: Buffer, relaxed: boolean): string {
  let text = body.toString('latin1');
  if (relaxed) text = text.replace(/[ \t]+(?=\r\n|$)/g, '').replace(/[ \t]+/g, ' ');
  text = text.replace(/(?:\r\n)+$/, '');
  if (text !== '' || !relaxed) text += '\r\n';
  return createHash('sha256').update(text, 'latin1').digest('base64');
}
