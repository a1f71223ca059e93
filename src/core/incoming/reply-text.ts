import { htmlLines } from './html-lines';
import { quotedLines, type MailLine } from './quote-lines';
import { signatureStart } from './signature';

export interface ReplyText {
  /** What the sender wrote, without quoted history and without signature; lines joined by `\n`. */
  replyText: string;
  /** The quoted history with its attribution lines; empty when there is none. */
  quotedText: string;
  /** What was taken off as a signature (RFC 3676 delimiter, "Sent from my …"). */
  signature?: string;
  /** The HTML without the quoted history, signature included. Well-formed, not sanitised. */
  newHtml?: string;
  /** The quoted history alone. Well-formed, not sanitised. Absent when nothing is quoted. */
  quotedHtml?: string;
}

/** Longer bodies are cut before they are read: what is new in a reply stands far above this. */
const LONGEST_BODY = 4_000_000;

/**
 * Tells what is new in a mail from the quoted history (R6), for the programs and languages in common use. The HTML is
 * read when there is one, since it marks quotes better; the plain text else, or where it divides alike.
 */
export function replyText(body: { html?: string; text?: string }): ReplyText {
  if (body.html !== undefined && body.html.trim() !== '') {
    const html = htmlLines(body.html.slice(0, LONGEST_BODY));
    if (!html) return replyText({ text: body.text ?? body.html.replace(/<[^<>]*>/g, ' ') });
    const quoted = foldedLines(html.lines);
    const marked = joined(html.lines, quoted);
    const split = plainAlike(body.text, marked, newThenOld(html.lines, quoted)) ?? marked;
    if (split.replyText !== '' || split.quotedText !== '' || !body.text?.trim()) {
      // Most mail is only judged: its HTML is written when somebody reads it.
      const own = once(() => html.cut((i) => quoted[i] !== true));
      const history = once(() => html.cut((i) => quoted[i] === true));
      return quoted.includes(true)
        ? {
            ...split,
            get newHtml() {
              return own();
            },
            get quotedHtml() {
              return history();
            },
          }
        : {
            ...split,
            get newHtml() {
              return own();
            },
          };
    }
  }
  const lines = textLines((body.text ?? '').slice(0, LONGEST_BODY));
  return joined(lines, foldedLines(lines));
}

/**
 * The plain part's own words where it divides as the HTML does, new text and then history: it has the addresses of links
 * and the text of pictures. Undefined where only the HTML tells what is new, answers in between above all.
 */
function plainAlike(text: string | undefined, marked: ReplyText, divides: boolean): ReplyText | undefined {
  if (text === undefined || !divides || marked.replyText === '') return undefined;
  const lines = textLines(text.slice(0, LONGEST_BODY));
  const inText = foldedLines(lines);
  if (!newThenOld(lines, inText)) return undefined;
  const plain = joined(lines, inText);
  const length = (split: ReplyText): number =>
    `${split.replyText}${split.signature ?? ''}`.replace(ADDRESSES, '').replace(/[^\p{L}\p{N}]/gu, '').length;
  return plain.replyText !== '' && plain.quotedText !== '' && length(plain) <= length(marked)
    ? plain
    : undefined;
}

const ADDRESSES = /<?\b(?:https?|mailto|tel):[^\s<>()]*>?/g;

/** There is history, and nothing new below its first line. */
function newThenOld(lines: readonly MailLine[], quoted: readonly boolean[]): boolean {
  const first = quoted.indexOf(true);
  return first > 0 && !lines.some((line, i) => i > first && !quoted[i] && line.text.trim() !== '');
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** Quoted history, and with it a signature that stands below it with nothing new in between. */
function foldedLines(lines: readonly MailLine[]): boolean[] {
  const quoted = quotedLines(lines);
  const last = quoted.lastIndexOf(true);
  if (last < 0 || !quoted.slice(0, last).some((q, i) => !q && lines[i]?.text.trim() !== '')) return quoted;
  const tail = lines.slice(last + 1).map((line) => line.text);
  const start = signatureStart(tail);
  if (tail.slice(0, start).some((text) => text.trim() !== '')) return quoted;
  return quoted.map((q, i) => q || i > last);
}

function textLines(text: string): MailLine[] {
  return text
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => {
      const marks = /^(?:[ \t]?>)+/.exec(line)?.[0] ?? '';
      return { text: line, depth: (marks.match(/>/g) ?? []).length };
    });
}

function joined(lines: readonly MailLine[], quoted: readonly boolean[]): ReplyText {
  const fresh: string[] = [];
  const history: string[] = [];
  let afterQuote = false;
  let belowQuote = 0;
  lines.forEach((line, i) => {
    if (quoted[i]) {
      history.push(line.text);
      afterQuote = true;
      return;
    }
    // The blank lines below a quote go with it; those above stay.
    if (afterQuote && line.text.trim() === '') return;
    if (afterQuote) belowQuote = fresh.length;
    afterQuote = false;
    fresh.push(line.text.trimEnd());
  });
  const start = signatureStart(fresh, belowQuote);
  const signature = fresh.slice(start).join('\n').trim();
  return {
    replyText: tidy(fresh.slice(0, start)),
    quotedText: tidy(history),
    ...(signature === '' ? {} : { signature }),
  };
}

function tidy(lines: readonly string[]): string {
  return lines
    .join('\n')
    .replace(/^\s*\n/, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
