import { header, messageIds } from './headers';
import { replyText, type ReplyText } from './reply-text';
import type { IncomingMail } from './types';

/** What a mail says about the message it answers. Nothing here is believed yet: the caller looks each id up. */
export interface ReplyEvidence {
  /** The direct parent: In-Reply-To, or for automatic answers and reports the id they are about. */
  inReplyTo?: string;
  /** With angle brackets, nearest parent first. */
  references: string[];
  /** Tokens of our images and links (44 characters) in the quoted history, in the order they stand there, each once. */
  tokensInQuote: string[];
  /** The others in the body: what the writer pasted, or a quote that cannot be told from what they wrote. */
  tokensBeside: string[];
  conversationId?: string;
  /** The lower-case addresses of who wrote the mail (From, Sender, Reply-To). */
  participants: string[];
}

/** A message of ours that an id led to. */
export interface FoundMessage {
  messageId: string;
  /** Messages of one conversation share it; evidence for two messages of one conversation is no contradiction. */
  thread?: string;
  /** Where each recipient has a copy of their own: the number of the copy. */
  copy?: number;
}

/** A message of the same conversation, with everybody who stands on it. */
export interface ConversationMessage extends FoundMessage {
  /** Lower-case addresses. */
  participants: readonly string[];
  /** ISO 8601. */
  sentAt: string;
}

/** What the caller found for the evidence; ids and tokens without a message of this account are left out. */
export interface MatchLookups {
  /** By Message-ID, with angle brackets. */
  byMessageId: ReadonlyMap<string, FoundMessage>;
  /** By token; only tokens whose signature is valid and whose account is this one. */
  byToken: ReadonlyMap<string, FoundMessage>;
  /** Our messages with the same conversation id. */
  conversation: readonly ConversationMessage[];
}

export type ReplyMatch =
  | {
      messageId: string;
      by: 'in-reply-to' | 'references' | 'marks' | 'conversation';
      reason: string;
      /** The number of the copy that it answers. */
      copy?: number;
    }
  | { messageId?: undefined; by: 'none'; reason: 'contradictory' | 'no evidence'; copy?: undefined };

/** A body is searched this far for marks: a quote may be long, an attack longer. */
const LONGEST_SEARCHED = 4_000_000;

/**
 * Gathers what `matchReply` decides by. `originalMessageId` is the id that `classify` found for reports and automatic
 * answers; `split` is the mail's text where it was told from its quote already.
 */
export function replyEvidence(
  mail: IncomingMail,
  originalMessageId?: string,
  split?: ReplyText,
): ReplyEvidence {
  const parent =
    mail.inReplyTo ?? messageIds(header(mail, 'x-ms-exchange-parent-message-id'))[0] ?? originalMessageId;
  // In-Reply-To may name several: the first is the parent, the others are as good as references.
  const beside = messageIds(header(mail, 'in-reply-to'));
  const references = [...[...mail.references].reverse(), ...beside].filter(
    (id, i, all) => all.indexOf(id) === i,
  );
  const participants = [mail.from, mail.sender, ...mail.replyTo]
    .map((a) => a?.address.trim().toLowerCase() ?? '')
    .filter((a, i, all) => a !== '' && all.indexOf(a) === i);
  return {
    ...(parent === undefined ? {} : { inReplyTo: parent }),
    references,
    ...marksOf(mail, split),
    ...(mail.conversationId === undefined ? {} : { conversationId: mail.conversationId }),
    participants,
  };
}

/** Most mail bears no mark of ours: only where one stands is it asked whether that is in the quote. */
function marksOf(
  mail: IncomingMail,
  split?: ReplyText,
): Pick<ReplyEvidence, 'tokensInQuote' | 'tokensBeside'> {
  const tokens = marksIn(`${mail.html ?? ''}\n${mail.text ?? ''}`);
  if (tokens.length === 0) return { tokensInQuote: [], tokensBeside: [] };
  const { quotedHtml, quotedText } = split ?? replyText(mail);
  const tokensInQuote = marksIn(`${quotedHtml ?? ''}\n${quotedText}`);
  return { tokensInQuote, tokensBeside: tokens.filter((token) => !tokensInQuote.includes(token)) };
}

