import { type Kysely, sql } from 'kysely';

/** Rows are looked up by their keys, whatever the planner believes of tables that have just grown. */
const BY_KEY = 'set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off';

const COLUMNS = `account_id, message_id, state, delivery, image, links, left_at, tried_at, opens, clicks, replies,
  machine_opens, machine_clicks, first_open_at, first_click_at, first_reply_at, bounced_at, unsubscribed_at, complained_at`;
/** What a statement took from the sums, and what it gives to them. */
const CHANGES = {
  insert: `select ${COLUMNS}, 1 as sign from added`,
  update: `select ${COLUMNS}, 1 as sign from added union all select ${COLUMNS}, -1 from gone`,
  delete: `select ${COLUMNS}, -1 as sign from gone`,
};

/** Of copies `c`: the number that each adds. */
const COUNTS: Record<string, string> = {
  sent: 'out::integer',
  bounced: "(out and delivery = 'failed')::integer",
  openable: '(arrived and image)::integer',
  opened: '(arrived and image and opens > 0)::integer',
  opens: 'case when arrived and image then opens else 0 end',
  clickable: '(arrived and links)::integer',
  clicked: '(arrived and links and clicks > 0)::integer',
  clicks: 'case when arrived and links then clicks else 0 end',
  replied: '(out and replies > 0)::integer',
  replies: 'case when out then replies else 0 end',
  unsubscribed: '(out and unsubscribed_at is not null)::integer',
  complained: '(out and complained_at is not null)::integer',
  machine_opened: '(out and machine_opens > 0)::integer',
  machine_only: '(out and machine_opens > 0 and opens = 0)::integer',
  machine_opens: 'case when out then machine_opens else 0 end',
  machine_clicked: '(out and machine_clicks > 0)::integer',
  machine_clicks: 'case when out then machine_clicks else 0 end',
  waiting: "(state in ('waiting', 'trying'))::integer",
  left_out: "(state = 'left-out')::integer",
  refused: "(state = 'refused')::integer",
  unclear: "(state = 'unclear' and not out)::integer",
};
/** Of copies `c`: when it first happened to each, if it counts. */
const MOMENTS: Record<string, string> = {
  sent: 'case when out then coalesce(left_at, tried_at) end',
  opened: 'case when arrived and image and opens > 0 then first_open_at end',
  clicked: 'case when arrived and links and clicks > 0 then first_click_at end',
  replied: 'case when out and replies > 0 then first_reply_at end',
  bounced: "case when out and delivery = 'failed' then bounced_at end",
  unsubscribed: 'case when out then unsubscribed_at end',
  complained: 'case when out then complained_at end',
};

const judged = (source: string): string => `
  select *, out and delivery <> 'failed' as arrived from (
    select *, copy_left(state, delivery, opens + clicks + replies + machine_opens + machine_clicks) as out
      from (${source}) s) j`;

/** Adds the changes of `source` to the sums of `into`; `rows`: its columns by name, of each copy. */
const addTo = (into: string, names: readonly string[], rows: string): string => `
  insert into ${into} as m (account_id, message_id, quarter, part, ${names.join(', ')})
    select account_id, message_id, quarter, own,
      ${names.map((name) => `sum(sign * ${name})`).join(', ')}
    from (${rows}) c
    group by account_id, message_id, quarter
    having (${names.map((name) => `sum(sign * ${name})`).join(', ')}) <> (${names.map(() => '0').join(', ')})
    order by account_id, message_id, quarter
    on conflict (account_id, message_id, quarter, part) do update set
      ${names.map((name) => `${name} = m.${name} + excluded.${name}`).join(', ')}`;

const countCopies = (source: string): string =>
  addTo(
    'marketing_counts',
    Object.keys(COUNTS),
    `select account_id, message_id, sign,
      coalesce(case when out then quarter_of(coalesce(left_at, tried_at)) end, to_timestamp(0)) as quarter,
      ${Object.entries(COUNTS)
        .map(([name, value]) => `${value} as ${name}`)
        .join(', ')}
      from (${judged(source)}) c`,
  );
