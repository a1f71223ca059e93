import type { WatchedMailbox } from '../mailboxes';
import type { FetchedMail } from './fetched-mail';

/** L4: why a mail is not filed, whatever else speaks for it. */
export type Withheld = 'private' | 'encrypted' | 'never-logged';

type Shape = Pick<FetchedMail, 'mail' | 'files' | 'sensitivity'>;

/** L4 without the never-log list: what the mail says of itself. `privateLabels`: ids of labels whose mail is private. */
export function withheldByItself(
  { mail, files, sensitivity }: Shape,
  privateLabels: readonly string[] = [],
): 'private' | 'encrypted' | undefined {
  const header = (name: string): string =>
    mail.headers
      .find((h) => h.name.toLowerCase() === name)
      ?.value.trim()
      .toLowerCase() ?? '';
  // PidTagSensitivity 2; "personal" and "company-confidential" are not private.
  if (sensitivity === '2' || header('sensitivity') === 'private') return 'private';
  const labels = labelsIn(header('msip_labels'));
  if (privateLabels.some((id) => labels.includes(id.toLowerCase()))) return 'private';
  const type = (mail.contentType ?? '').toLowerCase();
  // A clear-signed mail (multipart/signed) can be read by all; an opaque one cannot be told from an encrypted one.
  const encrypted =
    /^(?:application\/(?:x-)?pkcs7-mime|multipart\/encrypted)\b/.test(type) ||
    /^ipm\.note\.(?:smime|secure|rpmsg.*)$/i.test(mail.messageClass ?? '') ||
    header('content-class') === 'rpmsg.message' ||
    files.some(
      (f) => f.contentType === 'application/x-microsoft-rpmsg-message' || /\.rpmsg$/i.test(f.filename ?? ''),
    );
  return encrypted ? 'encrypted' : undefined;
}

/**
 * The sensitivity labels of a mail: Outlook and Exchange write `MSIP_Label_{id}_Enabled=true; MSIP_Label_{id}_Name=…`
 * (Microsoft Purview, label metadata). Lower case.
 */
const labelsIn = (value: string): string[] =>
  [...value.replace(/\s+/g, '').matchAll(/msip_label_([0-9a-f-]{36})_enabled=true\b/g)].flatMap(
    ([, id]) => id ?? [],
  );

/** Who is on a mail, for the never-log list. */
export interface OnMail {
  /** Everybody outside the company. */
  outside: readonly string[];
  /** Of received mail, its writer. */
  writer?: string;
}

/** Why a mail is withheld, and who of those on it gets no record of it, whatever else is filed. */
export interface Withholding {
  why?: Withheld;
  /** Folded addresses. */
  listed: ReadonlySet<string>;
}

/**
 * L4: what the mail says of itself; then the never-log list. One listed person among many blocks the whole mail, or, where
 * the account says so, only their own record; a mail of theirs, or one to nobody else, is always withheld. Asked for all
 * of these: `erased` and `listed`.
 */
export function withheld(
  { settings }: Pick<WatchedMailbox, 'settings'>,
  fetched: Shape,
  { outside, writer }: OnMail,
  known: { erased: ReadonlySet<string>; listed: ReadonlySet<string> },
): Withholding {
  const itself = withheldByItself(fetched, settings.privateLabels);
  if (itself) return { why: itself, listed: new Set() };
  const everybody = writer === undefined ? [...outside] : [...outside, writer];
  // P5: mail with somebody who was erased would bring them back.
  const erased = everybody.filter((address) => known.erased.has(address));
  if (erased.length > 0) return { why: 'never-logged', listed: new Set(erased) };
  const listed = new Set(everybody.filter((address) => known.listed.has(address)));
  const blocks =
    listed.size > 0 &&
    (settings.neverLogBlocks !== 'record' ||
      (writer !== undefined && listed.has(writer)) ||
      (writer === undefined && outside.every((address) => listed.has(address))));
  return { ...(blocks && { why: 'never-logged' }), listed };
}
