import { type Kysely, sql } from 'kysely';

/**
 * Marketing mail: what became of each copy, kept where events, hits and deliveries are written, so that it always equals
 * what counting them again gives (docs/marketing.md). What goes by retention (P8) stays counted.
 *
 * The functions look copies up by their key, whatever the planner believes of tables that have just grown: a plan that was
 * made of small ones is kept for as long as a connection lives.
 */
const BY_KEY = 'set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off';

/** Opens, clicks and replies that count for a recipient. */
const COUNTING = `kind in ('open', 'click', 'reply') and not historic and message_id is not null and recipient_idx > 0`;

/** What was taken back, found by its key before anything is asked of it: no other index is to look apt. */
const TAKEN = `(select e.* from added b join events e on e.account_id = b.account_id and e.seq = b.retracts
  where b.kind = 'retracted' offset 0)`;
const OF_TAKEN = COUNTING.replace(/\b(kind|historic|message_id|recipient_idx)\b/g, 't.$1');

/** Of events under this name: how many of each kind, the first and the last. */
const numbersOf = (events: string): string =>
  ['open', 'click', 'reply']
    .map(
      (kind) => `count(*) filter (where ${events}.kind = '${kind}') as ${kind}s,
        min(${events}.at) filter (where ${events}.kind = '${kind}') as first_${kind},
        max(${events}.at) filter (where ${events}.kind = '${kind}') as last_${kind}`,
    )
    .join(', ');

const PLURAL = { open: 'opens', click: 'clicks', reply: 'replies' } as const;
const KINDS = ['open', 'click', 'reply'] as const;

const ADDED = KINDS.map(
  (kind) => `${PLURAL[kind]} = c.${PLURAL[kind]} + n.${kind}s,
    first_${kind}_at = least(c.first_${kind}_at, n.first_${kind}),
    last_${kind}_at = greatest(c.last_${kind}_at, n.last_${kind})`,
).join(', ');

// Times are read anew from what stands; where some of it went by retention, they are not narrowed.
const TAKEN_BACK = KINDS.map((kind) => {
  const left = `c.${PLURAL[kind]} - n.${kind}s`;
  const time = (which: 'first' | 'last', of: 'least' | 'greatest'): string =>
    `${which}_${kind}_at = case when ${left} = 0 then null when ${left} = s.${kind}s then s.${which}_${kind}
      else ${of}(c.${which}_${kind}_at, s.${which}_${kind}) end`;
  return `${PLURAL[kind]} = ${left}, ${time('first', 'least')}, ${time('last', 'greatest')}`;
}).join(', ');

