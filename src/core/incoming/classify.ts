import { automaticSubject, departureOf, saysAbsent, type Departure } from './absence';
import { bounceOf } from './bounce';
import { complainants, deliveredTo, originalMessageId, type Delivery } from './delivery';
import { header, messageIds, rootType } from './headers';
import { machineSigns } from './machine-signs';
import { answersInvitation, reportsReading } from './program-answers';
import { replyText, type ReplyText } from './reply-text';
import type { IncomingKind, IncomingMail } from './types';
import { awayUntil } from './until';

export interface ClassifyOptions {
  /** Whether a Message-ID (with angle brackets) belongs to a message of ours. Without it any thread counts as ours. */
  ours?: (messageId: string) => boolean;
  /** True when `matchReply` found the message that this one answers, by whatever evidence. */
  matched?: boolean;
}

export interface Judgement {
  kind: IncomingKind;
  /** In words, strongest first; shown to people as they are. */
  evidence: string[];
  /** Present when a person is away; `until` as `YYYY-MM-DD` when the note says so. */
  outOfOffice?: { until?: string };
  /** Present when the note says that its person has left, with the successor it names. */
  departure?: Departure;
  /** Per recipient, for bounces and delivery reports. */
  delivery?: Delivery[];
  /** Present for a complaint: the addresses of who complained, where the report says. */
  complaint?: string[];
  /** The message that a report or an automatic answer is about, with angle brackets. */
  originalMessageId?: string;
}

/** What a mail says by itself, whatever it answers. Reading is most of judging, and need be done only once. */
export interface Reading {
  split: ReplyText;
  /** What it is; absent for a person's, of which it also matters what it answers. */
  judged?: Judgement;
}

export function readMail(mail: IncomingMail): Reading {
  const split = replyText(mail);
  const judged =
    calendarByType(mail) ??
    byMessageClass(mail, split) ??
    byReport(mail) ??
    calendarByPart(mail) ??
    bySubjectAndText(mail, split) ??
    bounce(mail, split) ??
    automatic(mail, split);
  return { split, ...(judged && { judged }) };
}

/**
 * Judges what kind of mail this is (R2). Strongest evidence first: Graph's type, the message class, report parts,
 * Auto-Submitted and its kin, the sender, the subject, and last the text, so that header-less notes are found and people
 * who write about an absence, quote a bounce or answer from a ticket system stay people.
 */
export function classify(
  mail: IncomingMail,
  options: ClassifyOptions = {},
  reading: Reading = readMail(mail),
): Judgement {
  return reading.judged ?? person(mail, reading.split, options);
}

function calendarByType(mail: IncomingMail): Judgement | undefined {
  if (mail.graphType !== undefined && /eventMessage/i.test(mail.graphType)) {
    return { kind: 'calendar', evidence: [`Graph type ${mail.graphType}`] };
  }
  // Graph spells it meetingTenativelyAccepted; any value but none is a meeting.
  if (mail.meetingMessageType !== undefined && !/^none$/i.test(mail.meetingMessageType)) {
    return { kind: 'calendar', evidence: [`meeting message ${mail.meetingMessageType}`] };
  }
  return undefined;
}

function byMessageClass(mail: IncomingMail, split: ReplyText): Judgement | undefined {
  const name = mail.messageClass?.trim() ?? '';
  const upper = name.toUpperCase();
  const evidence = [`message class ${name}`];
  if (upper.startsWith('REPORT.')) {
    if (/\.IPNN?RN$/.test(upper)) return withOriginal(mail, { kind: 'receipt', evidence });
    if (/\.(?:NDR|DELAYED\.DR)$/.test(upper)) {
      const found = bounceOf(mail, split, true);
      return withOriginal(mail, { kind: 'bounce', evidence, delivery: found?.delivery ?? [] });
    }
    if (/\.DR$/.test(upper))
      return withOriginal(mail, { kind: 'receipt', evidence, delivery: deliveredTo(mail) });
    return { kind: 'auto-generated', evidence };
  }
  if (/^IPM\.SCHEDULE\./.test(upper)) return { kind: 'calendar', evidence };
  if (/^IPM\.NOTE\.RULES\.(?:OOF|REPLY)TEMPLATE/.test(upper)) {
    return autoReply(mail, split, evidence, upper.includes('OOFTEMPLATE'));
  }
  if (/^IPM\.(?:OUTLOOK\.)?RECALL/.test(upper)) return { kind: 'auto-generated', evidence };
  return undefined;
}

function byReport(mail: IncomingMail): Judgement | undefined {
  const type = rootType(mail);
  const parts = (mail.parts ?? []).map((p) => p.contentType);
  const report = type.startsWith('multipart/report');
  if (report && /report-type\s*=\s*"?disposition-notification/.test(type)) {
    return withOriginal(mail, { kind: 'receipt', evidence: ['report of type disposition-notification'] });
  }
  if (parts.includes('message/disposition-notification')) {
    return withOriginal(mail, { kind: 'receipt', evidence: ['has a disposition-notification part'] });
  }
  if (parts.includes('message/feedback-report') || /report-type\s*=\s*"?feedback-report/.test(type)) {
    return withOriginal(mail, {
      kind: 'auto-generated',
      evidence: ['complaint: has a feedback-report part'],
      complaint: complainants(mail),
    });
  }
  return undefined;
}

