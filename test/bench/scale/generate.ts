import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Store } from '../../../src/server/store';
import type { Database } from '../../../src/server/store/schema';
import { makeHitMonths, monthOf, startOf } from '../../../src/server/tracking/hit-months';

/** How much there is of each. */
export interface Size {
  hits: number;
  /** All mail; the latest of it was tracked. */
  messages: number;
  tracked: number;
  contacts: number;
  /** Of the one message that everybody opens. */
  hitsOfOne: number;
}

/** Mails of one correspondence. */
const MAILS_EACH = 25;
/** So many people are written to at the same time, */
const AT_ONCE = 10;
/** each of them in one such stretch of mails. */
const STRETCH = AT_ONCE * MAILS_EACH;

/** How many mails go with so many hits. */
export const mailsFor = (hits: number): number => Math.max(20_000, Math.floor(hits / 20));

/** A company that has sent so many mails: of them the latest were tracked, twenty hits each. */
export const sizeOf = (hits: number, messages: number): Size => ({
  hits,
  messages,
  tracked: Math.floor(hits / 20),
  contacts: Math.ceil(messages / STRETCH) * AT_ONCE + 1,
  hitsOfOne: Math.min(50_000, Math.floor(hits / 20)),
});

/** Where to look: the account and its busiest people and mails. */
export interface Generated {
  account: number;
  user: number;
  /** A tenth of all mail goes to them. */
  busyContact: string;
  busyMessage: string;
}

const USERS = 20;
/** Whose feed is looked at; a fifth of the mail is theirs. */
const USER = 1;
const YEAR = 365;
/** The most recent events of the user that they have not read. */
const UNREAD = 300;

/** From 0 to 1, the same for the same number and purpose. */
const chance = (n: RawBuilder<unknown>, purpose: number): RawBuilder<number> =>
  sql`((hashint8extended((${n})::bigint, ${sql.lit(purpose)}) & 2147483647) / 2147483648.0)`;
/** A UUIDv7 of that time. */
const idAt = (at: RawBuilder<unknown>, n: RawBuilder<unknown>, kind: string): RawBuilder<string> =>
  sql`(select (lpad(to_hex(floor(extract(epoch from ${at}) * 1000)::bigint), 12, '0') || '7' || substr(digest, 1, 3) || '8' || substr(digest, 4, 15))::uuid
    from md5(${sql.lit(kind)} || (${n})) digest)`;
const contactId = (n: RawBuilder<unknown>): RawBuilder<string> =>
  sql`('cccccccc-cccc-4ccc-8ccc-' || lpad(to_hex(${n}), 12, '0'))::uuid`;

/**
 * Fills an empty store with a year of one account's mail and hits, the same each time: believable in shape, skewed (a
 * contact who gets a tenth of the mail, a message with 50,000 hits or a twentieth of all, a tenth of the mail with a third
 * of the rest), a third of the hits people's, each with its event. Rows lie in the order of their times, as they come.
 * `db`: one connection without a limit of time.
 */
export async function generate(
  store: Store,
  db: Kysely<Database>,
  size: Size,
  now: Date,
): Promise<Generated> {
  const first = monthOf(now) - 13;
  for (let month = first; month <= monthOf(now); month += 4) await makeHitMonths(store, startOf(month));
  await makeHitMonths(store, now);
  const account = await people(db, size, now);
  await plan(db, size, now);
  await messages(db, account, size);
  await unhindered(db, 'hits', 'account_id, id, at', () => hits(db, account));
  await events(db, account, now);
  for (const table of ['sc_messages', 'sc_hits', 'sc_events', 'sc_back'])
    await sql`drop table ${sql.id(table)}`.execute(db);
  return whatWasMade(db, size);
}

