import { pluralIn } from '../../../core/texts';
import type { Texts } from '../en';

const plural = pluralIn('de');

export const common: Texts['common'] = {
  justNow: 'gerade eben',
  tryAgain: 'Erneut versuchen',
  didNotWork: 'Das hat nicht geklappt',
  noPermission: 'Dafür fehlt Ihnen die Berechtigung',
  loading: (what) => `Wird geladen: ${what}`,
  loadingMore: 'Wird geladen …',
  showEarlier: 'Frühere anzeigen',
  cancel: 'Abbrechen',
  close: 'Schließen',
  save: 'Speichern',
  saving: 'Wird gespeichert …',
  saved: 'Gespeichert',
  discard: 'Verwerfen',
  add: 'Hinzufügen',
  remove: 'Entfernen',
  removeOne: (what) => `${what} entfernen`,
  undo: 'Rückgängig',
  done: 'Fertig',
  copy: 'Kopieren',
  from: 'Von',
  to: 'Bis',
  noSubject: '(kein Betreff)',
  mails: (n) => plural(n, { one: '# E-Mail', other: '# E-Mails' }),
  contacts: (n) => plural(n, { one: '# Kontakt', other: '# Kontakte' }),
  offline: 'Der Server ist nicht erreichbar. Überprüfen Sie Ihre Verbindung, und versuchen Sie es erneut.',
  serverSays: (status) => `Der Server hat mit ${status} geantwortet. Versuchen Sie es erneut.`,
  newer: 'Der Server wurde aktualisiert. Laden Sie diese Seite neu.',
  unknown:
    'Auf dieser Seite ist ein unerwarteter Fehler aufgetreten. Laden Sie sie neu, und versuchen Sie es erneut.',
};
