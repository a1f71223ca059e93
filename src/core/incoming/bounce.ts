import { fold, saysAbsent } from './absence';
import {
  addressesIn,
  beforeReturnedCopy,
  deliveryFromText,
  isMailSystem,
  originalMessageId,
  returnedMessageId,
  reportedStatus,
  saysUndelivered,
  STATUS_PART,
  type Delivery,
} from './delivery';
import { header, headerValues, rootType } from './headers';
import { htmlLines } from './html-lines';
import type { ReplyText } from './reply-text';
import type { IncomingMail } from './types';

export interface Bounce {
  evidence: string[];
  delivery: Delivery[];
  originalMessageId?: string;
}

/**
 * Reads a report of a mail system about a mail that did not arrive, is late, or (by the actions in it) did arrive. Found
 * by its status part, else by a mail system as sender together with the words of failure; `known` skips that question.
 */
export function bounceOf(mail: IncomingMail, split: ReplyText, known: boolean): Bounce | undefined {
  const text = bodyText(mail);
  const status = (mail.parts ?? []).some((p) => STATUS_PART.test(p.contentType));
  const evidence = known ? ['message class'] : bounceSigns(mail, split, text, status);
  if (evidence.length === 0) return undefined;
  const reported = reportedStatus(mail);
  const delivery = reported.length > 0 ? reported : deliveryFromText(mail, text);
  const original = originalMessageId(mail) ?? returnedMessageId(text);
  return { evidence, delivery, ...(original === undefined ? {} : { originalMessageId: original }) };
}

function bounceSigns(mail: IncomingMail, split: ReplyText, text: string, status: boolean): string[] {
  const type = rootType(mail);
  if (/^multipart\/report\b/.test(type) && /report-type\s*=\s*"?delivery-status/.test(type)) {
    return ['report of type delivery-status'];
  }
  const system = isMailSystem(mail);
  const nullPath = headerValues(mail, 'return-path').some((v) => v.replace(/\s/g, '') === '<>');
  if (status && (system || nullPath || type.startsWith('multipart/report')))
    return ['has a delivery-status part'];
  if (header(mail, 'x-failed-recipients') !== undefined) return ['X-Failed-Recipients'];
  const head = `${mail.subject}\n${beforeReturnedCopy(text)}`;
  const failed = saysUndelivered(head);
  if (system && failed) return ['from a mail system', 'says that a mail was not delivered'];
  if (nullPath && failed && (returnsCopy(mail, text) || saysUndelivered(mail.subject))) {
    return ['empty return path', 'says that a mail was not delivered'];
  }
  // qmail and its like under a person's address: the fixed words, and the returned copy below them.
  if (FIXED_WORDS.test(split.replyText.slice(0, 600)) && returnsCopy(mail, text)) {
    return ['the words of a mail system', 'returns a copy of the mail'];
  }
  if (system && returnsCopy(mail, text) && hasFailureCode(text)) {
    return ['from a mail system', 'returns a mail with an error code'];
  }
  if (!system && likeness(mail, split, text) >= 4) return ['reads like a report of a mail system'];
  // In whatever language: a mail system writes to nobody but about a mail, and names whose.
  return system &&
    isTerse(split) &&
    addressesIn(beforeReturnedCopy(text), mail).length > 0 &&
    !saysAbsent(text)
    ? ['from a mail system', 'names another address']
    : [];
}

/** A mail system speaks of the reader's mail and of "the following" recipients; a person of their own mail. */
const FROM_ITS_VIEW =
  /\b(?:your (?:e-?mail|message|mail)|(?:message|mail|e-?mail) (?:that )?you sent|(?:these|the following|following) recipients?|the following|the e-?mail below|th(?:is|e) (?:message|mail|e-?mail)|ihre (?:nachricht|e-?mail)|diese nachricht|folgende|votre (?:message|courrier|courriel)|su (?:mensaje|correo)|siguientes?|(?:il (?:tuo|suo)|la tua) (?:messaggio|mail)|seguenti|uw (?:bericht|e-?mail)|volgende|(?:a )?sua mensagem|seguintes?|(?:twoja|panstwa) wiadomosc|nastepujac|vas[ei] zprav|nasledujic|ditt meddelande|foljande)\b|お送りいただいた|次の|您的?(?:邮件|郵件|发送)|下列|以下收件人/u;
const MAILISH =
  /mail|smtp|daemon|post|admin|virus|gateway|deliver|\bmta|^mx|server|exchange|system|imss|bounce/i;
const ANSWERED = /^\s*(?:re|aw|sv|odp|antw|fwd?|wg|vs|tr|rv|res|enc|i|r)\s*:/i;

/** A field that says why. */
const REASON =
  /^[ \t]*(?:reason|rejection reason|because|error(?: code)?|diagnostic[\w ]{0,40}|grund|fehler|motif|raison|motivo|causa|errore|reden|oorzaak|powod|przyczyna|duvod|orsak|anledning|原因|理由|退信原因|退信代码)\s*[:：]/mu;

/** How much speaks for a report from an address that is not a mail system's by its name; four signs are enough. */
function likeness(mail: IncomingMail, split: ReplyText, text: string): number {
  const own = split.replyText.slice(0, 600);
  const head = beforeReturnedCopy(text);
  if (!saysUndelivered(own) || split.replyText.length > 3_000 || own.includes('?')) return 0;
  const signs = [
    saysUndelivered(mail.subject) && !ANSWERED.test(mail.subject),
    saysUndelivered(mail.subject),
    FROM_ITS_VIEW.test(fold(own)),
    addressesIn(head, mail).length > 0,
    hasFailureCode(text),
    returnsCopy(mail, text),
    REASON.test(fold(head)),
    MAILISH.test(mail.from?.address.split('@')[0] ?? '') || MAILISH.test(mail.from?.name ?? ''),
  ].filter(Boolean).length;
  return signs - (mail.inReplyTo === undefined && mail.references.length === 0 ? 0 : 1);
}

/** A person at the desk of a postmaster writes more, or quotes. */
function isTerse(split: ReplyText): boolean {
  return split.quotedText === '' && split.replyText.length < 1_500;
}

const FIXED_WORDS =
  /this is the (?:qmail-send|mail system|mail delivery|mail server|postfix|exim)|this (?:report|message) was (?:created|generated) automatically by (?:the )?mail|message that you sent could not be delivered|your message\b.{0,200}\b(?:did not reach|was not delivered|could not be delivered)/isu;

function returnsCopy(mail: IncomingMail, text: string): boolean {
  return (
    (mail.parts ?? []).some((p) => /^(?:message\/rfc822|text\/rfc822-headers)$/.test(p.contentType)) ||
    beforeReturnedCopy(text).length < text.length
  );
}

function hasFailureCode(text: string): boolean {
  return /\b[45]\.\d{1,3}\.\d{1,3}\b|\b[45][0-5]\d(?:[ -]|\b(?=\]))/.test(beforeReturnedCopy(text));
}

function bodyText(mail: IncomingMail): string {
  if (mail.text !== undefined && mail.text.trim() !== '') return mail.text;
  if (mail.html === undefined) return '';
  return (htmlLines(mail.html)?.lines ?? []).map((line) => line.text).join('\n');
}
