import type { Kysely, Transaction } from 'kysely';
import type { LogRefusal } from '../../../core/api/logs';
import { recordAudit } from '../../audit';
// Not the folder's face, which leads back here.
import { contactsOnMessage } from '../../crm/move-log';
import { FEED_CHANNEL, refreshLastActivity } from '../../events';
import { messageIdHash } from '../../messages/message-id';
import type { CopyAt, LogChoice } from '../../store/log-tables';
import { notifyAtCommit } from '../../store/notifications';
import { json, type Database } from '../../store/schema';
import { uuidV7 } from '../../store/uuid-v7';

/** A mail, by what every copy of it has in common. */
export interface MailKey {
  hash: string;
  direction: 'outgoing' | 'incoming';
}

/** L7, L8: what a person wants logged of a mail. */
export interface Wish {
  mail: MailKey;
  choice: LogChoice;
}

/** What a person asked for of this mail, if that still waits. */
export const wishIn = (
  { wishes }: { wishes: readonly Wish[] },
  { direction }: Pick<MailKey, 'direction'>,
): Wish | undefined => wishes.find(({ mail }) => mail.direction === direction);

/** Whether a person asked for the mail of this Message-ID. */
export async function isAskedFor(
  db: Kysely<Database>,
  account: number,
  internetMessageId: string | null | undefined,
): Promise<boolean> {
  if (!internetMessageId) return false;
  const row = await db
    .selectFrom('log_wishes')
    .select('id')
    .where('account_id', '=', account)
    .where('message_id_hash', '=', messageIdHash(internetMessageId))
    .where('refused', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Where the copies of a wished mail lie, and what of it is wanted. */
export interface Asked extends Wish {
  copies: CopyAt[];
  /** The asker's own pane will hand it over. */
  byPane: boolean;
}

/** Writes a wish down, in the place of one that waits. Resolves to its id. */
export async function wish(
  trx: Transaction<Database>,
  who: { account: number; user: number },
  { mail, choice, copies, byPane }: Asked,
  at: Date,
): Promise<string> {
  const values = {
    by_user_id: who.user,
    at,
    copies: json(copies),
    choice: json(choice),
    by_pane: byPane,
    refused: null,
  };
  const { id } = await trx
    .insertInto('log_wishes')
    .values({
      account_id: who.account,
      id: uuidV7(at),
      message_id_hash: mail.hash,
      direction: mail.direction,
      ...values,
    })
    .onConflict((c) => c.columns(['account_id', 'message_id_hash', 'direction']).doUpdateSet(values))
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** It is logged now: from here on nothing speaks for it but its own state. */
export async function grantWish(
  trx: Transaction<Database>,
  account: number,
  mail: MailKey,
  message: string,
  now: Date,
): Promise<void> {
  const granted = await trx
    .deleteFrom('log_wishes')
    .where('account_id', '=', account)
    .where('message_id_hash', '=', mail.hash)
    .where('direction', '=', mail.direction)
    .returning('by_user_id')
    .executeTakeFirst();
  if (!granted) return;
  await trx
    .deleteFrom('tombstones')
    .where('account_id', '=', account)
    .where('message_id_hash', '=', mail.hash)
    .where('direction', '=', mail.direction)
    .execute();
  await refreshLastActivity(trx, account, await contactsOnMessage(trx, account, message));
  const who = { account, user: granted.by_user_id };
  await recordAudit(trx, who, now, 'message.log', { kind: 'message', id: message });
  await notifyAtCommit(trx, FEED_CHANNEL, String(account));
}

/** It cannot be logged. The reason stays for an hour, so that who asked can be told. */
export async function refuseWish(
  trx: Kysely<Database>,
  account: number,
  mail: MailKey,
  why: LogRefusal,
  now: Date,
): Promise<void> {
  await trx
    .updateTable('log_wishes')
    .set({ refused: why, at: now, choice: json({}), copies: json([]) })
    .where('account_id', '=', account)
    .where('message_id_hash', '=', mail.hash)
    .where('direction', '=', mail.direction)
    .where('refused', 'is', null)
    .execute();
}
