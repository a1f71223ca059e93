import type { HitFeatures } from './features';

/** Raised with every change of the rules; stands on each verdict. */
export const RULES_VERSION = 1;
/** V2: the longest that anybody waits for a verdict. */
export const BURST_WINDOW_MS = 10_000;
/** O7: how long after sending a request from the device that sent is taken for the sender's own look. */
const OWN_DEVICE_MS = 120_000;
/** O3. */
const ONE_OPEN_MS = 60_000;
/** A person reads before clicking again; a gateway asks for all links of a mail at once. */
const TWO_LINKS_MS = 1_000;
const THREE_LINKS_MS = 5_000;
/** Sending, delivery and a first look take longer than this; a gateway looks while it delivers. */
const OPEN_TOO_SOON_MS = 1_500;
const CLICK_TOO_SOON_MS = 4_000;
/** A click without the headers that browsers send is doubted only while gateways look. */
const DELIVERY_MS = 60_000;

export type HitVerdict = 'person' | 'machine' | 'self' | 'unsure';

/** One request as judging sees it. Times are milliseconds since 1970. */
export interface Hit {
  id: string;
  kind: 'open' | 'click';
  at: number;
  /** What all recipients' copies of one message have in common. */
  message: string;
  /** 0: shared by several recipients. */
  recipient: number;
  /** Number of the link, for clicks. */
  link?: number;
  features: HitFeatures;
  /** Hash of the network that asked; equal = same network (IPv4 /24, IPv6 /48). */
  source: string;
  sentAt?: number;
  /** The device that reported the message as sent. */
  sender?: { source: string; platform: HitFeatures['platform'] };
  /** Known to be the sender's own look: from a device of theirs, or while a screen of ours showed them the mail (O7). */
  own?: 'device' | 'viewing';
  conversation?: string;
  /** A later tracked mail of the conversation exists, so that this one may be loaded from its quote (O16). */
  superseded?: boolean;
  /** false: known not to be an open of its own, so that no minute runs from it (O3). */
  counted?: boolean;
}

export interface Judgement {
  verdict: HitVerdict;
  /** The service that stands between, by name (V1). */
  via?: string;
  /** In words, the deciding one first (V3). */
  reasons: string[];
  /** `wait`: something is suspicious; judge again when the burst window has closed (V2). */
  settle: 'now' | 'wait';
  /** A person's load that is no open of its own: in a later mail's quote (O16), or the same look (O3). */
  sameAs?: 'quoted' | 'repeat';
  rulesVersion: number;
}

/**
 * Person or machine, and why (V1). Pure: the same hit among the same neighbours has the same verdict. `neighbours`
 * are other hits of the message, and hits from the same source, of one minute before and ten seconds after; the hit
 * itself and others may be among them.
 */
export function judgeHit(hit: Hit, neighbours: readonly Hit[]): Judgement {
  const others = neighbours.filter(({ id }) => id !== hit.id);
  const own = ownReason(hit);
  if (own !== undefined) return settled('self', [own]);
  const machine = machineReason(hit);
  if (machine !== undefined) return machine;
  const burst = burstReason(hit, others);
  if (burst !== undefined) return settled('machine', [burst], gatewayOf(hit));
  const doubt = doubtOf(hit, others);
  if (doubt !== undefined) return { ...settled('unsure', [doubt]), settle: 'wait' };
  return personOf(hit, others);
}

/** What a hit is, given that it is a person's: an open of its own, or the same look as another (O3, O16). */
export const judgeAsPerson = (hit: Hit, neighbours: readonly Hit[]): Judgement =>
  personOf(
    hit,
    neighbours.filter(({ id }) => id !== hit.id),
  );

function personOf(hit: Hit, others: readonly Hit[]): Judgement {
  const { features } = hit;
  const via = features.agent === 'image-proxy' ? features.agentName : undefined;
  const reasons = [
    via === undefined
      ? `${features.agentName} ${hit.kind === 'open' ? 'loaded the image' : 'followed the link'}`
      : `${features.agentName}: fetches when the reader opens the mail`,
  ];
  if (hit.kind === 'open') {
    const newer = newerInConversation(hit, others);
    if (newer) {
      const reason = 'quoted: a later mail of the conversation was read, which holds this one in its quote';
      return { ...settled('person', [reason, ...reasons], via), sameAs: 'quoted' };
    }
    const first = others.find((other) => isSameLook(hit, other));
    if (first) {
      const reason = 'repeat: the same look as the load before, less than a minute ago';
      return { ...settled('person', [reason, ...reasons], via), sameAs: 'repeat' };
    }
    if (hit.superseded) return { ...settled('person', reasons, via), settle: 'wait' };
  }
  return settled('person', reasons, via);
}

const settled = (verdict: HitVerdict, reasons: string[], via?: string): Judgement => ({
  verdict,
  reasons,
  settle: 'now',
  rulesVersion: RULES_VERSION,
  ...(via === undefined ? {} : { via }),
});

/** O7, O16. */
function ownReason({ at, own, sentAt, sender, source, features }: Hit): string | undefined {
  if (own === 'device') return 'from a device that the sender uses';
  if (own === 'viewing') return 'while the sender had the mail before them in Outlook or Mailtrail';
  if (sentAt === undefined) return undefined;
  if (at < sentAt) return 'before the mail was sent: the sender’s own view of the draft';
  const sameDevice =
    sender !== undefined &&
    sender.source === source &&
    (sender.platform === features.platform || sender.platform === 'other' || features.platform === 'other');
  return sameDevice && at - sentAt < OWN_DEVICE_MS
    ? 'from the device that sent the mail, within two minutes of sending'
    : undefined;
}

