import type { Transaction } from 'kysely';
import { RULES_VERSION, type Judgement } from '../../core/hits';
import { recordEvent, retractEvent } from '../events';
import { json, type AccountSettings, type Database } from '../store/schema';
import type { HitRow } from './hit-rows';
import { bareCause, freeCause, refreshCounts, standingEvents, type EventRow } from './standing';
import { frozenPolicy, whoseHit, type MessageRow, type Whose } from './whose';

/** The event that a hit makes. */
const causeOf = (hit: HitRow): string => `hit:${hit.id}`;
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
  // O13: of a test, every hit is shown and none counts.
  const counts = frozenPolicy(message).test !== true;
  const mayCount = counts && judged.verdict === 'person' && judged.sameAs === undefined;
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
    await recordHit(context, hit, judged, whose, standing);
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

async function recordHit(
  { trx, message, now, quiet }: EffectContext,
  hit: HitRow,
  judged: Judgement,
  whose: Exclude<Whose, { told: 'nobody' }>,
  standing: readonly EventRow[],
): Promise<void> {
  const link = hit.kind === 'click' ? await linkOf(trx, message, hit) : undefined;
  const named = whose.told === 'named' ? whose : undefined;
  const recipient = named?.recipient ?? 0;
  const anonymous = whose.told === 'someone' && whose.anonymous;
  const first = !standing.some((event) => event.kind === hit.kind && event.recipient_idx === recipient);
  await recordEvent(trx, {
    account: message.account_id,
    kind: hit.kind,
    at: hit.at,
    recordedAt: now,
    user: message.user_id ?? undefined,
    message: message.id,
    recipient,
    contact: named?.contact,
    cause:
      hit.settled_at === null
        ? causeOf(hit)
        : await freeCause(trx, message.account_id, causeOf(hit), hit.kind),
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
  });
}

const familyOf = ({ features }: HitRow): string => {
  const family = features['family'];
  return typeof family === 'string' ? family : 'unknown';
};

async function linkOf(
  trx: Transaction<Database>,
  message: MessageRow,
  hit: HitRow,
): Promise<{ target: string; text: string } | undefined> {
  const link = await trx
    .selectFrom('message_links')
    .select(['target', 'text'])
    .where('account_id', '=', message.account_id)
    .where('message_id', '=', message.id)
    .where('n', '=', hit.link_n ?? 0)
    .executeTakeFirst();
  // The link's own target is signed; the report's is only told.
  if (hit.target !== null) return { target: hit.target, text: link?.text ?? '' };
  return link;
}

/**
 * O4: on a tracked message, the first click of a recipient (or of Someone) with no open before it infers one, dated
 * just before. It goes when that click goes; then the next click infers it.
 */
export async function inferOpens({ trx, message, now }: EffectContext): Promise<void> {
  const { account_id: account } = message;
  const standing = await standingEvents(trx, account, message.id);
  const clicks = standing.filter(({ kind }) => kind === 'click');
  if (clicks.length === 0 && !standing.some(({ inferred }) => inferred)) return;
  const causes = new Set(clicks.map(({ cause }) => bareCause(cause)));
  const gone = standing.filter(
    ({ kind, inferred, cause }) =>
      kind === 'open' && inferred && cause.startsWith('hit:') && !causes.has(bareCause(cause)),
  );
  for (const { seq } of gone) {
    await retractEvent(trx, account, seq, {
      at: now,
      reason: 'the click that it was inferred from was taken back',
    });
  }
  if (!(frozenPolicy(message).image ?? message.tracked_image)) return;
  const opens = standing.filter((event) => event.kind === 'open' && !gone.includes(event));
  for (const recipient of new Set(clicks.map(({ recipient_idx }) => recipient_idx))) {
    const click = clicks.find(({ recipient_idx }) => recipient_idx === recipient);
    if (!click || opens.some(({ recipient_idx, at }) => recipient_idx === recipient && at <= click.at))
      continue;
    // An open inferred from a later click would stand beside this one's.
    if (opens.some(({ recipient_idx, inferred }) => recipient_idx === recipient && inferred)) continue;
    await recordEvent(trx, {
      account,
      kind: 'open',
      at: new Date(click.at.getTime() - JUST_BEFORE_MS),
      recordedAt: now,
      user: message.user_id ?? undefined,
      message: message.id,
      recipient: recipient ?? undefined,
      contact: click.contact_id ?? undefined,
      cause: await freeCause(trx, account, bareCause(click.cause), 'open'),
      rulesVersion: RULES_VERSION,
      inferred: true,
      historic: message.historic,
      detail: { verdict: 'person', reasons: ['inferred from a click'] },
    });
  }
}
