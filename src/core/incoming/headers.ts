import type { IncomingMail } from './types';

/** The first value of a header field, trimmed; undefined when the mail has none. Names compare without case. */
export function header(mail: IncomingMail, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return mail.headers.find((h) => h.name.toLowerCase() === wanted)?.value.trim();
}

/** All values of a header field, in order. */
export function headerValues(mail: IncomingMail, name: string): string[] {
  const wanted = name.toLowerCase();
  return mail.headers.filter((h) => h.name.toLowerCase() === wanted).map((h) => h.value.trim());
}

/** The root Content-Type, lower case, also where only the header list has it (Graph). */
export function rootType(mail: IncomingMail): string {
  return (mail.contentType ?? header(mail, 'content-type') ?? '').toLowerCase();
}

/** The `<…>` message ids in a header value, in order, brackets kept, comments and phrases dropped (RFC 5322, 3.6.4). */
export function messageIds(value: string | undefined): string[] {
  return (value ?? '').match(/<[^<>\s]+>/g) ?? [];
}

/** Splits `name: value` lines into fields, unfolding continuation lines; what is no field line is dropped. */
export function fields(block: string): { name: string; value: string }[] {
  const found: { name: string; value: string }[] = [];
  for (const line of block.replace(/\r\n?/g, '\n').split('\n')) {
    const last = found[found.length - 1];
    if (/^[ \t]/.test(line)) {
      if (last) last.value += ` ${line.trim()}`;
      continue;
    }
    const field = /^([!-9;-~]+):[ \t]*(.*)$/.exec(line);
    if (field) found.push({ name: (field[1] ?? '').toLowerCase(), value: (field[2] ?? '').trim() });
  }
  return found;
}
