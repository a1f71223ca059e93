import { sql, type Transaction } from 'kysely';
import { recordAudit } from '../audit';
import type { Database } from '../store/schema';
import { revokeBooks } from './books';

interface Person {
  account: number;
  user: number;
}

/**
 * Ends all ticket books of a user, and lets Outlook's events make no new one by themselves: single sign-on would give
 * them a token with the next mail.
 */
export async function signOutOfOutlook(trx: Transaction<Database>, who: Person, at: Date): Promise<void> {
  // First: whoever issues a book waits for this row, so each book is issued before and ended here, or not issued.
  await setSignedOut(trx, who, true);
  await revokeBooks(trx, who.account, who.user, at);
  await recordAudit(trx, who, at, 'user.outlook-signed-out', { kind: 'user', id: String(who.user) });
}

/**
 * Whether a ticket book, or a ticket by one, may be issued in this transaction. `opened`: a person signed in at the pane,
 * which ends having signed out.
 */
export async function admitToOutlook(
  trx: Transaction<Database>,
  who: Person,
  opened: boolean,
): Promise<boolean> {
  const { preferences } = await trx
    .selectFrom('users')
    .select('preferences')
    .where('account_id', '=', who.account)
    .where('id', '=', who.user)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  if (preferences.signedOutOfOutlook !== true) return true;
  if (opened) await setSignedOut(trx, who, false);
  return opened;
}

const setSignedOut = (trx: Transaction<Database>, { account, user }: Person, signedOut: boolean) =>
  trx
    .updateTable('users')
    .set({
      preferences: signedOut
        ? sql<string>`preferences || '{"signedOutOfOutlook": true}'::jsonb`
        : sql<string>`preferences - 'signedOutOfOutlook'`,
    })
    .where('account_id', '=', account)
    .where('id', '=', user)
    .execute();
