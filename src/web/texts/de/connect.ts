import type { Texts } from '../en';

export const connect: Texts['connect'] = {
  notLetIn: 'Microsoft hat Mailtrail nicht zugelassen',
  failures: {
    'too-late':
      'Die Einwilligung hat zu lange gedauert oder wurde anderswo begonnen. Versuchen Sie es erneut.',
    declined: 'Sie haben nicht eingewilligt, daher wurde nichts geändert.',
    unreachable: 'Microsoft ist nicht erreichbar. Versuchen Sie es in einer Minute erneut.',
    'admins-only':
      'In Ihrer Organisation dürfen nur Administratoren einwilligen. Bitten Sie sie, es für Mailtrail zu tun.',
    'other-person': 'Die Einwilligung stammt von einer anderen Person als der hier angemeldeten.',
    incomplete: 'Die Einwilligung umfasst nicht alles, worum gebeten wurde.',
    refused: 'Microsoft hat die Einwilligung nicht angenommen. Versuchen Sie es erneut.',
  },
  how: 'Wie Mailtrail es liest',
  onlyReads:
    'Es liest nur: Nichts wird als gelesen markiert, verschoben, geändert oder gelöscht, und nichts wird gesendet.',
  cannot: (address) => `${address} kann nicht verbunden werden`,
  byOrganisation: 'Mit Berechtigung Ihrer Organisation',
  byConsent: 'Mit Ihrer eigenen Einwilligung',
  byPane: 'Nur solange der Mailtrail-Bereich in Outlook geöffnet ist',
  byPaneAbout:
    'Dem Server wird nichts gewährt. Was bei geschlossenem Bereich eintrifft, wird gefunden, wenn er wieder geöffnet wird.',
  consentAbout:
    'Microsoft fragt Sie einmal, ob Mailtrail Ihre E-Mails lesen und angemeldet bleiben darf. Sie können das dort jederzeit widerrufen.',
  consentButton: 'Bei Microsoft einwilligen',
  whatIsLogged: 'Was protokolliert wird',
  connecting: 'Wird verbunden …',
  connectOne: (address) => `${address} verbinden`,
  connect: 'Verbinden',
  permissionsBefore: 'Was Mailtrail darf und wozu, steht in',
  permissionsLink: 'der Dokumentation von Microsoft',
  permissionsAfter: ': Mail.Read, um Antworten und Kopien zu finden; User.Read, um Ihre Adressen zu kennen.',
  granted: 'Von Ihrem Administrator erteilt. Funktioniert, ob Sie angemeldet sind oder nicht.',
  notGranted: 'Noch nicht erteilt.',
  startsOnceGranted: (why) => `${why} Dennoch verbunden, startet es von selbst, sobald das geschehen ist.`,
  noAnswer: 'Microsoft antwortet gerade nicht.',
  youAllow:
    'Sie erlauben es bei Microsoft; ein Administrator ist nicht nötig, sofern Ihrer das nicht ausgeschlossen hat.',
  consented: (when) => `Sie haben ${when} eingewilligt.`,
  teamAbout:
    'Für ein freigegebenes Postfach wie vertrieb@. Die Berechtigung Ihrer Organisation muss es einschließen (Exchange RBAC).',
  address: 'Adresse',
  team: 'Team',
  teamHint: 'Wer darin ist, sieht das Postfach und seine Aktivität',
  members: 'Kolleginnen und Kollegen darin',
  membersHint: 'Ihre Adressen, durch Komma oder Zeilenumbruch getrennt. Sie selbst gehören dazu.',
  sent: {
    nothing: 'Nichts',
    replies: 'Was zu einer protokollierten Unterhaltung gehört',
    known: 'Alle E-Mails an bekannte Kontakte',
    category: 'Was eine Outlook-Kategorie trägt',
    all: 'Alle E-Mails an Externe',
  },
  received: {
    nothing: 'Nichts',
    replies: 'Nur Antworten',
    known: 'Alle E-Mails von bekannten Kontakten',
    category: 'Was eine Outlook-Kategorie trägt',
  },
  ofSent: 'Protokollieren, was ich sende',
  ofReceived: 'Protokollieren, was ich erhalte',
  categoryOfSent: 'Kategorie gesendeter E-Mails',
  categoryOfReceived: 'Kategorie empfangener E-Mails',
  asInOutlook: 'So, wie sie in Outlook heißt',
  nameCategory: 'Geben Sie die Kategorie an, um eine Vorschau zu sehen.',
  lookingAtWeek: 'Die letzte Woche wird durchgesehen',
  weeksMails: 'E-Mails der letzten Woche',
  logged: 'Protokolliert',
  left: 'Ausgelassen',
  toPeople: (people, when) => `an ${people} · ${when}`,
  fromPeople: (people, when) => `von ${people} · ${when}`,
  onlyForYou:
    'Nur für Sie und nirgends gespeichert. E-Mails aus der Zeit vor der Verbindung werden nicht protokolliert.',
  noneLastWeek: 'In der letzten Woche kam und ging keine E-Mail.',
  ofWeek: (sent, received) =>
    `Von den E-Mails der letzten Woche wären protokolliert worden: ${sent}, ${received}.`,
  sentPart: (logged, seen) => (seen === 0 ? 'keine wurde gesendet' : `${logged} von ${seen} gesendeten`),
  receivedPart: (logged, seen) =>
    seen === 0 ? 'keine wurde empfangen' : `${logged} von ${seen} empfangenen`,
  moreThanLooked: 'Es gab mehr, als hier durchgesehen wird.',
};
