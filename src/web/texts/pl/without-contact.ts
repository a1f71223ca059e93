import type { Texts } from '../en';

export const withoutContact: Texts['withoutContact'] = {
  title: 'Bez kontaktu',
  about: 'Zapisane wiadomości, w których nikt nie jest kontaktem.',
  loading: 'Wczytywanie wiadomości bez kontaktu',
  nothing: 'Nic nie czeka',
  nothingWhy: 'Każda zapisana wiadomość znajduje się w czyjejś kartotece.',
  makeContact: (name) => `Utwórz kontakt: ${name}`,
  choose: 'Wybierz kontakt…',
  whose: (address) => `Do kogo należy adres ${address}?`,
  whoseAbout:
    'Od tej chwili kontakt będzie rozpoznawany po tym adresie i otrzyma także inne wiadomości zachowane z tego adresu.',
};
