import type { Texts } from '../en';

export const firstRun: Texts['firstRun'] = {
  title: 'Ihr Weg zur ersten E-Mail mit Tracking',
  progress: (done, all) => `${done} von ${all} erledigt`,
  done: 'Erledigt',
  open: 'Zu erledigen',
  dismiss: 'Ausblenden',
  dismissed: 'Die ersten Schritte sind ausgeblendet.',
  steps: {
    basis: {
      title: 'Rechtsgrundlage kennenlernen',
      about: (basis) =>
        `Öffnungen und Klicks werden nur mit Rechtsgrundlage einer Person zugeordnet. Personen, an die Sie schreiben, erhalten: ${basis}.`,
      off: 'Der Datenschutz ist ausgeschaltet: Öffnungen und Klicks werden ohne Rechtsgrundlage Personen zugeordnet.',
      act: 'Verstanden',
      change: 'Ändern',
    },
    mailbox: {
      title: 'Postfach verbinden',
      about:
        'Mailtrail findet dann Antworten und protokolliert, was Sie senden, mit den Dateien. Es liest nur.',
      act: 'Verbinden',
    },
    addin: {
      title: 'Mailtrail in Outlook öffnen',
      about: 'Outlook erhält, was es für das Tracking braucht, ohne erneut zu fragen.',
      adminAbout: 'Laden Sie das Manifest einmal hoch, dann zeigt Outlook Mailtrail Ihren Benutzern.',
      act: 'Outlook öffnen',
      adminAct: 'Add-In bereitstellen',
      ask: 'Sie sehen es in Outlook nicht? Wenden Sie sich an Ihren Administrator.',
    },
    sent: {
      title: 'Eine E-Mail mit eingeschaltetem Tracking senden',
      about: 'An jemanden außerhalb, in HTML. Oder senden Sie sich selbst einen Test.',
      act: 'Outlook öffnen',
      test: 'Test senden',
    },
    opened: {
      title: 'Die erste Öffnung sehen',
      about: 'Sie erscheint hier Sekunden, nachdem die E-Mail mit Bildern gelesen wurde.',
      act: 'Als Bob lesen',
    },
  },
};
