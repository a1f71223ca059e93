import type { Kysely, Transaction } from 'kysely';
import { evaluate, needsOf, type Rule } from '../../core/rules';
import { loadFacts } from '../segments/load-facts';
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
export async function rulesHold(
  db: Kysely<Database>,
  account: number,
  rule: Rule,
  contacts: readonly string[],
  now: Date,
): Promise<Map<string, Holds>> {
  const facts = await loadFacts(db, account, [...new Set(contacts)], needsOf([rule]));
  return new Map([...facts].map(([contact, known]) => [contact, evaluate(rule, known, now)]));
}

/** Adds contacts to a list, or takes them off it; resolves to those of whom that changed anything. */
export async function changeList(
  trx: Transaction<Database>,
  what: { account: number; workflow: string; list: string | null; action: 'add' | 'remove' },
  contacts: readonly string[],
  now: Date,
): Promise<Set<string>> {
  const { account, workflow, list, action } = what;
  const found = await trx
    .selectFrom('segments')
    .select('id')
    .where('account_id', '=', account)
    .where('id', '=', list ?? '')
    .where('kind', '=', 'list')
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  if (!found) throw new StepFailed('list-gone');
  const rows =
    action === 'add'
      ? await trx
          .insertInto('segment_members')
          .values(
            contacts.map((contact) => ({
              account_id: account,
              segment_id: found.id,
              contact_id: contact,
              since: now,
              why: `workflow:${workflow}`,
            })),
          )
          .onConflict((c) => c.doNothing())
          .returning('contact_id')
          .execute()
      : await trx
          .deleteFrom('segment_members')
          .where('account_id', '=', account)
          .where('segment_id', '=', found.id)
          .where('contact_id', 'in', [...contacts])
          .returning('contact_id')
          .execute();
  return new Set(rows.map(({ contact_id: contact }) => contact));
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
  _round: Round,
  _what: { message: string | null; contact: string; key: string },
): Promise<Record<string, unknown>> {
  throw new StepFailed('message-not-sendable');
}
