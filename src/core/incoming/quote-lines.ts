import {
  BARE_ORIGINAL_MESSAGE,
  BEGIN_FORWARDED,
  headerLine,
  ORIGINAL_MESSAGE,
  WROTE,
  WROTE_START,
  type HeaderLabel,
} from './quote-words';

/** One visible line of a mail. */
export interface MailLine {
  text: string;
  /** How deep in quotation it stands: `>` marks in plain text, block quotes in HTML. */
  depth: number;
  /** Whether the markup says that this is quoted history; absent in plain text, where `depth` says it. */
  quoted?: boolean;
  /** True where the markup says that all that follows is history. */
  opens?: boolean;
  /** True for a horizontal rule. */
  rule?: boolean;
}

/** An attribution is broken over at most this many lines (addresses of 60 characters and more wrap twice). */
const ATTRIBUTION_LINES = 6;
const LONGEST_ATTRIBUTION = 400;
/** No announcement of a quote is longer; a header line may be (many recipients), and says what it is at its beginning. */
const LONGEST_READ = 400;
/** What is new in a mail stands above this line, and below it only marked quotes are told. */
const LINES_READ = 20_000;

const DATE =
  /\b\d{1,2}\. ?\d{1,2}\. ?\d{4}|\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b|\b\d{1,2}[-. ]+(?:de )?\p{L}{3,12}\.?,?[-. ]+(?:de )?\d{2,4}\b|\b\p{L}{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:\d{4}|at)\b|\b\d{1,2}\. ?\p{L}{3,12}|\d{4}\s?[年년]|\d{1,2}:\d{2}/u;
const ADDRESS = /[^\s<>@"]+@[^\s<>@"]+\.[^\s<>@"]+/;
const DATE_START =
  /^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}\s?[年년]|(?:\p{L}{2,12}\.?,?\s+)?\d{1,2}\.?\s+(?:de\s+)?\p{L}{3,12}\.?\s+(?:de\s+)?\d{4}|\p{L}{2,12}\.?,\s+\p{L}{3,12}\.?\s+\d{1,2})/u;
const TIME = /\d{1,2}[:.h]\d{2}/;

/**
 * Marks each line as quoted history (true) or new (false). Quoted is what the markup or `>` says, and what follows an
 * attribution ("On … wrote:"), a header block ("From: … Sent: …") or a separator ("-----Original Message-----").
 * Text below a quote that is itself marked line by line is new (bottom posting, answers in between); text below an
 * unmarked one cannot be told from it and is quoted.
 */
export function quotedLines(lines: readonly MailLine[]): boolean[] {
  const quoted = lines.map((line) => line.quoted === true);
  let i = 0;
  while (i < lines.length) {
    const line = lines[i];
    if (!line || quoted[i]) {
      i += 1;
      continue;
    }
    if (i < LINES_READ && startsQuote(lines, i)) {
      const end = endOfDepth(lines, i);
      mark(quoted, withRuleBefore(lines, quoted, i), end);
      i = end;
      continue;
    }
    const span = i < LINES_READ ? attribution(lines, i) || shortAttribution(lines, i) : 0;
    if (span > 0) {
      const next = nextText(lines, i + span);
      const follower = lines[next];
      const marked = follower !== undefined && (follower.depth > line.depth || follower.quoted === true);
      const end = marked ? endOfQuote(lines, next, line.depth) : endOfDepth(lines, i);
      mark(quoted, i, end);
      i = end;
      continue;
    }
    if (line.depth > 0 && line.quoted === undefined && isCited(lines, i)) quoted[i] = true;
    i += 1;
  }
  return quoted;
}

function mark(quoted: boolean[], from: number, to: number): void {
  for (let i = from; i < to; i += 1) quoted[i] = true;
}

/** A line with `>` is decoration, not quotation, when it ends as it begins: `>>> http://… <<<`. */
function isCited(lines: readonly MailLine[], i: number): boolean {
  return !/<<$/.test((lines[i]?.text ?? '').trimEnd());
}

function textOf(lines: readonly MailLine[], i: number): string {
  return (lines[i]?.text ?? '').slice(0, LONGEST_READ);
}

