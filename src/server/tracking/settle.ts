import type { Transaction } from 'kysely';
import { BURST_WINDOW_MS } from '../../core/hits';
import { enqueueAll, type NewJob } from '../jobs';
import type { Services } from '../services';
import type { Database } from '../store/schema';
import { applyVerdict } from './effects';
import { hitById, type HitRow } from './hit-rows';
import { judgeRow } from './judging';
import { knownOf, withOwnMark, type Known } from './known';
import { lockMessage } from './message-rows';
import { revise } from './revise';
import { change, hold, messageOf, openRound, type Round } from './round';
import { writeRound } from './write-round';

/** Judges one hit when its burst window has closed. */
export const SETTLE_JOB = 'tracking.settle';
/** Looks for the message of hits that came before it. */
export const AWAIT_MESSAGE_JOB = 'tracking.await-message';
const FIRST_LOOK_MS = 5_000;

/** Hits that were just stored, in their order: judged, or left waiting for their burst window or for their message. */
export async function takeHits(
  trx: Transaction<Database>,
  services: Services,
  rows: readonly HitRow[],
): Promise<void> {
  for (const account of [...new Set(rows.map((row) => row.account_id))].sort((a, b) => a - b)) {
    const own = rows.filter((row) => row.account_id === account);
    const settled = await settle(trx, services, account, own, 'may wait');
    const met = new Set(settled.map(({ token_key: token }) => token));
    const tokens = new Set(own.flatMap(({ token_key: token }) => (met.has(token) ? [] : [token])));
    const now = services.clock.now();
    await enqueueAll(
      trx,
      [...tokens].map((key) => ({
        account,
        type: AWAIT_MESSAGE_JOB,
        key,
        payload: { since: now.toISOString() },
        runAt: new Date(now.getTime() + FIRST_LOOK_MS),
      })),
    );
  }
}

/**
 * Judges the hits that came before their message did, in their order. For whoever makes a message that bears a token:
 * the report, or the sent copy.
 */
export async function adoptHits(
  trx: Transaction<Database>,
  services: Services,
  account: number,
  messageId: string,
): Promise<number> {
  const message = await lockMessage(trx, account, messageId);
  if (message?.token_key == null) return 0;
  const rows = await trx
    .selectFrom('hits')
    .selectAll()
    .where('account_id', '=', account)
    .where('token_key', '=', message.token_key)
    .where('message_id', 'is', null)
    .orderBy('at')
    .orderBy('id')
    .execute();
  await settle(trx, services, account, rows, 'may wait');
  return rows.length;
}

/** Judges a hit whose burst window has closed. */
export async function settleWaiting(
  trx: Transaction<Database>,
  services: Services,
  account: number,
  id: string,
): Promise<void> {
  const waiting = await hitById(trx, account, id);
  if (waiting?.message_id == null || waiting.settled_at !== null) return;
  await lockMessage(trx, account, waiting.message_id);
  // Read again behind the lock: a user's word may have settled it meanwhile.
  const row = await hitById(trx, account, id);
  if (row && row.settled_at === null) await settle(trx, services, account, [row], 'window closed');
}

/** Resolves to the hits that have a message. */
async function settle(
  trx: Transaction<Database>,
  services: Services,
  account: number,
  stored: readonly HitRow[],
  patience: 'may wait' | 'window closed',
): Promise<HitRow[]> {
  const round = await openRound(trx, services, account, { late: false });
  const rows = await hold(round, stored);
  const known = await knownOf(
    trx,
    account,
    round.settings,
    rows.map((row) => ({ row, message: messageOf(round, row) })),
  );
  for (const { id } of rows) {
    const before = round.surroundings.now(id);
    if (!before) continue;
    const row = withKnown(round, before, known.get(id));
    const judged = judgeRow(round, row);
    if (judged.settle === 'wait' && patience === 'may wait' && windowEnds(row) > round.now) {
      change(round, { ...row, message_id: messageOf(round, row).id });
      round.jobs.push(settleJob(row));
      await revise(round, { row, judged, changed: 'unchanged' });
    } else {
      await revise(round, { row, judged, changed: applyVerdict(round, row, judged) });
    }
  }
  await writeRound(round);
  return rows;
}

function withKnown(round: Round, row: HitRow, known: Known | undefined): HitRow {
  if (!known) return row;
  if (known.what === 'own') return change(round, withOwnMark(row, known.mark));
  round.words.set(row.id, known.overrule);
  return change(round, { ...row, overruled_by: known.user, verdict: known.verdict });
}

const windowEnds = ({ at }: HitRow): Date => new Date(at.getTime() + BURST_WINDOW_MS);

const settleJob = (row: HitRow): NewJob => ({
  account: row.account_id,
  type: SETTLE_JOB,
  key: row.id,
  payload: { hit: row.id },
  runAt: windowEnds(row),
});
