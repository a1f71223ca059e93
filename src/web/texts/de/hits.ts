import { pluralIn } from '../../../core/texts';
import type { Texts } from '../en';

const plural = pluralIn('de');

export const hits: Texts['hits'] = {
  title: 'Abrufe und Klicks im Einzelnen',
  none: 'Bisher hat nichts das Bild oder einen Link abgerufen. Das heißt nicht, dass die E-Mail nicht gelesen wurde.',
  possiblyForwarded:
    'Möglicherweise weitergeleitet: Sie wurde in verschiedenen Programmen in unabhängigen Netzen geöffnet. Es kann ebenso gut eine Person an zwei Orten sein.',
  olderKept: 'Ältere sind gespeichert, werden aber nicht angezeigt.',
  through: (program) => `über ${program}`,
  why: 'Warum',
  saidSo: (who, when) => `So eingestuft von ${who}, ${when}`,
  similar: (n) => plural(n, { one: '# ähnlicher Abruf folgt dem', other: '# ähnliche Abrufe folgen dem' }),
  whatWasIt: 'Was war das?',
  verdicts: {
    person: 'Eine Person',
    machine: 'Ein Automat',
    self: 'Von Ihnen, nicht gezählt',
    unsure: 'Unsicher, nicht gezählt',
    waiting: 'Wird beurteilt',
    colleague: 'Kollegin oder Kollege, nicht gezählt',
  },
  loadedBySelf: 'Das Bild wurde von Ihnen geladen',
  loadedByColleague: 'Das Bild wurde von einer Kollegin oder einem Kollegen geladen',
  loadedFrom: (who) => `Das Bild wurde aus der E-Mail an ${who} geladen`,
  loadedBySomeone: 'Das Bild wurde von jemandem geladen',
  followedBySelf: (link) => `„${link}“ wurde von Ihnen geöffnet`,
  followedByColleague: (link) => `„${link}“ wurde von einer Kollegin oder einem Kollegen geöffnet`,
  followedFrom: (link, who) => `„${link}“ wurde aus der E-Mail an ${who} geöffnet`,
  followedBySomeone: (link) => `„${link}“ wurde von jemandem geöffnet`,
  aLink: 'Ein Link',
  say: { machine: 'Keine Person', person: 'Das war eine Person', self: 'Das war ich' },
  judgedAgain: (verdict) => `Wieder nach den Regeln beurteilt: ${verdict}.`,
  outcomes: {
    person: 'Wird als Person gezählt.',
    machine: 'Wird nicht mehr gezählt: keine Person.',
    self: 'Wird nicht mehr gezählt: von Ihnen.',
  },
  elsewhere: (n) =>
    plural(n, {
      one: '# Abruf von diesem Gerät in Ihren anderen E-Mails folgt.',
      other: '# Abrufe von diesem Gerät in Ihren anderen E-Mails folgen.',
    }),
};
