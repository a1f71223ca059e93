import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Database } from '../../../src/server/store/schema';

/** So many copies each. */
const COPIES = 20_000;
/** Opens, clicks and replies of a copy, in the mean of all. */
const EVENTS_OF_A_COPY = 2;
const LINKS = 5;
const AT_ONCE = 50_000;
/** Of each sum, beside its own. */
const PARTS = 7;

export interface ReportStore {
  account: number;
  message: string;
  events: number;
  copies: number;
}

/** From 0 to 1, the same for the same number and purpose. */
const chance = (n: RawBuilder<unknown>, purpose: number): RawBuilder<number> =>
  sql`((hashint8extended((${n})::bigint, ${sql.lit(purpose)}) & 2147483647) / 2147483648.0)`;
const messageId = (m: RawBuilder<unknown>): RawBuilder<string> =>
  sql`('00000000-0000-7000-8002-' || lpad(to_hex(${m}), 12, '0'))::uuid`;
const contactId = (n: RawBuilder<unknown>): RawBuilder<string> =>
  sql`('00000000-0000-7000-8003-' || lpad(to_hex(${n}), 12, '0'))::uuid`;

/**
 * Fills an empty store with a year of one account's marketing mail: messages of 20,000 copies each, what became of them,
 * and so many events in the ledger. Copies are counted by the store's own triggers; those of the ledger rest meanwhile,
 * and what they keep is written as they would.
 */
export async function fillReports(db: Kysely<Database>, wanted: number, now: Date): Promise<ReportStore> {
  const { id: account } = await db
    .insertInto('accounts')
    .values({ tenant_id: 'reports', name: 'Reports', settings: '{}', created_at: now })
    .returning('id')
    .executeTakeFirstOrThrow();
  const messages = Math.max(1, Math.round(wanted / EVENTS_OF_A_COPY / COPIES));
  const copies = messages * COPIES;
  const begun = sql`${now}::timestamptz - interval '1 day' * 350 * m / ${sql.lit(messages)} - interval '5 days'`;
  const all = sql`generate_series(1, ${sql.lit(messages)}) m`;
  await sql`insert into account_counters (account_id) values (${account})`.execute(db);
  await sql`insert into marketing_messages (account_id, id, name, state, content, settings, begun_at, created_by, updated_by,
      created_at, updated_at)
    select ${account}, ${messageId(sql`m`)}, 'Message ' || m, 'sent', '{}', '{}', ${begun}, 1, 1, ${begun}, ${begun}
    from ${all}`.execute(db);
  await sql`insert into message_links (account_id, message_id, n, target, text, tracked, reason)
    select ${account}, ${messageId(sql`m`)}, l, 'https://site.example/' || l, 'Link ' || l, true, 'tracked'
    from ${all}, generate_series(1, ${sql.lit(LINKS)}) l`.execute(db);
  for (let from = 0; from < copies; from += AT_ONCE) await insertCopies(db, account, messages, from, now);
  await sql`alter table events disable trigger user`.execute(db);
  let seq = 0;
  for (let m = 1; m <= messages; m += 1) seq = await insertEvents(db, account, m, seq);
  await sql`alter table events enable trigger user`.execute(db);
  await sql`update account_counters set event_seq = ${seq} where account_id = ${account}`.execute(db);
  await sql`insert into marketing_link_clicks (account_id, message_id, n, recipient_idx, clicks)
    select account_id, message_id, 1 + idx % ${sql.lit(LINKS)}, idx, clicks from marketing_copies
    where clicks > 0`.execute(db);
  await sql`insert into marketing_readers (account_id, message_id, recipient_idx, family)
    select account_id, message_id, idx, (array['outlook-windows', 'apple-mail', 'gmail-proxy', 'chrome'])[1 + idx % 4]
    from marketing_copies where opens > 0`.execute(db);
  // What several transactions at once would have left: here one after the other has written them all.
  const { rows: kept } = await sql<{
    name: string;
  }>`select column_name as name from information_schema.columns
    where table_name = 'marketing_counts' and data_type = 'integer' order by ordinal_position`.execute(db);
  const names = sql.join(kept.map(({ name }) => sql.ref(name)));
  const zeros = sql.join(kept.map(() => sql`0`));
  await sql`insert into marketing_counts (account_id, message_id, quarter, part, ${names})
    select account_id, message_id, quarter, p, ${zeros} from marketing_counts,
      generate_series(1, ${sql.lit(PARTS)}) p`.execute(db);
  await sql`vacuum (analyze)`.execute(db);
  const { rows } = await sql<{ id: string }>`select ${messageId(sql`1`)} as id`.execute(db);
  return { account, message: rows[0]?.id ?? '', events: seq, copies };
}

