import type { SendForecast } from '../../core/api/sending';
import type { RecipientAnswer, ResolvedPolicy } from '../../core/policy';

type Nameless = SendForecast['nameless'];

/** What it says of a copy whom it goes to, and what it may carry. */
interface CopyOf {
  recipients: readonly { address: string }[];
  policy: Pick<ResolvedPolicy, 'image' | 'links'>;
}

/**
 * O15: whose opens and clicks would bear no name, and who prevents it. Of several on one mail nobody's would (O10); where
 * but one of them could be named, it is the others who are in the way. `copies` are of one mail.
 */
export function namelessOf(copies: readonly CopyOf[], answers: readonly RecipientAnswer[]): Nameless {
  const tracked = copies.filter(({ policy }) => policy.image || policy.links);
  if (tracked.length === 0) return [];
  const reasons = new Map<Nameless[number]['why'], string[]>();
  const standings = new Map(answers.map(({ address, standing }) => [address, standing]));
  for (const copy of copies) {
    const addresses = copy.recipients.map(({ address }) => address);
    const [why, who] = tracked.includes(copy)
      ? inTheWay(addresses, (address) => standings.get(address))
      : (['untracked', addresses] as const);
    if (why !== undefined) reasons.set(why, [...(reasons.get(why) ?? []), ...who]);
  }
  return [...reasons].map(([why, addresses]) => ({ why, addresses }));
}

function inTheWay(
  addresses: readonly string[],
  standingOf: (address: string) => RecipientAnswer['standing'] | undefined,
): readonly ['shared' | 'beside' | 'noBasis' | 'list' | undefined, readonly string[]] {
  const [only, ...others] = addresses;
  if (only === undefined || others.length > 0) {
    const aside = addresses.filter((address) => isAside(standingOf(address)));
    return aside.length === addresses.length - 1 ? ['beside', aside] : ['shared', []];
  }
  const standing = standingOf(only);
  if (standing === 'noBasis' || standing === 'list') return [standing, [only]];
  return [undefined, []];
}

/** Nobody waits for their opens, or would see them by name. */
const isAside = (standing: RecipientAnswer['standing'] | undefined): boolean =>
  standing === 'colleague' || standing === 'list' || standing === 'noBasis';
