import { type Kysely, sql } from 'kysely';
import type { MailAddress } from '../../../core/incoming';
import type { Message } from '../../../graph';
import { foldAddress } from '../../crm/contacts';
import type { AccountSettings, Database, MailboxState } from '../../store/schema';

export interface Recipient {
  /** Folded. */
  address: string;
  name: string;
  via: 'to' | 'cc' | 'bcc';
}

type GraphRecipients = Message['toRecipients'];

/** Everybody on the copy, each once per line. Graph's lists know Bcc; the MIME knows names that Graph lost. */
export function recipientsOf(item: Message, mail: { to: MailAddress[]; cc: MailAddress[] }): Recipient[] {
  const seen = new Map<string, Recipient>();
  const add = (
    via: Recipient['via'],
    address: string | null | undefined,
    name: string | null | undefined,
  ) => {
    const folded = foldAddress(address ?? '');
    if (!folded.includes('@')) return;
    const key = `${via} ${folded}`;
    const known = seen.get(key);
    const given = name ?? '';
    if (!known) seen.set(key, { address: folded, name: given === folded ? '' : given, via });
    else if (known.name === '') known.name = given === folded ? '' : given;
  };
  const lists: [Recipient['via'], GraphRecipients, MailAddress[]][] = [
    ['to', item.toRecipients, mail.to],
    ['cc', item.ccRecipients, mail.cc],
    ['bcc', item.bccRecipients, []],
  ];
  for (const [via, graph, mime] of lists) {
    for (const r of graph ?? []) add(via, r.emailAddress?.address, r.emailAddress?.name);
    for (const r of mime) add(via, r.address, r.name);
  }
  return [...seen.values()];
}

export const domainOf = (address: string): string =>
  address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** A connected mailbox: its address, its aliases, and how it stands. */
export interface KnownPlace {
  address: string;
  aliases: string[];
  state: MailboxState;
}

/** Which of these folded addresses belong to colleagues: a domain of the company, a user, a connected mailbox or its alias. */
export function colleaguesOf(
  { users, places }: { users: readonly string[]; places: readonly Omit<KnownPlace, 'state'>[] },
  settings: AccountSettings,
  own: readonly string[],
  addresses: readonly string[],
): Set<string> {
  const domains = new Set((settings.ownDomains ?? []).map((d) => d.toLowerCase()));
  const theirs = new Set([...users, ...places.flatMap(addressesOf)]);
  return new Set(addresses.filter((a) => domains.has(domainOf(a)) || own.includes(a) || theirs.has(a)));
}

/** The same, asked of the store. */
export async function colleaguesAmong(
  db: Kysely<Database>,
  account: number,
  settings: AccountSettings,
  own: readonly string[],
  addresses: readonly string[],
): Promise<Set<string>> {
  const sure = colleaguesOf({ users: [], places: [] }, settings, own, addresses);
  const rest = addresses.filter((a) => !sure.has(a));
  if (rest.length === 0) return sure;
  const [users, places] = await Promise.all([
    db
      .selectFrom('users')
      .select('email')
      .where('account_id', '=', account)
      .where('email', 'in', rest)
      .execute(),
    db
      .selectFrom('mailboxes')
      .select(['address', 'aliases'])
      .where('account_id', '=', account)
      .where((eb) => eb.or([eb('address', 'in', rest), sql<boolean>`aliases ?| ${rest}::text[]`]))
      .execute(),
  ]);
  return colleaguesOf({ users: users.map(({ email }) => email), places }, settings, own, addresses);
}

const addressesOf = ({ address, aliases }: Omit<KnownPlace, 'state'>): string[] =>
  [address, ...aliases].map(foldAddress);

const WATCHED: readonly MailboxState[] = ['connecting', 'watching', 'failing'];

/** Whether a mailbox that is watched sends as this folded address: its own copy of what it sent will be found. */
export const sendsFromHere = (places: readonly KnownPlace[], address: string): boolean =>
  places.some(({ state, ...place }) => WATCHED.includes(state) && addressesOf(place).includes(address));