async function insertCopies(
  db: Kysely<Database>,
  account: number,
  messages: number,
  from: number,
  now: Date,
): Promise<void> {
  const n = sql`n`;
  const later = (purpose: number): RawBuilder<Date> =>
    sql`left_at + interval '20 days' * power(${chance(n, purpose)}, 5)`;
  await sql`
    insert into marketing_copies (account_id, message_id, idx, contact_id, address, name, state, reason, image, links,
      tried_at, left_at, delivery, opens, clicks, replies, machine_opens, machine_clicks, first_open_at, last_open_at,
      first_click_at, last_click_at, first_reply_at, last_reply_at, bounced_at, unsubscribed_at)
    select ${account}, ${messageId(sql`m`)}, idx, ${contactId(sql`idx`)}, 'person' || idx || '@partner.example', 'Person ' || idx,
      case when gone then 'accepted' when ${chance(n, 1)} < 0.02 then 'left-out' else 'refused' end,
      case when not gone then 'unsubscribed' end, gone and ${chance(n, 3)} < 0.9, gone and ${chance(n, 4)} < 0.85,
      left_at, case when gone then left_at end, case when gone and ${chance(n, 5)} < 0.02 then 'failed' else 'unknown' end,
      opens, clicks, replies, machines, machines,
      case when opens > 0 then ${later(6)} end, case when opens > 0 then ${later(6)} end,
      case when clicks > 0 then ${later(7)} end, case when clicks > 0 then ${later(7)} end,
      case when replies > 0 then ${later(8)} end, case when replies > 0 then ${later(8)} end,
      case when gone and ${chance(n, 5)} < 0.02 then left_at + interval '1 minute' end,
      case when gone and ${chance(n, 9)} < 0.004 then ${later(9)} end
    from (select n, m, idx, gone,
        ${now}::timestamptz - interval '1 day' * 350 * m / ${sql.lit(messages)} - interval '5 days'
          + interval '1 second' * idx * 0.45 as left_at,
        case when gone and ${chance(n, 10)} < 0.4 then 1 + floor(${chance(n, 11)} * 8)::integer else 0 end as opens,
        case when gone and ${chance(n, 12)} < 0.12 then 1 + floor(${chance(n, 13)} * 2)::integer else 0 end as clicks,
        case when gone and ${chance(n, 14)} < 0.015 then 1 else 0 end as replies,
        case when gone and ${chance(n, 15)} < 0.3 then 2 else 0 end as machines
      from (select n, 1 + n / ${sql.lit(COPIES)} as m, 1 + n % ${sql.lit(COPIES)} as idx, ${chance(n, 1)} >= 0.03 as gone
        from generate_series(${sql.lit(from)}::integer, ${sql.lit(from + AT_ONCE - 1)}::integer) n) numbered
      where m <= ${sql.lit(messages)}) c`.execute(db);
}

/** The events of one message, by the numbers that stand on its copies. Resolves to the last number in the ledger. */
async function insertEvents(
  db: Kysely<Database>,
  account: number,
  m: number,
  after: number,
): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into events (account_id, seq, kind, at, recorded_at, user_id, message_id, recipient_idx, contact_id, cause, detail)
    select c.account_id, ${after} + row_number() over (order by c.idx, k.kind, n), k.kind, k.at, k.at, 1, c.message_id, c.idx,
      c.contact_id, ${`bench:${m}:`} || c.idx || ':' || n, k.detail
    from marketing_copies c
    cross join lateral (values
      ('open', c.opens, c.first_open_at, '{"agentFamily":"outlook-windows"}'::jsonb),
      ('click', c.clicks, c.first_click_at, jsonb_build_object('n', 1 + c.idx % ${sql.lit(LINKS)})),
      ('reply', c.replies, c.first_reply_at, '{}'::jsonb)) k (kind, times, at, detail)
    cross join lateral generate_series(1, k.times) n
    where c.account_id = ${account} and c.message_id = ${messageId(sql.lit(m))}`.execute(db);
  return after + Number(numAffectedRows ?? 0);
}
