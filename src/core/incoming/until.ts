import { fold } from './absence';
import { sayings, type Saying } from './absence/languages';

/** Month names by their first letters, per language; the longest fitting beginning decides. */
const MONTHS: readonly string[] = [
  'jan|gen|ene|styc|led|january|янв|січ|ocak|tammi',
  'feb|fev|lut|uno|фев|лют|sub|helmi',
  'mar|maa|mrt|brez|бер|март|maalis',
  'apr|avr|abr|kwi|dub|апр|квіт|nis|huhti',
  'may|mai|maj|mei|mag|kve|maggio|мая|маи|трав|touko',
  'jun|juin|giu|czerw|cervn|cerven|июн|черв|haz|kesa',
  'jul|juil|lug|lip|cervenc|июл|лип|tem|heina',
  'aug|aou|ago|sie|srp|авг|серп|elo',
  'sep|set|wrz|zar|сен|вер|eyl|syys',
  'oct|okt|out|ott|paz|rij|окт|жовт|eki|loka',
  'nov|lis|ноя|лист|kas|marras',
  'dec|dez|dic|gru|pros|дек|груд|ara|joulu',
];

function month(word: string): number | undefined {
  let best: { month: number; length: number } | undefined;
  MONTHS.forEach((starts, i) => {
    for (const start of starts.split('|')) {
      if (word.startsWith(start) && start.length > (best?.length ?? 0))
        best = { month: i + 1, length: start.length };
    }
  });
  // Czech "listopad" is November, Polish "listopad" too; "lipiec" is July: decided by length above.
  return best?.month;
}

