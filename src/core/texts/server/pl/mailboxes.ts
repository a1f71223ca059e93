import type { Sentences } from '../said-in';

/** How mailboxes stand, and what to do (mailbox/doctor). */
export const mailboxes: Sentences = {
  'The consent to read this mailbox was withdrawn. Its owner can give it again under Mailboxes.':
    'Zgoda na czytanie tej skrzynki została wycofana. Właściciel może udzielić jej ponownie w sekcji Skrzynki.',
  'The consent to read this mailbox has run out. Its owner can give it again under Mailboxes.':
    'Zgoda na czytanie tej skrzynki wygasła. Właściciel może udzielić jej ponownie w sekcji Skrzynki.',
  'Mailtrail has no consent to read this mailbox. Its owner can give it under Mailboxes.':
    'Mailtrail nie ma zgody na czytanie tej skrzynki. Właściciel może jej udzielić w sekcji Skrzynki.',
  'Microsoft says that the owner of this mailbox is disabled or gone. An administrator can hand it over.':
    'Microsoft podaje, że właściciel tej skrzynki jest wyłączony lub go nie ma. Administrator może ją przekazać.',
  'Microsoft wants the owner to sign in again (a new password, a second factor). Connect the mailbox again.':
    'Microsoft wymaga ponownego zalogowania właściciela (nowe hasło, drugi składnik). Podłącz skrzynkę ponownie.',
  'The client secret has expired. An administrator makes a new one in Entra and sets ENTRA_CLIENT_SECRET.':
    'Klucz tajny klienta wygasł. Administrator tworzy nowy w Entra i ustawia ENTRA_CLIENT_SECRET.',
  'Microsoft refuses the client secret. An administrator checks ENTRA_CLIENT_SECRET.':
    'Microsoft odrzuca klucz tajny klienta. Administrator sprawdza ENTRA_CLIENT_SECRET.',
  'Mailtrail is not registered in this organisation. An administrator must consent to it in Entra.':
    'Mailtrail nie jest zarejestrowany w tej organizacji. Administrator musi wyrazić na niego zgodę w Entra.',
  'Microsoft refused our sign-in: consent was withdrawn, or the secret has expired.':
    'Microsoft odmówił logowania: zgodę wycofano albo klucz tajny wygasł.',
  'Mailtrail is not allowed to read this mailbox. An administrator must grant Mail.Read for it.':
    'Mailtrail nie ma uprawnień do czytania tej skrzynki. Administrator musi nadać dla niej uprawnienie Mail.Read.',
  'Mailtrail is not allowed to read this mailbox.': 'Mailtrail nie ma uprawnień do czytania tej skrzynki.',
  'Only Exchange Online mailboxes can be connected, and this is none, or it is switched off.':
    'Można podłączyć tylko skrzynki Exchange Online, a ta nią nie jest albo jest wyłączona.',
  'Microsoft does not answer right now.': 'Microsoft w tej chwili nie odpowiada.',
  'Its owner is disabled. What was filed stays.': 'Właściciel jest wyłączony. To, co zapisano, pozostaje.',
  'Disconnected. What was filed stays.': 'Odłączona. To, co zapisano, pozostaje.',
  'Paused. What arrives meanwhile is found when it is resumed.':
    'Wstrzymana. To, co w tym czasie nadejdzie, zostanie znalezione po wznowieniu.',
  'Graph sends no notifications for this mailbox: it is looked at every 10 minutes':
    'Usługa Graph nie wysyła powiadomień o tej skrzynce: jest sprawdzana co 10 minut',
  '1 mail was not taken over: its health says why': 'Nie przejęto 1 wiadomości: powód podaje stan skrzynki',
  '{} mails were not taken over: its health says why':
    'Nie przejęto {1} wiadomości: powód podaje stan skrzynki',
  'it is larger than 220 MB, and Outlook’s pane hands over no such mail. With your organisation’s permission or your consent it is read':
    'ma ponad 220 MB, a okienko w programie Outlook nie przekazuje takich wiadomości. Za zgodą organizacji lub Twoją zostanie odczytana',
  'Microsoft did not give it to Outlook’s pane': 'Microsoft nie udostępnił jej okienku w programie Outlook',
  'Not read: {}': 'Nieodczytane: {1}',
  'A file is still to be copied: {}': 'Plik czeka na skopiowanie: {1}',
  'A file was not copied: {}': 'Nie skopiowano pliku: {1}',
  'no reason is known': 'powód nieznany',
  'From people, in no conversation of yours and under no log rule':
    'Od ludzi, poza Twoimi konwersacjami i poza regułą zapisu',
  'Answers to mail that is neither tracked nor logged':
    'Odpowiedzi na wiadomości, które nie są śledzone ani zapisywane',
  'Sent by you, neither tracked nor under the log rule':
    'Wysłane przez Ciebie, bez śledzenia i poza regułą zapisu',
  'Out-of-office answers to mail that is neither tracked nor logged':
    'Informacje o nieobecności w odpowiedzi na wiadomości, które nie są śledzone ani zapisywane',
  'Newsletters, lists, tickets and notifications': 'Biuletyny, listy, zgłoszenia i powiadomienia',
  'Delivery failures of mail that is neither tracked nor logged':
    'Niedostarczenia wiadomości, które nie są śledzone ani zapisywane',
  'Receipts for mail that is neither tracked nor logged':
    'Potwierdzenia wiadomości, które nie są śledzone ani zapisywane',
  'Invitations and answers to them': 'Zaproszenia i odpowiedzi na nie',
  'Could not be taken apart: their MIME is broken': 'Nie dało się ich odczytać: uszkodzony format MIME',
  'Not for the record': 'Nie do zapisania',
  'Its owner is disabled, so it is not watched any more. What was filed stays.':
    'Jej właściciel jest wyłączony, więc nie jest już obserwowana. To, co zapisano, pozostaje.',
  'Under Users, hand the records over to a colleague, or let the user in again: then the watch goes on.':
    'W sekcji Użytkownicy przekaż kartotekę współpracownikowi albo włącz użytkownika ponownie: wtedy obserwacja zostanie wznowiona.',
  'Mail is not being found: Microsoft does not answer, or not as it should. It is tried again every minute.':
    'Poczta nie jest znajdowana: Microsoft nie odpowiada albo odpowiada nieprawidłowo. Ponowne próby odbywają się co minutę.',
  'Nothing is lost: what arrives meanwhile is found afterwards. If it lasts, look at Microsoft’s service health, and at the server’s way out to graph.microsoft.com.':
    'Nic nie zginie: to, co w tym czasie nadejdzie, zostanie znalezione później. Jeśli to potrwa, sprawdź kondycję usług Microsoft oraz połączenie serwera z graph.microsoft.com.',
  'The mailbox has not been looked through for more than ten minutes.':
    'Skrzynki nie przejrzano od ponad dziesięciu minut.',
  'Nothing is lost: what arrives meanwhile is found afterwards. Press Repair. If that changes nothing, Microsoft asks for patience, or the server’s queue stands still: see /readyz and the log.':
    'Nic nie zginie: to, co w tym czasie nadejdzie, zostanie znalezione później. Wybierz Napraw. Jeśli to nic nie zmieni, Microsoft prosi o cierpliwość albo kolejka serwera stoi: sprawdź /readyz i dziennik.',
  'Mailtrail’s pane has not looked through this mailbox for four days or more: replies that came since are not known.':
    'Okienko Mailtrail w Outlooku nie przeglądało tej skrzynki od czterech dni lub dłużej: odpowiedzi, które od tego czasu nadeszły, nie są znane.',
  'Open Mailtrail in Outlook: what came meanwhile is found then. For a watch that needs no open pane, connect the mailbox again by your organisation’s permission or your consent.':
    'Otwórz Mailtrail w Outlooku: wtedy zostanie znalezione to, co w tym czasie nadeszło. Aby obserwacja nie wymagała otwartego okienka, połącz skrzynkę ponownie, za zgodą organizacji albo własną.',
  'Microsoft’s subscription to this mailbox has ended, so new mail is not notified. It is looked for every ten minutes.':
    'Subskrypcja Microsoft dla tej skrzynki wygasła, więc nie ma powiadomień o nowej poczcie. Jest sprawdzana co dziesięć minut.',
  'Press Repair to subscribe again.': 'Wybierz Napraw, aby odnowić subskrypcję.',
  'Microsoft sends no notifications for this mailbox: new mail is looked for every ten minutes.':
    'Microsoft nie wysyła powiadomień o tej skrzynce: nowa poczta jest sprawdzana co dziesięć minut.',
  'Check that Microsoft reaches this server’s public address (…/api/graph/notifications), then press Repair.':
    'Sprawdź, czy Microsoft może połączyć się z publicznym adresem tego serwera (…/api/graph/notifications), a potem wybierz Napraw.',
  'Connect it again, or ask an administrator to grant access. It is tried again every hour.':
    'Podłącz ją ponownie lub poproś administratora o nadanie dostępu. Ponowne próby odbywają się co godzinę.',
  'There is no such mailbox in Exchange Online.': 'Nie ma takiej skrzynki w usłudze Exchange Online.',
  'If the mailbox exists again, connect it again: what came meanwhile is found.':
    'Jeśli skrzynka znów istnieje, podłącz ją ponownie: to, co w tym czasie nadeszło, zostanie znalezione.',
  '{} mail lies in the mailbox that Mailtrail has not looked at.':
    'W skrzynce jest {1} wiadomość, której Mailtrail nie przejrzał.',
  '{} mails lie in the mailbox that Mailtrail has not looked at.':
    'Liczba wiadomości w skrzynce, których Mailtrail nie przejrzał: {1}.',
  'Press Repair: everything is listed anew, and nothing is counted twice.':
    'Wybierz Napraw: lista wiadomości zostanie pobrana od nowa, a nic nie zostanie policzone podwójnie.',
  'Nothing has come for {}; at this time something comes about every {}.':
    'Nic nie przyszło przez {1}; o tej porze coś przychodzi mniej więcej co {2}.',
  'Microsoft answers and shows nothing new. If you know of mail that came, press Repair.':
    'Microsoft odpowiada i nie pokazuje nic nowego. Jeśli wiadomo o poczcie, która przyszła, wybierz Napraw.',
  '{} minutes': '{1} min',
  '{} minute': '{1} min',
  '{} hours': '{1} godz.',
  '{} days': '{1} dni',
  'The client secret has expired. Without it nobody signs in and no mailbox is watched.':
    'Klucz tajny klienta wygasł. Bez niego nikt się nie zaloguje i żadna skrzynka nie jest obserwowana.',
  'The client secret expires in {}. Without it nobody signs in and no mailbox is watched.':
    'Klucz tajny klienta wygaśnie za {1}. Bez niego nikt się nie zaloguje i żadna skrzynka nie będzie obserwowana.',
  '1 day': '1 dzień',
  'Make a new secret in Entra, set ENTRA_CLIENT_SECRET and ENTRA_CLIENT_SECRET_EXPIRES, and restart the server.':
    'Utwórz nowy klucz w Entra, ustaw ENTRA_CLIENT_SECRET i ENTRA_CLIENT_SECRET_EXPIRES i uruchom serwer ponownie.',
  '{} no longer answers as it should. Mail sent by it gets no tracked links; links already sent lead nowhere until it answers again.':
    '{1} nie odpowiada już prawidłowo. Wysyłane przez nią wiadomości nie dostają śledzonych linków; linki już wysłane nie działają, dopóki znów nie odpowie.',
  'Settings, Tracking domains says what is wrong with it, and what to do.':
    'W sekcji Ustawienia, Domeny śledzenia podano, co jest nie tak i co zrobić.',
  'It is well again: what came meanwhile has been looked at.':
    'Wszystko znów działa: to, co w tym czasie nadeszło, zostało przejrzane.',
};
