import { sql, type Kysely } from 'kysely';
import type { Database } from '../store/schema';
import type { WatchedMailbox } from './mailboxes';

/** An item that could not be judged: all that is kept of it (R10). */
export interface MailboxProblem {
  item: string;
  /** What failed, without a word of the mail: `Graph: failed 500 …`, `TypeError`. */
  reason: string;
  attempts: number;
  since: Date;
  lastAt: Date;
  /** Absent: given up. */
  retryAt?: Date;
  /** Found by the look back, which has gone on without it (R1). */
  lookBack: boolean;
}

const MINUTE_MS = 60_000;
/** After this long an item is given up, and named to the owner. */
export const GIVE_UP_MS = 7 * 86_400_000;
const LONGEST_PAUSE_MS = 6 * 3_600_000;

type Key = Pick<WatchedMailbox, 'account' | 'id'>;

/** When what has failed so often since then is tried again: 1, 2, 4 … minutes, at most 6 hours; null: never. */
export function nextTry(attempts: number, since: Date, now: Date): Date | null {
  if (now.getTime() - since.getTime() >= GIVE_UP_MS) return null;
  const pause = Math.min(MINUTE_MS * 2 ** Math.min(attempts - 1, 20), LONGEST_PAUSE_MS);
  return new Date(Math.min(now.getTime() + pause, since.getTime() + GIVE_UP_MS));
}

/** Notes that an item could not be judged; it is tried again later, and keeps no other one waiting. */
export async function noteProblem(
  db: Kysely<Database>,
  mailbox: Key & Pick<WatchedMailbox, 'historic'>,
  item: string,
  reason: string,
  now: Date,
): Promise<void> {
  const before = await db
    .selectFrom('mailbox_problems')
    .select(['attempts', 'first_at'])
    .where('account_id', '=', mailbox.account)
    .where('mailbox_id', '=', mailbox.id)
    .where('item_id', '=', item)
    .executeTakeFirst();
  const attempts = (before?.attempts ?? 0) + 1;
  const first = before?.first_at ?? now;
  const row = { reason, attempts, last_at: now, retry_at: nextTry(attempts, first, now) };
  await db
    .insertInto('mailbox_problems')
    .values({
      ...{ account_id: mailbox.account, mailbox_id: mailbox.id, item_id: item, first_at: first },
      look_back: mailbox.historic ?? false,
      ...row,
    })
    .onConflict((c) => c.columns(['account_id', 'mailbox_id', 'item_id']).doUpdateSet(row))
    .execute();
}

/** Notes that an item is not tried again by itself, and why. */
export async function giveUpProblem(
  db: Kysely<Database>,
  mailbox: Key,
  item: string,
  reason: string,
  now: Date,
): Promise<void> {
  const row = { reason, last_at: now, retry_at: null };
  await db
    .insertInto('mailbox_problems')
    .values({
      ...{ account_id: mailbox.account, mailbox_id: mailbox.id, item_id: item },
      ...{ ...row, attempts: 1, first_at: now },
    })
    .onConflict((c) => c.columns(['account_id', 'mailbox_id', 'item_id']).doUpdateSet(row))
    .execute();
}

/** The item was judged, or is gone. */
export async function endProblem(db: Kysely<Database>, mailbox: Key, item: string): Promise<void> {
  await db
    .deleteFrom('mailbox_problems')
    .where('account_id', '=', mailbox.account)
    .where('mailbox_id', '=', mailbox.id)
    .where('item_id', '=', item)
    .execute();
}

/** The mailbox's problems, oldest first. */
export async function problemsOf(db: Kysely<Database>, mailbox: Key): Promise<MailboxProblem[]> {
  const rows = await db
    .selectFrom('mailbox_problems')
    .selectAll()
    .where('account_id', '=', mailbox.account)
    .where('mailbox_id', '=', mailbox.id)
    .orderBy('first_at')
    .orderBy('item_id')
    .execute();
  return rows.map((row) => ({
    item: row.item_id,
    reason: row.reason,
    attempts: row.attempts,
    since: row.first_at,
    lastAt: row.last_at,
    lookBack: row.look_back,
    ...(row.retry_at && { retryAt: row.retry_at }),
  }));
}

/** For a repair by hand: all of them are tried at the next run, and seven days more. */
export async function retryProblems(db: Kysely<Database>, mailbox: Key, now: Date): Promise<void> {
  await sql`
    update mailbox_problems set retry_at = ${now}, first_at = ${now}, attempts = 0
    where account_id = ${mailbox.account} and mailbox_id = ${mailbox.id}`.execute(db);
}
