import { machineAlone } from './alone';
import { ageOf, BURST_WINDOW_MS, isDelivery, sameCopy, sameProgram, type Hit, type Judgement } from './hit';
import type { ReasonCode } from './reasons';
import { readBefore } from './read-before';

/** A person reads before clicking again; a gateway asks for all links of a mail at once. */
const TWO_LINKS_MS = 1_000;
const THREE_LINKS_MS = 5_000;
const BESIDE_SPREAD_MS = 3_000;
const SLOW_LINKS = 4;
const SLOW_MS = 60_000;
const COPIES = 4;
const COPIES_MS = 5_000;
/** Two links opened in tabs of their own by a quick hand. */
const QUICK_HAND_MS = { two: 400, three: 700 } as const;
/** By then gateways have gone through the links, however slowly. */
const SETTLED_MAIL_MS = 300_000;

/** V2: how far around a machine's request its finding may change what was settled, ms. */
export const reachOf = ({ codes }: Pick<Judgement, 'codes'>): number =>
  codes.includes('burst.slow') ? SLOW_MS : BURST_WINDOW_MS;

/** Bursts over links of one copy, over many mails from one place, and what stands beside them (V1). */
export function burstReason(hit: Hit, others: readonly Hit[]): ReasonCode | undefined {
  const clicks = others.filter((other) => other.kind === 'click' && sameCopy(other, hit));
  const beside = clicks.filter(({ source }) => source === hit.source);
  if (hit.kind === 'click') {
    const links = linksReason(hit, beside, others);
    if (links) return links;
    if ((ageOf(hit) ?? Infinity) < SETTLED_MAIL_MS && isSlow(hit, beside)) return 'burst.slow';
    if (hit.recipient !== 0 && isSpread(hit, clicks)) return 'burst.spread';
    if (overMails(hit, others)) return 'burst.recipients';
  } else if (overCopies(hit, others)) return 'burst.images';
  return companyReason(hit, beside, others);
}

function linksReason(hit: Hit, beside: readonly Hit[], others: readonly Hit[]): ReasonCode | undefined {
  const mine = isOddOneOut(hit, beside) ? beside.filter((other) => sameProgram(hit, other)) : beside;
  const all = [hit, ...mine];
  const two = mostLinksAt(all, hit.at, TWO_LINKS_MS) >= 2;
  const three = mostLinksAt(all, hit.at, THREE_LINKS_MS) >= 3;
  if ((!two && !three) || isQuickHand(hit, all, three, others)) return undefined;
  return two ? 'burst.links' : 'burst.manyLinks';
}

/** Another program than all the rest, which are a burst without it: a colleague's click, from the same office. */
function isOddOneOut(hit: Hit, beside: readonly Hit[]): boolean {
  const [first] = beside;
  return (
    first !== undefined &&
    !sameProgram(hit, first) &&
    beside.every((one) => sameProgram(one, first)) &&
    isBurst(beside)
  );
}

const isBurst = (clicks: readonly Hit[]): boolean =>
  mostLinks(clicks, TWO_LINKS_MS) >= 2 || mostLinks(clicks, THREE_LINKS_MS) >= 3;

/** A person who opens links in tabs: a browser’s headers, no faster than a hand, after delivery or in a mail they read. */
function isQuickHand(hit: Hit, clicks: readonly Hit[], three: boolean, others: readonly Hit[]): boolean {
  const { features } = hit;
  if (features.browserHeaders !== true) return false;
  if (['gateway', 'google', 'hosting'].includes(features.network)) return false;
  const times = clicks
    .filter((click) => Math.abs(click.at - hit.at) <= THREE_LINKS_MS)
    .map(({ at }) => at)
    .sort((one, other) => one - other);
  const apart = three ? QUICK_HAND_MS.three : QUICK_HAND_MS.two;
  if (times.some((at, i) => i > 0 && at - (times[i - 1] ?? at) < apart)) return false;
  if (ageOf(hit) !== undefined && !isDelivery(hit)) return true;
  const first = clicks.reduce((one, other) => (other.at < one.at ? other : one), hit);
  return readBefore(first, others) === 'firmly';
}

/** At a reader's pace, but all of them, and soon after sending: nobody reads so. */
const isSlow = (hit: Hit, beside: readonly Hit[]): boolean =>
  mostLinksAt([hit, ...beside.filter((other) => sameProgram(other, hit))], hit.at, SLOW_MS) >= SLOW_LINKS;

/** Links of one copy, each asked for from another place; a place that asks for several explains nobody else. */
function isSpread(hit: Hit, clicks: readonly Hit[]): boolean {
  const singles = singlePlaces([hit, ...near(clicks, hit.at, TWO_LINKS_MS)]);
  return singles.length >= 3 && mostLinksAt(singles, hit.at, TWO_LINKS_MS) >= 3;
}