function startsQuote(lines: readonly MailLine[], i: number): boolean {
  const text = textOf(lines, i);
  if (lines[i]?.opens === true) return true;
  if (ORIGINAL_MESSAGE.test(text) || BEGIN_FORWARDED.test(text)) return true;
  // "---- Alice wrote ----", as some phones have it.
  const ruled = /^\s*-{3,}([^-].{0,80}[^-])-{3,}\s*$/.exec(text)?.[1]?.trim();
  if (ruled !== undefined && VERB_END.test(ruled)) return true;
  if (BARE_ORIGINAL_MESSAGE.test(text)) return headerBlock(lines, nextText(lines, i + 1));
  return headerBlock(lines, i);
}

/** The lines of an Outlook-style block: at least a sender and one more field, close together. */
function headerBlock(lines: readonly MailLine[], start: number): boolean {
  const first = headerLine(textOf(lines, start));
  if (!first || first.value === '') return false;
  const seen = new Map<HeaderLabel, string>();
  let others = 0;
  for (let i = start; i < lines.length && i < start + 14 && others < 3; i += 1) {
    const text = textOf(lines, i);
    if (text.trim() === '') {
      if (seen.size >= 3) break;
      continue;
    }
    const field = headerLine(text);
    if (field) {
      if (!seen.has(field.label)) seen.set(field.label, field.value);
      // Inline markup may leave two fields in one line: "From: a@b Date: Thu, 24 Mar".
      const second = /\s(?:date|sent|datum|gesendet|data|fecha)\s?:\s*(.+)$/i.exec(field.value);
      if (second && !seen.has('date')) seen.set('date', second[1] ?? '');
    } else others += 1;
  }
  const from = seen.get('from');
  if (from === undefined) return false;
  if (seen.size >= 3) return true;
  const date = seen.get('date');
  return date !== undefined && DATE.test(date) && (ADDRESS.test(from) || precededByRule(lines, start));
}

function precededByRule(lines: readonly MailLine[], i: number): boolean {
  let at = i - 1;
  while (at >= 0 && (lines[at]?.text ?? '').trim() === '' && lines[at]?.rule !== true) at -= 1;
  return at >= 0 && isRule(lines[at]);
}

function isRule(line: MailLine | undefined): boolean {
  return (
    line !== undefined && (line.rule === true || /^[\s*]*(?:_{5,}|-{5,}|={5,}|—{3,})[\s*]*$/.test(line.text))
  );
}

/** The rule that a program draws above a header block belongs to the quote. */
function withRuleBefore(lines: readonly MailLine[], quoted: readonly boolean[], i: number): number {
  if (!precededByRule(lines, i)) return i;
  let at = i - 1;
  while (at > 0 && !isRule(lines[at])) at -= 1;
  return quoted[at] ? i : at;
}

/** How many lines, from `start`, are "On … wrote:"; 0 when none. */
function attribution(lines: readonly MailLine[], start: number): number {
  if ((lines[start]?.text ?? '').trim() === '') return 0;
  let joined = '';
  let count = 0;
  for (let i = start; i < lines.length && count < ATTRIBUTION_LINES; i += 1) {
    const text = (lines[i]?.text ?? '').trim();
    if (text === '' && count === 0) return 0;
    if (text === '') continue;
    count += 1;
    joined = joined === '' ? text : `${joined} ${text}`;
    if (joined.length > LONGEST_ATTRIBUTION) return 0;
    if (isAttribution(joined, count)) return i - start + 1;
    // Only a line that already looks like the beginning may run on.
    if (!mayRunOn(joined)) return 0;
  }
  return 0;
}

/** "Alice wrote:", without a day or an address: only right above lines that are marked as a quote. */
function shortAttribution(lines: readonly MailLine[], i: number): number {
  const line = lines[i];
  const follower = lines[nextText(lines, i + 1)];
  if (!line || !follower || follower.depth <= line.depth) return 0;
  const text = textOf(lines, i).trim();
  const words = text.replace(/\s*[:：]$/, '');
  return words !== text && words.length < 100 && VERB_END.test(words) ? 1 : 0;
}

