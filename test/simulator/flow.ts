import {
  BURST_WINDOW_MS,
  judgeHit,
  NEIGHBOURS,
  reachOf,
  type Hit,
  type Judgement,
} from '../../src/core/hits';
import type { Event } from './world';

/** What became of a hit, as the server takes hits: one after another, with what is known by then. */
export interface Outcome extends Event {
  judged: Judgement;
  /** When an open or click was first told of; undefined: never. */
  announcedAt?: number;
  /** Told of, and taken back. */
  takenBack?: boolean;
}

/** Judges each hit when it comes, again when its window closes, and those beside a machine's once more. */
export function flow(events: readonly Event[]): Outcome[] {
  const outcomes = new Map<string, Outcome>();
  const byMessage = new Map<string, Outcome[]>();
  const bySource = new Map<string, Outcome[]>();
  const waiting: { at: number; outcome: Outcome }[] = [];

  const neighboursOf = (hit: Hit): Outcome[] => {
    const near = (list: Outcome[] | undefined, ms: number): Outcome[] => {
      const found: Outcome[] = [];
      for (let i = (list?.length ?? 0) - 1; i >= 0; i--) {
        const other = list?.[i];
        if (!other || hit.at - other.hit.at > ms) break;
        if (other.hit.at - hit.at <= ms) found.push(other);
      }
      return found;
    };
    const all = new Set([
      ...near(byMessage.get(hit.message), NEIGHBOURS.messageMs),
      ...near(bySource.get(hit.source), NEIGHBOURS.sourceMs),
    ]);
    return [...all];
  };
  const judge = ({ hit }: Outcome): Judgement =>
    judgeHit(
      hit,
      neighboursOf(hit).map((other) => other.hit),
    );
  const settle = (outcome: Outcome, judged: Judgement, now: number): void => {
    outcome.judged = judged;
    if (judged.verdict === 'person' && judged.sameAs === undefined) outcome.announcedAt ??= now;
    else if (outcome.announcedAt !== undefined) outcome.takenBack = true;
    if (judged.verdict !== 'machine') return;
    for (const other of neighboursOf(outcome.hit)) {
      if (Math.abs(other.hit.at - outcome.hit.at) > reachOf(judged)) continue;
      if (other === outcome || other.judged.verdict !== 'person' || other.judged.settle === 'wait') continue;
      const anew = judge(other);
      if (anew.verdict !== 'person') settle(other, { ...anew, settle: 'now' }, now);
    }
  };
  const close = (until: number): void => {
    for (let first = waiting[0]; first && first.at <= until; first = waiting[0]) {
      waiting.shift();
      settle(first.outcome, { ...judge(first.outcome), settle: 'now' }, first.at);
    }
  };

  for (const event of events) {
    const { hit } = event;
    close(hit.at);
    const outcome: Outcome = { ...event, judged: judgeHit(hit, []) };
    outcomes.set(hit.id, outcome);
    push(byMessage, hit.message, outcome);
    push(bySource, hit.source, outcome);
    const judged = judge(outcome);
    outcome.judged = judged;
    if (judged.settle === 'wait') waiting.push({ at: hit.at + BURST_WINDOW_MS, outcome });
    else settle(outcome, judged, hit.at);
  }
  close(Infinity);
  return [...outcomes.values()];
}

const push = (map: Map<string, Outcome[]>, key: string, outcome: Outcome): void => {
  const list = map.get(key);
  if (list) list.push(outcome);
  else map.set(key, [outcome]);
};
