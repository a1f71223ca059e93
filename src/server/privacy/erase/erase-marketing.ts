import { sql, type Transaction } from 'kysely';
import { json, type Database } from '../../store/schema';
import type { Erased } from './erase-messages';
import { ERASED_NAME, likePatterns, type Scrubber } from './scrub';

type Trx = Transaction<Database>;

/**
 * P5: takes a contact out of what marketing mail keeps of them. Copies stay, as somebody's: counts and rates stay what they
 * were. That an address was taken off marketing mail stays too, by its hash alone, so that no import brings it back.
 */
export async function forgetInMarketing(trx: Trx, { account, contact, addresses }: Erased): Promise<void> {
  const erased = sql`set contact_id = null, address = 'erased-' || c.idx || '@erased.invalid',
    name = ${ERASED_NAME}, reason = case when c.state in ('refused', 'waiting', 'unclear') then null else c.reason end`;
  if (contact !== null) {
    await sql`update marketing_copies c ${erased} where c.account_id = ${account} and c.contact_id = ${contact}`.execute(
      trx,
    );
  }
  // Copies of before their address was a contact's.
  await sql`update marketing_copies c ${erased}
    from message_recipients r
    where r.account_id = ${account} and r.address = any(${addresses}::text[])
      and c.account_id = r.account_id and c.message_id = r.message_id and c.idx = r.idx`.execute(trx);
  await trx
    .updateTable('unsubscribes')
    .set({ address: null })
    .where('account_id', '=', account)
    .where('address', 'in', [...addresses, ''])
    .execute();
}

interface Told {
  seq: number;
  recipient_idx: number | null;
  contact_id: string | null;
  detail: Record<string, unknown>;
}

/**
 * Takes them out of the lines of a marketing message: their own, found by their copies and their record, and answers of
 * others that name them. It may have a million lines, which are not read. Resolves to how many changed.
 */
export async function scrubMarketingEvents(
  trx: Trx,
  erased: Erased,
  { message, theirs, clean }: { message: string; theirs: readonly number[]; clean: Scrubber },
): Promise<number> {
  const { account, contact } = erased;
  const patterns = likePatterns(erased);
  const { rows } = await sql<Told>`
    select seq, recipient_idx, contact_id, detail from events
      where account_id = ${account} and message_id = ${message} and recipient_idx = any(${theirs}::integer[])
        and kind in ('open', 'click', 'reply')
    union select seq, recipient_idx, contact_id, detail from events
      where account_id = ${account} and contact_id = ${contact}::uuid and message_id::text = ${message}
    union select seq, recipient_idx, contact_id, detail from events
      where account_id = ${account} and message_id = ${message} and kind = 'reply'
        and lower(detail::text) like any(${patterns}::text[])`.execute(trx);
  let changed = 0;
  for (const { seq, recipient_idx: idx, contact_id: of, detail } of rows) {
    const own = (contact !== null && of === contact) || theirs.includes(idx ?? 0);
    const now = json(clean.scrubJson(detail));
    if (!own && now === json(detail)) continue;
    changed += 1;
    await trx
      .updateTable('events')
      .set({ detail: now, ...(own && { contact_id: null }) })
      .where('account_id', '=', account)
      .where('seq', '=', seq)
      .execute();
  }
  return changed;
}
