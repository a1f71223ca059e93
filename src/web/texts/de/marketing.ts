import type { Texts } from '../en';

/** Marketing-Nachrichten: ihre Liste und der Rahmen einer einzelnen. */
export const marketing: Texts['marketing'] = {
  title: 'Marketing',
  /** In the navigation, under that heading. */
  entry: 'Marketing-Mails',
  about: 'Mail an viele zugleich, deren Antworten gezählt werden.',
  make: 'Neue Nachricht',
  newName: 'Neue Nachricht',
  copyOf: (name) => `Kopie von ${name}`,
  search: 'Nachrichten suchen',
  state: 'Stand',
  anyState: 'Alle',
  states: {
    draft: 'Entwurf',
    scheduled: 'Geplant',
    sending: 'Wird gesendet',
    paused: 'Angehalten',
    sent: 'Gesendet',
    cancelled: 'Abgebrochen',
  },
  columns: { name: 'Nachricht', state: 'Stand', when: 'Wann', more: 'Mehr' },
  numbers: { sent: 'Gesendet', opened: 'Geöffnet', clicked: 'Geklickt', replied: 'Geantwortet' },
  sentAt: (when) => `Gesendet ${when}`,
  leavesAt: (when) => `Geht hinaus ${when}`,
  changedAt: (when) => `Geändert ${when}`,
  changedBy: (when, who) => `Geändert ${when} von ${who}`,
  none: 'Noch keine Marketing-Nachrichten',
  noneAbout: 'Schreiben Sie eine, wählen Sie die Empfänger und sehen Sie, wer öffnet, klickt und antwortet.',
  noneFound: 'Keine Nachricht passt dazu.',
  more: 'Mehr anzeigen',
  moreOf: (name) => `Mehr zu ${name}`,
  duplicate: 'Duplizieren',
  removed: (name) => `„${name}“ wurde entfernt.`,
  all: 'Alle Marketing-Nachrichten',
  one: 'Marketing-Nachricht',
  name: 'Name der Nachricht, für Sie und Ihre Kollegen',
  rename: 'Umbenennen',
  sections: 'Teile dieser Nachricht',
  notADraft:
    'Diese Nachricht ist kein Entwurf mehr und bleibt, wie sie ist. Duplizieren Sie sie, um eine weitere zu schreiben.',
  notAllowed:
    'Marketing-Nachrichten schreiben Mitarbeiter des Marketings und Administratoren. Lesen können Sie diese.',
  tabs: { write: 'Schreiben' },
};
