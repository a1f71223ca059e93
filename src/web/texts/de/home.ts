import type { Texts } from '../en';

export const home: Texts['home'] = {
  title: 'Aktivität',
  nothingYet: 'Noch ist nichts passiert',
  howToBegin:
    'Senden Sie aus Outlook eine E-Mail mit eingeschaltetem Tracking. Wenn jemand sie öffnet, auf einen Link klickt oder antwortet, erscheint das hier innerhalb einer Sekunde.',
};
