import type { Kysely, Transaction } from 'kysely';
import type { Rule } from '../../core/rules';
import { sendOne } from '../marketing/send';
import { addToList, holdsFor, NoSuchList, removeFromList } from '../segments';
import type { Database } from '../store/schema';
import { StepFailed } from './step-failed';
import type { Round } from './walker';

// Other parts of marketing mail, as workflows ask them.

export interface Holds {
  holds: boolean;
  /** From then on time alone may give another answer. */
  until?: Date;
}

/** Whether a rule holds for contacts as they stand, also as this transaction has changed them. */
export const rulesHold = (
  db: Kysely<Database>,
  account: number,
  rule: Rule,
  contacts: readonly string[],
  now: Date,
): Promise<Map<string, Holds>> => holdsFor(db, account, rule, [...new Set(contacts)], now);

/** Adds contacts to a list, or takes them off it; resolves to those of whom that changed anything. */
export async function changeList(
  trx: Transaction<Database>,
  what: { account: number; workflow: string; list: string | null; action: 'add' | 'remove' },
  contacts: readonly string[],
  now: Date,
): Promise<Set<string>> {
  const { account, workflow, list, action } = what;
  if (list === null) throw new StepFailed('list-gone');
  const change = action === 'add' ? addToList : removeFromList;
  try {
    return new Set(await change(trx, account, list, contacts, `workflow:${workflow}`, now));
  } catch (error) {
    if (error instanceof NoSuchList) throw new StepFailed('list-gone');
    throw error;
  }
}

/** Whether a contact is on a list, or in a segment. */
export async function memberOf(
  db: Kysely<Database>,
  account: number,
  segment: string,
  contact: string,
): Promise<boolean> {
  const row = await db
    .selectFrom('segment_members')
    .select('contact_id')
    .where('account_id', '=', account)
    .where('segment_id', '=', segment)
    .where('contact_id', '=', contact)
    .executeTakeFirst();
  return row !== undefined;
}

/** Sends a marketing message to one contact, once by its key; whoever may not get it now is left out with the reason. */
export async function sendMessage(
  { trx, needs, workflow }: Round,
  { message, contact, key }: { message: string | null; contact: string; key: string },
): Promise<Record<string, unknown>> {
  if (message === null) throw new StepFailed('message-gone');
  const sent = await sendOne(trx, needs, { account: workflow.account_id, message, contact, key });
  if (sent.ok) return { message, copy: sent.idx };
  if (sent.reason === 'left-out') return { message, copy: sent.idx, leftOut: sent.why };
  throw new StepFailed('message-not-sendable');
}
