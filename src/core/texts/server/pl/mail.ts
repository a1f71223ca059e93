import type { Sentences } from '../said-in';

/** What is said of a mail: why it is not tracked, what kind it is, what became of its files. */
export const mail: Sentences = {
  'Opens: {}': 'Otwarcia: {1}',
  'Links: {}': 'Linki: {1}',
  'Log: {}': 'Zapis: {1}',
  '{} ({})': '{1} ({2})',
  '{}. {}': '{1}. {2}',
  '{}.': '{1}.',
  'plain text is never changed': 'zwykły tekst nigdy nie jest zmieniany',
  'the message is marked private': 'wiadomość jest oznaczona jako prywatna',
  'the message is encrypted': 'wiadomość jest zaszyfrowana',
  'it is a meeting request': 'to wezwanie na spotkanie',
  'all recipients are colleagues': 'wszyscy adresaci to współpracownicy',
  'it has no recipients': 'nie ma adresatów',
  'switched off for the whole account': 'wyłączone dla całego konta',
  'a recipient objected': 'adresat się sprzeciwił',
  'a recipient is on the never-log list': 'adresat jest na liście „nigdy nie zapisuj”',
  'a recipient is set to "no tracking"': 'dla adresata ustawiono „bez śledzenia”',
  'links need a paid seat': 'linki wymagają płatnej licencji',
  'switched off for this message': 'wyłączone dla tej wiadomości',
  'off by your default': 'wyłączone w ustawieniach domyślnych',
  'Outlook had no policy at hand': 'Outlook nie miał pod ręką zasad',
  'Outlook’s policy was too old': 'zasady w programie Outlook były zbyt stare',
  'Outlook knew nothing yet about a recipient': 'Outlook nic jeszcze nie wiedział o adresacie',
  'Not tracked: Mailtrail had not prepared the mail when it was sent':
    'Bez śledzenia: w chwili wysłania Mailtrail nie miał przygotowanej wiadomości',
  'switched off for this version of Outlook': 'wyłączone dla tej wersji programu Outlook',
  'this Outlook cannot change a mail while sending it':
    'ten Outlook nie może zmienić wiadomości podczas wysyłania',
  'a picture in the text could have been lost in this Outlook':
    'w tym programie Outlook mógłby zginąć obraz z tekstu',
  'a drawing in the text could have been lost in this Outlook':
    'w tym programie Outlook mógłby zginąć rysunek z tekstu',
  'a shared file on the mail could have been lost in this Outlook':
    'w tym programie Outlook mógłby zginąć plik udostępniony w wiadomości',
  'the mail was too long to be changed safely': 'wiadomość była zbyt długa, by zmienić ją bezpiecznie',
  'Not tracked: the mail is in a format that is never changed':
    'Bez śledzenia: wiadomość ma format, który nigdy nie jest zmieniany',
  'Not tracked: Outlook did not hand over the text': 'Bez śledzenia: Outlook nie udostępnił treści',
  'Not tracked: the text could not be read safely':
    'Bez śledzenia: treści nie udało się bezpiecznie odczytać',
  'Not changed: Outlook refused the change; the mail left as it was written':
    'Bez zmian: Outlook odrzucił zmianę; wiadomość wysłano tak, jak ją napisano',
  'Not tracked: Outlook damaged the text, your own was put back':
    'Bez śledzenia: Outlook uszkodził treść, więc przywrócono oryginalną',
  'Outlook damaged the text, and it is not certain that your own was put back. Look at the sent mail':
    'Outlook uszkodził treść i nie ma pewności, czy przywrócono oryginalną. Sprawdź wysłaną wiadomość',
  'Not certain: Outlook did not say what became of the change':
    'Niepewne: Outlook nie podał, co stało się ze zmianą',
  'Not changed: Outlook took too long to hand over the mail':
    'Bez zmian: Outlook zbyt długo przekazywał wiadomość',
  'Not tracked: sent from a phone': 'Bez śledzenia: wysłano z telefonu',
  'Not tracked: sent where the add-in does not run': 'Bez śledzenia: wysłano tam, gdzie dodatek nie działa',
  Away: 'Nieobecność',
  'Away until {}': 'Nieobecność do: {1}',
  'Has left the company': 'Nie pracuje już w firmie',
  'Marked as unwanted': 'Oznaczono jako niechcianą',
  'marked as unwanted': 'oznaczono jako niechcianą',
  'Written by a machine': 'Napisana przez automat',
  'Could not be delivered': 'Nie udało się dostarczyć',
  Delayed: 'Opóźnienie',
  'Not delivered': 'Nie dostarczono',
  'Not a known contact': 'To nie jest znany kontakt',
  'From a colleague of {}; not a known contact': 'Od współpracownika: {1}; to nie jest znany kontakt',
  'Names two conversations of yours that do not belong together: matched to neither':
    'Wskazuje dwie Twoje konwersacje, które nie są powiązane: nie przypisano do żadnej',
  'matched: {}': 'dopasowano: {1}',
  contradictory: 'sprzeczne wskazania',
  'nearest of References that is ours': 'najbliższa nasza w References',
  'our signed mark in the quoted text': 'nasz podpisany znak w cytowanym tekście',
  'same conversation, and the writer stands on it': 'ta sama konwersacja, a autor w niej uczestniczy',
  'Graph type {}': 'typ w usłudze Graph: {1}',
  'meeting message {}': 'wiadomość spotkania: {1}',
  'message class': 'klasa wiadomości',
  'message class {}': 'klasa wiadomości {1}',
  'report of type disposition-notification': 'raport typu disposition-notification',
  'has a disposition-notification part': 'zawiera część disposition-notification',
  'has a delivery-status part': 'zawiera część delivery-status',
  'complaint: has a feedback-report part': 'skarga: zawiera część feedback-report',
  'calendar part, {}': 'część kalendarza, {1}',
  'the body is a calendar object': 'treść jest obiektem kalendarza',
  'the words of a read receipt': 'słowa potwierdzenia odczytu',
  'the words of a calendar': 'słowa kalendarza',
  'answers a message of ours': 'odpowiada na naszą wiadomość',
  'names no message of ours': 'nie wskazuje żadnej naszej wiadomości',
  'has References': 'zawiera References',
  'quotes an earlier mail': 'cytuje wcześniejszą wiadomość',
  'no automatic sign, no thread, no quote': 'bez śladów automatu, wątku i cytatu',
  'generated by {}': 'wygenerował program: {1}',
  'empty return path': 'pusta ścieżka zwrotna',
  'text or headers of an automatic answer': 'treść lub nagłówki odpowiedzi automatycznej',
  'acknowledges a request': 'potwierdza przyjęcie zgłoszenia',
  'the subject of an automatic answer': 'temat odpowiedzi automatycznej',
  'an inbox rule or an out-of-office note': 'reguła skrzynki odbiorczej lub informacja o nieobecności',
  'the subject greets a customer, whatever it answers':
    'temat wita klienta, niezależnie od tego, na co odpowiada',
  'the text is an out-of-office note': 'treść to informacja o nieobecności',
  'from a mail system': 'od systemu pocztowego',
  'says that a mail was not delivered': 'informuje, że wiadomości nie dostarczono',
  'the words of a mail system': 'słowa systemu pocztowego',
  'returns a copy of the mail': 'zwraca kopię wiadomości',
  'returns a mail with an error code': 'zwraca wiadomość z kodem błędu',
  'reads like a report of a mail system': 'brzmi jak raport systemu pocztowego',
  'names another address': 'wskazuje inny adres',
  'the sender takes no answers': 'nadawca nie przyjmuje odpowiedzi',
  'offers to unsubscribe': 'umożliwia rezygnację z subskrypcji',
  'a newsletter by its name': 'biuletyn, jak wskazuje nazwa',
  'a notice in form, from an office': 'pismo według wzoru, z urzędu lub biura',
  'asks the sender to prove to be a person': 'prosi nadawcę o potwierdzenie, że jest człowiekiem',
  'a link to a file in the cloud': 'link do pliku w chmurze',
  'Microsoft is still scanning this file': 'Microsoft wciąż skanuje ten plik',
  'The connection to Microsoft broke': 'Połączenie z usługami Microsoft zostało przerwane',
  'Refused by the virus scanner: {}': 'Odrzucone przez skaner antywirusowy: {1}',
  'no reason given': 'nie podano powodu',
  'The mail, or this file of it, is no longer in the mailbox':
    'Wiadomości lub tego jej pliku nie ma już w skrzynce',
  'Microsoft asked us to wait before copying this file':
    'Microsoft prosi, aby poczekać ze skopiowaniem tego pliku',
  'Mailtrail is not allowed to read this file': 'Mailtrail nie ma uprawnień do odczytania tego pliku',
  'Microsoft did not answer': 'Microsoft nie odpowiedział',
  'Microsoft answered {}': 'Microsoft odpowiedział kodem {1}',
  'The mailbox is no longer connected': 'Skrzynka nie jest już podłączona',
  'Waits until the mailbox is watched again': 'Czeka, aż skrzynka będzie znów obserwowana',
  'This file is no longer in the mail': 'Tego pliku nie ma już w wiadomości',
  'The mail is no longer in the mailbox': 'Wiadomości nie ma już w skrzynce',
  'Microsoft does not list the files of this mail': 'Microsoft nie podaje plików tej wiadomości',
  'Waits until Mailtrail is opened in Outlook, which hands the mail over once more':
    'Czeka na otwarcie Mailtrail w programie Outlook, aby ponownie przekazać wiadomość',
  'The mail is too large to be handed over from Outlook':
    'Wiadomość jest za duża, aby przekazać ją z programu Outlook',
  'Microsoft did not give the mail to Outlook’s pane':
    'Microsoft nie udostępnił wiadomości okienku w programie Outlook',
  'being copied': 'trwa kopiowanie',
  'The virus scanner cannot be reached': 'Nie można połączyć się ze skanerem antywirusowym',
  'The virus scanner answered {}': 'Skaner antywirusowy odpowiedział kodem {1}',
  'The virus scanner cannot be started': 'Nie można uruchomić skanera antywirusowego',
  'The virus scanner ended with {}': 'Skaner antywirusowy zakończył się kodem {1}',
  'Who reads without loading images, or as plain text, cannot be seen. That nothing shows does not mean that the mail was not read.':
    'Kto czyta bez pobierania obrazów lub jako zwykły tekst, tego nie widać. Brak śladów nie znaczy, że wiadomości nie przeczytano.',
  'It is a test: what asks for it is listed with its verdict and counts nowhere.':
    'To test: to, co pobiera wiadomość, jest wymienione z oceną i nigdzie nieliczone.',
  'Outlook is still sending it: no copy in Sent Items has been seen.':
    'Outlook wciąż ją wysyła: nie widać jeszcze kopii w Elementach wysłanych.',
  'The add-in reported it as sent, but its copy in Sent Items has not been seen. If your mailbox is not connected, connect it in the settings.':
    'Dodatek zgłosił wysłanie, ale nie widać kopii w Elementach wysłanych. Jeśli skrzynka nie jest podłączona, podłącz ją w ustawieniach.',
  'No copy in Sent Items was seen within seven days: it may never have left. Look in your Outbox and Drafts.':
    'W ciągu siedmiu dni nie pojawiła się kopia w Elementach wysłanych: być może nigdy nie wyszła. Sprawdź Skrzynkę nadawczą i Wersje robocze.',
  'It could not be delivered to {}: {}': 'Nie udało się jej dostarczyć, adresat: {1}. Powód: {2}',
  'Its delivery to {} is delayed: {}': 'Dostarczenie jest opóźnione, adresat: {1}. Powód: {2}',
  'It carries no image, so only clicks can be seen.': 'Nie zawiera obrazu, więc widać tylko kliknięcia.',
  'It carries neither an image nor tracked links.': 'Nie zawiera ani obrazu, ani śledzonych linków.',
  'Your company has turned opens off.': 'Twoja firma wyłączyła śledzenie otwarć.',
  'Your company has turned clicks off.': 'Twoja firma wyłączyła śledzenie kliknięć.',
  'Opens of this mail are shown to nobody: a recipient has objected or withdrawn consent, or “no tracking” is set for them.':
    'Otwarć tej wiadomości nikt nie widzi: adresat sprzeciwił się lub wycofał zgodę albo ustawiono dla niego „bez śledzenia”.',
  'Clicks of this mail are shown to nobody: a recipient has objected or withdrawn consent, or “no tracking” is set for them.':
    'Kliknięć w tej wiadomości nikt nie widzi: adresat sprzeciwił się lub wycofał zgodę albo ustawiono dla niego „bez śledzenia”.',
  'Opens by some of its recipients are shown to nobody: they have objected or withdrawn consent, or “no tracking” is set for them.':
    'Otwarć przez niektórych adresatów nikt nie widzi: sprzeciwili się lub wycofali zgodę albo ustawiono dla nich „bez śledzenia”.',
  'Clicks by some of its recipients are shown to nobody: they have objected or withdrawn consent, or “no tracking” is set for them.':
    'Kliknięć niektórych adresatów nikt nie widzi: sprzeciwili się lub wycofali zgodę albo ustawiono dla nich „bez śledzenia”.',
  'Machines asked for it {}; that does not count. If it was a person, say so below.':
    'Automaty pobrały ją {1}; to się nie liczy. Jeśli był to człowiek, zaznacz to poniżej.',
  'It was asked for {} by what could not be told from a machine; that does not count.':
    'Pobrano ją {1} w sposób, którego nie da się odróżnić od automatu; to się nie liczy.',
  'You looked at it yourself {}; that does not count.': 'Otwarto ją samodzielnie {1}; to się nie liczy.',
  once: 'raz',
  '{} times': '{1} razy',
  'It was asked for just now; the verdict is due within ten seconds.':
    'Pobrano ją przed chwilą; ocena będzie gotowa w ciągu dziesięciu sekund.',
  'What asked for it before {} is no longer kept; opens and clicks of that time still count.':
    'Pobrania sprzed {1} nie są już przechowywane; otwarcia i kliknięcia z tego czasu nadal się liczą.',
  'Nothing that may be shown has asked for its image or links so far.':
    'Nic, co można pokazać, nie pobrało dotąd jej obrazu ani linków.',
  'For a week nothing of any mail has been asked for at {}. Open https://{}/o/x.gif from outside your network: an empty picture must come.':
    'Od tygodnia pod adresem {1} nie pobrano niczego z żadnej wiadomości. Otwórz https://{2}/o/x.gif spoza swojej sieci: musi pojawić się pusty obraz.',
  'Nothing of any mail has ever been asked for at {}. Open https://{}/o/x.gif from outside your network: an empty picture must come.':
    'Pod adresem {1} nigdy nie pobrano niczego z żadnej wiadomości. Otwórz https://{2}/o/x.gif spoza swojej sieci: musi pojawić się pusty obraz.',
  '{} is disabled: their mailbox is read no more, links in their mail still lead on. Settings, Users hands over what is theirs.':
    '{1}: konto wyłączone. Skrzynka nie jest już czytana, linki w wysłanych wiadomościach nadal działają. Ustawienia, Użytkownicy: tam przekażesz to, co należy do tej osoby.',
  'You have a free seat now: links in mail sent from here on are not tracked. Mail already sent stays as it is.':
    'Masz teraz bezpłatną licencję: linki w wiadomościach wysyłanych od tej chwili nie są śledzone. Wysłane wcześniej pozostają bez zmian.',
  '{} has a free seat now: links in mail sent from here on are not tracked. Mail already sent stays as it is.':
    '{1}: od teraz bezpłatna licencja. Linki w wiadomościach wysyłanych od tej chwili nie są śledzone. Wysłane wcześniej pozostają bez zmian.',
  '{}: {}': '{1}: {2}',
  'It could not be delivered to {}': 'Nie udało się jej dostarczyć, adresat: {1}',
  'Its delivery to {} is delayed': 'Dostarczenie jest opóźnione, adresat: {1}',
  'the tracking domain did not answer as it should': 'domena śledzenia nie odpowiadała prawidłowo',
};
