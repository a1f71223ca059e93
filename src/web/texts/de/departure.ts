import type { Texts } from '../en';

export const departure: Texts['departure'] = {
  title: 'Hat das Unternehmen verlassen',
  told: (when) => `So eine automatische Antwort (${when}).`,
  names: 'Sie nennt:',
  addOne: (name) => `${name} hinzufügen`,
  stillThere: 'Noch dort',
};
