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
  const row = await hitById(trx, account, id);
  if (!row || row.settled_at !== null) return;
  const message = await lockMessage(trx, account, { token: row.token_key });
  if (message) await settle(trx, services, message, row, 'window closed');
}

const hitById = (trx: Transaction<Database>, account: number, id: string): Promise<HitRow | undefined> =>
  trx
    .selectFrom('hits')
    .selectAll()
    .where('account_id', '=', account)
    .where('id', '=', id)
    .executeTakeFirst();

async function settle(
  trx: Transaction<Database>,
  services: Services,
  message: MessageRow,
  row: HitRow,
  patience: 'may wait' | 'window closed',
): Promise<void> {
  const now = services.clock.now();
  const judged = await judge(trx, message, row);
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

/** What a settled hit may change about its neighbours. */
interface Finding {
  row: HitRow;
  judged: Judgement;
  changed: 'recorded' | 'taken back' | 'unchanged';
  conversation: string | null;
}

/**
 * V2: a new finding may change what was settled before: the other links of a burst, the older mail of a quote, the load
 * that repeats one which was taken back. A user's own word is never changed (V3).
 */
async function revise(trx: Transaction<Database>, services: Services, found: Finding): Promise<void> {
  const findings = [found];
  for (let revisions = 0; revisions < MOST_REVISIONS;) {
    const finding = findings.shift();
    if (!finding) return;
    for (const neighbour of await touchedBy(trx, finding)) {
      const row = await hitById(trx, neighbour.account_id, neighbour.id);
      if (row?.message_id == null) continue;
      const message = await lockMessage(trx, row.account_id, { id: row.message_id });
      if (!message) continue;
      const judged = await judge(trx, message, row);
      if (judged.verdict === row.verdict && judged.reasons.join('\n') === row.reasons.join('\n')) continue;
      const settings = await accountSettings(trx, row.account_id);
      const changed = await applyVerdict({ trx, settings, message, now: services.clock.now() }, row, judged);
      revisions += 1;
      findings.push({ row, judged, changed, conversation: message.conversation_id });
    }
  }
  services.log.error({ revisions: MOST_REVISIONS }, 'Verdicts were revised in a circle; the last ones stand');
}

/** Which settled neighbours to judge anew; most hits touch none, and cost no query for it. */
async function touchedBy(
  trx: Transaction<Database>,
  { row, judged, changed, conversation }: Finding,
): Promise<HitRow[]> {
  const burst = row.kind === 'click' && judged.verdict === 'machine';
  const quoting = row.kind === 'open' && conversation !== null && judged.verdict === 'person';
  const first = row.kind === 'open' && changed === 'taken back';
  if (!burst && !quoting && !first) return [];
  const settled = (await neighboursOf(trx, row)).filter(
    ({ row: { verdict, settled_at: at, overruled_by: by } }) =>
      verdict === 'person' && at !== null && by === null,
  );
  const sameMail = (other: HitRow): boolean => other.token_key === row.token_key;
  return settled
    .filter(({ row: other, hit }) => {
      if (burst) return Math.abs(other.at.getTime() - row.at.getTime()) <= BURST_WINDOW_MS;
      if (quoting && !sameMail(other)) return other.kind === 'open' && hit.conversation === conversation;
      return first && sameMail(other) && other.kind === 'open' && other.at >= row.at;
    })
    .map(({ row: other }) => other);
}
