import { type RawBuilder, sql, type SqlBool } from 'kysely';
import type { ContactEvent, EventOf } from '../../core/rules';

/** Of which contacts: of these, of those whose id lies in a range, or of all. */
export type Scope = { ids: readonly string[] } | { after?: string | undefined; upto?: string | undefined };

/** What is asked of a kind of event; what is left out is not narrowed. */
export interface Asked {
  account: number;
  scope: Scope;
  of?: EventOf;
  /** Of these messages alone. */
  messages?: readonly string[];
  link?: string | undefined;
  /** Since this moment, which is left out. */
  since?: Date | undefined;
}

/** A condition on a column that names a contact. */
export function inScope(column: RawBuilder<unknown>, scope: Scope): RawBuilder<SqlBool> {
  if ('ids' in scope) return sql`${column} = any(${[...scope.ids]}::uuid[])`;
  const { after, upto } = scope;
  return sql`${after === undefined ? sql`true` : sql`${column} > ${after}::uuid`}
    and ${upto === undefined ? sql`true` : sql`${column} <= ${upto}::uuid`}`;
}

const isMarketing = (message: RawBuilder<unknown>, account: RawBuilder<unknown>): RawBuilder<SqlBool> =>
  sql`exists (select 1 from marketing_messages k where k.account_id = ${account} and k.id = ${message})`;

/** Conditions on the message, and on the time at which it happened. */
function narrowed(
  { of, messages, since }: Asked,
  message: RawBuilder<unknown>,
  at: RawBuilder<unknown>,
): RawBuilder<SqlBool> {
  const wanted = typeof of === 'object' ? [of.message] : messages;
  return sql`${wanted === undefined ? sql`true` : sql`${message} = any(${[...wanted]}::uuid[])`}
    and ${since === undefined ? sql`true` : sql`${at} > ${since}`}`;
}

const onlyMarketing = ({ of }: Asked, message: RawBuilder<unknown>, account: RawBuilder<unknown>) =>
  of === 'marketing' ? isMarketing(message, account) : sql<SqlBool>`true`;

/** Rows of the ledger that stand and name their contact; what a look back added counts nowhere (R1). */
function ofLedger(asked: Asked, kind: 'open' | 'click' | 'reply'): RawBuilder<unknown> {
  return sql`
    select e.contact_id, e.at, e.message_id, ${isMarketing(sql`e.message_id`, sql`e.account_id`)} as marketing,
      e.detail -> 'link' ->> 'target' as link
    from events e
    where e.account_id = ${asked.account} and e.kind = ${sql.lit(kind)} and e.contact_id is not null and not e.historic
      and ${inScope(sql`e.contact_id`, asked.scope)} and ${narrowed(asked, sql`e.message_id`, sql`e.at`)}
      and ${onlyMarketing(asked, sql`e.message_id`, sql`e.account_id`)}
      and ${asked.link === undefined ? sql`true` : sql`e.detail -> 'link' ->> 'target' = ${asked.link}`}
      and not exists (select 1 from events b where b.account_id = e.account_id and b.retracts = e.seq)`;
}

/** Copies of marketing messages, by the column that says when. */
function ofCopies(asked: Asked, at: 'left_at' | 'bounced_at' | 'complained_at'): RawBuilder<unknown> {
  const column = sql.raw(`y.${at}`);
  return sql`
    select y.contact_id, ${column} as at, y.message_id, true as marketing, null::text as link
    from marketing_copies y
    where y.account_id = ${asked.account} and y.contact_id is not null and ${column} is not null
      and ${at === 'left_at' ? sql`y.state = 'accepted' and y.delivery <> 'failed'` : sql`true`}
      and ${inScope(sql`y.contact_id`, asked.scope)} and ${narrowed(asked, sql`y.message_id`, column)}`;
}

const both = (one: RawBuilder<unknown>, other: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`${one} union all ${other}`;

/** Mail that was written to one or few: proven to be sent, and not refused for good. */
const receivedOneToOne = (asked: Asked): RawBuilder<unknown> => sql`
  select r.contact_id, m.at, m.id as message_id, false as marketing, null::text as link
  from message_recipients r join messages m on m.account_id = r.account_id and m.id = r.message_id
  where r.account_id = ${asked.account} and r.contact_id is not null and r.delivery <> 'failed'
    and m.kind = 'one-to-one' and m.direction = 'outgoing' and m.state = 'sent' and not m.historic
    and ${inScope(sql`r.contact_id`, asked.scope)} and ${narrowed(asked, sql`m.id`, sql`m.at`)}`;

const bouncedOneToOne = (asked: Asked): RawBuilder<unknown> => sql`
  select e.contact_id, e.at, e.message_id, false as marketing, null::text as link
  from events e
  where e.account_id = ${asked.account} and e.kind = 'bounce' and e.contact_id is not null and not e.historic
    and e.detail ->> 'delivery' = 'failed' and not ${isMarketing(sql`e.message_id`, sql`e.account_id`)}
    and ${inScope(sql`e.contact_id`, asked.scope)} and ${narrowed(asked, sql`e.message_id`, sql`e.at`)}
    and not exists (select 1 from events b where b.account_id = e.account_id and b.retracts = e.seq)`;

/** What stands: who took it again is not unsubscribed. */
const ofUnsubscribes = (asked: Asked): RawBuilder<unknown> => sql`
  select a.contact_id, u.at, u.message_id, u.message_id is not null as marketing, null::text as link
  from unsubscribes u join contact_addresses a on a.account_id = u.account_id and a.address = u.address
  where u.account_id = ${asked.account} and u.ended_at is null and ${inScope(sql`a.contact_id`, asked.scope)}
    and ${asked.of === 'marketing' ? sql`u.message_id is not null` : sql`true`}
    and ${narrowed(asked, sql`u.message_id`, sql`u.at`)}`;

/**
 * A query for events of contacts: contact_id, at, message_id, marketing (whether it was a marketing message's), link (of a
 * click: where it leads). The one place that says what each event is, for counting in SQL and for loading facts.
 */
export function eventRows(event: ContactEvent, asked: Asked): RawBuilder<unknown> {
  switch (event) {
    case 'opened':
      return ofLedger(asked, 'open');
    case 'clicked':
      return ofLedger(asked, 'click');
    case 'replied':
      return ofLedger(asked, 'reply');
    case 'received':
      return asked.of === 'marketing'
        ? ofCopies(asked, 'left_at')
        : both(ofCopies(asked, 'left_at'), receivedOneToOne(asked));
    case 'bounced':
      return asked.of === 'marketing'
        ? ofCopies(asked, 'bounced_at')
        : both(ofCopies(asked, 'bounced_at'), bouncedOneToOne(asked));
    case 'complained':
      return ofCopies(asked, 'complained_at');
    case 'unsubscribed':
      return ofUnsubscribes(asked);
  }
}
