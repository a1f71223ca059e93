import type { Texts } from '../en';

export const push: Texts['push'] = {
  title: 'Benachrichtigungen',
  loading: 'Ihre Auswahl wird geladen',
  here: {
    on: 'Dieser Browser benachrichtigt Sie, auch wenn Mailtrail geschlossen ist.',
    off: 'Dieser Browser benachrichtigt Sie nicht.',
    blocked:
      'Dieser Browser blockiert Benachrichtigungen von Mailtrail. Klicken Sie auf das Symbol links neben der Adresse, lassen Sie Benachrichtigungen zu, und laden Sie diese Seite neu. Bleiben sie blockiert, verbieten es Ihre Organisation oder die Systemeinstellungen.',
    'not-supported':
      'Dieser Browser kann Sie nicht benachrichtigen. Fügen Sie Mailtrail auf einem iPhone oder iPad zuerst zum Home-Bildschirm hinzu; verwenden Sie statt eines privaten ein gewöhnliches Fenster.',
  },
  start: 'In diesem Browser benachrichtigen',
  stop: 'In diesem Browser beenden',
  noPushService:
    'Dieser Browser konnte seinen Pushdienst nicht erreichen. Überprüfen Sie das Netzwerk und ob der Browser Pushnachrichten zulässt, und versuchen Sie es erneut.',
  allBrowsers: 'Gilt für alle Ihre Browser.',
  kinds: {
    open: 'Jemand öffnet meine E-Mail',
    click: 'Jemand klickt auf einen Link',
    reply: 'Jemand antwortet',
    bounce: 'Eine E-Mail konnte nicht zugestellt werden',
    reminder: 'Eine Erinnerung ist fällig: Niemand hat geantwortet',
    workflow: 'Ein Workflow weist mich auf einen Kontakt hin',
    mailbox: 'Ein Postfach verstummt',
    someone: 'Auch wenn nicht bekannt ist, wer es war',
    marketing: 'Auch bei Marketing-E-Mails',
  },
  quiet: 'Ruhezeiten: Was dann kommt, wird an ihrem Ende zusammen gemeldet',
  quietTo: 'Bis',
  saveInZone: (zone) => `In ${zone} speichern`,
};
