import { sql, type Transaction } from 'kysely';
import type { EventKind } from '../../core/api/shared';
import { pushLater, takeBackPush } from '../push/waiting';
import { notifyAtCommit } from '../store/notifications';
import { json, type Database } from '../store/schema';
import { moveContactDates, restoreContactDates } from './contact-dates';

/** Store channel: an account's number, sent when its ledger has grown. */
export const FEED_CHANNEL = 'feed';

/** A row to be written into the account's ledger. Times are Dates in UTC. */
export interface NewEvent {
  account: number;
  kind: EventKind;
  at: Date;
  recordedAt: Date;
  /** Whose feed it belongs to: the user who sent the message. */
  user?: number;
  message?: string;
  /** 0 = Someone (O10). */
  recipient?: number;
  contact?: string;
  /** What made it, unique per kind: `hit:<id>`, `item:<mailbox>:<item>`, `message:<id>`. Writing it twice is one event. */
  cause: string;
  rulesVersion?: number;
  inferred?: boolean;
  historic?: boolean;
  retracts?: number;
  detail?: Record<string, unknown>;
  /** True: the user is told (feed line lights up, notification). */
  notify?: boolean;
}

/**
 * Writes one event and returns its seq, or undefined when this cause has written this kind before. The seq comes
 * from the account's counter row inside the caller's transaction: the row lock makes seq order commit order, so a
 * reader of `seq > cursor` never misses a row that commits later.
 */
export async function recordEvent(trx: Transaction<Database>, event: NewEvent): Promise<number | undefined> {
  const before = await trx
    .selectFrom('events')
    .select('seq')
    .where('account_id', '=', event.account)
    .where('cause', '=', event.cause)
    .where('kind', '=', event.kind)
    .executeTakeFirst();
  if (before) return undefined;

  const { event_seq: seq } = await trx
    .updateTable('account_counters')
    .set({ event_seq: sql<number>`event_seq + 1` })
    .where('account_id', '=', event.account)
    .returning('event_seq')
    .executeTakeFirstOrThrow();
  const written = await trx
    .insertInto('events')
    .values({
      account_id: event.account,
      seq,
      kind: event.kind,
      at: event.at,
      recorded_at: event.recordedAt,
      user_id: event.user ?? null,
      message_id: event.message ?? null,
      recipient_idx: event.recipient ?? null,
      contact_id: event.contact ?? null,
      cause: event.cause,
      rules_version: event.rulesVersion ?? null,
      inferred: event.inferred ?? false,
      historic: event.historic ?? false,
      retracts: event.retracts ?? null,
      detail: json(event.detail ?? {}),
    })
    .onConflict((c) => c.columns(['account_id', 'cause', 'kind']).doNothing())
    .returning('seq')
    .executeTakeFirst();
  // Lost the race to another transaction: its row stands; the number taken here stays unused, which readers allow.
  if (!written) return undefined;

  if (event.notify && event.user !== undefined && !event.historic) {
    const told = { account_id: event.account, user_id: event.user };
    const push = await pushLater(trx, [told]);
    await trx
      .insertInto('notifications')
      .values({
        ...told,
        seq,
        kind: event.kind,
        created_at: event.recordedAt,
        read_at: null,
        push: push.has(event.user) ? 'waiting' : null,
      })
      .execute();
  }
  // That an event was taken back is no activity of the contact's.
  if (event.contact !== undefined && !event.historic && event.kind !== 'retracted') {
    await moveContactDates(trx, { ...event, contact: event.contact, seq });
  }
  // After commit every open feed of the account looks for `seq > cursor`.
  await notifyAtCommit(trx, FEED_CHANNEL, String(event.account));
  return seq;
}

/** Takes an event back: a new row that names it, so that every reader of the ledger learns of it in order. */
export async function retractEvent(
  trx: Transaction<Database>,
  account: number,
  seq: number,
  why: { at: Date; reason: string },
): Promise<number | undefined> {
  const event = await trx
    .selectFrom('events')
    .selectAll()
    .where('account_id', '=', account)
    .where('seq', '=', seq)
    .executeTakeFirst();
  if (!event) return undefined;
  const back = await recordEvent(trx, {
    account,
    kind: 'retracted',
    at: why.at,
    recordedAt: why.at,
    user: event.user_id ?? undefined,
    message: event.message_id ?? undefined,
    recipient: event.recipient_idx ?? undefined,
    contact: event.contact_id ?? undefined,
    cause: `event:${seq}`,
    retracts: seq,
    detail: { reason: why.reason },
  });
  if (back !== undefined) await takeBackPush(trx, account, seq);
  if (back !== undefined && event.contact_id !== null && !event.historic) {
    await restoreContactDates(
      trx,
      {
        account,
        contact: event.contact_id,
        seq,
        kind: event.kind,
        at: event.at,
        recordedAt: event.recorded_at,
      },
      { seq: back, at: why.at },
    );
  }
  return back;
}
