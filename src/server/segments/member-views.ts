import { type Kysely, sql } from 'kysely';
import type { ContactSegments, HistoryPage, MemberPage, WhyMoved } from '../../core/api/segments';
import { evaluate, needsOf, Rule } from '../../core/rules';
import type { Database } from '../store/schema';
import { loadFacts } from './load-facts';
import { namesIn } from './names';

interface MemberRow {
  contact_id: string;
  name: string;
  address: string | null;
  since: Date;
  why: string;
}

const ADDRESS = sql`(select a.address from contact_addresses a where a.account_id = c.account_id and a.contact_id = c.id
  order by a.is_primary desc, a.address limit 1)`;

/** A place in a list that is ordered by time and id. */
function placeOf(cursor: string | undefined): { at: Date; id: string } | undefined {
  const [at = '', id = ''] = (cursor ?? '').split(' ');
  const time = new Date(at);
  return Number.isNaN(time.getTime()) || !/^[0-9a-f-]{36}$/.test(id) ? undefined : { at: time, id };
}

const cursorOf = (at: Date, id: string): string => `${at.toISOString()} ${id}`;

/** Who is in a segment or list, who came last first. */
export async function memberPage(
  db: Kysely<Database>,
  account: number,
  segment: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<MemberPage> {
  const from = placeOf(cursor);
  const { rows } = await sql<MemberRow>`
    select m.contact_id, c.name, ${ADDRESS} as address, m.since, m.why
    from segment_members m join contacts c on c.account_id = m.account_id and c.id = m.contact_id
    where m.account_id = ${account} and m.segment_id = ${segment}
      and ${from ? sql`(m.since < ${from.at} or m.since = ${from.at} and m.contact_id > ${from.id}::uuid)` : sql`true`}
    order by m.since desc, m.contact_id limit ${limit + 1}`.execute(db);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const whys = await whysOf(
    db,
    account,
    shown.map(({ why }) => why),
  );
  return {
    members: shown.map((row) => ({
      contact: {
        id: row.contact_id,
        name: row.name,
        ...(row.address !== null && { address: row.address }),
      },
      since: row.since.toISOString(),
      why: whys(row.why),
    })),
    ...(rows.length > limit && last && { next: cursorOf(last.since, last.contact_id) }),
  };
}

/** Who came and who left, the latest first. Whom the rule took in as it was made or changed is not told one by one. */
export async function historyPage(
  db: Kysely<Database>,
  account: number,
  segment: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<HistoryPage> {
  const from = placeOf(cursor);
  const before = (at: string) =>
    from
      ? sql`(${sql.raw(at)} < ${from.at} or ${sql.raw(at)} = ${from.at} and x.contact_id > ${from.id}::uuid)`
      : sql`true`;
  const of = sql`x.account_id = ${account} and x.segment_id = ${segment}`;
  const upTo = sql`limit ${limit + 1}`;
  const { rows } = await sql<Omit<MemberRow, 'since'> & { at: Date; came: boolean }>`
    select m.contact_id, c.name, ${ADDRESS} as address, m.at, m.why, m.came from (
      (select x.contact_id, x.since as at, x.why, true as came from segment_members x
        where ${of} and x.why <> 'rule' and ${before('x.since')} order by x.since desc, x.contact_id ${upTo})
      union all (select x.contact_id, x.since, x.why, true from segment_stays x
        where ${of} and x.why <> 'rule' and ${before('x.since')} order by x.since desc, x.contact_id ${upTo})
      union all (select x.contact_id, x.ended_at, x.why_ended, false from segment_stays x
        where ${of} and ${before('x.ended_at')} order by x.ended_at desc, x.contact_id ${upTo})) m
      join contacts c on c.account_id = ${account} and c.id = m.contact_id
    order by m.at desc, m.contact_id, m.came limit ${limit + 1}`.execute(db);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const whys = await whysOf(
    db,
    account,
    shown.map(({ why }) => why),
  );
  return {
    moves: shown.map((row) => ({
      contact: {
        id: row.contact_id,
        name: row.name,
        ...(row.address !== null && { address: row.address }),
      },
      came: row.came,
      at: row.at.toISOString(),
      why: whys(row.why),
    })),
    ...(rows.length > limit && last && { next: cursorOf(last.at, last.contact_id) }),
  };
}

const PLAIN = ['property', 'address', 'basis', 'mail', 'time', 'rule', 'api', 'merge', 'event'] as const;
const NAMED = ['list', 'user', 'import', 'run', 'workflow'] as const;
const isOf = <T extends string>(all: readonly T[], one: string): one is T => all.some((each) => each === one);

/** What the causes that are kept mean, with the names of what they are about. */
async function whysOf(
  db: Kysely<Database>,
  account: number,
  causes: readonly string[],
): Promise<(cause: string) => WhyMoved> {
  const of = (what: string): string[] =>
    causes.flatMap((cause) => (cause.startsWith(`${what}:`) ? [cause.slice(what.length + 1)] : []));
  const { rows } = await sql<{ cause: string; name: string }>`
    select 'event:' || seq as cause, kind as name from events
      where account_id = ${account} and seq = any(${of('event')}::bigint[])
    union all select 'list:' || id, name from segments where account_id = ${account} and id = any(${of('list')}::uuid[])
    union all select 'user:' || id, name from users where account_id = ${account} and id = any(${of('user')}::bigint[])
    union all select 'workflow:' || id, name from workflows
      where account_id = ${account} and id = any(${of('workflow')}::uuid[])`.execute(db);
  const names = new Map(rows.map(({ cause, name }) => [cause, name]));
  return (cause) => {
    const [what = ''] = cause.split(':');
    const name = names.get(cause);
    if (isOf(PLAIN, what) || isOf(NAMED, what)) return { what, ...(name !== undefined && { name }) };
    return { what: 'property' };
  };
}

/** What a contact is in, since when, why it came, and which parts of the rule hold now. Undefined: no such contact. */
export async function contactSegments(
  db: Kysely<Database>,
  account: number,
  contact: string,
  now: Date,
): Promise<Omit<ContactSegments, 'canChange'> | undefined> {
  const { rows } = await sql<{
    id: string;
    name: string;
    kind: 'active' | 'static' | 'list';
    rule: unknown;
    since: Date;
    why: string;
  }>`
    select s.id, s.name, s.kind, s.rule, m.since, m.why
    from segment_members m join segments s on s.account_id = m.account_id and s.id = m.segment_id and s.removed_at is null
    where m.account_id = ${account} and m.contact_id = ${contact} order by s.name collate "und-x-icu", s.id`.execute(
    db,
  );
  const rules = rows.map((row) => (row.kind === 'active' ? Rule.parse(row.rule) : undefined));
  const asked = rules.flatMap((rule) => rule ?? []);
  const facts = (await loadFacts(db, account, [contact], needsOf(asked))).get(contact);
  if (!facts) return undefined;
  const whys = await whysOf(
    db,
    account,
    rows.map(({ why }) => why),
  );
  return {
    segments: rows.map((row, i) => {
      const rule = rules[i];
      // What is negated as a whole is one part.
      const parts = rule?.kind === 'group' && !rule.not ? rule.rules : rule ? [rule] : undefined;
      return {
        id: row.id,
        name: row.name,
        kind: row.kind,
        since: row.since.toISOString(),
        why: whys(row.why),
        ...(parts && {
          parts: parts.map((part) => ({ rule: part, holds: evaluate(part, facts, now).holds })),
        }),
        ...(rule?.kind === 'group' && rule.of === 'any' && !rule.not && { anyOf: true as const }),
      };
    }),
    names: await namesIn(db, account, asked),
  };
}
