import type { frame as english } from '../en/frame';

export const frame: typeof english = {
  tabs: { mail: 'Ta wiadomość', activity: 'Aktywność', settings: 'Ustawienia' },
  starting: 'Otwieranie usługi Mailtrail…',
  loadAgain: 'Wczytaj ponownie',
  pieceFailed: 'Nie udało się wczytać tej części usługi Mailtrail.',
  loading: 'Wczytywanie…',
  tryAgain: 'Spróbuj ponownie',
  signIn: {
    why: 'Program Outlook nie mógł zalogować automatycznie.',
    silent:
      'Logowanie firmy Microsoft nie odpowiada. Kolejna próba nastąpi automatycznie; można też zalogować się tutaj.',
    button: 'Zaloguj się',
    busy: 'Logowanie…',
    failed: 'Logowanie się nie powiodło. Poczta jest wysyłana jak zwykle, bez śledzenia.',
    refused: (why) => `Dostęp do usługi Mailtrail jest niemożliwy. ${why}`,
    left: 'Wylogowano. Poczta jest wysyłana jak zwykle, bez śledzenia.',
    leftUntold:
      'Wylogowano tutaj, ale nie udało się powiadomić usługi Mailtrail. Po odzyskaniu połączenia zaloguj się i wyloguj ponownie, aby wylogować program Outlook na wszystkich urządzeniach.',
  },
  watch: {
    asked:
      'Skrzynka ma być obserwowana, dopóki to okienko jest otwarte. Firma Microsoft prosi o jednorazową zgodę.',
    allow: 'Zezwól temu okienku na odczyt poczty',
    failing: 'Nie można teraz przejrzeć skrzynki. Kolejna próba za dwie minuty.',
  },
  failure: {
    offline:
      'Brak połączenia z usługą Mailtrail. Poczta jest wysyłana jak zwykle; okienko może pokazywać nieaktualne dane.',
    signedOut: 'Sesja wygasła.',
    noSignIn: 'Logowanie firmy Microsoft nie odpowiada.',
    refused: 'Mailtrail odrzucił to żądanie.',
    forbidden: 'Brak wymaganych uprawnień.',
    broken: 'Odpowiedź usługi Mailtrail jest niezrozumiała. Zamknij okienko i otwórz je ponownie.',
    outlook: 'Program Outlook nie odpowiada. Zamknij okienko i otwórz je ponownie.',
  },
  offline: {
    since: (when) =>
      `Brak połączenia z usługą Mailtrail od ${when}. Widoczne dane mogą być nieaktualne. Poczta jest wysyłana jak zwykle.`,
    tryNow: 'Spróbuj teraz',
    trying: 'Łączenie…',
    back: 'Odzyskano połączenie z usługą Mailtrail.',
    close: 'Zamknij',
    notLoaded: 'Nie wczytano: dane pojawią się tutaj po odzyskaniu połączenia z usługą Mailtrail.',
  },
  phone: 'Poczta wysyłana z telefonu nie jest śledzona.',
  noMail: 'Wybierz wiadomość, aby zobaczyć, kto w niej uczestniczy i co się z nią działo.',
  notMail: 'Zaproszenia na spotkania nie są śledzone ani zapisywane.',
  someone: 'Ktoś',
  quoted: (text) => `„${text}”`,
  feed: {
    live: 'Na żywo',
    notLive: 'Brak połączenia na żywo: trwa ponowne łączenie',
    empty: 'Tutaj pojawiają się na bieżąco otwarcia, kliknięcia i odpowiedzi na wysłaną pocztę.',
    more: 'Pokaż wcześniejsze',
  },
};
