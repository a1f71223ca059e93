import type { MarketingView } from '../../core/api/marketing-messages';

const SOON_MS = 3_000;
const LATER_MS = 30_000;
/** Most of what comes of a message comes so soon. */
const FRESH_MS = 2 * 86_400_000;

/** How often what became of a message is looked at again; a draft never. */
export function lookAgainMs(
  { state, begunAt }: Pick<MarketingView, 'state' | 'begunAt'>,
  now: number,
): number | undefined {
  if (state === 'draft') return undefined;
  const fresh = begunAt !== undefined && now - Date.parse(begunAt) < FRESH_MS;
  return state === 'sending' || fresh ? SOON_MS : LATER_MS;
}
