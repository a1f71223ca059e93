import type { events as english } from '../en/events';

// Names cannot be declined and say no gender: the event is a noun, the name stands behind it.
export const events: typeof english = {
  events: {
    sent: (who) => (who === '' ? 'Wysłano' : `Wysłano, nadawca: ${who}`),
    open: (who) => `Otwarcie: ${who}`,
    click: (who) => `Kliknięcie: ${who}`,
    reply: (who) => `Odpowiedź: ${who}`,
    'auto-reply': (who) => `Nieobecność: ${who}`,
    bounce: (who) => `Nie dostarczono: ${who}`,
    receipt: (who) => `Potwierdzenie: ${who}`,
    calendar: (who) => `Odpowiedź na zaproszenie: ${who}`,
    logged: () => 'Zapisano',
    'not-confirmed': () => 'Niepotwierdzona: przez siedem dni nie znaleziono kopii, otwarcia ani odpowiedzi',
    retracted: () => 'Wycofano',
    reminder: () => 'Nadal brak odpowiedzi',
    workflow: (who: string) => `Przepływ: ${who}`,
    mailbox: () => 'Problem ze skrzynką: zobacz „Skrzynki” w aplikacji Mailtrail',
  },
  inferred: 'wywnioskowane',
  historic: 'z przeglądu wstecz',
  retracted: 'wycofane',
  firstTime: 'pierwszy raz',
};
