import { sql, type Transaction } from 'kysely';
import { json, type ContactProperty, type Database } from '../store/schema';
import { marketingAmong, refreshMarketingReplies } from './marketing-replies';

/**
 * What a contact did last: sales open, click and reply (one-to-one mail), and engagement (any of the three, on any mail).
 * Only what the ledger tells of the contact themselves counts: nothing of Someone's (O10), nothing without a legal basis
 * (P2), nothing that a look back added (R1).
 */
const OF_KIND = { open: 'lastOpen', click: 'lastClick', reply: 'lastReply' } as const;
type Engaging = keyof typeof OF_KIND;
export const isEngaging = (kind: string): kind is Engaging => kind in OF_KIND;

/** What of a contact is such a date; what they answered of marketing mail stands in marketing-replies.ts. */
type DateProperty = Extract<ContactProperty, `last${'Open' | 'Click' | 'Reply' | 'Engagement'}`>;

const COLUMN = {
  lastOpen: 'last_open_at',
  lastClick: 'last_click_at',
  lastReply: 'last_reply_at',
  lastEngagement: 'last_engagement_at',
} as const satisfies Record<DateProperty, string>;
const PROPERTIES: readonly DateProperty[] = ['lastOpen', 'lastClick', 'lastReply', 'lastEngagement'];

/** A ledger row, with the contact that it names. */
export interface DatedEvent {
  account: number;
  contact: string;
  seq: number;
  kind: string;
  at: Date;
  recordedAt: Date;
  message?: string | undefined;
}

type Dates = Record<DateProperty, Date | null>;

type Known = Dates & { activity: Date | null };

/** The contacts' dates now, their rows locked, in an order that all keep; without contacts that are gone. */
async function datesOf(
  trx: Transaction<Database>,
  account: number,
  contacts: readonly string[],
): Promise<Map<string, Known>> {
  if (contacts.length === 0) return new Map();
  const rows = await trx
    .selectFrom('contacts')
    .select([
      'id',
      'last_activity_at',
      'last_open_at',
      'last_click_at',
      'last_reply_at',
      'last_engagement_at',
    ])
    .where('account_id', '=', account)
    .where('id', 'in', [...new Set(contacts)])
    .orderBy('id')
    .forUpdate()
    .execute();
  return new Map(
    rows.map((row) => [
      row.id,
      {
        activity: row.last_activity_at,
        lastOpen: row.last_open_at,
        lastClick: row.last_click_at,
        lastReply: row.last_reply_at,
        lastEngagement: row.last_engagement_at,
      },
    ]),
  );
}

/** Moves contacts' dates on by events that were just written, in their order; an earlier one than is known moves nothing. */
export async function moveContactDates(
  trx: Transaction<Database>,
  account: number,
  events: readonly DatedEvent[],
): Promise<void> {
  const dates = await datesOf(
    trx,
    account,
    events.map(({ contact }) => contact),
  );
  if (dates.size === 0) return;
  const sales = await salesMessages(trx, account, events);
  const moves = new Map<string, Partial<Known>>();
  const changes: Change[] = [];
  for (const event of events) {
    const known = dates.get(event.contact);
    if (!known) continue;
    const moved: Partial<Known> = {};
    if (event.at > (known.activity ?? NEVER)) moved.activity = event.at;
    if (isEngaging(event.kind)) {
      const isSales = event.message !== undefined && sales.has(event.message);
      for (const property of isSales
        ? [OF_KIND[event.kind], 'lastEngagement' as const]
        : ['lastEngagement' as const]) {
        if (event.at <= (known[property] ?? NEVER)) continue;
        moved[property] = event.at;
        changes.push({ by: event, property, value: event.at, event: event.seq });
      }
    }
    Object.assign(known, moved);
    if (Object.keys(moved).length > 0) moves.set(event.contact, { ...moves.get(event.contact), ...moved });
  }
  if (moves.size > 0) await writeMoves(trx, account, moves);
  await note(trx, changes);
  await moveMarketingReplies(
    trx,
    account,
    events.filter(({ contact }) => dates.has(contact)),
  );
}

