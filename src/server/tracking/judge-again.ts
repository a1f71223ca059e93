import type { Transaction } from 'kysely';
import type { Services } from '../services';
import type { Database } from '../store/schema';
import { applyVerdict } from './effects';
import type { HitRow } from './hit-rows';
import { judgeRow } from './judging';
import { revise } from './revise';
import { change, hold, openRound } from './round';
import { writeRound } from './write-round';

/**
 * Judges settled hits of one account again, in their order, with all that follows; nobody is told anew. `altered`: what
 * was found out about a hit, just before it is judged; undefined leaves it as it is.
 */
export async function judgeAgain(
  trx: Transaction<Database>,
  services: Pick<Services, 'clock' | 'log'>,
  account: number,
  rows: readonly HitRow[],
  altered?: (row: HitRow) => HitRow | undefined,
): Promise<void> {
  if (rows.length === 0) return;
  const round = await openRound(trx, services, account, { late: true });
  for (const { id } of await hold(round, rows)) {
    const before = round.surroundings.now(id);
    const row = before && altered ? altered(before) : before;
    if (!row) continue;
    if (altered) change(round, row);
    const judged = judgeRow(round, row);
    await revise(round, { row, judged, changed: applyVerdict(round, row, judged) });
  }
  await writeRound(round);
}
