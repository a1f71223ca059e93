import type { Texts } from '../en';

export const log: Texts['log'] = {
  more: 'Mehr',
  moreFor: (subject) => `Mehr zu „${subject}“`,
  neverSent: 'Sie wurde nie gesendet: entfernen',
  moveDialog: 'Zu einem anderen Kontakt verschieben …',
  undo: 'Protokollierung rückgängig machen',
  undoTitle: (subject) => `Protokollierung von „${subject}“ rückgängig machen?`,
  undoAbout:
    'Text und Dateien werden hier entfernt, und nichts bringt sie zurück: Kein verbundenes Postfach enthält eine Kopie dieser E-Mail.',
  undone: (subject) =>
    `Die Protokollierung von „${subject}“ wurde rückgängig gemacht: Text und Dateien sind nicht mehr hier.`,
  thisUndone:
    'Die Protokollierung dieser E-Mail wurde rückgängig gemacht: Text und Dateien sind nicht mehr hier.',
  logAgain: 'Erneut protokollieren',
  whoSees: 'Wer sie sieht',
  narrowed: (subject, who) => `„${subject}“ sehen jetzt: ${who}.`,
  moveTitle: 'Zu einem anderen Kontakt verschieben',
  moveAbout: 'Die Nachricht kommt mit ihren Anlagen dorthin und bleibt dort.',
  moved: (subject, name) => `„${subject}“ liegt jetzt bei ${name}.`,
  moveBack: 'Zurückverschieben',
  notAgain: {
    private: 'Nicht erneut protokolliert: Die E-Mail ist als privat gekennzeichnet.',
    encrypted: 'Nicht erneut protokolliert: Die E-Mail ist verschlüsselt.',
    'never-logged':
      'Nicht erneut protokolliert: Eine beteiligte Person steht auf der Liste „Nie protokollieren“.',
    colleagues: 'Nicht erneut protokolliert: Alle Beteiligten arbeiten im eigenen Unternehmen.',
    'sent-by-colleague':
      'Nicht erneut protokolliert: Sie wurde aus dem eigenen Unternehmen gesendet und wird aus dem Postfach dieser Person protokolliert.',
    scanning: 'Nicht erneut protokolliert: Microsoft überprüft noch die Dateien.',
    unavailable: 'Nicht erneut protokolliert: Microsoft hat die E-Mail nicht herausgegeben.',
    'not-found': 'Nicht erneut protokolliert: Kein verbundenes Postfach enthält sie noch.',
  },
};
