import type { Transaction } from 'kysely';
import type { JobHandlers } from '../jobs';
import { recordEvents, retractEvent } from '../events';
import type { Services } from '../services';
import type { Database } from '../store/schema';

/** L13: looks for mail that was reported and whose proof has not come. */
export const OVERDUE_JOB = 'messages.overdue';
const EVERY_MS = 60 * 60_000;
/** L13. */
export const UNMET_MS = 7 * 86_400_000;
const BATCH = 200;

const causeOf = (message: string): string => `message:${message}`;

/**
 * L13: what was reported and has been proven by nothing within seven days is "not confirmed". A proof that comes later
 * still confirms it. Resolves to how many were found; a full batch means that there may be more.
 */
export async function markOverdue(trx: Transaction<Database>, now: Date): Promise<number> {
  const rows = await trx
    .updateTable('messages')
    .set({ state: 'not-confirmed', updated_at: now })
    .where((eb) =>
      eb(
        eb.refTuple('account_id', 'id'),
        'in',
        eb
          .selectFrom('messages')
          .select(['account_id', 'id'])
          .where('state', '=', 'sending')
          .where('at', '<=', new Date(now.getTime() - UNMET_MS))
          .orderBy('at')
          .limit(BATCH)
          .forUpdate()
          .skipLocked()
          .$asTuple('account_id', 'id'),
      ),
    )
    .returning(['account_id', 'id', 'user_id'])
    .execute();
  await recordEvents(
    trx,
    rows.map(({ account_id: account, id, user_id: user }) => ({
      account,
      kind: 'not-confirmed' as const,
      at: now,
      recordedAt: now,
      user: user ?? undefined,
      message: id,
      cause: causeOf(id),
    })),
  );
  return rows.length;
}

/** A proof has come after all. */
export async function takeBackOverdue(
  trx: Transaction<Database>,
  account: number,
  messages: readonly string[],
  now: Date,
): Promise<void> {
  if (messages.length === 0) return;
  const rows = await trx
    .selectFrom('events')
    .select('seq')
    .where('account_id', '=', account)
    .where('cause', 'in', messages.map(causeOf))
    .where('kind', '=', 'not-confirmed')
    .execute();
  for (const { seq } of rows)
    await retractEvent(trx, account, seq, { at: now, reason: 'confirmed after all' });
}

export function overdueJobs({ store, clock }: Pick<Services, 'store' | 'clock'>): JobHandlers {
  return {
    [OVERDUE_JOB]: async ({ signal }) => {
      const now = clock.now();
      while ((await store.tx((trx) => markOverdue(trx, now))) === BATCH && !signal.aborted);
      return { again: new Date(now.getTime() + EVERY_MS) };
    },
  };
}
