import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { segmentsIn, type Rule } from '../../core/rules';
import { recordAudit } from '../audit';
import { enqueue } from '../jobs';
import type { Viewer } from '../crm/visibility';

import { json, type Database } from '../store/schema';
import type { SegmentKind } from '../store/segment-tables';
import { uuidV7 } from '../store/uuid-v7';
import { UNDO_MS } from './forget';
import { FILL_JOB } from './job-types';
import { troubleWithRule, type RuleTrouble } from './check-rule';

export type SegmentRow = Selectable<Database['segments']>;
type Trx = Transaction<Database>;

export type SegmentRefusal =
  | RuleTrouble
  | { code: 'no-such-segment' }
  | { code: 'name-taken' }
  | { code: 'too-many' }
  | { code: 'no-rule-of-its-own' }
  | { code: 'in-use'; by: string[] };

/** Of an account, so that each event is followed in a moment. */
const MOST_SEGMENTS = 1_000;

/** A segment or list that was not removed. */
export const segmentRow = (
  db: Kysely<Database>,
  account: number,
  id: string,
): Promise<SegmentRow | undefined> =>
  db
    .selectFrom('segments')
    .selectAll()
    .where('account_id', '=', account)
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst();

/** Goes through all contacts for a segment whose rule is new. */
const fill = (trx: Trx, account: number, id: string): Promise<void> =>
  enqueue(trx, { account, type: FILL_JOB, key: id });

/** Makes a segment or list; a job fills what has a rule. Resolves to its id. */
export async function makeSegment(
  trx: Trx,
  who: Viewer,
  { name, kind, rule }: { name: string; kind: SegmentKind; rule?: Rule | undefined },
  now: Date,
): Promise<{ id: string } | { refused: SegmentRefusal }> {
  const trouble = rule && (await troubleWithRule(trx, who.account, rule));
  if (trouble) return { refused: trouble };
  if (await tooMany(trx, who.account)) return { refused: { code: 'too-many' } };
  if (await nameTaken(trx, who.account, name)) return { refused: { code: 'name-taken' } };
  const id = uuidV7(now);
  await trx
    .insertInto('segments')
    .values({
      account_id: who.account,
      id,
      name,
      kind,
      rule: rule ? json(rule) : null,
      uses: rule && kind === 'active' ? segmentsIn(rule) : [],
      state: rule ? 'filling' : 'ready',
      total: rule ? await contactsOf(trx, who.account) : 0,
      created_by: who.user === 0 ? null : who.user,
      created_at: now,
      updated_at: now,
    })
    .execute();
  if (rule) await fill(trx, who.account, id);
  await recordAudit(trx, who, now, 'segment.make', { kind: 'segment', id }, { kind });
  return { id };
}

async function tooMany(trx: Trx, account: number): Promise<boolean> {
  const { n } = await trx
    .selectFrom('segments')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('account_id', '=', account)
    .where('removed_at', 'is', null)
    .executeTakeFirstOrThrow();
  return n >= MOST_SEGMENTS;
}

async function contactsOf(trx: Trx, account: number): Promise<number> {
  const { n } = await trx
    .selectFrom('contacts')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('account_id', '=', account)
    .executeTakeFirstOrThrow();
  return n;
}

async function nameTaken(trx: Trx, account: number, name: string, but?: string): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`select id from segments
    where account_id = ${account} and lower(name) = lower(${name}) and removed_at is null`.execute(trx);
  return rows.some(({ id }) => id !== but);
}

/** Renames it, or gives an active one another rule, by which all contacts are then gone through. */
export async function changeSegment(
  trx: Trx,
  who: Viewer,
  id: string,
  { name, rule }: { name?: string | undefined; rule?: Rule | undefined },
  now: Date,
): Promise<SegmentRefusal | undefined> {
  const row = await held(trx, who.account, id);
  if (!row) return { code: 'no-such-segment' };
  if (name !== undefined && (await nameTaken(trx, who.account, name, id))) return { code: 'name-taken' };
  if (rule) {
    if (row.kind !== 'active') return { code: 'no-rule-of-its-own' };
    const trouble = await troubleWithRule(trx, who.account, rule, id);
    if (trouble) return trouble;
  }
  await trx
    .updateTable('segments')
    .set({
      ...(name !== undefined && { name }),
      ...(rule && {
        rule: json(rule),
        uses: segmentsIn(rule),
        version: row.version + 1,
        state: 'filling' as const,
        filled_upto: null,
        looked_at: 0,
        total: await contactsOf(trx, who.account),
      }),
      updated_at: now,
    })
    .where('account_id', '=', who.account)
    .where('id', '=', id)
    .execute();
  if (rule) await fill(trx, who.account, id);
  const fields = [...(name === undefined ? [] : ['name']), ...(rule ? ['rule'] : [])];
  await recordAudit(trx, who, now, 'segment.change', { kind: 'segment', id }, { fields });
  return undefined;
}

