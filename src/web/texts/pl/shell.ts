import { pluralIn } from '../../../core/texts';
import type { Texts } from '../en';

const plural = pluralIn('pl');

export const shell: Texts['shell'] = {
  opening: 'Otwieranie Mailtrail',
  loadingScreen: 'Wczytywanie…',
  skip: 'Przejdź do treści',
  mainNavigation: 'Główna nawigacja',
  unread: (n) => plural(n, { one: '# nowe', few: '# nowe', many: '# nowych', other: '# nowych' }),
  feed: 'Aktywność',
  contacts: 'Kontakty',
  companies: 'Firmy',
  withoutContact: 'Bez kontaktu',
  testTracking: 'Test śledzenia',
  mailboxes: 'Skrzynki',
  neverLogged: 'Nigdy nie zapisuj',
  users: 'Użytkownicy',
  privacy: 'Prywatność',
  openSandbox: 'Otwórz Outlook w piaskownicy',
  signOut: 'Wyloguj się',
  language: 'Język',
  automaticLanguage: 'Jak w tej przeglądarce',
  languageHint: 'Obowiązuje także w programie Outlook i w powiadomieniach.',
  reconnecting: 'Połączenie zostało przerwane. Trwa jego wznawianie, nic w tym czasie nie zginie.',
  outOfDate: 'Serwer nie odpowiada: widoczne informacje mogą być nieaktualne. Trwa ponawianie próby.',
  screenFailed: 'Nie można wyświetlić tej strony. Sprawdź połączenie i spróbuj ponownie.',
};
