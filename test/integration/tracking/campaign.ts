import { sql, type Kysely, type Transaction } from 'kysely';
import { json, type Basis, type Database } from '../../../src/server/store/schema';

/** A marketing message that was sent, straight in the store. */
export interface Campaign {
  account: number;
  user: number;
  id: string;
  tokenKey: string;
  /** When its first copy left; those after follow by a millisecond each. */
  at: Date;
  recipients: number;
  /** For marketing tracking, of all but those of `bases`. */
  basis?: Basis;
}

export const addressOf = (n: number): string => `person${n}@firm${n % 500}.example`;

/** Contacts `offset + 1` … with their addresses and bases, their copies, and the message. */
export async function insertCampaign(
  db: Kysely<Database> | Transaction<Database>,
  campaign: Campaign,
): Promise<void> {
  const { account, user, id, tokenKey, at, recipients, basis = 'legitimate-interest' } = campaign;
  const before = new Date(at.getTime() - 100_000_000);
  const contact = sql`(lpad(to_hex(${account}::bigint), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`;
  const address = sql`'person' || n || '@firm' || n % 500 || '.example'`;
  const all = sql`generate_series(1, ${recipients}::integer) as n`;
  await sql`insert into contacts (account_id, id, name, source, created_at, updated_at)
    select ${account}, ${contact}, 'Person ' || n, 'test', ${before}, ${before} from ${all} on conflict do nothing`.execute(
    db,
  );
  await sql`insert into contact_addresses (account_id, contact_id, address, is_primary, created_at)
    select ${account}, ${contact}, ${address}, true, ${before} from ${all} on conflict do nothing`.execute(
    db,
  );
  await sql`insert into legal_bases (account_id, contact_id, purpose, at, basis, source)
    select ${account}, ${contact}, 'marketing-tracking', ${before}, ${basis}, 'test' from ${all} on conflict do nothing`.execute(
    db,
  );
  await db
    .insertInto('messages')
    .values({
      ...{ account_id: account, id, token_key: tokenKey, user_id: user, at },
      ...{ direction: 'outgoing', kind: 'marketing', state: 'sent', subject: 'Spring news', logged: true },
      ...{ from_address: 'news@brightwater.example', from_name: 'Brightwater' },
      ...{ tracked_image: true, links_total: 3, links_tracked: 3 },
      policy: json({ image: true, links: true, log: true }),
      ...{ html: '<p>News</p>', text: 'News', new_html: null, quoted_html: null, new_text: null },
      ...{ mailbox_id: null, internet_message_id: null, message_id_hash: null, in_reply_to: null },
      ...{ conversation_id: null, judged_kind: null, reply_to_message: null, matched_by: null },
      ...{ mime_blob: null, created_at: at, updated_at: at },
    })
    .execute();
  for (const n of [1, 2, 3])
    await db
      .insertInto('message_links')
      .values({
        ...{ account_id: account, message_id: id, n, target: `https://site.example/${n}` },
        ...{ text: `Link ${n}`, tracked: true, reason: 'tracked' },
      })
      .execute();
  const left = sql`${at}::timestamptz + n * interval '1 millisecond'`;
  await sql`insert into marketing_copies (account_id, message_id, idx, contact_id, address, name, state, image, links,
      attempts, tried_at, left_at)
    select ${account}, ${id}, n, ${contact}, ${address}, 'Person ' || n, 'accepted', true, true, 1, ${left}, ${left}
    from ${all}`.execute(db);
  await sql`insert into message_recipients (account_id, message_id, idx, address, name, via, contact_id, token, at)
    select ${account}, ${id}, n, ${address}, 'Person ' || n, 'to', ${contact}, ${tokenKey} || n, ${left} from ${all}`.execute(
    db,
  );
}

export const contactOf = (account: number, n: number): string =>
  `${account.toString(16).padStart(8, '0')}-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

/** What of each copy is kept by triggers, and the same counted plainly. */
export async function factsOf(db: Kysely<Database>, account: number, message: string) {
  const kept = await db
    .selectFrom('marketing_copies')
    .select(['idx', 'opens', 'clicks', 'replies', 'machine_opens', 'machine_clicks'])
    .select(['first_open_at', 'last_open_at', 'first_click_at', 'last_click_at'])
    .select(['first_reply_at', 'last_reply_at'])
    .select(['delivery', 'bounced_at', 'complained_at', 'unsubscribed_at'])
    .where('account_id', '=', account)
    .where('message_id', '=', message)
    .orderBy('idx')
    .execute();
  const { rows: counted } = await sql<Record<string, unknown>>`
    with standing as (
      select e.recipient_idx as idx, e.kind, e.at from events e
      where e.account_id = ${account} and e.message_id = ${message} and not e.historic
        and not exists (select from events b where b.account_id = e.account_id and b.retracts = e.seq)),
    machines as (
      select recipient_idx as idx, kind from hits
      where account_id = ${account} and message_id = ${message} and verdict = 'machine')
    select r.idx,
      (select count(*)::int from standing s where s.idx = r.idx and s.kind = 'open') as opens,
      (select count(*)::int from standing s where s.idx = r.idx and s.kind = 'click') as clicks,
      (select count(*)::int from standing s where s.idx = r.idx and s.kind = 'reply') as replies,
      (select count(*)::int from machines s where s.idx = r.idx and s.kind = 'open') as machine_opens,
      (select count(*)::int from machines s where s.idx = r.idx and s.kind = 'click') as machine_clicks,
      (select min(at) from standing s where s.idx = r.idx and s.kind = 'open') as first_open_at,
      (select max(at) from standing s where s.idx = r.idx and s.kind = 'open') as last_open_at,
      (select min(at) from standing s where s.idx = r.idx and s.kind = 'click') as first_click_at,
      (select max(at) from standing s where s.idx = r.idx and s.kind = 'click') as last_click_at,
      (select min(at) from standing s where s.idx = r.idx and s.kind = 'reply') as first_reply_at,
      (select max(at) from standing s where s.idx = r.idx and s.kind = 'reply') as last_reply_at,
      r.delivery,
      case when r.delivery = 'failed' then r.delivery_at end as bounced_at,
      case when r.delivery = 'complaint' then r.delivery_at end as complained_at,
      (select min(u.at) from unsubscribes u where u.account_id = r.account_id and u.message_id = r.message_id
        and u.recipient_idx = r.idx and u.ended_at is null) as unsubscribed_at
    from message_recipients r where r.account_id = ${account} and r.message_id = ${message} order by r.idx`.execute(
    db,
  );
  return { kept, counted };
}
