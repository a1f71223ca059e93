import { pluralIn } from '../../../core/texts';
import type { Texts } from '../en';

const plural = pluralIn('pl');

export const insights: Texts['insights'] = {
  title: 'Statystyki',
  about:
    'Własne wiadomości. Otwarcia i kliknięcia, których nie można przypisać konkretnej osobie, nie są liczone; o żadnej wiadomości nie mówi się, że jej nie przeczytano.',
  period: 'Okres',
  days: (n) => plural(n, { one: '# dzień', few: '# dni', many: '# dni', other: '# dnia' }),
  none: 'Nie ma jeszcze nic do pokazania',
  noneAbout: 'Wyślij śledzoną wiadomość do jednej osoby: tutaj będzie widać, co się z nią dzieje.',
  sent: 'Wysłane',
  opens: 'Otwarcia',
  clicks: 'Kliknięcia',
  replies: 'Odpowiedzi',
  byDay: 'Według dni',
  byHour: 'Według godzin',
  byHourAbout: 'Kiedy adresaci otwierają, klikają i odpowiadają, według Twojego czasu.',
  day: 'Dzień',
  hour: 'Godzina',
  asTable: 'Pokaż jako tabelę',
  asPlot: 'Pokaż jako wykres',
  best: 'Najlepszy czas na pisanie',
  bestLine: (weekday, from, to) => `${weekday}, ${from}–${to}`,
  bestShare: (replied, sent) => `Odpowiedzi: ${replied} na ${sent} wysłanych wtedy wiadomości`,
  notEnough:
    'Wiadomości jest jeszcze za mało: potrzeba co najmniej 20, w tym czterech w jednej części tygodnia.',
  cut: 'Jest ich więcej, niż policzono; uwzględniono najnowsze.',
};
