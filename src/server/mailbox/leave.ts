import { z } from 'zod';
import type { Graph } from '../../graph';
import { recordAudit } from '../audit';
import { enqueue } from '../jobs';
import type { Services } from '../services';
import type { MailboxState } from '../store/schema';
import { forgetConsent } from './access/owner-consent';
import { CHECK, FOREVER, LEAVE, SUBSCRIBE } from './job-types';
import type { WatchedMailbox } from './mailboxes';
import { letGo } from './standing-subscription';

const LeavePayload = z.object({ since: z.iso.datetime() });
type LeavePayload = z.infer<typeof LeavePayload>;

type Parts = Pick<Services, 'store' | 'clock'>;
interface Actor {
  account: number;
  user: number;
}

/** Until then "undo" finds everything as it was, tokens included. */
export const UNDO_MS = 60_000;

/** For so long it is tried to delete a subscription; then it has ended by itself. */
const TRIED_MS = 7 * 86_400_000;

/** The reason that stands at a mailbox whose silence is wanted. */
export const LEFT_BY_PERSON = 'Disconnected. What was filed stays.';

const STEPS = {
  pause: { state: 'paused', reason: 'Paused. What arrives meanwhile is found when it is resumed.' },
  disconnect: { state: 'disconnected', reason: LEFT_BY_PERSON },
  resume: { state: 'connecting', reason: null },
} as const satisfies Record<string, { state: MailboxState; reason: string | null }>;
export type Step = keyof typeof STEPS;

/** From where each step leads on; from elsewhere there is nothing to do. */
const FROM: Record<Step, readonly MailboxState[]> = {
  pause: ['connecting', 'watching', 'not-allowed', 'failing'],
  // Of one that Microsoft no longer has, it says that this is well so.
  disconnect: ['connecting', 'watching', 'not-allowed', 'failing', 'paused', 'disconnected'],
  resume: ['paused', 'disconnected', 'not-allowed'],
};

/**
 * Pauses, disconnects or takes up a mailbox; done already is no error. From the moment this commits, nothing more is
 * read; the subscription is deleted at once, the tokens of a disconnected mailbox when the time for "undo" is over.
 */
export async function stepMailbox(services: Parts, who: Actor, id: string, step: Step): Promise<void> {
  const now = services.clock.now();
  const { state, reason } = STEPS[step];
  await services.store.tx(async (trx) => {
    const changed = await trx
      .updateTable('mailboxes')
      .set({ state, state_reason: reason })
      .where('account_id', '=', who.account)
      .where('id', '=', id)
      .where('state', 'in', [...FROM[step]])
      .returning('access')
      .executeTakeFirst();
    if (!changed) return;
    if (step === 'disconnect') {
      await trx
        .updateTable('mailbox_look_backs')
        .set({ state: 'stopped', ended_at: now })
        .where('account_id', '=', who.account)
        .where('mailbox_id', '=', id)
        .where('state', '=', 'running')
        .execute();
    }
    await enqueue(trx, { account: who.account, type: CHECK, key: id });
    const job = { account: who.account, key: id, maxAttempts: FOREVER };
    if (step === 'resume') {
      if (changed.access !== 'pane') await enqueue(trx, { ...job, type: SUBSCRIBE });
    } else {
      await enqueue(trx, {
        ...job,
        type: LEAVE,
        payload: { since: now.toISOString() } satisfies LeavePayload,
      });
    }
    await recordAudit(trx, who, now, `mailbox.${step}`, { kind: 'mailbox', id });
  });
}

/**
 * Deletes the subscription of a mailbox that is no longer watched, and forgets its tokens once it has been disconnected
 * for as long as that can be undone, or its owner disabled.
 */
export async function leaveMailbox(
  services: Parts,
  graph: Graph,
  mailbox: WatchedMailbox,
  payload: unknown,
): Promise<{ again: Date } | undefined> {
  if (mailbox.state !== 'paused' && mailbox.state !== 'disconnected') return undefined;
  const { db } = services.store;
  const now = services.clock.now().getTime();
  const since = Date.parse(LeavePayload.parse(payload).since);
  const wait = mailbox.subscription === null ? undefined : await letGo(graph, mailbox.subscription);
  const again = wait === undefined || now > since + TRIED_MS ? undefined : new Date(now + wait);
  if (mailbox.subscription !== null && !again) {
    await db
      .updateTable('mailboxes')
      .set({ subscription_id: null, subscription_expires_at: null })
      .where('account_id', '=', mailbox.account)
      .where('id', '=', mailbox.id)
      .where('subscription_id', '=', mailbox.subscription)
      .execute();
  }
  // S5: of somebody who was disabled, no key is kept either.
  const goesOn = mailbox.state !== 'disconnected' && mailbox.ownerActive;
  if (goesOn || mailbox.access !== 'delegated') return again && { again };
  const forgetAt = new Date(since + UNDO_MS);
  if (services.clock.now() < forgetAt) return { again: again && again < forgetAt ? again : forgetAt };
  if (mailbox.owner !== null) {
    await forgetConsent(db, { account: mailbox.account, user: mailbox.owner });
  }
  return undefined;
}
