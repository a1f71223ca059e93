/**
 * Character references as the HTML Standard reads them (section 13.2.5.72 on), with a part of its name table:
 * all names that count without a semicolon, all names of ASCII characters, the invisible ones, and the usual
 * punctuation. The full table (2,231 names, 30 kB) is too large for the launch file. An attribute with a
 * name outside this part is reported as uncertain, and its link is left alone.
 */
const LATIN1 =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest ' +
  'Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig ' +
  'agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml';

/** Names that need their semicolon, each group behind the character it stands for. */
const NAMED =
  "\tTab \nNewLine !excl #num $dollar %percnt 'apos (lpar )rpar *ast|midast +plus ,comma .period /sol " +
  ':colon ;semi =equals ?quest @commat [lsqb|lbrack \\bsol ]rsqb|rbrack ^Hat _lowbar ' +
  '`grave {lcub|lbrace |verbar|vert }rcub|rbrace ' +
  '\u2002ensp \u2003emsp \u2009thinsp ' +
  '\u200bZeroWidthSpace ' +
  '\u200czwnj \u200dzwj \u200elrm \u200frlm \u2010hyphen \u2013ndash \u2014mdash ' +
  '\u2018lsquo \u2019rsquo \u201asbquo ' +
  '\u201cldquo \u201drdquo \u201ebdquo ' +
  '\u2022bull \u2026hellip \u2039lsaquo \u203arsaquo \u2060NoBreak \u20aceuro ' +
  '\u2122trade \u2192rarr ';

/** Count without a semicolon, too; the character they stand for comes last. The longest has six letters. */
const LEGACY = new Map<string, string>();
for (const name of 'amp& AMP& lt< LT< gt> GT> quot" QUOT" COPY\u00a9 REG\u00ae'.split(' ')) {
  LEGACY.set(name.slice(0, -1), name.slice(-1));
}
LATIN1.split(' ').forEach((name, i) => LEGACY.set(name, String.fromCharCode(160 + i)));
const LONGEST_LEGACY = 6;

const NAMES = new Map<string, string>(LEGACY);
for (const group of NAMED.split(' ')) {
  for (const name of group.slice(1).split('|')) NAMES.set(name, group.charAt(0));
}

/** What numbers 0x80 to 0x9f mean: windows-1252. */
const WINDOWS_1252 =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

function numbered(digits: string, radix: number): string {
  const point = parseInt(digits, radix);
  if (point >= 0x80 && point <= 0x9f) return WINDOWS_1252.charAt(point - 0x80);
  if (point === 0 || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return '\ufffd';
  return String.fromCodePoint(point);
}

function legacyPrefix(run: string): string | null {
  for (let length = Math.min(LONGEST_LEGACY, run.length); length > 1; length--) {
    if (LEGACY.has(run.slice(0, length))) return run.slice(0, length);
  }
  return null;
}

const REFERENCE = /&(?:#[xX]([0-9a-fA-F]+);?|#([0-9]+);?|([0-9A-Za-z]+)(;?)(=?))/g;

function decode(raw: string, inAttribute: boolean): { value: string; certain: boolean } {
  if (!/[&\r\0]/.test(raw)) return { value: raw, certain: true };
  let certain = true;
  const source = raw.replace(/\r\n?/g, '\n');
  const decoded = !source.includes('&')
    ? source
    : source.replace(
        REFERENCE,
        (whole: string, hex?: string, decimal?: string, run?: string, semicolon = '', equals = '') => {
          if (hex !== undefined) return numbered(hex, 16);
          if (decimal !== undefined) return numbered(decimal, 10);
          if (run === undefined) return whole;
          const full = semicolon ? NAMES.get(run) : undefined;
          if (full !== undefined) return full + equals;
          const prefix = legacyPrefix(run);
          if (!inAttribute) {
            if (prefix === null) return whole;
            return (LEGACY.get(prefix) || '') + run.slice(prefix.length) + semicolon + equals;
          }
          if (semicolon) certain = false;
          // In an attribute a name without semicolon stands for itself before a letter, a digit or "=": old query strings.
          if (semicolon || equals || prefix !== run) return whole;
          return LEGACY.get(run) || whole;
        },
      );
  return { value: decoded.replace(/\0/g, '\ufffd'), certain };
}

/** An attribute's value as the browser sees it. `certain` is false if a name outside our table stands in it. */
export const decodeAttribute = (raw: string): { value: string; certain: boolean } => decode(raw, true);

/** Visible text as the browser sees it, but for rare names, which stay as they are written. */
export const decodeText = (raw: string): string => decode(raw, false).value;

/** `value` as it must be written between these quotes ('' for none). */
export function escapeAttribute(value: string, quote: '"' | "'" | ''): string {
  const escaped = value.replace(/&/g, '&amp;');
  if (quote === '"') return escaped.replace(/"/g, '&quot;');
  if (quote === "'") return escaped.replace(/'/g, '&#39;');
  return escaped.replace(/[\t\n\f\r "'<=>`]/g, (c) => (c === '=' ? c : `&#${c.charCodeAt(0)};`));
}