const held = (trx: Trx, account: number, id: string): Promise<SegmentRow | undefined> =>
  trx
    .selectFrom('segments')
    .selectAll()
    .where('account_id', '=', account)
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();

/** Removes it; for a day it can be taken back. What is named by something that still needs it stays. */
export async function removeSegment(
  trx: Trx,
  who: Viewer,
  id: string,
  now: Date,
): Promise<SegmentRefusal | undefined> {
  const row = await held(trx, who.account, id);
  if (!row) return { code: 'no-such-segment' };
  const by = await namedBy(trx, who.account, id);
  if (by.length > 0) return { code: 'in-use', by };
  await trx
    .updateTable('segments')
    .set({ removed_at: now })
    .where('account_id', '=', who.account)
    .where('id', '=', id)
    .execute();
  await recordAudit(trx, who, now, 'segment.remove', { kind: 'segment', id }, { kind: row.kind });
  return undefined;
}

/** Names of the segments, messages to be sent and workflows that name it. */
async function namedBy(trx: Trx, account: number, id: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select name from (
      select name from segments where account_id = ${account} and removed_at is null and ${id}::uuid = any(uses)
      union all select name from marketing_messages where account_id = ${account} and removed_at is null
        and state in ('draft', 'scheduled', 'sending', 'paused')
        and (settings -> 'to' ? ${id}::text or settings -> 'exclude' ? ${id}::text)
      union all select name from workflows where account_id = ${account} and removed_at is null
        and definition::text like ${`%${id}%`}) by order by name limit 5`.execute(trx);
  return rows.map(({ name }) => name);
}

/** Takes its removal back; an active one is gone through anew, since nobody followed it meanwhile. */
export async function restoreSegment(
  trx: Trx,
  who: Viewer,
  id: string,
  now: Date,
): Promise<SegmentRefusal | undefined> {
  const row = await trx
    .selectFrom('segments')
    .selectAll()
    .where('account_id', '=', who.account)
    .where('id', '=', id)
    // What was removed earlier may be half gone.
    .where('removed_at', '>', new Date(now.getTime() - UNDO_MS))
    .forUpdate()
    .executeTakeFirst();
  if (!row) return { code: 'no-such-segment' };
  if (await nameTaken(trx, who.account, row.name)) return { code: 'name-taken' };
  // What it names may have been removed after it.
  const gone = await sql<{ id: string }>`select id from segments where account_id = ${who.account}
    and id = any(${row.uses}::uuid[]) and removed_at is null`.execute(trx);
  if (gone.rows.length < row.uses.length && row.kind === 'active')
    return { code: 'no-such-segment-named', at: 'rule' };
  const again = row.kind === 'active' || row.state === 'filling';
  await trx
    .updateTable('segments')
    .set({
      removed_at: null,
      ...(again && { state: 'filling' as const, filled_upto: null, looked_at: 0 }),
    })
    .where('account_id', '=', who.account)
    .where('id', '=', id)
    .execute();
  if (again) await fill(trx, who.account, id);
  await recordAudit(trx, who, now, 'segment.restore', { kind: 'segment', id }, { kind: row.kind });
  return undefined;
}

/** A copy: of an active one its rule, of a list and, with `frozen`, of any the members that it has now. */
export async function copySegment(
  trx: Trx,
  who: Viewer,
  id: string,
  { name, frozen }: { name: string; frozen: boolean },
  now: Date,
): Promise<{ id: string } | { refused: SegmentRefusal }> {
  const row = await segmentRow(trx, who.account, id);
  if (!row) return { refused: { code: 'no-such-segment' } };
  if (await tooMany(trx, who.account)) return { refused: { code: 'too-many' } };
  if (await nameTaken(trx, who.account, name)) return { refused: { code: 'name-taken' } };
  const kind = frozen ? 'static' : row.kind;
  // While one is being gone through, only its rule says who is in it.
  const withRule = kind === 'active' || row.state === 'filling';
  const copy = uuidV7(now);
  await trx
    .insertInto('segments')
    .values({
      account_id: who.account,
      id: copy,
      name,
      kind,
      rule: row.rule === null ? null : json(row.rule),
      uses: kind === 'active' ? row.uses : [],
      state: withRule ? 'filling' : 'ready',
      total: withRule ? await contactsOf(trx, who.account) : 0,
      created_by: who.user === 0 ? null : who.user,
      created_at: now,
      updated_at: now,
      changed_at: now,
    })
    .execute();
  if (withRule) await fill(trx, who.account, copy);
  else {
    await sql`insert into segment_members (account_id, segment_id, contact_id, since, why)
      select account_id, ${copy}, contact_id, ${now}, ${`user:${who.user}`} from segment_members
      where account_id = ${who.account} and segment_id = ${id}`.execute(trx);
  }
  await recordAudit(trx, who, now, 'segment.make', { kind: 'segment', id: copy }, { kind, copyOf: id });
  return { id: copy };
}