const STATEMENTS: readonly string[] = [
  // What stands of one copy, and the hits around one of its own.
  `create index events_of_copy on events (account_id, message_id, recipient_idx, at, seq)
    where kind in ('open', 'click', 'reply')`,
  `create index hits_of_copy on hits (account_id, token_key, recipient_idx, at)`,

  `create function copy_facts_of_events() returns trigger language plpgsql ${BY_KEY} as $$
    begin
      -- All that change copies lock them in this order, so that none waits in a circle; of other mail there are none.
      perform from marketing_copies c join (
          select account_id, message_id, recipient_idx from added where ${COUNTING}
          union select t.account_id, t.message_id, t.recipient_idx from ${TAKEN} t where ${OF_TAKEN}) n
        on c.account_id = n.account_id and c.message_id = n.message_id and c.idx = n.recipient_idx
        order by c.account_id, c.message_id, c.idx for update of c;
      if not found then return null; end if;
      update marketing_copies c set ${ADDED}
        from (select account_id, message_id, recipient_idx, ${numbersOf('added')}
          from added where ${COUNTING} group by 1, 2, 3) n
        where c.account_id = n.account_id and c.message_id = n.message_id and c.idx = n.recipient_idx;
      if not exists (select from added where kind = 'retracted') then return null; end if;
      update marketing_copies c set ${TAKEN_BACK}
        from (select t.account_id, t.message_id, t.recipient_idx, ${numbersOf('t')}
            from ${TAKEN} t where ${OF_TAKEN} group by 1, 2, 3) n
          cross join lateral (select ${numbersOf('e')} from events e
            where e.account_id = n.account_id and e.message_id = n.message_id and e.recipient_idx = n.recipient_idx
              and e.kind in ('open', 'click', 'reply') and not e.historic
              and not exists (select from events b where b.account_id = e.account_id and b.retracts = e.seq)) s
        where c.account_id = n.account_id and c.message_id = n.message_id and c.idx = n.recipient_idx;
      return null;
    end $$`,
  `create trigger events_of_copies after insert on events
    referencing new table as added for each statement execute function copy_facts_of_events()`,

  // Machines, shown apart (M5). A hit is judged by an update; what is deleted, by retention or erasure, stays counted.
  `create function copy_facts_of_hits() returns trigger language plpgsql ${BY_KEY} as $$
    begin
      perform from marketing_copies c join (
          select account_id, message_id, recipient_idx from added where verdict = 'machine' and recipient_idx > 0
          union select account_id, message_id, recipient_idx from gone where verdict = 'machine' and recipient_idx > 0) n
        on c.account_id = n.account_id and c.message_id = n.message_id and c.idx = n.recipient_idx
        order by c.account_id, c.message_id, c.idx for update of c;
      if not found then return null; end if;
      update marketing_copies c set
          machine_opens = c.machine_opens + n.opens, machine_clicks = c.machine_clicks + n.clicks
        from (select account_id, message_id, recipient_idx,
            coalesce(sum(n) filter (where kind = 'open'), 0) as opens,
            coalesce(sum(n) filter (where kind = 'click'), 0) as clicks
          from (
            select account_id, message_id, recipient_idx, kind, 1 as n from added where verdict = 'machine'
            union all select account_id, message_id, recipient_idx, kind, -1 from gone where verdict = 'machine') each
          where message_id is not null and recipient_idx > 0
          group by 1, 2, 3
          having coalesce(sum(n) filter (where kind = 'open'), 0) <> 0
            or coalesce(sum(n) filter (where kind = 'click'), 0) <> 0) n
        where c.account_id = n.account_id and c.message_id = n.message_id and c.idx = n.recipient_idx;
      return null;
    end $$`,
  `create trigger hits_of_copies after update on hits
    referencing old table as gone new table as added for each statement execute function copy_facts_of_hits()`,

  // Since when the delivery is what it is.
  `alter table message_recipients add column delivery_at timestamptz`,
  `create function copy_facts_of_delivery() returns trigger language plpgsql ${BY_KEY} as $$
    declare told timestamptz := coalesce(new.delivery_at, new.at);
    begin
      update marketing_copies set delivery = new.delivery,
          bounced_at = case when new.delivery = 'failed' then told end,
          complained_at = case when new.delivery = 'complaint' then told end
        where account_id = new.account_id and message_id = new.message_id and idx = new.idx;
      return null;
    end $$`,
  `create trigger recipients_of_copies_made after insert on message_recipients for each row
    when (new.delivery <> 'unknown') execute function copy_facts_of_delivery()`,
  `create trigger recipients_of_copies_changed after update of delivery, delivery_at on message_recipients for each row
    when (row(old.delivery, old.delivery_at) is distinct from row(new.delivery, new.delivery_at))
    execute function copy_facts_of_delivery()`,

  // M7. Their history stands beside that of the other properties; of what is counted, the amount.
  `alter table contacts add column first_marketing_reply_at timestamptz,
    add column last_marketing_reply_at timestamptz,
    add column marketing_replied integer not null default 0`,
  `alter table contact_property_changes add column amount integer,
    drop constraint contact_property_changes_property_check,
    add constraint contact_property_changes_property_check check (property in ('lastOpen', 'lastClick', 'lastReply',
      'lastEngagement', 'firstMarketingReply', 'lastMarketingReply', 'marketingReplied'))`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
