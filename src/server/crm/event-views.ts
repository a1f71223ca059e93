import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { EventKind, EventView } from '../../core/api/shared';
import { EventKind as EventKinds } from '../../core/api/shared';
import type { Database } from '../store/schema';
import { sentNote } from './policy-words';
import { recipientVisibleTo, type Viewer } from './visibility';

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
  messages?: readonly string[];
  after?: number;
  before?: number;
  limit: number;
  order: 'asc' | 'desc';
}

/**
 * Events as people see them, in ledger order. A retraction is not a line of its own on a message: it marks the line it
 * takes back; in the feed it stands as a line, since the reader saw the first one.
 */
export async function eventViews(
  db: Kysely<Database>,
  viewer: Viewer,
  query: EventQuery,
): Promise<EventView[]> {
  if (query.messages?.length === 0) return [];
  let q = db
    .selectFrom('events as e')
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
    .where('e.account_id', '=', viewer.account)
    .where((eb) => eb.or([eb('m.id', 'is', null), eb('m.state', '!=', 'undone')]))
    .orderBy('e.seq', query.order)
    .limit(query.limit);
  if (query.user !== undefined) q = q.where('e.user_id', '=', query.user);
  if (query.messages)
    q = q
      .where('e.message_id', 'in', [...query.messages])
      .where('e.kind', '!=', 'retracted')
      // L5: what a hidden recipient did would betray them as much as their row.
      .where(sql<boolean>`(r.via is null or ${recipientVisibleTo(viewer)})`);
  if (query.after !== undefined) q = q.where('e.seq', '>', query.after);
  if (query.before !== undefined) q = q.where('e.seq', '<', query.before);

  const rows = await q.execute();
  return rows.map((row) => {
    const detail = Detail.parse(row.detail);
    const note = detail.note ?? sentNote(row.sent_reasons);
    const address = row.address ?? detail.from?.address;
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
      ...(detail.link && { link: detail.link }),
      inferred: row.inferred,
      historic: row.historic,
      retracted: row.retracted,
      reasons: detail.reasons ?? (detail.reason === undefined ? [] : [detail.reason]),
      ...(note !== undefined && { note }),
    };
  });
}

const kindOf = (kind: string): EventKind => EventKinds.parse(kind);

/** The messages' events in one query, by message id, oldest first. */
export async function eventsOfMessages(
  db: Kysely<Database>,
  viewer: Viewer,
  messages: readonly string[],
): Promise<Map<string, EventView[]>> {
  const byMessage = new Map<string, EventView[]>();
  const views = await eventViews(db, viewer, { messages, limit: 2_000, order: 'asc' });
  for (const view of views) {
    if (!view.message) continue;
    const list = byMessage.get(view.message.id) ?? [];
    list.push(view);
    byMessage.set(view.message.id, list);
  }
  return byMessage;
}
