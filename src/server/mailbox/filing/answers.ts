import { sql, type Transaction } from 'kysely';
import type { Judgement } from '../../../core/incoming';
import type { EventKind } from '../../../core/api/shared';
import { endDeparture, noteDeparture } from '../../crm/departures';
import { recordEvent } from '../../events';
import { notificationSettings } from '../../push';
import type { AccountSettings, Database } from '../../store/schema';
import { whoseReply } from '../../tracking/whose';
import type { Answerer } from './answerer';
import { applyComplaint, applyDeliveries, ofCopy, setDelivery } from './deliveries';
import type { MessageRow } from './message-rows';

/** A mail that concerns one of our messages, about to take effect on it. */
export interface Answer {
  account: number;
  settings: AccountSettings;
  original: MessageRow;
  incoming: string;
  answerer: Answerer;
  /** Of marketing mail: the number of the copy that it names. */
  copy?: number | undefined;
  judged: Judgement;
  /** Where the first copy lies. */
  mailbox: string;
  /** `item:<mailbox>:<item>` of the first copy that was seen. */
  cause: string;
  at: Date;
  now: Date;
  /** R1: found by looking back. It shows on the message and on the timeline, and changes nothing else. */
  historic?: boolean;
}

/** R3: shows the mail on the message it concerns. Only a `reply` counts as one. */
export async function applyAnswer(trx: Transaction<Database>, answer: Answer): Promise<void> {
  const { judged } = answer;
  await settleDeparture(trx, answer);
  if (answer.historic) {
    const kind = judged.kind === 'new' ? 'reply' : shownAs(judged.kind);
    await record(trx, answer, kind, absenceOf(judged));
    return;
  }
  if (judged.kind === 'bounce') return applyBounce(trx, answer);
  const { recipient } = answer.answerer;
  // What answers from there has arrived there, by whatever way it was late.
  if (recipient !== undefined) await setDelivery(trx, answer, recipient, 'delivered');
  if (judged.kind === 'reply' || judged.kind === 'new') return applyReply(trx, answer);
  if (judged.kind === 'receipt') await applyDeliveries(trx, answer);
  if (judged.kind === 'auto-generated') {
    const theirs = judged.complaint ? await applyComplaint(trx, answer, judged.complaint) : [];
    const note = judged.complaint ? 'Marked as unwanted' : 'Written by a machine';
    await record(trx, answer, 'logged', { note }, ofCopy(answer, theirs[0]));
    return;
  }
  await record(trx, answer, judged.kind, absenceOf(judged));
}

/** R3: what an automatic answer says of its writer's absence. */
function absenceOf({ kind, outOfOffice, departure }: Judgement): { until?: string; note?: string } {
  if (kind !== 'auto-reply') return {};
  const until = outOfOffice?.until;
  if (departure) return { ...(until !== undefined && { until }), note: 'Has left the company' };
  if (!outOfOffice) return {};
  return until === undefined ? { note: 'Away' } : { until, note: `Away until ${until}` };
}

/** R3: who is said to have left is flagged, and who writes after that is there. Its dates decide, in whatever order they come. */
async function settleDeparture(trx: Transaction<Database>, answer: Answer): Promise<void> {
  const { account, judged, at } = answer;
  const { contact } = answer.answerer;
  if (contact === undefined) return;
  if (judged.kind === 'auto-reply' && judged.departure) {
    await noteDeparture(trx, account, contact, judged.departure, at);
  }
  if (judged.kind === 'reply' || judged.kind === 'new') await endDeparture(trx, account, contact, at);
}

const shownAs = (kind: Exclude<Judgement['kind'], 'new'>): EventKind =>
  kind === 'auto-generated' ? 'logged' : kind;

async function record(
  trx: Transaction<Database>,
  answer: Answer,
  kind: EventKind,
  detail: Record<string, unknown>,
  more: { notify?: boolean; recipient?: number; contact?: string; cause?: string } = {},
): Promise<number | undefined> {
  const { account, original, answerer } = answer;
  const user = kind === 'reply' ? (original.user_id ?? undefined) : await feedOf(trx, answer);
  return recordEvent(trx, {
    account,
    kind,
    at: answer.at,
    recordedAt: answer.now,
    user,
    message: original.id,
    recipient: more.recipient ?? answerer.recipient,
    contact: more.contact ?? answerer.contact,
    cause: more.cause ?? answer.cause,
    detail: {
      from: answerer.from,
      incoming: answer.incoming,
      ...(answerer.note !== undefined && { note: kind === 'reply' ? answerer.note : namelessNote(answer) }),
      ...detail,
    },
    historic: answer.historic ?? false,
    notify:
      (more.notify ?? false) && (user !== undefined || kind === 'reply' || original.kind !== 'marketing'),
    // R9: who reads the mailbox that takes the answers to a marketing message hears of them, whoever sent it.
    ...(original.kind === 'marketing' && { mailbox: answer.mailbox }),
  });
}

