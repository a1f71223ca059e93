import type { Transaction } from 'kysely';
import { BURST_WINDOW_MS } from '../../core/hits';
import { enqueue } from '../jobs';
import { confirmMessage } from '../messages/confirm';
import type { Services } from '../services';
import type { Database } from '../store/schema';
import { applyVerdict } from './effects';
import type { HitRow } from './hit-rows';
import { accountSettings, hitById, judgeRow, lockMessage } from './judging';
import { knownOf } from './known';
import { revise, type Finding } from './revise';
import type { MessageRow } from './whose';

/** Judges one hit when its burst window has closed. */
export const SETTLE_JOB = 'tracking.settle';
/** Looks for the message of hits that came before it. */
export const AWAIT_MESSAGE_JOB = 'tracking.await-message';
const FIRST_LOOK_MS = 5_000;

/**
 * Hits that were just stored, in their order: judged, or left waiting for their burst window or for their message. Their
 * messages are locked by one statement, in an order that all drains keep.
 */
export async function takeHits(
  trx: Transaction<Database>,
  services: Services,
  rows: readonly HitRow[],
): Promise<void> {
  const messages = await lockMessagesOf(trx, rows);
  const met = new Set<string>();
  for (const row of rows) {
    const key = tokenOf(row);
    const locked = messages.get(key);
    // Judging an earlier hit of the batch may have changed the message; what was locked first is as it was then.
    const message =
      locked && met.has(key) ? await lockMessage(trx, row.account_id, { id: locked.id }) : locked;
    if (message) await settle(trx, services, message, row, 'may wait');
    else if (!met.has(key)) await awaitMessage(trx, services, row);
    met.add(key);
  }
}

const tokenOf = (row: Pick<HitRow, 'account_id' | 'token_key'>): string =>
  `${row.account_id}/${row.token_key}`;

async function lockMessagesOf(
  trx: Transaction<Database>,
  rows: readonly HitRow[],
): Promise<Map<string, MessageRow>> {
  const found = new Map<string, MessageRow>();
  for (const account of [...new Set(rows.map(({ account_id }) => account_id))].sort((a, b) => a - b)) {
    const tokens = new Set(rows.flatMap((row) => (row.account_id === account ? [row.token_key] : [])));
    const messages = await trx
      .selectFrom('messages')
      .selectAll()
      .where('account_id', '=', account)
      .where('token_key', 'in', [...tokens])
      .orderBy('id')
      .forUpdate()
      .execute();
    for (const message of messages) {
      if (message.token_key !== null)
        found.set(tokenOf({ account_id: account, token_key: message.token_key }), message);
    }
  }
  return found;
}

async function awaitMessage(trx: Transaction<Database>, services: Services, row: HitRow): Promise<void> {
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
  const waiting = await hitById(trx, account, id);
  if (!waiting || waiting.settled_at !== null) return;
  const message = await lockMessage(trx, account, { token: waiting.token_key });
  // Read again behind the lock: a user's word may have settled it meanwhile.
  const row = message && (await hitById(trx, account, id));
  if (message && row && row.settled_at === null) await settle(trx, services, message, row, 'window closed');
}

async function settle(
  trx: Transaction<Database>,
  services: Services,
  message: MessageRow,
  stored: HitRow,
  patience: 'may wait' | 'window closed',
): Promise<void> {
  const now = services.clock.now();
  const row = await knownOf(trx, message, stored);
  const judged = await judgeRow(trx, message, row);
  let changed: Finding['changed'] = 'unchanged';
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
    if (judged.verdict !== 'self' && message.state !== 'sent') {
      await confirmMessage(trx, services, message.account_id, message.id, { hit: row.kind });
    }
    changed = await applyVerdict({ trx, settings, message, now }, row, judged);
  }
  await revise(trx, services, { row, judged, changed, conversation: message.conversation_id });
}
