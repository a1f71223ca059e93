import { RULES_VERSION, type Judgement } from '../../core/hits';
import { foldAddress } from '../crm/contacts';
import type { NewEvent } from '../events';
import { confirmation } from '../messages/confirm';
import type { HitRow } from './hit-rows';
import { change, copyOf, isToConfirm, messageOf, standingEvents, type Round, type StoredLink } from './round';
import { bareCause, entryOf, type Entry, type Standing } from './standing';
import { carries, copyKey, type Copy, type MessageRow } from './people-of';
import { frozenPolicy, whoseOf, whoseReplyOf, type Whose } from './whose';

/** O4: "dated just before it"; a mail is dated to the second. */
const BEFORE_CLICK_MS = 1;
const BEFORE_REPLY_MS = 1_000;

export type Effect = 'recorded' | 'taken back' | 'unchanged';

/**
 * A verdict and what follows from it: that the mail was sent (L13), the open or click, the open that a click infers (O4),
 * the message's counts; or that they are taken back. Doing it twice changes nothing.
 */
export function applyVerdict(round: Round, hit: HitRow, judged: Judgement): Effect {
  const message = messageOf(round, hit);
  // An actual hit proves that the mail was sent; the sender's own look at a draft does not.
  if (judged.verdict !== 'self' && isToConfirm(message)) confirm(round, message, hit.kind);
  writeVerdict(round, hit, judged);
  // O13: of a test, every hit is shown and none counts.
  const counts = frozenPolicy(message).test !== true;
  const mayCount = counts && judged.verdict === 'person' && judged.sameAs === undefined;
  const place = { message, recipient: hit.recipient_idx };
  const event = standingEvents(round, message, hit.recipient_idx).of(hit);
  // What was told and still is a person's stays told, whoever has withdrawn since.
  if (mayCount === (event !== undefined)) return 'unchanged';
  if (event) {
    takeBack(round, place, event, reasonBack(event, judged));
  } else {
    const { kind, recipient_idx: recipient, at } = hit;
    const whose = whoseOf(round.people, round.settings, messageOf(round, hit))({ kind, recipient, at });
    if (whose.told === 'nobody') return 'unchanged';
    record(round, place, hitEvent(round, message, hit, judged, whose));
  }
  inferOpens(round, place);
  return event ? 'taken back' : 'recorded';
}

/** The verdict alone, with its reasons. */
export function writeVerdict(round: Round, hit: HitRow, judged: Judgement): void {
  change(round, {
    ...hit,
    message_id: messageOf(round, hit).id,
    verdict: judged.verdict,
    via: judged.via ?? null,
    reasons: judged.reasons,
    rules_version: judged.rulesVersion,
    settled_at: round.now,
  });
}

function confirm(round: Round, message: MessageRow, by: HitRow['kind']): void {
  round.log.debug({ account: round.account, by }, 'A reported message is confirmed');
  const { people, settings, neverLogged, now } = round;
  const { contacts: known, bases } = people;
  const recipients = people.recipients.get(message.id) ?? [];
  const confirmed = confirmation(message, recipients, { settings, known, neverLogged, bases }, now);
  round.confirmations.push(confirmed);
  message.state = 'sent';
  for (const { idx, contact } of confirmed.recipients) {
    const recipient = recipients.find((one) => one.idx === idx);
    if (recipient) recipient.contact_id = contact;
  }
  for (const { id, basis } of confirmed.contacts)
    if (basis !== undefined) bases.set(id, [{ basis, at: now, byWriting: true, byMaking: false }]);
  for (const { contact, basis, at } of confirmed.given) {
    const history = bases.get(contact) ?? [];
    const from = new Date(Math.max(at.getTime(), history.at(-1)?.at.getTime() ?? 0));
    bases.set(contact, [...history, { basis, at: from, byWriting: false, byMaking: false }]);
  }
}

/** What a hit is of; the recipient matters for marketing mail alone, whose copies are judged apart. */
interface Place {
  message: MessageRow;
  recipient: number;
}

