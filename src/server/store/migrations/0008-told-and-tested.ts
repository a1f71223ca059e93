import { type Kysely, sql } from 'kysely';

/** Who looks at a page of ours, whose devices are at a place, and mails that are only tests. */
const STATEMENTS = [
  // O2: what a page shows that is looked at is not pushed to the person's other devices too.
  `create table presences (
    account_id bigint not null,
    user_id bigint not null,
    until timestamptz not null,
    shown_seq bigint not null,
    primary key (account_id, user_id)
  )`,
  // O7, where colleagues' looks do not count either: devices by place, whoever's they are.
  `create index own_devices_by_source on own_devices (account_id, source_hash)`,
  `create index own_devices_by_next_source on own_devices (account_id, next_source_hash) where next_source_hash is not null`,
  // O13. The frozen policy says that a mail is a test.
  `create index messages_tests on messages (account_id, user_id, at desc) where (policy ->> 'test') = 'true'`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
