import type { Texts } from '../en';

export const notFound: Texts['notFound'] = {
  title: 'Nicht gefunden',
  noSuchPage: 'Diese Seite gibt es nicht',
  toFeed: 'Zur Aktivität',
  why: 'Die Adresse ist vielleicht falsch geschrieben, oder was hier war, gibt es nicht mehr.',
};
