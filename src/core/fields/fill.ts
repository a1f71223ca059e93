import { isField, type Field, type FieldValues } from './fields';

/** What is the matter with what stands between braces. */
export type FieldFault = 'unknown-field' | 'unknown-filter' | 'not-closed' | 'not-understood';

/** Values by field; a field that is missing has none. */
type ValuesOf<F extends string> = Partial<Record<F, string>>;

export interface Filled<F extends string = Field> {
  text: string;
  /** Fields that had neither a value nor a default, each once. */
  unfilled: F[];
  /** Left in the text as they stand. `at`: what stands there. */
  faults: { fault: FieldFault; at: string }[];
}

/** Liquid's output: `{{ … }}`. A brace within cannot be meant. */
const OUTPUT = /\{\{-?([^{}]*)(-?\}\})?/g;
/** `contact.first_name | default: "there" | upcase`: a name, then filters, some with a text. */
const NAME = /^\s*([a-z_]\w*(?:\.\w+){0,2})\s*/i;
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

export const escapedHtml = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

type Read<F extends string> =
  { field: F; apply: (value: string | undefined) => string | undefined } | { fault: FieldFault };

function read<F extends string>(inside: string, known: (name: string) => name is F): Read<F> {
  // Liquid's sign for taking away the white space around.
  const text = plain(inside.replace(/-$/, ''));
  const [whole = '', name = ''] = NAME.exec(text) ?? [];
  if (name === '') return { fault: 'not-understood' };
  const field = name.toLowerCase();
  if (!known(field)) return { fault: 'unknown-field' };
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
export interface FieldText<F extends string = Field> {
  /** The fields that it names, each once. */
  fields: F[];
  /** Where each of its outputs begins and ends in the text, in their order. */
  places: readonly { from: number; to: number; field: F }[];
  /** Left in the text as they stand. */
  faults: Filled['faults'];
  /** The fields that have neither one of these values nor a default, each once. */
  unfilled(values: ValuesOf<F>): F[];
  /**
   * The text with these values; in HTML (`html` true) they are escaped. What has no value is left empty. A function writes
   * each value as it is to stand at its place, `n` of `places`.
   */
  fill(values: ValuesOf<F>, html: boolean | ((value: string, n: number) => string)): string;
}

type Output<F extends string> = Extract<Read<F>, { field: F }>;

const valueOf = <F extends string>({ field, apply }: Output<F>, values: ValuesOf<F>): string | undefined => {
  const value = apply(values[field]);
  return value === undefined || value.trim() === '' ? undefined : value;
};

/**
 * Reads a text with fields in Liquid's syntax: `{{ contact.first_name | default: "there" }}`; filters are default, upcase,
 * downcase, capitalize and strip. What is not understood stays as it is and is told, so that nobody sends braces
 * unknowingly. Linear in the length of the text.
 */
export function readFields(text: string): FieldText;
export function readFields<F extends string>(text: string, known: (name: string) => name is F): FieldText<F>;
export function readFields(
  text: string,
  known: (name: string) => name is string = isField,
): FieldText<string> {
  const parts: string[] = [];
  const outputs: Output<string>[] = [];
  const places: { from: number; to: number; field: string }[] = [];
  const faults: Filled['faults'] = [];
  let from = 0;
  for (const found of text.matchAll(OUTPUT)) {
    const [whole, inside = '', end] = found;
    const output: Read<string> = end === undefined ? { fault: 'not-closed' } : read(inside, known);
    if ('fault' in output) {
      faults.push({ fault: output.fault, at: plain(whole).slice(0, LONGEST_SHOWN) });
      continue;
    }
    parts.push(text.slice(from, found.index));
    outputs.push(output);
    from = found.index + whole.length;
    places.push({ from: found.index, to: from, field: output.field });
  }
  const last = text.slice(from);
  return {
    fields: [...new Set(outputs.map(({ field }) => field))],
    places,
    faults,
    unfilled: (values) => [
      ...new Set(outputs.filter((one) => valueOf(one, values) === undefined).map(({ field }) => field)),
    ],
    fill: (values, html) => {
      const write = typeof html === 'function' ? html : html ? escapedHtml : (value: string) => value;
      let all = '';
      for (const [n, output] of outputs.entries())
        all += (parts[n] ?? '') + write(valueOf(output, values) ?? '', n);
      return all + last;
    },
  };
}

/** `readFields`, of one person. */
export function fillFields(text: string, values: FieldValues, html: boolean): Filled {
  const found = readFields(text);
  return { text: found.fill(values, html), unfilled: found.unfilled(values), faults: found.faults };
}

/** The fields that a text names, each once. */
export const fieldsIn = (text: string): Field[] => readFields(text).fields;
