import { z } from 'zod';
import type { PolicyCode, PolicySubject } from '../../core/policy';

/** Why something was not done with a sent message, for the people who read its record. Codes are core/policy's. */
const CODES: Record<PolicyCode, string> = {
  plainText: 'plain text is never changed',
  private: 'the message is marked private',
  encrypted: 'the message is encrypted',
  meeting: 'it is a meeting request',
  allColleagues: 'all recipients are colleagues',
  noRecipients: 'it has no recipients',
  accountOff: 'switched off for the whole account',
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

const isCode = (text: string): text is PolicyCode => Object.hasOwn(CODES, text);
const isSubject = (text: string): text is PolicySubject => Object.hasOwn(SUBJECTS, text);

const Reason = z.object({ code: z.string(), subject: z.string(), address: z.string().optional() });
const Frozen = z.object({ reasons: z.array(z.unknown()).catch([]) }).catch({ reasons: [] });

/** The reasons of a frozen policy in words, each once. What a newer version wrote and this one does not know is left out. */
export function policyWords(policy: unknown): string[] {
  const lines = Frozen.parse(policy).reasons.flatMap((reason) => {
    const read = Reason.safeParse(reason);
    if (!read.success || !isCode(read.data.code) || !isSubject(read.data.subject)) return [];
    const who = read.data.address === undefined ? '' : ` (${read.data.address})`;
    return [`${SUBJECTS[read.data.subject]}: ${CODES[read.data.code]}${who}`];
  });
  return [...new Set(lines)];
}
