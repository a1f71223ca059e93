import { type Kysely, sql } from 'kysely';

/** Marketing mail: when a version was begun, and the pictures of marketing messages (docs/marketing.md). */
const STATEMENTS: readonly string[] = [
  `alter table marketing_versions add column begun_at timestamptz not null default now()`,
  // What is fetched without signing in is found by its key alone: no account is named in its address.
  `create table marketing_pictures (
    account_id bigint not null,
    id uuid not null,
    key text not null,
    blob_key text not null,
    content_type text not null,
    name text not null,
    size integer not null,
    width integer not null,
    height integer not null,
    created_by bigint not null,
    created_at timestamptz not null,
    primary key (account_id, id)
  )`,
  `create unique index marketing_pictures_by_key on marketing_pictures (key)`,
  `create index marketing_pictures_by_blob on marketing_pictures (account_id, blob_key)`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
