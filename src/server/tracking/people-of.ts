import { sql, type Selectable, type Transaction } from 'kysely';
import { contactsByAddress, foldAddress } from '../crm/contacts';
import { basisHistories, type PastBasis } from '../crm/legal-bases';
import { limitNamesOf } from '../crm/no-tracking';
import { objectionsOf, type Objection } from '../privacy/objections';
import type { Database } from '../store/schema';

export type MessageRow = Selectable<Database['messages']>;

/**
 * Under what a message's events and recipients are kept while hits are judged: of marketing mail each copy apart, since
 * nothing that happens to one asks after another, and there may be a million.
 */
export const copyKey = ({ id, kind }: Pick<MessageRow, 'id' | 'kind'>, recipient: number): string =>
  kind === 'marketing' ? `${id} ${recipient}` : id;

/** A message whose people are asked for; of marketing mail those of these copies alone. */
export interface AskedMessage {
  message: Pick<MessageRow, 'id' | 'kind'>;
  copies: Iterable<number>;
}

/** What a marketing message's copy carried (M4, P2), and how it stands. */
export interface Copy {
  image: boolean;
  links: boolean;
  left: Date | null;
  tried: Date | null;
  /** Counted on it, whether or not its events are kept still (P8). */
  opens: number;
}

/**
 * From when on a hit may be a recipient's: the copy's own leaving. The transport's answer may come after the first hit, and
 * of a copy that was tried again the first try may be what arrived.
 */
export const sentBefore = (
  at: Date,
  message: Pick<MessageRow, 'at'>,
  copy: Pick<Copy, 'left' | 'tried'> | undefined,
): Date => [copy?.left, copy?.tried].find((time) => time != null && time <= at) ?? message.at;

/** Whether a copy carried what an open or a click comes from; of one that is only just leaving, a hit proves that it did. */
export const carries = (copy: Copy | undefined, kind: 'open' | 'click'): boolean =>
  copy === undefined || copy.left === null || (kind === 'open' ? copy.image : copy.links);

export interface Recipient {
  /** Of a copy of marketing mail; a test has none. */
  copy?: Copy;
  idx: number;
  address: string;
  name: string;
  contact_id: string | null;
  no_record: boolean;
  token: string | null;
}

/** Who messages went to, and what was said of them. */
export interface People {
  /** By `copyKey`, in their order. */
  recipients: Map<string, Recipient[]>;
  /** Of recipients that are no contact on their mail: folded address → contact. */
  contacts: Map<string, string>;
  /** By contact, and by the names under which an address can be listed. */
  limits: Map<string, ('all' | 'links')[]>;
  bases: Map<string, PastBasis[]>;
  /** The same for marketing mail, of its recipients. */
  marketingBases: Map<string, PastBasis[]>;
  /** By folded address. */
  objections: Map<string, Objection[]>;
}

/** What tells whose the hits of an account's messages are. A few queries, however many messages. */
export async function peopleOf(
  trx: Transaction<Database>,
  account: number,
  asked: readonly AskedMessage[],
): Promise<People> {
  return peopleAmong(trx, account, asked, await recipientsOf(trx, account, asked));
}

export async function recipientsOf(
  trx: Transaction<Database>,
  account: number,
  asked: readonly AskedMessage[],
): Promise<People['recipients']> {
  const ids = asked.flatMap(({ message }) => (message.kind === 'marketing' ? [] : [message.id]));
  const recipients = new Map<string, Recipient[]>(ids.map((id) => [id, []]));
  if (ids.length > 0) {
    const all = await trx
      .selectFrom('message_recipients')
      .select(['message_id', 'idx', 'address', 'name', 'contact_id', 'no_record', 'token'])
      .where('account_id', '=', account)
      .where('message_id', 'in', ids)
      .orderBy('message_id')
      .orderBy('idx')
      .execute();
    for (const { message_id: id, ...row } of all) recipients.get(id)?.push(row);
  }
  for (const { message, ...row } of await copiesAmong(trx, account, asked)) {
    recipients.set(copyKey({ id: message, kind: 'marketing' }, row.idx), [row]);
  }
  return recipients;
}

