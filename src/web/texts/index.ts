import { localeOf, pickLanguage, type Language } from '../../core/texts';
import type { Texts } from './en';

export type { Texts } from './en';

/**
 * Every word the web app shows, in the language of who looks at it. Set once before anything is drawn, and again when
 * another language is chosen; read while drawing: a constant of a module that reads it as it loads finds nothing.
 */
export let texts: Texts;
/** BCP 47, for `Intl`: the language of the words, in the person's own region. */
export let locale = 'en';
export let language: Language = 'en';

type Load = () => Promise<Texts>;
const catalogues: Record<Language, Load> = {
  en: () => import(/* webpackChunkName: "texts-en" */ './en').then(({ english }) => english),
  pl: () => import(/* webpackChunkName: "texts-pl" */ './pl').then(({ polish }) => polish),
  de: () => import(/* webpackChunkName: "texts-de" */ './de').then(({ german }) => german),
};

const hearers = new Set<() => void>();
let latest = 0;

/** From here on the app speaks the first of these languages (BCP 47, best first) that it knows. `by`: how a piece is loaded. */
export async function speak(
  preferred: readonly string[],
  by: (load: Load) => Promise<Texts> = (load) => load(),
): Promise<void> {
  const asked = ++latest;
  const wanted = pickLanguage(preferred);
  const catalogue = await by(catalogues[wanted]);
  // Another choice was made meanwhile.
  if (asked !== latest) return;
  texts = catalogue;
  language = wanted;
  locale = localeOf(wanted, preferred);
  for (const hear of hearers) hear();
}

/** Calls after every change of the language; returns how to stop. */
export function onSpeak(hear: () => void): () => void {
  hearers.add(hear);
  return () => void hearers.delete(hear);
}
