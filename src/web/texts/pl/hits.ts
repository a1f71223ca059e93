import { pluralIn } from '../../../core/texts';
import type { Texts } from '../en';

const plural = pluralIn('pl');

export const hits: Texts['hits'] = {
  title: 'Pobrania i kliknięcia po kolei',
  none: 'Nic jeszcze nie pobrało obrazu ani nie otworzyło linku. Nie znaczy to, że wiadomości nie przeczytano.',
  possiblyForwarded:
    'Być może przekazano ją dalej: otwarto ją w różnych programach w niepowiązanych sieciach. Równie dobrze może to być jedna osoba w dwóch miejscach.',
  olderKept: 'Starsze są przechowywane, ale nie są tu pokazane.',
  through: (program) => `przez ${program}`,
  why: 'Dlaczego',
  saidSo: (who, when) => `Tak oceniono: ${who}, ${when}`,
  similar: (n) =>
    plural(n, {
      one: '# podobne zdarzenie zmieni się tak samo',
      few: '# podobne zdarzenia zmienią się tak samo',
      many: '# podobnych zdarzeń zmieni się tak samo',
      other: '# podobnych zdarzeń zmieni się tak samo',
    }),
  whatWasIt: 'Co to było?',
  verdicts: {
    person: 'Człowiek',
    machine: 'Automat',
    self: 'Własne, nieliczone',
    unsure: 'Niepewne, nieliczone',
    waiting: 'W trakcie oceny',
    colleague: 'Współpracownik, nieliczone',
  },
  loadedBySelf: 'Obraz pobrany przez Ciebie',
  loadedByColleague: 'Obraz pobrany przez współpracownika',
  loadedFrom: (who) => `Obraz pobrany z kopii, którą ma ${who}`,
  loadedBySomeone: 'Obraz pobrany przez kogoś',
  followedBySelf: (link) => `„${link}” – link otwarty przez Ciebie`,
  followedByColleague: (link) => `„${link}” – link otwarty przez współpracownika`,
  followedFrom: (link, who) => `„${link}” – link otwarty z kopii, którą ma ${who}`,
  followedBySomeone: (link) => `„${link}” – link otwarty przez kogoś`,
  aLink: 'Link',
  say: { machine: 'To nie człowiek', person: 'To był człowiek', self: 'To ja' },
  judgedAgain: (verdict) => `Ponownie ocenione według reguł: ${verdict.toLowerCase()}.`,
  outcomes: {
    person: 'Liczone jako działanie człowieka.',
    machine: 'Już nieliczone: to nie człowiek.',
    self: 'Już nieliczone: własne.',
  },
  elsewhere: (n) =>
    plural(n, {
      one: '# zdarzenie z tego urządzenia w innych Twoich wiadomościach zmieni się tak samo.',
      few: '# zdarzenia z tego urządzenia w innych Twoich wiadomościach zmienią się tak samo.',
      many: '# zdarzeń z tego urządzenia w innych Twoich wiadomościach zmieni się tak samo.',
      other: '# zdarzeń z tego urządzenia w innych Twoich wiadomościach zmieni się tak samo.',
    }),
};
