import { type Kysely, sql } from 'kysely';

/** C7: the hosts that images and links of an account lead to. A7: the manifests that were made for it. */
const STATEMENTS = [
  `create table tracking_domains (
    account_id bigint not null references accounts(id),
    host text not null,
    is_default boolean not null default false,
    state text not null default 'unchecked' check (state in ('unchecked', 'good', 'failing')),
    checks jsonb not null default '[]',
    checked_at timestamptz,
    suspect_since timestamptz,
    failing_since timestamptz,
    added_at timestamptz not null,
    removed_at timestamptz,
    primary key (account_id, host)
  )`,
  `create unique index tracking_domains_default on tracking_domains (account_id) where is_default`,
  `create table account_manifests (
    account_id bigint not null references accounts(id),
    version text not null,
    number int not null,
    xml text not null,
    made_at timestamptz not null,
    fetched_at timestamptz,
    deployed_at timestamptz,
    primary key (account_id, number)
  )`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
