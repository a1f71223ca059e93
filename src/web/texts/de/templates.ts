import type { Texts } from '../en';

export const templates: Texts['templates'] = {
  title: 'Vorlagen',
  about: 'Texte mit Feldern des Kontakts, zum Einfügen in eine E-Mail in Outlook oder hier.',
  make: 'Neue Vorlage',
  none: 'Noch keine Vorlagen',
  noneAbout:
    'Eine Vorlage ist ein Text, den Sie oft senden. Felder wie der Vorname werden für jeden Kontakt ausgefüllt.',
  noneFound: 'Keine Vorlage enthält diese Wörter.',
  search: 'Vorlagen durchsuchen',
  name: 'Name',
  shared: 'Für alle freigegeben',
  sharedBadge: 'Freigegeben',
  by: (who) => `Von ${who}`,
  changed: (when) => `Geändert ${when}`,
  notYours: 'Nur wer diese Vorlage erstellt hat, das Marketing oder die Administration kann sie ändern.',
  preview: 'Vorschau',
  previewFor: (who) => `So erhält sie ${who}`,
  previewNobody: 'So erhält sie jemand Unbekanntes: Nur Standardwerte sind zu sehen',
  chooseContact: 'Kontakt wählen',
  unfilled: 'Bleibt für diesen Kontakt leer:',
  withDefault: 'Ein Standardwert füllt sie: {{ contact.first_name | default: "zusammen" }}',
  faults: {
    'unknown-field': 'Dieses Feld gibt es nicht',
    'unknown-filter': 'Diesen Filter gibt es nicht',
    'not-closed': 'Die Klammern sind nicht geschlossen',
    'not-understood': 'Das wird nicht verstanden',
  },
  fault: (what, at) => `${what}: ${at}`,
  removed: (name) => `„${name}“ wurde entfernt.`,
  saved: 'Gespeichert',
};
