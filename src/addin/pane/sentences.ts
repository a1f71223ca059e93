import type { EventView } from '../../core/api';
import type { PolicyReason, RecipientAnswer } from '../../core/policy/types';
import type { Outcome } from '../launch/outgoing';
import type { Texts } from './texts';

/** Reasons and events in words. Pure: values in, sentences out. */

/** Why something was not done, in words; null for a code this pane does not know. */
export function reasonWords(texts: Texts, reason: Pick<PolicyReason, 'code' | 'address'>): string | null {
  const known: unknown = texts.codes[reason.code];
  if (typeof known === 'string') return known;
  const words = texts.codes[reason.code];
  return typeof words === 'function' ? words(reason.address ?? texts.someone) : null;
}

export const recipientWords = (texts: Texts, answer: Pick<RecipientAnswer, 'reason'>): string | null =>
  texts.reasons[answer.reason] ?? null;

export interface Foretold {
  /** The one line: what happens on Send. */
  summary: string;
  /** What explains it, strongest first. */
  because: string[];
}

interface Recipient {
  address: string;
  name: string;
}

/** What the pane says will happen on Send; made from the very outcome that the send handler acts on. */
export function foretell(
  texts: Texts,
  mail: {
    outcome: Outcome;
    plainText: boolean;
    track: boolean;
    recipients: readonly Recipient[];
    answers: readonly RecipientAnswer[];
  },
): Foretold {
  const { outcome, recipients } = mail;
  if (recipients.length === 0) return { summary: texts.send.nobody, because: [] };
  const because = reasonsOf(texts, mail);
  if (outcome.nothing) return { summary: texts.send.nothing, because };

  const total = outcome.links.length;
  const tracked = outcome.links.filter((link) => link.tracked).length;
  const tracking = outcome.image
    ? tracked > 0
      ? texts.send.imageAndLinks(tracked, total)
      : texts.send.imageOnly
    : tracked > 0
      ? texts.send.linksOnly(tracked, total)
      : texts.send.notTracked;
  const log = outcome.policy.log ? texts.send.logged : texts.send.notLogged;
  if (outcome.policy.test) return { summary: tracking, because: [texts.send.test, ...because] };
  const naming = outcome.image ? [nameOfOpens(texts, recipients, mail.answers)] : [];
  return { summary: `${tracking} ${log}`, because: [...naming, ...because] };
}

function reasonsOf(
  texts: Texts,
  { outcome, plainText, track }: { outcome: Outcome; plainText: boolean; track: boolean },
): string[] {
  const lines: string[] = [];
  if (plainText && track) lines.push(texts.send.plainText);
  for (const limit of outcome.limits) lines.push(texts.limits[limit]);
  const tracking = new Set<string>();
  const same = (a: PolicyReason, b: PolicyReason): boolean => a.code === b.code && a.address === b.address;
  for (const reason of outcome.policy.reasons) {
    if (reason.code === 'plainText' && plainText) continue;
    const words = reasonWords(texts, reason);
    if (words === null || reason.code === 'noRecipients') continue;
    const both =
      reason.subject !== 'log' &&
      outcome.policy.reasons.some(
        (other) => other.subject !== 'log' && other.subject !== reason.subject && same(other, reason),
      );
    const subject = both ? texts.subjects.tracking : texts.subjects[reason.subject];
    const line = `${subject}: ${words}.`;
    if (!tracking.has(line)) lines.push(line);
    tracking.add(line);
  }
  return [...lines, ...linkLines(texts, outcome)];
}

/** Links to name before the rest is counted. */
const MOST_LINKS = 4;
/** Said by a line of its own already, or known to whoever wrote the link. */
const SAID: readonly string[] = ['linksOff', 'freeSeat', 'quoted', 'mailto', 'tel', 'sms', 'anchor', 'empty'];

