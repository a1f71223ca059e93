/** Month names by their first letters, per language; the longest fitting beginning decides. */
const MONTHS: readonly string[] = [
  'jan|gen|ene|styc|led|януар|янв|січ',
  'feb|fév|fev|lut|úno|únor|фев|лют',
  'mar|mär|maa|mrt|břez|бер|март',
  'apr|avr|abr|kwi|dub|апр|квіт',
  'may|mai|maj|mei|mag|kvě|мая|май|трав',
  'jun|jui[n]|giu|czer[w]|červn|červen|июн|черв',
  'jul|juil|lug|lip|červenc|июл|лип',
  'aug|aoû|aou|ago|sie|srp|авг|серп',
  'sep|set|wrz|zář|сен|вер',
  'oct|okt|out|ott|paź|říj|окт|жовт',
  'nov|lis|ноя|лист',
  'dec|dez|dic|déc|gru|pros|дек|груд',
];

function month(word: string): number | undefined {
  const lower = word.toLowerCase();
  let best: { month: number; length: number } | undefined;
  MONTHS.forEach((starts, i) => {
    for (const start of starts.replace(/[[\]]/g, '').split('|')) {
      if (lower.startsWith(start) && start.length > (best?.length ?? 0))
        best = { month: i + 1, length: start.length };
    }
  });
  // Czech "listopad" is November, Polish "listopad" too; "lipiec" is July: decided by length above.
  return best?.month;
}

const LEAD =
  /\b(?:until|till|til|through|thru|to|back (?:in the office |at work |at my desk )?(?:on|by)|be back|return(?:ing)?(?: to (?:the office|work))?(?: on)?|bis(?: (?:zum|einschließlich|einschl\.|inkl\.|inklusive))*|ab(?: dem)?|am|wieder|jusqu['’]?(?:au|à|en)|de retour(?: le| au)?|à partir du|au|hasta(?: el)?|vuelvo el|regreso el|al|fino al?|sino al?|dal|rientro il|tot(?: en met)?|t\/m|terug(?: op)?|vanaf|até(?: (?:ao?|o))?|regresso (?:a|em|no dia)|volto (?:a|em|no dia)|a partir d[eo]|do(?: dnia)?|od(?: dnia)?|wracam|dne|zpět|t\.?o\.?m\.?|till och med|till|tillbaka(?: den)?|åter(?: den)?|fram till|til og med|asti|saakka|до|по|с|lidz|līdz)\s*$/iu;

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
  const plain = text.slice(0, 4000).replace(/\s+/g, ' ');
  const american = /\b\d{1,2}:\d{2} ?[ap]\.?m\b|\b(?:E|P|C|M)[SD]T\b/i.test(plain);
  const dated = dates(plain, american).filter((d) => leads(plain, d.at) || follows(plain, d.at));
  const start = received === undefined ? undefined : Date.parse(received);
  const days = dated
    .map((d) => resolve(d, start))
    .filter((d): d is string => d !== undefined)
    .sort();
  return days[days.length - 1];
}

/** A word that leads to the date stands right before it, or before a weekday, an article or the first half of a range. */
function leads(text: string, at: number): boolean {
  const before = text
    .slice(Math.max(0, at - 60), at)
    .replace(/(?:\b\p{L}{2,12}\.?,? ?(?:the|den|dem|le|el|il|de|dia|o)? ?|[(（,])$/u, (word) =>
      /\b(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|mié|jue|vie|sáb|dom|gio|sab|maa|din|woe|don|vri|zat|zon|seg|ter|qua|qui|sex|pon|wto|śro|czw|pią|sob|nie|pát|pon|úte|stř|čtv|ned|mån|tis|ons|tors|fre|lör|sön|the|den|dem|le|el|il)\p{L}*\.?,?/iu.test(
        word,
      )
        ? ''
        : word,
    );
  return (
    LEAD.test(before) ||
    LEAD.test(text.slice(Math.max(0, at - 60), at)) ||
    /(?:-|–|—|~|から|至|到)\s*$/.test(before)
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
  for (const m of text.matchAll(
    /\b(\d{1,2})(?:st|nd|rd|th|er|º|°|\.)?\s*(?:of |de |d['’])?(\p{L}{3,12})\.?,?(?:\s*(?:de |del )?(\d{4}))?/gu,
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
