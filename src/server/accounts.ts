import type { Transaction } from 'kysely';
import { type AccountSettings, type Database, json, type Role, type Seat } from './store/schema';

export interface NewAccount {
  /** The Entra tenant it serves. */
  tenantId: string;
  name: string;
  settings: AccountSettings;
  /** Who may sign in from the start; they get the numbers 1, 2, 3 …, which travel inside tickets and are never reused. */
  users: { oid: string; name: string; email: string; role: Role; seat: Seat }[];
}

/** Makes an account with its first users and resolves to its number. Rejects when the tenant has one. */
export async function createAccount(
  trx: Transaction<Database>,
  account: NewAccount,
  at: Date,
): Promise<number> {
  const { id } = await trx
    .insertInto('accounts')
    .values({
      tenant_id: account.tenantId,
      name: account.name,
      settings: json(account.settings),
      created_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await trx
    .insertInto('account_counters')
    .values({ account_id: id, user_number: account.users.length })
    .execute();
  for (const [i, user] of account.users.entries()) {
    await trx
      .insertInto('users')
      .values({ account_id: id, id: i + 1, ...user, created_at: at })
      .execute();
  }
  return id;
}
