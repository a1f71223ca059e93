import { localeOf, pickLanguage, type Language } from '../../../core/texts';
import { english, type Texts } from './en';

export { english, type Texts } from './en';

export interface Spoken {
  texts: Texts;
  language: Language;
  /** BCP 47, for `Intl`: the language of the words, in the person's own region. */
  locale: string;
}

const catalogues: Record<Language, () => Promise<Texts>> = {
  en: () => Promise.resolve(english),
  pl: () => import(/* webpackChunkName: "texts-pl" */ './pl').then(({ polish }) => polish),
  de: () => import(/* webpackChunkName: "texts-de" */ './de').then(({ german }) => german),
};

/**
 * The catalogue of the first of these languages (BCP 47, best first) that the pane speaks. Never rejects: English is in
 * the pane's own file, and stands in where another one cannot be fetched.
 */
export async function loadTexts(preferred: readonly string[]): Promise<Spoken> {
  const language = pickLanguage(preferred);
  try {
    return { texts: await catalogues[language](), language, locale: localeOf(language, preferred) };
  } catch {
    return { texts: english, language: 'en', locale: localeOf('en', preferred) };
  }
}
