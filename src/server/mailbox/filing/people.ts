import { type Kysely, sql } from 'kysely';
import type { MailAddress } from '../../../core/incoming';
import type { Message } from '../../../graph';
import { foldAddress } from '../../crm/contacts';
import type { AccountSettings, Database } from '../../store/schema';

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

/** Which of these folded addresses belong to colleagues: a domain of the company, a user, a connected mailbox or its alias. */
export async function colleaguesAmong(
  db: Kysely<Database>,
  account: number,
  settings: AccountSettings,
  own: readonly string[],
  addresses: readonly string[],
): Promise<Set<string>> {
  const domains = new Set((settings.ownDomains ?? []).map((d) => d.toLowerCase()));
  const found = new Set(addresses.filter((a) => domains.has(domainOf(a)) || own.includes(a)));
  const rest = addresses.filter((a) => !found.has(a));
  if (rest.length === 0) return found;
  const [users, mailboxes] = await Promise.all([
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
  const theirs = new Set([...users.map(({ email }) => email), ...addressesOf(mailboxes)]);
  for (const address of rest) if (theirs.has(address)) found.add(address);
  return found;
}

const addressesOf = (mailboxes: readonly { address: string; aliases: string[] }[]): string[] =>
  mailboxes.flatMap(({ address, aliases }) => [address, ...aliases]).map(foldAddress);

/** Whether a mailbox that is watched sends as this folded address: its own copy of what it sent will be found. */
export async function sendsFromHere(
  db: Kysely<Database>,
  account: number,
  address: string,
): Promise<boolean> {
  const row = await db
    .selectFrom('mailboxes')
    .select('id')
    .where('account_id', '=', account)
    .where('state', 'in', ['connecting', 'watching', 'failing'])
    .where((eb) => eb.or([eb('address', '=', address), sql<boolean>`aliases ? ${address}`]))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