function mayRunOn(text: string): boolean {
  const bare = text.replace(/^[\s>*_-]+/, '');
  return (
    (DATE.test(bare) && (WROTE_START.test(bare) || ADDRESS.test(bare) || /<$/.test(bare))) ||
    DATE_START.test(bare) ||
    (ADDRESS.test(bare) && (WROTE.test(bare) || NAMED_ADDRESS.test(bare)))
  );
}

/** Whether one joined line announces a quote. */
export function isAttribution(text: string, lines = 1): boolean {
  const bare = text
    .replace(BIDI, '')
    .replace(/^[\s>*_-]+/, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/[\s*_-]+$/, '')
    .replace(/\s+([:：])$/, '$1');
  if (bare === '') return false;
  const colon = /[:：]$/.test(bare);
  const dated = DATE.test(bare);
  const addressed = ADDRESS.test(bare);
  const verb = hasVerb(bare);
  if (verb && colon && (dated || addressed) && bare.length < 350) {
    return WROTE_START.test(bare) || DATE_START.test(bare) || addressed || shortClause(bare);
  }
  if (colon && addressed && /^(?:quoting|zitat von|citando|quoting from|cytat|citat(?:ion)?)\b/i.test(bare))
    return true;
  if (verb && colon && /^.{2,40} via .{2,40}\b/i.test(bare)) return true;
  // In whatever language: when, who with an address, and a colon.
  if (colon && dated && TIME.test(bare) && NAMED_ADDRESS.test(bare) && bare.length < 250) return true;
  if (NOTES.test(bare)) return true;
  if (verb && !colon && WROTE_START.test(bare) && dated) return VERB_END.test(bare);
  if (!DATE_START.test(bare)) return false;
  if (!TIME.test(bare)) return bare.length < 160 && /<[^<>]+@[^<>]+>[:：]?$/.test(bare);
  if (addressed) return colon || lines === 1 || />$/.test(bare);
  return /(?:GMT|UTC)[+-]\d{1,2}:?\d{2}\s+\S/.test(bare);
}

const BIDI = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const NAMED_ADDRESS = /[<(]\s?[^\s<>()@"]+@[^\s<>()@"]+\s?[>)]/;
/** `Alice Moreau ---01.07.2026 09:00:00---` */
const NOTES = /^.{2,60} -{2,3}\s?\d{1,2}[./]\d{1,2}[./]\d{2,4} \d{1,2}:\d{2}/;

/** WROTE ends with an alternative for a bare colon; here a real verb is wanted. */
function hasVerb(text: string): boolean {
  return WROTE.test(text.replace(/[:：]+$/, ''));
}

const VERB_END = new RegExp(
  `(?:wrote|schrieb|écrit|escribió|scritto|schreef|escreveu|napsal|napisał|skrev|kirjoitti|написал|写道|寫道)$`,
  'iu',
);

/** "Bob Lee wrote at 12:30:" is an attribution, a long sentence with a verb and a time in it is not. */
function shortClause(text: string): boolean {
  return text.length <= 120 && !/[.!?]\s+\p{Lu}/u.test(text.replace(/\b\p{L}{1,5}\.\s/gu, ''));
}

function nextText(lines: readonly MailLine[], from: number): number {
  let i = from;
  while (i < lines.length && (lines[i]?.text ?? '').trim() === '') i += 1;
  return i;
}

/** The first line after `from` that stands outside the quotation that begins there; blank lines inside belong to it. */
function endOfQuote(lines: readonly MailLine[], from: number, depth: number): number {
  let end = from;
  for (let i = from; i < lines.length; i += 1) {
    const line = lines[i];
    if (!line) break;
    if (line.depth > depth || line.quoted === true) end = i + 1;
    else if (line.text.trim() !== '') break;
  }
  return end;
}

/** What an unmarked quote takes with it: the rest of the mail, or of the quotation it stands in. */
function endOfDepth(lines: readonly MailLine[], from: number): number {
  const depth = lines[from]?.depth ?? 0;
  if (depth === 0) return lines.length;
  let i = from;
  while (i < lines.length && ((lines[i]?.depth ?? 0) >= depth || (lines[i]?.text ?? '').trim() === ''))
    i += 1;
  return i;
}
