import type { Transaction } from 'kysely';
import { recordAudit } from '../../audit';
import type { SendingPause } from '../../../core/api/marketing-sending';
import { recordEvents, type NewEvent } from '../../events';
import { json, type Database } from '../../store/schema';

/** What the maker of a message reads where the system pauses it. */
const PAUSED: Record<Exclude<SendingPause['reason'], 'user'>, (name: string) => string> = {
  'reply-to': (name) => `The sending of “${name}” is paused: nobody would see the answers to it.`,
  'tracking-domain': (name) => `The sending of “${name}” is paused: its links would lead nowhere.`,
  relay: (name) => `The sending of “${name}” is paused: the relay refuses it.`,
  checks: (name) => `The sending of “${name}” is paused: a check stopped it at its time.`,
};

/**
 * Pauses running sends for a reason of the system's (C7, M10, M13), in the transaction that found it, and tells who made
 * each message; of one that is paused already nobody is told again. False: none was running.
 */
export async function pauseBySystem(
  trx: Transaction<Database>,
  { account, messages }: { account: number; messages: readonly string[] },
  why: {
    reason: keyof typeof PAUSED;
    detail: string;
    mailbox?: { id: string; address: string };
  },
  now: Date,
): Promise<boolean> {
  const events: NewEvent[] = [];
  for (const id of messages) {
    const paused = await trx
      .updateTable('marketing_messages')
      .set({
        state: 'paused',
        pause: pauseJson({ reason: why.reason, at: now.toISOString(), detail: why.detail }),
        updated_at: now,
      })
      .where('account_id', '=', account)
      .where('id', '=', id)
      .where('state', 'in', ['sending', 'scheduled'])
      .returning(['name', 'created_by'])
      .executeTakeFirst();
    if (!paused) continue;
    await recordAudit(
      trx,
      { account, user: null },
      now,
      'marketing.pause',
      { kind: 'marketing', id },
      { reason: why.reason },
    );
    events.push({
      account,
      kind: 'mailbox',
      at: now,
      recordedAt: now,
      user: paused.created_by,
      cause: `send-paused:${id}:${now.getTime()}`,
      detail: { note: PAUSED[why.reason](paused.name), ...(why.mailbox && { mailbox: why.mailbox }) },
      notify: true,
    });
  }
  await recordEvents(trx, events);
  return events.length > 0;
}

/** As the column keeps it. */
export const pauseJson = (pause: SendingPause): string => json(pause);
