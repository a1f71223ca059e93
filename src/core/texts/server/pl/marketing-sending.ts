import type { Sentences } from '../said-in';

export const marketingSending: Sentences = {
  'That cannot be done as the message stands now. Load the page again to see how it stands.':
    'W obecnym stanie wiadomości nie da się tego zrobić. Wczytaj stronę ponownie, aby zobaczyć, jak jest.',
  'That moment is over. Choose a later one, or send it now.':
    'Ta chwila już minęła. Wybierz późniejszą albo wyślij teraz.',
  'This server has no relay for marketing mail. Whoever runs the server sets MARKETING_SMTP_URL, or SMTP_URL.':
    'Ten serwer nie ma pośrednika dla poczty marketingowej. Kto prowadzi serwer, ustawia MARKETING_SMTP_URL albo SMTP_URL.',
  'Choose under Settings whom the message is from.': 'Wybierz w Ustawieniach, od kogo jest wiadomość.',
  'A test goes to you and your colleagues only: to users, connected mailboxes, and addresses of your company’s domains.':
    'Próba trafia tylko do Ciebie i Twoich współpracowników: do użytkowników, podłączonych skrzynek i adresów w domenach firmy.',
  'There is no such kind of marketing mail.': 'Nie ma takiego rodzaju poczty marketingowej.',
  'There are {} kinds of marketing mail, which is as many as one can choose among. Remove one first.':
    'Rodzajów poczty marketingowej jest już {1}; spośród większej liczby nikt nie wybierze. Najpierw usuń któryś.',
  'This is not a mail address.': 'To nie jest adres e-mail.',
  'That address is off this mail already.': 'Ten adres jest już z niej wypisany.',
  'There is no such unsubscription.': 'Nie ma takiego wypisania.',
  'They unsubscribed themselves, so only they can take it back: by the link in any of your mails.':
    'Odbiorca wypisał się sam i tylko on może to cofnąć: odnośnikiem w dowolnej Twojej wiadomości.',
};
