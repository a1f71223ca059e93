import { hidesPlace, type Hit, type Judgement } from './hit';
import { judgeHit } from './judge';

/**
 * What judging looks at around a hit: of the same copy (O3, and scanners that come in waves), from the same source, also
 * of other copies (V2), and of the same conversation by way of proxies, whose sources say nothing (O16).
 */
export const NEIGHBOURS = {
  messageMs: 600_000,
  sourceMs: 10_000,
  conversationMs: 10_000,
  most: 200,
} as const;

/** The conversation among whose hits this one is looked for too (O16). */
export const proxiedConversation = (hit: Hit): string | undefined =>
  hit.kind === 'open' && hidesPlace(hit) ? hit.conversation : undefined;

/** The hits of one copy, source or conversation, in their order in time. */
interface Row {
  hits: readonly Hit[];
  at: ReadonlyMap<string, number>;
}

/**
 * Judges hits among one another, as when the burst window of each has closed. In the order given; time grows with
 * their number, not with its square, since only the nearest 200 neighbours are asked.
 */
export function judgeAll(hits: readonly Hit[]): Judgement[] {
  const copyOf = ({ message, recipient }: Hit): string => `${message} ${recipient}`;
  const byCopy = rowsOf(hits, copyOf);
  const bySource = rowsOf(hits, ({ source }) => source);
  const byConversation = rowsOf(hits, proxiedConversation);
  return hits.map((hit) => {
    const half = NEIGHBOURS.most / 2;
    const ofCopy = around(byCopy.get(copyOf(hit)), hit, NEIGHBOURS.messageMs, half);
    const ofSource = around(bySource.get(hit.source), hit, NEIGHBOURS.sourceMs, half);
    const conversation = byConversation.get(proxiedConversation(hit) ?? '');
    const ofConversation = around(conversation, hit, NEIGHBOURS.conversationMs, half);
    return judgeHit(hit, [
      ...ofCopy,
      ...ofSource.filter((other) => copyOf(other) !== copyOf(hit)),
      ...ofConversation.filter(({ message, source }) => message !== hit.message && source !== hit.source),
    ]);
  });
}

function rowsOf(hits: readonly Hit[], keyOf: (hit: Hit) => string | undefined): Map<string, Row> {
  const groups = new Map<string, Hit[]>();
  for (const hit of hits) {
    const key = keyOf(hit);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(hit);
    else groups.set(key, [hit]);
  }
  return new Map(
    [...groups].map(([key, group]) => {
      const sorted = group.sort((one, other) => one.at - other.at);
      return [key, { hits: sorted, at: new Map(sorted.map(({ id }, i) => [id, i])) }];
    }),
  );
}

/** The nearest hits in time, within `ms` before and after. */
function around(row: Row | undefined, hit: Hit, ms: number, most: number): Hit[] {
  const place = row?.at.get(hit.id);
  if (!row || place === undefined) return [];
  const found: Hit[] = [];
  let [left, right] = [place - 1, place + 1];
  while (found.length < most) {
    const before = row.hits[left];
    const after = row.hits[right];
    const back = before ? hit.at - before.at : Infinity;
    const ahead = after ? after.at - hit.at : Infinity;
    if (Math.min(back, ahead) > ms) break;
    if (before && back <= ahead) {
      found.push(before);
      left -= 1;
    } else if (after) {
      found.push(after);
      right += 1;
    }
  }
  return found;
}
