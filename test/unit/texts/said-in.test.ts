import { acceptedLanguages, localeOf, pickLanguage, pluralIn } from '../../../src/core/texts';
import { saidIn } from '../../../src/core/texts/server';

describe('a sentence of the server in another language', () => {
  const said = saidIn({
    'Not read: {}': 'Nieodczytane: {1}',
    'no reason is known': 'powód nieznany',
    '{} to {}': '{2} od {1}',
    '{} again to {}': 'znów {2} od {1}',
    'costs $1.50 (net)': 'kosztuje 1,50',
  });

  test.each([
    ['no reason is known', 'powód nieznany'],
    ['Not read: no reason is known', 'Nieodczytane: powód nieznany'],
    ['Not read: something new', 'Nieodczytane: something new'],
    ['a to b', 'b od a'],
    ['costs $1.50 (net)', 'kosztuje 1,50'],
    ['what nobody knows', 'what nobody knows'],
    ['', ''],
  ])('“%s” is “%s”', (sentence, words) => {
    expect(said(sentence)).toBe(words);
  });

  test('of several that fit, the one with the most words of its own is meant', () => {
    expect(said('a again to b')).toBe('znów b od a');
  });

  test('what varies is put in as it is, whatever it looks like', () => {
    expect(said('Not read: {2} $& $1')).toBe('Nieodczytane: {2} $& $1');
  });
});

test('the wishes of a browser are read by their weight', () => {
  expect(acceptedLanguages('fr;q=0.5, pl-PL, de;q=0.8, en;q=0')).toEqual(['pl-PL', 'de', 'fr']);
  expect(acceptedLanguages(undefined).filter((tag) => tag !== '')).toEqual([]);
});

test('a language is picked by what somebody reads, and keeps their region', () => {
  expect(pickLanguage(['fr-FR', 'de-AT', 'pl'])).toBe('de');
  expect(pickLanguage([])).toBe('en');
  expect(localeOf('de', ['fr-FR', 'de-AT'])).toBe('de-AT');
  expect(localeOf('pl', ['en-GB'])).toBe('pl');
});

test('Polish has a form for few and one for many', () => {
  const plural = pluralIn('pl');
  const forms = { one: '# plik', few: '# pliki', many: '# plików', other: '# pliku' };
  expect([1, 2, 5, 12, 22, 1_234].map((n) => plural(n, forms))).toEqual([
    '1 plik',
    '2 pliki',
    '5 plików',
    '12 plików',
    '22 pliki',
    '1234 pliki',
  ]);
});
