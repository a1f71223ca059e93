import { z } from 'zod';
import type { BodyTrouble, ClientLimit, PolicyCode, PolicySubject } from '../../core/policy';

/** Why something was not done with a sent message, for the people who read its record. Codes are core/policy's. */
const CODES: Record<PolicyCode, string> = {
  plainText: 'plain text is never changed',
  private: 'the message is marked private',
  encrypted: 'the message is encrypted',
  meeting: 'it is a meeting request',
  allColleagues: 'all recipients are colleagues',
  noRecipients: 'it has no recipients',
  accountOff: 'switched off for the whole account',
  domainFailing: 'the tracking domain did not answer as it should',
  objected: 'a recipient objected',
  neverLogged: 'a recipient is on the never-log list',
  noTracking: 'a recipient is set to "no tracking"',
  freeSeat: 'links need a paid seat',
  switchedOff: 'switched off for this message',
  defaultOff: 'off by your default',
  policyMissing: 'Outlook had no policy at hand',
  policyStale: 'Outlook’s policy was too old',
  recipientUnknown: 'Outlook knew nothing yet about a recipient',
};
const SUBJECTS: Record<PolicySubject, string> = { image: 'Opens', links: 'Links', log: 'Log' };

/** What the add-in adds: why less was done than policy allowed, and what became of the body. */
const CLIENT: Record<ClientLimit, string> = {
  noTicket: 'Not tracked: Mailtrail had not prepared the mail when it was sent',
  imageOff: 'Opens: switched off for this version of Outlook',
  linksOff: 'Links: switched off for this version of Outlook',
  client: 'Links: this Outlook cannot change a mail while sending it',
  inlinePictures: 'Links: a picture in the text could have been lost in this Outlook',
  drawings: 'Links: a drawing in the text could have been lost in this Outlook',
  cloudFiles: 'Links: a shared file on the mail could have been lost in this Outlook',
  tooLong: 'Links: the mail was too long to be changed safely',
  bodyType: 'Not tracked: the mail is in a format that is never changed',
  bodyUnread: 'Not tracked: Outlook did not hand over the text',
  embedFailed: 'Not tracked: the text could not be read safely',
};
const BODY: Record<BodyTrouble, string> = {
  writeFailed: 'Not changed: Outlook refused the change; the mail left as it was written',
  bodyDamaged: 'Not tracked: Outlook damaged the text, your own was put back',
  restoreFailed:
    'Outlook damaged the text, and it is not certain that your own was put back. Look at the sent mail',
  unverified: 'Not certain: Outlook did not say what became of the change',
  late: 'Not changed: Outlook took too long to hand over the mail',
};
/** L9: what the mailbox's copy tells of a mail that no add-in saw. */
const COPY = {
  phone: 'Not tracked: sent from a phone',
  noAddin: 'Not tracked: sent where the add-in does not run',
};
const ADDED: ReadonlyMap<string, string> = new Map([
  ...Object.entries(CLIENT).map(([code, words]): [string, string] => [`client.${code}`, words]),
  ...Object.entries(BODY).map(([code, words]): [string, string] => [`body.${code}`, words]),
  ...Object.entries(COPY).map(([code, words]): [string, string] => [`copy.${code}`, words]),
]);

/** The server always knows these; what it resolves has none of them. */
const UNKNOWN: ReadonlySet<PolicyCode> = new Set(['policyMissing', 'policyStale', 'recipientUnknown']);

const isCode = (text: string): text is PolicyCode => Object.hasOwn(CODES, text);
const isSubject = (text: string): text is PolicySubject => Object.hasOwn(SUBJECTS, text);

const Reason = z.object({ code: z.string(), subject: z.string(), address: z.string().optional() });
const Frozen = z.object({ reasons: z.array(z.unknown()).catch([]) }).catch({ reasons: [] });

/** The reasons of a frozen policy in words, each once. What a newer version wrote and this one does not know is left out. */
export function policyWords(policy: unknown): string[] {
  const lines = Frozen.parse(policy).reasons.flatMap((reason) => {
    if (typeof reason === 'string') return reportedWords(reason) ?? [];
    const read = Reason.safeParse(reason);
    if (!read.success || !isCode(read.data.code) || !isSubject(read.data.subject)) return [];
    const who = read.data.address === undefined ? '' : ` (${read.data.address})`;
    return [`${SUBJECTS[read.data.subject]}: ${CODES[read.data.code]}${who}`];
  });
  return [...new Set(lines)];
}

/** What only the add-in could know: a limit of its client, what became of the body, or that it knew too little. */
function reportedWords(reported: string): string | undefined {
  const added = ADDED.get(reported);
  if (added !== undefined) return added;
  const [subject = '', code = ''] = reported.split('.');
  return isSubject(subject) && isCode(code) && UNKNOWN.has(code)
    ? `${SUBJECTS[subject]}: ${CODES[code]}`
    : undefined;
}

/** The line of a sent mail in the feed: what went otherwise than policy allowed. */
export function sentNote(reasons: unknown): string | undefined {
  const list: unknown[] = Array.isArray(reasons) ? reasons : [];
  const words = list.flatMap((reason) => (typeof reason === 'string' ? (ADDED.get(reason) ?? []) : []));
  return words.length > 0 ? `${[...new Set(words)].join('. ')}.` : undefined;
}
