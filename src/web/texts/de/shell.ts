import { pluralIn } from '../../../core/texts';
import type { Texts } from '../en';

const plural = pluralIn('de');

export const shell: Texts['shell'] = {
  opening: 'Mailtrail wird geöffnet',
  loadingScreen: 'Wird geladen …',
  skip: 'Zum Inhalt springen',
  mainNavigation: 'Hauptnavigation',
  unread: (n) => plural(n, { one: '# neues Ereignis', other: '# neue Ereignisse' }),
  feed: 'Aktivität',
  contacts: 'Kontakte',
  companies: 'Firmen',
  withoutContact: 'Ohne Kontakt',
  testTracking: 'Tracking testen',
  mailboxes: 'Postfächer',
  neverLogged: 'Nie protokollieren',
  users: 'Benutzer',
  privacy: 'Datenschutz',
  openSandbox: 'Outlook der Sandbox öffnen',
  signOut: 'Abmelden',
  language: 'Sprache',
  automaticLanguage: 'Wie in diesem Browser eingestellt',
  languageHint: 'Gilt auch in Outlook und für Benachrichtigungen.',
  reconnecting:
    'Die Verbindung wurde unterbrochen. Sie wird wiederhergestellt; in der Zwischenzeit geht nichts verloren.',
  outOfDate:
    'Der Server antwortet gerade nicht: Was hier steht, ist möglicherweise nicht mehr aktuell. Es wird erneut versucht.',
  screenFailed:
    'Diese Seite kann nicht angezeigt werden. Überprüfen Sie Ihre Verbindung, und versuchen Sie es erneut.',
};
