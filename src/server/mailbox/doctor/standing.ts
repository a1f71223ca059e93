import { sql, type Kysely } from 'kysely';
import type { Database, MailboxState } from '../../store/schema';
import { LEFT_BY_PERSON } from '../leave';
import type { Standing } from './findings';
import { SHORTEST_MS } from './quiet';

const WEEKS_MS = 28 * 86_400_000;
/** The latest tell what is usual. */
const LATEST = 400;

/** A mailbox with everything that tells whether it is alive. */
export interface StoredStanding extends Standing {
  account: number;
  id: string;
  address: string;
  tenant: string;
  owner: number | null;
  countedAt: Date | null;
}

interface Row {
  account: number;
  id: string;
  address: string;
  tenant: string;
  owner: number | null;
  owner_status: string | null;
  handed_over: boolean;
  state: MailboxState;
  state_reason: string | null;
  access: Standing['access'];
  connected_at: Date;
  subscription_id: string | null;
  subscription_expires_at: Date | null;
  last_sync_at: Date | null;
  counted_at: Date | null;
  missing: number | null;
  latest: Date[] | null;
  first: Date | null;
  same_hours: number[] | null;
}

/** How mailboxes stand: one, or all there are. Closed accounts are left out. */
export async function standings(
  db: Kysely<Database>,
  now: Date,
  only?: { account: number; id: string },
): Promise<StoredStanding[]> {
  const one = only ? sql`and m.account_id = ${only.account} and m.id = ${only.id}` : sql``;
  // Of many mailboxes, only those in which nothing has come for a while are looked at as closely.
  const closely = only ? sql`true` : sql`newest.at < ${new Date(now.getTime() - SHORTEST_MS)}`;
  const from = new Date(now.getTime() - WEEKS_MS);
  const received = sql`i.account_id = m.account_id and i.mailbox_id = m.id and i.kind <> 'sent'
    and i.at >= m.connected_at`;
  const { rows } = await sql<Row>`
    select m.account_id as account, m.id, m.address, a.tenant_id as tenant, m.owner_user_id as owner,
      u.status as owner_status, exists (select 1 from handovers h where h.account_id = m.account_id
        and h.from_user_id = m.owner_user_id and h.undone_at is null) as handed_over, m.state, m.state_reason, m.access, m.connected_at, m.subscription_id,
      m.subscription_expires_at, m.last_sync_at, c.counted_at, c.missing,
      times.latest, oldest.at as first, weeks.same_hours
    from mailboxes m
    join accounts a on a.id = m.account_id and a.closed_at is null
    left join users u on u.account_id = m.account_id and u.id = m.owner_user_id
    left join mailbox_counts c on c.account_id = m.account_id and c.mailbox_id = m.id
    left join lateral (
      select i.at from mailbox_items i where ${received} and i.at > ${from} order by i.at desc limit 1
    ) newest on m.state = 'watching'
    left join lateral (
      select i.at from mailbox_items i where ${received} and i.at > ${from} order by i.at limit 1
    ) oldest on ${closely}
    left join lateral (
      select array_agg(l.at order by l.at desc) as latest from (
        select i.at from mailbox_items i where ${received} and i.at > ${from} order by i.at desc limit ${LATEST}) l
    ) times on ${closely}
    left join lateral (
      select array_agg((select count(*)::int from mailbox_items i where ${received}
          and i.at > newest.at - week * interval '7 days'
          and i.at <= ${now}::timestamptz - week * interval '7 days')) as same_hours
      from generate_series(1, 4) week where newest.at - week * interval '7 days' >= oldest.at
    ) weeks on ${closely}
    where true ${one}
    order by m.account_id, m.id`.execute(db);
  return rows.map((row) => ({
    account: row.account,
    id: row.id,
    address: row.address,
    tenant: row.tenant,
    owner: row.owner,
    state: row.state,
    reason: row.state_reason,
    access: row.access,
    left: row.state === 'disconnected' && row.state_reason === LEFT_BY_PERSON,
    ownerActive: row.owner === null || row.owner_status === 'active',
    handedOver: row.handed_over,
    connectedAt: row.connected_at,
    subscribed: row.subscription_id !== null,
    subscriptionExpiresAt: row.subscription_expires_at,
    lastSyncAt: row.last_sync_at,
    mail: {
      latest: (row.latest ?? []).map((at) => new Date(at)),
      first: row.first,
      sameHours: row.same_hours ?? [],
    },
    missing: row.missing ?? 0,
    countedAt: row.counted_at,
  }));
}
