import type { Texts } from '../en';

export const tasks: Texts['tasks'] = {
  title: 'Aufgaben',
  about: 'Was Sie, oder noch niemand Bestimmtes, zu tun haben.',
  all: 'Die aller Personen',
  done: 'Erledigte',
  none: 'Nichts zu tun',
  noneAbout: 'Aufgaben kommen aus Workflows oder werden hier und auf der Seite eines Kontakts angelegt.',
  noneDone: 'Noch nichts erledigt',
  add: 'Aufgabe anlegen',
  what: 'Was zu tun ist',
  due: 'Fällig am',
  dueOn: (day) => `fällig am ${day}`,
  overdue: (day) => `überfällig seit ${day}`,
  nobodys: 'niemandes',
  fromWorkflow: (name) => `aus „${name}“`,
  doneOn: (when) => `erledigt ${when}`,
  markDone: (title) => `Erledigt: ${title}`,
  wasDone: (title) => `Erledigt: „${title}“.`,
  remove: (title) => `Entfernen: ${title}`,
  removed: (title) => `„${title}“ wurde entfernt.`,
  more: 'Nur die ersten 200 werden angezeigt.',
};
