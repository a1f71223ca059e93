import type { Language } from './languages';

/** A text per plural form of CLDR; `#` stands for the number. English and German need `one` and `other` only. */
export interface PluralForms {
  one: string;
  few?: string;
  many?: string;
  other: string;
}

/** `plural(3, { one: '# open', other: '# opens' })` in one language: "3 opens". */
export type Plural = (n: number, forms: PluralForms) => string;

export function pluralIn(language: Language): Plural {
  const rules = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  return (n, forms) => {
    const form = rules.select(n);
    const text = form === 'one' || form === 'few' || form === 'many' ? forms[form] : undefined;
    return (text ?? forms.other).replaceAll('#', () => numbers.format(n));
  };
}
