import { type Kysely, sql } from 'kysely';

/** Marketing mail: by which copy somebody took themselves off; gone again when they came back (docs/marketing.md). */
const STATEMENTS: readonly string[] = [
  `create function copy_facts_of_unsubscribes() returns trigger language plpgsql as $$
    begin
      update marketing_copies set unsubscribed_at = (select min(u.at) from unsubscribes u
          where u.account_id = new.account_id and u.message_id = new.message_id
            and u.recipient_idx = new.recipient_idx and u.ended_at is null)
        where account_id = new.account_id and message_id = new.message_id and idx = new.recipient_idx;
      return null;
    end $$`,
  `create trigger unsubscribes_of_copies_made after insert on unsubscribes for each row
    when (new.message_id is not null) execute function copy_facts_of_unsubscribes()`,
  `create trigger unsubscribes_of_copies_changed after update of at, ended_at on unsubscribes for each row
    when (new.message_id is not null) execute function copy_facts_of_unsubscribes()`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
