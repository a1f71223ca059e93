import { pluralIn } from '../../../core/texts';
import type { Texts } from '../en';

const plural = pluralIn('pl');
const contactsOf = (n: number): string =>
  plural(n, { one: '# kontakt', few: '# kontakty', many: '# kontaktów', other: '# kontaktu' });

export const companies: Texts['companies'] = {
  title: 'Firmy',
  company: 'Firma',
  loading: 'Wczytywanie firm',
  loadingOne: 'Wczytywanie firmy',
  search: 'Szukaj firm',
  searchPlaceholder: 'Nazwa lub domena',
  owner: 'Opiekun',
  name: 'Nazwa',
  domains: 'Domeny',
  contacts: 'Kontakty',
  contactsOf,
  lastActivity: 'Ostatnia aktywność',
  none: 'Nie ma jeszcze firm',
  howTheyCome: 'Firmy pojawiają się automatycznie wraz ze służbowymi adresami osób, do których piszesz.',
  notFound: 'Nie znaleziono firmy',
  nothingMatches: 'Żadna nazwa ani domena nie zawiera szukanego tekstu.',
  more: 'Pokaż więcej',
  edit: 'Edytuj',
  save: 'Zapisz',
  nobody: 'Nikt',
  people: 'Osoby',
  noPeople: 'Do tej firmy nikt obecnie nie należy.',
  allPeople: (n) => `Pokaż w tabeli: ${contactsOf(n)}`,
  addDomain: 'Kolejna domena',
  domainsAbout: 'Kto staje się kontaktem z adresem w tych domenach, należy do tej firmy.',
  merge: 'Scal z inną firmą…',
  mergePick: (name) => `Która firma jest tą samą co ${name}?`,
  merged: (name, by, when) => `${name}: scalono z tą firmą (${by}, ${when})`,
  timelineOf: (name) => `osoby z firmy ${name}`,
  somebody: 'ktoś',
};
