import type { Transaction } from 'kysely';
import { BURST_WINDOW_MS, judgeHit, type Judgement } from '../../core/hits';
import { enqueue } from '../jobs';
import { confirmMessage } from '../messages/confirm';
import type { Services } from '../services';
import type { AccountSettings, Database } from '../store/schema';
import { applyVerdict } from './effects';
import { judgedHit, neighboursOf, type HitRow, type JudgedMessage } from './hit-rows';
import { frozenPolicy, type MessageRow } from './whose';

/** Judges one hit when its burst window has closed. */
export const SETTLE_JOB = 'tracking.settle';
/** Looks for the message of hits that came before it. */
export const AWAIT_MESSAGE_JOB = 'tracking.await-message';
const FIRST_LOOK_MS = 5_000;
/** A chain of revisions ends by itself; this is for a chain that we did not foresee. */
const MOST_REVISIONS = 50;

export async function accountSettings(trx: Transaction<Database>, account: number): Promise<AccountSettings> {
  const row = await trx
    .selectFrom('accounts')
    .select('settings')
    .where('id', '=', account)
    .executeTakeFirst();
  return row?.settings ?? {};
}

/** The message that a token belongs to, locked: its verdicts and counts are written one transaction at a time. */
async function lockMessage(
  trx: Transaction<Database>,
  account: number,
  by: { token: string } | { id: string },
): Promise<MessageRow | undefined> {
  const query = trx.selectFrom('messages').selectAll().where('account_id', '=', account);
  const found = 'id' in by ? query.where('id', '=', by.id) : query.where('token_key', '=', by.token);
  return found.forUpdate().executeTakeFirst();
}

/** A hit that was just stored: judged, or left waiting for its burst window or for its message. */
export async function takeHit(trx: Transaction<Database>, services: Services, row: HitRow): Promise<void> {
  const message = await lockMessage(trx, row.account_id, { token: row.token_key });
  if (message) {
    await settle(trx, services, message, row, 'may wait');
    return;
  }
  const now = services.clock.now();
  await enqueue(trx, {
    account: row.account_id,
    type: AWAIT_MESSAGE_JOB,
    key: row.token_key,
    payload: { since: now.toISOString() },
    runAt: new Date(now.getTime() + FIRST_LOOK_MS),
  });
}

/**
 * Judges the hits that came before their message did, in their order. For whoever makes a message that bears a token:
 * the report, or the sent copy.
 */
export async function adoptHits(
  trx: Transaction<Database>,
  services: Services,
  account: number,
  messageId: string,
): Promise<number> {
  const message = await lockMessage(trx, account, { id: messageId });
  if (message?.token_key == null) return 0;
  const rows = await trx
    .selectFrom('hits')
    .selectAll()
    .where('account_id', '=', account)
    .where('token_key', '=', message.token_key)
    .where('message_id', 'is', null)
    .orderBy('at')
    .orderBy('id')
    .execute();
  for (const row of rows) await settle(trx, services, message, row, 'may wait');
  return rows.length;
}

/** Judges a hit whose burst window has closed. */
export async function settleWaiting(
  trx: Transaction<Database>,
  services: Services,
  account: number,
  id: string,
): Promise<void> {
  const row = await trx
    .selectFrom('hits')
    .selectAll()
    .where('account_id', '=', account)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row || row.settled_at !== null) return;
  const message = await lockMessage(trx, account, { token: row.token_key });
  if (message) await settle(trx, services, message, row, 'window closed');
}

async function settle(
  trx: Transaction<Database>,
  services: Services,
  message: MessageRow,
  row: HitRow,
  patience: 'may wait' | 'window closed',
): Promise<void> {
  const now = services.clock.now();
  const judged = await judge(trx, message, row);
  const windowEnds = new Date(row.at.getTime() + BURST_WINDOW_MS);
  if (judged.settle === 'wait' && patience === 'may wait' && windowEnds > now) {
    await trx
      .updateTable('hits')
      .set({ message_id: message.id })
      .where('account_id', '=', row.account_id)
      .where('id', '=', row.id)
      .execute();
    await enqueue(trx, {
      account: row.account_id,
      type: SETTLE_JOB,
      key: row.id,
      payload: { hit: row.id },
      runAt: windowEnds,
    });
  } else {
    const settings = await accountSettings(trx, message.account_id);
    // An actual hit proves that the mail was sent (L13); the sender's own look at a draft does not.
    if (judged.verdict !== 'self')
      await confirmMessage(trx, services, message.account_id, message.id, { hit: row.kind });
    await applyVerdict({ trx, settings, message, now }, row, judged);
  }
  await revise(trx, services, row);
}

async function judge(trx: Transaction<Database>, message: MessageRow, row: HitRow): Promise<Judgement> {
  const neighbours = await neighboursOf(trx, row);
  return judgeHit(
    judgedHit(row, await judgedMessage(trx, message)),
    neighbours.map(({ hit }) => hit),
  );
}

async function judgedMessage(trx: Transaction<Database>, message: MessageRow): Promise<JudgedMessage> {
  const later =
    message.conversation_id === null
      ? undefined
      : await trx
          .selectFrom('messages')
          .select('id')
          .where('account_id', '=', message.account_id)
          .where('conversation_id', '=', message.conversation_id)
          .where('direction', '=', 'outgoing')
          .where('tracked_image', '=', true)
          .where('at', '>', message.at)
          .limit(1)
          .executeTakeFirst();
  return {
    at: message.at,
    conversation: message.conversation_id,
    sender: frozenPolicy(message).device,
    superseded: later !== undefined,
  };
}

/**
 * V2: a new finding may change what was settled before: links of a burst, the older mail of a quote, the load that
 * repeats one which was taken back. A user's own word is never changed (V3).
 */
async function revise(trx: Transaction<Database>, services: Services, cause: HitRow): Promise<void> {
  const queue = [cause];
  for (let revisions = 0; revisions < MOST_REVISIONS;) {
    const about = queue.shift();
    if (!about) return;
    for (const { row } of await neighboursOf(trx, about)) {
      if (row.verdict !== 'person' || row.settled_at === null || row.overruled_by !== null) continue;
      if (row.message_id === null) continue;
      const message = await lockMessage(trx, row.account_id, { id: row.message_id });
      if (!message) continue;
      const judged = await judge(trx, message, row);
      const same = judged.verdict === row.verdict && judged.reasons.join('\n') === row.reasons.join('\n');
      if (same) continue;
      const settings = await accountSettings(trx, row.account_id);
      await applyVerdict({ trx, settings, message, now: services.clock.now() }, row, judged);
      revisions += 1;
      queue.push(row);
    }
  }
  services.log.error({ revisions: MOST_REVISIONS }, 'Verdicts were revised in a circle; the last ones stand');
}
