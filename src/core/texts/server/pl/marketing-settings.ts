import type { Sentences } from '../said-in';

/** Reply-to and its refusals, the checks before a send, and why one was paused (server/marketing/audience). */
export const marketingSettings: Sentences = {
  'This address is known to lead to a connected mailbox.':
    'O tym adresie wiadomo już, że prowadzi do połączonej skrzynki.',
  'This server sends no mail of its own: whoever runs it sets SMTP_URL and MAIL_FROM first.':
    'Ten serwer nie wysyła własnych wiadomości: najpierw trzeba na nim ustawić SMTP_URL i MAIL_FROM.',
  'A test mail to this address left a moment ago. Wait a minute.':
    'Wiadomość testowa na ten adres wyszła przed chwilą. Poczekaj minutę.',
  'That many addresses cannot be tested in one day. Try again tomorrow.':
    'Tylu adresów nie można sprawdzić jednego dnia. Spróbuj ponownie jutro.',
  'There is no such kind of mail.': 'Nie ma takiego rodzaju wiadomości.',
  'There is no such list or segment.': 'Nie ma takiej listy ani segmentu.',
  'There is no such tracking domain, or it was not found to be in order.':
    'Nie ma takiej domeny śledzącej albo nie działa ona poprawnie.',
  'No mailbox is connected and watched, so nobody would see the answers. Connect one under Mailboxes.':
    'Żadna skrzynka nie jest połączona i obserwowana, więc nikt nie zobaczyłby odpowiedzi. Połącz skrzynkę w sekcji „Skrzynki”.',
  '{} is the address of {}, whose mailbox is not connected: nobody would see the answers. They connect it themselves, under Mailboxes.':
    '{1} to adres użytkownika {2}, którego skrzynka nie jest połączona: nikt nie zobaczyłby odpowiedzi. Właściciel łączy ją samodzielnie w sekcji „Skrzynki”.',
  '{} leads to no connected mailbox, as far as the directory tells. If it does, send a test mail to it: once that has arrived, the address can be chosen.':
    'Według katalogu {1} nie prowadzi do żadnej połączonej skrzynki. Jeśli jednak prowadzi, wyślij na ten adres wiadomość testową: gdy dotrze, adres będzie można wybrać.',
  '{} is still being connected. Wait until it is watched.':
    'Skrzynka {1} jest jeszcze łączona. Poczekaj, aż będzie obserwowana.',
  '{} is paused, so nobody would see the answers. Resume it under Mailboxes.':
    'Skrzynka {1} jest wstrzymana, więc nikt nie zobaczyłby odpowiedzi. Wznów ją w sekcji „Skrzynki”.',
  'Mailtrail is not allowed to read {}, so nobody would see the answers. Its page under Mailboxes says what to do.':
    'Mailtrail nie ma prawa czytać skrzynki {1}, więc nikt nie zobaczyłby odpowiedzi. Co zrobić, mówi jej strona w sekcji „Skrzynki”.',
  '{} cannot be read at the moment, so answers would not be seen. It is tried again every minute.':
    'Skrzynki {1} nie można teraz odczytać, więc odpowiedzi nie byłyby widoczne. Próba jest ponawiana co minutę.',
  '{} is disconnected, so nobody would see the answers. Connect it again under Mailboxes.':
    'Skrzynka {1} jest odłączona, więc nikt nie zobaczyłby odpowiedzi. Połącz ją ponownie w sekcji „Skrzynki”.',
  'The owner of {} is disabled, so it is not watched. Choose another mailbox, or let them in again under Users.':
    'Konto właściciela skrzynki {1} jest wyłączone, więc nie jest ona obserwowana. Wybierz inną skrzynkę albo włącz konto w sekcji „Użytkownicy”.',
  'The sending of “{}” is paused: nobody would see the answers to it.':
    'Wysyłka „{1}” jest wstrzymana: nikt nie zobaczyłby odpowiedzi.',
  'The sending of “{}” is paused: its links would lead nowhere.':
    'Wysyłka „{1}” jest wstrzymana: linki prowadziłyby donikąd.',
  'The sending of “{}” is paused: the relay refuses it.':
    'Wysyłka „{1}” jest wstrzymana: serwer pośredniczący ją odrzuca.',
  'The sending of “{}” is paused: a check stopped it at its time.':
    'Wysyłka „{1}” jest wstrzymana: o wyznaczonej porze zatrzymało ją sprawdzenie.',
  'The Write tab shows where.': 'Gdzie, pokazuje karta „Treść”.',
  'Things in the message that must be put right: {}.': 'Do poprawienia w wiadomości: {1}.',
  'Things in the message that you may want to look at: {}.': 'Do przejrzenia w wiadomości: {1}.',
  'Subject, links and fields are in order.': 'Temat, linki i pola są w porządku.',
  'The postal address stands in the message.': 'Adres pocztowy firmy jest w wiadomości.',
  'Your company’s postal address is not set, and marketing mail has to name it.':
    'Nie podano adresu pocztowego firmy, a wiadomości marketingowe muszą go zawierać.',
  'An administrator writes it under Account.': 'Administrator wpisuje go w sekcji „Konto”.',
  'No postal address was found in the message; most countries want one in marketing mail.':
    'W wiadomości nie znaleziono adresu pocztowego; w większości krajów jest wymagany w mailach marketingowych.',
  'Write your company’s postal address into the message.': 'Wpisz adres pocztowy firmy do wiadomości.',
  'Each copy has its own link and button to unsubscribe.':
    'Każda wiadomość ma własny link i przycisk rezygnacji.',
  'No list or segment is chosen.': 'Nie wybrano żadnej listy ani segmentu.',
  'Choose under Settings whom it goes to.': 'Wybierz w ustawieniach, do kogo ma trafić.',
  'A list or segment that was chosen is no longer there.': 'Wybrana lista lub segment już nie istnieje.',
  'Look under Settings whom it goes to, and who is left out.':
    'Sprawdź w ustawieniach, do kogo ma trafić i kto jest pominięty.',
  'A segment is still finding its members.': 'Segment wciąż szuka swoich członków.',
  'Wait until it is done, and look again.': 'Poczekaj, aż skończy, i sprawdź ponownie.',
  'Nobody gets it: of the people chosen, {} are left out.':
    'Nikt jej nie dostanie: liczba pominiętych spośród wybranych osób to {1}.',
  'Settings says why each of them is left out.': 'Powód każdego pominięcia jest w ustawieniach.',
  'Gets it: {}; without image and tracked links, for want of a legal basis: {}; left out: {}.':
    'Dostanie: {1}; w tym bez obrazka i śledzonych linków, z braku podstawy prawnej: {2}; pominięto: {3}.',
  'Gets it: {}; left out: {}.': 'Dostanie: {1}; pominięto: {2}.',
  'Contacts without an owner who has a connected mailbox: {}.':
    'Kontakty bez opiekuna z połączoną skrzynką: {1}.',
  'Choose under Settings, Reply-to, where their answers go, or leave them out.':
    'Wybierz w ustawieniach, w części „Adres odpowiedzi”, dokąd mają trafiać ich odpowiedzi, albo pomiń je.',
  'Whom it is from is not chosen.': 'Nie wybrano nadawcy.',
  'Choose an address under Settings, From.': 'Wybierz adres w ustawieniach, w części „Nadawca”.',
  'It is from {}, without a name.': 'Nadawca to {1}, bez nazwy.',
  'Give a name that its readers know.': 'Podaj nazwę, którą odbiorcy znają.',
  'It is from {}, {}.': 'Nadawca: {1}, {2}.',
  'Where answers go is not chosen.': 'Nie wybrano, dokąd trafiają odpowiedzi.',
  'Choose it under Settings, Reply-to.': 'Wybierz to w ustawieniach, w części „Adres odpowiedzi”.',
  'Choose another address under Settings, Reply-to.':
    'Wybierz inny adres w ustawieniach, w części „Adres odpowiedzi”.',
  'Answers go to each contact’s owner, whose mailbox is watched.':
    'Odpowiedzi trafiają do opiekuna kontaktu, którego skrzynka jest obserwowana.',
  'Answers go to {}, which is watched.': 'Odpowiedzi trafiają na {1}; ta skrzynka jest obserwowana.',
  'Choose another one under Settings, or see Settings of the account, Tracking domains.':
    'Wybierz inną w ustawieniach wiadomości albo zajrzyj do ustawień konta, „Domeny śledzące”.',
  'The tracking domain that was chosen is no longer there.': 'Wybrana domena śledząca już nie istnieje.',
  'The tracking domain {} does not answer as it should.': 'Domena śledząca {1} nie odpowiada jak należy.',
  'The tracking domain {} was never found to be in order.':
    'Domena śledząca {1} nigdy nie przeszła sprawdzenia.',
  'Images and links lead to {}.': 'Obrazki i linki prowadzą do {1}.',
  'This server has no relay for marketing mail.':
    'Ten serwer nie ma serwera pocztowego do wysyłania wiadomości marketingowych.',
  'Whoever runs the server sets MARKETING_SMTP_URL, or SMTP_URL.':
    'Administrator serwera ustawia MARKETING_SMTP_URL albo SMTP_URL.',
  'As fast as the relay takes them, about {} an hour.':
    'Tak szybko, jak przyjmuje je serwer pocztowy, około {1} na godzinę.',
  'At most {} an hour, as was set.': 'Najwyżej {1} na godzinę, jak ustawiono.',
  'It takes longer than a day: raise the limit under Settings if the relay bears it.':
    'Potrwa to dłużej niż dobę: podnieś limit w ustawieniach, jeśli serwer pocztowy to zniesie.',
  'Everybody may have an address at {}: mail that says it is from there and comes by another way is refused.':
    'Adres w domenie {1} może mieć każdy: wiadomości rzekomo stamtąd, które przychodzą inną drogą, są odrzucane.',
  'Send from an address of your company’s own domain.': 'Wysyłaj z adresu w domenie swojej firmy.',
  'DNS does not answer for {} right now ({}).': 'DNS nie odpowiada teraz na pytania o {1} ({2}).',
  'Look again in a minute.': 'Sprawdź ponownie za minutę.',
  '{} says that it takes no mail.': 'Domena {1} deklaruje, że nie przyjmuje poczty.',
  'Send from a domain that takes mail: its mail is trusted, and answers arrive.':
    'Wysyłaj z domeny, która przyjmuje pocztę: jej wiadomości budzą zaufanie, a odpowiedzi dochodzą.',
  '{} is known and takes mail.': 'Domena {1} jest znana i przyjmuje pocztę.',
  'DNS knows no {} that takes mail.': 'DNS nie zna domeny {1}, która przyjmowałaby pocztę.',
  'Check how the domain of From is spelled, or add an MX record for it.':
    'Sprawdź pisownię domeny nadawcy albo dodaj dla niej rekord MX.',
  '{} has no SPF record: it does not say who may send its mail.':
    'Domena {1} nie ma rekordu SPF: nie mówi, kto może wysyłać w jej imieniu.',
  'Add the record below to the domain’s DNS.': 'Dodaj poniższy rekord do DNS domeny.',
  '{} has several SPF records, so none of them holds.':
    'Domena {1} ma kilka rekordów SPF, więc żaden z nich nie obowiązuje.',
  'Make one record of them: one “v=spf1”, all that they include, and one “all” at the end.':
    'Zrób z nich jeden: jedno „v=spf1”, wszystko, co obejmują, i jedno „all” na końcu.',
  'The SPF record of {} cannot be read: “{}” means nothing.':
    'Nie można odczytać rekordu SPF domeny {1}: „{2}” nic nie znaczy.',
  'Correct that part of the record.': 'Popraw tę część rekordu.',
  'The SPF record of {} leads to more than {} questions to DNS, so receivers give up on it.':
    'Rekord SPF domeny {1} wymaga więcej niż {2} zapytań do DNS, więc odbiorcy go nie uznają.',
  'Take out what no longer sends mail for you, or put networks (ip4:…) in place of includes.':
    'Usuń to, co już nie wysyła w Waszym imieniu, albo zastąp include adresami sieci (ip4:…).',
  'The SPF record of {} names hosts that are not there, so receivers give up on it.':
    'Rekord SPF domeny {1} wymienia nieistniejące serwery, więc odbiorcy go nie uznają.',
  'Take out the names that no longer exist.': 'Usuń nazwy, które już nie istnieją.',
  'The SPF record includes {}, which has none, so receivers give up on it.':
    'Rekord SPF obejmuje {1}, a ta domena go nie ma, więc odbiorcy go nie uznają.',
  'Take out that part of the record, or correct its spelling.':
    'Usuń tę część rekordu albo popraw jej pisownię.',
  '{} has an SPF record.': 'Domena {1} ma rekord SPF.',
  'The SPF record of {} allows the relay {}.': 'Rekord SPF domeny {1} dopuszcza serwer {2}.',
  'The relay {} stands in your own network, so the address it sends from is not known here.':
    'Serwer {1} stoi we własnej sieci, więc nie wiadomo tu, z jakiego adresu wysyła.',
  'Make sure that the SPF record of {} names its public address.':
    'Upewnij się, że rekord SPF domeny {1} wymienia jego publiczny adres.',
  'The SPF record of {} does not allow the relay {}.': 'Rekord SPF domeny {1} nie dopuszcza serwera {2}.',
  'Add what its provider names for SPF to the record, or “a:{}”, before “all”.':
    'Dodaj do rekordu przed „all” to, co podaje dostawca dla SPF, albo „a:{1}”.',
  'Add “include:{}” to the record, before “all”.': 'Dodaj do rekordu przed „all” część „include:{1}”.',
  'Mail from {} is not signed.': 'Wiadomości z domeny {1} nie są podpisane.',
  'Set up a relay for marketing mail first.':
    'Najpierw skonfiguruj serwer pocztowy do wiadomości marketingowych.',
  'Mail from {} is signed, and its key is published.':
    'Wiadomości z domeny {1} są podpisane, a klucz jest opublikowany.',
  'The key that signs mail from {} is not published.':
    'Klucz, którym podpisywane są wiadomości z domeny {1}, nie jest opublikowany.',
  'Another key stands at {}, so the signature is not believed.':
    'Pod nazwą {1} jest inny klucz, więc podpis nie jest uznawany.',
  'The key at {} was taken back, so the signature is not believed.':
    'Klucz pod nazwą {1} został wycofany, więc podpis nie jest uznawany.',
  'Add the record below to the domain’s DNS. It may take an hour until it is seen everywhere.':
    'Dodaj poniższy rekord do DNS domeny. Zanim będzie widoczny wszędzie, może minąć godzina.',
  'Put the record below in its place.': 'Zastąp go poniższym rekordem.',
  'Keep one of them.': 'Zostaw jeden z nich.',
  'There are several records at {}, so none of them holds.':
    'Pod nazwą {1} jest kilka rekordów, więc żaden nie obowiązuje.',
  '{} has no DMARC record; large providers refuse bulk mail without one.':
    'Domena {1} nie ma rekordu DMARC; duzi dostawcy odrzucają bez niego masową pocztę.',
  'The DMARC record at {} cannot be read.': 'Nie można odczytać rekordu DMARC pod nazwą {1}.',
  'Add the record below to the domain’s DNS; “p=none” changes nothing of how your other mail is treated.':
    'Dodaj poniższy rekord do DNS domeny; „p=none” nie zmienia tego, jak traktowana jest Wasza pozostała poczta.',
  'The DMARC record of {} (p={}) is met.': 'Rekord DMARC domeny {1} (p={2}) jest spełniony.',
  'The DMARC record of {} (p={}) is not met: neither signature nor sender’s path speak for {}.':
    'Rekord DMARC domeny {1} (p={2}) nie jest spełniony: ani podpis, ani droga wysyłki nie potwierdzają domeny {3}.',
  'Publish the key that signs your mail (above), or let answers go to an address of the same domain.':
    'Opublikuj klucz, którym podpisywana jest poczta (powyżej), albo kieruj odpowiedzi na adres w tej samej domenie.',
};
