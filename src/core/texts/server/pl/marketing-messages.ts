import type { Sentences } from '../said-in';

export const marketingMessages: Sentences = {
  'There is no such marketing message.': 'Nie ma takiej wiadomości marketingowej.',
  'Somebody else has changed this message meanwhile. Load it again to see their changes.':
    'Ktoś inny zmienił w tym czasie tę wiadomość. Wczytaj ją ponownie, aby zobaczyć zmiany.',
  'This message is no draft any more, so it stays as it is. Duplicate it to write another.':
    'Ta wiadomość nie jest już szkicem i pozostaje bez zmian. Powiel ją, aby napisać następną.',
  'This message waits to be sent, or is being sent. Cancel that before you remove it.':
    'Ta wiadomość czeka na wysłanie albo jest wysyłana. Anuluj to, zanim ją usuniesz.',
  'This version is not kept any more.': 'Ta wersja nie jest już przechowywana.',
  'The picture has more than 2 MB. Make it smaller: mail with large pictures is slow to show.':
    'Obraz ma więcej niż 2 MB. Zmniejsz go: poczta z dużymi obrazami wolno się wyświetla.',
  'This file is no picture that mail programs show. Choose a PNG, JPEG, GIF or WebP file.':
    'Ten plik nie jest obrazem, który pokazują programy pocztowe. Wybierz plik PNG, JPEG, GIF lub WebP.',
  'There is no such picture.': 'Nie ma takiego obrazu.',
};
