import { pluralIn } from '../../../../core/texts';
import type { activity as english } from '../en/activity';

const plural = pluralIn('pl');

export const activity: typeof english = {
  activity: {
    filterLabel: 'Pokaż',
    filters: {
      all: 'Wszystko',
      opens: 'Otwarcia',
      clicks: 'Kliknięcia',
      replies: 'Odpowiedzi',
      problems: 'Problemy',
    },
    unread: (n) => plural(n, { one: '# nowe', few: '# nowe', many: '# nowych', other: '# nowego' }),
    awayUntil: (day) => `Nieobecność do: ${day}`,
    fresh: 'Nowe',
    today: 'Dzisiaj',
    yesterday: 'Wczoraj',
    asOf: (when) => `Stan: ${when}`,
    noneOfKind: 'Wśród widocznych zdarzeń nie ma żadnego tego rodzaju.',
    times: (n) => plural(n, { one: '# raz', few: '# razy', many: '# razy', other: '# razu' }),
    showEach: (line) => `Pokaż osobno: ${line}`,
    hideEach: (line) => `Pokaż razem: ${line}`,
    moreAbout: (line) => `Więcej: ${line}`,
    openMessage: 'Otwórz wiadomość w usłudze Mailtrail',
    was: { machine: 'To był skaner', person: 'To była osoba', self: 'To moje działanie' },
    said: {
      machine: 'Oznaczono jako działanie skanera: nie liczy się.',
      person: 'Oznaczono jako działanie osoby: liczy się.',
      self: 'Oznaczono jako własne działanie: nie liczy się.',
    },
    similar: (n) =>
      plural(n, {
        one: 'Dotyczy to także # podobnego zdarzenia.',
        few: 'Dotyczy to także # podobnych zdarzeń.',
        many: 'Dotyczy to także # podobnych zdarzeń.',
        other: 'Dotyczy to także # podobnego zdarzenia.',
      }),
    saying: 'Zapisywanie…',
    undo: 'Cofnij',
    undone: 'Cofnięto: ponownie obowiązuje ocena według reguł.',
    notSaid: 'Nie udało się tego zapisać.',
  },
};
