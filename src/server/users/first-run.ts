import { type Kysely, sql } from 'kysely';
import { FIRST_STEPS, type FirstRun, type FirstRunChange } from '../../core/api/deployment';
import { type Database, json } from '../store/schema';

interface Asker {
  account: number;
  user: number;
}

/** How far somebody is on the way to their first tracked mail, from what is there: nobody ticks a step by hand. */
export async function firstRunOf(db: Kysely<Database>, who: Asker): Promise<FirstRun> {
  const { rows } = await sql<{
    seen: boolean;
    dismissed: boolean;
    mailbox: boolean;
    addin: boolean;
    sent: boolean;
    opened: boolean;
  }>`
    select coalesce((u.preferences->'firstRun'->>'basisSeen')::boolean, false) as seen,
      coalesce((u.preferences->'firstRun'->>'dismissed')::boolean, false) as dismissed,
      exists (select 1 from mailboxes b where b.account_id = u.account_id and b.owner_user_id = u.id
        and b.state = 'watching') as mailbox,
      exists (select 1 from ticket_books t where t.account_id = u.account_id and t.user_id = u.id) as addin,
      exists (select 1 from messages m where m.account_id = u.account_id and m.user_id = u.id and m.direction = 'outgoing'
        and (m.tracked_image or m.links_tracked > 0)) as sent,
      exists (select 1 from events e where e.account_id = u.account_id and e.user_id = u.id and e.kind = 'open'
        and not e.historic and not exists (select 1 from events r where r.account_id = e.account_id and r.retracts = e.seq))
        as opened
    from users u where u.account_id = ${who.account} and u.id = ${who.user}`.execute(db);
  const [row] = rows;
  const done: Record<(typeof FIRST_STEPS)[number], boolean> = {
    basis: row?.seen ?? false,
    mailbox: row?.mailbox ?? false,
    addin: row?.addin ?? false,
    sent: row?.sent ?? false,
    opened: row?.opened ?? false,
  };
  return {
    steps: FIRST_STEPS.map((step) => ({ step, done: done[step] })),
    dismissed: row?.dismissed ?? false,
  };
}

/** Puts the list away, takes it out again, or notes that the legal basis was looked at. */
export async function changeFirstRun(
  db: Kysely<Database>,
  who: Asker,
  change: FirstRunChange,
): Promise<void> {
  await db
    .updateTable('users')
    .set({
      preferences: sql<string>`jsonb_set(preferences, '{firstRun}',
        coalesce(preferences->'firstRun', '{}'::jsonb) || ${json(change)}::jsonb)`,
    })
    .where('account_id', '=', who.account)
    .where('id', '=', who.user)
    .execute();
}
