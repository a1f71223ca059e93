import { sql, type Transaction } from 'kysely';
import type { ContactProperty, Database } from '../store/schema';

/** The row of the ledger by which a contact's replies changed, and the event that it stands for; null: it takes one back. */
interface By {
  seq: number;
  event: number | null;
  at: Date;
}

interface Replies {
  first: Date | null;
  last: Date | null;
  messages: number;
}

/**
 * M7: when a contact first and last answered marketing mail, and how many messages they answered, as it stands now: read
 * anew from the ledger and from their copies, whose counts outlive it (P8), never added up. What changed is noted in their
 * history; without `by` it changed as a record did, not by an event.
 */
export async function refreshMarketingReplies(
  trx: Transaction<Database>,
  account: number,
  contact: string,
  by?: By,
): Promise<void> {
  const before = await trx
    .selectFrom('contacts')
    .select(['first_marketing_reply_at', 'last_marketing_reply_at', 'marketing_replied'])
    .where('account_id', '=', account)
    .where('id', '=', contact)
    .forUpdate()
    .executeTakeFirst();
  if (!before) return;
  const { first, last, messages } = await repliesOf(trx, account, contact);
  const same = (one: Date | null, other: Date | null): boolean => one?.getTime() === other?.getTime();
  const changes: { property: ContactProperty; value: Date | null; amount?: number }[] = [
    ...(same(before.first_marketing_reply_at, first)
      ? []
      : [{ property: 'firstMarketingReply' as const, value: first }]),
    ...(same(before.last_marketing_reply_at, last)
      ? []
      : [{ property: 'lastMarketingReply' as const, value: last }]),
    ...(before.marketing_replied === messages
      ? []
      : [{ property: 'marketingReplied' as const, value: null, amount: messages }]),
  ];
  if (changes.length === 0) return;
  await trx
    .updateTable('contacts')
    .set({
      first_marketing_reply_at: first,
      last_marketing_reply_at: last,
      marketing_replied: messages,
    })
    .where('account_id', '=', account)
    .where('id', '=', contact)
    .execute();
  if (!by) return;
  await trx
    .insertInto('contact_property_changes')
    .values(
      changes.map((change) => ({
        account_id: account,
        contact_id: contact,
        seq: by.seq,
        event_seq: by.event,
        changed_at: by.at,
        ...change,
      })),
    )
    .execute();
}

async function repliesOf(trx: Transaction<Database>, account: number, contact: string): Promise<Replies> {
  const { rows } = await sql<Replies>`
    select min(at) as first, max(at) as last, count(distinct message_id)::int as messages from (
      select e.at, e.message_id from events e
        join messages m on m.account_id = e.account_id and m.id = e.message_id and m.kind = 'marketing'
        where e.account_id = ${account} and e.contact_id = ${contact} and e.kind = 'reply'
          and e.kind in ('open','click','reply') and not e.historic
          and not exists (select 1 from events b where b.account_id = e.account_id and b.retracts = e.seq)
      union all
      select t.at, c.message_id from marketing_copies c cross join lateral (values (c.first_reply_at), (c.last_reply_at)) t (at)
        where c.account_id = ${account} and c.contact_id = ${contact} and c.replies > 0) answered`.execute(
    trx,
  );
  return rows[0] ?? { first: null, last: null, messages: 0 };
}

/** Of these messages, those that were marketing mail. */
export async function marketingAmong(
  trx: Transaction<Database>,
  account: number,
  messages: readonly string[],
): Promise<Set<string>> {
  if (messages.length === 0) return new Set();
  const rows = await trx
    .selectFrom('messages')
    .select('id')
    .where('account_id', '=', account)
    .where('id', 'in', [...new Set(messages)])
    .where('kind', '=', 'marketing')
    .execute();
  return new Set(rows.map(({ id }) => id));
}
