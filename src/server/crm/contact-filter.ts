import { type Expression, type ExpressionBuilder, sql, type SqlBool } from 'kysely';
import type { ContactFilter } from '../../core/api/contacts';
import { membersIn } from '../segments/members-in';
import type { Database } from '../store/schema';

const DAY_MS = 86_400_000;

type Eb = ExpressionBuilder<Database & { c: Database['contacts'] }, 'c'>;

/** Of a row of `contacts` aliased `c`: its legal basis for one-to-one tracking, in force (P1). */
export const basisInForce = sql<string>`coalesce((select b.basis from legal_bases b where b.account_id = c.account_id
  and b.contact_id = c.id and b.purpose = 'one-to-one-tracking' order by b.at desc limit 1), 'none')`;

/** The contact, aliased `c`, stands against tracking, or nothing lets hits be told under their name (P2, P3, P6). */
const cannotBeSeen = sql<SqlBool>`(
  ${basisInForce} = 'consent-withdrawn'
  or (${basisInForce} = 'none' and exists (select 1 from accounts a where a.id = c.account_id
    and coalesce((a.settings ->> 'privacy')::boolean, true)))
  or exists (select 1 from tracking_limits t where t.account_id = c.account_id and t.scope = 'contact'
    and t.value = c.id::text and t.level = 'all')
  or exists (select 1 from objections o join contact_addresses oa on oa.account_id = o.account_id and oa.address = o.address
    where o.account_id = c.account_id and o.ended_at is null and oa.contact_id = c.id))`;

/** The contact, aliased `c`, may be told of by name. */
export const canBeSeen = sql<SqlBool>`(not ${cannotBeSeen})`;

/**
 * O12: mail with an image of their own (not shared with others, O10) is proven to have gone to them, and no open of
 * theirs was seen. Who could not have been seen is left out; nobody is said not to have opened.
 */
const noOpenSeen = sql<SqlBool>`(c.last_open_at is null and not ${cannotBeSeen} and exists (
  select 1 from message_recipients r join messages m on m.account_id = r.account_id and m.id = r.message_id
  where r.account_id = c.account_id and r.contact_id = c.id and m.direction = 'outgoing' and m.state = 'sent'
    and m.kind = 'one-to-one' and m.tracked_image and not exists (select 1 from message_recipients other where other.account_id = r.account_id
      and other.message_id = r.message_id and other.idx <> r.idx)))`;

/** The contacts of an account, aliased `c`, that a filter means. `now` moves "within so many days". */
export function contactsMeant(account: number, filter: ContactFilter, now: Date) {
  return (eb: Eb): Expression<SqlBool> => {
    const all: Expression<SqlBool>[] = [eb('c.account_id', '=', account)];
    const daysAgo = (days: number): Date => new Date(now.getTime() - days * DAY_MS);
    if (filter.search !== undefined && filter.search !== '') {
      // As an array: found first, whatever the planner makes of how often words begin so.
      all.push(
        sql<SqlBool>`c.id = any(array(select s.contact_id from contact_search s where s.account_id = ${account}
          and s.words @@ contact_query(${account}::bigint, ${filter.search}::text)))`,
      );
    }
    if (filter.owner !== undefined) {
      all.push(
        filter.owner === 'none'
          ? eb('c.owner_user_id', 'is', null)
          : eb('c.owner_user_id', '=', filter.owner),
      );
    }
    if (filter.company !== undefined) {
      all.push(
        filter.company === 'none' ? eb('c.company_id', 'is', null) : eb('c.company_id', '=', filter.company),
      );
    }
    if (filter.basis !== undefined) all.push(sql<SqlBool>`${basisInForce} = ${filter.basis}`);
    if (filter.activeWithin !== undefined)
      all.push(eb('c.last_activity_at', '>=', daysAgo(filter.activeWithin)));
    if (filter.quietFor !== undefined) {
      const since = daysAgo(filter.quietFor);
      all.push(eb.or([eb('c.last_activity_at', 'is', null), eb('c.last_activity_at', '<', since)]));
    }
    if (filter.departed === true) all.push(sql<SqlBool>`c.properties ? 'departed'`);
    if (filter.noOpenSeen === true) all.push(noOpenSeen);
    if (filter.segment !== undefined) all.push(membersIn([filter.segment]));
    return eb.and(all);
  };
}
