import { sql, type Transaction } from 'kysely';
import type { Database } from '../store/schema';
import { dropMail } from './drafts';
import { dropDraftsSoon, leaveOpen } from './outcome';
import { copiesOf } from './outgoing';

/**
 * P5: takes one person out of what was written here. What has not left goes whole, whoever else it was for, since it may
 * speak of them; of what has left, only to whom each copy went is there. False, and nothing is done: something of theirs
 * is being sent at this moment, which is to be waited for.
 */
export async function eraseFromOutgoing(
  trx: Transaction<Database>,
  account: number,
  person: { contact: string | null; addresses: readonly string[] },
  now: Date,
): Promise<boolean> {
  const patterns = person.addresses.map((address) => `%${address.replace(/[\\%_]/g, '\\$&')}%`);
  const theirs = await trx
    .selectFrom('outgoing_mails')
    .selectAll()
    .where('account_id', '=', account)
    .where('state', '!=', 'sent')
    .where((eb) =>
      eb.or([
        ...(person.contact === null ? [] : [eb('contact_id', '=', person.contact)]),
        sql<boolean>`lower(draft::text) like any(${patterns}::text[])`,
      ]),
    )
    .forUpdate()
    .execute();
  if (theirs.some(({ state }) => state === 'sending')) return false;
  for (const row of theirs) {
    const copies = await copiesOf(trx, account, row.id);
    // Answers to the copies that have left are known by them.
    if (copies.some(({ state }) => state === 'accepted')) await leaveOpen(trx, row, copies, now);
    else {
      await dropDraftsSoon(trx, row, copies);
      await dropMail(trx, account, row.id);
    }
  }
  if (person.contact !== null) {
    await trx
      .updateTable('outgoing_mails')
      .set({ contact_id: null })
      .where('account_id', '=', account)
      .where('contact_id', '=', person.contact)
      .execute();
  }
  await trx
    .updateTable('outgoing_copies')
    .set({ address: '', name: '' })
    .where('account_id', '=', account)
    .where(sql<boolean>`lower(address) like any(${patterns}::text[])`)
    .execute();
  return true;
}

/** A8: takes a person out of what somebody wrote into templates, those that were put away among them. */
export async function eraseFromTemplates(
  trx: Transaction<Database>,
  account: number,
  { patterns, scrub }: { patterns: readonly string[]; scrub: (text: string) => string },
): Promise<void> {
  const rows = await trx
    .selectFrom('templates')
    .select(['id', 'name', 'subject', 'html'])
    .where('account_id', '=', account)
    .where(sql<boolean>`lower(concat_ws(' ', name, subject, html)) like any(${patterns}::text[])`)
    .forUpdate()
    .execute();
  for (const { id, name, subject, html } of rows) {
    await trx
      .updateTable('templates')
      .set({ name: scrub(name), subject: scrub(subject), html: scrub(html) })
      .where('account_id', '=', account)
      .where('id', '=', id)
      .execute();
  }
}
