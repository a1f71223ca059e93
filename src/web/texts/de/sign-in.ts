import type { Texts } from '../en';

export const signIn: Texts['signIn'] = {
  title: 'Anmelden',
  what: 'Sehen Sie, wer die E-Mails, die Sie aus Outlook senden, liest, anklickt und beantwortet – jede Nachricht liegt beim jeweiligen Kontakt.',
  button: 'Mit Microsoft anmelden',
  ended: 'Ihre Sitzung ist abgelaufen',
  endedAbout:
    'Melden Sie sich erneut an, um zu dieser Seite zurückzukehren. Nicht gespeicherte Änderungen gehen verloren.',
};