const standingAt = (round: Round, { message, recipient }: Place): Standing =>
  standingEvents(round, message, recipient);

function record(round: Round, place: Place, event: NewEvent): void {
  const entry = entryOf(event);
  standingAt(round, place).add(entry);
  round.steps.push({ record: event, entry });
  round.counted.set(copyKey(place.message, place.recipient), place.message.id);
}

function takeBack(round: Round, place: Place, entry: Entry, reason: string): void {
  standingAt(round, place).remove(entry);
  round.steps.push({ takeBack: entry, reason });
  round.counted.set(copyKey(place.message, place.recipient), place.message.id);
}

/** Of somebody without a legal basis, not even what stands between is told (P2). */
const reasonBack = (event: Entry, judged: Judgement): string =>
  event.contact === null && !event.tellsAgent
    ? 'judged anew: not a person’s'
    : (judged.reasons[0] ?? 'judged anew');

/** The event that a person's hit makes. */
function hitEvent(
  round: Round,
  message: MessageRow,
  hit: HitRow,
  judged: Judgement,
  whose: Exclude<Whose, { told: 'nobody' }>,
): NewEvent {
  const standing = standingEvents(round, message, hit.recipient_idx);
  const link = hit.kind === 'click' ? linkOf(round, message, hit) : undefined;
  const named = whose.told === 'named' ? whose : undefined;
  const recipient = named?.recipient ?? 0;
  const anonymous = whose.told === 'someone' && whose.anonymous;
  const first = !standing.entries.some((event) => event.kind === hit.kind && event.recipient === recipient);
  return {
    account: round.account,
    kind: hit.kind,
    at: hit.at,
    recordedAt: round.now,
    user: feedOf(round, message),
    message: message.id,
    recipient,
    contact: named?.contact,
    cause: standing.freeCause(`hit:${hit.id}`, hit.kind),
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
      // Reports count by link, and a link of a marketing message has another target in each copy.
      ...(hit.kind === 'click' && message.kind === 'marketing' && { n: hit.link_n }),
    },
    notify: !round.late && (message.kind !== 'marketing' || feedOf(round, message) !== undefined),
  };
}

/** In whose feed an open or click stands: of marketing mail in nobody's who has not asked for it, since there are thousands (O2). */
function feedOf(round: Round, { kind, user_id: user }: MessageRow): number | undefined {
  const told = user !== null && (kind !== 'marketing' || round.hearOfMarketing.get(user) === true);
  return told ? user : undefined;
}

const familyOf = ({ features }: HitRow): string => {
  const family = features['family'];
  return typeof family === 'string' ? family : 'unknown';
};

function linkOf(round: Round, message: MessageRow, hit: HitRow): StoredLink | undefined {
  const link = round.links.get(message.id)?.get(hit.link_n ?? 0);
  // The link's own target is signed; the report's is only told.
  return hit.target === null ? link : { target: hit.target, text: link?.text ?? '' };
}

/**
 * O4: on a tracked message, the first click of a recipient (or of Someone) with no open before it infers one, dated
 * just before. It goes when that click goes, and then the next click infers it; or when an open turns up that was there
 * by then: a waiting one that is settled, or one that another node tells of later. Once that is taken back, the click or
 * the reply infers one again.
 */