/** Where to look in a store that was filled. */
export async function whatWasMade(db: Kysely<Database>, size: Size): Promise<Generated> {
  const { id: account } = await db.selectFrom('accounts').select('id').executeTakeFirstOrThrow();
  const busy = await db
    .selectFrom('messages')
    .select('id')
    .where('account_id', '=', account)
    .where('token_key', '=', `token${oneOf(size)}`)
    .executeTakeFirstOrThrow();
  const { rows } = await sql<{ id: string }>`select ${contactId(sql`1`)} as id`.execute(db);
  return { account, user: USER, busyContact: rows[0]?.id ?? '', busyMessage: busy.id };
}

async function people(db: Kysely<Database>, size: Size, now: Date): Promise<number> {
  const { id: account } = await db
    .insertInto('accounts')
    .values({ tenant_id: 'scale', name: 'Scale', settings: '{}', created_at: now })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db.insertInto('account_counters').values({ account_id: account }).execute();
  await sql`insert into users (account_id, id, oid, name, email, role, seat, created_at)
    select ${account}, n, 'user' || n, 'User ' || n, 'user' || n || '@brightwater.example', 'member', 'paid', ${now}
    from generate_series(1, ${sql.lit(USERS)}) n`.execute(db);
  await sql`insert into contacts (account_id, id, name, company, owner_user_id, source, created_at, updated_at)
    select ${account}, ${contactId(sql`n`)}, 'Person ' || n, 'Company ' || n / 10, n % ${sql.lit(USERS)} + 1, 'written to', ${now}, ${now}
    from generate_series(1, ${sql.lit(size.contacts)}) n`.execute(db);
  await sql`insert into contact_addresses (account_id, address, contact_id, is_primary, created_at)
    select ${account}, 'person' || n || '@partner.example', ${contactId(sql`n`)}, true, ${now}
    from generate_series(1, ${sql.lit(size.contacts)}) n`.execute(db);
  await sql`insert into legal_bases (account_id, contact_id, purpose, at, basis, source)
    select ${account}, ${contactId(sql`n`)}, 'one-to-one-tracking', ${new Date(now.getTime() - YEAR * 86_400_000)}, 'legitimate-interest', 'written to'
    from generate_series(1, ${sql.lit(size.contacts)}) n`.execute(db);
  return account;
}

/** In the midst of what was tracked. */
const oneOf = (size: Size): number => Math.ceil(size.tracked / 2);

/** Which mail there is, the newest first, and which hits, by numbers alone. */
async function plan(db: Kysely<Database>, size: Size, now: Date): Promise<void> {
  const n = sql`n`;
  const all = sql.lit(size.messages);
  const tracked = sql.lit(size.tracked);
  await sql`create temp table sc_messages as
    select n, at, ${idAt(sql`at`, n, 'm')} as id, user_id, contact from (
      select n, date_trunc('milliseconds', ${now}::timestamptz - interval '1 day' * ${sql.lit(YEAR)} * n / ${all}) as at,
        case when ${chance(n, 1)} < 0.2 then ${sql.lit(USER)} else 2 + floor(${chance(n, 2)} * ${sql.lit(USERS - 1)})::int end as user_id,
        case when ${chance(n, 3)} < 0.1 then 1 else 2 + ((n - 1) / ${sql.lit(STRETCH)}) * ${sql.lit(AT_ONCE)} + floor(${chance(n, 4)} * ${sql.lit(AT_ONCE)})::int end as contact
      from generate_series(1, ${all}) n) m`.execute(db);
  await sql`alter table sc_messages add primary key (n)`.execute(db);
  // Most of what a mail gets comes soon; the rest over two months.
  await sql`create temp table sc_hits as
    select h.n, m.n as m, m.id as message_id, m.user_id, m.contact, h.click, h.person, h.recipient,
      date_trunc('milliseconds', m.at + least(interval '60 days', ${now}::timestamptz - m.at) * power(h.late, 4)) as at
    from (
      select n, ${chance(n, 10)} as late, ${chance(n, 11)} < 0.15 as click, ${chance(n, 12)} < 0.33 as person,
        case when n <= ${sql.lit(size.hitsOfOne)} then ${sql.lit(oneOf(size))}
          when ${chance(n, 15)} < 0.3 then 1 + 10 * floor(${chance(n, 13)} * ${tracked} / 10)::int
          else 1 + floor(${chance(n, 13)} * ${tracked})::int end as m,
        case when ${chance(n, 14)} < 0.1 then 0 else 1 end as recipient
      from generate_series(1, ${sql.lit(size.hits)}) n) h
    join sc_messages m on m.n = h.m`.execute(db);
  await sql`analyze sc_messages`.execute(db);
  await sql`analyze sc_hits`.execute(db);
}

