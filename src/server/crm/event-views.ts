import { type Kysely, type Selectable, sql, type SqlBool } from 'kysely';
import { z } from 'zod';
import { can, type Role } from '../../core/access';
import type { EventKind, EventView, MessageState } from '../../core/api/shared';
import { EventKind as EventKinds } from '../../core/api/shared';
import { ledgerBeginsAt } from '../events';
import type { Database } from '../store/schema';
import { namelessLink, silencedSince } from './nameless';
import { sentNote } from './policy-words';
import { sharedLineVisibleTo, standsFor, type Viewer } from './visibility';

const Link = z.object({ target: z.string(), text: z.string() });
const From = z.object({ address: z.string(), name: z.string() });
const Mailbox = z.object({ id: z.string(), address: z.string() });

const read = <T>(schema: z.ZodType<T>, value: unknown): T | undefined =>
  value === undefined ? undefined : schema.safeParse(value).data;
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const texts = (value: unknown): string[] | undefined =>
  Array.isArray(value) && value.every((each): each is string => typeof each === 'string') ? value : undefined;

/**
 * What an event's `detail` may carry for people; written by tracking and mailbox. A page reads hundreds of them, most of
 * them with reasons alone, so a schema is asked only of what is there.
 */
const detailOf = (detail: EventRow['detail']) => ({
  link: read(Link, detail['link']),
  reasons: texts(detail['reasons']),
  note: text(detail['note']),
  until: read(z.iso.date(), detail['until']),
  reason: text(detail['reason']),
  from: read(From, detail['from']),
  mailbox: read(Mailbox, detail['mailbox']),
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

/** Of a page with hundreds of rows, what its lines need and no more: carrying a row costs more than finding it. */
const LEDGER = [
  'seq',
  'kind',
  'at',
  'message_id',
  'recipient_idx',
  'contact_id',
  'inferred',
  'historic',
  'retracts',
  'detail',
  'cause',
] as const;
export type LedgerRow = Pick<EventRow, (typeof LEDGER)[number]>;
const LEDGER_COLUMNS = sql.join(LEDGER.map((column) => sql.ref(column)));

/** Whose feed is read. With their role they are offered what they may say of a colleague's hits (V3, P7). */
export interface FeedReader extends Viewer {
  role?: Role;
}

/** Events as people see them, in ledger order: those of a feed. */
export async function eventViews(
  db: Kysely<Database>,
  viewer: FeedReader,
  query: EventQuery,
): Promise<EventView[]> {
  const ofOthers = viewer.role !== undefined && can(viewer.role, 'change', 'others-verdict');
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
    .select([
      'e.seq',
      'e.kind',
      'e.at',
      'e.inferred',
      'e.historic',
      'e.detail',
      'e.cause',
      'e.retracts',
      'e.contact_id',
      'e.recipient_idx',
      'm.id as message_id',
      'm.subject',
      'm.state as message_state',
      sql<boolean>`coalesce(m.kind = 'marketing', false)`.as('marketing'),
      'r.address',
      'r.name as recipient_name',
      'c.name as contact_name',
      sql<unknown>`case when e.kind = 'sent' then m.policy -> 'reasons' end`.as('sent_reasons'),
      sql<boolean>`(${ofOthers}::boolean or coalesce(e.user_id = ${viewer.user}, false)
        or ${standsFor(viewer, sql`m.user_id`)})`.as('overrulable'),
    ])
    .where('e.account_id', '=', viewer.account)
    .where((eb) => eb.or([eb('m.id', 'is', null), eb('m.state', '!=', 'undone')]))
    .orderBy('e.seq', query.order)
    .limit(query.limit);
  if (query.user !== undefined) {
    const reader = { account: viewer.account, user: query.user };
    q = q.where(inFeed(reader, query, await isToldOfOthers(db, reader)));
  }
  if (query.after !== undefined) q = q.where('e.seq', '>', query.after);
  if (query.before !== undefined) q = q.where('e.seq', '<', query.before);
  const rows = await q.execute();
  const [silenced, retracted] = await Promise.all([
    silencedSince(db, viewer.account, rows),
    retractedAmong(db, viewer, rows),
  ]);
  const first = await firstOpensOf(db, viewer, rows, retracted);
  return rows.map((row) =>
    viewOf({ ...row, retracted: retracted.has(row.seq), first: first.has(row.seq) }, silenced(row)),
  );
}

/**
 * What stands in a person's feed: their own events, and what they are told of besides (A9). Each half is found by its own
 * index, and no further than the page goes: together they would be looked for through the whole ledger.
 */
function inFeed(viewer: Viewer, { after, before, limit, order }: EventQuery, shared: boolean) {
  const { account, user } = viewer;
  const page = sql`f.account_id = ${account} and f.user_id = ${user}
    ${after === undefined ? sql`` : sql`and f.seq > ${after}`} ${before === undefined ? sql`` : sql`and f.seq < ${before}`}
    order by f.seq ${sql.raw(order)} limit ${limit}`;
  const own = sql`(select f.seq from events f
      left join messages m on m.account_id = f.account_id and m.id = f.message_id
      where (m.id is null or m.state <> 'undone') and ${page})`;
  if (!shared) return sql<SqlBool>`e.seq = any(array(${own}))`;
  return sql<SqlBool>`e.seq = any(array(${own}
    union all
    (select f.seq from notifications f
      join events l on l.account_id = f.account_id and l.seq = f.seq
      where f.shared and ${sharedLineVisibleTo(viewer, 'l')} and ${page})))`;
}

/** Few are; for all others, to plan who may see such a line would take longer than to read their page. */
async function isToldOfOthers(db: Kysely<Database>, { account, user }: Viewer): Promise<boolean> {
  const told = await db
    .selectFrom('notifications')
    .select('seq')
    .where('account_id', '=', account)
    .where('user_id', '=', user)
    .where('shared', '=', true)
    .limit(1)
    .executeTakeFirst();
  return told !== undefined;
}

/** As many rows of the ledger are read in one stretch rather than looked up for each line. */
const STRETCH = 5_000;

/** Which of these rows, of one page, were taken back. */
async function retractedAmong(
  db: Kysely<Database>,
  viewer: Viewer,
  rows: readonly { seq: number }[],
): Promise<Set<number>> {
  const seqs = rows.map(({ seq }) => seq);
  if (seqs.length === 0) return new Set();
  const [first, last] = [Math.min(...seqs), Math.max(...seqs)];
  const found = await db
    .selectFrom('events')
    .select('retracts')
    .where('account_id', '=', viewer.account)
    .where('retracts', 'is not', null)
    .$if(last - first <= STRETCH, (q) => q.where('retracts', '>=', first).where('retracts', '<=', last))
    .$if(last - first > STRETCH, (q) => q.where('retracts', '=', sql<number>`any(${seqs}::bigint[])`))
    .execute();
  return new Set(found.flatMap(({ retracts }) => retracts ?? []));
}

/**
 * O3: of the messages that were opened in these rows, the first open of each recipient, and of Someone, that stands now.
 * None of a message from before the ledger begins: its earliest opens are no longer kept (P8).
 */
async function firstOpensOf(
  db: Kysely<Database>,
  viewer: Viewer,
  rows: readonly Pick<LedgerRow, 'seq' | 'kind' | 'at' | 'message_id' | 'recipient_idx' | 'historic'>[],
  takenBack: ReadonlySet<number | null>,
): Promise<Set<number>> {
  // Only the earliest of a page can be the earliest of all: it is asked whether one came before it, by the index of opens.
  const earliest = new Map<string, (typeof rows)[number]>();
  for (const row of rows) {
    if (row.kind !== 'open' || row.historic || row.message_id === null || takenBack.has(row.seq)) continue;
    const key = `${row.message_id} ${row.recipient_idx ?? ''}`;
    const known = earliest.get(key);
    const isEarlier =
      !known || row.at < known.at || (row.at.getTime() === known.at.getTime() && row.seq < known.seq);
    if (isEarlier) earliest.set(key, row);
  }
  if (earliest.size === 0) return new Set();
  const opens = [...earliest.values()].map(({ seq }) => seq);
  const begins = await ledgerBeginsAt(db, viewer.account, new Date());
  const { rows: found } = await sql<{ seq: number }>`
    select e.seq from events e
    where e.account_id = ${viewer.account} and e.seq = any(${opens}::bigint[])
      and not exists (
        select from events p
        where p.account_id = e.account_id and p.message_id = e.message_id
          and coalesce(p.recipient_idx, -1) = coalesce(e.recipient_idx, -1) and p.kind = 'open' and not p.historic
          and (p.at, p.seq) < (e.at, e.seq)
          and not exists (select from events b where b.account_id = p.account_id and b.retracts = p.seq))
      and exists (select from messages m
        where m.account_id = e.account_id and m.id = e.message_id and m.at >= ${begins})`.execute(db);
  return new Set(found.map(({ seq }) => seq));
}

/** An event with what is said of it. */
interface Line extends Pick<
  EventRow,
  | 'seq'
  | 'kind'
  | 'at'
  | 'inferred'
  | 'historic'
  | 'detail'
  | 'cause'
  | 'retracts'
  | 'contact_id'
  | 'message_id'
> {
  subject: string | null;
  address: string | null;
  recipient_name: string | null;
  contact_name: string | null;
  retracted: boolean;
  first: boolean;
  message_state: MessageState | null;
  /** Only of a `sent`. */
  sent_reasons: unknown;
  /** Whether the viewer may say what its hit was. */
  overrulable: boolean;
}

/** `silenced`: told under a name once, and Someone's now (P3, P6). */
function viewOf(row: Line, silenced: boolean): EventView {
  const detail = detailOf(row.detail);
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
    ...(detail.mailbox && { mailbox: detail.mailbox }),
    ...(detail.link && { link: address === undefined ? namelessLink(detail.link) : detail.link }),
    inferred: row.inferred,
    ...(row.first && { first: true }),
    historic: row.historic,
    retracted: row.retracted,
    ...(row.retracts !== null && { takesBack: row.retracts }),
    ...(row.overrulable && hitOf(row)),
    // What told the person would tell their device too.
    reasons: silenced ? [] : (detail.reasons ?? (detail.reason === undefined ? [] : [detail.reason])),
    ...(row.kind === 'sent' && row.message_state !== null && { state: row.message_state }),
    ...(note !== undefined && { note }),
    ...(note?.startsWith('Away') && detail.until !== undefined && { awayUntil: detail.until }),
  };
}

const OF_HIT = /^hit:([0-9a-f]{8}-[0-9a-f-]{27})(?:#\d+)?$/;

/** The hit that the cause of an open or a click names, with a number where it counted more than once. */
export const hitOfCause = (cause: string): string | undefined => OF_HIT.exec(cause)?.[1];

function hitOf({ kind, cause, inferred }: Pick<EventRow, 'kind' | 'cause' | 'inferred'>): { hit?: string } {
  const id = (kind === 'open' || kind === 'click') && !inferred ? hitOfCause(cause) : undefined;
  return id === undefined ? {} : { hit: id };
}

const KINDS: ReadonlyMap<string, EventKind> = new Map(EventKinds.options.map((kind) => [kind, kind]));

function kindOf(kind: string): EventKind {
  const known = KINDS.get(kind);
  if (known === undefined) throw new Error(`The ledger has an event of an unknown kind: ${kind}`);
  return known;
}

/**
 * The latest rows of each of these messages, at most `most` of each: events, and what takes them back, which always comes
 * after. Oldest first.
 */
export async function latestEvents(
  db: Kysely<Database>,
  viewer: Viewer,
  messages: readonly string[],
  most: number,
): Promise<LedgerRow[]> {
  const ids = sql.join(messages.map((id) => sql`(${id}::uuid)`));
  const { rows } = await sql<LedgerRow>`
    select e.* from (values ${ids}) as shown (id) cross join lateral (
      select ${LEDGER_COLUMNS} from events where account_id = ${viewer.account} and message_id = shown.id
      order by seq desc limit ${sql.lit(most)}) e
    order by e.seq`.execute(db);
  return rows;
}

/** What lines on a message say of it, known already. */
export interface ShownMessage {
  id: string;
  kind: 'one-to-one' | 'marketing';
  subject: string;
  state: MessageState;
  policy: Record<string, unknown>;
  /** Those whom the viewer may see. */
  recipients: readonly { idx: number; address: string; name: string }[];
  /** L5: the numbers of the others; what they did would betray them as much as their row. */
  hidden: readonly number[];
}

/**
 * A message's lines from its `latestEvents`, by message id. A retraction is not a line of its own on a message: it marks
 * the line it takes back; in the feed it stands as a line, since the reader saw the first one.
 */
export async function linesOfMessages(
  db: Kysely<Database>,
  viewer: Viewer,
  messages: readonly ShownMessage[],
  events: readonly LedgerRow[],
): Promise<Map<string, EventView[]>> {
  const names = await contactNames(
    db,
    viewer,
    events.flatMap((event) => event.contact_id ?? []),
  );
  const back = new Set(events.map(({ retracts }) => retracts));
  const first = await firstOpensOf(db, viewer, events, back);
  const shown = new Map(messages.map((message) => [message.id, message]));
  const addressOf = (event: LedgerRow): string | null =>
    shown.get(event.message_id ?? '')?.recipients.find(({ idx }) => idx === event.recipient_idx)?.address ??
    null;
  const silenced = await silencedSince(
    db,
    viewer.account,
    events.map((event) => ({
      ...event,
      address: addressOf(event),
      marketing: shown.get(event.message_id ?? '')?.kind === 'marketing',
    })),
  );
  const eventsOf = new Map<string | null, LedgerRow[]>();
  for (const event of events) {
    if (event.kind === 'retracted') continue;
    const before = eventsOf.get(event.message_id);
    if (before) before.push(event);
    else eventsOf.set(event.message_id, [event]);
  }
  const byMessage = new Map<string, EventView[]>();
  for (const { id, kind: ofKind, subject, state, policy, recipients, hidden } of messages) {
    const lines = (eventsOf.get(id) ?? []).filter(
      ({ recipient_idx: idx }) => idx === null || !hidden.includes(idx),
    );
    byMessage.set(
      id,
      lines.map((event) => {
        const recipient = recipients.find(({ idx }) => idx === event.recipient_idx);
        const { seq, kind, at, inferred, historic, detail, cause, retracts, contact_id, message_id } = event;
        const line = {
          seq,
          kind,
          at,
          inferred,
          historic,
          detail,
          cause,
          retracts,
          contact_id,
          message_id,
          subject,
          message_state: state,
          address: recipient?.address ?? null,
          recipient_name: recipient?.name ?? null,
          contact_name: names.get(event.contact_id ?? '') ?? null,
          retracted: back.has(event.seq),
          first: first.has(event.seq),
          sent_reasons: event.kind === 'sent' ? policy['reasons'] : null,
          // Asked of the message as a whole, with its hits.
          overrulable: true,
        };
        return viewOf(line, silenced({ ...line, marketing: ofKind === 'marketing' }));
      }),
    );
  }
  return byMessage;
}

async function contactNames(
  db: Kysely<Database>,
  viewer: Viewer,
  contacts: readonly string[],
): Promise<Map<string, string>> {
  if (contacts.length === 0) return new Map();
  const rows = await db
    .selectFrom('contacts')
    .select(['id', 'name'])
    .where('account_id', '=', viewer.account)
    .where('id', 'in', [...new Set(contacts)])
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}
