import type { HitFeatures } from './features';
import type { ReasonCode } from './reasons';

/** V2: the longest that anybody waits for a verdict. */
export const BURST_WINDOW_MS = 10_000;
/** While mail is delivered, gateways look at it; people seldom do yet. */
export const DELIVERY_MS = 120_000;

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
  /**
   * Known to be the sender's own look: from a device of theirs, or while a screen of ours showed them the mail. Or a
   * colleague's, where the account counts those no more (O7).
   */
  own?: 'device' | 'viewing' | 'colleague';
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
  /** The same, as codes that never change their meaning (`REASONS`). */
  codes: ReasonCode[];
  /** `wait`: something is suspicious; judge again when the burst window has closed (V2). */
  settle: 'now' | 'wait';
  /** A person's load that is no open of its own: in a later mail's quote (O16), or the same look (O3). */
  sameAs?: 'quoted' | 'repeat';
  rulesVersion: number;
}

/** Since sending; undefined when that is not known. */
export const ageOf = ({ at, sentAt }: Hit): number | undefined =>
  sentAt === undefined ? undefined : at - sentAt;

export const isDelivery = (hit: Hit): boolean => (ageOf(hit) ?? Infinity) < DELIVERY_MS;

export const sameCopy = (one: Hit, other: Hit): boolean =>
  one.message === other.message && one.recipient === other.recipient;

/** The same program on the same kind of machine in the same network, as far as anybody can tell. */
export const sameProgram = (one: Hit, other: Hit): boolean =>
  one.source === other.source &&
  one.features.family === other.features.family &&
  one.features.platform === other.features.platform;

/** A proxy or relay asks, from whichever of its networks: where the reader is cannot be known. */
export const hidesPlace = ({ features: { agent, network } }: Pick<Hit, 'features'>): boolean =>
  agent === 'image-proxy' || network === 'mail-service' || network === 'relay';