async function messages(db: Kysely<Database>, account: number, size: Size): Promise<void> {
  await sql`insert into messages (account_id, id, direction, kind, state, token_key, user_id, subject, from_address, from_name,
      at, message_id_hash, conversation_id, logged, tracked_image, links_total, links_tracked, policy, html, text, new_text,
      opens, clicks, created_at, updated_at)
    select ${account}, m.id, 'outgoing', 'one-to-one', 'sent', 'token' || m.n, m.user_id, 'Our offer no. ' || m.n,
      'user' || m.user_id || '@brightwater.example', 'User ' || m.user_id, m.at, md5('hash' || m.n), 'conversation' || m.n / 3,
      true, true, 2, 2, '{"image":true,"links":true,"log":true,"reasons":[]}', repeat('<p>Hello, here is what we offer.</p>', 20),
      repeat('Hello, here is what we offer. ', 12), repeat('Hello, here is what we offer. ', 12),
      coalesce(c.opens, 0), coalesce(c.clicks, 0), m.at, m.at
    from sc_messages m
    left join (select m, count(*) filter (where not click) as opens, count(*) filter (where click) as clicks
      from sc_hits where person group by m) c on c.m = m.n
    order by m.at`.execute(db);
  await sql`insert into message_recipients (account_id, message_id, idx, address, name, via, contact_id, at)
    select ${account}, m.id, r.idx, 'person' || r.contact || '@partner.example', 'Person ' || r.contact,
      case when r.idx = 1 then 'to' else 'cc' end, ${contactId(sql`r.contact`)}, m.at
    from sc_messages m
    cross join lateral (
      select 1 as idx, m.contact
      union all select 2, 1 + m.n % ${sql.lit(size.contacts)} where m.n % 5 = 0 and 1 + m.n % ${sql.lit(size.contacts)} <> m.contact) r
    order by m.at`.execute(db);
  await sql`insert into message_links (account_id, message_id, n, target, text, tracked, reason)
    select ${account}, m.id, l, 'https://site.example/offer/' || m.n || '/' || l, 'the offer', true, 'tracked'
    from sc_messages m, generate_series(1, 2) l order by m.at`.execute(db);
}

/** Takes a table's indexes and triggers away while it is filled; they are built afterwards, as they were. */
async function unhindered(
  db: Kysely<Database>,
  table: string,
  key: string,
  fill: () => Promise<void>,
): Promise<void> {
  const name = sql.id(table);
  const { rows } = await sql<{ name: string; definition: string }>`
    select indexname as name, indexdef as definition from pg_indexes
    where tablename = ${table} and indexname <> ${`${table}_pkey`}`.execute(db);
  await sql`alter table ${name} drop constraint ${sql.id(`${table}_pkey`)}`.execute(db);
  for (const index of rows) await sql`drop index ${sql.id(index.name)}`.execute(db);
  await sql`alter table ${name} disable trigger user`.execute(db);
  await fill();
  await sql`alter table ${name} enable trigger user`.execute(db);
  await sql`alter table ${name} add constraint ${sql.id(`${table}_pkey`)} primary key (${sql.raw(key)})`.execute(
    db,
  );
  // As PostgreSQL tells it, an index of a divided table is none of its parts.
  for (const { definition } of rows) await sql.raw(definition.replace(' ON ONLY ', ' ON ')).execute(db);
}

