import type { Texts } from '../en';

export const templates: Texts['templates'] = {
  title: 'Szablony',
  about: 'Teksty z polami kontaktu, do wstawiania do wiadomości w programie Outlook lub tutaj.',
  make: 'Nowy szablon',
  none: 'Nie ma jeszcze szablonów',
  noneAbout:
    'Szablon to tekst, który często się wysyła. Pola, takie jak imię, są wypełniane dla każdego kontaktu.',
  noneFound: 'Żaden szablon nie zawiera tych słów.',
  search: 'Szukaj w szablonach',
  name: 'Nazwa',
  shared: 'Udostępniony wszystkim',
  sharedBadge: 'Wspólny',
  by: (who) => `Autor: ${who}`,
  changed: (when) => `Zmieniono: ${when}`,
  notYours: 'Ten szablon może zmienić tylko jego autor, marketer lub administrator.',
  preview: 'Podgląd',
  previewFor: (who) => `Tak dostanie ją ${who}`,
  previewNobody: 'Tak dostanie ją ktoś nieznany: widać tylko wartości domyślne',
  chooseContact: 'Wybierz kontakt',
  unfilled: 'Dla tego kontaktu pozostaną puste:',
  withDefault: 'Można podać wartość domyślną: {{ contact.first_name | default: "Państwo" }}',
  faults: {
    'unknown-field': 'Nie ma takiego pola',
    'unknown-filter': 'Nie ma takiego filtru',
    'not-closed': 'Brak zamykających klamer',
    'not-understood': 'Niezrozumiały zapis',
  },
  fault: (what, at) => `${what}: ${at}`,
  removed: (name) => `Usunięto szablon „${name}”.`,
  saved: 'Zapisano',
};
