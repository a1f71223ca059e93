import { pluralIn } from '../../../core/texts';
import type { Texts } from '../en';

const plural = pluralIn('de');

export const companies: Texts['companies'] = {
  title: 'Firmen',
  company: 'Firma',
  loading: 'Firmen werden geladen',
  loadingOne: 'Die Firma wird geladen',
  search: 'Firmen suchen',
  searchPlaceholder: 'Name oder Domäne',
  owner: 'Zuständig',
  name: 'Name',
  domains: 'Domänen',
  contacts: 'Kontakte',
  contactsOf: (n) => plural(n, { one: '# Kontakt', other: '# Kontakte' }),
  lastActivity: 'Letzte Aktivität',
  none: 'Noch keine Firmen',
  howTheyCome:
    'Firmen entstehen von selbst aus den geschäftlichen Adressen der Personen, denen Sie schreiben.',
  notFound: 'Keine Firma gefunden',
  nothingMatches: 'Kein Name und keine Domäne enthält das Gesuchte.',
  more: 'Mehr anzeigen',
  edit: 'Bearbeiten',
  save: 'Speichern',
  nobody: 'Niemand',
  people: 'Personen',
  noPeople: 'Zu dieser Firma gehört derzeit niemand.',
  allPeople: (n) =>
    plural(n, { one: '# Kontakt in der Tabelle anzeigen', other: 'Alle # in der Tabelle anzeigen' }),
  addDomain: 'Weitere Domäne',
  domainsAbout: 'Wer mit einer Adresse dieser Domänen Kontakt wird, gehört zu dieser Firma.',
  merge: 'Mit einer anderen Firma zusammenführen …',
  mergePick: (name) => `Welche Firma ist dieselbe wie ${name}?`,
  merged: (name, by, when) => `${name} wurde mit dieser Firma zusammengeführt (${by}, ${when})`,
  timelineOf: (name) => `Personen von ${name}`,
  somebody: 'jemand',
};
