import { pluralIn } from '../../../core/texts';
import type { Texts } from '../en';

const plural = pluralIn('pl');
const contactsOf = (n: number): string =>
  plural(n, { one: '# kontakt', few: '# kontakty', many: '# kontaktów', other: '# kontaktu' });

export const contacts: Texts['contacts'] = {
  title: 'Kontakty',
  number: contactsOf,
  search: 'Szukaj kontaktów',
  searchPlaceholder: 'Nazwa, firma, telefon lub adres',
  newContact: 'Nowy kontakt',
  importFile: 'Importuj',
  exportList: 'Eksportuj',
  columns: 'Kolumny',
  chooseColumns: 'Kolumny tabeli',
  columnsReset: 'Przywróć domyślne',
  columnEarlier: (name) => `Przenieś w lewo: ${name}`,
  columnLater: (name) => `Przenieś w prawo: ${name}`,
  loading: 'Wczytywanie kontaktów',
  noneYet: 'Nie ma jeszcze kontaktów',
  howTheyCome:
    'Osoby, do których piszesz z Outlooka, stają się kontaktami automatycznie. Kontakt można też utworzyć ręcznie lub zaimportować z pliku.',
  nobodyFound: 'Nikogo nie znaleziono',
  nothingMatches: 'Żaden kontakt nie pasuje do wyszukiwania i filtrów.',
  jumpTo: {
    name: 'Przejdź do nazwy',
    company: 'Przejdź do firmy',
    activity: 'Przejdź do daty aktywności',
    created: 'Przejdź do daty utworzenia',
  },
  clearFilters: 'Wyczyść filtry',
  never: 'nigdy',
  noneSo: 'jeszcze brak',
  loadingMore: 'Wczytywanie kolejnych kontaktów',
  moreFailed: 'Nie udało się wczytać kolejnych kontaktów.',
  sortedBy: (name) => `Sortuj według: ${name}`,
  selectAll: 'Zaznacz wszystkie wczytane',
  selectOne: (name) => `Zaznacz: ${name}`,
  column: {
    name: 'Nazwa',
    company: 'Firma',
    addresses: 'Adresy',
    phone: 'Telefon',
    owner: 'Opiekun',
    basis: 'Podstawa prawna',
    activity: 'Ostatnia aktywność',
    lastOpen: 'Ostatnie otwarcie',
    lastClick: 'Ostatnie kliknięcie',
    lastReply: 'Ostatnia odpowiedź',
    created: 'Utworzono',
  },
  filter: {
    owner: 'Opiekun',
    anybody: 'Dowolny opiekun',
    mine: 'Moje',
    nobody: 'Bez opiekuna',
    basis: 'Podstawa prawna',
    anyBasis: 'Dowolna podstawa prawna',
    activity: 'Aktywność',
    anyActivity: 'Dowolna aktywność',
    within: (days) =>
      plural(days, {
        one: 'W ciągu ostatniego dnia',
        few: 'W ciągu ostatnich # dni',
        many: 'W ciągu ostatnich # dni',
        other: 'W ciągu ostatnich # dnia',
      }),
    quietFor: (days) =>
      plural(days, {
        one: 'Brak od # dnia',
        few: 'Brak od # dni',
        many: 'Brak od # dni',
        other: 'Brak od # dnia',
      }),
    show: 'Pokaż',
    everybody: 'Wszyscy',
    noOpenSeen: 'Nie zauważono otwarcia',
    departed: 'Prawdopodobnie odeszli z firmy',
    noCompany: 'Bez firmy',
    company: 'Firma',
    dropCompany: 'Pokaż osoby ze wszystkich firm',
    noOpenSeenHelp:
      'Osoby, które otrzymały własną śledzoną wiadomość i których otwarcia byłyby widoczne pod ich nazwiskiem. Nie oznacza to, że niczego nie przeczytały: obrazy mogą być zablokowane.',
  },
  selected: (n) =>
    plural(n, { one: 'Zaznaczono #', few: 'Zaznaczono #', many: 'Zaznaczono #', other: 'Zaznaczono #' }),
  selectAllOf: (n) =>
    plural(n, {
      one: 'Zaznacz znaleziony kontakt',
      few: 'Zaznacz wszystkie # znalezione',
      many: 'Zaznacz wszystkie # znalezionych',
      other: 'Zaznacz wszystkie znalezione (#)',
    }),
  clearSelection: 'Wyczyść zaznaczenie',
  edit: 'Zmień…',
  erase: 'Usuń dane…',
  editTitle: (n) => `Zmiana: ${contactsOf(n)}`,
  whatToChange: 'Co ma zostać zmienione',
  newValue: 'Nowa wartość',
  takenAway: 'Pozostaw puste, aby usunąć wartość.',
  nobodysOwner: 'Nikt',
  withdrawnStay: 'Kto wycofał zgodę, pozostaje z wycofaną zgodą.',
  apply: (n) => `Zmień ${contactsOf(n)}`,
  eraseTitle: (n) => `Usunąć dane: ${contactsOf(n)}?`,
  eraseAbout:
    'Ich rekordy i to, co mówią o nich wiadomości, zostaną usunięte za pięć minut. Do tego czasu można to cofnąć; później nic ich nie przywróci.',
  eraseNow: 'Usuń dane',
  run: {
    about: 'Zmiany i importy',
    editing: (done, all) => `Zmienianie kontaktów: ${done} z ${all}`,
    erasing: (done, all) => `Przygotowywanie usunięcia: ${done} z ${all}`,
    importing: (done, all) => `Importowanie: ${done} z ${all} wierszy`,
    undoing: 'Cofanie zmiany…',
    edited: (n) => `Zmieniono: ${contactsOf(n)}.`,
    erased: (n) => `Dane zostaną usunięte za pięć minut: ${contactsOf(n)}.`,
    imported: (made, changed, bad) =>
      `Zaimportowano: nowe ${made}, zaktualizowane ${changed}, niezaimportowane ${bad}.`,
    undone: 'Zmiana została cofnięta.',
    undoingImport: 'Cofanie importu…',
    importUndone: (removed) => `Import został cofnięty. Usunięto nowe kontakty: ${contactsOf(removed)}.`,
    stayed: (n) =>
      plural(n, {
        one: 'Pozostaje # kontakt, ponieważ ma już własną pocztę lub zmiany.',
        few: 'Pozostają # kontakty, ponieważ mają już własną pocztę lub zmiany.',
        many: 'Pozostaje # kontaktów, ponieważ mają już własną pocztę lub zmiany.',
        other: 'Pozostaje # kontaktu, ponieważ mają już własną pocztę lub zmiany.',
      }),
    open: 'Pokaż import',
    dismiss: 'Zamknij to powiadomienie',
    canLeave: 'Możesz opuścić tę stronę; praca będzie kontynuowana.',
  },
  make: {
    title: 'Nowy kontakt',
    name: 'Nazwa',
    address: 'Adres e-mail',
    company: 'Firma',
    save: 'Zapisz',
    allTheSame: 'Utwórz mimo to',
  },
  kept: (n) =>
    plural(n, {
      one: '# zachowana wiadomość z tym adresem pojawi się w rekordzie:',
      few: '# zachowane wiadomości z tym adresem pojawią się w rekordzie:',
      many: '# zachowanych wiadomości z tym adresem pojawi się w rekordzie:',
      other: '# zachowanej wiadomości z tym adresem pojawi się w rekordzie:',
    }),
};
