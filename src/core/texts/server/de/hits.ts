import type { Sentences } from '../said-in';

/** Why a hit was judged as it was (core/hits/reasons.ts), and what programs are called. */
export const hits: Sentences = {
  'before the mail was sent: the sender’s own view of the draft':
    'vor dem Senden: die eigene Ansicht des Entwurfs',
  'from the device that sent the mail, within two minutes of sending':
    'vom Gerät, das die E-Mail gesendet hat, innerhalb von zwei Minuten nach dem Senden',
  'from a device that the sender uses': 'von einem Gerät, das der Absender verwendet',
  'while the sender had the mail before them in Outlook or Mailtrail':
    'während der Absender die E-Mail in Outlook oder Mailtrail geöffnet hatte',
  'from a device that a colleague uses, or while a colleague had the mail before them':
    'von einem Gerät aus dem Kollegenkreis oder während dort jemand die E-Mail geöffnet hatte',
  'asked without wanting an answer (HEAD)': 'Abfrage, die keine Antwort will (HEAD)',
  'asked in a way that no reader asks': 'Abfrage, wie sie kein Leseprogramm stellt',
  'fetched ahead, says the request itself': 'im Voraus abgerufen, laut der Anfrage selbst',
  'a browser without a screen, says the request itself':
    'ein Browser ohne Bildschirm, laut der Anfrage selbst',
  'asked for the image as for a page: no mail program does':
    'das Bild wie eine Seite abgerufen: Das tut kein Mailprogramm',
  'followed the link, but not to show a page': 'dem Link gefolgt, aber nicht, um eine Seite anzuzeigen',
  'calls itself a browser but sends none of a browser’s headers':
    'gibt sich als Browser aus, sendet aber keinen seiner Header',
  'asked by {}': 'abgerufen von: {1}',
  '{}: fetches everything, read or not': '{1}: ruft alles ab, gelesen oder nicht',
  '{} follows no links for readers': '{1}: folgt keinen Links im Auftrag von Lesern',
  'a browser years out of date': 'ein seit Jahren veralteter Browser',
  'from the network of {}': 'aus dem Netz von {1}',
  'from Apple’s network: Apple Mail Privacy Protection fetches everything, read or not':
    'aus dem Netz von Apple: Der Mail-Datenschutz von Apple ruft alles ab, gelesen oder nicht',
  'Apple Mail by way of Apple’s relay: Apple Mail Privacy Protection fetches everything, read or not':
    'Apple Mail über das Relay von Apple: Der Mail-Datenschutz von Apple ruft alles ab, gelesen oder nicht',
  'from a network of {}, where few people are': 'aus einem Netz von {1}, in dem kaum Menschen sind',
  'from Google’s own machines': 'von Googles eigenen Rechnern',
  'fetched by {} while the mail was being delivered': 'von {1} während der Zustellung abgerufen',
  'from rented machines ({})': 'von gemieteten Rechnern ({1})',
  'an unknown network': 'ein unbekanntes Netz',
  'several links of the mail within one second': 'mehrere Links der E-Mail innerhalb einer Sekunde',
  'three or more links of the mail within five seconds':
    'drei oder mehr Links der E-Mail innerhalb von fünf Sekunden',
  'four or more links of the mail within a minute, minutes after sending':
    'vier oder mehr Links der E-Mail innerhalb einer Minute, Minuten nach dem Senden',
  'several links of one copy within one second, from several places':
    'mehrere Links einer Kopie innerhalb einer Sekunde, von mehreren Orten',
  'links in four or more mails followed from one place within five seconds':
    'Links in vier oder mehr E-Mails innerhalb von fünf Sekunden von einem Ort geöffnet',
  'the images of four or more copies loaded from one place within five seconds':
    'die Bilder von vier oder mehr Kopien innerhalb von fünf Sekunden von einem Ort geladen',
  'links of this copy were followed from several places at the same moment':
    'Links dieser Kopie wurden im selben Moment von mehreren Orten geöffnet',
  'the same program followed a link in the moment in which it loaded the image':
    'dasselbe Programm folgte einem Link in dem Moment, in dem es das Bild lud',
  'the same link was followed from another place in the same moment: a check of that click':
    'derselbe Link wurde im selben Moment von einem anderen Ort geöffnet: eine Prüfung dieses Klicks',
  'the same rented machines followed links of this copy before, while it was being delivered':
    'dieselben gemieteten Rechner folgten schon während der Zustellung Links dieser Kopie',
  'the same program followed several links of the mail at once':
    'dasselbe Programm folgte mehreren Links der E-Mail zugleich',
  'the same program, from the same place, is a machine beside it':
    'dasselbe Programm vom selben Ort ist daneben ein Automat',
  'sooner after sending than mail can be read': 'schneller nach dem Senden, als man eine E-Mail lesen kann',
  'sooner after sending than a mail can be read and a link followed':
    'schneller nach dem Senden, als man eine E-Mail lesen und einem Link folgen kann',
  'within seconds of sending': 'innerhalb von Sekunden nach dem Senden',
  'a link followed during delivery, the image not loaded':
    'ein Link während der Zustellung geöffnet, das Bild nicht geladen',
  'the link followed in the moment in which the image was loaded':
    'der Link in dem Moment geöffnet, in dem das Bild geladen wurde',
  '{} loaded the image': 'Bild geladen mit: {1}',
  '{} followed the link': 'Link geöffnet mit: {1}',
  '{}: fetches when the reader opens the mail': '{1}: ruft ab, wenn die E-Mail geöffnet wird',
  'the mail was opened just before': 'kurz zuvor wurde die E-Mail geöffnet',
  'quoted: a later mail of the conversation was read, which holds this one in its quote':
    'zitiert: Eine spätere E-Mail der Unterhaltung wurde gelesen, die diese zitiert',
  'repeat: the same look as the load before, less than a minute ago':
    'Wiederholung: derselbe Blick wie der vorige Abruf vor weniger als einer Minute',
  'inferred from a reply': 'aus einer Antwort geschlossen',
  'inferred from a click': 'aus einem Klick geschlossen',
  'Gmail image proxy': 'Bildproxy von Gmail',
  'Yahoo mail proxy': 'Mailproxy von Yahoo',
  'Seznam mail proxy': 'Mailproxy von Seznam',
  'Mail.ru image proxy': 'Bildproxy von Mail.ru',
  'a mail service’s image proxy': 'der Bildproxy eines Maildienstes',
  'Apple Mail Privacy Protection': 'Mail-Datenschutz von Apple',
  'Gmail’s check at delivery': 'Prüfung durch Gmail bei der Zustellung',
  'Teams or Skype link preview': 'Linkvorschau von Teams oder Skype',
  'Office, looking whether the link exists': 'Office, Prüfung, ob der Link existiert',
  'Bing or Outlook link preview': 'Linkvorschau von Bing oder Outlook',
  'iMessage or Facebook link preview': 'Linkvorschau von iMessage oder Facebook',
  'a link preview': 'eine Linkvorschau',
  '{} link preview': 'Linkvorschau von {1}',
  'a virus scanner': 'ein Virenscanner',
  'a browser without a screen': 'ein Browser ohne Bildschirm',
  'a page speed test': 'ein Geschwindigkeitstest für Seiten',
  'Outlook on a phone': 'Outlook auf einem Telefon',
  'Outlook for Windows': 'Outlook für Windows',
  'Outlook for Mac': 'Outlook für Mac',
  'Trellix or FireEye': 'Trellix oder FireEye',
  'a mail program': 'ein Mailprogramm',
  'a mail program on Android': 'ein Mailprogramm auf Android',
  'a text browser': 'ein Textbrowser',
  'curl or wget': 'curl oder wget',
  'a Python program': 'ein Python-Programm',
  'a Java program': 'ein Java-Programm',
  'a JavaScript program': 'ein JavaScript-Programm',
  'a Go program': 'ein Go-Programm',
  'a program, not a browser': 'ein Programm, kein Browser',
  'a robot': 'ein Roboter',
  'a monitoring service': 'ein Überwachungsdienst',
  'a link or page checker': 'eine Link- oder Seitenprüfung',
  'a feed reader or fetcher': 'ein Feedreader oder Abrufprogramm',
  'a browser': 'ein Browser',
  'an app on an Apple device': 'eine App auf einem Apple-Gerät',
  'a program that does not say what it is': 'ein Programm, das sich nicht zu erkennen gibt',
  'a program that is no known browser or mail program':
    'ein Programm, das kein bekannter Browser und kein bekanntes Mailprogramm ist',
};
