import type { Texts } from '../en';

export const departure: Texts['departure'] = {
  title: 'Nie pracuje już w firmie',
  told: (when) => `Tak podała odpowiedź automatyczna (${when}).`,
  names: 'Wskazuje ona:',
  addOne: (name) => `Dodaj: ${name}`,
  stillThere: 'Nadal tam pracuje',
};
