import { type Kysely, sql } from 'kysely';

/** The store's own tables: what it is for, how far each ingest log was drained, and the queue. */
const STATEMENTS = [
  `create table store_stamp (
    only_row boolean primary key default true check (only_row),
    mode text not null check (mode in ('sandbox', 'live')),
    stamped_at timestamptz not null default now()
  )`,
  `create table ingest_positions (
    log uuid not null,
    segment bigint not null,
    "offset" bigint not null,
    primary key (log, segment)
  )`,
  `create table ingest_rejects (
    log uuid not null,
    segment bigint not null,
    "offset" bigint not null,
    kind text not null,
    error text not null,
    at timestamptz not null,
    primary key (log, segment, "offset")
  )`,
  `create table jobs (
    account_id bigint not null default 0,
    type text not null,
    key text not null,
    payload jsonb not null default 'null',
    state text not null check (state in ('ready', 'running', 'done', 'dead')),
    run_at timestamptz not null,
    attempts int not null default 0,
    max_attempts int not null default 12,
    again boolean not null default false,
    lease uuid,
    lease_until timestamptz,
    last_error text,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (account_id, type, key)
  )`,
  `create index jobs_ready on jobs (run_at, updated_at) where state = 'ready'`,
  `create index jobs_running on jobs (lease_until) where state = 'running'`,
  `create index jobs_over on jobs (updated_at) where state in ('done', 'dead')`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
