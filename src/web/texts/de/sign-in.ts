import type { Texts } from '../en';

export const signIn: Texts['signIn'] = {
  title: 'Anmelden',
  what: 'Sehen Sie, wer die E-Mails, die Sie aus Outlook senden, liest, anklickt und beantwortet – jede Nachricht liegt beim jeweiligen Kontakt.',
  button: 'Mit Microsoft anmelden',
  failures: {
    'too-late': 'Die Anmeldung hat zu lange gedauert oder wurde anderswo begonnen.',
    declined: 'Sie haben nicht eingewilligt, daher wurde niemand angemeldet.',
    unreachable: 'Microsoft ist nicht erreichbar. Versuchen Sie es in einer Minute erneut.',
    'wrong-token':
      'Microsoft hat Sie angemeldet, aber nicht für Mailtrail. Wer diesen Server betreibt, findet den Grund im Protokoll.',
    refused: 'Microsoft hat die Anmeldung nicht zugelassen. Versuchen Sie es erneut.',
  },
  ended: 'Ihre Sitzung ist abgelaufen',
  endedAbout:
    'Melden Sie sich erneut an, um zu dieser Seite zurückzukehren. Nicht gespeicherte Änderungen gehen verloren.',
};