async function hits(db: Kysely<Database>, account: number): Promise<void> {
  await sql`insert into hits (account_id, id, log, segment, "offset", kind, at, token_key, recipient_idx, link_n, target, message_id,
      features, source_hash, key_epoch, verdict, reasons, rules_version, settled_at)
    select ${account}, ${idAt(sql`h.at`, sql`h.n`, 'h')}, '11111111-1111-4111-8111-111111111111', 1, h.n,
      case when h.click then 'click' else 'open' end, h.at, 'token' || h.m, h.recipient, case when h.click then 1 + h.n % 2 end, null, h.message_id,
      jsonb_build_object('method', 'GET', 'agent', case when h.person then 'mail-program' else 'proxy' end,
        'family', case h.n % 3 when 0 then 'outlook-windows' when 1 then 'apple-mail' else 'chrome' end,
        'platform', case h.n % 2 when 0 then 'windows' else 'mac' end, 'network', 'other', 'prefetch', false),
      substr(md5('source' || h.contact || '/' || h.n % 3), 1, 22), floor(extract(epoch from h.at) / 2592000),
      case when h.person then 'person' else 'machine' end,
      case when h.person then '["a mail program loaded the image"]'::jsonb else '["asked for by a gateway within seconds"]'::jsonb end,
      3, h.at + interval '10 seconds'
    from sc_hits h order by h.at`.execute(db);
}

/** What people's hits made, one in fifty taken back, and what one user was told of it. */
async function events(db: Kysely<Database>, account: number, now: Date): Promise<void> {
  await sql`create temp table sc_events as
    select row_number() over (order by at, n, kind) as seq, * from (
      select -n as n, 'sent' as kind, at, id as message_id, user_id, 1 as recipient, contact, 'message:' || id as cause from sc_messages
      union all
      select n, case when click then 'click' else 'open' end, at, message_id, user_id, recipient, contact,
        'hit:' || ${idAt(sql`at`, sql`n`, 'h')}
      from sc_hits where person
      union all
      select n, 'retracted', at + interval '8 seconds', message_id, user_id, recipient, contact, ''
      from sc_hits where person and n % 50 = 0) e`.execute(db);
  await sql`create temp table sc_back as
    select b.seq, e.seq as retracts from sc_events b join sc_events e on e.n = b.n and e.kind <> 'retracted'
    where b.kind = 'retracted'`.execute(db);
  await unhindered(db, 'events', 'account_id, seq', async () => {
    await sql`insert into events (account_id, seq, kind, at, recorded_at, user_id, message_id, recipient_idx, contact_id, cause,
        rules_version, retracts, detail)
      select ${account}, e.seq, kind, at, at, user_id, message_id, recipient, case when recipient > 0 then ${contactId(sql`contact`)} end,
        case when b.seq is null then cause else 'event:' || b.retracts end, 3, b.retracts,
        case when kind = 'sent' then '{}'::jsonb when b.seq is not null then '{"reason":"judged anew"}'
          else '{"verdict":"person","reasons":["a mail program loaded the image"],"agentFamily":"outlook-windows"}' end
      from sc_events e left join sc_back b on b.seq = e.seq order by e.seq`.execute(db);
  });
  await sql`insert into recipient_counts
    select ${account}, message_id, recipient, count(*) filter (where kind = 'open'), count(*) filter (where kind = 'click'), 0
    from sc_events where kind in ('open', 'click') group by 2, 3`.execute(db);
  await sql`insert into notifications (account_id, user_id, seq, kind, created_at, read_at)
    select ${account}, user_id, seq, kind, at, case when later > ${sql.lit(UNREAD)} then ${now}::timestamptz end
    from (select *, row_number() over (order by seq desc) as later from sc_events
      where kind in ('open', 'click') and user_id = ${sql.lit(USER)}) e`.execute(db);
  await sql`update account_counters set event_seq = (select max(seq) from events where account_id = ${account})
    where account_id = ${account}`.execute(db);
  await sql`update contacts c set last_activity_at = e.at from (
      select contact_id, max(at) as at from events where account_id = ${account} and contact_id is not null group by 1) e
    where c.account_id = ${account} and c.id = e.contact_id`.execute(db);
}