const gatewayOf = ({ features }: Hit): string | undefined =>
  features.network === 'gateway' ? features.networkName : undefined;

/** What by itself can only be a machine. */
function machineReason(hit: Hit): Judgement | undefined {
  const { features, kind } = hit;
  const name = features.agentName;
  if (features.method !== 'GET') return settled('machine', ['asked without wanting an answer (HEAD)']);
  if (features.prefetch) return settled('machine', ['fetched ahead, says the request itself']);
  switch (features.agent) {
    case 'empty':
    case 'unnamed':
    case 'library':
    case 'headless':
    case 'bot':
      return settled('machine', [`asked by ${name}`], gatewayOf(hit));
    case 'link-preview':
    case 'scanner':
      return settled('machine', [`asked by ${name}`], name);
    case 'preloader':
      return settled('machine', [`${name}: fetches everything, read or not`], name);
    case 'image-proxy':
      return kind === 'click'
        ? settled('machine', [`${name} follows no links for readers`], name)
        : undefined;
    case 'mail-program':
    case 'browser':
      break;
  }
  const gateway = gatewayOf(hit);
  if (gateway !== undefined) return settled('machine', [`from the network of ${gateway}`], gateway);
  if (features.network === 'apple' && kind === 'open') {
    const via = 'Apple Mail Privacy Protection';
    return settled('machine', [`from Apple’s network: ${via} fetches everything, read or not`], via);
  }
  return undefined;
}

/** Bursts over links, and of one source over many mails (V1). */
function burstReason(hit: Hit, others: readonly Hit[]): string | undefined {
  const copy = others.filter(
    (other) =>
      other.kind === 'click' &&
      other.message === hit.message &&
      other.recipient === hit.recipient &&
      // A shared link may be followed by several people at once, each from a network of their own.
      (hit.recipient !== 0 || other.source === hit.source),
  );
  const linksWithin = (ms: number): number =>
    mostLinks(hit.kind === 'click' ? [hit, ...copy] : copy, hit.at, ms);
  if (linksWithin(TWO_LINKS_MS) >= (hit.kind === 'click' ? 2 : 3))
    return 'several links of the mail within one second';
  if (hit.kind === 'open') return undefined;
  if (linksWithin(THREE_LINKS_MS) >= 3) return 'three or more links of the mail within five seconds';
  const copies = new Set(
    [hit, ...others]
      .filter((other) => other.kind === 'click' && other.source === hit.source)
      .filter((other) => Math.abs(other.at - hit.at) <= THREE_LINKS_MS)
      .map((other) => `${other.message}/${other.recipient}`),
  );
  return copies.size >= 4
    ? 'links in four or more mails followed from one place within five seconds'
    : undefined;
}

/** The most different links in any stretch of `ms` that holds `at`. */
function mostLinks(clicks: readonly Hit[], at: number, ms: number): number {
  const near = clicks.filter((click) => Math.abs(click.at - at) <= ms);
  let most = 0;
  for (const { at: start } of [{ at }, ...near]) {
    if (start > at || at - start > ms) continue;
    const links = near.filter((click) => click.at >= start && click.at - start <= ms).map(({ link }) => link);
    most = Math.max(most, new Set(links).size);
  }
  return most;
}

/** What a person might do, but seldom does. */
function doubtOf(hit: Hit, others: readonly Hit[]): string | undefined {
  const { features, kind, at, sentAt } = hit;
  // Gateways pretend to be browsers, not mail programs; proxies fetch for a reader whenever they do.
  if (features.agent !== 'browser' || sentAt === undefined) return undefined;
  const age = at - sentAt;
  if (kind === 'open')
    return age < OPEN_TOO_SOON_MS ? 'sooner after sending than mail can be read' : undefined;
  if (age < CLICK_TOO_SOON_MS) return 'sooner after sending than a mail can be read and a link followed';
  const opened = others.some(
    (other) =>
      other.kind === 'open' && other.message === hit.message && other.source === hit.source && other.at <= at,
  );
  return age < DELIVERY_MS && !opened && features.browserHeaders === false
    ? 'calls itself a browser but sends none of a browser’s headers, during delivery'
    : undefined;
}

/** O16. */
const newerInConversation = (hit: Hit, others: readonly Hit[]): Hit | undefined =>
  others.find(
    (other) =>
      other.kind === 'open' &&
      other.message !== hit.message &&
      hit.conversation !== undefined &&
      other.conversation === hit.conversation &&
      other.source === hit.source &&
      Math.abs(other.at - hit.at) <= BURST_WINDOW_MS &&
      (other.sentAt ?? 0) > (hit.sentAt ?? 0),
  );

/** O3: `other` is an earlier load by the same people, as far as anybody can tell. The minute runs from the first. */
const isSameLook = (hit: Hit, other: Hit): boolean =>
  other.kind === 'open' &&
  other.counted !== false &&
  other.message === hit.message &&
  other.recipient === hit.recipient &&
  other.features.family === hit.features.family &&
  (hit.features.agent === 'image-proxy' || other.source === hit.source) &&
  (other.at < hit.at || (other.at === hit.at && other.id < hit.id)) &&
  hit.at - other.at < ONE_OPEN_MS;
