import { pluralIn } from '../../../core/texts';
import type { Texts } from '../en';

const plural = pluralIn('de');

export const message: Texts['message'] = {
  title: 'Nachricht',
  loading: 'Die Nachricht wird geladen',
  states: {
    sending: 'Wird gesendet',
    'sent-reported': 'Gesendet (laut Add-In)',
    sent: 'Gesendet',
    'not-confirmed': 'Nicht bestätigt',
    undone: 'Rückgängig gemacht',
  },
  stateHelp: {
    sending: 'Outlook sendet sie gerade; die gesendete Kopie ist noch nicht zu sehen.',
    'sent-reported':
      'Das Add-In hat sie gemeldet; die Kopie in „Gesendete Elemente“ ist noch nicht zu sehen.',
    sent: 'Belegt durch die Kopie in „Gesendete Elemente“.',
    'not-confirmed':
      'Innerhalb von sieben Tagen gab es weder Kopie noch Abruf noch Antwort: Bis dahin steht sie auf keiner Zeitachse.',
    undone: 'Die Protokollierung wurde rückgängig gemacht.',
  },
  kinds: {
    reply: 'Antwort',
    new: 'Neue E-Mail',
    'auto-reply': 'Automatische Antwort',
    'auto-generated': 'Automatisch erzeugt',
    bounce: 'Nicht zugestellt',
    receipt: 'Bestätigung',
    calendar: 'Kalender',
  },
  toPeople: (people) => `An ${people}`,
  inMarketing: 'Im Marketing',
  morePeople: (n) => plural(n, { one: '# weitere Person', other: '# weitere' }),
  fromPerson: (person) => `Von ${person}`,
  alsoOn: 'Auch im Datensatz von:',
  attachments: 'Anlagen',
  earlierNotShown: 'Was früher geschah, wird nicht angezeigt.',
  whatHappened: 'Was geschehen ist',
  whyNotAll: 'Warum nicht alles nachverfolgt wird',
  trackingUnproven: 'Tracking: noch nicht bestätigt',
  notTracked: 'Nicht nachverfolgt',
  tracked: (image) => `Nachverfolgt: ${image ? 'Bild' : 'kein Bild'}`,
  trackedLinks: (image, tracked, total) =>
    `Nachverfolgt: ${image ? 'Bild' : 'kein Bild'} + ${tracked} von ${plural(total, { one: '# Link', other: '# Links' })}`,
  sameId: 'Gleiche ID wie eine andere E-Mail',
  sameIdHelp:
    'Eine andere E-Mail trägt dieselbe Message-ID, stammt aber von jemand anderem oder von einem anderen Tag. Eine von beiden ist nicht, was sie vorgibt.',
  test: 'Test, nicht gezählt',
  testHelp: 'Ein Test mit Ihnen selbst: Was sie abruft, wird mit Beurteilung gezeigt und nirgends gezählt.',
  noMachineSigns: 'Kein Anzeichen für einen Automaten',
  opensHelp: 'Eine Vorschau lässt sich vom Lesen nicht unterscheiden und zählt als Öffnen.',
  opens: (n) => plural(n, { one: '# Mal geöffnet', other: '# Mal geöffnet' }),
  clicks: (n) => plural(n, { one: '# Klick', other: '# Klicks' }),
  replies: (n) => plural(n, { one: '# Antwort', other: '# Antworten' }),
  noReasonGiven: 'Das Mailsystem hat keinen Grund genannt.',
  delivery: {
    failed: (who) => `Nicht zugestellt an ${who}`,
    delayed: (who) => `Verzögert auf dem Weg zu ${who}`,
    complaint: (who) => `Beschwerde von ${who}`,
  },
  beingCopied: 'wird kopiert',
  notCopied: (why) => `Nicht kopiert: ${why}`,
  copyAgain: (file) => `${file} erneut kopieren`,
  loadingText: 'Der Text wird geladen',
  picturesNotLoaded: (n) =>
    plural(n, {
      one: '# Bild wurde nicht geladen, damit niemand erfährt, dass Sie lesen.',
      other: '# Bilder wurden nicht geladen, damit niemand erfährt, dass Sie lesen.',
    }),
  showPictures: 'Bilder anzeigen',
  textOf: (subject) => `Text von „${subject}“`,
  quotedTextOf: (subject) => `Zitierter Text in „${subject}“`,
  hideQuoted: 'Zitierten Text ausblenden',
  showQuoted: 'Zitierten Text anzeigen',
  mute: 'Keine Benachrichtigungen zu dieser Nachricht',
  whyNothing: 'Warum sehe ich nichts?',
  looking: 'Wird geprüft',
  privacyLinksOfRecipients: 'Datenschutzlinks der Empfänger',
  privacyLinks: 'Datenschutzlinks',
  privacyLinksAbout:
    'Wer seinen Link öffnet, sieht, was diese E-Mail enthält und was unter seinem Namen erfasst wurde, und kann dem Tracking widersprechen. Geben Sie jeden Link nur der jeweiligen Person.',
  loadingLinks: 'Die Links werden geladen',
  copyLinkOf: (address) => `Link von ${address} kopieren`,
};
