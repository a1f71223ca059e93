import { sql, type Transaction } from 'kysely';
import { NEIGHBOURS, type Hit } from '../../core/hits';
import { json, type Database } from '../store/schema';
import { judgedHit, type HitRow, type JudgedMessage } from './hit-rows';
import type { MessageRow } from './whose';

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
  readonly #ofMessage = new Map<string, Line>();
  readonly #ofSource = new Map<string, Line>();

  /** Of a hit that is here already, what judging made of it stays. */
  add(row: HitRow, message: OfMessage | undefined): void {
    if (this.#byId.has(row.id)) return;
    const one: Neighbour = { row, hit: judgedHit(row, message ?? {}) };
    this.#byId.set(row.id, one);
    put(this.#ofMessage, row.token_key, one);
    put(this.#ofSource, row.source_hash, one);
  }

  /** The hit as it is now. */
  now(id: string): HitRow | undefined {
    return this.#byId.get(id)?.row;
  }

  change(row: HitRow, message: OfMessage): void {
    const one = this.#byId.get(row.id);
    if (!one) throw new Error('A hit was judged that was not read');
    one.row = row;
    one.hit = judgedHit(row, message);
  }

  /** Hits of the same message, and from the same place, around this one: the nearest first, at most 200 (`NEIGHBOURS`). */
  around(row: HitRow): Neighbour[] {
    const ofMessage = nearest(this.#ofMessage.get(row.token_key), row, NEIGHBOURS.messageMs);
    const ofSource = nearest(this.#ofSource.get(row.source_hash), row, NEIGHBOURS.sourceMs);
    const found: Neighbour[] = [];
    let one = ofMessage.next();
    let other = ofSource.next();
    while (found.length < NEIGHBOURS.most && !(one.done && other.done)) {
      const takesOne = !one.done && (other.done || apart(one.value, row) <= apart(other.value, row));
      const next = takesOne ? one : other;
      if (next.done) break;
      if (takesOne) one = ofMessage.next();
      else other = ofSource.next();
      const isOther = takesOne || next.value.row.token_key !== row.token_key;
      if (isOther && next.value.row.id !== row.id) found.push(next.value);
    }
    return found;
  }
}

const apart = (one: Neighbour, row: HitRow): number => Math.abs(one.hit.at - row.at.getTime());

function put(lines: Map<string, Line>, key: string, one: Neighbour): void {
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
}

/**
 * Reads what is around hits of one account, themselves too; of a flood, no more than is asked for. Each table is looked
 * into by its index, whatever the planner believes of tables that have just grown.
 */
export async function readSurroundings(
  trx: Transaction<Database>,
  account: number,
  rows: readonly HitRow[],
  { surroundings: into, messages: known }: Into,
): Promise<void> {
  if (rows.length === 0) return;
  const asked = rows.map(({ id, at, token_key: token, source_hash: source }) => ({ id, at, token, source }));
  const side = (column: 'token_key' | 'source_hash', side: 'before' | 'after') => {
    const ms = column === 'token_key' ? NEIGHBOURS.messageMs : NEIGHBOURS.sourceMs;
    const far = sql.lit(`${ms} milliseconds`);
    const [name, order] = [sql.ref(`o.${column}`), sql.raw(side === 'before' ? 'desc' : 'asc')];
    const same = column === 'token_key' ? sql`a.token` : sql`a.source`;
    const range =
      side === 'before'
        ? sql`o.at <= a.at and o.at >= a.at - ${far}::interval`
        : sql`o.at > a.at and o.at <= a.at + ${far}::interval`;
    return sql`(select o.id, o.at from hits o where o.account_id = ${account} and ${name} = ${same} and ${range}
      order by o.at ${order} limit ${sql.lit(NEIGHBOURS.most + 1)})`;
  };
  const { rows: found } = await sql<HitRow>`
    with near as (
      select distinct n.id, n.at
      from jsonb_to_recordset(${json(asked)}::jsonb) as a (id uuid, at timestamptz, token text, source text)
      cross join lateral (select a.id, a.at union all
        ${side('token_key', 'before')} union all ${side('token_key', 'after')} union all
        ${side('source_hash', 'before')} union all ${side('source_hash', 'after')}) n)
    select h.* from near cross join lateral (
      select * from hits where account_id = ${account} and id = near.id and at = near.at limit 1) h`.execute(
    trx,
  );
  const others = found.flatMap(({ token_key: token, message_id: id }) =>
    id === null || known.has(token) ? [] : [id],
  );
  const read = new Map<string, OfMessage>();
  if (others.length > 0) {
    const messages = await trx
      .selectFrom('messages')
      .select(['id', 'at', 'conversation_id as conversation'])
      .where('account_id', '=', account)
      .where('id', 'in', [...new Set(others)])
      .execute();
    for (const { id, ...message } of messages) read.set(id, message);
  }
  for (const row of found) {
    const held = row.message_id === null ? undefined : known.get(row.token_key);
    const ofHeld = held && { at: held.at, conversation: held.conversation_id };
    into.add(row, ofHeld ?? read.get(row.message_id ?? ''));
  }
}
