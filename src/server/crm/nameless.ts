import type { Kysely } from 'kysely';
import { objectionsOf } from '../privacy/objections';
import type { Database } from '../store/schema';
import { basesOf, foldAddress } from './contacts';

/** A mail address, as it stands or as links escape it. */
const ADDRESS = /[^\s/?&=#<>"':;,]+(?:@|%40|%2540)[a-z0-9-]+(?:\.[a-z0-9-]+)+/gi;
const holdsAddress = (text: string): boolean => text.search(ADDRESS) >= 0;

interface Link {
  target: string;
  text: string;
}

/**
 * A link as it may stand beside a click that is told as Someone's (P2): many a link names the one it was sent to. Without
 * its query where that holds an address, and without its path where that does.
 */
export function namelessLink({ target, text }: Link): Link {
  const shown = text.replace(ADDRESS, '…');
  if (!holdsAddress(target)) return { target, text: shown };
  const [path = ''] = target.split(/[?#]/);
  if (!holdsAddress(path)) return { target: `${path}?…`, text: shown };
  const [origin = ''] = /^[a-z]+:\/\/[^/]+/i.exec(path) ?? [];
  return { target: `${origin}/…`, text: shown };
}

/** An open or click as it stands in the ledger, with the address of the recipient that it names. */
interface Told {
  kind: string;
  contact_id: string | null;
  address: string | null;
  /** Of marketing mail, which has a legal basis of its own. */
  marketing: boolean;
}

/** What takes one back names the same person. */
const isHit = ({ kind }: Told): boolean => kind === 'open' || kind === 'click' || kind === 'retracted';

/**
 * P3, P6: of what was told under a name, what now reads Someone's, since they have withdrawn or object. Three queries at
 * most, none where nobody is named.
 */
export async function silencedSince(
  db: Kysely<Database>,
  account: number,
  told: readonly Told[],
): Promise<(row: Told) => boolean> {
  const hits = told.filter(isHit);
  const contactsOf = (marketing: boolean): string[] => [
    ...new Set(hits.flatMap((row) => (row.marketing === marketing ? (row.contact_id ?? []) : []))),
  ];
  const addresses = [
    ...new Set(hits.flatMap(({ address }) => (address === null ? [] : [foldAddress(address)]))),
  ];
  const contacts = { sales: contactsOf(false), marketing: contactsOf(true) };
  if (contacts.sales.length + contacts.marketing.length + addresses.length === 0) return () => false;
  const sales = await basesOf(db, account, contacts.sales);
  const marketing = await basesOf(db, account, contacts.marketing, 'marketing-tracking');
  const objections = await objectionsOf(db, account, addresses);
  return (row) =>
    isHit(row) &&
    ((row.marketing ? marketing : sales).get(row.contact_id ?? '') === 'consent-withdrawn' ||
      (objections.get(foldAddress(row.address ?? '')) ?? []).some(({ until }) => until === undefined));
}