const LEAD =
  /(?<![\p{L}\p{N}])(?:until|till|til|through|thru|to|back(?: in the office| at work| at my desk| in office)?(?: on| by)?|be back|return(?:ing)?(?: to (?:the office|work))?(?: on)?|up to(?: and including)?|bis(?: (?:zum|einschliesslich|einschl\.|inkl\.|inklusive|und mit))*|ab(?: dem)?|am|wieder|jusqu'? ?(?:au|a|en)|de retour(?: le| au)?|a partir du|au|a compter du|hasta(?: el)?(?: dia)?|vuelvo el|regresare(?: el)?|volvere(?: el)?|regreso el|al|fino al?|sino al?|dal|rientro il|rientrero il|tot(?: en met)?|t\/m|terug(?: op)?|vanaf|ate(?: (?:ao?|o))?(?: dia)?|regresso (?:a|em|no dia|ao trabalho a)|volto (?:a|em|no dia)|a partir d[eo](?: dia)?|retorno (?:em|dia)|do(?: dnia)?|od(?: dnia)?|wracam|wroce|dne|zpet|az do|t\.?o\.?m\.?|till och med|tillbaka(?: den)?|ater(?: den)?|fram till|til og med|indtil|asti|saakka|до|по|с|lidz)(?: (?:and including|einschliesslich|inclusive))?\s*$/u;

interface Found {
  at: number;
  year?: number;
  month: number;
  day: number;
}

/**
 * Until when an out-of-office note says that its writer is away: the last date of it that follows a word like "until" or
 * "back on", as `YYYY-MM-DD`. A date without a year is the next such day after `received` (ISO date). A numeric date whose
 * parts could be either day or month is read as day first, unless the text reads American ("July 5, 2026" style, "AM/PM").
 */
export function awayUntil(text: string, received: string | undefined): string | undefined {
  const plain = fold(text.slice(0, 4000)).replace(/\s+/g, ' ');
  const american = /\b\d{1,2}:\d{2} ?[ap]\.?m\b/.test(plain) || /\b(?:E|P|C|M)[SD]T\b/.test(text);
  const all = dates(plain, american);
  const led = all.filter((d) => leads(plain, d.at) || follows(plain, d.at));
  const dated =
    led.length > 0 ? led : all.filter((d) => sayings(around(plain, d.at)).some((s) => TIMED.has(s)));
  const start = received === undefined ? undefined : Date.parse(received);
  const days = dated
    .map((d) => resolve(d, start))
    .filter((d): d is string => d !== undefined)
    .sort();
  return days[days.length - 1];
}

const TIMED: ReadonlySet<Saying> = new Set(['away', 'back']);

/** The sentence about a place of folded text: between stops that stand behind a word. */
function around(text: string, at: number): string {
  const before = text.slice(Math.max(0, at - 200), at).split(/(?<=[^\d\s.]{3}[.!?]) |[。!?]/u);
  const after = text.slice(at, at + 120).split(/(?<=[^\d\s.]{3}[.!?]) |[。!?]/u);
  return `${before[before.length - 1] ?? ''}${after[0] ?? ''}`;
}

/** A word that leads to the date stands right before it, or before a weekday, an article or the first half of a range. */
function leads(text: string, at: number): boolean {
  const before = text
    .slice(Math.max(0, at - 60), at)
    .replace(/(?:\b\p{L}{2,12}\.?,? ?(?:the|den|dem|le|el|il|de|dia|o)? ?|[(（,])$/u, (word) =>
      /\b(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|mie|jue|vie|sab|dom|gio|maa|din|woe|don|vri|zat|zon|seg|ter|qua|qui|sex|pon|wto|sro|czw|pia|sob|nie|pat|ute|str|ctv|ned|man|tis|ons|tors|fre|lor|son|the|den|dem|le|el|il)\p{L}*\.?,?/iu.test(
        word,
      )
        ? ''
        : word,
    );
  return (
    LEAD.test(before) ||
    LEAD.test(text.slice(Math.max(0, at - 60), at)) ||
    /(?:[-–—~至到]|から)\s*$/.test(before)
  );
}

/** Japanese and Chinese put the word behind: 8月15日まで. */
function follows(text: string, at: number): boolean {
  return /^\S{0,16}?(?:\([^)]*\)|（[^）]*）)?\s*(?:まで|迄|より|から|に戻|止|之前|前|回来|回來|返回|恢复)/u.test(
    text.slice(at),
  );
}

function dates(text: string, american: boolean): Found[] {
  const found: Found[] = [];
  const add = (
    at: number,
    year: string | undefined,
    m: number | undefined,
    day: string | undefined,
  ): void => {
    const d = Number(day);
    if (m === undefined || m < 1 || m > 12 || !(d >= 1 && d <= 31)) return;
    const y =
      year === undefined || year === '' ? undefined : Number(year) < 100 ? 2000 + Number(year) : Number(year);
    found.push({ at, month: m, day: d, ...(y === undefined ? {} : { year: y }) });
  };
  for (const m of text.matchAll(/\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b/g))
    add(m.index, m[1], Number(m[2]), m[3]);
  for (const m of text.matchAll(/(?:(\d{4})\s?年\s?)?(\d{1,2})\s?月\s?(\d{1,2})\s?[日号號]/g))
    add(m.index, m[1], Number(m[2]), m[3]);
  for (const m of text.matchAll(
    /(?<![\d./-])(\d{1,2})([./-])(\d{1,2})(?:\2(\d{4}|\d{2}))?(?:\2)?(?![\d/-])/g,
  )) {
    if (m[4] === undefined && m[2] === '-') continue;
    const first = Number(m[1]);
    const second = Number(m[3]);
    const monthFirst = m[2] === '/' && (second > 12 || (american && first <= 12));
    add(m.index, m[4], monthFirst ? first : second, String(monthFirst ? second : first));
  }
  // 17. 7. 2026, and the second half of 6.–17. 7. 2026.
  for (const m of text.matchAll(
    /(?<![\d./-])(?:\d{1,2}\.\s?[-–—]\s?)?(\d{1,2})\.\s(\d{1,2})\.(?:\s?(\d{4}))?/g,
  )) {
    add(m.index, m[3], Number(m[2]), m[1]);
  }
  // 7月13日から17日まで
  for (const m of text.matchAll(
    /(\d{1,2})月\s?\d{1,2}[日号號]?\s?(?:\([^)]{1,4}\))?(?:から|~|-|至|到)\s?(\d{1,2})[日号號]/g,
  )) {
    add(m.index + m[0].search(/(?:から|~|-|至|到)/), undefined, Number(m[1]), m[2]);
  }
  for (const m of text.matchAll(
    /\b(\d{1,2})(?:st|nd|rd|th|er|o|°|\.)?\s*(?:of |de |d')?(\p{L}{3,12})\.?,?(?:\s*(?:de |del )?(\d{4}))?/gu,
  )) {
    add(m.index, m[3], month(m[2] ?? ''), m[1]);
  }
  for (const m of text.matchAll(
    /\b(\p{L}{3,12})\.? (\d{1,2})(?:st|nd|rd|th)?\b(?!\s*[:h]\d)(?:,? (\d{4}))?/gu,
  )) {
    add(m.index, m[3], month(m[1] ?? ''), m[2]);
  }
  // "July 10-31", "10.–24. August": the second half is what counts; its place is behind the dash.
  for (const m of text.matchAll(
    /\b(\p{L}{3,12})\.? \d{1,2}(?:st|nd|rd|th)?\s?[-–—]\s?(\d{1,2})\b(?:,? (\d{4}))?/gu,
  )) {
    const dash = m.index + m[0].search(/[-–—]/) + 1;
    add(dash, m[3], month(m[1] ?? ''), m[2]);
  }
  return found;
}

function resolve(date: Found, received: number | undefined): string | undefined {
  const iso = (year: number): string =>
    `${year}-${String(date.month).padStart(2, '0')}-${String(date.day).padStart(2, '0')}`;
  const real = (day: string): string | undefined => {
    const at = Date.parse(day);
    return Number.isNaN(at) || new Date(at).getUTCDate() !== date.day ? undefined : day;
  };
  if (date.year !== undefined) return real(iso(date.year));
  if (received === undefined) return undefined;
  const year = new Date(received).getUTCFullYear();
  const day = real(iso(year));
  if (day === undefined) return undefined;
  // A note in January may name December's last day of the old year; anything older means next year.
  return Date.parse(day) < received - 30 * 86_400_000 ? real(iso(year + 1)) : day;
}
