import { pluralIn } from '../../../core/texts';
import type { Texts } from '../en';

const plural = pluralIn('de');

export const deployment: Texts['deployment'] = {
  title: 'Bereitstellung',
  about: 'Wie Mailtrail in das Outlook aller kommt, und ob es dort funktioniert.',
  manifest: 'Manifest',
  manifestAbout: 'Eine Datei, die Sie im Microsoft 365 Admin Center hochladen. Sie nennt diese Adresse:',
  name: 'Name in Outlook',
  version: (version, when) => `Version ${version}, erstellt: ${when}`,
  download: 'Manifest herunterladen',
  steps: [
    'Öffnen Sie das Microsoft 365 Admin Center: Einstellungen, Integrierte Apps, Benutzerdefinierte Apps hochladen.',
    'Wählen Sie Office-Add-In, und laden Sie die Datei hoch.',
    'Wählen Sie die Personen oder Gruppen, und Fest als Art der Bereitstellung.',
    'Akzeptieren Sie die Berechtigungen. Outlook zeigt Mailtrail innerhalb eines Tages, oft innerhalb einer Stunde.',
    'Geben Sie unten an, welche Version Sie hochgeladen haben.',
  ],
  openAdminCentre: 'Admin Center öffnen',
  deployed: 'In Microsoft 365',
  deployedAbout:
    'Microsoft sagt keinem Server, welches Manifest bereitgestellt ist. Deshalb geben Sie es hier an.',
  whichDeployed: 'Bereitgestellte Version',
  none: 'Noch keine',
  saidAt: (when) => `Angegeben: ${when}`,
  same: 'Das bereitgestellte Manifest ist das aktuelle. Es ist nichts zu tun.',
  changed: (n) =>
    plural(n, {
      one: '# Unterschied zum bereitgestellten Manifest',
      other: '# Unterschiede zum bereitgestellten Manifest',
    }),
  consentTitle: 'Das Hochladen braucht Ihre erneute Zustimmung',
  consent:
    'Weil Mailtrail beim Schreiben und Senden von selbst startet, fragt Microsoft bei jeder Änderung erneut einen Administrator. Bis Sie zustimmen, ist das Add-In für Ihre Benutzer gesperrt: Laden Sie die Datei hoch, wenn Sie sofort zustimmen können.',
  abouts: {
    events: 'Auslösende Ereignisse',
    permissions: 'Berechtigungen',
    scopes: 'Anmeldung',
    domains: 'Erlaubte Domänen',
    addresses: 'Adressen',
    name: 'Name',
    icons: 'Symbole',
    other: 'Sonstiges',
  },
  what: 'Was',
  before: 'Bereitgestellt',
  after: 'Jetzt',
  absent: '–',
  heard: (people, when) =>
    plural(people, {
      one: `In den letzten 30 Tagen hat # Person Mailtrail in Outlook verwendet, zuletzt: ${when}.`,
      other: `In den letzten 30 Tagen haben # Personen Mailtrail in Outlook verwendet, zuletzt: ${when}.`,
    }),
  notHeard: 'In den letzten 30 Tagen hat kein Outlook Mailtrail verwendet.',
  live: 'Öffentliche Adresse',
  liveAbout: 'Der Server fragt seine eigene öffentliche Adresse so ab, wie Outlook und Microsoft es tun.',
  run: 'Jetzt prüfen',
  progress: (done, all) => `${done} von ${all} fertig`,
  allWell: 'Alles antwortet so, wie Outlook es braucht.',
  wrongs: (n) => plural(n, { one: '# Fehler', other: '# Fehler' }),
  ok: 'In Ordnung',
  warning: 'Demnächst',
  error: 'Fehler',
  waiting: 'Wird geprüft',
  builtAt: (when) => `Erstellt: ${when}`,
  permissions: 'Worum Microsoft gebeten wird, und warum',
};
