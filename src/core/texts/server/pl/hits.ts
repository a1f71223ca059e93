import type { Sentences } from '../said-in';

/** Why a hit was judged as it was (core/hits/reasons.ts), and what programs are called. */
export const hits: Sentences = {
  'before the mail was sent: the sender’s own view of the draft':
    'przed wysłaniem wiadomości: nadawca oglądał własną wersję roboczą',
  'from the device that sent the mail, within two minutes of sending':
    'z urządzenia, z którego wysłano wiadomość, w ciągu dwóch minut od wysłania',
  'from a device that the sender uses': 'z urządzenia używanego przez nadawcę',
  'while the sender had the mail before them in Outlook or Mailtrail':
    'gdy nadawca miał wiadomość otwartą w programie Outlook lub w Mailtrail',
  'from a device that a colleague uses, or while a colleague had the mail before them':
    'z urządzenia współpracownika lub gdy współpracownik miał wiadomość otwartą',
  'asked without wanting an answer (HEAD)': 'zapytanie bez oczekiwania odpowiedzi (HEAD)',
  'asked in a way that no reader asks': 'zapytanie, jakiego nie wysyła żaden program do czytania',
  'fetched ahead, says the request itself': 'pobrane z wyprzedzeniem, jak podaje samo zapytanie',
  'a browser without a screen, says the request itself': 'przeglądarka bez ekranu, jak podaje samo zapytanie',
  'asked for the image as for a page: no mail program does':
    'pobranie obrazu tak jak strony: nie robi tego żaden program pocztowy',
  'followed the link, but not to show a page': 'otwarcie linku, ale nie po to, by pokazać stronę',
  'calls itself a browser but sends none of a browser’s headers':
    'podaje się za przeglądarkę, ale nie wysyła żadnych jej nagłówków',
  'asked by {}': 'zapytanie wysłał: {1}',
  '{}: fetches everything, read or not': '{1}: pobiera wszystko, przeczytane czy nie',
  '{} follows no links for readers': '{1}: nie otwiera linków za czytających',
  'a browser years out of date': 'przeglądarka przestarzała o lata',
  'from the network of {}': 'z sieci: {1}',
  'from Apple’s network: Apple Mail Privacy Protection fetches everything, read or not':
    'z sieci Apple: ochrona prywatności w Apple Mail pobiera wszystko, przeczytane czy nie',
  'Apple Mail by way of Apple’s relay: Apple Mail Privacy Protection fetches everything, read or not':
    'Apple Mail przez przekaźnik Apple: ochrona prywatności w Apple Mail pobiera wszystko, przeczytane czy nie',
  'from a network of {}, where few people are': 'z sieci: {1}, w której jest niewiele osób',
  'from Google’s own machines': 'z maszyn firmy Google',
  'fetched by {} while the mail was being delivered': 'pobrane podczas dostarczania wiadomości: {1}',
  'from rented machines ({})': 'z wynajętych maszyn ({1})',
  'an unknown network': 'nieznana sieć',
  'several links of the mail within one second': 'kilka linków z wiadomości w ciągu jednej sekundy',
  'three or more links of the mail within five seconds':
    'trzy lub więcej linków z wiadomości w ciągu pięciu sekund',
  'four or more links of the mail within a minute, minutes after sending':
    'cztery lub więcej linków z wiadomości w ciągu minuty, kilka minut po wysłaniu',
  'several links of one copy within one second, from several places':
    'kilka linków z jednej kopii w ciągu jednej sekundy, z kilku miejsc',
  'links in four or more mails followed from one place within five seconds':
    'linki z czterech lub więcej wiadomości otwarte z jednego miejsca w ciągu pięciu sekund',
  'the images of four or more copies loaded from one place within five seconds':
    'obrazy z czterech lub więcej kopii pobrane z jednego miejsca w ciągu pięciu sekund',
  'links of this copy were followed from several places at the same moment':
    'linki z tej kopii otwarto z kilku miejsc w tej samej chwili',
  'the same program followed a link in the moment in which it loaded the image':
    'ten sam program otworzył link w chwili pobrania obrazu',
  'the same link was followed from another place in the same moment: a check of that click':
    'ten sam link otwarto w tej samej chwili z innego miejsca: było to sprawdzenie tego kliknięcia',
  'the same rented machines followed links of this copy before, while it was being delivered':
    'te same wynajęte maszyny otwierały wcześniej linki z tej kopii podczas jej dostarczania',
  'the same program followed several links of the mail at once':
    'ten sam program otworzył naraz kilka linków z wiadomości',
  'the same program, from the same place, is a machine beside it':
    'ten sam program z tego samego miejsca jest obok automatem',
  'sooner after sending than mail can be read': 'szybciej po wysłaniu, niż można przeczytać wiadomość',
  'sooner after sending than a mail can be read and a link followed':
    'szybciej po wysłaniu, niż można przeczytać wiadomość i otworzyć link',
  'within seconds of sending': 'w ciągu kilku sekund od wysłania',
  'a link followed during delivery, the image not loaded':
    'link otwarty podczas dostarczania, bez pobrania obrazu',
  'the link followed in the moment in which the image was loaded': 'link otwarty w chwili pobrania obrazu',
  '{} loaded the image': 'obraz pobrał program: {1}',
  '{} followed the link': 'link otworzył program: {1}',
  '{}: fetches when the reader opens the mail': '{1}: pobiera, gdy czytający otwiera wiadomość',
  'the mail was opened just before': 'tuż przedtem wiadomość otwarto',
  'quoted: a later mail of the conversation was read, which holds this one in its quote':
    'cytat: przeczytano późniejszą wiadomość z konwersacji, która cytuje tę',
  'repeat: the same look as the load before, less than a minute ago':
    'powtórzenie: to samo otwarcie co poprzednie pobranie, niecałą minutę temu',
  'inferred from a reply': 'wywnioskowane z odpowiedzi',
  'inferred from a click': 'wywnioskowane z kliknięcia',
  'Gmail image proxy': 'serwer pośredniczący obrazów Gmail',
  'Yahoo mail proxy': 'serwer pośredniczący poczty Yahoo',
  'Seznam mail proxy': 'serwer pośredniczący poczty Seznam',
  'Mail.ru image proxy': 'serwer pośredniczący obrazów Mail.ru',
  'a mail service’s image proxy': 'serwer pośredniczący obrazów usługi pocztowej',
  'Apple Mail Privacy Protection': 'ochrona prywatności w Apple Mail',
  'Gmail’s check at delivery': 'kontrola Gmail przy dostarczaniu',
  'Teams or Skype link preview': 'podgląd linku w Teams lub Skypie',
  'Office, looking whether the link exists': 'Office, sprawdzanie, czy link istnieje',
  'Bing or Outlook link preview': 'podgląd linku w Bing lub Outlook',
  'iMessage or Facebook link preview': 'podgląd linku w iMessage lub na Facebooku',
  'a link preview': 'podgląd linku',
  '{} link preview': 'podgląd linku: {1}',
  'a virus scanner': 'skaner antywirusowy',
  'a browser without a screen': 'przeglądarka bez ekranu',
  'a page speed test': 'test szybkości strony',
  'Outlook on a phone': 'Outlook na telefonie',
  'Outlook for Windows': 'Outlook dla systemu Windows',
  'Outlook for Mac': 'Outlook dla komputerów Mac',
  'Trellix or FireEye': 'Trellix lub FireEye',
  'a mail program': 'program pocztowy',
  'a mail program on Android': 'program pocztowy w systemie Android',
  'a text browser': 'przeglądarka tekstowa',
  'curl or wget': 'curl lub wget',
  'a Python program': 'program w języku Python',
  'a Java program': 'program w języku Java',
  'a JavaScript program': 'program w języku JavaScript',
  'a Go program': 'program w języku Go',
  'a program, not a browser': 'program, nie przeglądarka',
  'a robot': 'robot',
  'a monitoring service': 'usługa monitorująca',
  'a link or page checker': 'program sprawdzający linki lub strony',
  'a feed reader or fetcher': 'czytnik kanałów lub program pobierający',
  'a browser': 'przeglądarka',
  'an app on an Apple device': 'aplikacja na urządzeniu Apple',
  'a program that does not say what it is': 'program, który się nie przedstawia',
  'a program that is no known browser or mail program':
    'program, który nie jest znaną przeglądarką ani programem pocztowym',
};
