import { type Transaction, sql } from 'kysely';
import type { Services } from '../../services';
import type { Database } from '../../store/schema';
import { audienceRows } from '../audience';
import { readSend } from './sends';

/** So many copies are made in one transaction. */
const CHUNK = 500;

/**
 * Makes the next copies of a message that is being sent, and says whether there are more to make. How far it is stands in
 * the same transaction, so that no contact gets two and no index is given twice.
 */
export async function makeCopies(
  trx: Transaction<Database>,
  services: Pick<Services, 'secrets'>,
  account: number,
  message: string,
): Promise<'more' | 'done'> {
  const row = await trx
    .selectFrom('marketing_sends')
    .selectAll()
    .where('account_id', '=', account)
    .where('message_id', '=', message)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (row.copied) return 'done';
  const people = await audienceRows(trx, account, readSend(services, row), row.cursor, CHUNK);
  const last = people.at(-1);
  if (people.length > 0) {
    const first = row.next_idx;
    await sql`
      insert into marketing_copies (account_id, message_id, idx, contact_id, address, name, state, reason)
      select ${account}, ${message}, ${first - 1} + p.n, p.contact, p.address, p.name,
          case when p.reason = '' then 'waiting' else 'left-out' end, nullif(p.reason, '')
        from unnest(${people.map(({ contact }) => contact)}::uuid[], ${people.map(({ address }) => address)}::text[],
          ${people.map(({ name }) => name)}::text[], ${people.map(({ leftOut }) => leftOut ?? '')}::text[])
          with ordinality as p (contact, address, name, reason, n)`.execute(trx);
  }
  await trx
    .updateTable('marketing_sends')
    .set({
      next_idx: row.next_idx + people.length,
      ...(last ? { cursor: last.contact } : { copied: true }),
    })
    .where('account_id', '=', account)
    .where('message_id', '=', message)
    .execute();
  return last ? 'more' : 'done';
}