/** Why single links stay as they are, where others are tracked (C2, C3). */
function linkLines(texts: Texts, { links }: Outcome): string[] {
  if (!links.some(({ tracked }) => tracked)) return [];
  const lines = links.flatMap((link) => {
    const words = linkWords(texts, link.reason);
    if (link.tracked || words === null || SAID.includes(link.reason)) return [];
    return [texts.send.linkLeft(link.text || link.target, words)];
  });
  const shown = [...new Set(lines)];
  const more = shown.length - MOST_LINKS;
  return more > 0 ? [...shown.slice(0, MOST_LINKS), texts.send.moreLinks(more)] : shown;
}

/** Why a link is tracked or left alone; null for a reason this pane does not know. */
export function linkWords(texts: Texts, reason: string): string | null {
  const words: Readonly<Record<string, string | undefined>> = texts.links;
  return words[reason] ?? null;
}

/** O15: whether opens will have a name, and who prevents it. Own addresses and CRM dropboxes are named as the cause. */
export function nameOfOpens(
  texts: Texts,
  recipients: readonly Recipient[],
  answers: readonly RecipientAnswer[],
): string {
  const shown = (one: Recipient | undefined): string =>
    one?.name ? one.name : (one?.address ?? texts.someone);
  const reasonOf = ({ address }: Recipient) =>
    answers.find((answer) => answer.address.toLowerCase() === address.toLowerCase())?.reason;
  const [only] = recipients;
  if (recipients.length === 1) {
    return reasonOf(only ?? { address: '', name: '' }) === 'mailingList'
      ? texts.reasons.mailingList
      : texts.send.named(shown(only));
  }
  const nameable = recipients.filter((one) => causeOf(texts, reasonOf(one)) === null);
  const intruder = recipients.find((one) => causeOf(texts, reasonOf(one)) !== null);
  if (nameable.length === 1 && intruder) {
    return texts.send.someoneBecause(
      shown(intruder),
      causeOf(texts, reasonOf(intruder)) ?? texts.causes.other,
    );
  }
  return texts.send.someone(recipients.length, shown(recipients[recipients.length - 1]));
}

function causeOf(texts: Texts, reason: RecipientAnswer['reason'] | undefined): string | null {
  if (reason === 'ownAddress') return texts.causes.ownAddress;
  if (reason === 'crmDropbox') return texts.causes.crmDropbox;
  return reason === 'mailingList' ? texts.causes.mailingList : null;
}

/** An event in one line, without its time. */
export function eventWords(texts: Texts, event: EventView): string {
  const sender = event.kind === 'sent' || event.kind === 'logged';
  const who = event.who ? event.who.name || event.who.address : sender ? '' : texts.someone;
  // L13: only what is proven is said to be sent.
  const unproven = event.kind === 'sent' && (event.state === 'sending' || event.state === 'not-confirmed');
  const what = unproven ? texts.sending : texts.events[event.kind](who);
  const marks = [
    ...(event.inferred ? [texts.inferred] : []),
    ...(event.historic ? [texts.historic] : []),
    ...(event.retracted ? [texts.retracted] : []),
  ];
  const link = event.link ? ` “${event.link.text || event.link.target}”` : '';
  return `${what}${link}${marks.length > 0 ? ` (${marks.join(', ')})` : ''}`;
}

/** "today 14:05", "2 Mar, 14:05": in the user's own zone and way. */
export function timeWords(at: string, now: Date, language: string): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return '';
  const sameDay = date.toDateString() === now.toDateString();
  const sameYear = date.getFullYear() === now.getFullYear();
  const options: Intl.DateTimeFormatOptions = sameDay
    ? { hour: '2-digit', minute: '2-digit' }
    : {
        day: 'numeric',
        month: 'short',
        hour: '2-digit',
        minute: '2-digit',
        ...(sameYear ? {} : { year: 'numeric' }),
      };
  return new Intl.DateTimeFormat(language, options).format(date);
}
