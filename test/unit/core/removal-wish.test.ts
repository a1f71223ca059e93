import { asksToBeRemoved } from '../../../src/core/incoming/removal-wish';

/** As people write it. */
const WISHES = [
  'Unsubscribe',
  'unsubscribe please.',
  'STOP',
  'Please remove me from your mailing list.',
  'Hi, could you please take me off this list? Thanks, Bob',
  'Remove my email address from your database',
  'I no longer wish to receive these emails.',
  "Please don't send me any more newsletters",
  'Stop emailing me!',
  'I would like to unsubscribe.',
  'Please opt me out of all communications',
  'Proszę o wypisanie mnie z listy mailingowej.',
  'Proszę usunąć mój adres z bazy.',
  'Nie życzę sobie otrzymywania takich wiadomości',
  'Dzień dobry, proszę mnie wypisać. Pozdrawiam',
  'Wypisz mnie',
  'Rezygnuję z newslettera.',
  'Proszę więcej nie przysyłać ofert.',
  'Bitte nehmen Sie mich aus Ihrem Verteiler.',
  'Bitte aus dem Verteiler löschen, danke',
  'Ich möchte keine weiteren E-Mails erhalten.',
  'Melden Sie mich bitte vom Newsletter ab.',
  'Abmelden',
  'Bitte senden Sie mir keine Werbung mehr.',
  'Merci de me désabonner.',
  'Je ne souhaite plus recevoir vos messages',
  'Veuillez retirer mon adresse de votre liste.',
  'Désinscription svp',
  'Por favor, quiero darme de baja.',
  'No deseo recibir más correos',
  'Elimínenme de su lista, gracias',
  'Dejen de enviarme correos.',
];

/** With the same words, and not the wish. */
const OTHERS = [
  'Thanks, this looks great. Could you send me the offer?',
  'Please do not remove me from the list, I enjoy reading it!',
  'Why was I removed from your list? I never asked to be unsubscribed.',
  'Please stop by our office when you are in town.',
  'We have stopped sending invoices by post; please use e-mail.',
  'How do customers unsubscribe in your product? We look for a tool.',
  'Please remove the second line from the offer.',
  'Take the list from the meeting and send me the prices.',
  'To unsubscribe, click here.',
  'Don’t send me the invoice before Friday, please.',
  'Nie chcę czekać do piątku, proszę o ofertę.',
  'Proszę usunąć drugą pozycję z oferty.',
  'Proszę wysłać cennik.',
  'Bitte schicken Sie mir den Newsletter auch in Zukunft.',
  'Bitte löschen Sie die zweite Zeile des Angebots.',
  'Ich melde mich nächste Woche ab Dienstag.',
  'Merci de m’envoyer votre offre.',
  'Je souhaite supprimer la ligne 3 du devis.',
  'Quiero recibir más información.',
  'La entrega baja el lunes.',
  '',
];

describe('the wish to get no more such mail', () => {
  it.each(WISHES)('is heard: %s', (text) => expect(asksToBeRemoved(text)).toBe(true));
  it.each(OTHERS)('is not: %s', (text) => expect(asksToBeRemoved(text)).toBe(false));
});
