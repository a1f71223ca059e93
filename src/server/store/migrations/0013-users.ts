import { type Kysely, sql } from 'kysely';

/** S5: who was disabled when, and what was handed over to whom. */
const STATEMENTS = [
  `alter table users add column disabled_at timestamptz`,
  `create table handovers (
    account_id bigint not null,
    id uuid not null,
    from_user_id bigint not null,
    to_user_id bigint not null,
    by_user_id bigint not null,
    at timestamptz not null,
    undone_at timestamptz,
    primary key (account_id, id)
  )`,
  `create unique index handovers_standing on handovers (account_id, from_user_id) where undone_at is null`,
  `create table handed_contacts (
    account_id bigint not null,
    handover_id uuid not null,
    contact_id uuid not null,
    primary key (account_id, handover_id, contact_id)
  )`,
  `create table handed_teams (
    account_id bigint not null,
    handover_id uuid not null,
    team_id uuid not null,
    primary key (account_id, handover_id, team_id)
  )`,
  // Of whom a colleague reads the mail, and hears of it: also of those whose mail the other one had taken over before.
  `create table handed_mail (
    account_id bigint not null,
    from_user_id bigint not null,
    to_user_id bigint not null,
    handover_id uuid not null,
    at timestamptz not null,
    primary key (account_id, from_user_id, to_user_id, handover_id)
  )`,
  `create index contacts_by_owner on contacts (account_id, owner_user_id)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
