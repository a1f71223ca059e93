import { type Kysely, sql, type Transaction } from 'kysely';
import { NotificationSettings } from '../../core/api/push';
import { sharedLineVisibleTo } from '../crm/visibility';
import { enqueue } from '../jobs/enqueue';
import type { Database } from '../store/schema';
import { decide, type Waiting } from './decide';
import { SEND_PUSH_JOB, sendKey } from './job-types';
import { presenceOf } from './presence';

const MINUTE_MS = 60_000;
/** A notice is looked up when a push arrives; push services keep one for hours. */
const KEPT_MS = 7 * 86_400_000;

/** As the user has set them; what cannot be read counts as not set. */
export async function notificationSettings(
  db: Kysely<Database>,
  who: { account: number; user: number },
): Promise<NotificationSettings> {
  const row = await db
    .selectFrom('users')
    .select('preferences')
    .where('account_id', '=', who.account)
    .where('id', '=', who.user)
    .executeTakeFirstOrThrow();
  const read = NotificationSettings.safeParse(row.preferences.notifications ?? {});
  return read.success ? read.data : NotificationSettings.parse({});
}

/**
 * Makes notices of what waits for a person, and one send per notice and browser, in one transaction: an event comes
 * into one notice at most, whoever else runs this. Resolves to when something held back is due.
 */
export async function tellUser(
  trx: Transaction<Database>,
  who: { account: number; user: number },
  now: Date,
): Promise<Date | undefined> {
  const waiting = await waitingFor(trx, who);
  if (waiting.length === 0) return undefined;
  const told = await trx
    .selectFrom('notices')
    .select('created_at')
    .where('account_id', '=', who.account)
    .where('user_id', '=', who.user)
    .where('created_at', '>', new Date(now.getTime() - MINUTE_MS))
    .execute();
  const decision = decide(
    waiting,
    await notificationSettings(trx, who),
    told.map((row) => row.created_at),
    now,
    await presenceOf(trx, who),
  );
  const mine = trx.updateTable('notifications').where('account_id', '=', who.account);
  if (decision.drop.length > 0) {
    await mine
      .where('user_id', '=', who.user)
      .where('seq', 'in', decision.drop)
      .set({ push: 'dropped' })
      .execute();
  }
  if (decision.notices.length > 0) {
    const browsers = await trx
      .selectFrom('push_subscriptions')
      .select('id')
      .where('account_id', '=', who.account)
      .where('user_id', '=', who.user)
      .execute();
    for (const seqs of decision.notices) {
      const { id } = await trx
        .insertInto('notices')
        .values({
          account_id: who.account,
          id: sql<string>`gen_random_uuid()`,
          user_id: who.user,
          created_at: now,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      await mine
        .where('user_id', '=', who.user)
        .where('seq', 'in', seqs)
        .set({ push: 'told', notice_id: id })
        .execute();
      for (const browser of browsers) {
        await enqueue(trx, { account: who.account, type: SEND_PUSH_JOB, key: sendKey(id, browser.id) });
      }
    }
    await trx
      .deleteFrom('notices')
      .where('account_id', '=', who.account)
      .where('user_id', '=', who.user)
      .where('created_at', '<', new Date(now.getTime() - KEPT_MS))
      .execute();
  }
  return decision.again;
}

/** Locked, so that no other run tells the same. */
async function waitingFor(
  trx: Transaction<Database>,
  who: { account: number; user: number },
): Promise<Waiting[]> {
  const rows = await trx
    .selectFrom('notifications as n')
    .innerJoin('events as e', (join) =>
      join.onRef('e.account_id', '=', 'n.account_id').onRef('e.seq', '=', 'n.seq'),
    )
    .leftJoin('messages as m', (join) =>
      join.onRef('m.account_id', '=', 'e.account_id').onRef('m.id', '=', 'e.message_id'),
    )
    .leftJoin('events as t', (join) =>
      join.onRef('t.account_id', '=', 'e.account_id').onRef('t.retracts', '=', 'e.seq'),
    )
    .leftJoin('muted_messages as x', (join) =>
      join
        .onRef('x.account_id', '=', 'n.account_id')
        .onRef('x.user_id', '=', 'n.user_id')
        .onRef('x.message_id', '=', 'e.message_id'),
    )
    .select([
      'n.seq',
      'n.kind',
      'n.created_at',
      'n.read_at',
      'e.recipient_idx',
      'm.kind as message_kind',
      sql<boolean>`t.seq is not null`.as('taken_back'),
      // What is no longer theirs to see is not told either.
      sql<boolean>`x.message_id is not null or (n.shared and not ${sharedLineVisibleTo(who, 'e')})`.as(
        'muted',
      ),
    ])
    .where('n.account_id', '=', who.account)
    .where('n.user_id', '=', who.user)
    .where('n.push', '=', 'waiting')
    .orderBy('n.seq')
    .limit(1_000)
    .forUpdate('n')
    .skipLocked()
    .execute();
  return rows.map((row) => ({
    seq: row.seq,
    kind: row.kind,
    createdAt: row.created_at,
    someone: (row.kind === 'open' || row.kind === 'click') && row.recipient_idx === 0,
    // R9: whoever reads the mailbox is told of answers, whatever they want to hear of opens and clicks.
    marketing: row.message_kind === 'marketing' && row.kind !== 'reply',
    muted: row.muted,
    takenBack: row.taken_back,
    read: row.read_at !== null,
  }));
}
