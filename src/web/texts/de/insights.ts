import { pluralIn } from '../../../core/texts';
import type { Texts } from '../en';

const plural = pluralIn('de');

export const insights: Texts['insights'] = {
  title: 'Auswertung',
  about:
    'Ihre eigenen E-Mails. Öffnungen und Klicks, die niemand Bestimmtem gehören, werden nicht gezählt, und von keiner E-Mail wird behauptet, sie sei ungelesen.',
  period: 'Zeitraum',
  days: (n) => plural(n, { one: '# Tag', other: '# Tage' }),
  none: 'Noch nichts darzustellen',
  noneAbout: 'Senden Sie eine E-Mail mit Tracking an eine Person: Was daraus wird, steht hier.',
  sent: 'Gesendet',
  opens: 'Öffnungen',
  clicks: 'Klicks',
  replies: 'Antworten',
  byDay: 'Nach Tagen',
  byHour: 'Nach Tageszeit',
  byHourAbout: 'Wann geöffnet, geklickt und geantwortet wird, nach Ihrer Uhr.',
  day: 'Tag',
  hour: 'Stunde',
  asTable: 'Als Tabelle anzeigen',
  asPlot: 'Als Diagramm anzeigen',
  best: 'Beste Zeit zum Schreiben',
  bestLine: (weekday, from, to) => `${weekday}, ${from} bis ${to}`,
  bestShare: (replied, sent) => `${replied} von ${sent} dann gesendeten E-Mails wurden beantwortet`,
  notEnough: 'Es gibt noch zu wenige E-Mails: mindestens 20, davon vier in einem Teil der Woche.',
  cut: 'Es gibt mehr, als hier gezählt sind; die neuesten sind es.',
};
