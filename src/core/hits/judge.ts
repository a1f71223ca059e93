import { machineAlone, ownReason, viaNetwork } from './alone';
import { burstReason } from './bursts';
import { doubtsOf, MACHINE_AT, UNSURE_AT, WAIT_AT, type Doubt } from './doubts';
import { BURST_WINDOW_MS, hidesPlace, type Hit, type HitVerdict, type Judgement } from './hit';
import { inWords, type ReasonCode } from './reasons';

export { BURST_WINDOW_MS, type Hit, type HitVerdict, type Judgement } from './hit';

/** Raised with every change of the rules; stands on each verdict. */
export const RULES_VERSION = 4;
/** O3. */
const ONE_OPEN_MS = 60_000;

/**
 * Person or machine, and why (V1). Pure: the same hit among the same neighbours has the same verdict. `neighbours`
 * are other hits of the copy within ten minutes, of the same source within ten seconds, and opens of the conversation
 * by way of proxies within ten seconds (`NEIGHBOURS`); the hit itself and others may be among them. What it says with `wait` is the verdict if nothing else comes.
 */
export function judgeHit(hit: Hit, neighbours: readonly Hit[]): Judgement {
  const others = neighbours.filter(({ id }) => id !== hit.id);
  const own = ownReason(hit);
  if (own) return settled(hit, 'self', [own]);
  const alone = machineAlone(hit);
  if (alone) return settled(hit, 'machine', [alone.code], alone.via ?? viaNetwork(hit.features).via);
  const burst = burstReason(hit, others);
  if (burst) return settled(hit, 'machine', [burst], viaNetwork(hit.features).via);
  const doubts = doubtsOf(hit, others);
  const points = doubts.reduce((sum, doubt) => sum + doubt.points, 0);
  if (points >= UNSURE_AT) return doubted(hit, points >= MACHINE_AT ? 'machine' : 'unsure', doubts);
  const person = personOf(hit, others);
  const doubtful = doubts.reduce((sum, doubt) => sum + Math.max(0, doubt.points), 0);
  return doubtful >= WAIT_AT ? { ...person, settle: 'wait' } : person;
}

function doubted(hit: Hit, verdict: 'machine' | 'unsure', doubts: readonly Doubt[]): Judgement {
  const codes = doubts
    .filter(({ points }) => points > 0)
    .sort((one, other) => other.points - one.points)
    .map(({ code }) => code);
  return { ...settled(hit, verdict, codes, viaNetwork(hit.features).via), settle: 'wait' };
}

/** What a hit is, given that it is a person's: an open of its own, or the same look as another (O3, O16). */
export const judgeAsPerson = (hit: Hit, neighbours: readonly Hit[]): Judgement =>
  personOf(
    hit,
    neighbours.filter(({ id }) => id !== hit.id),
  );

function personOf(hit: Hit, others: readonly Hit[]): Judgement {
  const { agent, agentName, network } = hit.features;
  const proxied = agent === 'image-proxy';
  const via = proxied ? agentName : network === 'mail-service' ? hit.features.networkName : undefined;
  const base: ReasonCode = proxied
    ? 'person.byProxy'
    : hit.kind === 'open'
      ? 'person.opened'
      : 'person.clicked';
  if (hit.kind === 'open') {
    if (others.some((other) => isNewerInConversation(hit, other)))
      return { ...settled(hit, 'person', ['same.quoted', base], via), sameAs: 'quoted' };
    if (others.some((other) => isSameLook(hit, other)))
      return { ...settled(hit, 'person', ['same.repeat', base], via), sameAs: 'repeat' };
    if (hit.superseded) return { ...settled(hit, 'person', [base], via), settle: 'wait' };
  }
  return settled(hit, 'person', [base], via);
}

const settled = (hit: Hit, verdict: HitVerdict, codes: ReasonCode[], via?: string): Judgement => ({
  verdict,
  reasons: codes.map((code) => inWords(code, hit.features)),
  codes,
  settle: 'now',
  rulesVersion: RULES_VERSION,
  ...(via === undefined ? {} : { via }),
});

/** O3, O16: one place, or two of a proxy's, behind which nobody tells readers apart. */
const maySharePlace = (hit: Hit, other: Hit): boolean =>
  other.source === hit.source ||
  (hidesPlace(hit) && hidesPlace(other) && other.features.family === hit.features.family);

/** O16. */
const isNewerInConversation = (hit: Hit, other: Hit): boolean =>
  other.kind === 'open' &&
  other.message !== hit.message &&
  hit.conversation !== undefined &&
  other.conversation === hit.conversation &&
  maySharePlace(hit, other) &&
  Math.abs(other.at - hit.at) <= BURST_WINDOW_MS &&
  (other.sentAt ?? 0) > (hit.sentAt ?? 0);

/** O3: `other` is an earlier load by the same people, as far as anybody can tell. The minute runs from the first. */
const isSameLook = (hit: Hit, other: Hit): boolean =>
  other.kind === 'open' &&
  other.counted !== false &&
  other.message === hit.message &&
  other.recipient === hit.recipient &&
  other.features.family === hit.features.family &&
  maySharePlace(hit, other) &&
  (other.at < hit.at || (other.at === hit.at && other.id < hit.id)) &&
  hit.at - other.at < ONE_OPEN_MS;
