import { z } from 'zod';
import { EventView } from '../../../core/api';
import { sameAddress } from '../../../core/policy';
import { LANGUAGES } from '../../../core/texts';
import { PaneConfig } from '../api';

export const TABS = ['mail', 'activity', 'settings'] as const;
export type TabName = (typeof TABS)[number];
export const FILTERS = ['all', 'opens', 'clicks', 'replies', 'problems'] as const;
export type FeedFilter = (typeof FILTERS)[number];

/** How the pane was left: nothing about people, so it may outlive Outlook. */
const Left = z.object({
  tab: z.enum(TABS).catch('mail'),
  filter: z.enum(FILTERS).catch('all'),
  config: PaneConfig.optional().catch(undefined),
  /** Chosen in Mailtrail; absent: as Outlook is set. */
  language: z.enum(LANGUAGES).optional().catch(undefined),
});
export type Left = z.infer<typeof Left>;

/** The feed of a mailbox's user (`of`: its address) as it was seen last, and when. It tells of people, so it ends with the window. */
const SeenFeed = z.object({ of: z.string().min(1), items: z.array(EventView), at: z.number() });
export type SeenFeed = z.infer<typeof SeenFeed>;

const LEFT_KEY = 'mailtrail.pane';
const FEED_KEY = 'mailtrail.feed';
const ACCOUNT_KEY = 'mailtrail.account';
const APART_KEY = 'mailtrail.apart';
/** As many as a first page has, twice. */
const MOST_EVENTS = 60;

/** Browsers that keep nothing (a setting of the company, a private window) throw even when asked for the storage. */
function stored(storage: () => Storage, key: string): unknown {
  try {
    return JSON.parse(storage().getItem(key) ?? 'null');
  } catch {
    return null;
  }
}

function store(storage: () => Storage, key: string, value: unknown): void {
  try {
    storage().setItem(key, JSON.stringify(value));
  } catch {
    // Then the pane begins anew next time.
  }
}

const lasting = (): Storage => window.localStorage;
const passing = (): Storage => window.sessionStorage;

export function loadLeft(): Left {
  const left = Left.safeParse(stored(lasting, LEFT_KEY));
  return left.success ? left.data : { tab: 'mail', filter: 'all' };
}

export const keepLeft = (change: Partial<Left>): void =>
  store(lasting, LEFT_KEY, { ...loadLeft(), ...change });

/** What was kept for this very mailbox: one window may show those of several people, one after the other. */
export function loadSeenFeed(owner: string): SeenFeed | null {
  const seen = SeenFeed.safeParse(stored(passing, FEED_KEY));
  return seen.success && sameAddress(seen.data.of, owner) ? seen.data : null;
}

/** Keeps nothing where it is not known whose it is. */
export function keepSeenFeed({ of, items, at }: SeenFeed): void {
  if (of !== '') store(passing, FEED_KEY, { of, items: items.slice(0, MOST_EVENTS), at });
}

const SignedAs = z.object({ mailbox: z.string().min(1), account: z.string() });

/** The account (msal's `homeAccountId`) that was last signed in for a mailbox, where Outlook does not sign in itself. */
export function loadSignedAs(mailbox: string): string | null {
  const kept = SignedAs.safeParse(stored(lasting, ACCOUNT_KEY));
  return kept.success && sameAddress(kept.data.mailbox, mailbox) ? kept.data.account : null;
}

export function keepSignedAs(mailbox: string, account: string): void {
  if (mailbox !== '') store(lasting, ACCOUNT_KEY, { mailbox, account });
}

/** Drafts whose sending to each apart had no answer, by their tokens; they name nobody. */
const ApartKeys = z.record(z.string(), z.uuid());
/** More were not left without an answer in one window. */
const MOST_KEYS = 20;

const loadApartKeys = (): Record<string, string> => {
  const kept = ApartKeys.safeParse(stored(passing, APART_KEY));
  return kept.success ? kept.data : {};
};

export const loadApartKey = (token: string): string | null => loadApartKeys()[token] ?? null;

/** null: its fate is known. */
export function keepApartKey(token: string, key: string | null): void {
  const others = Object.entries(loadApartKeys()).filter(([name]) => name !== token);
  const entries: [string, string][] = key === null ? others : [...others, [token, key]];
  store(passing, APART_KEY, Object.fromEntries(entries.slice(-MOST_KEYS)));
}

/** Nothing of whoever signs out stays: not the feed, and not what the sign-in library keeps under names of its own. */
export function forgetPerson(): void {
  try {
    passing().removeItem(FEED_KEY);
    lasting().removeItem(ACCOUNT_KEY);
    for (const storage of [lasting(), passing()]) {
      const names = Array.from({ length: storage.length }, (_, n) => storage.key(n) ?? '');
      for (const name of names) if (/^msal\./.test(name)) storage.removeItem(name);
    }
  } catch {
    // What cannot be reached was not kept either.
  }
}