/** Of marketing mail, by key: each copy with whom it went to, also where it is only just leaving. */
async function copiesAmong(
  trx: Transaction<Database>,
  account: number,
  asked: readonly AskedMessage[],
): Promise<(Recipient & { message: string })[]> {
  const keys = asked.flatMap(({ message, copies }) =>
    message.kind === 'marketing'
      ? [...new Set(copies)].filter((idx) => idx > 0).map((idx) => ({ message: message.id, idx }))
      : [],
  );
  if (keys.length === 0) return [];
  const { rows } = await sql<Omit<Recipient, 'copy'> & Copy & { message: string; copied: boolean }>`
    select a.message, a.idx, coalesce(r.address, c.address) as address, coalesce(r.name, c.name) as name,
      case when r.idx is null then c.contact_id else r.contact_id end as contact_id,
      coalesce(r.no_record, false) as no_record, r.token,
      c.idx is not null as copied, c.image, c.links, c.left_at as left, c.tried_at as tried, c.opens
    from unnest(${keys.map(({ message }) => message)}::uuid[], ${keys.map(({ idx }) => idx)}::integer[]) as a (message, idx)
    left join lateral (select * from message_recipients
      where account_id = ${account} and message_id = a.message and idx = a.idx limit 1) r on true
    left join lateral (select * from marketing_copies
      where account_id = ${account} and message_id = a.message and idx = a.idx limit 1) c on true
    where r.idx is not null or c.idx is not null`.execute(trx);
  return rows.map(({ copied, image, links, left, tried, opens, ...row }) => ({
    ...row,
    ...(copied && { copy: { image, links, left, tried, opens } }),
  }));
}

export async function peopleAmong(
  trx: Transaction<Database>,
  account: number,
  asked: readonly AskedMessage[],
  recipients: People['recipients'],
): Promise<People> {
  const all = [...recipients.values()].flat();
  const addresses = all.map(({ address }) => address);
  const contacts = await contactsByAddress(
    trx,
    account,
    all.flatMap((row) => (row.contact_id === null ? [row.address] : [])),
  );
  const marketing = asked.filter(({ message }) => message.kind === 'marketing');
  const ofCopies = marketing.flatMap(({ message, copies }) =>
    [...copies].flatMap((idx) => recipients.get(copyKey(message, idx)) ?? []),
  );
  const shared = new Set(ofCopies);
  const idsOf = (rows: readonly Recipient[]): string[] => [
    ...new Set(rows.flatMap((row) => row.contact_id ?? contacts.get(foldAddress(row.address)) ?? [])),
  ];
  const oneToOne = idsOf(all.filter((row) => !shared.has(row)));
  const ids = [...new Set([...idsOf(all), ...contacts.values()])];
  return {
    recipients,
    contacts,
    limits: await limitsOn(trx, account, [...new Set([...ids, ...addresses.flatMap(limitNamesOf)])]),
    bases: await basisHistories(trx, account, oneToOne),
    marketingBases: await basisHistories(trx, account, idsOf(ofCopies), 'marketing-tracking'),
    objections: await objectionsOf(trx, account, addresses),
  };
}

/** "No tracking" set on contacts, addresses or their domains, before or after the mail was sent (O6). */
async function limitsOn(
  trx: Transaction<Database>,
  account: number,
  values: readonly string[],
): Promise<Map<string, ('all' | 'links')[]>> {
  const levels = new Map<string, ('all' | 'links')[]>();
  if (values.length === 0) return levels;
  const rows = await trx
    .selectFrom('tracking_limits')
    .select(['value', 'level'])
    .where('account_id', '=', account)
    .where('value', 'in', [...values])
    .execute();
  for (const { value, level } of rows) levels.set(value, [...(levels.get(value) ?? []), level]);
  return levels;
}
