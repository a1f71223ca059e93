import type { HitFeatures } from '../../core/hits';

/** One look that was judged a person's and is one recipient's own. */
export interface NamedLook {
  features: Pick<HitFeatures, 'agent' | 'family' | 'platform' | 'network'>;
  /** Hash of the network that asked, and the time in which its key holds: hashes of two epochs cannot be compared. */
  source: string;
  epoch: number;
}

/**
 * Phones go from network to network, and a carrier's address tells nothing; so do services that fetch for a reader,
 * relays and clouds. Only what is left can speak of another person.
 */
const speaks = ({ features: { agent, platform, network } }: NamedLook): boolean =>
  (agent === 'mail-program' || agent === 'browser') &&
  (platform === 'windows' || platform === 'mac' || platform === 'linux') &&
  network === 'other';

/**
 * O8: whether a mail was possibly forwarded: looks in different programs on different kinds of machine, from unrelated
 * networks. It can never be told for certain, and of how many people it says nothing.
 */
export function possiblyForwarded(looks: readonly NamedLook[]): boolean {
  const telling = looks.filter(speaks);
  return telling.some((one) =>
    telling.some(
      (other) =>
        one.epoch === other.epoch &&
        one.source !== other.source &&
        one.features.family !== other.features.family &&
        one.features.platform !== other.features.platform,
    ),
  );
}
