import { type Kysely, sql, type Transaction } from 'kysely';
import { recordAudit } from '../audit';
import { refreshLastActivity } from '../events';
import type { Database } from '../store/schema';
import { noteContactNeed } from './needs-contact';
import { recipientVisibleTo, type Viewer } from './visibility';

/** Every contact on whose record a message stands. */
export async function contactsOnMessage(
  db: Kysely<Database>,
  account: number,
  message: string,
): Promise<string[]> {
  const { rows } = await sql<{ contact: string }>`
    select contact_id as contact from message_recipients
      where account_id = ${account} and message_id = ${message} and contact_id is not null
    union select contact_id from message_senders where account_id = ${account} and message_id = ${message}`.execute(
    db,
  );
  return rows.map(({ contact }) => contact);
}

/**
 * Before records go from one contact to another: where a mail stands on both already, one of the rows is enough, and who
 * wrote it goes before who was added. `message`: of this one alone.
 */
export async function joinRecords(
  trx: Transaction<Database>,
  account: number,
  { from, to }: { from: string; to: string },
  message?: string,
): Promise<void> {
  for (const [gone, stays] of [
    [from, to],
    [to, from],
  ]) {
    await sql`
      delete from message_senders g using message_senders s
        where g.account_id = ${account} and g.contact_id = ${gone} and g.by_hand
          and s.account_id = g.account_id and s.message_id = g.message_id and s.contact_id = ${stays}
          and (${message ?? null}::uuid is null or g.message_id = ${message ?? null}::uuid)`.execute(trx);
  }
}

export type MoveRefusal = 'no-such-contact' | 'not-on-record';

/**
 * L7: moves a message from one contact's record to another's, with all that hangs on it. It stays there, whatever copy is
 * seen later; moving it back leaves it as if it had never been moved. Bcc rows that the mover may not see are not theirs
 * to move.
 */
export async function moveLog(
  trx: Transaction<Database>,
  who: Viewer,
  message: string,
  { from, to }: { from: string; to: string },
  now: Date,
): Promise<'moved' | MoveRefusal> {
  const { account } = who;
  const known = await trx
    .selectFrom('contacts')
    .select('id')
    .where('account_id', '=', account)
    .where('id', '=', to)
    .executeTakeFirst();
  if (!known) return 'no-such-contact';
  const bulk = await trx
    .selectFrom('messages')
    .select('id')
    .where('account_id', '=', account)
    .where('id', '=', message)
    .where('kind', '=', 'marketing')
    .where('direction', '=', 'outgoing')
    .executeTakeFirst();
  // A copy of marketing mail is whose it was sent to.
  if (bulk) return 'not-on-record';
  // Where it stood by its address is kept once; back there, it counts as never moved.
  const move = sql`contact_id = ${to}, moved_from = nullif(coalesce(r.moved_from, r.contact_id), ${to}::uuid)`;
  const theirs = sql`r.account_id = ${account} and r.message_id = ${message} and r.contact_id = ${from}`;
  const recipients = await sql`
    update message_recipients r set ${move} where ${theirs} and ${recipientVisibleTo(who)} returning 1`.execute(
    trx,
  );
  // Of two rows that meet, the one that stays remembers where the other stood: no later copy puts it there again.
  const met = await sql`
    update message_senders s
      set moved_from = coalesce(s.moved_from, nullif(coalesce(r.moved_from, r.contact_id), ${to}::uuid))
      from message_senders r where ${theirs} and r.by_hand
        and s.account_id = r.account_id and s.message_id = r.message_id and s.contact_id = ${to} returning 1`.execute(
    trx,
  );
  await joinRecords(trx, account, { from, to }, message);
  const senders = await sql`update message_senders r set ${move} where ${theirs} returning 1`.execute(trx);
  if (recipients.rows.length + met.rows.length + senders.rows.length === 0) return 'not-on-record';
  await refreshLastActivity(trx, account, [from, to]);
  await recordAudit(trx, who, now, 'message.move', { kind: 'message', id: message }, { from, to });
  return 'moved';
}

/**
 * L14: puts a message that nobody on it is a contact for on a contact's record: as the one it went to (`recipient`, its
 * number) or as the one who wrote it. False: there is no such contact or recipient.
 */
export async function assignContact(
  trx: Transaction<Database>,
  who: Viewer,
  message: string,
  { contact, recipient }: { contact: string; recipient?: number | undefined },
  now: Date,
): Promise<boolean> {
  const { account } = who;
  const known = await trx
    .selectFrom('contacts')
    .select('id')
    .where('account_id', '=', account)
    .where('id', '=', contact)
    .executeTakeFirst();
  const row = await trx
    .selectFrom('messages')
    .select(['direction', 'at'])
    .where('account_id', '=', account)
    .where('id', '=', message)
    .executeTakeFirst();
  if (!known || !row) return false;
  if (row.direction === 'incoming' && recipient === undefined) {
    await trx
      .insertInto('message_senders')
      .values({ account_id: account, message_id: message, contact_id: contact, at: row.at })
      .onConflict((c) =>
        c
          .columns(['account_id', 'message_id'])
          // Written out: with a parameter, a plan for all values does not find the index that this names.
          .where(sql<boolean>`not by_hand`)
          .doUpdateSet({ contact_id: contact }),
      )
      .execute();
  } else {
    const changed = await trx
      .updateTable('message_recipients')
      .set({ contact_id: contact })
      .where('account_id', '=', account)
      .where('message_id', '=', message)
      .where('idx', '=', recipient ?? 1)
      .returning('idx')
      .executeTakeFirst();
    if (!changed) return false;
  }
  await noteContactNeed(trx, account, [message]);
  await refreshLastActivity(trx, account, [contact]);
  await recordAudit(trx, who, now, 'message.assign', { kind: 'message', id: message }, { contact });
  return true;
}