const ANSWERING = new Set(['reply', 'counter', 'declinecounter', 'refresh']);
const INVITING = new Set(['request', 'cancel', 'add']);

function calendarByPart(mail: IncomingMail): Judgement | undefined {
  const root = rootType(mail);
  // iTIP stands in the body with a method (RFC 6047, 2.4). An invitation that somebody attached is a file; an answer to
  // one is only ever made by a calendar.
  const itip = (mail.parts ?? []).find(({ contentType, disposition }) => {
    const method = /^(?:text\/calendar|application\/ics); method=([a-z]+)/i
      .exec(contentType)?.[1]
      ?.toLowerCase();
    if (method === undefined) return false;
    return ANSWERING.has(method) || (INVITING.has(method) && disposition !== 'attachment');
  });
  if (itip)
    return { kind: 'calendar', evidence: [`calendar part, ${itip.contentType.split('; ')[1] ?? ''}`] };
  if (root.startsWith('text/calendar'))
    return { kind: 'calendar', evidence: ['the body is a calendar object'] };
  return undefined;
}

/** Programs' answers whose telling part was lost on the way. */
function bySubjectAndText(mail: IncomingMail, split: ReplyText): Judgement | undefined {
  if (reportsReading(mail, split)) {
    return withOriginal(mail, { kind: 'receipt', evidence: ['the words of a read receipt'] });
  }
  return answersInvitation(mail, split)
    ? { kind: 'calendar', evidence: ['the words of a calendar'] }
    : undefined;
}

function bounce(mail: IncomingMail, split: ReplyText): Judgement | undefined {
  const found = bounceOf(mail, split, false);
  if (!found) return undefined;
  const outcomes = found.delivery;
  const judged: Judgement =
    outcomes.length > 0 && outcomes.every((d) => d.action === 'delivered')
      ? { kind: 'receipt', evidence: found.evidence, delivery: outcomes }
      : { kind: 'bounce', evidence: found.evidence, delivery: outcomes };
  return withOriginal(mail, judged, found.originalMessageId);
}

function automatic(mail: IncomingMail, split: ReplyText): Judgement | undefined {
  const signs = machineSigns(mail, split);
  if (!signs) return undefined;
  if (signs.kind === 'auto-reply') return autoReply(mail, split, signs.evidence, false);
  return { kind: 'auto-generated', evidence: signs.evidence };
}

function autoReply(mail: IncomingMail, split: ReplyText, evidence: string[], away: boolean): Judgement {
  const text = split.replyText;
  const until = awayUntil(`${mail.subject}\n${text}`, mail.date);
  const departure = departureOf(text, own(mail));
  const absent =
    away || saysAbsent(text) || automaticSubject(mail.subject) === 'absent' || until !== undefined;
  return withOriginal(mail, {
    kind: 'auto-reply',
    evidence,
    ...(absent && !departure ? { outOfOffice: until === undefined ? {} : { until } } : {}),
    ...(departure ? { departure } : {}),
  });
}

/** The addresses of who wrote and who received, which name no successor. */
function own(mail: IncomingMail): string[] {
  const people = [mail.from, mail.sender, ...mail.to, ...mail.cc];
  return people.flatMap((a) => (a === undefined ? [] : [a.address.toLowerCase()]));
}

function withOriginal(mail: IncomingMail, judged: Judgement, known?: string): Judgement {
  const id =
    known ??
    originalMessageId(mail) ??
    messageIds(header(mail, 'x-ms-exchange-parent-message-id'))[0] ??
    mail.inReplyTo ??
    mail.references[mail.references.length - 1];
  return id === undefined ? judged : { ...judged, originalMessageId: id };
}

function person(mail: IncomingMail, split: ReplyText, options: ClassifyOptions): Judgement {
  if (options.matched === true) return { kind: 'reply', evidence: ['answers a message of ours'] };
  const ids = [...(mail.inReplyTo === undefined ? [] : [mail.inReplyTo]), ...[...mail.references].reverse()];
  const { ours } = options;
  if (ours) {
    const own = ids.find((id) => ours(id));
    if (own === undefined) return { kind: 'new', evidence: ['names no message of ours'] };
    return { kind: 'reply', evidence: [own === mail.inReplyTo ? `In-Reply-To ${own}` : `References ${own}`] };
  }
  if (mail.inReplyTo !== undefined) return { kind: 'reply', evidence: [`In-Reply-To ${mail.inReplyTo}`] };
  if (mail.references.length > 0) return { kind: 'reply', evidence: ['has References'] };
  if (split.quotedText !== '') return { kind: 'reply', evidence: ['quotes an earlier mail'] };
  return { kind: 'new', evidence: ['no automatic sign, no thread, no quote'] };
}
