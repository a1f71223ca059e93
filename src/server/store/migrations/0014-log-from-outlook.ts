import { type Kysely, sql } from 'kysely';

/** What a person wants logged from Outlook (L8), and what became of it. */
const STATEMENTS = [
  // The key of the job that carries it out: of those that wait already, it was the message's.
  `alter table log_wishes add column id uuid not null default gen_random_uuid()`,
  `update log_wishes w set id = m.id from messages m where m.account_id = w.account_id
    and m.message_id_hash = w.message_id_hash and m.direction = w.direction and m.variant = 0`,
  `alter table log_wishes alter column id drop default`,
  `create unique index log_wishes_by_id on log_wishes (account_id, id)`,
  // Where copies of the mail lie, as [{mailbox, item}].
  `alter table log_wishes add column copies jsonb not null default '[]'`,
  `update log_wishes w set copies = coalesce((select jsonb_agg(jsonb_build_object('mailbox', s.mailbox_id, 'item', s.item_id))
    from sightings s where s.account_id = w.account_id and s.message_id = w.id), '[]')`,
  // Which of its files, on whose records: {files?, contacts?}. Files are named by hashes.
  `alter table log_wishes add column choice jsonb not null default '{}'`,
  // The pane hands it over.
  `alter table log_wishes add column by_pane boolean not null default false`,
  // Why it was not logged; such a row goes after an hour.
  `alter table log_wishes add column refused text`,
  // Until its wish is granted, what was undone is undone.
  `update messages m set state = 'undone', logged = false from log_wishes w
    where m.account_id = w.account_id and m.id = w.id and m.mime_blob is null and m.html is null and m.text is null`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
