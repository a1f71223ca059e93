import type { Sentences } from '../said-in';

/** What the server says when marketing mail is sent, and when somebody is taken off it. */
export const marketingSending: Sentences = {
  'That cannot be done as the message stands now. Load the page again to see how it stands.':
    'So, wie die Nachricht jetzt steht, geht das nicht. Laden Sie die Seite neu, um zu sehen, wie sie steht.',
  'That moment is over. Choose a later one, or send it now.':
    'Dieser Zeitpunkt ist vorbei. Wählen Sie einen späteren, oder senden Sie jetzt.',
  'This server has no relay for marketing mail. Whoever runs the server sets MARKETING_SMTP_URL, or SMTP_URL.':
    'Dieser Server hat kein Relay für Marketing-Mail. Wer den Server betreibt, setzt MARKETING_SMTP_URL oder SMTP_URL.',
  'Choose under Settings whom the message is from.':
    'Wählen Sie unter Einstellungen, von wem die Nachricht ist.',
  'A test goes to you and your colleagues only: to users, connected mailboxes, and addresses of your company’s domains.':
    'Ein Test geht nur an Sie und Ihre Kollegen: an Benutzer, verbundene Postfächer und Adressen der Domänen Ihrer Firma.',
  'There is no such kind of marketing mail.': 'Diese Art von Marketing-Mail gibt es nicht.',
  'There are {} kinds of marketing mail, which is as many as one can choose among. Remove one first.':
    'Es gibt {1} Arten von Marketing-Mail; unter mehr kann niemand wählen. Entfernen Sie erst eine.',
  'This is not a mail address.': 'Das ist keine Mailadresse.',
  'That address is off this mail already.': 'Diese Adresse ist davon schon abgemeldet.',
  'There is no such unsubscription.': 'Diese Abmeldung gibt es nicht.',
  'They unsubscribed themselves, so only they can take it back: by the link in any of your mails.':
    'Sie haben sich selbst abgemeldet und nehmen das nur selbst zurück: mit dem Link in einer Ihrer Mails.',
};
