import { isField, type Field, type FieldValues } from './fields';

/** What is the matter with what stands between braces. */
export type FieldFault = 'unknown-field' | 'unknown-filter' | 'not-closed' | 'not-understood';

export interface Filled {
  text: string;
  /** Fields that had neither a value nor a default, each once. */
  unfilled: Field[];
  /** Left in the text as they stand. `at`: what stands there. */
  faults: { fault: FieldFault; at: string }[];
}

/** Liquid's output: `{{ … }}`. A brace within cannot be meant. */
const OUTPUT = /\{\{-?([^{}]*)(-?\}\})?/g;
/** `contact.first_name | default: "there" | upcase`: a name, then filters, some with a text. */
const NAME = /^\s*([a-z_]+\.[a-z_]+)\s*/i;
const FILTER = /^\|\s*([a-z_]+)\s*(?::\s*(?:"([^"]*)"|'([^']*)'))?\s*/i;
const LONGEST_SHOWN = 80;

const FILTERS = new Map<string, (value: string) => string>([
  ['upcase', (value) => value.toUpperCase()],
  ['downcase', (value) => value.toLowerCase()],
  ['capitalize', (value) => value.charAt(0).toUpperCase() + value.slice(1)],
  ['strip', (value) => value.trim()],
]);

const ENTITIES: Record<string, string> = {
  '&quot;': '"',
  '&#34;': '"',
  '&#39;': "'",
  '&apos;': "'",
  '&nbsp;': ' ',
  '&#160;': ' ',
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '\u00a0': ' ',
  // What Word and phones make of quotes.
  '\u201c': '"',
  '\u201d': '"',
  '\u201e': '"',
};

/** As its writer meant it: an editor of HTML writes quotes and blanks its own way. */
const plain = (inside: string): string =>
  inside.replace(
    /&(?:quot|apos|nbsp|lt|gt|amp|#34|#39|#160);|[\u00a0\u201c\u201d\u201e]/g,
    (found) => ENTITIES[found] ?? found,
  );

const escaped = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

type Read =
  { field: Field; apply: (value: string | undefined) => string | undefined } | { fault: FieldFault };

function read(inside: string): Read {
  // Liquid's sign for taking away the white space around.
  const text = plain(inside.replace(/-$/, ''));
  const [whole = '', name = ''] = NAME.exec(text) ?? [];
  if (name === '') return { fault: 'not-understood' };
  const field = name.toLowerCase();
  if (!isField(field)) return { fault: 'unknown-field' };
  const steps: ((value: string | undefined) => string | undefined)[] = [];
  let rest = text.slice(whole.length);
  while (rest !== '') {
    const filter = FILTER.exec(rest);
    if (!filter) return { fault: 'not-understood' };
    const [matched, called = '', double, single] = filter;
    const argument = double ?? single;
    const change = FILTERS.get(called.toLowerCase());
    if (called.toLowerCase() === 'default' && argument !== undefined) {
      steps.push((value) => (value === undefined || value.trim() === '' ? argument : value));
    } else if (change && argument === undefined) {
      steps.push((value) => value && change(value));
    } else {
      const known = change !== undefined || called.toLowerCase() === 'default';
      return { fault: known ? 'not-understood' : 'unknown-filter' };
    }
    rest = rest.slice(matched.length);
  }
  return { field, apply: (value) => steps.reduce((so, step) => step(so), value) };
}

/** A text that was read once, to be filled for many. */
export interface FieldText {
  /** The fields that it names, each once. */
  fields: Field[];
  /** Left in the text as they stand. */
  faults: Filled['faults'];
  /** The fields that have neither one of these values nor a default, each once. */
  unfilled(values: FieldValues): Field[];
  /** The text with these values; in HTML (`html`) they are escaped. What has no value is left empty. */
  fill(values: FieldValues, html: boolean): string;
}

type Output = Extract<Read, { field: Field }>;

const valueOf = ({ field, apply }: Output, values: FieldValues): string | undefined => {
  const value = apply(values[field]);
  return value === undefined || value.trim() === '' ? undefined : value;
};

/**
 * Reads a text with fields in Liquid's syntax: `{{ contact.first_name | default: "there" }}`; filters are default, upcase,
 * downcase, capitalize and strip. What is not understood stays as it is and is told, so that nobody sends braces
 * unknowingly. Linear in the length of the text.
 */
export function readFields(text: string): FieldText {
  const parts: (string | Output)[] = [];
  const faults: Filled['faults'] = [];
  let from = 0;
  for (const found of text.matchAll(OUTPUT)) {
    const [whole, inside = '', end] = found;
    const output: Read = end === undefined ? { fault: 'not-closed' } : read(inside);
    if ('fault' in output) {
      faults.push({ fault: output.fault, at: plain(whole).slice(0, LONGEST_SHOWN) });
      continue;
    }
    parts.push(text.slice(from, found.index), output);
    from = found.index + whole.length;
  }
  parts.push(text.slice(from));
  const outputs = parts.flatMap((part) => (typeof part === 'string' ? [] : [part]));
  return {
    fields: [...new Set(outputs.map(({ field }) => field))],
    faults,
    unfilled: (values) => [
      ...new Set(outputs.filter((one) => valueOf(one, values) === undefined).map(({ field }) => field)),
    ],
    fill: (values, html) =>
      parts
        .map((part) => {
          if (typeof part === 'string') return part;
          const value = valueOf(part, values) ?? '';
          return html ? escaped(value) : value;
        })
        .join(''),
  };
}

/** `readFields`, of one person. */
export function fillFields(text: string, values: FieldValues, html: boolean): Filled {
  const found = readFields(text);
  return { text: found.fill(values, html), unfilled: found.unfilled(values), faults: found.faults };
}

/** The fields that a text names, each once. */
export const fieldsIn = (text: string): Field[] => readFields(text).fields;
