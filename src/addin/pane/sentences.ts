import { isProven, type EventView } from '../../core/api';
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
  /** What of the mail itself keeps it from being tracked as it might be: its format, its pictures, its encryption (O5, L4). */
  warnings: string[];
  /** What else explains it, strongest first. */
  because: string[];
  /** The links that stay as they are where others are tracked, by the reason why (C2, C3). */
  left: { title: string; lines: string[] } | null;
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
    /** Links are off for that, though the policy knows no better than that they are off. */
    domainFailing?: boolean;
    /** What stands in the mail in double braces, as on Send it will (A8). */
    braces?: readonly string[];
  },
): Foretold {
  const { outcome, recipients, braces = [] } = mail;
  if (recipients.length === 0) return { summary: texts.send.nobody, warnings: [], because: [], left: null };
  const { warnings, because } = reasonsOf(texts, mail);
  if (braces.length > 0) warnings.push(texts.send.braces(braces.map((one) => texts.quoted(one))));
  const left = leftAlone(texts, outcome);
  if (outcome.nothing) return { summary: texts.send.nothing, warnings, because, left };

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
  if (outcome.policy.test)
    return { summary: tracking, warnings, because: [texts.send.test, ...because], left };
  const naming = outcome.image ? [nameOfOpens(texts, recipients, mail.answers)] : [];
  return { summary: `${tracking} ${log}`, warnings, because: [...naming, ...because], left };
}

/** These are of the mail itself, and its writer may change them. */
const OF_THE_MAIL: ReadonlySet<string> = new Set<PolicyReason['code']>(['plainText', 'private', 'encrypted']);

function reasonsOf(
  texts: Texts,
  {
    outcome,
    plainText,
    track,
    domainFailing = false,
  }: { outcome: Outcome; plainText: boolean; track: boolean; domainFailing?: boolean },
): { warnings: string[]; because: string[] } {
  const warnings: string[] = [];
  const because: string[] = [];
  if (plainText && track) warnings.push(texts.send.plainText);
  for (const limit of outcome.limits) warnings.push(texts.limits[limit]);
  const same = (a: PolicyReason, b: PolicyReason): boolean => a.code === b.code && a.address === b.address;
  const reasons = outcome.policy.reasons.map((reason): PolicyReason =>
    domainFailing && reason.subject === 'links' && reason.code === 'accountOff'
      ? { ...reason, code: 'domainFailing' }
      : reason,
  );
  for (const reason of reasons) {
    if (reason.code === 'plainText' && plainText) continue;
    const words = reasonWords(texts, reason);
    if (words === null || reason.code === 'noRecipients') continue;
    const both =
      reason.subject !== 'log' &&
      reasons.some(
        (other) => other.subject !== 'log' && other.subject !== reason.subject && same(other, reason),
      );
    const subject = both ? texts.subjects.tracking : texts.subjects[reason.subject];
    const lines = OF_THE_MAIL.has(reason.code) ? warnings : because;
    const line = `${subject}: ${words}.`;
    if (!lines.includes(line)) lines.push(line);
  }
  return { warnings, because };
}

/** Links to name per reason before the rest is counted. */
const MOST_LINKS = 3;
/** A link's text is cut to this; whoever wrote it knows it. */
const LINK_LENGTH = 40;
/** Said by a line of its own already, or known to whoever wrote the link. */
const SAID: readonly string[] = ['linksOff', 'freeSeat', 'quoted', 'mailto', 'tel', 'sms', 'anchor', 'empty'];

/** Why single links stay as they are, where others are tracked (C2, C3). */
function leftAlone(texts: Texts, { links }: Outcome): Foretold['left'] {
  if (!links.some(({ tracked }) => tracked)) return null;
  const byReason = new Map<string, string[]>();
  for (const link of links) {
    const words = linkWords(texts, link.reason);
    if (link.tracked || words === null || SAID.includes(link.reason)) continue;
    const text = (link.text || link.target).trim();
    const shown = text.length > LINK_LENGTH ? `${text.slice(0, LINK_LENGTH - 1)}…` : text;
    byReason.set(words, [...(byReason.get(words) ?? []), texts.quoted(shown)]);
  }
  const count = [...byReason.values()].reduce((sum, of) => sum + of.length, 0);
  if (count === 0) return null;
  return {
    title: texts.send.leftAlone(count),
    lines: [...byReason].map(([why, of]) =>
      texts.send.linksLeft(of.slice(0, MOST_LINKS), Math.max(0, of.length - MOST_LINKS), why),
    ),
  };
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
    const reason = reasonOf(only ?? { address: '', name: '' });
    if (reason === 'mailingList') return texts.reasons.mailingList;
    return reason === 'noLegalBasis' ? texts.send.noBasis(shown(only)) : texts.send.named(shown(only));
  }
  const nameable = recipients.filter((one) => !NAMELESS.has(reasonOf(one) ?? 'knownContact'));
  const others = recipients.filter((one) => !nameable.includes(one));
  if (nameable.length === 1) {
    const causes = others.flatMap((one) => {
      const cause = causeOf(texts, reasonOf(one));
      return cause === null ? [] : [`${shown(one)} (${cause})`];
    });
    if (causes.length === others.length) return texts.send.someoneBecause(causes);
  }
  const inTheWay = nameable.length === 1 ? others : nameable.length > 1 ? nameable : recipients;
  return texts.send.someone(recipients.length, shown(inTheWay[inTheWay.length - 1]));
}

/** Whose opens nobody waits for, or would see by name: beside one other recipient, it is they who prevent the name. */
const NAMELESS: ReadonlySet<string> = new Set<RecipientAnswer['reason']>([
  'ownAddress',
  'ownCompany',
  'crmDropbox',
  'mailingList',
  'noReplyAddress',
  'noLegalBasis',
]);

function causeOf({ causes }: Texts, reason: RecipientAnswer['reason'] | undefined): string | null {
  const known: Readonly<Record<string, string | undefined>> = causes;
  return (reason !== undefined && known[reason]) || null;
}

/** An event in one line, without its time. */
export function eventWords(texts: Texts, event: EventView): string {
  const sender = event.kind === 'sent' || event.kind === 'logged';
  const who = event.who ? event.who.name || event.who.address : sender ? '' : texts.someone;
  // L13: only what is proven is said to be sent.
  const state = event.kind === 'sent' && event.state !== 'undone' ? (event.state ?? 'sent') : 'sent';
  const what = isProven(state) ? texts.events[event.kind](who) : texts.message.states[state];
  const marks = [
    ...(event.inferred ? [texts.inferred] : []),
    ...(event.first && !event.retracted ? [texts.firstTime] : []),
    ...(event.historic ? [texts.historic] : []),
    ...(event.retracted ? [texts.retracted] : []),
  ];
  const link = event.link ? ` ${texts.quoted(event.link.text || event.link.target)}` : '';
  return `${what}${link}${marks.length > 0 ? ` (${marks.join(', ')})` : ''}`;
}

/** "today 14:05", "2 Mar, 14:05": in the user's own zone and way. */
export function timeWords(at: string, now: Date, locale: string): string {
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
  return new Intl.DateTimeFormat(locale, options).format(date);
}
