import { machineAlone } from './alone';
import { isBesideSpread } from './bursts';
import { ageOf, isDelivery, sameCopy, sameProgram, type Hit } from './hit';
import { readBefore } from './read-before';
import type { ReasonCode } from './reasons';

/** Points at which doubts become a verdict. */
export const MACHINE_AT = 4;
export const UNSURE_AT = 3;
/** From here a hit waits for its window before anything follows from it. */
export const WAIT_AT = 2;

export interface Doubt {
  code: ReasonCode;
  /** Points towards a machine; below zero: towards a person. */
  points: number;
}

/** Sending, delivery and a first look take longer than this; a gateway looks while it delivers. */
const OPEN_POINTS: readonly (readonly [belowMs: number, points: number])[] = [
  [1_500, 3],
  [4_000, 1],
];
const CLICK_POINTS: readonly (readonly [belowMs: number, points: number])[] = [
  [2_000, 4],
  [4_000, 3],
  [6_000, 2],
  [60_000, 1],
];
const pointsBelow = (table: typeof OPEN_POINTS, age: number): number =>
  table.find(([below]) => age < below)?.[1] ?? 0;

/** A proxy that asks in this time asks ahead of any reader. */
const PROXY_TOO_SOON_MS = 1_500;
const MAIL_SERVICE_AHEAD_MS = 10_000;
/** From the image to the link; a hand needs longer. */
const AT_ONCE: readonly (readonly [belowMs: number, points: number])[] = [
  [300, 3],
  [700, 2],
];

const FOLLOWED_AT_ONCE_MS = 700;
const TWIN_MS = 1_000;
/** Between two visits of a scanner. */
const WAVES_APART_MS = 30_000;
/** An image loaded elsewhere belongs to a click for so long. */
const OPENED_MS = 60_000;
const MACHINE_NETWORKS: ReadonlySet<string> = new Set(['gateway', 'google', 'hosting']);

/** What a person might do, but seldom does; and what speaks for a person all the same. */
export function doubtsOf(hit: Hit, others: readonly Hit[]): Doubt[] {
  const { features, kind } = hit;
  const age = ageOf(hit);
  const doubts: Doubt[] = [];
  const add = (code: ReasonCode, points: number): void => {
    if (points !== 0) doubts.push({ code, points });
  };

  if (kind === 'open' && age !== undefined) {
    if (features.network === 'mail-service' && age < MAIL_SERVICE_AHEAD_MS) add('network.mailService', 4);
    if (features.agent === 'image-proxy' && age < PROXY_TOO_SOON_MS) add('timing.tooSoon', 4);
  }
  if (features.agent === 'image-proxy') return doubts;
  add(...networkDoubt(hit));
  if (kind === 'click' && isTwin(hit, others)) add('company.twin', 3);
  if (kind === 'click' && isWave(hit, others)) add('company.wave', 3);
  // Gateways pretend to be browsers; a mail program has neither headers nor patience to be told by.
  if (features.agent !== 'browser') return doubts;
  if (features.browserHeaders === false) add('headers.none', isDelivery(hit) ? 3 : 1);
  if (features.outdated) add('agent.outdated', 1);
  if (kind === 'open') {
    if (age !== undefined)
      add(age < 1_500 ? 'timing.tooSoon' : 'timing.early', pointsBelow(OPEN_POINTS, age));
    if (isDelivery(hit) && isFollowedAtOnce(hit, others)) add('company.clickAtOnce', 3);
    if (isDelivery(hit) && isBesideSpread(hit, others)) add('company.spread', 3);
    return doubts;
  }
  if (features.wants === 'image' || features.wants === 'else') add('headers.notAPage', 3);
  if (age !== undefined)
    add(age < 4_000 ? 'timing.clickTooSoon' : 'timing.early', pointsBelow(CLICK_POINTS, age));
  if (isDelivery(hit) && !isOpened(hit, others)) add('order.clickWithoutOpen', 1);
  add('order.clickAtOnce', pointsBelow(AT_ONCE, sinceImage(hit, others)));
  if ((age ?? 4_000) >= 4_000) {
    const read = readBefore(hit, others);
    if (read !== undefined) add('person.readBefore', read === 'firmly' ? -2 : -1);
  }
  return doubts;
}

function networkDoubt(hit: Hit): [code: ReasonCode, points: number] {
  const { network, agent, browserHeaders } = hit.features;
  const early = isDelivery(hit);
  // Later, a person may come from there, in a browser that runs at the gateway (isolation).
  if (network === 'gateway') return ['network.likelyGateway', early || browserHeaders !== true ? 3 : 2];
  if (network === 'google' && agent === 'browser') return ['network.google', 3];
  if (network !== 'hosting') return ['network.hosting', 0];
  // A browser that shows mail at a cloud provider, while it is being delivered; Outlook may be a virtual desktop's.
  if (early) return ['network.hosting', hit.kind === 'open' && agent === 'browser' ? 3 : 2];
  return ['network.hosting', 1];
}

/** A gateway checks a link as a person follows it: the same link, from a network of machines beside one of people. */
const isTwin = (hit: Hit, others: readonly Hit[]): boolean =>
  MACHINE_NETWORKS.has(hit.features.network) &&
  others.some(
    (other) =>
      other.kind === 'click' &&
      sameCopy(other, hit) &&
      other.link === hit.link &&
      !MACHINE_NETWORKS.has(other.features.network) &&
      Math.abs(other.at - hit.at) <= TWIN_MS,
  );

/** Rented machines that followed links of this copy before, while it was being delivered: they have come again. */
const isWave = (hit: Hit, others: readonly Hit[]): boolean =>
  hit.features.network === 'hosting' &&
  others.some(
    (other) =>
      other.kind === 'click' &&
      sameCopy(other, hit) &&
      other.source === hit.source &&
      isDelivery(other) &&
      hit.at - other.at >= WAVES_APART_MS,
  );

const isFollowedAtOnce = (open: Hit, others: readonly Hit[]): boolean =>
  others.some(
    (other) =>
      other.kind === 'click' &&
      sameCopy(other, open) &&
      sameProgram(other, open) &&
      other.at >= open.at &&
      other.at - open.at < FOLLOWED_AT_ONCE_MS,
  );

const isOpened = (click: Hit, others: readonly Hit[]): boolean =>
  others.some(
    (other) =>
      other.kind === 'open' &&
      other.at <= click.at &&
      click.at - other.at <= OPENED_MS &&
      sameCopy(other, click) &&
      !machineAlone(other),
  );

/** Since the same program loaded the image for the first time; Infinity if it did not. */
function sinceImage(click: Hit, others: readonly Hit[]): number {
  const times = others
    .filter(
      (other) =>
        other.kind === 'open' && sameCopy(other, click) && sameProgram(other, click) && other.at <= click.at,
    )
    .map(({ at }) => at);
  return times.length === 0 ? Infinity : click.at - Math.min(...times);
}
