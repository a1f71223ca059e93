import type { Sentences } from '../said-in';

/** Reply-to and its refusals, the checks before a send, and why one was paused (server/marketing/audience). */
export const marketingSettings: Sentences = {
  'This address is known to lead to a connected mailbox.':
    'Von dieser Adresse ist bekannt, dass sie zu einem verbundenen Postfach führt.',
  'This server sends no mail of its own: whoever runs it sets SMTP_URL and MAIL_FROM first.':
    'Dieser Server versendet selbst keine E-Mails: Zuerst sind dort SMTP_URL und MAIL_FROM zu setzen.',
  'A test mail to this address left a moment ago. Wait a minute.':
    'Eine Testmail an diese Adresse ist gerade erst abgegangen. Warten Sie eine Minute.',
  'That many addresses cannot be tested in one day. Try again tomorrow.':
    'So viele Adressen lassen sich an einem Tag nicht testen. Versuchen Sie es morgen wieder.',
  'There is no such kind of mail.': 'Diese Art von E-Mail gibt es nicht.',
  'There is no such list or segment.': 'Diese Liste oder dieses Segment gibt es nicht.',
  'There is no such tracking domain, or it was not found to be in order.':
    'Diese Tracking-Domain gibt es nicht, oder sie ist nicht in Ordnung.',
  'No mailbox is connected and watched, so nobody would see the answers. Connect one under Mailboxes.':
    'Kein Postfach ist verbunden und wird überwacht, daher würde niemand die Antworten sehen. Verbinden Sie eines unter „Postfächer“.',
  '{} is the address of {}, whose mailbox is not connected: nobody would see the answers. They connect it themselves, under Mailboxes.':
    '{1} ist die Adresse von {2}, deren Postfach nicht verbunden ist: Niemand würde die Antworten sehen. Verbunden wird es von der Person selbst, unter „Postfächer“.',
  '{} leads to no connected mailbox, as far as the directory tells. If it does, send a test mail to it: once that has arrived, the address can be chosen.':
    '{1} führt laut Verzeichnis zu keinem verbundenen Postfach. Wenn doch, senden Sie eine Testmail dorthin: Sobald sie angekommen ist, kann die Adresse gewählt werden.',
  '{} is still being connected. Wait until it is watched.':
    '{1} wird noch verbunden. Warten Sie, bis das Postfach überwacht wird.',
  '{} is paused, so nobody would see the answers. Resume it under Mailboxes.':
    '{1} ist angehalten, daher würde niemand die Antworten sehen. Setzen Sie es unter „Postfächer“ fort.',
  'Mailtrail is not allowed to read {}, so nobody would see the answers. Its page under Mailboxes says what to do.':
    'Mailtrail darf {1} nicht lesen, daher würde niemand die Antworten sehen. Was zu tun ist, steht unter „Postfächer“ bei diesem Postfach.',
  '{} cannot be read at the moment, so answers would not be seen. It is tried again every minute.':
    '{1} lässt sich gerade nicht lesen, daher würden Antworten nicht gesehen. Es wird jede Minute erneut versucht.',
  '{} is disconnected, so nobody would see the answers. Connect it again under Mailboxes.':
    '{1} ist getrennt, daher würde niemand die Antworten sehen. Verbinden Sie es unter „Postfächer“ erneut.',
  'The owner of {} is disabled, so it is not watched. Choose another mailbox, or let them in again under Users.':
    'Das Benutzerkonto zu {1} ist deaktiviert, daher wird das Postfach nicht überwacht. Wählen Sie ein anderes, oder aktivieren Sie das Konto unter „Benutzer“ wieder.',
  'The sending of “{}” is paused: nobody would see the answers to it.':
    'Der Versand von „{1}“ ist angehalten: Niemand würde die Antworten sehen.',
  'The sending of “{}” is paused: its links would lead nowhere.':
    'Der Versand von „{1}“ ist angehalten: Die Links würden ins Leere führen.',
  'The sending of “{}” is paused: the relay refuses it.':
    'Der Versand von „{1}“ ist angehalten: Das Relay nimmt ihn nicht an.',
  'The sending of “{}” is paused: a check stopped it at its time.':
    'Der Versand von „{1}“ ist angehalten: Eine Prüfung hat ihn zu seiner Zeit aufgehalten.',
  'The Write tab shows where.': 'Wo, zeigt der Reiter „Schreiben“.',
  'Things in the message that must be put right: {}.': 'Was in der Nachricht behoben werden muss: {1}.',
  'Things in the message that you may want to look at: {}.':
    'Was Sie sich in der Nachricht noch ansehen sollten: {1}.',
  'Subject, links and fields are in order.': 'Betreff, Links und Felder sind in Ordnung.',
  'The postal address stands in the message.': 'Die Postanschrift steht in der Nachricht.',
  'Your company’s postal address is not set, and marketing mail has to name it.':
    'Die Postanschrift Ihres Unternehmens ist nicht angegeben, und Marketing-E-Mails müssen sie nennen.',
  'An administrator writes it under Account.': 'Ein Administrator trägt sie unter „Konto“ ein.',
  'No postal address was found in the message; most countries want one in marketing mail.':
    'In der Nachricht wurde keine Postanschrift gefunden; in den meisten Ländern gehört sie in Marketing-E-Mails.',
  'Write your company’s postal address into the message.':
    'Tragen Sie die Postanschrift Ihres Unternehmens in die Nachricht ein.',
  'Each copy has its own link and button to unsubscribe.':
    'Jede E-Mail hat einen eigenen Link und eine eigene Schaltfläche zum Abmelden.',
  'No list or segment is chosen.': 'Es ist keine Liste und kein Segment gewählt.',
  'Choose under Settings whom it goes to.': 'Wählen Sie unter „Einstellungen“, wer sie erhält.',
  'A list or segment that was chosen is no longer there.':
    'Eine gewählte Liste oder ein gewähltes Segment gibt es nicht mehr.',
  'Look under Settings whom it goes to, and who is left out.':
    'Sehen Sie unter „Einstellungen“ nach, wer sie erhält und wer ausgelassen wird.',
  'A segment is still finding its members.': 'Ein Segment sucht noch seine Mitglieder.',
  'Wait until it is done, and look again.': 'Warten Sie, bis das geschehen ist, und sehen Sie erneut nach.',
  'Nobody gets it: of the people chosen, {} are left out.':
    'Niemand erhält sie: Von den gewählten Personen werden {1} ausgelassen.',
  'Settings says why each of them is left out.': 'Unter „Einstellungen“ steht zu jeder Person der Grund.',
  'Gets it: {}; without image and tracked links, for want of a legal basis: {}; left out: {}.':
    'Erhalten sie: {1}; davon mangels Rechtsgrundlage ohne Bild und verfolgte Links: {2}; ausgelassen: {3}.',
  'Gets it: {}; left out: {}.': 'Erhalten sie: {1}; ausgelassen: {2}.',
  'Contacts without an owner who has a connected mailbox: {}.':
    'Kontakte, für die niemand mit verbundenem Postfach zuständig ist: {1}.',
  'Choose under Settings, Reply-to, where their answers go, or leave them out.':
    'Wählen Sie unter „Einstellungen“, „Antwortadresse“, wohin ihre Antworten gehen, oder lassen Sie sie aus.',
  'Whom it is from is not chosen.': 'Es ist kein Absender gewählt.',
  'Choose an address under Settings, From.': 'Wählen Sie unter „Einstellungen“, „Absender“ eine Adresse.',
  'It is from {}, without a name.': 'Absender ist {1}, ohne Namen.',
  'Give a name that its readers know.': 'Geben Sie einen Namen an, den die Empfänger kennen.',
  'It is from {}, {}.': 'Absender: {1}, {2}.',
  'Where answers go is not chosen.': 'Es ist nicht gewählt, wohin Antworten gehen.',
  'Choose it under Settings, Reply-to.': 'Wählen Sie es unter „Einstellungen“, „Antwortadresse“.',
  'Choose another address under Settings, Reply-to.':
    'Wählen Sie unter „Einstellungen“, „Antwortadresse“ eine andere Adresse.',
  'Answers go to each contact’s owner, whose mailbox is watched.':
    'Antworten gehen an die Person, die für den Kontakt zuständig ist; ihr Postfach wird überwacht.',
  'Answers go to {}, which is watched.': 'Antworten gehen an {1}; dieses Postfach wird überwacht.',
  'Choose another one under Settings, or see Settings of the account, Tracking domains.':
    'Wählen Sie unter „Einstellungen“ eine andere, oder sehen Sie in den Kontoeinstellungen unter „Tracking-Domains“ nach.',
  'The tracking domain that was chosen is no longer there.':
    'Die gewählte Tracking-Domain gibt es nicht mehr.',
  'The tracking domain {} does not answer as it should.':
    'Die Tracking-Domain {1} antwortet nicht, wie sie soll.',
  'The tracking domain {} was never found to be in order.':
    'Die Tracking-Domain {1} wurde noch nie in Ordnung befunden.',
  'Images and links lead to {}.': 'Bilder und Links führen zu {1}.',
  'This server has no relay for marketing mail.': 'Dieser Server hat kein Relay für Marketing-E-Mails.',
  'Whoever runs the server sets MARKETING_SMTP_URL, or SMTP_URL.':
    'Wer den Server betreibt, setzt MARKETING_SMTP_URL oder SMTP_URL.',
  'As fast as the relay takes them, about {} an hour.':
    'So schnell, wie das Relay sie annimmt, etwa {1} pro Stunde.',
  'At most {} an hour, as was set.': 'Höchstens {1} pro Stunde, wie eingestellt.',
  'It takes longer than a day: raise the limit under Settings if the relay bears it.':
    'Das dauert länger als einen Tag: Erhöhen Sie unter „Einstellungen“ die Grenze, wenn das Relay es verträgt.',
  'Everybody may have an address at {}: mail that says it is from there and comes by another way is refused.':
    'Bei {1} kann jeder eine Adresse haben: E-Mails, die angeblich von dort sind und anders kommen, werden abgewiesen.',
  'Send from an address of your company’s own domain.':
    'Senden Sie von einer Adresse unter der eigenen Domain Ihres Unternehmens.',
  'DNS does not answer for {} right now ({}).': 'Das DNS antwortet gerade nicht auf Fragen nach {1} ({2}).',
  'Look again in a minute.': 'Sehen Sie in einer Minute erneut nach.',
  '{} says that it takes no mail.': '{1} erklärt, keine E-Mails anzunehmen.',
  'Send from a domain that takes mail: its mail is trusted, and answers arrive.':
    'Senden Sie von einer Domain, die E-Mails annimmt: Ihr wird vertraut, und Antworten kommen an.',
  '{} is known and takes mail.': '{1} ist bekannt und nimmt E-Mails an.',
  'DNS knows no {} that takes mail.': 'Das DNS kennt kein {1}, das E-Mails annimmt.',
  'Check how the domain of From is spelled, or add an MX record for it.':
    'Prüfen Sie die Schreibweise der Absenderdomain, oder legen Sie einen MX-Eintrag für sie an.',
  '{} has no SPF record: it does not say who may send its mail.':
    '{1} hat keinen SPF-Eintrag: Die Domain sagt nicht, wer für sie senden darf.',
  'Add the record below to the domain’s DNS.': 'Tragen Sie den folgenden Eintrag im DNS der Domain ein.',
  '{} has several SPF records, so none of them holds.':
    '{1} hat mehrere SPF-Einträge, deshalb gilt keiner davon.',
  'Make one record of them: one “v=spf1”, all that they include, and one “all” at the end.':
    'Machen Sie einen daraus: ein „v=spf1“, alles, was sie einschließen, und ein „all“ am Ende.',
  'The SPF record of {} cannot be read: “{}” means nothing.':
    'Der SPF-Eintrag von {1} ist nicht lesbar: „{2}“ bedeutet nichts.',
  'Correct that part of the record.': 'Berichtigen Sie diesen Teil des Eintrags.',
  'The SPF record of {} leads to more than {} questions to DNS, so receivers give up on it.':
    'Der SPF-Eintrag von {1} führt zu mehr als {2} DNS-Abfragen, deshalb geben Empfänger auf.',
  'Take out what no longer sends mail for you, or put networks (ip4:…) in place of includes.':
    'Entfernen Sie, was nicht mehr für Sie sendet, oder setzen Sie Netze (ip4:…) an die Stelle von include.',
  'The SPF record of {} names hosts that are not there, so receivers give up on it.':
    'Der SPF-Eintrag von {1} nennt Hosts, die es nicht gibt, deshalb geben Empfänger auf.',
  'Take out the names that no longer exist.': 'Entfernen Sie die Namen, die es nicht mehr gibt.',
  'The SPF record includes {}, which has none, so receivers give up on it.':
    'Der SPF-Eintrag schließt {1} ein, das keinen hat, deshalb geben Empfänger auf.',
  'Take out that part of the record, or correct its spelling.':
    'Entfernen Sie diesen Teil des Eintrags, oder berichtigen Sie die Schreibweise.',
  '{} has an SPF record.': '{1} hat einen SPF-Eintrag.',
  'The SPF record of {} allows the relay {}.': 'Der SPF-Eintrag von {1} erlaubt das Relay {2}.',
  'The relay {} stands in your own network, so the address it sends from is not known here.':
    'Das Relay {1} steht in Ihrem eigenen Netz, deshalb ist hier nicht bekannt, von welcher Adresse es sendet.',
  'Make sure that the SPF record of {} names its public address.':
    'Stellen Sie sicher, dass der SPF-Eintrag von {1} seine öffentliche Adresse nennt.',
  'The SPF record of {} does not allow the relay {}.': 'Der SPF-Eintrag von {1} erlaubt das Relay {2} nicht.',
  'Add what its provider names for SPF to the record, or “a:{}”, before “all”.':
    'Ergänzen Sie vor „all“, was der Anbieter für SPF nennt, oder „a:{1}“.',
  'Add “include:{}” to the record, before “all”.':
    'Ergänzen Sie im Eintrag vor „all“ den Teil „include:{1}“.',
  'Mail from {} is not signed.': 'E-Mails von {1} sind nicht signiert.',
  'Set up a relay for marketing mail first.': 'Richten Sie zuerst ein Relay für Marketing-E-Mails ein.',
  'Mail from {} is signed, and its key is published.':
    'E-Mails von {1} sind signiert, und der Schlüssel ist veröffentlicht.',
  'The key that signs mail from {} is not published.':
    'Der Schlüssel, der E-Mails von {1} signiert, ist nicht veröffentlicht.',
  'Another key stands at {}, so the signature is not believed.':
    'Unter {1} steht ein anderer Schlüssel, deshalb wird der Signatur nicht geglaubt.',
  'The key at {} was taken back, so the signature is not believed.':
    'Der Schlüssel unter {1} wurde zurückgezogen, deshalb wird der Signatur nicht geglaubt.',
  'Add the record below to the domain’s DNS. It may take an hour until it is seen everywhere.':
    'Tragen Sie den folgenden Eintrag im DNS der Domain ein. Bis er überall zu sehen ist, kann es eine Stunde dauern.',
  'Put the record below in its place.': 'Setzen Sie den folgenden Eintrag an seine Stelle.',
  'Keep one of them.': 'Behalten Sie einen davon.',
  'There are several records at {}, so none of them holds.':
    'Unter {1} stehen mehrere Einträge, deshalb gilt keiner davon.',
  '{} has no DMARC record; large providers refuse bulk mail without one.':
    '{1} hat keinen DMARC-Eintrag; große Anbieter weisen Massenmails ohne einen ab.',
  'The DMARC record at {} cannot be read.': 'Der DMARC-Eintrag unter {1} ist nicht lesbar.',
  'Add the record below to the domain’s DNS; “p=none” changes nothing of how your other mail is treated.':
    'Tragen Sie den folgenden Eintrag im DNS der Domain ein; „p=none“ ändert nichts daran, wie Ihre übrigen E-Mails behandelt werden.',
  'The DMARC record of {} (p={}) is met.': 'Der DMARC-Eintrag von {1} (p={2}) ist erfüllt.',
  'The DMARC record of {} (p={}) is not met: neither signature nor sender’s path speak for {}.':
    'Der DMARC-Eintrag von {1} (p={2}) ist nicht erfüllt: Weder Signatur noch Absendeweg sprechen für {3}.',
  'Publish the key that signs your mail (above), or let answers go to an address of the same domain.':
    'Veröffentlichen Sie den Schlüssel, der Ihre E-Mails signiert (siehe oben), oder lassen Sie Antworten an eine Adresse derselben Domain gehen.',
};
