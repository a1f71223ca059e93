import { sql, type Transaction } from 'kysely';
import { NEIGHBOURS, proxiedConversation, type Hit } from '../../core/hits';
import { json, type Database } from '../store/schema';
import { judgedHit, type HitRow, type JudgedMessage } from './hit-rows';
import { copyKey, sentBefore, type Copy, type MessageRow, type People } from './people-of';

/** A hit around others, with what judging asks of its message. */
export interface Neighbour {
  row: HitRow;
  hit: Hit;
}

type OfMessage = Pick<JudgedMessage, 'at' | 'conversation'>;

interface Line {
  sorted: Neighbour[];
  isSorted: boolean;
}

/** The hits around those that are judged, as the store had them and as judging has changed them since. */
export class Surroundings {
  readonly #byId = new Map<string, Neighbour>();
  readonly #ofCopy = new Map<string, Line>();
  readonly #ofSource = new Map<string, Line>();
  /** Opens by way of proxies (O16). */
  readonly #ofConversation = new Map<string, Line>();

  /** Of a hit that is here already, what judging made of it stays. */
  add(row: HitRow, message: OfMessage | undefined): void {
    if (this.#byId.has(row.id)) return;
    const one: Neighbour = { row, hit: judgedHit(row, message ?? {}) };
    this.#byId.set(row.id, one);
    put(this.#ofCopy, copyOf(row), one);
    put(this.#ofSource, row.source_hash, one);
    put(this.#ofConversation, proxiedConversation(one.hit), one);
  }

  /** The hit as it is now. */
  now(id: string): HitRow | undefined {
    return this.#byId.get(id)?.row;
  }

  change(row: HitRow, message: OfMessage): void {
    const one = this.#byId.get(row.id);
    if (!one) throw new Error('A hit was judged that was not read');
    const before = proxiedConversation(one.hit);
    one.row = row;
    one.hit = judgedHit(row, message);
    // Once its message is known, so is the conversation.
    const now = proxiedConversation(one.hit);
    if (now !== before) put(this.#ofConversation, now, one);
  }

  /**
   * Hits of the same copy, from the same place, and of its conversation by proxies, around this one: the nearest first, at
   * most 200 (`NEIGHBOURS`).
   */
  around(row: HitRow, conversation: string | undefined): Neighbour[] {
    const lines = [
      nearest(this.#ofCopy.get(copyOf(row)), row, NEIGHBOURS.messageMs),
      nearest(this.#ofSource.get(row.source_hash), row, NEIGHBOURS.sourceMs),
      nearest(this.#ofConversation.get(conversation ?? ''), row, NEIGHBOURS.conversationMs),
    ];
    const found = new Set<Neighbour>();
    for (const one of nearestOf(lines, row)) {
      if (one.row.id !== row.id) found.add(one);
      if (found.size === NEIGHBOURS.most) break;
    }
    return [...found];
  }
}

const copyOf = ({ token_key: token, recipient_idx: recipient }: HitRow): string => `${token} ${recipient}`;

const apart = (one: Neighbour, row: HitRow): number => Math.abs(one.hit.at - row.at.getTime());

function put(lines: Map<string, Line>, key: string | undefined, one: Neighbour): void {
  if (key === undefined) return;
  const line = lines.get(key);
  if (!line) lines.set(key, { sorted: [one], isSorted: true });
  else {
    line.sorted.push(one);
    line.isSorted = false;
  }
}

/** The hits of a line outwards from a time, of the same distance the earlier first. */
function* nearest(line: Line | undefined, row: HitRow, ms: number): Generator<Neighbour, undefined> {
  if (!line) return undefined;
  const { sorted } = line;
  if (!line.isSorted) sorted.sort((a, b) => a.hit.at - b.hit.at || (a.hit.id < b.hit.id ? -1 : 1));
  line.isSorted = true;
  const at = row.at.getTime();
  let right = firstFrom(sorted, at);
  let left = right - 1;
  for (;;) {
    const before = sorted[left];
    const after = sorted[right];
    const back = before ? at - before.hit.at : Infinity;
    const ahead = after ? after.hit.at - at : Infinity;
    if (Math.min(back, ahead) > ms) return undefined;
    if (before && back <= ahead) {
      yield before;
      left -= 1;
    } else if (after) {
      yield after;
      right += 1;
    }
  }
}

/** What several lines hold, the nearest first; what stands in two of them comes twice. */
function* nearestOf(lines: readonly Generator<Neighbour, undefined>[], row: HitRow): Generator<Neighbour> {
  const heads = lines.map((line) => ({ line, one: line.next().value }));
  for (;;) {
    let least = Infinity;
    let nearest: (typeof heads)[number] | undefined;
    for (const head of heads) {
      const ms = head.one ? apart(head.one, row) : Infinity;
      if (ms < least) [least, nearest] = [ms, head];
    }
    if (!nearest?.one) return;
    yield nearest.one;
    nearest.one = nearest.line.next().value;
  }
}

function firstFrom(sorted: readonly Neighbour[], at: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.hit.at ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Into {
  surroundings: Surroundings;
  /** What was read of messages already, by token. */
  messages: ReadonlyMap<string, MessageRow>;
  people: Pick<People, 'recipients'>;
}

/** Of a longer conversation, the newest: a mail's quote holds those just before it. */
const MOST_OF_CONVERSATION = 50;

/** The conversation that is to be looked through for a hit; of most, none. */
const proxiedConversationOf = (row: HitRow, messages: Into['messages']): string | undefined => {
  const conversation = messages.get(row.token_key)?.conversation_id;
  return conversation == null ? undefined : proxiedConversation(judgedHit(row, { conversation }));
};

/**
 * Reads what is around hits of one account, themselves too; of a flood, no more than is asked for. Each table is looked
 * into by its index, whatever the planner believes of tables that have just grown.
 */
export async function readSurroundings(
  trx: Transaction<Database>,
  account: number,
  rows: readonly HitRow[],
  { surroundings: into, messages: known, people }: Into,
): Promise<void> {
  if (rows.length === 0) return;
  const asked = rows.map((row) => {
    const { id, at, token_key: token, recipient_idx: copy, source_hash: source } = row;
    return { id, at, token, copy, source, conversation: proxiedConversationOf(row, known) };
  });
  const side = (column: 'token_key' | 'source_hash', side: 'before' | 'after') => {
    const ms = column === 'token_key' ? NEIGHBOURS.messageMs : NEIGHBOURS.sourceMs;
    const far = sql.lit(`${ms} milliseconds`);
    const [name, order] = [sql.ref(`o.${column}`), sql.raw(side === 'before' ? 'desc' : 'asc')];
    const same = column === 'token_key' ? sql`a.token and o.recipient_idx = a.copy` : sql`a.source`;
    const range =
      side === 'before'
        ? sql`o.at <= a.at and o.at >= a.at - ${far}::interval`
        : sql`o.at > a.at and o.at <= a.at + ${far}::interval`;
    return sql`(select o.id, o.at from hits o where o.account_id = ${account} and ${name} = ${same} and ${range}
      order by o.at ${order} limit ${sql.lit(NEIGHBOURS.most + 1)})`;
  };
  const range = sql.lit(`${NEIGHBOURS.conversationMs} milliseconds`);
  const ofConversation = sql`(select o.id, o.at from (
      select token_key from messages where account_id = ${account} and conversation_id = a.conversation
        and token_key is not null order by at desc limit ${sql.lit(MOST_OF_CONVERSATION)}) m
    cross join lateral (select id, at from hits where account_id = ${account} and token_key = m.token_key
      and at >= a.at - ${range}::interval and at <= a.at + ${range}::interval
      limit ${sql.lit(NEIGHBOURS.most + 1)}) o)`;
  const { rows: found } = await sql<HitRow>`
    with near as (
      select distinct n.id, n.at
      from jsonb_to_recordset(${json(asked)}::jsonb) as a (id uuid, at timestamptz, token text, copy integer,
        source text, conversation text)
      cross join lateral (select a.id, a.at union all
        ${side('token_key', 'before')} union all ${side('token_key', 'after')} union all
        ${side('source_hash', 'before')} union all ${side('source_hash', 'after')} union all
        ${ofConversation}) n)
    select h.* from near cross join lateral (
      select * from hits where account_id = ${account} and id = near.id and at = near.at limit 1) h`.execute(
    trx,
  );
  const others = found.flatMap(({ token_key: token, message_id: id }) =>
    id === null || known.has(token) ? [] : [id],
  );
  const read = new Map<string, Pick<MessageRow, 'id' | 'kind' | 'at' | 'conversation_id'>>();
  if (others.length > 0) {
    const messages = await trx
      .selectFrom('messages')
      .select(['id', 'kind', 'at', 'conversation_id'])
      .where('account_id', '=', account)
      .where('id', 'in', [...new Set(others)])
      .execute();
    for (const message of messages) read.set(message.id, message);
  }
  const messageOf = ({ message_id: id, token_key: token }: HitRow) =>
    id === null ? undefined : (known.get(token) ?? read.get(id));
  const copies = await leavingsOf(trx, account, found, messageOf, people);
  for (const row of found) {
    const message = messageOf(row);
    const copy = message && copies.get(copyKey(message, row.recipient_idx));
    into.add(
      row,
      message && { at: sentBefore(row.at, message, copy), conversation: message.conversation_id },
    );
  }
}

type Leaving = Pick<Copy, 'left' | 'tried'>;

/** When the copies of marketing mail that these hits are of left: each has an age of its own. By `copyKey`. */
async function leavingsOf(
  trx: Transaction<Database>,
  account: number,
  rows: readonly HitRow[],
  messageOf: (row: HitRow) => Pick<MessageRow, 'id' | 'kind'> | undefined,
  { recipients }: Pick<People, 'recipients'>,
): Promise<Map<string, Leaving>> {
  const left = new Map<string, Leaving>();
  const asked = new Map<string, { message: string; idx: number }>();
  for (const row of rows) {
    const message = messageOf(row);
    if (message?.kind !== 'marketing') continue;
    const key = copyKey(message, row.recipient_idx);
    const copy = recipients.get(key)?.[0]?.copy;
    if (copy) left.set(key, copy);
    else if (!recipients.has(key)) asked.set(key, { message: message.id, idx: row.recipient_idx });
  }
  if (asked.size === 0) return left;
  const keys = [...asked.values()];
  const { rows: found } = await sql<Leaving & { message: string; idx: number }>`
    select a.message, a.idx, c.left_at as left, c.tried_at as tried
    from unnest(${keys.map(({ message }) => message)}::uuid[], ${keys.map(({ idx }) => idx)}::integer[]) as a (message, idx)
    cross join lateral (select left_at, tried_at from marketing_copies
      where account_id = ${account} and message_id = a.message and idx = a.idx limit 1) c`.execute(trx);
  for (const { message, idx, ...copy } of found) {
    left.set(copyKey({ id: message, kind: 'marketing' }, idx), copy);
  }
  return left;
}
