/** Who is to be taken out of texts. */
export interface ErasedPerson {
  /** Folded. */
  addresses: readonly string[];
  /** As they stand on mail: "Bob Lindqvist", "Lindqvist, Bob". */
  names: readonly string[];
}

/** What stands in their place. */
export const ERASED_WORD = '[erased]';
export const ERASED_NAME = 'Erased person';
/** Of a name's single words, shorter ones are too often another word. */
const SHORTEST_WORD = 3;

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
/** Between the words of a name: space, a line's end, what HTML makes of either, tags of a highlight. */
const GAP = '(?:\\s|&nbsp;|&#160;|<[^<>]{0,200}>|[.,_+-]){1,8}';
const LETTER = '[\\p{L}\\p{N}]';

/** Not in the middle of a longer address; what a link escaped (`%3D`, `%253D`) ends in a letter and may stand there. */
const BEFORE_ADDRESS = '(?:(?<=%(?:25)?[0-9a-f]{2})|(?<![\\p{L}\\p{N}._%+-]))';

/** "Lindqvist, Bob" is "Bob Lindqvist" too. */
function orders(name: string): string[][] {
  const words = name
    .replace(/["'<>()]/g, ' ')
    .split(/[\s,]+/)
    .filter((word) => word !== '');
  if (words.length < 2) return [];
  const [last = '', ...rest] = words;
  return [words, [...rest, last], [...words].reverse()];
}

const wordsOf = (name: string): string[] =>
  name.split(/[^\p{L}\p{N}’'-]+/u).filter((word) => [...word].length >= SHORTEST_WORD && !word.includes('@'));

/** An address as it stands in text, in HTML, and inside the query of a link. */
function addressPattern(address: string): string {
  const [local = '', domain = ''] = [
    address.slice(0, address.lastIndexOf('@')),
    address.slice(address.lastIndexOf('@') + 1),
  ];
  const spelt = [...local].map((c) =>
    /[a-z0-9]/i.test(c) ? c : `(?:${escaped(c)}|%${hex(c)}|%25${hex(c)})`,
  );
  return `${spelt.join('')}(?:@|%40|%2540|&#64;|&#x40;|&commat;)${escaped(domain)}`;
}
const hex = (c: string): string => (c.codePointAt(0) ?? 0).toString(16).padStart(2, '0');

/**
 * Takes a person out of texts. On mail that they are part of, every word of their name goes; on other people's mail only
 * addresses and whole names, since a single word may be somebody else's.
 */
export interface Scrubber {
  scrub(text: string): string;
  /** The same in every string of a JSON value, keys left as they are. */
  scrubJson(value: unknown): unknown;
}

export function scrubber(person: ErasedPerson, part: 'participant' | 'mentioned'): Scrubber {
  const addresses = person.addresses.map(
    (address) => `${BEFORE_ADDRESS}${addressPattern(address)}(?![\\p{L}\\p{N}-]|\\.[\\p{L}\\p{N}])`,
  );
  const names = [...new Set(person.names.flatMap(orders).map((words) => words.map(escaped).join(GAP)))].sort(
    (a, b) => b.length - a.length,
  );
  const whole = [...addresses, ...names.map((name) => `(?<!${LETTER})${name}(?!${LETTER})`)].join('|');
  const wholes = whole === '' ? undefined : new RegExp(whole, 'giu');
  const single = [...new Set(part === 'participant' ? person.names.flatMap(wordsOf) : [])];
  const singles =
    single.length === 0
      ? undefined
      : new RegExp(`(?<!${LETTER})(?:${single.map(escaped).join('|')})(?!${LETTER})`, 'gu');
  const scrub = (text: string): string => {
    const once = wholes ? text.replace(wholes, ERASED_WORD) : text;
    return singles ? once.replace(singles, ERASED_WORD) : once;
  };
  const scrubJson = (value: unknown): unknown => {
    if (typeof value === 'string') return scrub(value);
    if (Array.isArray(value)) return value.map(scrubJson);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, scrubJson(inner)]));
  };
  return { scrub, scrubJson };
}

/** Patterns of `like`, lower case, one of which every text has that `scrubber` would change; more than that, too. */
export function likePatterns({ addresses, names }: ErasedPerson): string[] {
  const literal = (text: string): string => text.toLowerCase().replace(/[\\%_]/g, '\\$&');
  const ofAddress = addresses.map((address) => {
    const at = address.lastIndexOf('@');
    // What escaping or a mail program did to the rest is left to the scrubber.
    const [first = ''] = address.slice(0, at).split(/[^a-z0-9]/i);
    return `%${literal(first)}%${literal(address.slice(at + 1))}%`;
  });
  const ofNames = names.flatMap(orders).map((words) => `%${words.map(literal).join('%')}%`);
  return [...new Set([...ofAddress, ...ofNames])];
}
