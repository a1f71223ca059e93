/** The languages in which every word of ours exists (A6). */
export const LANGUAGES = ['en', 'pl', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

const isLanguage = (name: string | undefined): name is Language => LANGUAGES.some((one) => one === name);

/** The first of a person's languages (BCP 47 tags, best first) that we speak; English where there is none. */
export function pickLanguage(preferred: readonly string[]): Language {
  const names = preferred.map((tag) => tag.split('-')[0]?.toLowerCase());
  return names.find(isLanguage) ?? 'en';
}

/** Dates and numbers as in the person's own region where it speaks the language of the words: "en-GB" for "en". */
export const localeOf = (language: Language, preferred: readonly string[]): string =>
  preferred.find((tag) => tag.split('-')[0]?.toLowerCase() === language) ?? language;

/** The tags of an Accept-Language header, best first (RFC 9110, 12.5.4). */
export const acceptedLanguages = (header: string | undefined): string[] =>
  (header ?? '')
    .split(',')
    .slice(0, 20)
    .map((part, i) => {
      const [tag = '', ...more] = part.trim().split(';');
      const q = more.map((one) => /^\s*q=([\d.]+)/i.exec(one)?.[1]).find((found) => found !== undefined);
      return { tag, weight: q === undefined ? 1 : Number(q), i };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || a.i - b.i)
    .map(({ tag }) => tag);
