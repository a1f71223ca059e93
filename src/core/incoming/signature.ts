import { fold } from './absence';
import { CLOSING } from './absence/languages';
import { DEVICE_LINE } from './quote-words';

/** A signature below a closing is this many lines at most. */
const MOST_LINES = 10;
/** What stands below a device line is small print only so far. */
const MOST_BELOW_DEVICE = 12;

/**
 * Where the signature begins among new lines: the RFC 3676 delimiter, a line that a phone adds, or a closing ("Kind
 * regards") with a name and at least one more line about who that is. `from` is the line below the last quote: what a
 * phone's line stands above is new text where a quote stands between (answers below the quote).
 */
export function signatureStart(lines: readonly string[], from = 0): number {
  let end = lines.length;
  for (let i = end - 1; i >= 0; i -= 1) {
    const text = lines[i] ?? '';
    if (text.trim() === '' || isDeviceLine(text)) end = i;
    else break;
  }
  const delimiter = lines.slice(0, end).findIndex((line) => /^--\s*$/.test(line));
  // A device line may also stand right above the delimiter.
  if (delimiter >= 0) return Math.min(end, signatureStart(lines.slice(0, delimiter), from));
  const above = lines.slice(0, Math.min(end, listFooterStart(lines.slice(0, end))));
  return Math.min(above.length, deviceStart(above, from), closingStart(above, from));
}

/** What a mailing list puts below each mail: a long rule, the list's name, where it lives. */
function listFooterStart(lines: readonly string[]): number {
  for (let i = lines.length - 1; i >= 0 && i >= lines.length - MOST_LINES; i -= 1) {
    if (!/^(?:_{20,}|-{20,}|={20,})\s*$/.test(lines[i] ?? '')) continue;
    const below = lines.slice(i + 1).filter((line) => line.trim() !== '');
    return below.some((line) => LIST_LINE.test(line)) ? i : lines.length;
  }
  return lines.length;
}

const LIST_LINE = /mailing ?list|listinfo|unsubscribe|\blists?\.[\w-]+\./i;

/** A device line in a paragraph of its own, with text above it and little below. */
function deviceStart(lines: readonly string[], from: number): number {
  for (let i = Math.max(from, lines.length - MOST_BELOW_DEVICE); i < lines.length; i += 1) {
    const alone = (lines[i - 1] ?? '').trim() === '' && (lines[i + 1] ?? '').trim() === '';
    const below = lines.slice(from, i).some((line) => line.trim() !== '');
    if (alone && below && isDeviceLine(lines[i] ?? '')) return i;
  }
  return lines.length;
}

function closingStart(lines: readonly string[], from: number): number {
  for (let i = lines.length - 1; i > from && i >= lines.length - 2 * MOST_LINES; i -= 1) {
    const line = (lines[i] ?? '').trim();
    if (line === '' || line.length > 60 || !CLOSING.test(fold(line))) continue;
    const above = lines.slice(from, i).some((text) => text.trim() !== '');
    return above && isCard(lines.slice(i + 1)) ? i : lines.length;
  }
  return lines.length;
}

/** A name, and at least one line about the person: office, firm, numbers, addresses. No sentences, no afterthought. */
function isCard(lines: readonly string[]): boolean {
  const filled = lines.map((line) => line.trim()).filter((line) => line !== '');
  if (filled.length < 2 || filled.length > MOST_LINES) return false;
  if (filled.some((line) => /^(?:p\.? ?s\b|n\.? ?b\b|\d+[.)] |[-*•] )/i.test(line) || /\?$/.test(line)))
    return false;
  const sentences = filled.filter(
    (line) => line.length > 100 || (/[.!。]$/.test(line) && line.split(/\s+/).length > 5),
  );
  return sentences.length === 0 && filled.slice(1).some((line) => ABOUT.test(line));
}

/** What tells a line about a person from one more line of text. */
const ABOUT =
  /[@|•·]|www\.|https?:|\d{3,}|\+\d|^(?:tel|phone|fax|mobile?|cell|mob|m|t|f|e|kom|handy|gsm)\b[.: ]|\b(?:ceo|cto|cfo|director|manager|engineer|head|vp|president|partner|founder|owner|consultant|sales|marketing|support|department|dept|inc|ltd|llc|gmbh|ag|s\.?a\.?|b\.?v\.?|sp\. ?z|s\.?r\.?[lo]|ab|co|corp|dyrektor|kierownik|leiter(?:in)?|geschaftsfuhrer|abteilung|directeur|directrice|responsable|gerente|direttore|responsabile|jednatel|reditel|chef|vd)\b|株式会社|有限公司|部|課|经理/iu;

/** Whether a phone or a program adds this line below what its owner writes. */
export function isDeviceLine(text: string): boolean {
  return text.length <= 160 && DEVICE_LINE.some((pattern) => pattern.test(text));
}
