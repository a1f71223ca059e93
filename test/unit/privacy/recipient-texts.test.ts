import {
  pickLanguage,
  RECIPIENT_LANGUAGES,
  RECIPIENT_TEXTS,
} from '../../../src/server/privacy/recipient-texts';

/** What stands at the end of each path of a catalogue; a function's words with its arguments put in. */
function words(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function')
    return [[path, String(Reflect.apply(value, undefined, ['a', 'b', 'c', 'd']))]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => words(inner, `${path}.${key}`));
}

describe('the languages of the recipient’s page', () => {
  test.each(RECIPIENT_LANGUAGES)(
    '%s says everything that English says, and nothing is left in English',
    (language) => {
      const english = new Map(words(RECIPIENT_TEXTS.en));
      const other = new Map(words(RECIPIENT_TEXTS[language]));
      expect([...other.keys()].sort()).toEqual([...english.keys()].sort());
      const same = [...other].filter(([path, text]) => text.length > 12 && text === english.get(path));
      expect(language === 'en' ? [] : same).toEqual([]);
    },
  );

  test.each([
    [undefined, undefined, 'en'],
    [undefined, 'de-AT,de;q=0.9,en;q=0.8', 'de'],
    [undefined, 'fr, pl;q=0.4, de;q=0.5', 'de'],
    [undefined, 'fr,xx', 'en'],
    [undefined, 'en;q=0, pl;q=0.1', 'pl'],
    ['pl', 'de', 'pl'],
    ['xx', 'de', 'de'],
    [undefined, ';;;q=,,=q', 'en'],
  ])('asked for %s with Accept-Language %s, it is %s', (asked, accepted, picked) => {
    expect(pickLanguage(asked, accepted)).toBe(picked);
  });
});
