import { sql, type Kysely } from 'kysely';
import type { ReplyGap } from '../../../core/api/marketing';
import type { Database } from '../../store/schema';
import { addressesOf } from '../audience';

/**
 * M10: when nobody saw answers to these messages come in, earliest first. Mostly there are no such times, so they are
 * looked for first; which messages let answers go there, after that.
 */
export async function gapsOf(
  db: Kysely<Database>,
  account: number,
  messages: readonly string[],
  { from, to }: { from: Date; to: Date },
): Promise<ReplyGap[]> {
  if (messages.length === 0) return [];
  const gaps = await db
    .selectFrom('mailbox_gaps as g')
    .innerJoin('mailboxes as b', (join) =>
      join.onRef('b.account_id', '=', 'g.account_id').onRef('b.id', '=', 'g.mailbox_id'),
    )
    .select(['b.id', 'b.address', 'g.since', 'g.ended_at'])
    .where('g.account_id', '=', account)
    .where('g.since', '<', to)
    .where((eb) => eb.or([eb('g.ended_at', 'is', null), eb('g.ended_at', '>', from)]))
    .orderBy('g.since')
    .execute();
  const takes = new Map<string, boolean>();
  for (const { id } of gaps) {
    if (takes.has(id)) continue;
    takes.set(id, await takesAnswers(db, account, messages, [...(await addressesOf(db, account, id))]));
  }
  return gaps
    .filter(({ id }) => takes.get(id))
    .map(({ address, since, ended_at: ended }) => ({
      address,
      from: (since > from ? since : from).toISOString(),
      ...(ended !== null && { to: ended.toISOString() }),
    }));
}

/** Whether a copy of one of these messages names one of these folded addresses as Reply-to. */
async function takesAnswers(
  db: Kysely<Database>,
  account: number,
  messages: readonly string[],
  addresses: readonly string[],
): Promise<boolean> {
  // All copies of a message have one Reply-to, unless it is each contact's owner: so few copies have to be looked at.
  const { rows } = await sql<{ takes: boolean }>`
    select exists (
      select from unnest(${[...messages]}::uuid[]) as m (id)
      join marketing_messages k on k.account_id = ${account} and k.id = m.id
      cross join lateral (
        select c.reply_to from marketing_copies c
          where c.account_id = ${account} and c.message_id = m.id and c.reply_to is not null
            and (k.settings -> 'replyTo' ->> 'kind' is distinct from 'owner' or lower(c.reply_to) = any(${[...addresses]}::text[]))
          limit 1) one
      where lower(one.reply_to) = any(${[...addresses]}::text[])) as takes`.execute(db);
  return rows[0]?.takes ?? false;
}
