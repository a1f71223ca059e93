import type { Texts } from '../en';

export const signIn: Texts['signIn'] = {
  title: 'Logowanie',
  what: 'Zobacz, kto czyta wiadomości wysłane z programu Outlook, klika w nich linki i odpowiada – a każdą z nich znajdź w kartotece kontaktu.',
  button: 'Zaloguj się przez Microsoft',
  failures: {
    'too-late': 'Logowanie trwało zbyt długo lub rozpoczęto je gdzie indziej.',
    declined: 'Nie wyrażono zgody, więc nikogo nie zalogowano.',
    unreachable: 'Nie można połączyć się z Microsoft. Spróbuj ponownie za minutę.',
    'wrong-token':
      'Microsoft potwierdził tożsamość, ale nie dla Mailtrail. Powód znajdzie w dzienniku osoba, która prowadzi ten serwer.',
    refused: 'Microsoft nie dopuścił do zalogowania. Spróbuj ponownie.',
  },
  ended: 'Sesja wygasła',
  endedAbout: 'Zaloguj się ponownie, aby wrócić do tej strony. Niezapisane zmiany zostaną utracone.',
};
