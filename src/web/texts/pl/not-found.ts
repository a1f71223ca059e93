import type { Texts } from '../en';

export const notFound: Texts['notFound'] = {
  title: 'Nie znaleziono',
  noSuchPage: 'Nie ma takiej strony',
  toFeed: 'Przejdź do aktywności',
  why: 'Adres może zawierać błąd albo tego, co tu było, już nie ma.',
};
