import type { Texts } from '../en';

export const events: Texts['events'] = {
  badges: {
    sent: 'Wysłano',
    open: 'Otwarcie',
    click: 'Kliknięcie',
    reply: 'Odpowiedź',
    'auto-reply': 'Odpowiedź automatyczna',
    bounce: 'Nie dostarczono',
    receipt: 'Potwierdzenie',
    calendar: 'Kalendarz',
    logged: 'Zapisano',
    'not-confirmed': 'Niepotwierdzone',
    retracted: 'Wycofano',
    mailbox: 'Skrzynka',
    reminder: 'Przypomnienie',
    workflow: 'Przepływ',
  },
  sendingBadge: 'Wysyłanie',
  opened: (who) => (who === undefined ? 'Ktoś otworzył wiadomość' : `${who}: otwarto wiadomość`),
  mustHaveOpened: (who) =>
    who === undefined ? 'Ktoś musiał otworzyć wiadomość' : `${who}: wiadomość musiała zostać otwarta`,
  clicked: (who, link) => (who === undefined ? `Ktoś kliknął „${link}”` : `${who}: kliknięto „${link}”`),
  clickedLink: (who) => (who === undefined ? 'Ktoś kliknął link' : `${who}: kliknięto link`),
  replied: (who) => (who === undefined ? 'Ktoś odpowiedział' : `${who}: nadeszła odpowiedź`),
  repliedAutomatically: (who) => `${who ?? 'Ktoś'}: nadeszła odpowiedź automatyczna`,
  bounced: (who) =>
    who === undefined
      ? 'Wiadomości nie udało się dostarczyć'
      : `Wiadomości nie udało się dostarczyć, adresat: ${who}`,
  sentReceipt: (who) => `${who ?? 'Ktoś'}: nadeszło potwierdzenie`,
  answeredInvitation: (who) => `${who ?? 'Ktoś'}: nadeszła odpowiedź na zaproszenie`,
  wasLogged: 'Wiadomość zapisano',
  notConfirmed: 'W ciągu siedmiu dni nie pojawiła się żadna jej kopia, pobranie ani odpowiedź',
  noReplyYet: 'Nadal brak odpowiedzi',
  workflowTells: (who: string | undefined) =>
    who === undefined ? 'Powiadomienie z przepływu' : `Powiadomienie z przepływu: ${who}`,
  wasRetracted: 'Wcześniejsze zdarzenie zostało wycofane',
  mailtrailItself: 'System Mailtrail',
  youSent: 'Wiadomość wysłana przez Ciebie',
  youAreSending: 'Trwa wysyłanie tej wiadomości',
  youSentReported: 'Wiadomość wysłana przez Ciebie (wg dodatku)',
  youWereSending: 'Wysyłanie tej wiadomości rozpoczęto',
  takenBack: 'wycofane',
  firstTime: 'po raz pierwszy',
  awayUntil: (day) => `Nieobecność do: ${day}`,
};