const countMoments = (source: string): string =>
  addTo(
    'marketing_moments',
    Object.keys(MOMENTS),
    `select account_id, message_id, sign, quarter_of(at) as quarter,
      ${Object.keys(MOMENTS)
        .map((name) => `(what = '${name}')::integer as ${name}`)
        .join(', ')}
      from (${judged(source)}) c cross join lateral (values
        ${Object.entries(MOMENTS)
          .map(([name, at]) => `('${name}', ${at})`)
          .join(', ')}) k (what, at)
      where at is not null`,
  );

/**
 * Marketing mail: roll-ups that reports read (docs/marketing.md), kept where the rows are written, so that a report over
 * millions of events reads hundreds of rows.
 *
 * Those of copies are kept in parts (`part`), each written by one transaction at a time: else two that change copies of one
 * message would wait for each other's sums, and two that change several copies each, for ever.
 */
const STATEMENTS: readonly string[] = [
  // It left: the transport took it, or what came of it shows that it had. `hits`: all that was counted on the copy.
  `create function copy_left(state text, delivery text, hits integer) returns boolean
    language sql immutable parallel safe as $$
    select state = 'accepted'
      or state = 'unclear' and (hits > 0 or delivery in ('delivered', 'failed', 'complaint')) $$`,
  // Every zone's offset is a whole number of quarters.
  `create function quarter_of(at timestamptz) returns timestamptz language sql immutable parallel safe as $$
    select to_timestamp(floor(extract(epoch from at) / 900) * 900) $$`,

  // Copies by the quarter of an hour in which they left; what has not left stands under 1970.
  `create table marketing_counts (
    account_id bigint not null,
    message_id uuid not null,
    quarter timestamptz not null,
    part smallint not null,
    sent integer not null,
    bounced integer not null,
    openable integer not null,
    opened integer not null,
    opens integer not null,
    clickable integer not null,
    clicked integer not null,
    clicks integer not null,
    replied integer not null,
    replies integer not null,
    unsubscribed integer not null,
    complained integer not null,
    machine_opened integer not null,
    machine_only integer not null,
    machine_opens integer not null,
    machine_clicked integer not null,
    machine_clicks integer not null,
    waiting integer not null,
    left_out integer not null,
    refused integer not null,
    unclear integer not null,
    primary key (account_id, message_id, quarter, part)
  )`,
  `create index marketing_counts_by_time on marketing_counts (account_id, quarter, message_id)`,
  // The same copies by the quarter in which each thing first happened to them.
  `create table marketing_moments (
    account_id bigint not null,
    message_id uuid not null,
    quarter timestamptz not null,
    part smallint not null,
    sent integer not null,
    opened integer not null,
    clicked integer not null,
    replied integer not null,
    bounced integer not null,
    unsubscribed integer not null,
    complained integer not null,
    primary key (account_id, message_id, quarter, part)
  )`,
  // A part that no other transaction writes before this one ends: never waited for, so nobody waits in a circle. The
  // lowest that is free, so there are as many as transactions ever were at work together. Beyond, the last is shared.
  `create function free_part() returns smallint language plpgsql as $$
    begin
      for n in 0..30 loop
        if pg_try_advisory_xact_lock(7049, n) then return n; end if;
      end loop;
      return 31;
    end $$`,
  // Contacts who replied are counted once over several messages: replies are few.
  `create index marketing_copies_replied on marketing_copies
    (account_id, (coalesce(left_at, tried_at)), message_id, contact_id)
    where replies > 0 and state in ('accepted', 'unclear')`,

  `create index marketing_copies_left_out on marketing_copies (account_id, message_id, reason)
    where state = 'left-out'`,
  ...Object.entries(CHANGES).map(
    ([event, source]) => `create function count_copies_at_${event}() returns trigger language plpgsql as $$
    declare own smallint := free_part();
    begin
      ${countCopies(source)};
      ${countMoments(source)};
      return null;
    end $$`,
  ),
  `create trigger marketing_copies_added after insert on marketing_copies
    referencing new table as added for each statement execute function count_copies_at_insert()`,
  `create trigger marketing_copies_changed after update on marketing_copies
    referencing old table as gone new table as added for each statement execute function count_copies_at_update()`,
  `create trigger marketing_copies_gone after delete on marketing_copies
    referencing old table as gone for each statement execute function count_copies_at_delete()`,

  // Who came off the list by a copy, or was put back.
  `create function copy_unsubscribed() returns trigger language plpgsql as $$
    begin
      update marketing_copies set unsubscribed_at = new.unsubscribed_at
        where account_id = new.account_id and message_id = new.message_id and idx = new.idx;
      return null;
    end $$`,
  `create trigger recipients_of_copies_unsubscribed after update of unsubscribed_at on message_recipients for each row
    when (old.unsubscribed_at is distinct from new.unsubscribed_at) execute function copy_unsubscribed()`,

  // Clicks that stand, by link and recipient; and by which program each recipient's first open that was seen was made.
  `create table marketing_link_clicks (
    account_id bigint not null,
    message_id uuid not null,
    n integer not null,
    recipient_idx integer not null,
    clicks integer not null,
    primary key (account_id, message_id, n, recipient_idx)
  )`,
  `create table marketing_readers (
    account_id bigint not null,
    message_id uuid not null,
    recipient_idx integer not null,
    family text not null,
    primary key (account_id, message_id, recipient_idx)
  )`,
  // Answers to a message, the latest first, without its other events.
  `create index events_replies on events (account_id, message_id, seq) where kind = 'reply'`,
  `create function count_marketing_events() returns trigger language plpgsql ${BY_KEY} as $$
    begin
      if not exists (select from added where kind in ('open', 'click', 'retracted') and recipient_idx > 0) then
        return null;
      end if;
      insert into marketing_link_clicks as c (account_id, message_id, n, recipient_idx, clicks)
        select account_id, message_id, (detail ->> 'n')::integer, recipient_idx, sum(sign) from (
          select account_id, message_id, recipient_idx, kind, historic, detail, 1 as sign from added
          union all
          select * from (select t.account_id, t.message_id, t.recipient_idx, t.kind, t.historic, t.detail, -1
            from added b join events t on t.account_id = b.account_id and t.seq = b.retracts
            -- What is asked of the row comes after it was found by its key: no other index is to look apt.
            where b.kind = 'retracted' offset 0) taken) e
        where kind = 'click' and not historic and recipient_idx > 0 and detail ? 'n'
          and exists (select from marketing_messages m where m.account_id = e.account_id and m.id = e.message_id)
        group by 1, 2, 3, 4 order by 1, 2, 3, 4
        on conflict (account_id, message_id, n, recipient_idx) do update set clicks = c.clicks + excluded.clicks;
      insert into marketing_readers (account_id, message_id, recipient_idx, family)
        select t.account_id, t.message_id, t.recipient_idx, coalesce(first.family, '')
        from (
          select distinct e.account_id, e.message_id, e.recipient_idx from (
              select account_id, message_id, recipient_idx, kind, historic, inferred from added
              union all
              select * from (select t.account_id, t.message_id, t.recipient_idx, t.kind, t.historic, t.inferred
                from added b join events t on t.account_id = b.account_id and t.seq = b.retracts
                where b.kind = 'retracted' offset 0) taken) e
            where e.kind = 'open' and not e.historic and not e.inferred and e.recipient_idx > 0
              and exists (select from marketing_messages m where m.account_id = e.account_id and m.id = e.message_id)
            order by 1, 2, 3) t
        left join lateral (
          select o.detail ->> 'agentFamily' as family from events o
            where o.account_id = t.account_id and o.message_id = t.message_id
              and coalesce(o.recipient_idx, -1) = t.recipient_idx
              and o.kind = 'open' and not o.historic and not o.inferred
              and not exists (select from events r where r.account_id = o.account_id and r.retracts = o.seq)
            order by o.at, o.seq limit 1) first on true
        on conflict (account_id, message_id, recipient_idx) do update set family = excluded.family;
      return null;
    end $$`,
  `create trigger marketing_events_counted after insert on events
    referencing new table as added for each statement execute function count_marketing_events()`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
