import type { Selectable, Transaction } from 'kysely';
import { RULES_VERSION, type Judgement } from '../../core/hits';
import { recordEvent, retractEvent, type NewEvent } from '../events';
import { json, type AccountSettings, type Database } from '../store/schema';
import type { HitRow } from './hit-rows';
import { bareCause, freeCause, refreshCounts, standingEvents, type EventRow, type Standing } from './standing';
import { frozenPolicy, whoseHit, type MessageRow, type Whose } from './whose';

/** The event that a hit makes. */
export const causeOf = (hit: HitRow): string => `hit:${hit.id}`;
/** O4: "dated just before it". */
const JUST_BEFORE_MS = 1;

export interface EffectContext {
  trx: Transaction<Database>;
  settings: AccountSettings;
  message: MessageRow;
  now: Date;
  /** Nobody is told anew: a user's own word, or newer rules on old hits. */
  quiet?: boolean;
}

/**
 * Writes a verdict and what follows from it, in one transaction: the open or click, the open that a click infers (O4),
 * the message's counts; or takes them back. Doing it twice changes nothing.
 */
export async function applyVerdict(
  context: EffectContext,
  hit: HitRow,
  judged: Judgement,
): Promise<'recorded' | 'taken back' | 'unchanged'> {
  const { trx, settings, message, now } = context;
  await writeVerdict(context, hit, judged);
  const mayCount = judged.verdict === 'person' && judged.sameAs === undefined;
  // A hit that never counted has left no event to take back.
  if (!mayCount && hit.settled_at === null) return 'unchanged';
  const standing = await standingEvents(trx, message.account_id, message.id);
  const event = standing.find(({ kind, cause }) => kind === hit.kind && bareCause(cause) === causeOf(hit));
  // What was told and still is a person's stays told, whoever has withdrawn since.
  if (mayCount === (event !== undefined)) return 'unchanged';
  if (event) {
    await retractEvent(trx, message.account_id, event.seq, { at: now, reason: reasonBack(event, judged) });
  } else {
    const whose = await whoseHit(trx, settings, message, {
      kind: hit.kind,
      recipient: hit.recipient_idx,
      at: hit.at,
    });
    if (whose.told === 'nobody') return 'unchanged';
    const link = hit.kind === 'click' ? await storedLink(trx, message, hit) : undefined;
    const cause =
      hit.settled_at === null
        ? causeOf(hit)
        : await freeCause(trx, message.account_id, causeOf(hit), hit.kind);
    await recordEvent(trx, hitEvent(context, hit, { judged, whose, standing, link, cause }));
  }
  await inferOpens(context);
  await refreshCounts(trx, message.account_id, message.id, now);
  return event ? 'taken back' : 'recorded';
}

/** Of somebody without a legal basis, not even what stands between is told (P2). */
const reasonBack = (event: EventRow, judged: Judgement): string =>
  event.contact_id === null && event.detail['agentFamily'] === undefined
    ? 'judged anew: not a person’s'
    : (judged.reasons[0] ?? 'judged anew');

/** The verdict alone, with its reasons. */
export async function writeVerdict(
  { trx, message, now }: EffectContext,
  hit: HitRow,
  judged: Judgement,
): Promise<void> {
  await trx
    .updateTable('hits')
    .set({
      message_id: message.id,
      verdict: judged.verdict,
      via: judged.via ?? null,
      reasons: json(judged.reasons),
      rules_version: judged.rulesVersion,
      settled_at: now,
    })
    .where('account_id', '=', hit.account_id)
    .where('id', '=', hit.id)
    .execute();
}

/** What one event needs to be written of its hit. */
interface ToRecord {
  judged: Judgement;
  whose: Exclude<Whose, { told: 'nobody' }>;
  standing: readonly Standing[];
  link?: StoredLink | undefined;
  cause: string;
}

