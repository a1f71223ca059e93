import { type RawBuilder, sql } from 'kysely';
import type { LeftOutReason, MarketingSettings } from '../../../core/api/marketing';
import type { AccountSettings } from '../../store/schema';

/** Whose standing is asked after: everybody in the chosen lists, or some contacts with what a copy is addressed to. */
export type Among =
  | { all: true; doubles: readonly string[] }
  /** At most some hundred: found by index. Their primary addresses. */
  | { ids: readonly string[] }
  /** Copies on the point of leaving: their own addresses, and nothing of the lists is asked again. */
  | { copies: readonly { contact: string; address: string }[] };

export interface AudienceOf {
  account: number;
  settings: MarketingSettings;
  accountSettings: AccountSettings;
  among: Among;
}

/** How one contact of an audience stands. */
export interface StandingRow {
  id: string;
  name: string;
  /** Null: none. */
  address: string | null;
  reason: LeftOutReason | null;
  /** P1, P2: a basis for marketing tracking. */
  trackable: boolean;
  owner: number | null;
  /** Of the owner's connected mailbox. */
  owner_mailbox: string | null;
}

/** An address without its plus tag, as the index of migration 0050 has it. */
const plain = (address: RawBuilder<unknown>): RawBuilder<string> =>
  sql<string>`regexp_replace(${address}, '\\+[^@]*@', '@')`;

const uuids = (ids: readonly string[]): RawBuilder<unknown> => sql`${ids}::uuid[]`;

/** Members of any of these segments and lists, each once. */
export const membersOf = (account: number, segments: readonly string[]): RawBuilder<unknown> =>
  sql`select distinct m.contact_id as id from segment_members m
    where m.account_id = ${account} and m.segment_id = any(${standing(account, segments)})`;

/** Those of these segments and lists that have not been removed. */
const standing = (account: number, segments: readonly string[]): RawBuilder<unknown> =>
  sql`array(select s.id from segments s where s.account_id = ${account} and s.id = any(${uuids(segments)})
    and s.removed_at is null)`;

/** Mailboxes that are watched: answers that come there are seen (M2, M10). */
export const watchedMailboxes = (account: number): RawBuilder<unknown> =>
  sql`select b.id, b.kind, b.address, b.aliases, b.owner_user_id from mailboxes b
    left join users u on u.account_id = b.account_id and u.id = b.owner_user_id
    where b.account_id = ${account} and b.state = 'watching' and (b.owner_user_id is null or u.status = 'active')
      and not exists (select 1 from mailbox_gaps g where g.account_id = b.account_id and g.mailbox_id = b.id
        and g.ended_at is null)`;

/**
 * A statement that gives a `StandingRow` for each contact of the audience, made of sets, so that a hundred thousand take
 * no longer than reading them. Where contacts are named, each set is narrowed to them and read by index.
 */
