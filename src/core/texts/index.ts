export { dayIn } from './day';
export { acceptedLanguages, LANGUAGES, localeOf, pickLanguage, type Language } from './languages';
export { pluralIn, type Plural, type PluralForms } from './plural';
