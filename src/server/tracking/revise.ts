import type { Transaction } from 'kysely';
import { BURST_WINDOW_MS, type Judgement } from '../../core/hits';
import type { Services } from '../services';
import type { Database } from '../store/schema';
import { applyVerdict } from './effects';
import { neighboursOf, type HitRow } from './hit-rows';
import { accountSettings, hitById, judgeRow, lockMessage } from './judging';

/** A chain of revisions ends by itself; this is for a chain that we did not foresee. */
const MOST_REVISIONS = 50;

/** What a settled hit may change about its neighbours. */
export interface Finding {
  row: HitRow;
  judged: Judgement;
  changed: 'recorded' | 'taken back' | 'unchanged';
  conversation: string | null;
  /** Judged after others that came after it: by a user's word, or by newer rules. */
  late?: boolean;
}

/**
 * V2: a new finding may change what was settled before: the other links of a burst, the older mail of a quote, the load
 * that repeats one which was taken back. A user's own word is never changed (V3).
 */
export async function revise(
  trx: Transaction<Database>,
  services: Pick<Services, 'clock' | 'log'>,
  found: Finding,
): Promise<void> {
  const findings = [found];
  for (let revisions = 0; revisions < MOST_REVISIONS;) {
    const finding = findings.shift();
    if (!finding) return;
    for (const neighbour of await touchedBy(trx, finding)) {
      const row = await hitById(trx, neighbour.account_id, neighbour.id);
      if (row?.message_id == null) continue;
      const message = await lockMessage(trx, row.account_id, { id: row.message_id });
      if (!message) continue;
      const judged = await judgeRow(trx, message, row);
      if (judged.verdict === row.verdict && judged.reasons.join('\n') === row.reasons.join('\n')) continue;
      const settings = await accountSettings(trx, row.account_id);
      const changed = await applyVerdict(
        { trx, settings, message, now: services.clock.now(), quiet: found.late === true },
        row,
        judged,
      );
      revisions += 1;
      findings.push({ row, judged, changed, conversation: message.conversation_id });
    }
  }
  services.log.error({ revisions: MOST_REVISIONS }, 'Verdicts were revised in a circle; the last ones stand');
}

/** Which settled neighbours to judge anew; most hits touch none, and cost no query for it. */
async function touchedBy(
  trx: Transaction<Database>,
  { row, judged, changed, conversation, late }: Finding,
): Promise<HitRow[]> {
  const burst = row.kind === 'click' && judged.verdict === 'machine';
  const quoting = row.kind === 'open' && conversation !== null && judged.verdict === 'person';
  const first =
    row.kind === 'open' && (changed === 'taken back' || (late === true && changed === 'recorded'));
  if (!burst && !quoting && !first) return [];
  const settled = (await neighboursOf(trx, row)).filter(
    ({ row: { verdict, settled_at: at } }) => verdict === 'person' && at !== null,
  );
  const sameMail = (other: HitRow): boolean => other.token_key === row.token_key;
  return settled
    .filter(({ row: other, hit }) => {
      if (burst) return Math.abs(other.at.getTime() - row.at.getTime()) <= BURST_WINDOW_MS;
      if (quoting && !sameMail(other)) return other.kind === 'open' && hit.conversation === conversation;
      return first && sameMail(other) && other.kind === 'open' && other.at >= row.at;
    })
    .map(({ row: other }) => other);
}
