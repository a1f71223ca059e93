import { sql, type Transaction } from 'kysely';
import type { AuditAction } from '../core/api/audit';
import { json, type Database } from './store/schema';

/** P8: appends to the account's audit log, in the transaction of what it tells of. */
export async function recordAudit(
  trx: Transaction<Database>,
  who: { account: number; user: number | null; key?: string },
  at: Date,
  action: AuditAction,
  object: { kind: string; id: string },
  detail: Record<string, unknown> = {},
): Promise<void> {
  const { audit_seq: seq } = await trx
    .updateTable('account_counters')
    .set({ audit_seq: sql<number>`audit_seq + 1` })
    .where('account_id', '=', who.account)
    .returning('audit_seq')
    .executeTakeFirstOrThrow();
  await trx
    .insertInto('audit_log')
    .values({
      account_id: who.account,
      seq,
      at,
      // A number of no user: an account's key, which is named beside it.
      actor_user_id: who.user === 0 ? null : who.user,
      action,
      object_kind: object.kind,
      object_id: object.id,
      detail: json({ ...detail, ...(who.key !== undefined && { key: who.key }) }),
    })
    .execute();
}
