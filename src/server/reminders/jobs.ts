import { recordEvent } from '../events';
import type { JobHandlers } from '../jobs';
import type { Services } from '../services';
import { REMIND_JOB } from './job-types';
import { standingOf } from './standing';

/** R11: tells its owner of a mail that nobody answered in time, as of an open. Once for each time it was put off. */
export function reminderJobs({ store, clock }: Pick<Services, 'store' | 'clock'>): JobHandlers {
  return {
    [REMIND_JOB]: async ({ account, key }) =>
      store.tx(async (trx) => {
        const now = clock.now();
        const row = await trx
          .selectFrom('reminders')
          .selectAll()
          .where('account_id', '=', account)
          .where('id', '=', key)
          .forUpdate()
          .executeTakeFirst();
        if (row?.state !== 'waiting' || row.due_at === null) return undefined;
        const standing = (await standingOf(trx, { account, user: row.user_id }, [row])).get(row.id);
        const set = (change: { state?: 'due' | 'ended'; away_until?: Date | null; event_seq?: number }) =>
          trx
            .updateTable('reminders')
            .set({ ...change, updated_at: now })
            .where('account_id', '=', account)
            .where('id', '=', row.id)
            .execute();
        if (!standing || standing.over) {
          await set({ state: 'ended' });
          return undefined;
        }
        if (standing.dueAt > now) {
          await set({ away_until: standing.awayUntil ?? null });
          return { again: standing.dueAt };
        }
        const seq = await recordEvent(trx, {
          account,
          kind: 'reminder',
          at: now,
          recordedAt: now,
          user: row.user_id,
          ...(row.message_id !== null && { message: row.message_id }),
          cause: `reminder:${row.id}:${row.round}`,
          detail: { days: row.days },
          notify: true,
        });
        await set({ state: 'due', ...(seq !== undefined && { event_seq: seq }) });
        return undefined;
      }),
  };
}
