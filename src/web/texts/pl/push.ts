import type { Texts } from '../en';

export const push: Texts['push'] = {
  title: 'Powiadomienia',
  loading: 'Wczytywanie ustawień powiadomień',
  here: {
    on: 'Ta przeglądarka wyświetla powiadomienia, także gdy strona Mailtrail jest zamknięta.',
    off: 'Ta przeglądarka nie wyświetla powiadomień.',
    blocked:
      'Ta przeglądarka blokuje powiadomienia Mailtrail. Kliknij ikonę po lewej stronie adresu, zezwól na powiadomienia i odśwież tę stronę. Jeśli nadal są blokowane, zabraniają ich zasady organizacji lub ustawienia systemu.',
    'not-supported':
      'Ta przeglądarka nie może wyświetlać powiadomień. Na telefonie iPhone lub tablecie iPad najpierw dodaj Mailtrail do ekranu początkowego; zamiast okna prywatnego użyj zwykłego.',
  },
  start: 'Powiadamiaj w tej przeglądarce',
  stop: 'Wyłącz w tej przeglądarce',
  noPushService:
    'Ta przeglądarka nie mogła połączyć się ze swoją usługą powiadomień push. Sprawdź sieć oraz to, czy przeglądarka zezwala na takie powiadomienia, i spróbuj ponownie.',
  allBrowsers: 'Dotyczy wszystkich Twoich przeglądarek.',
  kinds: {
    open: 'Ktoś otwiera moją wiadomość',
    click: 'Ktoś klika link',
    reply: 'Ktoś odpowiada',
    bounce: 'Wiadomości nie udało się dostarczyć',
    reminder: 'Przypomnienie: nikt nie odpowiedział na czas',
    workflow: 'Przepływ powiadamia mnie o kontakcie',
    mailbox: 'Skrzynka przestaje działać',
    someone: 'Także gdy nie wiadomo, kto to był',
    marketing: 'Także o wiadomościach marketingowych',
  },
  quiet: 'Godziny ciszy: to, co się w nich wydarzy, zostanie zgłoszone razem po ich zakończeniu',
  quietTo: 'Do',
  saveInZone: (zone) => `Zapisz w strefie ${zone}`,
};
