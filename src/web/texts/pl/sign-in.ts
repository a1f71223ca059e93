import type { Texts } from '../en';

export const signIn: Texts['signIn'] = {
  title: 'Logowanie',
  what: 'Zobacz, kto czyta wiadomości wysłane z programu Outlook, klika w nich linki i odpowiada – a każdą z nich znajdź w kartotece kontaktu.',
  button: 'Zaloguj się przez Microsoft',
  ended: 'Sesja wygasła',
  endedAbout: 'Zaloguj się ponownie, aby wrócić do tej strony. Niezapisane zmiany zostaną utracone.',
};
