import { pluralIn } from '../../../core/texts';
import type { Texts } from '../en';

const plural = pluralIn('de');
const contactsOf = (n: number): string => plural(n, { one: '# Kontakt', other: '# Kontakte' });

export const contacts: Texts['contacts'] = {
  title: 'Kontakte',
  number: contactsOf,
  search: 'Kontakte suchen',
  searchPlaceholder: 'Name, Firma, Telefon oder Adresse',
  newContact: 'Neuer Kontakt',
  importFile: 'Importieren',
  exportList: 'Exportieren',
  columns: 'Spalten',
  chooseColumns: 'Spalten der Tabelle',
  columnsReset: 'Zurücksetzen',
  columnEarlier: (name) => `${name} nach links verschieben`,
  columnLater: (name) => `${name} nach rechts verschieben`,
  loading: 'Kontakte werden geladen',
  noneYet: 'Noch keine Kontakte',
  howTheyCome:
    'Personen, denen Sie aus Outlook schreiben, werden von selbst zu Kontakten. Sie können auch einen Kontakt von Hand anlegen oder eine Datei importieren.',
  nobodyFound: 'Niemand gefunden',
  nothingMatches: 'Kein Kontakt passt zu Suche und Filtern.',
  jumpTo: {
    name: 'Gehe zu Name',
    company: 'Gehe zu Firma',
    activity: 'Gehe zu Aktivitätsdatum',
    created: 'Gehe zu Erstellungsdatum',
  },
  clearFilters: 'Filter löschen',
  never: 'nie',
  noneSo: 'noch keine',
  loadingMore: 'Weitere Kontakte werden geladen',
  moreFailed: 'Die nächsten Kontakte konnten nicht geladen werden.',
  sortedBy: (name) => `Nach ${name} sortieren`,
  selectAll: 'Alle geladenen auswählen',
  selectOne: (name) => `${name} auswählen`,
  column: {
    name: 'Name',
    company: 'Firma',
    addresses: 'Adressen',
    phone: 'Telefon',
    owner: 'Zuständig',
    basis: 'Rechtsgrundlage',
    activity: 'Letzte Aktivität',
    lastOpen: 'Zuletzt geöffnet',
    lastClick: 'Zuletzt geklickt',
    lastReply: 'Letzte Antwort',
    created: 'Angelegt',
  },
  filter: {
    owner: 'Zuständig',
    anybody: 'Alle Zuständigen',
    mine: 'Meine',
    nobody: 'Ohne Zuständige',
    basis: 'Rechtsgrundlage',
    anyBasis: 'Jede Rechtsgrundlage',
    activity: 'Aktivität',
    anyActivity: 'Jede Aktivität',
    within: (days) => plural(days, { one: 'Am letzten Tag', other: 'In den letzten # Tagen' }),
    quietFor: (days) => plural(days, { one: 'Seit # Tag keine', other: 'Seit # Tagen keine' }),
    show: 'Anzeigen',
    everybody: 'Alle',
    noOpenSeen: 'Kein Öffnen gesehen',
    departed: 'Vermutlich ausgeschieden',
    noCompany: 'Ohne Firma',
    company: 'Firma',
    dropCompany: 'Personen aller Firmen anzeigen',
    noOpenSeenHelp:
      'Personen, die eine eigene nachverfolgte Nachricht erhielten und deren Öffnen unter ihrem Namen zu sehen gewesen wäre. Das heißt nicht, dass sie nichts gelesen haben: Bilder können blockiert sein.',
  },
  selected: (n) => plural(n, { one: '# ausgewählt', other: '# ausgewählt' }),
  selectAllOf: (n) => plural(n, { one: 'Den gefundenen auswählen', other: 'Alle # gefundenen auswählen' }),
  clearSelection: 'Auswahl aufheben',
  edit: 'Ändern …',
  erase: 'Daten löschen …',
  editTitle: (n) => `${contactsOf(n)} ändern`,
  whatToChange: 'Was geändert wird',
  newValue: 'Neuer Wert',
  takenAway: 'Leer lassen, um den Wert zu entfernen.',
  nobodysOwner: 'Niemand',
  withdrawnStay: 'Wer die Einwilligung widerrufen hat, bleibt dabei.',
  apply: (n) => `${contactsOf(n)} ändern`,
  eraseTitle: (n) => `Daten von ${plural(n, { one: '# Kontakt', other: '# Kontakten' })} löschen?`,
  eraseAbout:
    'Ihre Datensätze und was Nachrichten über sie sagen, werden in fünf Minuten gelöscht. Bis dahin lässt sich das rückgängig machen; danach bringt sie nichts zurück.',
  eraseNow: 'Daten löschen',
  run: {
    about: 'Änderungen und Importe',
    editing: (done, all) => `Kontakte werden geändert: ${done} von ${all}`,
    erasing: (done, all) => `Löschen wird vorbereitet: ${done} von ${all}`,
    importing: (done, all) => `Import: ${done} von ${all} Zeilen`,
    undoing: 'Die Änderung wird rückgängig gemacht …',
    listing: (done, all) => `Die Liste wird geändert: ${done} von ${all}`,
    listed: (n) =>
      n === 0
        ? 'Die Liste ist, wie sie war.'
        : plural(n, { one: 'Liste um # Kontakt geändert.', other: 'Liste um # Kontakte geändert.' }),
    edited: (n) => plural(n, { one: '# Kontakt geändert.', other: '# Kontakte geändert.' }),
    erased: (n) =>
      plural(n, {
        one: 'Die Daten von # Kontakt werden in fünf Minuten gelöscht.',
        other: 'Die Daten von # Kontakten werden in fünf Minuten gelöscht.',
      }),
    imported: (made, changed, bad) =>
      `Importiert: ${made} neu, ${changed} aktualisiert, ${bad} nicht importiert.`,
    undone: 'Die Änderung wurde rückgängig gemacht.',
    undoingImport: 'Der Import wird rückgängig gemacht …',
    importUndone: (removed) =>
      `Der Import wurde rückgängig gemacht: ${plural(removed, { one: '# neuer Kontakt entfernt', other: '# neue Kontakte entfernt' })}.`,
    stayed: (n) =>
      plural(n, {
        one: '# Kontakt bleibt, weil er inzwischen eigene E-Mails oder Änderungen hat.',
        other: '# Kontakte bleiben, weil sie inzwischen eigene E-Mails oder Änderungen haben.',
      }),
    open: 'Import anzeigen',
    dismiss: 'Diesen Hinweis schließen',
    canLeave: 'Sie können diese Seite verlassen; die Arbeit läuft weiter.',
  },
  make: {
    title: 'Neuer Kontakt',
    name: 'Name',
    address: 'E-Mail-Adresse',
    company: 'Firma',
    save: 'Speichern',
    allTheSame: 'Trotzdem anlegen',
  },
  kept: (n) =>
    plural(n, {
      one: '# aufbewahrte Nachricht mit dieser Adresse kommt in den Datensatz:',
      other: '# aufbewahrte Nachrichten mit dieser Adresse kommen in den Datensatz:',
    }),
};
