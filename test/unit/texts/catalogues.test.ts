import type { Language } from '../../../src/core/texts';
import { english as paneEnglish } from '../../../src/addin/pane/texts/en';
import { german as paneGerman } from '../../../src/addin/pane/texts/de';
import { polish as panePolish } from '../../../src/addin/pane/texts/pl';
import { english } from '../../../src/web/texts/en';
import { german } from '../../../src/web/texts/de';
import { polish } from '../../../src/web/texts/pl';
import { keysOf, keysReadBy, type Key, type KeyPath } from '../../fixtures/catalogue';
import { sourcesBelow } from '../../fixtures/sources';

const LANGUAGES: readonly Language[] = ['en', 'pl', 'de'];
const CATALOGUES = {
  'src/web': { folder: 'src/web/texts', en: english, pl: polish, de: german },
  'src/addin/pane': { folder: 'src/addin/pane/texts', en: paneEnglish, pl: panePolish, de: paneGerman },
} as const;

/** What is the same in English and another language: names, and words that travelled. */
const SAME: Record<Exclude<Language, 'en'>, ReadonlySet<string>> = {
  pl: new Set([
    'Administrator',
    'Alias',
    'CRM',
    'DKIM',
    'DMARC',
    'HTML',
    'Link',
    'Manifest',
    'Marketer',
    'Marketing',
    'SPF',
    'Test',
  ]),
  de: new Set([
    'Administrator',
    'Alias',
    'Bcc',
    'CRM',
    'Cc',
    'DKIM',
    'DMARC',
    'Details',
    'HTML',
    'In Microsoft 365',
    'In ⟨0⟩',
    'Link',
    'Live',
    'Manifest',
    'Marketing',
    'Name',
    'Name in Outlook',
    'SPF',
    'Team',
    'Teams',
    'Test',
    'Text',
    'Version ⟨0⟩',
    'Webhooks',
    'Workflow',
    'Workflows',
  ]),
};

const valueAt = (catalogue: unknown, path: KeyPath): unknown =>
  path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null
        ? Object.entries(at).find(([name]) => name === key)?.[1]
        : undefined,
    catalogue,
  );

/** Stand-ins for what a text is given: strings that can be found again, numbers that no plural form swallows. */
function givenFor(parameters: readonly string[]): unknown[] | undefined {
  const given = parameters.map((type, i): unknown => {
    if (/^string(?: \| undefined)?$/.test(type)) return `⟨${i}⟩`;
    if (type === 'number') return 100_007 + i;
    if (type === 'boolean') return true;
    return /^(?:readonly )?string\[\]$/.test(type) ? [`⟨${i}⟩`] : undefined;
  });
  return given.includes(undefined) ? undefined : given;
}

/** What a text says with the stand-ins; undefined where it wants something else. */
function saying(value: unknown, { parameters }: Key): string | undefined {
  if (typeof value === 'string') return value;
  const given = givenFor(parameters ?? []);
  if (typeof value !== 'function' || !given) return undefined;
  const said: unknown = Reflect.apply(value, undefined, given);
  return typeof said === 'string' ? said : undefined;
}

const hasLetters = (text: string): boolean => /\p{L}{2}/u.test(text.replace(/⟨\d⟩/gu, ''));

describe.each(Object.entries(CATALOGUES))('the words of %s', (folder, catalogue) => {
  const keys = keysOf(catalogue.folder);
  const named = ({ path }: Key): string => path.join('.');

  test('there are keys to look at', () => {
    expect(keys.length).toBeGreaterThan(50);
  });

  test.each(LANGUAGES)('in %s, no text is missing or empty', (language) => {
    const empty = keys.filter((key) => {
      if (key.made) return false;
      const value = valueAt(catalogue[language], key.path);
      return typeof value === 'function'
        ? saying(value, key) === ''
        : typeof value !== 'string' || value.trim() === '';
    });
    expect(empty.map(named)).toEqual([]);
  });

  test.each(LANGUAGES)('in %s, every text says what it is given', (language) => {
    const silent = keys.flatMap((key) => {
      const said = saying(valueAt(catalogue[language], key.path), key);
      const plain = said?.replace(/[\s.,\u00a0\u202f]/g, '');
      return (givenFor(key.parameters ?? []) ?? [])
        .filter((one) => one !== true && plain !== undefined && !plain.includes(String(one)))
        .map((one) => `${named(key)} leaves out ${String(one)}`);
    });
    expect(silent).toEqual([]);
  });

  test.each(['pl', 'de'] as const)('in %s, nothing is left in English', (language) => {
    const left = keys.flatMap((key) => {
      const said = saying(valueAt(catalogue[language], key.path), key);
      return said !== undefined &&
        hasLetters(said) &&
        said === saying(valueAt(catalogue.en, key.path), key) &&
        !SAME[language].has(said)
        ? [`${named(key)}: ${said}`]
        : [];
    });
    expect(left).toEqual([]);
  });

  test('every text is read somewhere', () => {
    const read = sourcesBelow(folder, (path) => !path.startsWith(`${catalogue.folder}/`)).flatMap(keysReadBy);
    const isRead = ({ path }: Key): boolean =>
      read.some((one) => one.length <= path.length && one.every((part, i) => part === path[i]));
    expect(keys.filter((key) => !isRead(key)).map(named)).toEqual([]);
  });
});
