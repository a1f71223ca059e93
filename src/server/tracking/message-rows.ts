import type { Transaction } from 'kysely';
import type { AccountSettings, Database } from '../store/schema';
import type { MessageRow } from './people-of';

export async function accountSettings(trx: Transaction<Database>, account: number): Promise<AccountSettings> {
  const row = await trx
    .selectFrom('accounts')
    .select('settings')
    .where('id', '=', account)
    .executeTakeFirst();
  return row?.settings ?? {};
}

/** The messages that tokens belong to, locked in the order of their ids. */
export async function lockMessages(
  trx: Transaction<Database>,
  account: number,
  tokens: readonly string[],
): Promise<MessageRow[]> {
  if (tokens.length === 0) return [];
  return trx
    .selectFrom('messages')
    .selectAll()
    .where('account_id', '=', account)
    .where('token_key', 'in', [...tokens])
    .orderBy('id')
    .forUpdate()
    .execute();
}

/** One message, locked: its verdicts and counts are written one transaction at a time. */
export const lockMessage = (
  trx: Transaction<Database>,
  account: number,
  id: string,
): Promise<MessageRow | undefined> =>
  trx
    .selectFrom('messages')
    .selectAll()
    .where('account_id', '=', account)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();

/** Which of an account's messages may be loaded from the quote of a later tracked one (O16). */
export async function supersededOf(
  trx: Transaction<Database>,
  account: number,
  messages: readonly MessageRow[],
): Promise<string[]> {
  const ids = messages.flatMap(({ id, conversation_id: of }) => (of === null ? [] : [id]));
  if (ids.length === 0) return [];
  const rows = await trx
    .selectFrom('messages as m')
    .select('m.id')
    .where('m.account_id', '=', account)
    .where('m.id', 'in', ids)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('messages as l')
          .select('l.id')
          .whereRef('l.account_id', '=', 'm.account_id')
          .whereRef('l.conversation_id', '=', 'm.conversation_id')
          .where('l.direction', '=', 'outgoing')
          .where('l.tracked_image', '=', true)
          .whereRef('l.at', '>', 'm.at'),
      ),
    )
    .execute();
  return rows.map(({ id }) => id);
}
