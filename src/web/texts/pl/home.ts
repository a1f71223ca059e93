import type { Texts } from '../en';

export const home: Texts['home'] = {
  title: 'Aktywność',
  nothingYet: 'Jeszcze nic się nie wydarzyło',
  howToBegin:
    'Wyślij z programu Outlook wiadomość z włączonym śledzeniem. Gdy ktoś ją otworzy, kliknie link lub odpowie, pojawi się to tutaj w ciągu sekundy.',
};