async function moveMarketingReplies(
  trx: Transaction<Database>,
  account: number,
  events: readonly DatedEvent[],
): Promise<void> {
  const replies = events.filter(({ kind }) => kind === 'reply');
  const marketing = await marketingAmong(
    trx,
    account,
    replies.flatMap(({ message }) => message ?? []),
  );
  // Of several by one contact, the last tells what all of them came to.
  const last = new Map(
    replies
      .filter(({ message }) => message !== undefined && marketing.has(message))
      .map((event) => [event.contact, event]),
  );
  for (const { contact, seq, recordedAt } of last.values())
    await refreshMarketingReplies(trx, account, contact, { seq, event: seq, at: recordedAt });
}

const NEVER = new Date(0);

async function writeMoves(
  trx: Transaction<Database>,
  account: number,
  moves: ReadonlyMap<string, Partial<Known>>,
): Promise<void> {
  const rows = json([...moves].map(([id, moved]) => ({ id, ...moved })));
  await sql`
    update contacts c set
      last_activity_at = coalesce(m.activity, c.last_activity_at),
      last_open_at = coalesce(m."lastOpen", c.last_open_at),
      last_click_at = coalesce(m."lastClick", c.last_click_at),
      last_reply_at = coalesce(m."lastReply", c.last_reply_at),
      last_engagement_at = coalesce(m."lastEngagement", c.last_engagement_at)
    from jsonb_to_recordset(${rows}::jsonb) as m (id uuid, activity timestamptz, "lastOpen" timestamptz,
      "lastClick" timestamptz, "lastReply" timestamptz, "lastEngagement" timestamptz)
    where c.account_id = ${account} and c.id = any(${[...moves.keys()]}::uuid[]) and c.id = m.id`.execute(
    trx,
  );
}

/** Which of the events' messages were one-to-one mail. */
async function salesMessages(
  trx: Transaction<Database>,
  account: number,
  events: readonly DatedEvent[],
): Promise<Set<string>> {
  const ids = events.flatMap(({ kind, message }) =>
    isEngaging(kind) && message !== undefined ? [message] : [],
  );
  if (ids.length === 0) return new Set();
  const rows = await trx
    .selectFrom('messages')
    .select('id')
    .where('account_id', '=', account)
    .where('id', 'in', [...new Set(ids)])
    .where('kind', '=', 'one-to-one')
    .execute();
  return new Set(rows.map(({ id }) => id));
}

/**
 * Gives the contact's dates the values they have without an event that was taken back: read from what stands in the
 * ledger, never subtracted. `by`: the ledger row that takes it back.
 */
export async function restoreContactDates(
  trx: Transaction<Database>,
  taken: DatedEvent,
  by: { seq: number; at: Date },
): Promise<void> {
  const before = (await datesOf(trx, taken.account, [taken.contact])).get(taken.contact);
  if (!before) return;
  if (taken.kind === 'reply')
    await refreshMarketingReplies(trx, taken.account, taken.contact, { ...by, event: null });
  const standing = isEngaging(taken.kind)
    ? await standingDates(trx, taken.account, taken.contact)
    : undefined;
  const changed = standing
    ? PROPERTIES.filter(
        (property) => (standing[property]?.at.getTime() ?? null) !== (before[property]?.getTime() ?? null),
      )
    : [];
  const wasLast = before.activity?.getTime() === taken.at.getTime();
  if (changed.length === 0 && !wasLast) return;
  await trx
    .updateTable('contacts')
    .set({
      ...(wasLast && { last_activity_at: await lastActivity(trx, taken.account, taken.contact) }),
      ...Object.fromEntries(changed.map((property) => [COLUMN[property], standing?.[property]?.at ?? null])),
    })
    .where('account_id', '=', taken.account)
    .where('id', '=', taken.contact)
    .execute();
  await note(
    trx,
    changed.map((property) => ({
      by: { ...taken, seq: by.seq, recordedAt: by.at },
      property,
      value: standing?.[property]?.at ?? null,
      event: standing?.[property]?.seq ?? null,
    })),
  );
}