function inferOpens(round: Round, place: Place): void {
  const { message, recipient } = place;
  const standing = standingAt(round, place);
  for (const { entry, reason } of opensNotToInfer(standing.entries)) takeBack(round, place, entry, reason);
  // Opens that are counted and no longer kept were before this click.
  const copy = copyOf(round, message, recipient);
  if ((copy ?? message).opens > standing.countAsRead('open')) return;
  const opened = opensByRecipient(standing.entries);
  for (const cause of [...standing.entries]) {
    const who = cause.kind === 'reply' ? replyTells(round, message, cause) : clickTells(place, copy, cause);
    if (!who) continue;
    const opens = opened.get(who.recipient);
    // An open inferred from a later one would stand beside this one's.
    if (opens && (opens.isInferred || opens.first <= cause.at)) continue;
    // A reply that infers one for the first time does so as when it came: where none was seen.
    if (cause.kind === 'reply' && opens && !standing.hasWritten(bareCause(cause.cause), 'open')) continue;
    opened.set(who.recipient, { first: cause.at, isInferred: true });
    record(round, place, {
      account: round.account,
      kind: 'open',
      at: new Date(cause.at.getTime() - (cause.kind === 'reply' ? BEFORE_REPLY_MS : BEFORE_CLICK_MS)),
      recordedAt: round.now,
      user: feedOf(round, message),
      message: message.id,
      recipient: who.recipient ?? undefined,
      contact: who.contact ?? undefined,
      cause: standing.freeCause(bareCause(cause.cause), 'open'),
      rulesVersion: RULES_VERSION,
      inferred: true,
      historic: message.historic,
      detail: {
        verdict: 'person',
        reasons: [cause.kind === 'reply' ? 'inferred from a reply' : 'inferred from a click'],
      },
    });
  }
}

interface Opens {
  first: Date;
  isInferred: boolean;
}

/** Of each recipient who opened it: a mail may have tens of thousands of events, and each click and reply asks. */
function opensByRecipient(entries: readonly Entry[]): Map<number | null, Opens> {
  const opened = new Map<number | null, Opens>();
  for (const { kind, recipient, at, inferred } of entries) {
    if (kind !== 'open') continue;
    const known = opened.get(recipient);
    opened.set(recipient, {
      first: known && known.first <= at ? known.first : at,
      isInferred: inferred || known?.isInferred === true,
    });
  }
  return opened;
}

type Teller = Pick<Entry, 'recipient' | 'contact'>;

/** Whose open a click infers. */
function clickTells({ message }: Place, copy: Copy | undefined, entry: Entry): Teller | undefined {
  const image = (frozenPolicy(message).image ?? message.tracked_image) && carries(copy, 'open');
  return entry.kind === 'click' && image ? entry : undefined;
}

/** Whose open a reply of a recipient infers, by what may be told of them now. */
function replyTells(round: Round, message: MessageRow, entry: Entry): Teller | undefined {
  if (entry.historic || entry.recipient === null) return undefined;
  const { people, settings } = round;
  const there = people.recipients
    .get(copyKey(message, entry.recipient))
    ?.find(({ idx }) => idx === entry.recipient);
  if (!there) return undefined;
  // Of somebody else who answers for them, the round knows nothing.
  const known = there.contact_id ?? people.contacts.get(foldAddress(there.address)) ?? null;
  if (entry.contact !== null && entry.contact !== known) return undefined;
  const writer = { ...there, contact_id: entry.contact ?? there.contact_id };
  const whose = whoseReplyOf(people, settings, message, writer, entry.at);
  if (whose.told === 'nobody') return undefined;
  return whose.told === 'named'
    ? { recipient: whose.recipient, contact: whose.contact ?? null }
    : { recipient: 0, contact: null };
}

/** Inferred opens without their click, and those that stand beside an open that was seen before their click or reply. */
function opensNotToInfer(entries: readonly Entry[]): { entry: Entry; reason: string }[] {
  const causes = new Map(
    entries.filter(({ kind }) => kind !== 'open').map((entry) => [bareCause(entry.cause), entry]),
  );
  const seen = entries.filter(({ kind, inferred }) => kind === 'open' && !inferred);
  return entries.flatMap((entry) => {
    if (entry.kind !== 'open' || !entry.inferred) return [];
    const cause = causes.get(bareCause(entry.cause));
    if (!cause)
      return entry.cause.startsWith('hit:')
        ? [{ entry, reason: 'the click that it was inferred from was taken back' }]
        : [];
    return seen.some(({ recipient, at }) => recipient === entry.recipient && at <= cause.at)
      ? [{ entry, reason: 'an open was seen before what it was inferred from' }]
      : [];
  });
}
