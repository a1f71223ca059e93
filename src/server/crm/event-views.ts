import { type Kysely, type RawBuilder, type Selectable, sql } from 'kysely';
import { z } from 'zod';
import type { EventKind, EventView } from '../../core/api/shared';
import { EventKind as EventKinds } from '../../core/api/shared';
import type { Database } from '../store/schema';
import { namelessLink, silencedSince } from './nameless';
import { sentNote } from './policy-words';
import type { Viewer } from './visibility';

/** What an event's `detail` may carry for people; written by tracking and mailbox. */
const Detail = z.object({
  link: z.object({ target: z.string(), text: z.string() }).optional().catch(undefined),
  reasons: z.array(z.string()).optional().catch(undefined),
  note: z.string().optional().catch(undefined),
  reason: z.string().optional().catch(undefined),
  from: z.object({ address: z.string(), name: z.string() }).optional().catch(undefined),
});

interface EventQuery {
  /** Only this user's feed. */
  user?: number;
  after?: number;
  before?: number;
  limit: number;
  order: 'asc' | 'desc';
}

type EventRow = Selectable<Database['events']>;

/** Events as people see them, in ledger order: those of a feed. */
export async function eventViews(
  db: Kysely<Database>,
  viewer: Viewer,
  query: EventQuery,
): Promise<EventView[]> {
  let q = linesOf(db, sql`events`).where('e.account_id', '=', viewer.account);
  if (query.user !== undefined) q = q.where('e.user_id', '=', query.user);
  if (query.after !== undefined) q = q.where('e.seq', '>', query.after);
  if (query.before !== undefined) q = q.where('e.seq', '<', query.before);
  const rows = await q.orderBy('e.seq', query.order).limit(query.limit).execute();
  const silenced = await silencedSince(db, viewer.account, rows);
  return rows.map((row) => viewOf(row, silenced(row)));
}

/** Rows of events, from a table or a subquery, with what is said of them. */
const linesOf = (db: Kysely<Database>, source: RawBuilder<unknown>) =>
  db
    .selectFrom(sql<EventRow>`${source}`.as<'e'>(sql.ref('e')))
    .leftJoin('messages as m', (join) =>
      join.onRef('m.account_id', '=', 'e.account_id').onRef('m.id', '=', 'e.message_id'),
    )
    .leftJoin('message_recipients as r', (join) =>
      join
        .onRef('r.account_id', '=', 'e.account_id')
        .onRef('r.message_id', '=', 'e.message_id')
        .onRef('r.idx', '=', 'e.recipient_idx'),
    )
    .leftJoin('contacts as c', (join) =>
      join.onRef('c.account_id', '=', 'e.account_id').onRef('c.id', '=', 'e.contact_id'),
    )
    // At most one: a cause writes each kind once. As a subquery it would be hashed from the whole ledger.
    .leftJoin('events as t', (join) =>
      join.onRef('t.account_id', '=', 'e.account_id').onRef('t.retracts', '=', 'e.seq'),
    )
    .select([
      'e.seq',
      'e.kind',
      'e.at',
      'e.inferred',
      'e.historic',
      'e.detail',
      'e.contact_id',
      'm.id as message_id',
      'm.subject',
      'r.address',
      'r.name as recipient_name',
      'c.name as contact_name',
      sql<boolean>`t.seq is not null`.as('retracted'),
      sql<unknown>`case when e.kind = 'sent' then m.policy -> 'reasons' end`.as('sent_reasons'),
    ])
    .where((eb) => eb.or([eb('m.id', 'is', null), eb('m.state', '!=', 'undone')]));

type Line = Awaited<ReturnType<ReturnType<typeof linesOf>['execute']>>[number];

/** `silenced`: told under a name once, and Someone's now (P3, P6). */
function viewOf(row: Line, silenced: boolean): EventView {
  const detail = Detail.parse(row.detail);
  const note = detail.note ?? sentNote(row.sent_reasons);
  const address = silenced ? undefined : (row.address ?? detail.from?.address);
  const name = row.contact_name ?? row.recipient_name ?? detail.from?.name ?? '';
  return {
    seq: row.seq,
    kind: kindOf(row.kind),
    at: row.at.toISOString(),
    ...(row.message_id !== null && { message: { id: row.message_id, subject: row.subject ?? '' } }),
    ...(address !== undefined && {
      who: {
        name: name === '' ? address : name,
        address,
        ...(row.contact_id !== null && { contactId: row.contact_id }),
      },
    }),
    ...(detail.link && { link: address === undefined ? namelessLink(detail.link) : detail.link }),
    inferred: row.inferred,
    historic: row.historic,
    retracted: row.retracted,
    // What told the person would tell their device too.
    reasons: silenced ? [] : (detail.reasons ?? (detail.reason === undefined ? [] : [detail.reason])),
    ...(note !== undefined && { note }),
  };
}

const kindOf = (kind: string): EventKind => EventKinds.parse(kind);

/** A recipient of a message, by number. */
export interface RecipientOf {
  message: string;
  idx: number;
}

/** The latest events of a message, oldest first, and whether there are earlier ones. */
export interface LatestEvents {
  events: EventView[];
  more: boolean;
}

/**
 * The latest events of each of these messages, at most `most` of each, in one query, by message id. A retraction is not a
 * line of its own on a message: it marks the line it takes back; in the feed it stands as a line, since the reader saw the
 * first one. `hidden`: recipients whom the viewer may not see (L5); what they did would betray them as much as their row.
 */
export async function eventsOfMessages(
  db: Kysely<Database>,
  viewer: Viewer,
  messages: readonly string[],
  hidden: readonly RecipientOf[],
  most: number,
): Promise<Map<string, LatestEvents>> {
  const byMessage = new Map<string, LatestEvents>();
  if (messages.length === 0) return byMessage;
  const ids = sql.join(messages.map((id) => sql`(${id}::uuid)`));
  const seen =
    hidden.length === 0
      ? sql``
      : sql`and (message_id, coalesce(recipient_idx, 0)) not in (${sql.join(
          hidden.map(({ message, idx }) => sql`(${message}::uuid, ${idx}::integer)`),
        )})`;
  const rows = await linesOf(
    db,
    sql`(values ${ids}) as shown (id) cross join lateral (
      select * from events
      where account_id = ${viewer.account} and message_id = shown.id and kind <> 'retracted' ${seen}
      order by seq desc limit ${most + 1})`,
  )
    .orderBy('e.seq', 'asc')
    .execute();
  const silenced = await silencedSince(db, viewer.account, rows);
  for (const row of rows) {
    if (row.message_id === null) continue;
    const list = byMessage.get(row.message_id) ?? { events: [], more: false };
    list.events.push(viewOf(row, silenced(row)));
    byMessage.set(row.message_id, list);
  }
  for (const list of byMessage.values()) {
    list.more = list.events.length > most;
    if (list.more) list.events.shift();
  }
  return byMessage;
}
