import { sql, type Selectable, type Transaction } from 'kysely';
import type { Database } from '../store/schema';

export type EventRow = Selectable<Database['events']>;

/** The opens, clicks and replies of a message that have not been taken back, oldest first. */
export async function standingEvents(
  trx: Transaction<Database>,
  account: number,
  message: string,
): Promise<EventRow[]> {
  return trx
    .selectFrom('events as e')
    .selectAll()
    .where('e.account_id', '=', account)
    .where('e.message_id', '=', message)
    .where('e.kind', 'in', ['open', 'click', 'reply'])
    .where(
      sql<boolean>`not exists (select 1 from events b where b.account_id = e.account_id
        and b.kind = 'retracted' and b.cause = 'event:' || e.seq)`,
    )
    .orderBy('e.at')
    .orderBy('e.seq')
    .execute();
}

/** Brings a message's counts in line with its ledger. */
export async function refreshCounts(
  trx: Transaction<Database>,
  account: number,
  message: string,
  at: Date,
): Promise<void> {
  const standing = await standingEvents(trx, account, message);
  const count = (kind: string): number =>
    standing.filter((event) => event.kind === kind && !event.historic).length;
  await trx
    .updateTable('messages')
    .set({ opens: count('open'), clicks: count('click'), updated_at: at })
    .where('account_id', '=', account)
    .where('id', '=', message)
    .execute();
}

const CAUSES_AT_ONCE = 20;

/**
 * The cause under which an event may be written: a cause writes each kind once, so what was taken back and holds after
 * all is written under the next number.
 */
export async function freeCause(
  trx: Transaction<Database>,
  account: number,
  cause: string,
  kind: string,
): Promise<string> {
  for (let from = 1; ; from += CAUSES_AT_ONCE) {
    const causes = Array.from({ length: CAUSES_AT_ONCE }, (_, i) =>
      from + i === 1 ? cause : `${cause}#${from + i}`,
    );
    const rows = await trx
      .selectFrom('events')
      .select('cause')
      .where('account_id', '=', account)
      .where('kind', '=', kind)
      .where('cause', 'in', causes)
      .execute();
    const taken = new Set(rows.map((row) => row.cause));
    const free = causes.find((one) => !taken.has(one));
    if (free !== undefined) return free;
  }
}

/** The cause without its number. */
export const bareCause = (cause: string): string => cause.replace(/#\d+$/, '');