/**
 * The tokens of `/o/{token}.gif` and `/c/{token}/{n}` in a body, on whatever host, also inside the addresses by which
 * Safe Links and image proxies wrap them (percent-encoded once or more) and broken by quoted-printable soft line breaks.
 */
export function marksIn(body: string): string[] {
  const found: string[] = [];
  const source = body.slice(0, LONGEST_SEARCHED).replace(/=\r?\n/g, '');
  const slash = '(?:/|%(?:25)*2[Ff])';
  const pattern = new RegExp(
    `${slash}[oc]${slash}([A-Za-z0-9_-]{44})(?=\\.gif|%(?:25)*2[Ee]gif|${slash})`,
    'g',
  );
  for (const match of source.matchAll(pattern)) {
    const token = match[1] ?? '';
    if (!found.includes(token)) found.push(token);
  }
  return found;
}

/**
 * Decides which message of ours a mail answers (R4). In-Reply-To and References come first, the nearest parent winning;
 * then our marks, those in the quote before any other; then the conversation, if the writer stands on a message of it.
 * The subject is never asked. Where headers and the marks in the quote lead to different conversations, neither is
 * believed; a mark beside the quote contradicts nothing, since people paste links.
 */
export function matchReply(evidence: ReplyEvidence, found: MatchLookups): ReplyMatch {
  const direct = evidence.inReplyTo === undefined ? undefined : found.byMessageId.get(evidence.inReplyTo);
  const ancestors = evidence.references
    .map((id) => found.byMessageId.get(id))
    .filter((m): m is FoundMessage => m !== undefined);
  const marked = (tokens: readonly string[]): FoundMessage[] =>
    tokens.map((token) => found.byToken.get(token)).filter((m): m is FoundMessage => m !== undefined);
  const quoted = marked(evidence.tokensInQuote);
  const parent = direct ?? ancestors[0];
  if (parent) {
    if (contradicts(parent, ancestors, evidence) || contradictsMarks([parent, ...ancestors], quoted)) {
      return { by: 'none', reason: 'contradictory' };
    }
    const copy = copyAmong(parent, [...ancestors, ...quoted]);
    return direct
      ? {
          messageId: parent.messageId,
          by: 'in-reply-to',
          reason: `In-Reply-To ${evidence.inReplyTo ?? ''}`,
          ...copy,
        }
      : {
          messageId: parent.messageId,
          by: 'references',
          reason: 'nearest of References that is ours',
          ...copy,
        };
  }
  // The newest mail of a quoted history stands at its top.
  const nearest = [...quoted, ...marked(evidence.tokensBeside)][0];
  if (nearest)
    return {
      messageId: nearest.messageId,
      by: 'marks',
      reason: 'our signed mark in the quoted text',
      ...copyAmong(nearest, []),
    };
  const known = [...found.conversation]
    .filter((m) => m.participants.some((p) => evidence.participants.includes(p.toLowerCase())))
    .sort((a, b) => (a.sentAt < b.sentAt ? 1 : -1));
  const latest = known[0];
  if (latest)
    return {
      messageId: latest.messageId,
      by: 'conversation',
      reason: 'same conversation, and the writer stands on it',
    };
  return { by: 'none', reason: 'no evidence' };
}

/** The copy that this evidence names, or else the nearest that names one of the same message. */
function copyAmong(found: FoundMessage, others: readonly FoundMessage[]): { copy?: number } {
  const named = [found, ...others].find(
    ({ messageId, copy }) => messageId === found.messageId && copy !== undefined,
  );
  return named?.copy === undefined ? {} : { copy: named.copy };
}

function sameThread(a: FoundMessage, b: FoundMessage): boolean {
  return a.messageId === b.messageId || (a.thread !== undefined && a.thread === b.thread);
}

/** In-Reply-To names one of our conversations, References only others, and leaves the parent out. */
function contradicts(
  parent: FoundMessage,
  ancestors: readonly FoundMessage[],
  evidence: ReplyEvidence,
): boolean {
  if (
    ancestors.length === 0 ||
    evidence.inReplyTo === undefined ||
    evidence.references.includes(evidence.inReplyTo)
  )
    return false;
  return !ancestors.some((a) => sameThread(a, parent));
}

function contradictsMarks(chain: readonly FoundMessage[], marked: readonly FoundMessage[]): boolean {
  return marked.length > 0 && !marked.some((m) => chain.some((c) => sameThread(c, m)));
}
