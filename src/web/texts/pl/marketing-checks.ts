import type { Texts } from '../en';

/** Na co zwrócić uwagę przed wysłaniem wiadomości marketingowej. */
export const marketingChecks: Texts['marketingChecks'] = {
  title: 'Kontrola',
  none: 'Wszystko w porządku.',
  error: 'Trzeba naprawić',
  warning: 'Warto sprawdzić',
  showBlock: (kind) => `Pokaż: ${kind}`,
  parts: {
    subject: 'W temacie',
    preheader: 'W tekście podglądu',
    body: 'W wiadomości',
    text: 'W samym tekście',
  },
  problems: {
    'subject-empty': { what: 'Brak tematu.', fix: 'Napisz go.' },
    'nothing-said': { what: 'Wiadomość jeszcze nic nie mówi.', fix: 'Napisz tekst albo dodaj obraz.' },
    'unknown-field': { what: 'Nie ma takiego pola.', fix: 'Wybierz pole z menu.' },
    'unknown-filter': {
      what: 'Nie ma takiego filtra.',
      fix: 'Są: default, upcase, downcase, capitalize i strip.',
    },
    'not-closed': { what: 'Pole nie jest zamknięte.', fix: 'Zakończ je dwoma nawiasami.' },
    'not-understood': {
      what: 'To, co stoi w nawiasach, jest niezrozumiałe.',
      fix: 'Wybierz pole z menu albo usuń nawiasy.',
    },
    'field-out-of-place': {
      what: 'Pole stoi tam, gdzie nie można wstawić wartości.',
      fix: 'Wstaw je w tekst, adres albo atrybut w cudzysłowie.',
    },
    'no-fallback': {
      what: 'To pole jest u niektórych kontaktów puste.',
      fix: 'Podaj wartość zastępczą: | default: "…"',
    },
    'link-empty': { what: 'Odnośnik donikąd nie prowadzi.', fix: 'Podaj adres.' },
    'link-kind': {
      what: 'Odnośnik nie ma adresu internetowego.',
      fix: 'Powinien zaczynać się od https://, mailto: albo tel:.',
    },
    'link-spaces': { what: 'W adresie odnośnika są spacje.', fix: 'Usuń je albo napisz %20.' },
    'link-placeholder': { what: 'Odnośnik prowadzi do adresu zastępczego.', fix: 'Wpisz właściwy adres.' },
    'image-missing': { what: 'Brakuje obrazu.', fix: 'Wybierz go albo usuń blok.' },
    'image-address': {
      what: 'Obraz nie ma adresu internetowego.',
      fix: 'Prześlij go albo podaj adres z https://.',
    },
    'alt-missing': {
      what: 'Obraz nie ma tekstu zastępczego.',
      fix: 'Powiedz w kilku słowach, co przedstawia, albo oznacz go jako ozdobę.',
    },
    'heading-empty': { what: 'Nagłówek jest pusty.', fix: 'Napisz go albo usuń blok.' },
    'button-empty': { what: 'Przycisk nie ma tekstu.', fix: 'Napisz, do czego służy.' },
    'unsubscribe-added': {
      what: 'W tym HTML nie ma odnośnika do wypisania się.',
      fix: 'Na końcu dodawana jest stopka z odnośnikiem. Jeśli ma stać gdzie indziej, wstaw pole „Odnośnik do wypisania się” w odnośnik.',
    },
    'unsubscribe-twice': {
      what: 'Jest więcej niż jeden odnośnik do wypisania się.',
      fix: 'Jeden wystarczy: usuń pozostałe.',
    },
    'no-address': {
      what: 'W tym HTML nie ma pola adresu pocztowego.',
      fix: 'Jeśli adres jest wypisany, wszystko w porządku; jeśli nie, wstaw pole.',
    },
    'address-empty': {
      what: 'Firma nie ma jeszcze adresu pocztowego.',
      fix: 'Administrator wpisuje go w ustawieniach konta.',
    },
    'scripts-removed': {
      what: 'Usunięto skrypty i to, co może się uruchomić.',
      fix: 'Programy pocztowe i tak by ich nie uruchomiły.',
    },
    'tags-broken': {
      what: 'Znacznik nie jest zamknięty, otwarty albo poprawnie napisany.',
      fix: 'Popraw HTML w tym miejscu: programy pocztowe różnie zgadują.',
    },
    'too-large': {
      what: 'Wiadomość jest większa niż 100 kB.',
      fix: 'Gmail ucina ją przy 102 kB, a z nią stopkę. Skróć ją.',
    },
  },
};