/** An image loaded in the moment in which the links of its copy are asked for from several places. */
export function isBesideSpread(open: Hit, others: readonly Hit[]): boolean {
  if (open.recipient === 0) return false;
  const clicks = others.filter((other) => other.kind === 'click' && sameCopy(other, open));
  return mostLinks(singlePlaces(near(clicks, open.at, BESIDE_SPREAD_MS)), TWO_LINKS_MS) >= 3;
}

const near = (hits: readonly Hit[], at: number, ms: number): Hit[] =>
  hits.filter((hit) => Math.abs(hit.at - at) <= ms);

function singlePlaces(clicks: readonly Hit[]): Hit[] {
  const linksOf = new Map<string, Set<number | undefined>>();
  for (const { source, link } of clicks) linksOf.set(source, (linksOf.get(source) ?? new Set()).add(link));
  return clicks.filter(({ source }) => linksOf.get(source)?.size === 1);
}

/** Companies that browse through a relay share its address: there, many readers at once are no sign. */
const sharesAddress = ({ features }: Hit): boolean =>
  features.network === 'relay' && features.browserHeaders !== false;

function overMails(hit: Hit, others: readonly Hit[]): boolean {
  if (sharesAddress(hit)) return false;
  const clicks = near([hit, ...others], hit.at, COPIES_MS).filter(
    (other) => other.kind === 'click' && other.source === hit.source,
  );
  const copies = new Set(clicks.map(({ message, recipient }) => `${message}/${recipient}`));
  return copies.size >= COPIES && readBefore(hit, others) === undefined;
}

/** A filter that looks at the image of each copy of one mail. A person holds one copy; proxies hold many. */
function overCopies(hit: Hit, others: readonly Hit[]): boolean {
  if (
    hit.features.agent !== 'browser' ||
    sharesAddress(hit) ||
    (ageOf(hit) !== undefined && !isDelivery(hit))
  )
    return false;
  const copies = new Set(
    [hit, ...others]
      .filter(
        (other) =>
          other.kind === 'open' &&
          other.message === hit.message &&
          sameProgram(other, hit) &&
          Math.abs(other.at - hit.at) <= COPIES_MS,
      )
      .map(({ recipient }) => recipient),
  );
  return copies.size >= COPIES;
}

/** What a machine does beside its burst, or beside a request that can only be a machine's. */
function companyReason(hit: Hit, beside: readonly Hit[], others: readonly Hit[]): ReasonCode | undefined {
  if (hit.features.agent !== 'browser' && hit.features.agent !== 'mail-program') return undefined;
  const mine = near(beside, hit.at, BURST_WINDOW_MS).filter((other) => sameProgram(other, hit));
  if (mine.length >= 2 && isBurst(mine) && !mine.every((other) => isQuickHand(other, mine, true, others)))
    return 'company.burst';
  if (hit.features.agent !== 'browser' || sharesAddress(hit)) return undefined;
  const machine = others.some(
    (other) =>
      sameCopy(other, hit) &&
      other.source === hit.source &&
      Math.abs(other.at - hit.at) <= BURST_WINDOW_MS &&
      machineAlone(other) !== undefined &&
      other.features.agent !== 'preloader' &&
      other.features.agent !== 'link-preview' &&
      (sameProgram(other, hit) || isDelivery(hit)),
  );
  return machine ? 'company.machine' : undefined;
}

/** The most different links in any stretch of `ms` that holds `at`. */
const mostLinksAt = (clicks: readonly Hit[], at: number, ms: number): number =>
  mostLinks(near(clicks, at, ms), ms, at);

/** The most different links in any stretch of `ms`; with `at`, in any that holds it. */
function mostLinks(clicks: readonly Hit[], ms: number, at?: number): number {
  const sorted = [...clicks].sort((one, other) => one.at - other.at);
  const held = new Map<number | undefined, number>();
  let most = 0;
  let from = 0;
  for (const [i, click] of sorted.entries()) {
    held.set(click.link, (held.get(click.link) ?? 0) + 1);
    for (let first = sorted[from]; first && click.at - first.at > ms; first = sorted[++from]) {
      const left = (held.get(first.link) ?? 0) - 1;
      if (left > 0) held.set(first.link, left);
      else held.delete(first.link);
    }
    // What is near `at` and ends before it still lies in a stretch that holds it.
    const ends = at === undefined || click.at >= at || (sorted[i + 1]?.at ?? Infinity) > at;
    if (ends) most = Math.max(most, held.size);
  }
  return most;
}
