import type { Texts } from '../en';

export const consent: Texts['consent'] = {
  title: 'O co Mailtrail prosi firmę Microsoft',
  about:
    'Każde uprawnienie służy jednej rzeczy i jest potrzebne dopiero po jej włączeniu. Bez niego wszystko inne działa.',
  forYou: 'Dla użytkownika',
  forYouAbout:
    'Przy pierwszym logowaniu Microsoft pyta, czy Mailtrail może wiedzieć, kim jesteś. Jeśli w organizacji zgodę mogą wyrazić tylko administratorzy, pojawi się taka informacja: wtedy przekaż tę stronę dalej.',
  signIn: 'Zaloguj się przez Microsoft',
  forAdmin: 'Dla administratora',
  forAdminAbout:
    'Administrator może wyrazić zgodę za wszystkich, aby nikt nie był pytany. Dotyczy to logowania, a nie czytania ani wysyłania wiadomości.',
  adminConsent: 'Wyraź zgodę za organizację',
  granted: 'Organizacja wyraziła zgodę: przy logowaniu nikt nie będzie już pytany.',
  refused:
    'Zgoda nie została wyrażona, więc nic się nie zmieniło. Użytkownicy są pytani pojedynczo, jeśli organizacja na to pozwala.',
  permission: 'Uprawnienie',
  purpose: 'Do czego służy',
  when: 'Kiedy jest potrzebne',
  without: 'Bez niego',
  table: {
    signIn: {
      purpose: 'Rozpoznanie użytkownika w programie Outlook i tutaj',
      when: 'Przy pierwszym logowaniu',
      without: 'Nie można się zalogować',
    },
    profile: {
      purpose: 'Imię i nazwisko oraz adres zapisane w Microsoft',
      when: 'Przy pierwszym logowaniu i przy łączeniu skrzynki',
      without: 'Nie można się zalogować',
    },
    read: {
      purpose: 'Znajdowanie odpowiedzi i kopii wysłanych wiadomości w skrzynce; tylko odczyt',
      when: 'Przy łączeniu skrzynki',
      without: 'Otwarcia i kliknięcia są widoczne; brakuje odpowiedzi i zapisywania wiadomości',
    },
    readAll: {
      purpose: 'To samo dla skrzynek wskazanych przez administratora, bez pytania ich właścicieli',
      when: 'Nadaje administrator programu Exchange (RBAC), w granicach grupy',
      without: 'Zgodę wyraża każdy właściciel albo skrzynkę przegląda otwarte okienko',
    },
    send: {
      purpose: 'Pisanie wiadomości z kartoteki i wysyłanie każdemu z osobna',
      when: 'Przy pierwszym takim wysłaniu',
      without: 'Wiadomości wysyła się z programu Outlook; reszta działa',
    },
    offline: {
      purpose: 'To samo, gdy użytkownik nie jest zalogowany',
      when: 'Razem z dowolnym z dwóch powyższych',
      without: 'Tylko w trakcie zalogowania, więc w nocy odpowiedzi nie są znajdowane',
    },
    draft: {
      purpose: 'Wysyłanie plików za dużych na jedno żądanie, za pośrednictwem wersji roboczej',
      when: 'Przy wysyłaniu takich plików z kartoteki',
      without: 'Pliki do 3 MB',
    },
    append: {
      purpose: 'Wstawienie obrazu przy wysyłaniu, bez zmieniania napisanej treści',
      when: 'Gdy administrator wdraża dodatek',
      without: 'Obraz jest wstawiany do treści tam, gdzie Outlook na to pozwala',
    },
    item: {
      purpose:
        'Wiadomość czytana lub pisana w programie Outlook: wstawienie obrazu i linków oraz pokazanie kartoteki',
      when: 'Gdy administrator wdraża dodatek',
      without: 'Nie ma dodatku',
    },
  },
  refusedTitle: 'Nie można się jeszcze zalogować',
  unknownTenant:
    'Organizacja nie jest skonfigurowana na tym serwerze. Operator serwera konfiguruje ją jednym poleceniem; potem zaloguj się ponownie.',
  command: 'Polecenie dla operatora serwera',
  userDisabled: 'Użytkownik Mailtrail jest wyłączony. Zwróć się do administratora.',
  needsConsent:
    'W tej organizacji zgodę na Mailtrail mogą wyrazić tylko administratorzy. Wyślij im tę stronę.',
  whatIsAsked: 'O co prosi Mailtrail i dlaczego',
};
