import { reachOf, type Judgement } from '../../core/hits';
import { applyVerdict, type Effect } from './effects';
import type { HitRow } from './hit-rows';
import { judgeRow } from './judging';
import { hold, messageOf, type Round } from './round';

/** A chain of revisions ends by itself; this is for a chain that we did not foresee. */
const MOST_REVISIONS = 50;

/** What a settled hit may change about its neighbours. */
export interface Finding {
  row: HitRow;
  judged: Judgement;
  changed: Effect;
}

/**
 * V2: a new finding may change what was settled before: what stands beside a machine's request, the older mail of a
 * quote, the load that repeats one which is told of only now, or was taken back. A user's own word is never changed (V3).
 */
export async function revise(round: Round, found: Finding): Promise<void> {
  const findings = [found];
  for (let revisions = 0; revisions < MOST_REVISIONS;) {
    const finding = findings.shift();
    if (!finding) return;
    for (const row of await hold(round, touchedBy(round, finding))) {
      const judged = judgeRow(round, row);
      if (judged.verdict === row.verdict && judged.reasons.join('\n') === row.reasons.join('\n')) continue;
      const changed = applyVerdict(round, row, judged);
      revisions += 1;
      findings.push({ row, judged, changed });
    }
  }
  round.log.error({ revisions: MOST_REVISIONS }, 'Verdicts were revised in a circle; the last ones stand');
}

/** Which settled neighbours to judge anew; most hits touch none. */
function touchedBy(round: Round, { row, judged, changed }: Finding): HitRow[] {
  const { conversation_id: conversation } = messageOf(round, row);
  const machine = judged.verdict === 'machine';
  const quoting = row.kind === 'open' && conversation !== null && judged.verdict === 'person';
  // What came after it may be told of before it: another node was quicker, or this one waited for its window.
  const first = row.kind === 'open' && changed !== 'unchanged';
  if (!machine && !quoting && !first) return [];
  const sameMail = (other: HitRow): boolean => other.token_key === row.token_key;
  return round.surroundings
    .around(row, conversation ?? undefined)
    .filter(({ row: other, hit }) => {
      if (other.verdict !== 'person' || other.settled_at === null) return false;
      if (machine && Math.abs(other.at.getTime() - row.at.getTime()) <= reachOf(judged)) return true;
      if (quoting && !sameMail(other)) return other.kind === 'open' && hit.conversation === conversation;
      return first && sameMail(other) && other.kind === 'open' && other.at >= row.at;
    })
    .map(({ row: other }) => other);
}
