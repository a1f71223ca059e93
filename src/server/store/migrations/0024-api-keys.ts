import { type Kysely, sql } from 'kysely';

/** K5: keys for programs. Only a hash of each is kept. */
const STATEMENTS = [
  `create table api_keys (
    account_id bigint not null references accounts(id),
    id uuid not null,
    user_id bigint,
    made_by bigint not null,
    name text not null,
    hash text not null,
    shown text not null,
    role text not null check (role in ('member', 'marketer', 'admin')),
    access text not null check (access in ('read', 'write')),
    created_at timestamptz not null,
    expires_at timestamptz not null,
    last_used_at timestamptz,
    revoked_at timestamptz,
    revoked_by bigint,
    primary key (account_id, id)
  )`,
  `create unique index api_keys_by_hash on api_keys (account_id, hash)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
