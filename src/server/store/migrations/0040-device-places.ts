import { type Kysely, sql } from 'kysely';

const STATEMENTS = [
  // O7: what was learnt by its network alone could be a neighbour's; it is learnt anew as it is used.
  `delete from own_devices`,
  `alter table own_devices
    add column place_hash text not null,
    add column next_place_hash text,
    drop constraint own_devices_account_id_user_id_source_hash_family_platform_key,
    add unique (account_id, user_id, place_hash, family, platform)`,
  `drop index own_devices_by_source`,
  `drop index own_devices_by_next_source`,
  `create index own_devices_by_place on own_devices (account_id, place_hash)`,
  `create index own_devices_by_next_place on own_devices (account_id, next_place_hash) where next_place_hash is not null`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
