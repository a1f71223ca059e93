import type { frame as english } from '../en/frame';

export const frame: typeof english = {
  tabs: { mail: 'Diese Nachricht', activity: 'Aktivität', settings: 'Einstellungen' },
  starting: 'Mailtrail wird geöffnet …',
  loadAgain: 'Neu laden',
  pieceFailed: 'Dieser Teil von Mailtrail konnte nicht geladen werden.',
  loading: 'Wird geladen …',
  tryAgain: 'Erneut versuchen',
  signIn: {
    why: 'Outlook konnte Sie nicht automatisch anmelden.',
    silent:
      'Die Microsoft-Anmeldung antwortet nicht. Es wird automatisch erneut versucht; Sie können sich auch hier anmelden.',
    button: 'Anmelden',
    busy: 'Anmeldung läuft …',
    failed: 'Die Anmeldung ist fehlgeschlagen. Ihre Nachrichten werden wie gewohnt gesendet, ohne Tracking.',
    refused: (why) => `Mailtrail hat den Zugang verweigert. ${why}`,
    left: 'Sie haben sich abgemeldet. Ihre Nachrichten werden wie gewohnt gesendet, ohne Tracking.',
    leftUntold:
      'Sie sind hier abgemeldet, Mailtrail war jedoch nicht erreichbar. Melden Sie sich an und erneut ab, sobald die Verbindung wieder besteht, damit Outlook überall abgemeldet ist.',
  },
  watch: {
    asked:
      'Ihr Postfach soll beobachtet werden, solange dieser Bereich geöffnet ist. Microsoft benötigt dafür einmalig Ihre Zustimmung.',
    allow: 'Diesem Bereich das Lesen meiner Nachrichten erlauben',
    failing: 'Ihr Postfach konnte gerade nicht durchgesehen werden. In zwei Minuten wird es erneut versucht.',
  },
  failure: {
    offline:
      'Mailtrail ist nicht erreichbar. Ihre Nachrichten werden wie gewohnt gesendet; die Angaben hier können veraltet sein.',
    signedOut: 'Ihre Anmeldung ist abgelaufen.',
    noSignIn: 'Die Microsoft-Anmeldung antwortet nicht.',
    refused: 'Mailtrail hat dies abgelehnt.',
    forbidden: 'Dafür fehlt Ihnen die Berechtigung.',
    broken:
      'Die Antwort von Mailtrail ist unverständlich. Schließen Sie den Bereich, und öffnen Sie ihn erneut.',
    outlook: 'Outlook antwortet nicht. Schließen Sie den Bereich, und öffnen Sie ihn erneut.',
  },
  offline: {
    since: (when) =>
      `Mailtrail ist seit ${when} nicht erreichbar. Die Angaben hier können veraltet sein. Ihre Nachrichten werden wie gewohnt gesendet.`,
    tryNow: 'Jetzt versuchen',
    trying: 'Verbindung wird hergestellt …',
    back: 'Mailtrail ist wieder erreichbar.',
    close: 'Schließen',
    notLoaded: 'Nicht geladen: Die Angaben erscheinen hier, sobald Mailtrail wieder erreichbar ist.',
  },
  phone: 'Nachrichten, die Sie vom Smartphone senden, werden nicht nachverfolgt.',
  noMail: 'Wählen Sie eine Nachricht aus, um zu sehen, wer beteiligt ist und was daraus geworden ist.',
  notMail: 'Besprechungsanfragen werden weder nachverfolgt noch protokolliert.',
  someone: 'Jemand',
  quoted: (text) => `„${text}“`,
  feed: {
    live: 'Live',
    notLive: 'Nicht live: Verbindung wird wiederhergestellt',
    empty: 'Hier erscheinen Öffnungen, Klicks und Antworten auf Ihre Nachrichten, sobald sie eintreffen.',
    more: 'Frühere anzeigen',
  },
};
