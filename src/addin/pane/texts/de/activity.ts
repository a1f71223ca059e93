import { pluralIn } from '../../../../core/texts';
import type { activity as english } from '../en/activity';

const plural = pluralIn('de');

export const activity: typeof english = {
  activity: {
    filterLabel: 'Anzeigen',
    filters: {
      all: 'Alle',
      opens: 'Öffnungen',
      clicks: 'Klicks',
      replies: 'Antworten',
      problems: 'Probleme',
    },
    unread: (n) => plural(n, { one: '# neu', other: '# neu' }),
    awayUntil: (day) => `Abwesend bis ${day}`,
    fresh: 'Neu',
    today: 'Heute',
    yesterday: 'Gestern',
    asOf: (when) => `Stand: ${when}`,
    noneOfKind: 'Unter den angezeigten Ereignissen ist keines dieser Art.',
    times: (n) => plural(n, { one: '#-mal', other: '#-mal' }),
    showEach: (line) => `Einzeln anzeigen: ${line}`,
    hideEach: (line) => `Zusammenfassen: ${line}`,
    moreAbout: (line) => `Mehr zu: ${line}`,
    openMessage: 'Nachricht in Mailtrail öffnen',
    was: { machine: 'Das war ein Scanner', person: 'Das war eine Person', self: 'Das war ich' },
    said: {
      machine: 'Als Scanner gekennzeichnet: zählt nicht.',
      person: 'Als Person gekennzeichnet: zählt.',
      self: 'Als eigener Zugriff gekennzeichnet: zählt nicht.',
    },
    similar: (n) => plural(n, { one: '# ähnliches Ereignis folgt.', other: '# ähnliche Ereignisse folgen.' }),
    saying: 'Wird gespeichert …',
    undo: 'Rückgängig',
    undone: 'Zurückgenommen: Es gilt wieder die Bewertung nach den Regeln.',
    notSaid: 'Das konnte nicht gespeichert werden.',
  },
};
