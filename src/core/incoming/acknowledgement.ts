import { fold, sentencesOf } from './absence';
import {
  acknowledging,
  CHALLENGE,
  CONFIRMING_SUBJECT,
  GOES_ON,
  type Acknowledging,
} from './acknowledgement-words';
import { emptyReturnPath, lowPrecedence, suppresses, ticketSubject } from './bulk';
import type { ReplyText } from './reply-text';
import type { IncomingMail } from './types';

/** Longer than any template that says no more than this. */
const LONGEST = 2_000;

/** How much each sign counts; two of the lighter ones are still a polite person's. */
const WEIGHT: Readonly<Record<Acknowledging, number>> = {
  taken: 1,
  automatic: 2,
  soon: 1,
  numbered: 1,
  office: 1,
};
const ENOUGH = 3;
/** No template has so many sentences that say something else; the rest of a letter is not read. */
const MOST_FOREIGN = 6;

/**
 * Why this is a program's that took in a request, or one that holds a mail until its sender proves to be a person.
 * A person who answers from a ticket system writes a text of their own: asks, or says more than that.
 */
export function acknowledgement(mail: IncomingMail, split: ReplyText): string | undefined {
  const text = split.replyText;
  if (text.length === 0 || text.length > LONGEST) return undefined;
  const quotes = split.quotedText !== '';
  if (!quotes && CHALLENGE.test(fold(text).replace(/\s+/g, ' '))) {
    return 'asks the sender to prove to be a person';
  }
  const read = readAcknowledgement(text);
  if (!read || !(read.said.has('taken') || read.said.has('automatic'))) return undefined;
  const weight =
    [...read.said].reduce((sum, what) => sum + WEIGHT[what], 0) +
    (ticketSubject(mail.subject) ? 2 : 0) +
    (CONFIRMING_SUBJECT.test(fold(mail.subject.slice(0, 300))) ? 2 : 0) +
    (suppresses(mail) || lowPrecedence(mail) || emptyReturnPath(mail) ? 2 : 0);
  return weight >= ENOUGH + (quotes ? 1 : 0) ? 'acknowledges a request' : undefined;
}

/** What a text says of an acknowledgement; undefined where it asks, or says as much else. */
function readAcknowledgement(text: string): { said: ReadonlySet<Acknowledging> } | undefined {
  const said = new Set<Acknowledging>();
  let known = 0;
  let foreign = 0;
  let personal = false;
  for (const { sentence, content } of sentencesOf(text)) {
    const here = acknowledging(sentence);
    for (const what of here) said.add(what);
    if (here.length > 0) known += 1;
    else if (/\?\S{0,2}$/.test(sentence)) return undefined;
    else if (content) foreign += 1;
    if (GOES_ON.test(sentence)) personal = true;
    if (foreign > MOST_FOREIGN) return undefined;
  }
  if (said.has('automatic')) return foreign <= known + 1 ? { said } : undefined;
  // Without a word that a program wrote it, it has to say nothing else.
  return !personal && foreign <= (said.size >= 3 ? 1 : 0) ? { said } : undefined;
}

/** Whether a text says that it took in a request, or that nobody reads answers. */
export function saysTakenIn(text: string): boolean {
  return sentencesOf(text).some(({ sentence }) =>
    acknowledging(sentence).some((what) => what === 'taken' || what === 'automatic' || what === 'numbered'),
  );
}
