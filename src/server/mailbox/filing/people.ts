import type { Kysely } from 'kysely';
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

/** Which of these folded addresses belong to colleagues: a domain of the company, a user, a connected mailbox. */
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
      .select('address')
      .where('account_id', '=', account)
      .where('address', 'in', rest)
      .execute(),
  ]);
  for (const row of users) found.add(row.email);
  for (const row of mailboxes) found.add(row.address);
  return found;
}
