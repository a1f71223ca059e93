import type { Sentences } from '../said-in';

/** Refusals of the API. */
export const refusals: Sentences = {
  'There is no such mailbox.': 'Nie ma takiej skrzynki.',
  'Your role does not allow this. Ask your administrator.':
    'Twoja rola na to nie pozwala. Zwróć się do administratora.',
  'Microsoft does not answer right now. Try again.':
    'Microsoft w tej chwili nie odpowiada. Spróbuj ponownie.',
  'These have never signed in to Mailtrail: {}. Leave them out, and add them to the team under Users once they have.':
    'Te osoby nigdy nie logowały się do Mailtrail: {1}. Pomiń je i dodaj do zespołu w sekcji Użytkownicy, gdy to zrobią.',
  'This mailbox is a person’s, or a team’s: only they, or an administrator, connect it.':
    'Ta skrzynka należy do osoby lub zespołu: podłączyć ją mogą tylko oni albo administrator.',
  'Mailtrail’s server does not read this mailbox: only the pane does.':
    'Serwer Mailtrail nie czyta tej skrzynki: robi to tylko okienko.',
  'The person with this address was erased, perhaps at their own wish. Make the contact again only with a reason to keep them.':
    'Dane osoby o tym adresie zostały usunięte, być może na jej życzenie. Utwórz kontakt ponownie tylko wtedy, gdy jest powód, by go przechowywać.',
  'There is no such user.': 'Nie ma takiego użytkownika.',
  'There is no such team.': 'Nie ma takiego zespołu.',
  '"{}" is not a mail address.': '„{1}” nie jest adresem e-mail.',
  'There is no such entry.': 'Nie ma takiego wpisu.',
  'This address of a file is not one of ours.': 'Ten adres pliku nie należy do nas.',
  'This address of a file has expired. Open the message again.':
    'Ten adres pliku wygasł. Otwórz wiadomość ponownie.',
  'This file is no longer kept.': 'Ten plik nie jest już przechowywany.',
  'Write the company’s name as it stands here: {}': 'Wpisz nazwę firmy dokładnie tak, jak tutaj: {1}',
  'There is no such hit, or it is not yours to see.':
    'Nie ma takiego zdarzenia albo nie masz do niego dostępu.',
  'Opens and clicks of that time are kept as numbers only, so this one stays as it was counted.':
    'Otwarcia i kliknięcia z tego czasu są przechowywane już tylko jako liczby, więc to zdarzenie pozostaje tak, jak je policzono.',
  'Only who sent this mail, or an administrator, can say what its hits were.':
    'Ocenić zdarzenia może tylko nadawca tej wiadomości lub administrator.',
  'The pane watches no such mailbox.': 'Okienko nie obserwuje takiej skrzynki.',
  'This is not how Microsoft Graph tells of a mail.': 'Microsoft Graph nie opisuje wiadomości w ten sposób.',
  'There is no such message, or it is not yours to see.':
    'Nie ma takiej wiadomości albo nie masz do niej dostępu.',
  'No version is from {} on and before {}.': 'Żadna wersja nie jest zarazem od {1} i przed {2}.',
  'There is no such file.': 'Nie ma takiego pliku.',
  'Your company’s account is closed. An administrator can open it again for 30 days.':
    'Konto Twojej firmy jest zamknięte. Administrator może je ponownie otworzyć przez 30 dni.',
  '"{}" is not a number.': '„{1}” nie jest liczbą.',
  '"{}" is not a day such as 2026-11-03.': '„{1}” nie jest datą taką jak 2026-11-03.',
  '"{}" is none of the choices.': '„{1}” nie jest żadną z możliwych wartości.',
  'There is no such contact.': 'Nie ma takiego kontaktu.',
  '{} already belongs to a contact.': '{1} należy już do kontaktu.',
  '{} already belongs to another contact.': '{1} należy już do innego kontaktu.',
  'The message has no such attachment.': 'Wiadomość nie ma takiego załącznika.',
  'This attachment has not been copied yet.': 'Ten załącznik nie został jeszcze skopiowany.',
  'This file is copied already, or cannot be fetched.':
    'Ten plik jest już skopiowany albo nie można go pobrać.',
  'Only who took part in this mail, or an administrator, may do this.':
    'Może to zrobić tylko uczestnik tej wiadomości lub administrator.',
  'Only who took part in this mail may do this.': 'Może to zrobić tylko uczestnik tej wiadomości.',
  'A mail is shown to no more people than when it was logged.':
    'Wiadomości nie może widzieć więcej osób niż w chwili jej zapisania.',
  'No connected mailbox holds a copy of this mail.': 'Żadna podłączona skrzynka nie ma kopii tej wiadomości.',
  'The message does not stand on that contact’s record.': 'Tej wiadomości nie ma w kartotece tego kontaktu.',
  'Sign-ins cannot be checked right now. Try again in a minute.':
    'W tej chwili nie można sprawdzić logowania. Spróbuj ponownie za minutę.',
  'Your organisation is not set up here. Ask the operator to run: mailtrail account create --tenant … --admin ….':
    'Twoja organizacja nie jest tu skonfigurowana. Poproś operatora o uruchomienie: mailtrail account create --tenant … --admin ….',
  'Your Mailtrail user is disabled. Ask your administrator.':
    'Twój użytkownik Mailtrail jest wyłączony. Zwróć się do administratora.',
  'Sign in again: the access token was refused, {}.':
    'Zaloguj się ponownie: token dostępu został odrzucony, {1}.',
  'it is not a v2 access token of a person': 'nie jest to token dostępu v2 osoby',
  'its issuer is not its own tenant': 'nie wystawiła go jego własna dzierżawa',
  'it lacks the scope {}': 'brakuje zakresu {1}',
  'it was made for another client': 'wystawiono go dla innego klienta',
  'Sign in first.': 'Najpierw się zaloguj.',
  'This request did not come from a Mailtrail page (header X-Mailtrail: 1 missing).':
    'To żądanie nie pochodzi ze strony Mailtrail (brak nagłówka X-Mailtrail: 1).',
  '{} has not come yet. Write the day on which the basis was given.':
    'Dzień {1} jeszcze nie nadszedł. Podaj dzień, w którym udzielono podstawy.',
  'There is no such device among yours.': 'Nie ma takiego urządzenia wśród Twoich.',
  'Ask on this machine, by its own name: mailtrail doctor does.':
    'Pytaj na tym komputerze, pod jego własną nazwą: robi to mailtrail doctor.',
  'This address of a push service cannot be used: {}.': 'Tego adresu usługi push nie można użyć: {1}.',
  'it is no web address': 'to nie jest adres internetowy',
  'it is not https': 'to nie jest https',
  'it carries a user name': 'zawiera nazwę użytkownika',
  'it names a port': 'zawiera port',
  'it is an address of a private network': 'to adres sieci prywatnej',
  'it is a name of a private network': 'to nazwa w sieci prywatnej',
  'These are no keys of a push subscription.': 'To nie są klucze subskrypcji push.',
  'There is no such notification of yours.': 'Nie masz takiego powiadomienia.',
  'There is no such message among yours.': 'Nie ma takiej wiadomości wśród Twoich.',
  'This server does not answer for that host name.': 'Ten serwer nie odpowiada pod tą nazwą hosta.',
  'There is nothing at {}.': 'Pod adresem {1} nic nie ma.',
  'Metrics are read on this machine, by its own name; with METRICS_TOKEN from elsewhere too.':
    'Metryki są dostępne na tym komputerze, pod jego własną nazwą; z METRICS_TOKEN także spoza niego.',
  'Send "Authorization: Bearer …" with METRICS_TOKEN.': 'Wyślij „Authorization: Bearer …” z METRICS_TOKEN.',
  'There is no such erasure.': 'Nie ma takiego usunięcia.',
  'The erasure has begun and can no longer be undone.': 'Usuwanie już się zaczęło i nie można go cofnąć.',
  'Connect your mailbox first, under Mailboxes in Mailtrail.':
    'Najpierw podłącz skrzynkę w sekcji Skrzynki w Mailtrail.',
  'No mailbox of yours that is connected holds this mail.':
    'Żadna z Twoich podłączonych skrzynek nie zawiera tej wiadomości.',
  'Microsoft does not answer for your mailbox just now.':
    'Microsoft w tej chwili nie odpowiada dla Twojej skrzynki.',
  'This mailbox has been looked back at already, or it is not being watched. There is one look back for each.':
    'Tę skrzynkę już przejrzano wstecz albo nie jest obserwowana. Przegląd wstecz jest jeden na skrzynkę.',
  'This mailbox has not been looked back at.': 'Tej skrzynki nie przejrzano wstecz.',
  'It is not an address of theirs, or their last one.': 'To nie jest adres tego kontaktu albo jest ostatnim.',
  'One of the two is going to be erased.': 'Dane jednego z nich zostaną usunięte.',
  'There is no such merge, or a later one stands on it.':
    'Nie ma takiego scalenia albo opiera się na nim późniejsze.',
  'You cannot disable yourself. Ask another administrator.':
    'Nie można wyłączyć samego siebie. Poproś innego administratora.',
  'This is the only administrator. Make somebody else one first.':
    'To jedyny administrator. Najpierw nadaj tę rolę komuś innemu.',
  '{} is active. Disable them first.': '{1}: użytkownik jest aktywny. Najpierw go wyłącz.',
  'That was handed over already. Undo it first.': 'To już przekazano. Najpierw to cofnij.',
  'Nothing of theirs is handed over.': 'Niczego nie przekazano.',
  'It was handed on since to somebody else. Undo that first.':
    'Przekazano to potem komuś innemu. Najpierw cofnij tamto.',
  '{} is disabled too. Choose somebody else.': '{1}: także wyłączony. Wybierz kogoś innego.',
  'A mailbox is this team’s, so it cannot be removed.': 'Zespół ma skrzynkę, więc nie można go usunąć.',
  'There is a team called {} already.': 'Zespół o nazwie {1} już istnieje.',
  'The request is wrong: {}.': 'Żądanie jest nieprawidłowe: {1}.',
  '"{}" is wrong: {}.': 'Pole „{1}” jest nieprawidłowe: {2}.',
  'The body is larger than {} kB.': 'Treść przekracza {1} kB.',
  'Something went wrong here. It has been noted.': 'Coś poszło nie tak. Zostało to odnotowane.',
  'Send "Authorization: Ticket …" made with the ticket of this mail.':
    'Wyślij „Authorization: Ticket …” utworzone z biletem tej wiadomości.',
  'This ticket was revoked.': 'Ten bilet został unieważniony.',
  'The report could not be kept. Send it again.': 'Zgłoszenia nie udało się zachować. Wyślij je ponownie.',
  'The report is about another mail than its ticket.': 'Zgłoszenie dotyczy innej wiadomości niż jego bilet.',
  'Only the add-in may ask here.': 'Tutaj może pytać tylko dodatek.',
  '“{}” is no {}.': '„{1}” to nieprawidłowa wartość: {2}.',
  'mail address': 'adres e-mail',
  'Name an address such as bob@example.com, or a domain such as example.com.':
    'Podaj adres, np. bob@example.com, lub domenę, np. example.com.',
  'There is no such key, or it was revoked before.': 'Nie ma takiego klucza albo został już unieważniony.',
  'It can no longer be taken back. Make a new key.': 'Nie można już tego cofnąć. Utwórz nowy klucz.',
  'This key is unknown, has ended or was revoked. Make a new one.':
    'Ten klucz jest nieznany, wygasł lub został unieważniony. Utwórz nowy.',
  'There is no such property.': 'Nie ma takiej właściwości.',
  'There is no such active user.': 'Nie ma takiego aktywnego użytkownika.',
  'There is no such company.': 'Nie ma takiej firmy.',
  'There is a company with this name. Merge the two instead.':
    'Istnieje już firma o tej nazwie. Zamiast tego scal obie.',
  'This domain is another company’s.': 'Ta domena należy do innej firmy.',
  'People of any company may have an address under this domain. Give one of the company’s own.':
    'Pod tą domeną adres może mieć każdy, niezależnie od firmy. Podaj domenę należącą do firmy.',
  '"{}" is not a domain.': '„{1}” nie jest domeną.',
  'There is no such change or import of yours.': 'Nie masz takiej zmiany ani takiego importu.',
  'There is a property with this name already.': 'Istnieje już właściwość o tej nazwie.',
  'There are as many properties as there may be.': 'Osiągnięto największą dozwoloną liczbę właściwości.',
  'Name at least one choice.': 'Podaj co najmniej jedną możliwość.',
  'This can no longer be taken back.': 'Tego nie można już cofnąć.',
  'A name has no control characters.': 'Nazwa nie może zawierać znaków sterujących.',
  'No manifest of this version was made here.': 'Nie utworzono tu manifestu w tej wersji.',
  'The file has more than 50 MB. Divide it.': 'Plik ma ponad 50 MB. Podziel go.',
  'The file has more than 250,000 rows. Divide it.': 'Plik ma ponad 250 000 wierszy. Podziel go.',
  'There is no row below the heading.': 'Pod nagłówkiem nie ma żadnego wiersza.',
  'Row {} of the file opens a quotation mark that is never closed. Close or remove it.':
    'Wiersz {1} pliku otwiera cudzysłów, który nie został zamknięty. Zamknij go lub usuń.',
  'Row {} of the file has a cell of more than 100,000 characters. Shorten it.':
    'Wiersz {1} pliku ma komórkę dłuższą niż 100 000 znaków. Skróć ją.',
  'Row {} of the file has more than 1,000 cells. Remove those that are not needed.':
    'Wiersz {1} pliku ma ponad 1000 komórek. Usuń niepotrzebne.',
  'The heading has more than 200 columns. Remove those that are not needed.':
    'Nagłówek ma ponad 200 kolumn. Usuń niepotrzebne.',
  'There is no such import of yours.': 'Nie masz takiego importu.',
  'This import has begun already.': 'Ten import już się zaczął.',
  'Send the file as text/csv.': 'Wyślij plik jako text/csv.',
  'There is no such reminder of yours.': 'Nie masz takiego przypomnienia.',
  'This is no token of a mail of yours.': 'To nie jest token żadnej Twojej wiadomości.',
  'There is no such mail of yours.': 'Nie masz takiej wiadomości.',
  'This mail has left, or was put away.': 'Ta wiadomość już wyszła albo została odłożona.',
  'Name somebody to send it to.': 'Podaj, do kogo ją wysłać.',
  'An address is not one that mail can be sent to.': 'Na jeden z adresów nie można wysłać wiadomości.',
  'This text is too large for so many copies. Shorten it, take out pictures, or write to fewer people at once.':
    'Ten tekst jest za duży na tyle kopii. Skróć go, usuń obrazy albo napisz naraz do mniejszej liczby osób.',
  'All files together may have 150 MB.': 'Wszystkie pliki razem mogą mieć 150 MB.',
  'A mail may have 100 files.': 'Wiadomość może mieć 100 plików.',
  'To each apart, all files together may have 3 MB.':
    'Przy wysyłaniu do każdego osobno wszystkie pliki razem mogą mieć 3 MB.',
  'Let Mailtrail put drafts into your mailbox first: files above 3 MB are sent by one.':
    'Najpierw zezwól Mailtrail na umieszczanie wersji roboczych w Twojej skrzynce: w ten sposób są wysyłane pliki powyżej 3 MB.',
  'Connect a mailbox: mail is sent through your own.':
    'Podłącz skrzynkę: wiadomości są wysyłane przez Twoją własną.',
  'Let Mailtrail send from your mailbox first.': 'Najpierw zezwól Mailtrail na wysyłanie z Twojej skrzynki.',
  'Fields of the text have no value for somebody on the mail.':
    'Niektóre pola w treści nie mają wartości dla kogoś z adresatów.',
  'A newer draft was saved somewhere else.': 'Nowszą wersję roboczą zapisano gdzie indziej.',
  'Nothing of this mail is open.': 'W tej wiadomości nic nie zostało do zrobienia.',
  'The mail is larger than 220 MB.': 'Wiadomość przekracza 220 MB.',
  'Send the bytes of the file.': 'Wyślij zawartość pliku.',
  'This page has not been built: npm run build.': 'Ta strona nie została zbudowana: npm run build.',
  'There is no such template.': 'Nie ma takiego szablonu.',
  'Only who made this template, a marketer or an administrator may do this.':
    'Może to zrobić tylko autor tego szablonu, marketer lub administrator.',
  'There is no such tracking domain.': 'Nie ma takiej domeny śledzenia.',
  'An account has at most {} tracking domains.': 'Konto może mieć najwyżej {1} domen śledzenia.',
  'This tracking domain is there already.': 'Ta domena śledzenia już istnieje.',
  'Another company on this server has this domain.': 'Ta domena należy na tym serwerze do innej firmy.',
  'Check it first: only a domain that answers as it should is used.':
    'Najpierw ją sprawdź: używana jest tylko domena, która odpowiada prawidłowo.',
  'The server was set up with this domain: it stays.': 'Serwer skonfigurowano z tą domeną: pozostaje.',
  'You signed out of Mailtrail in Outlook. Open its pane to sign in.':
    'Wylogowano z Mailtrail w programie Outlook. Otwórz okienko, aby się zalogować.',
  domain: 'domena',
  'Name a host such as go.example.com, without a path.':
    'Podaj hosta, na przykład go.example.com, bez ścieżki.',
  'This name stands for a private network: recipients’ mail programs cannot reach it.':
    'Ta nazwa oznacza sieć prywatną: programy pocztowe adresatów do niej nie dotrą.',
  'The app and its files are served under this name. Take another one for images and links.':
    'Pod tą nazwą działa aplikacja i jej pliki. Wybierz inną dla obrazów i linków.',
  'A tracking domain is asked on the usual port: leave the port out.':
    'Domena śledzenia działa na zwykłym porcie: pomiń numer portu.',
  'Too many requests by this key. Wait {} s.': 'Zbyt wiele żądań z tym kluczem. Odczekaj {1} s.',
};
