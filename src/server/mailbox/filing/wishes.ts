import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../../store/schema';

/** A mail, by what every copy of it has in common. */
export interface MailKey {
  hash: string;
  direction: 'outgoing' | 'incoming';
}

/** L8: whether a person asked for this mail to be logged. */
export async function isWished(db: Kysely<Database>, account: number, mail: MailKey): Promise<boolean> {
  const row = await db
    .selectFrom('log_wishes')
    .select('at')
    .where('account_id', '=', account)
    .where('message_id_hash', '=', mail.hash)
    .where('direction', '=', mail.direction)
    .executeTakeFirst();
  return row !== undefined;
}

export async function wish(
  trx: Transaction<Database>,
  who: { account: number; user: number },
  mail: MailKey,
  at: Date,
): Promise<void> {
  await trx
    .insertInto('log_wishes')
    .values({
      account_id: who.account,
      message_id_hash: mail.hash,
      direction: mail.direction,
      by_user_id: who.user,
      at,
    })
    .onConflict((c) => c.doNothing())
    .execute();
}

/** It is logged now: from here on nothing speaks for it but its own state. */
export async function grantWish(trx: Transaction<Database>, account: number, mail: MailKey): Promise<void> {
  await trx
    .deleteFrom('log_wishes')
    .where('account_id', '=', account)
    .where('message_id_hash', '=', mail.hash)
    .where('direction', '=', mail.direction)
    .execute();
}
