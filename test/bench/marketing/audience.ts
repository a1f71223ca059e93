import { sql } from 'kysely';
import type { Store } from '../../../src/server/store';

/** The list that `seedAudience` makes. */
export const LIST = '00000000-0000-7000-8000-00000000a11e';

/** So many contacts with an address, a company, an owner and both bases, all on one list: five statements. */
export async function seedAudience(store: Store, account: number, count: number): Promise<void> {
  const id = sql`('00000000-0000-7000-8001-' || lpad(to_hex(n), 12, '0'))::uuid`;
  const rows = sql`generate_series(1, ${count}::integer) as n`;
  await store.tx(async (trx) => {
    await sql`insert into contacts (account_id, id, name, company, owner_user_id, source, created_at, updated_at)
      select ${account}, ${id}, 'Given' || n || ' Family' || (n % 977), 'Company ' || (n % 211), 1 + n % 2, 'bench', now(), now()
      from ${rows}`.execute(trx);
    await sql`insert into contact_addresses (account_id, address, contact_id, is_primary, created_at)
      select ${account}, 'given' || n || '@company' || (n % 211) || '.example', ${id}, true, now() from ${rows}`.execute(
      trx,
    );
    await sql`insert into legal_bases (account_id, contact_id, purpose, at, basis, source, given_on)
      select ${account}, ${id}, p, now(), 'consent-given', 'bench', '2026-01-01'
      from ${rows}, unnest(array['marketing-mail', 'marketing-tracking']) as p`.execute(trx);
    await sql`insert into segments (account_id, id, name, kind, created_at, updated_at)
      values (${account}, ${LIST}, 'Everybody', 'list', now(), now())`.execute(trx);
    await sql`insert into segment_members (account_id, segment_id, contact_id, since, why)
      select ${account}, ${LIST}, ${id}, now(), 'api' from ${rows}`.execute(trx);
  });
  await sql`analyze`.execute(store.db);
}
