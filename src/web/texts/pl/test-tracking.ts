import type { Texts } from '../en';

export const testTracking: Texts['testTracking'] = {
  title: 'Test śledzenia',
  subject: 'Test śledzenia',
  about:
    'Wyślij wiadomość do siebie i zobacz wszystko, co pobiera jej obraz i otwiera linki, za co to uznano i dlaczego. Nic z tego nie jest nigdzie liczone i nikt nie dostaje powiadomień.',
  stepWrite: 'Napisz wiadomość na własny adres i do nikogo więcej. Umieść w niej link.',
  stepSend: 'W okienku Mailtrail obok niej włącz opcję „Śledź jako test” i wyślij ją.',
  stepOpen: 'Otwórz ją, gdzie chcesz. To, co ją pobierze, pojawi się poniżej w ciągu kilku sekund.',
  write: 'Napisz wiadomość testową w programie Outlook',
  loading: 'Wczytywanie testów',
  none: 'Nie wysłano jeszcze żadnego testu. Pojawi się tutaj, gdy tylko zostanie wysłany.',
  latest: 'Ostatni:',
  earlier: 'Wcześniejsze testy',
};