/** Of marketing mail only answers name somebody else than who wrote them: there they are found when that one is erased (P5). */
const namelessNote = ({ original, answerer }: Answer): string | undefined =>
  original.kind === 'marketing' ? 'Not a known contact' : answerer.note;

/** In whose feed it stands: of marketing mail what is no reply in nobody's who has not asked for it (O2). */
async function feedOf(
  trx: Transaction<Database>,
  { account, original }: Answer,
): Promise<number | undefined> {
  const { user_id: user, kind } = original;
  if (user === null) return undefined;
  return kind !== 'marketing' || (await notificationSettings(trx, { account, user })).marketing
    ? user
    : undefined;
}

async function applyReply(trx: Transaction<Database>, answer: Answer): Promise<void> {
  // O13: of a test nothing counts, also when it was forwarded and somebody else answers.
  if (answer.original.policy['test'] === true) return;
  await inferOpen(trx, answer);
  const seq = await record(trx, answer, 'reply', {}, { notify: true });
  if (seq === undefined) return;
  await trx
    .updateTable('messages')
    .set({ replies: sql<number>`replies + 1`, updated_at: answer.now })
    .where('account_id', '=', answer.account)
    .where('id', '=', answer.original.id)
    .execute();
}

/**
 * O4: who answers a tracked message has opened it; where no open of theirs was seen, one is inferred, dated just before
 * the reply. P2: of a recipient without a basis it is Someone's; of who withdrew, objected or is not to be tracked (O6),
 * there is none.
 */
async function inferOpen(trx: Transaction<Database>, answer: Answer): Promise<void> {
  const { account, settings, original, answerer } = answer;
  const whose = await whoseReply(trx, settings, account, original, {
    ...answerer,
    recipient: answerer.recipient ?? 0,
    at: answer.at,
  });
  if (whose.told === 'nobody') return;
  const { recipient, contact } = whose.told === 'named' ? whose : { recipient: 0, contact: undefined };

  const earlier = await trx
    .selectFrom('events as e')
    .select('e.seq')
    .where('e.account_id', '=', account)
    .where('e.message_id', '=', original.id)
    .where('e.kind', '=', 'open')
    // O10: Someone's open is not theirs.
    .where('e.recipient_idx', '=', recipient)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('events as back')
            .select('back.seq')
            .where('back.account_id', '=', account)
            .whereRef('back.retracts', '=', 'e.seq'),
        ),
      ),
    )
    .limit(1)
    .executeTakeFirst();
  if (earlier) return;
  const seq = await recordEvent(trx, {
    account,
    kind: 'open',
    at: new Date(answer.at.getTime() - 1_000),
    recordedAt: answer.now,
    user: await feedOf(trx, answer),
    message: original.id,
    recipient,
    contact,
    cause: answer.cause,
    inferred: true,
    detail: { reasons: ['inferred from a reply'] },
  });
  if (seq === undefined) return;
  await trx
    .updateTable('messages')
    .set({ opens: sql<number>`opens + 1`, updated_at: answer.now })
    .where('account_id', '=', account)
    .where('id', '=', original.id)
    .execute();
}

/** R3: a permanent failure marks the recipient, a delay until delivered. One line per recipient. */
async function applyBounce(trx: Transaction<Database>, answer: Answer): Promise<void> {
  const outcomes = await applyDeliveries(trx, answer);
  if (outcomes.length === 0) {
    const note = 'Could not be delivered';
    await record(trx, answer, 'bounce', { note }, { notify: true, ...ofCopy(answer, undefined) });
    return;
  }
  for (const [i, { who, action, status, blames }] of outcomes.entries()) {
    if (action === 'delivered') continue;
    const what = action === 'delayed' ? 'Delayed' : 'Not delivered';
    await record(
      trx,
      answer,
      'bounce',
      {
        note: `${what}${status === undefined ? '' : ` (${status})`}`,
        delivery: action,
        ...(blames && { blames }),
      },
      {
        notify: action === 'failed',
        recipient: who.idx,
        contact: who.contact_id ?? undefined,
        cause: i === 0 ? answer.cause : `${answer.cause}:${who.idx}`,
      },
    );
  }
}
