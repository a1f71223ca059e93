import { type Kysely, sql } from 'kysely';
import type { Database, Delivery } from '../store/schema';
import type { LedgerRow } from './event-views';

/** Of a message that went to thousands, so many recipients are listed; the others are in its report (M6). */
const LISTED = 50;

/** On whose record a message is looked at: a contact's, or a company's. */
export type RecordOf = { contact: string } | { company: string };

/** A recipient of marketing mail, with what their copy carried and what became of it. */
export interface CopyRow {
  message_id: string;
  idx: number;
  address: string;
  name: string;
  via: 'to' | 'cc' | 'bcc';
  contact_id: string | null;
  delivery: Delivery;
  delivery_detail: string | null;
  /** When it left. */
  at: Date;
  image: boolean | null;
  links: boolean | null;
  opens: number;
  clicks: number;
  replies: number;
}

/** Of these messages, those of marketing that we sent. */
export async function marketingAmong(
  db: Kysely<Database>,
  account: number,
  ids: readonly string[],
): Promise<string[]> {
  const rows = await db
    .selectFrom('messages')
    .select('id')
    .where('account_id', '=', account)
    .where('id', 'in', [...ids])
    .where('kind', '=', 'marketing')
    .where('direction', '=', 'outgoing')
    .execute();
  return rows.map(({ id }) => id);
}

/** L6: what one record tells of a marketing message: what its own copies carried, and what became of them. */
export function recordOfCopies(copies: readonly CopyRow[]): {
  at?: Date;
  image: boolean;
  links: boolean;
  counts: { opens: number; clicks: number; replies: number };
} {
  const sum = (of: 'opens' | 'clicks' | 'replies'): number => copies.reduce((all, copy) => all + copy[of], 0);
  const [first] = copies;
  return {
    ...(first && { at: first.at }),
    image: copies.some(({ image }) => image !== false),
    links: copies.some(({ links }) => links !== false),
    counts: { opens: sum('opens'), clicks: sum('clicks'), replies: sum('replies') },
  };
}

const theirs = (account: number, of: RecordOf) =>
  'contact' in of
    ? sql`= ${of.contact}`
    : sql`= any(array(select id from contacts where account_id = ${account} and company_id = ${of.company}))`;

/** The first recipients of marketing messages; on somebody's record, theirs alone (L6). */
export async function copiesShown(
  db: Kysely<Database>,
  account: number,
  messages: readonly string[],
  of: RecordOf | undefined,
): Promise<CopyRow[]> {
  return copyRows(
    db,
    account,
    messages,
    sql`${of ? sql`and contact_id ${theirs(account, of)}` : sql``} order by idx limit ${sql.lit(LISTED)}`,
  );
}

/** Those of these lines, whose names they tell. */
export async function copiesOfLines(
  db: Kysely<Database>,
  account: number,
  lines: readonly Pick<LedgerRow, 'message_id' | 'recipient_idx'>[],
): Promise<CopyRow[]> {
  const numbers = new Map<string, Set<number>>();
  for (const { message_id: id, recipient_idx: idx } of lines) {
    if (id === null || idx === null || idx === 0) continue;
    numbers.set(id, (numbers.get(id) ?? new Set()).add(idx));
  }
  const rows = await Promise.all(
    [...numbers].map(([id, of]) => copyRows(db, account, [id], sql`and idx = any(${[...of]}::integer[])`)),
  );
  return rows.flat();
}

async function copyRows(
  db: Kysely<Database>,
  account: number,
  messages: readonly string[],
  which: ReturnType<typeof sql>,
): Promise<CopyRow[]> {
  if (messages.length === 0) return [];
  const { rows } = await sql<CopyRow>`
    select r.message_id, r.idx, r.address, r.name, r.via, r.contact_id, r.delivery, r.delivery_detail,
      coalesce(c.left_at, r.at) as at, c.image, c.links,
      coalesce(c.opens, 0) as opens, coalesce(c.clicks, 0) as clicks, coalesce(c.replies, 0) as replies
    from unnest(${[...messages]}::uuid[]) as m (id)
    cross join lateral (select * from message_recipients
      where account_id = ${account} and message_id = m.id ${which}) r
    left join lateral (select * from marketing_copies
      where account_id = ${account} and message_id = r.message_id and idx = r.idx limit 1) c on true
    order by r.message_id, r.idx`.execute(db);
  return rows;
}

/** How many people each of these messages went to, from the sums that its report reads. */
export async function sentCounts(
  db: Kysely<Database>,
  account: number,
  messages: readonly string[],
): Promise<Map<string, number>> {
  if (messages.length === 0) return new Map();
  const rows = await db
    .selectFrom('marketing_counts')
    .select('message_id')
    .select((eb) => sql<number>`${eb.fn.sum('sent')}::int`.as('sent'))
    .where('account_id', '=', account)
    .where('message_id', 'in', [...messages])
    .groupBy('message_id')
    .execute();
  return new Map(rows.map(({ message_id: id, sent }) => [id, sent]));
}

/** What stands in the ledger of marketing messages by somebody on this record, at most `most` of each. Oldest first. */
export async function eventsOnRecord(
  db: Kysely<Database>,
  account: number,
  messages: readonly string[],
  of: RecordOf,
  most: number,
): Promise<LedgerRow[]> {
  if (messages.length === 0) return [];
  // Found by the contact: a message may have a million lines, and theirs are few. Written so that it is never the other way.
  const { rows } = await sql<LedgerRow>`
    select seq, kind, at, message_id, recipient_idx, contact_id, inferred, historic, retracts, detail, cause from (
      select e.*, row_number() over (partition by message_id order by seq desc) as nth from events e
      where account_id = ${account} and contact_id ${theirs(account, of)}
        and message_id::text = any(${[...messages]}::text[])) e
    where nth <= ${sql.lit(most)} order by seq`.execute(db);
  return rows;
}
