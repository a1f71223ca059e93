import { pluralIn } from '../../../core/texts';
import type { Texts } from '../en';

const plural = pluralIn('de');

export const users: Texts['users'] = {
  title: 'Benutzer',
  notYours: 'Ihre Administratoren legen fest, wer Mailtrail verwendet und wer in welchem Team ist.',
  who: 'Wer Mailtrail verwendet',
  whoAbout:
    'Wer sich aus Ihrer Organisation anmeldet, erscheint hier, zunächst als Mitglied mit kostenloser Lizenz. Mit einer bezahlten Lizenz werden auch Links in persönlichen E-Mails nachverfolgt.',
  search: 'Benutzer suchen',
  searchPlaceholder: 'Name oder Adresse',
  you: (name) => `${name} (Sie)`,
  disabled: 'Deaktiviert',
  roleOf: (name) => `Rolle von ${name}`,
  roles: { member: 'Mitglied', marketer: 'Marketing', admin: 'Administrator' },
  seatOf: (name) => `Lizenz von ${name}`,
  seats: { free: 'Kostenlose Lizenz', paid: 'Bezahlte Lizenz' },
  enable: 'Aktivieren',
  disable: 'Deaktivieren',
  enableOne: (name) => `${name} aktivieren`,
  disableOne: (name) => `${name} deaktivieren`,
  disabledWhen: (when) =>
    `Deaktiviert: ${when}. Nichts von dieser Person wird mehr nachverfolgt oder protokolliert; Links in ihren gesendeten E-Mails funktionieren weiter.`,
  handOver: 'Übergeben …',
  handOverOf: (name) => `Daten von ${name} übergeben`,
  handedOver: (to, when, contacts, teams) =>
    `Übergeben an ${to}, ${when}: ${plural(contacts, { one: '# Kontakt', other: '# Kontakte' })}, ${plural(teams, { one: '# Team', other: '# Teams' })} und die E-Mails.`,
  undoHandOver: (to) => `Übergabe an ${to} rückgängig machen`,
  inNoTeam: 'in keinem Team',
  noMailbox: 'kein Postfach verbunden',
  handOverAbout: (from, contacts, teams) =>
    `Die Kollegin oder der Kollege erhält ${plural(contacts, { one: '# Kontakt', other: '# Kontakte' })} und einen Platz in ${plural(teams, { one: '# Team', other: '# Teams' })}, liest die E-Mails, die ${from} lesen konnte, und erfährt von Antworten, Öffnungen und Klicks, die noch kommen. Wer eine E-Mail geschrieben hat, bleibt unverändert. Es lässt sich rückgängig machen.`,
  handOverTo: 'An',
  chooseColleague: 'Person auswählen',
  handOverNow: 'Übergeben',
  teams: 'Teams',
  teamsAbout:
    'Wer in einem Team ist, sieht dessen Postfach und E-Mails, die ihre Verfasser auf das Team beschränkt haben.',
  noTeam: 'Es gibt noch kein Team.',
  rename: 'Umbenennen',
  renameOne: (team) => `${team} umbenennen`,
  removeTeam: (team) => `Team ${team} entfernen`,
  nameOfTeam: 'Name des Teams',
  noMailboxOfTeam: 'Dieses Team hat kein Postfach.',
  nobodyIn: 'Niemand ist darin.',
  inTeam: (team) => `In ${team}`,
  takeOut: (team) => `Aus ${team} entfernen`,
  memberDisabled: (name) => `${name} (deaktiviert)`,
  addTo: (team) => `Zu ${team} hinzufügen`,
  addColleague: 'Person hinzufügen …',
  newTeam: 'Ein neues Team',
  make: 'Anlegen',
};
