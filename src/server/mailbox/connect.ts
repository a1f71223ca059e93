import { uuidV7 } from '../store/uuid-v7';
import { recordAudit } from '../audit';
import { foldAddress } from '../crm/contacts';
import { enqueue } from '../jobs';
import type { Services } from '../services';
import { json } from '../store/schema';
import { FOREVER, SUBSCRIBE } from './job-types';
import { DEFAULT_RULE } from './mailboxes';

/**
 * R1: connects a user's own mailbox, or takes up one again that had been lost: its earlier connection time stands, so
 * that the gap is closed and nothing counts twice (S5). The watch itself is a job's. Returns the mailbox id.
 */
export async function connectMailbox(
  services: Pick<Services, 'store' | 'clock'>,
  who: { account: number; user: number },
): Promise<string> {
  const now = services.clock.now();
  return services.store.tx(async (trx) => {
    const user = await trx
      .selectFrom('users')
      .select(['oid', 'email'])
      .where('account_id', '=', who.account)
      .where('id', '=', who.user)
      .executeTakeFirstOrThrow();
    const before = await trx
      .selectFrom('mailboxes')
      .select(['id', 'state'])
      .where('account_id', '=', who.account)
      .where('graph_user', '=', user.oid)
      .executeTakeFirst();
    const id = before?.id ?? uuidV7(now);
    if (before) {
      if (before.state === 'watching') return id;
      await trx
        .updateTable('mailboxes')
        .set({ state: 'connecting', state_reason: null, owner_user_id: who.user })
        .where('account_id', '=', who.account)
        .where('id', '=', id)
        .execute();
    } else {
      await trx
        .insertInto('mailboxes')
        .values({
          account_id: who.account,
          id,
          kind: 'personal',
          owner_user_id: who.user,
          team_id: null,
          address: foldAddress(user.email),
          aliases: json([]),
          graph_user: user.oid,
          access: 'application',
          state: 'connecting',
          state_reason: null,
          log_rule: json(DEFAULT_RULE),
          connected_at: now,
          watermark: now,
          subscription_id: null,
          subscription_expires_at: null,
          last_notification_at: null,
          last_sync_at: null,
        })
        .execute();
    }
    await enqueue(trx, { account: who.account, type: SUBSCRIBE, key: id, maxAttempts: FOREVER });
    await recordAudit(trx, who, now, 'mailbox.connect', { kind: 'mailbox', id });
    return id;
  });
}
