import type { Texts } from '../en';

export const log: Texts['log'] = {
  more: 'Więcej',
  moreFor: (subject) => `Więcej opcji: „${subject}”`,
  neverSent: 'Nigdy jej nie wysłano: usuń',
  moveDialog: 'Przenieś do innego kontaktu…',
  undo: 'Cofnij zapis',
  undoTitle: (subject) => `Cofnąć zapis wiadomości „${subject}”?`,
  undoAbout:
    'Jej treść i pliki zostaną stąd usunięte i nic ich nie przywróci: żadna podłączona skrzynka nie zawiera kopii tej wiadomości.',
  undone: (subject) => `Zapis wiadomości „${subject}” został cofnięty: jej treści i plików już tu nie ma.`,
  thisUndone: 'Zapis tej wiadomości został cofnięty: jej treści i plików już tu nie ma.',
  logAgain: 'Zapisz ponownie',
  whoSees: 'Kto ją widzi',
  narrowed: (subject, who) => `Wiadomość „${subject}” widzą teraz: ${who}.`,
  moveTitle: 'Przenieś do innego kontaktu',
  moveAbout: 'Wiadomość trafi tam wraz z załącznikami i tam pozostanie.',
  moved: (subject, name) => `„${subject}” znajduje się teraz w kartotece: ${name}.`,
  moveBack: 'Przenieś z powrotem',
  notAgain: {
    private: 'Nie zapisano ponownie: wiadomość jest oznaczona jako prywatna.',
    encrypted: 'Nie zapisano ponownie: wiadomość jest zaszyfrowana.',
    'never-logged': 'Nie zapisano ponownie: ktoś z jej uczestników jest na liście „nigdy nie zapisuj”.',
    colleagues: 'Nie zapisano ponownie: wszyscy jej uczestnicy to współpracownicy.',
    'sent-by-colleague': 'Nie zapisano ponownie: wysłał ją współpracownik i jest zapisywana z jego skrzynki.',
    scanning: 'Nie zapisano ponownie: Microsoft wciąż skanuje jej pliki.',
    unavailable: 'Nie zapisano ponownie: Microsoft nie udostępnił wiadomości.',
    'not-found': 'Nie zapisano ponownie: nie ma jej już w żadnej podłączonej skrzynce.',
  },
};
