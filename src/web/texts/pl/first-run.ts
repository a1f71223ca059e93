import type { Texts } from '../en';

export const firstRun: Texts['firstRun'] = {
  title: 'Droga do pierwszej śledzonej wiadomości',
  progress: (done, all) => `Gotowe: ${done} z ${all}`,
  done: 'Gotowe',
  open: 'Do zrobienia',
  dismiss: 'Schowaj',
  dismissed: 'Pierwsze kroki zostały schowane.',
  steps: {
    basis: {
      title: 'Poznaj podstawę prawną',
      about: (basis) =>
        `Otwarcia i kliknięcia są przypisywane do osoby tylko z podstawą prawną. Osoby, do których piszesz, otrzymują: ${basis}.`,
      off: 'Ochrona danych jest wyłączona: otwarcia i kliknięcia są przypisywane do osób bez podstawy prawnej.',
      act: 'Rozumiem',
      change: 'Zmień',
    },
    mailbox: {
      title: 'Podłącz swoją skrzynkę',
      about: 'Mailtrail znajdzie odpowiedzi i zapisze wysłane wiadomości z plikami. Tylko czyta.',
      act: 'Podłącz',
    },
    addin: {
      title: 'Otwórz Mailtrail w programie Outlook',
      about: 'Outlook otrzyma to, czego potrzebuje do śledzenia, bez kolejnych pytań.',
      adminAbout: 'Przekaż manifest jeden raz, a Outlook pokaże Mailtrail użytkownikom.',
      act: 'Otwórz program Outlook',
      adminAct: 'Wdróż dodatek',
      ask: 'Nie widać go w programie Outlook? Zapytaj administratora.',
    },
    sent: {
      title: 'Wyślij wiadomość z włączonym śledzeniem',
      about: 'Do kogoś spoza firmy, w formacie HTML. Możesz też wysłać test do siebie.',
      act: 'Otwórz program Outlook',
      test: 'Wyślij test',
    },
    opened: {
      title: 'Zobacz pierwsze otwarcie',
      about: 'Pojawi się tutaj kilka sekund po przeczytaniu wiadomości z obrazami.',
      act: 'Przeczytaj jako Bob',
    },
  },
};
