import { pluralIn } from '../../../../core/texts';
import type { read as english } from '../en/read';

const plural = pluralIn('de');

export const read: typeof english = {
  read: {
    contacts: 'Kontakte',
    nobody: 'An dieser Nachricht ist noch kein Kontakt beteiligt.',
    create: (who) => `${who} als Kontakt hinzufügen`,
    created: (who) => `${who} ist jetzt ein Kontakt.`,
    conversation: 'In dieser Unterhaltung nachverfolgt und protokolliert',
    nothingKnown:
      'Mailtrail kennt diese Unterhaltung nicht. Nachrichten, die Sie nachverfolgt oder protokolliert senden, erscheinen hier.',
    timeline: 'Zeitachse',
    showTimeline: (who) => `Zeitachse anzeigen: ${who}`,
    hideTimeline: 'Zeitachse ausblenden',
    emptyTimeline: 'Auf dieser Zeitachse steht noch nichts.',
    lastActivity: (when) => `Letzte Aktivität: ${when}`,
    never: 'Noch keine Aktivität',
    showDetails: 'Details',
    hideDetails: 'Weniger Details',
    addresses: 'Adressen',
    phone: 'Telefon',
    owner: 'Zuständig',
    objected: (when) => `Widerspruch gegen Tracking: ${when}`,
    withdrawn: 'Einwilligung widerrufen',
    noLinks: 'Keine Nachverfolgung von Links',
    departed: 'Hat die Firma verlassen',
    erasing: 'Wird gelöscht',
    earlier: 'Frühere anzeigen',
    name: 'Name',
    company: 'Firma',
    kept: (n) =>
      plural(n, {
        one: '# aufbewahrte E-Mail kommt in den Datensatz.',
        other: '# aufbewahrte E-Mails kommen in den Datensatz.',
      }),
    make: 'Kontakt erstellen',
    cancel: 'Abbrechen',
  },
  basis: {
    label: 'Rechtsgrundlage für die Nachverfolgung',
    names: {
      'legitimate-interest': 'Berechtigtes Interesse',
      'consent-given': 'Einwilligung erteilt',
      'consent-withdrawn': 'Einwilligung widerrufen',
      contract: 'Vertrag',
      'not-applicable': 'Nicht anwendbar',
      none: 'Keine erfasst',
    },
    source: 'In Outlook festgelegt',
    kept: 'Erfasst.',
    undo: 'Rückgängig',
  },
  hits: {
    show: 'Abrufe und Klicks im Einzelnen',
    hide: 'Abrufe und Klicks ausblenden',
    title: 'Abrufe und Klicks',
    none: 'Bisher hat nichts das Bild oder einen Link abgerufen.',
    possiblyForwarded:
      'Möglicherweise weitergeleitet: Sie wurde in verschiedenen Programmen in unabhängigen Netzen geöffnet. Es kann ebenso gut eine Person an zwei Orten sein.',
    olderKept: 'Ältere sind gespeichert, werden aber nicht angezeigt.',
    you: 'Sie',
    colleague: 'Jemand aus Ihrem Unternehmen',
    why: 'Warum',
    whatWasIt: 'Was war das?',
    saidSo: (who, when) => `So eingestuft von ${who}, ${when}`,
    verdicts: {
      person: 'Eine Person',
      machine: 'Ein Automat',
      self: 'Nicht gezählt',
      unsure: 'Unsicher',
      waiting: 'Wird beurteilt',
    },
  },
  log: {
    title: 'Protokoll',
    button: 'Diese Nachricht protokollieren',
    again: 'Erneut protokollieren',
    records: 'Bei diesen Kontakten',
    files: 'Mit diesen Dateien',
    loggedOn: (names) => `Protokolliert bei ${names.join(', ')}.`,
    onNobody: 'Protokolliert, aber noch bei keinem Kontakt: Die Nachricht wartet unter „Ohne Kontakt“.',
    nobody:
      'An dieser Nachricht ist noch kein Kontakt beteiligt. Wird sie dennoch protokolliert, wartet sie unter „Ohne Kontakt“.',
    undo: 'Protokollierung rückgängig machen',
    undone:
      'Die Protokollierung wurde rückgängig gemacht: Text und Dateien dieser Nachricht sind nicht in Mailtrail.',
    moveFrom: (who) => `Von ${who} verschieben …`,
    moveBack: 'Zurückverschieben',
    waiting: 'Wird protokolliert …',
    waitsForPane: 'Diese Nachricht wartet darauf, dass Outlook sie übergibt.',
    noMailbox:
      'Verbinden Sie Ihr Postfach in Mailtrail unter „Postfächer“, um Nachrichten von hier aus zu protokollieren.',
    notHanded: {
      'not-found': 'Ihr Postfach hat diese Nachricht nicht übergeben: Sie ist nicht mehr dort.',
      'too-large':
        'Diese Nachricht ist größer als 220 MB und kann von hier nicht übergeben werden. Verbinden Sie Ihr Postfach mit Ihrer eigenen Zustimmung, um sie zu protokollieren.',
      'not-allowed': 'Microsoft hat diesem Bereich das Lesen Ihrer Nachrichten nicht erlaubt.',
      failed: 'Ihr Postfach hat nicht geantwortet.',
    },
    refused: {
      private: 'Nicht protokolliert: Die Nachricht ist als privat gekennzeichnet.',
      encrypted: 'Nicht protokolliert: Die Nachricht ist verschlüsselt.',
      'never-logged':
        'Nicht protokolliert: Jemand auf dieser Nachricht steht auf der Liste „Nie protokollieren“.',
      colleagues: 'Nicht protokolliert: An dieser Nachricht sind nur Kollegen beteiligt.',
      'sent-by-colleague':
        'Nicht protokolliert: Ein Kollege hat diese Nachricht gesendet; sie wird aus dessen Postfach protokolliert.',
      scanning:
        'Noch nicht protokolliert: Microsoft überprüft die Dateien noch. Versuchen Sie es in einigen Minuten erneut, oder protokollieren Sie die Nachricht mit allen Dateien.',
      unavailable:
        'Nicht protokolliert: Microsoft hat die Nachricht nicht herausgegeben. Versuchen Sie es später erneut.',
      'not-found':
        'Nicht protokolliert: Die Nachricht wurde in keinem Ihrer verbundenen Postfächer gefunden.',
    },
  },
  message: {
    states: {
      sending: 'Wird gesendet',
      'sent-reported': 'Gesendet (gemeldet)',
      sent: 'Gesendet',
      received: 'Empfangen',
      'not-confirmed': 'Nicht bestätigt',
      undone: 'Rückgängig gemacht',
    },
    tracked: (image, links, total) => {
      const linkWords = plural(total, { one: `${links} von # Link`, other: `${links} von # Links` });
      if (links === 0) return image ? 'Nachverfolgt: Bild' : 'Nicht nachverfolgt';
      return image ? `Nachverfolgt: Bild + ${linkWords}` : `Nachverfolgt: ${linkWords}`;
    },
    trackingUnproven: 'Nachverfolgung: noch nicht bestätigt',
    opens: (n) => (n === 0 ? 'Keine Öffnung bemerkt' : plural(n, { one: '# Öffnung', other: '# Öffnungen' })),
    opensHint:
      'Wie oft das Bild geladen und dies einer Person zugeordnet wurde. Auch eine Vorschau zählt; keine bemerkte Öffnung beweist nichts.',
    clicks: (n) => (n === 0 ? 'Kein Klick bemerkt' : plural(n, { one: '# Klick', other: '# Klicks' })),
    replies: (n) =>
      n === 0 ? 'Keine Antwort bemerkt' : plural(n, { one: '# Antwort', other: '# Antworten' }),
    noEvents: 'Noch nichts bemerkt. Das heißt nicht, dass die Nachricht nicht gelesen wurde.',
    delivery: { failed: 'Nicht zugestellt', delayed: 'Verzögert', complaint: 'Beschwerde' },
    attachments: (n) => plural(n, { one: '# Anlage', other: '# Anlagen' }),
    noSubject: '(kein Betreff)',
  },
};
