import { pluralIn } from '../../../core/texts';
import type { Texts } from '../en';

const plural = pluralIn('pl');

export const common: Texts['common'] = {
  justNow: 'przed chwilą',
  tryAgain: 'Spróbuj ponownie',
  didNotWork: 'Nie udało się',
  noPermission: 'Brak uprawnień',
  loading: (what) => `Wczytywanie: ${what}`,
  loadingMore: 'Wczytywanie…',
  showEarlier: 'Pokaż wcześniejsze',
  cancel: 'Anuluj',
  close: 'Zamknij',
  save: 'Zapisz',
  saving: 'Zapisywanie…',
  saved: 'Zapisano',
  discard: 'Odrzuć zmiany',
  add: 'Dodaj',
  remove: 'Usuń',
  removeOne: (what) => `Usuń: ${what}`,
  undo: 'Cofnij',
  done: 'Gotowe',
  copy: 'Kopiuj',
  from: 'Od',
  to: 'Do',
  noSubject: '(bez tematu)',
  mails: (n) =>
    plural(n, { one: '# wiadomość', few: '# wiadomości', many: '# wiadomości', other: '# wiadomości' }),
  contacts: (n) =>
    plural(n, { one: '# kontakt', few: '# kontakty', many: '# kontaktów', other: '# kontaktu' }),
  offline: 'Nie można połączyć się z serwerem. Sprawdź połączenie i spróbuj ponownie.',
  serverSays: (status) => `Serwer odpowiedział kodem ${status}. Spróbuj ponownie.`,
  newer: 'Serwer został zaktualizowany. Odśwież tę stronę.',
  unknown: 'Na tej stronie wystąpił nieoczekiwany błąd. Odśwież ją i spróbuj ponownie.',
};
