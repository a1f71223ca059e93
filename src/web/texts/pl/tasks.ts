import type { Texts } from '../en';

export const tasks: Texts['tasks'] = {
  title: 'Zadania',
  about: 'Co masz do zrobienia – Ty albo jeszcze nikt konkretny.',
  all: 'Wszystkich użytkowników',
  done: 'Wykonane',
  none: 'Nic do zrobienia',
  noneAbout: 'Zadania powstają w przepływach albo tutaj i na stronie kontaktu.',
  noneDone: 'Nic jeszcze nie wykonano',
  add: 'Dodaj zadanie',
  what: 'Co jest do zrobienia',
  due: 'Termin',
  dueOn: (day) => `termin: ${day}`,
  overdue: (day) => `po terminie od ${day}`,
  nobodys: 'niczyje',
  fromWorkflow: (name) => `z przepływu „${name}”`,
  doneOn: (when) => `wykonano ${when}`,
  markDone: (title) => `Wykonane: ${title}`,
  wasDone: (title) => `Wykonano: „${title}”.`,
  remove: (title) => `Usuń: ${title}`,
  removed: (title) => `Usunięto „${title}”.`,
  more: 'Pokazano tylko pierwsze 200.',
};