export function standingSql({ account, settings, accountSettings, among }: AudienceOf): RawBuilder<unknown> {
  const privacy = accountSettings.privacy !== false;
  const ids =
    'ids' in among ? among.ids : 'copies' in among ? among.copies.map(({ contact }) => contact) : [];
  const narrowed = !('all' in among);
  /** Of a column that holds a contact. */
  const these = (column: RawBuilder<unknown>): RawBuilder<unknown> =>
    narrowed ? sql`and ${column} = any(${uuids(ids)})` : sql``;
  const people = narrowed ? sql`select unnest(${uuids(ids)}) as id` : membersOf(account, settings.to);
  const isLeaving = 'copies' in among;

  const addresses = isLeaving
    ? sql`select a.contact_id, a.address from contact_addresses a
        join unnest(${uuids(ids)}, ${among.copies.map(({ address }) => address)}::text[]) as copy (id, address)
          on a.contact_id = copy.id and a.address = copy.address
        where a.account_id = ${account}`
    : sql`select a.contact_id, coalesce(max(a.address) filter (where a.is_primary), min(a.address)) as address
        from contact_addresses a where a.account_id = ${account} ${these(sql`a.contact_id`)} group by a.contact_id`;
  const excluded =
    isLeaving || settings.exclude.length === 0
      ? sql`select null::uuid as id where false`
      : sql`${membersOf(account, settings.exclude)} ${these(sql`m.contact_id`)}`;
  // Of several contacts that are one address but for a plus tag, the first one gets it.
  const double = isLeaving
    ? sql`false`
    : narrowed
      ? doubleByIndex(account, settings.to)
      : sql`c.id = any(${uuids(among.doubles)})`;
  const latest = (purpose: string): RawBuilder<unknown> =>
    // Downwards throughout, as the key is read backwards.
    sql`select distinct on (l.contact_id) l.contact_id, l.basis from legal_bases l
      where l.account_id = ${account} and l.purpose = ${purpose} ${these(sql`l.contact_id`)}
      order by l.contact_id desc, l.at desc`;
  const kind = settings.mailKind ?? null;
  const has = (alias: RawBuilder<unknown>): RawBuilder<boolean> => sql<boolean>`(${alias}.basis is not null
    and ${alias}.basis not in ('none', 'consent-withdrawn'))`;
  const ownerLeftOut = settings.replyTo?.kind === 'owner' && settings.replyTo.fallback?.kind === 'leave-out';

  return sql`
    with people as materialized (${people}),
    addresses as materialized (${addresses}),
    excluded as (${excluded}),
    ours as (
      select lower(u.email) as address from users u where u.account_id = ${account}
      union select lower(b.address) from mailboxes b where b.account_id = ${account}
      union select lower(alias) from mailboxes b, jsonb_array_elements_text(b.aliases) alias
        where b.account_id = ${account}),
    leaving as (
      select e.contact_id from erasures e where e.account_id = ${account} and e.contact_id is not null
        and e.state in ('scheduled', 'running') ${these(sql`e.contact_id`)}),
    failed as (
      select r.address, bool_or(r.delivery = 'complaint') as complained,
        max(r.at) filter (where r.delivery = 'failed' and coalesce(r.delivery_detail, '') !~ '^(5[0-9][0-9][ -])?5\\.[67]\\.') as failed_at
      from message_recipients r where r.account_id = ${account} and r.delivery in ('failed', 'complaint')
        ${narrowed ? sql`and r.address in (select a.address from contact_addresses a where a.account_id = ${account} ${these(sql`a.contact_id`)})` : sql``}
      group by r.address),
    complained as (
      select distinct a.contact_id from failed f
      join contact_addresses a on a.account_id = ${account} and a.address = f.address ${these(sql`a.contact_id`)}
      where f.complained),
    unsubscribed as (
      select a.contact_id, bool_or(u.kind_id is null) as whole, bool_or(u.kind_id = ${kind}::uuid) as kind
      from contact_addresses a join unsubscribes u on u.account_id = a.account_id and u.address = a.address
      where a.account_id = ${account} and u.ended_at is null ${these(sql`a.contact_id`)} group by a.contact_id),
    objecting as (
      select distinct a.contact_id from contact_addresses a
      join objections o on o.account_id = a.account_id and o.address = a.address
      where a.account_id = ${account} and o.ended_at is null ${these(sql`a.contact_id`)}),
    mail_basis as (${latest('marketing-mail')}),
    tracking_basis as (${latest('marketing-tracking')}),
    watched as materialized (${watchedMailboxes(account)}),
    owners as (
      select w.owner_user_id, min(w.address) as address from watched w where w.kind = 'personal'
      group by w.owner_user_id)
    select c.id, c.name, a.address, c.owner_user_id as owner, o.address as owner_mailbox,
      ${privacy ? has(sql`t`) : sql`coalesce(t.basis, '') <> 'consent-withdrawn'`} as trackable,
      case
        when x.id is not null then 'excluded'
        when a.address is null then 'no-address'
        when ${double} then 'duplicate'
        when ours.address is not null
          or lower(split_part(a.address, '@', 2)) = any(${(accountSettings.ownDomains ?? []).map((one) => one.toLowerCase())}::text[])
          then 'colleague'
        when gone.contact_id is not null then 'erased'
        when bad.contact_id is not null then 'complained'
        when un.whole then 'unsubscribed'
        when un.kind then 'unsubscribed-kind'
        when ob.contact_id is not null then 'objected'
        when f.failed_at is not null and (c.last_reply_at is null or c.last_reply_at < f.failed_at) then 'bounced'
        when b.basis = 'consent-withdrawn' then 'consent-withdrawn'
        when ${privacy ? sql`not ${has(sql`b`)}` : sql`false`} then 'no-basis'
        when ${ownerLeftOut} and o.address is null then 'owner-without-mailbox'
      end as reason
    from people p
    join contacts c on c.account_id = ${account} and c.id = p.id
    left join addresses a on a.contact_id = c.id
    left join excluded x on x.id = c.id
    left join ours on ours.address = a.address
    left join leaving gone on gone.contact_id = c.id
    left join complained bad on bad.contact_id = c.id
    left join unsubscribed un on un.contact_id = c.id
    left join objecting ob on ob.contact_id = c.id
    left join failed f on f.address = a.address
    left join mail_basis b on b.contact_id = c.id
    left join tracking_basis t on t.contact_id = c.id
    left join owners o on o.owner_user_id = c.owner_user_id`;
}

/**
 * Of a whole audience: contacts whose primary address is another's, earlier in it, but for a plus tag. Asked for by itself:
 * nobody can tell beforehand how few they are, and a plan made for many takes longer than the answer.
 */
export const doublesSql = (account: number, to: readonly string[]): RawBuilder<unknown> => sql`
  select d.contact_id as id from (
    select a.contact_id, row_number() over (partition by ${plain(sql`a.address`)} order by a.contact_id) as nth
    from (
      select t.address from contact_addresses t where t.account_id = ${account} and t.address like '%+%@%'
      union
      select ${plain(sql`t.address`)} from contact_addresses t where t.account_id = ${account} and t.address like '%+%@%'
    ) meant
    join contact_addresses a on a.account_id = ${account} and a.address = meant.address
    where a.address = (select coalesce(max(f.address) filter (where f.is_primary), min(f.address)) from contact_addresses f
        where f.account_id = ${account} and f.contact_id = a.contact_id)
      and exists (select 1 from segment_members m where m.account_id = ${account} and m.contact_id = a.contact_id
        and m.segment_id = any(${standing(account, to)}))) d
  where d.nth > 1`;

/** Of a contact of a page: an earlier one of the audience whose primary address is the same without plus tags. */
const doubleByIndex = (account: number, to: readonly string[]): RawBuilder<boolean> => sql<boolean>`exists (
  select 1 from (
    select e.contact_id, e.address from contact_addresses e
      where e.account_id = ${account} and e.address = ${plain(sql`a.address`)}
    union all
    select e.contact_id, e.address from contact_addresses e
      where e.account_id = ${account} and e.address like '%+%@%' and ${plain(sql`e.address`)} = ${plain(sql`a.address`)}
  ) e
  where e.contact_id < c.id
    and e.address = (select coalesce(max(f.address) filter (where f.is_primary), min(f.address)) from contact_addresses f
      where f.account_id = ${account} and f.contact_id = e.contact_id)
    and exists (select 1 from segment_members m where m.account_id = ${account} and m.contact_id = e.contact_id
      and m.segment_id = any(${standing(account, to)})))`;