/** The event that a person's hit makes. */
export function hitEvent(
  { message, now, quiet }: Pick<EffectContext, 'message' | 'now' | 'quiet'>,
  hit: HitRow,
  { judged, whose, standing, link: stored, cause }: ToRecord,
): NewEvent {
  const link = hit.kind === 'click' ? linkOf(hit, stored) : undefined;
  const named = whose.told === 'named' ? whose : undefined;
  const recipient = named?.recipient ?? 0;
  const anonymous = whose.told === 'someone' && whose.anonymous;
  const first = !standing.some((event) => event.kind === hit.kind && event.recipient_idx === recipient);
  return {
    account: message.account_id,
    kind: hit.kind,
    at: hit.at,
    recordedAt: now,
    user: message.user_id ?? undefined,
    message: message.id,
    recipient,
    contact: named?.contact,
    cause,
    rulesVersion: judged.rulesVersion,
    historic: message.historic,
    detail: {
      verdict: judged.verdict,
      // P2: of somebody without a legal basis, not even the device.
      reasons: anonymous
        ? ['no sign of a machine; shown without a name, since there is no legal basis']
        : judged.reasons,
      ...(!anonymous && { agentFamily: familyOf(hit), ...(judged.via !== undefined && { via: judged.via }) }),
      ...(first && { first }),
      ...(link && { link }),
    },
    notify: quiet !== true,
  };
}

const familyOf = ({ features }: HitRow): string => {
  const family = features['family'];
  return typeof family === 'string' ? family : 'unknown';
};

/** A link as the report told it. */
export type StoredLink = Pick<Selectable<Database['message_links']>, 'target' | 'text'>;

// The link's own target is signed; the report's is only told.
const linkOf = (hit: HitRow, stored: StoredLink | undefined): StoredLink | undefined =>
  hit.target === null ? stored : { target: hit.target, text: stored?.text ?? '' };

const storedLink = (
  trx: Transaction<Database>,
  message: MessageRow,
  hit: HitRow,
): Promise<StoredLink | undefined> =>
  trx
    .selectFrom('message_links')
    .select(['target', 'text'])
    .where('account_id', '=', message.account_id)
    .where('message_id', '=', message.id)
    .where('n', '=', hit.link_n ?? 0)
    .executeTakeFirst();

/**
 * O4: on a tracked message, the first click of a recipient (or of Someone) with no open before it infers one, dated
 * just before. It goes when that click goes; then the next click infers it.
 */
export async function inferOpens({ trx, message, now }: EffectContext): Promise<void> {
  const { account_id: account } = message;
  const standing = await standingEvents(trx, account, message.id);
  const { gone, clicks } = inferences(message, standing);
  for (const { seq } of gone) {
    await retractEvent(trx, account, seq, {
      at: now,
      reason: 'the click that it was inferred from was taken back',
    });
  }
  for (const click of clicks) {
    const cause = await freeCause(trx, account, bareCause(click.cause), 'open');
    await recordEvent(trx, inferredOpen({ message, now }, click, cause));
  }
}

/** Of the events that stand: the inferred opens that hold no longer, and the clicks that infer one now. Oldest first. */
export function inferences<E extends Standing>(
  message: MessageRow,
  standing: readonly E[],
): { gone: E[]; clicks: E[] } {
  const clicks = standing.filter(({ kind }) => kind === 'click');
  if (clicks.length === 0 && !standing.some(({ inferred }) => inferred)) return { gone: [], clicks: [] };
  const causes = new Set(clicks.map(({ cause }) => bareCause(cause)));
  const gone = standing.filter(
    ({ kind, inferred, cause }) =>
      kind === 'open' && inferred && cause.startsWith('hit:') && !causes.has(bareCause(cause)),
  );
  if (!(frozenPolicy(message).image ?? message.tracked_image)) return { gone, clicks: [] };
  const opens = standing.filter((event) => event.kind === 'open' && !gone.includes(event));
  const inferring = [...new Set(clicks.map(({ recipient_idx }) => recipient_idx))].flatMap((recipient) => {
    const click = clicks.find(({ recipient_idx }) => recipient_idx === recipient);
    if (!click || opens.some(({ recipient_idx, at }) => recipient_idx === recipient && at <= click.at))
      return [];
    // An open inferred from a later click would stand beside this one's.
    return opens.some(({ recipient_idx, inferred }) => recipient_idx === recipient && inferred)
      ? []
      : [click];
  });
  return { gone, clicks: inferring };
}

export const inferredOpen = (
  { message, now }: Pick<EffectContext, 'message' | 'now'>,
  click: Standing,
  cause: string,
): NewEvent => ({
  account: message.account_id,
  kind: 'open',
  at: new Date(click.at.getTime() - JUST_BEFORE_MS),
  recordedAt: now,
  user: message.user_id ?? undefined,
  message: message.id,
  recipient: click.recipient_idx ?? undefined,
  contact: click.contact_id ?? undefined,
  cause,
  rulesVersion: RULES_VERSION,
  inferred: true,
  historic: message.historic,
  detail: { verdict: 'person', reasons: ['inferred from a click'] },
});