/** What the ledger says that a contact did last, whatever their dates say. */
export async function datesInLedger(
  trx: Transaction<Database>,
  account: number,
  contact: string,
): Promise<Partial<Record<DateProperty, Date>>> {
  const standing = await standingDates(trx, account, contact);
  return Object.fromEntries(
    PROPERTIES.flatMap((property) => {
      const at = standing[property]?.at;
      return at ? [[property, at] as const] : [];
    }),
  );
}

type Standing = Partial<Record<DateProperty, { seq: number; at: Date }>>;

/** The latest standing event per kind, of one-to-one mail and of all; six looks into one index. */
async function standingDates(
  trx: Transaction<Database>,
  account: number,
  contact: string,
): Promise<Standing> {
  const { rows } = await sql<{ kind: Engaging; sales: boolean; seq: number; at: Date }>`
    select k.kind, k.sales, last.seq, last.at
    from (values ('open', true), ('click', true), ('reply', true), ('open', false), ('click', false), ('reply', false))
      as k (kind, sales)
    cross join lateral (
      select e.seq, e.at from events e
      where e.account_id = ${account} and e.contact_id = ${contact} and e.kind = k.kind
        and e.kind in ('open','click','reply') and not e.historic
        and (not k.sales or exists (select 1 from messages m
          where m.account_id = e.account_id and m.id = e.message_id and m.kind = 'one-to-one'))
        and not exists (select 1 from events b where b.account_id = e.account_id and b.retracts = e.seq)
      order by e.at desc, e.seq desc limit 1
    ) last`.execute(trx);
  const standing: Standing = {};
  for (const { kind, sales, seq, at } of rows) {
    const property = sales ? OF_KIND[kind] : 'lastEngagement';
    if (at > (standing[property]?.at ?? NEVER)) standing[property] = { seq, at };
  }
  return standing;
}

/** Reads anew when these contacts were last active, after mail was taken off their records or put on them. */
export async function refreshLastActivity(
  trx: Transaction<Database>,
  account: number,
  contacts: readonly string[],
): Promise<void> {
  for (const contact of [...new Set(contacts)].sort()) {
    await trx
      .updateTable('contacts')
      .set({ last_activity_at: await lastActivity(trx, account, contact) })
      .where('account_id', '=', account)
      .where('id', '=', contact)
      .execute();
  }
}

/** How far back a contact's events are looked through for the latest that stands. */
const RECENT_EVENTS = 500;

async function lastActivity(
  trx: Transaction<Database>,
  account: number,
  contact: string,
): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select greatest(
      (select max(e.at) from (
        select seq, at, kind, historic, message_id from events
        where account_id = ${account} and contact_id = ${contact} order by seq desc limit ${RECENT_EVENTS}) e
        where e.kind not in ('retracted', 'workflow') and not e.historic
          and not exists (select 1 from messages u where u.account_id = ${account} and u.id = e.message_id and u.state = 'undone')
          and not exists (select 1 from events b where b.account_id = ${account} and b.retracts = e.seq)),
      (select max(r.at) from message_recipients r
        join messages m on m.account_id = r.account_id and m.id = r.message_id and not m.historic and m.state <> 'undone'
          and (m.kind = 'one-to-one' or m.direction = 'incoming')
        where r.account_id = ${account} and r.contact_id = ${contact}),
      (select max(s.at) from message_senders s
        join messages m on m.account_id = s.account_id and m.id = s.message_id and not m.historic and m.state <> 'undone'
        where s.account_id = ${account} and s.contact_id = ${contact})
    ) as at`.execute(trx);
  return rows[0]?.at ?? null;
}

interface Change {
  by: DatedEvent;
  property: DateProperty;
  value: Date | null;
  event: number | null;
}

async function note(trx: Transaction<Database>, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return;
  await trx
    .insertInto('contact_property_changes')
    .values(
      changes.map(({ by, property, value, event }) => ({
        account_id: by.account,
        contact_id: by.contact,
        property,
        seq: by.seq,
        value,
        event_seq: event,
        changed_at: by.recordedAt,
      })),
    )
    .execute();
}
