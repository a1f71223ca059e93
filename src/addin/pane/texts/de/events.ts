import type { events as english } from '../en/events';

export const events: typeof english = {
  events: {
    sent: (who) => (who === '' ? 'Gesendet' : `Gesendet von ${who}`),
    open: (who) => `Geöffnet: ${who}`,
    click: (who) => `Geklickt: ${who}`,
    reply: (who) => `Antwort: ${who}`,
    'auto-reply': (who) => `Abwesend: ${who}`,
    bounce: (who) => `Nicht zugestellt: ${who}`,
    receipt: (who) => `Bestätigung: ${who}`,
    calendar: (who) => `Antwort auf eine Einladung: ${who}`,
    logged: () => 'Protokolliert',
    'not-confirmed': () =>
      'Nicht bestätigt: Innerhalb von sieben Tagen wurde keine Kopie, kein Abruf und keine Antwort gefunden',
    retracted: () => 'Zurückgenommen',
    reminder: () => 'Noch keine Antwort',
    workflow: (who: string) => `Hinweis eines Workflows: ${who}`,
    mailbox: () => 'Mit Ihrem Postfach stimmt etwas nicht: siehe „Postfächer“ in Mailtrail',
  },
  inferred: 'abgeleitet',
  historic: 'aus einem Rückblick',
  retracted: 'zurückgenommen',
  firstTime: 'erstes Mal',
};
