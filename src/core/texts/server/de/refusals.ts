import type { Sentences } from '../said-in';

/** Refusals of the API. */
export const refusals: Sentences = {
  'There is no such mailbox.': 'Dieses Postfach gibt es nicht.',
  'Your role does not allow this. Ask your administrator.':
    'Ihre Rolle lässt das nicht zu. Wenden Sie sich an Ihren Administrator.',
  'Microsoft does not answer right now. Try again.':
    'Microsoft antwortet gerade nicht. Versuchen Sie es erneut.',
  'These have never signed in to Mailtrail: {}. Leave them out, and add them to the team under Users once they have.':
    'Diese haben sich nie bei Mailtrail angemeldet: {1}. Lassen Sie sie weg, und fügen Sie sie unter „Benutzer“ zum Team hinzu, sobald sie es getan haben.',
  'This mailbox is a person’s, or a team’s: only they, or an administrator, connect it.':
    'Dieses Postfach gehört einer Person oder einem Team: Nur diese oder ein Administrator können es verbinden.',
  'Mailtrail’s server does not read this mailbox: only the pane does.':
    'Der Server von Mailtrail liest dieses Postfach nicht: Das tut nur der Bereich.',
  'The person with this address was erased, perhaps at their own wish. Make the contact again only with a reason to keep them.':
    'Die Person mit dieser Adresse wurde gelöscht, vielleicht auf eigenen Wunsch. Legen Sie den Kontakt nur an, wenn es einen Grund gibt, ihn zu speichern.',
  'There is no such user.': 'Diesen Benutzer gibt es nicht.',
  'There is no such team.': 'Dieses Team gibt es nicht.',
  '"{}" is not a mail address.': '„{1}“ ist keine E-Mail-Adresse.',
  'There is no such entry.': 'Diesen Eintrag gibt es nicht.',
  'This address of a file is not one of ours.': 'Diese Dateiadresse stammt nicht von uns.',
  'This address of a file has expired. Open the message again.':
    'Diese Dateiadresse ist abgelaufen. Öffnen Sie die Nachricht erneut.',
  'This file is no longer kept.': 'Diese Datei ist nicht mehr gespeichert.',
  'Write the company’s name as it stands here: {}':
    'Geben Sie den Firmennamen so ein, wie er hier steht: {1}',
  'There is no such hit, or it is not yours to see.':
    'Diesen Abruf gibt es nicht, oder Sie dürfen ihn nicht sehen.',
  'Opens and clicks of that time are kept as numbers only, so this one stays as it was counted.':
    'Öffnungen und Klicks aus dieser Zeit sind nur noch als Zahlen gespeichert, daher bleibt dieser Abruf so, wie er gezählt wurde.',
  'Only who sent this mail, or an administrator, can say what its hits were.':
    'Nur wer diese E-Mail gesendet hat oder ein Administrator kann sagen, was ihre Abrufe waren.',
  'The pane watches no such mailbox.': 'Der Bereich überwacht kein solches Postfach.',
  'This is not how Microsoft Graph tells of a mail.': 'So beschreibt Microsoft Graph keine E-Mail.',
  'There is no such message, or it is not yours to see.':
    'Diese Nachricht gibt es nicht, oder Sie dürfen sie nicht sehen.',
  'No version is from {} on and before {}.': 'Keine Version liegt ab {1} und vor {2}.',
  'There is no such file.': 'Diese Datei gibt es nicht.',
  'Your company’s account is closed. An administrator can open it again for 30 days.':
    'Das Konto Ihres Unternehmens ist geschlossen. Ein Administrator kann es 30 Tage lang wieder öffnen.',
  '"{}" is not a number.': '„{1}“ ist keine Zahl.',
  '"{}" is not a day such as 2026-11-03.': '„{1}“ ist kein Datum wie 2026-11-03.',
  '"{}" is none of the choices.': '„{1}“ ist keine der Auswahlmöglichkeiten.',
  'There is no such contact.': 'Diesen Kontakt gibt es nicht.',
  '{} already belongs to a contact.': '{1} gehört bereits zu einem Kontakt.',
  '{} already belongs to another contact.': '{1} gehört bereits zu einem anderen Kontakt.',
  'The message has no such attachment.': 'Die Nachricht hat keine solche Anlage.',
  'This attachment has not been copied yet.': 'Diese Anlage wurde noch nicht kopiert.',
  'This file is copied already, or cannot be fetched.':
    'Diese Datei ist bereits kopiert oder kann nicht abgerufen werden.',
  'Only who took part in this mail, or an administrator, may do this.':
    'Das dürfen nur Beteiligte dieser E-Mail oder ein Administrator.',
  'Only who took part in this mail may do this.': 'Das dürfen nur Beteiligte dieser E-Mail.',
  'A mail is shown to no more people than when it was logged.':
    'Eine E-Mail sehen nicht mehr Personen als zu dem Zeitpunkt, als sie protokolliert wurde.',
  'No connected mailbox holds a copy of this mail.':
    'Kein verbundenes Postfach enthält eine Kopie dieser E-Mail.',
  'The message does not stand on that contact’s record.': 'Die Nachricht liegt nicht bei diesem Kontakt.',
  'Sign-ins cannot be checked right now. Try again in a minute.':
    'Anmeldungen können gerade nicht geprüft werden. Versuchen Sie es in einer Minute erneut.',
  'Your organisation is not set up here. Ask the operator to run: mailtrail account create --tenant … --admin ….':
    'Ihre Organisation ist hier nicht eingerichtet. Bitten Sie den Betreiber um: mailtrail account create --tenant … --admin ….',
  'Your Mailtrail user is disabled. Ask your administrator.':
    'Ihr Mailtrail-Benutzer ist deaktiviert. Wenden Sie sich an Ihren Administrator.',
  'Sign in again: the access token was refused, {}.':
    'Melden Sie sich erneut an: Das Zugriffstoken wurde abgelehnt, {1}.',
  'it is not a v2 access token of a person': 'es ist kein v2-Zugriffstoken einer Person',
  'its issuer is not its own tenant': 'sein Aussteller ist nicht der eigene Mandant',
  'it lacks the scope {}': 'ihm fehlt der Bereich {1}',
  'it was made for another client': 'es wurde für einen anderen Client ausgestellt',
  'Sign in first.': 'Melden Sie sich zuerst an.',
  'This request did not come from a Mailtrail page (header X-Mailtrail: 1 missing).':
    'Diese Anforderung kam nicht von einer Mailtrail-Seite (Header X-Mailtrail: 1 fehlt).',
  '{} has not come yet. Write the day on which the basis was given.':
    'Der {1} liegt noch in der Zukunft. Geben Sie den Tag an, an dem die Grundlage gegeben wurde.',
  'There is no such device among yours.': 'Dieses Gerät gehört nicht zu Ihren Geräten.',
  'Ask on this machine, by its own name: mailtrail doctor does.':
    'Fragen Sie auf diesem Rechner unter seinem eigenen Namen: mailtrail doctor tut das.',
  'This address of a push service cannot be used: {}.':
    'Diese Adresse eines Pushdienstes kann nicht verwendet werden: {1}.',
  'it is no web address': 'es ist keine Webadresse',
  'it is not https': 'es ist kein https',
  'it carries a user name': 'sie enthält einen Benutzernamen',
  'it names a port': 'sie nennt einen Port',
  'it is an address of a private network': 'es ist eine Adresse eines privaten Netzes',
  'it is a name of a private network': 'es ist ein Name eines privaten Netzes',
  'These are no keys of a push subscription.': 'Das sind keine Schlüssel eines Push-Abonnements.',
  'There is no such notification of yours.': 'Sie haben keine solche Benachrichtigung.',
  'There is no such message among yours.': 'Das ist keine Ihrer Nachrichten.',
  'This server does not answer for that host name.': 'Dieser Server antwortet nicht unter diesem Hostnamen.',
  'There is nothing at {}.': 'Unter {1} gibt es nichts.',
  'Metrics are read on this machine, by its own name; with METRICS_TOKEN from elsewhere too.':
    'Metriken werden auf diesem Rechner unter seinem eigenen Namen gelesen; mit METRICS_TOKEN auch von anderswo.',
  'Send "Authorization: Bearer …" with METRICS_TOKEN.':
    'Senden Sie „Authorization: Bearer …“ mit METRICS_TOKEN.',
  'There is no such erasure.': 'Diese Löschung gibt es nicht.',
  'The erasure has begun and can no longer be undone.':
    'Die Löschung hat begonnen und kann nicht mehr rückgängig gemacht werden.',
  'Connect your mailbox first, under Mailboxes in Mailtrail.':
    'Verbinden Sie zuerst Ihr Postfach unter „Postfächer“ in Mailtrail.',
  'No mailbox of yours that is connected holds this mail.':
    'Keines Ihrer verbundenen Postfächer enthält diese E-Mail.',
  'Microsoft does not answer for your mailbox just now.':
    'Microsoft antwortet für Ihr Postfach gerade nicht.',
  'This mailbox has been looked back at already, or it is not being watched. There is one look back for each.':
    'Für dieses Postfach gab es schon einen Rückblick, oder es wird nicht überwacht. Je Postfach gibt es einen Rückblick.',
  'This mailbox has not been looked back at.': 'Für dieses Postfach gab es keinen Rückblick.',
  'It is not an address of theirs, or their last one.':
    'Das ist keine Adresse dieses Kontakts oder die letzte.',
  'One of the two is going to be erased.': 'Einer der beiden wird gelöscht.',
  'There is no such merge, or a later one stands on it.':
    'Diese Zusammenführung gibt es nicht, oder eine spätere baut darauf auf.',
  'You cannot disable yourself. Ask another administrator.':
    'Sie können sich nicht selbst deaktivieren. Bitten Sie einen anderen Administrator.',
  'This is the only administrator. Make somebody else one first.':
    'Das ist der einzige Administrator. Ernennen Sie zuerst eine andere Person.',
  '{} is active. Disable them first.': '{1} ist aktiv. Deaktivieren Sie das Konto zuerst.',
  'That was handed over already. Undo it first.':
    'Das wurde bereits übergeben. Machen Sie es zuerst rückgängig.',
  'Nothing of theirs is handed over.': 'Von dieser Person wurde nichts übergeben.',
  'It was handed on since to somebody else. Undo that first.':
    'Es wurde inzwischen weitergegeben. Machen Sie das zuerst rückgängig.',
  '{} is disabled too. Choose somebody else.':
    '{1} ist ebenfalls deaktiviert. Wählen Sie eine andere Person.',
  'A mailbox is this team’s, so it cannot be removed.':
    'Dieses Team hat ein Postfach und kann daher nicht entfernt werden.',
  'There is a team called {} already.': 'Ein Team namens {1} gibt es bereits.',
  'The request is wrong: {}.': 'Die Anforderung ist fehlerhaft: {1}.',
  '"{}" is wrong: {}.': '„{1}“ ist fehlerhaft: {2}.',
  'The body is larger than {} kB.': 'Der Inhalt ist größer als {1} kB.',
  'Something went wrong here. It has been noted.': 'Hier ist etwas schiefgelaufen. Es wurde vermerkt.',
  'Send "Authorization: Ticket …" made with the ticket of this mail.':
    'Senden Sie „Authorization: Ticket …“, erstellt mit dem Ticket dieser E-Mail.',
  'This ticket was revoked.': 'Dieses Ticket wurde widerrufen.',
  'The report could not be kept. Send it again.':
    'Der Bericht konnte nicht gespeichert werden. Senden Sie ihn erneut.',
  'The report is about another mail than its ticket.':
    'Der Bericht betrifft eine andere E-Mail als sein Ticket.',
  'Only the add-in may ask here.': 'Hier darf nur das Add-In anfragen.',
  '“{}” is no {}.': '„{1}“ ist keine gültige {2}.',
  'mail address': 'E-Mail-Adresse',
  'Name an address such as bob@example.com, or a domain such as example.com.':
    'Geben Sie eine Adresse wie bob@example.com oder eine Domäne wie example.com an.',
  'There is no such key, or it was revoked before.':
    'Diesen Schlüssel gibt es nicht, oder er wurde bereits widerrufen.',
  'It can no longer be taken back. Make a new key.':
    'Das lässt sich nicht mehr zurücknehmen. Erstellen Sie einen neuen Schlüssel.',
  'This key is unknown, has ended or was revoked. Make a new one.':
    'Dieser Schlüssel ist unbekannt, abgelaufen oder widerrufen. Erstellen Sie einen neuen.',
  'There is no such property.': 'Diese Eigenschaft gibt es nicht.',
  'There is no such active user.': 'Diesen aktiven Benutzer gibt es nicht.',
  'There is no such company.': 'Diese Firma gibt es nicht.',
  'There is a company with this name. Merge the two instead.':
    'Es gibt bereits eine Firma mit diesem Namen. Führen Sie stattdessen beide zusammen.',
  'This domain is another company’s.': 'Diese Domäne gehört einer anderen Firma.',
  'People of any company may have an address under this domain. Give one of the company’s own.':
    'Unter dieser Domäne kann jeder eine Adresse haben, gleich bei welchem Unternehmen. Geben Sie eine eigene Domäne des Unternehmens an.',
  '"{}" is not a domain.': '„{1}“ ist keine Domäne.',
  'There is no such change or import of yours.': 'Sie haben keine solche Änderung und keinen solchen Import.',
  'There is a property with this name already.': 'Es gibt bereits eine Eigenschaft mit diesem Namen.',
  'There are as many properties as there may be.':
    'Die größte zulässige Anzahl von Eigenschaften ist erreicht.',
  'Name at least one choice.': 'Geben Sie mindestens eine Auswahl an.',
  'This can no longer be taken back.': 'Das lässt sich nicht mehr zurücknehmen.',
  'A name has no control characters.': 'Ein Name enthält keine Steuerzeichen.',
  'No manifest of this version was made here.': 'Ein Manifest dieser Version wurde hier nicht erstellt.',
  'The file has more than 50 MB. Divide it.': 'Die Datei ist größer als 50 MB. Teilen Sie sie auf.',
  'The file has more than 250,000 rows. Divide it.':
    'Die Datei hat mehr als 250.000 Zeilen. Teilen Sie sie auf.',
  'There is no row below the heading.': 'Unter der Kopfzeile steht keine Zeile.',
  'Row {} of the file opens a quotation mark that is never closed. Close or remove it.':
    'Zeile {1} der Datei öffnet ein Anführungszeichen, das nicht geschlossen wird. Schließen oder entfernen Sie es.',
  'Row {} of the file has a cell of more than 100,000 characters. Shorten it.':
    'Zeile {1} der Datei hat eine Zelle mit mehr als 100.000 Zeichen. Kürzen Sie sie.',
  'Row {} of the file has more than 1,000 cells. Remove those that are not needed.':
    'Zeile {1} der Datei hat mehr als 1.000 Zellen. Entfernen Sie nicht benötigte.',
  'The heading has more than 200 columns. Remove those that are not needed.':
    'Die Kopfzeile hat mehr als 200 Spalten. Entfernen Sie nicht benötigte.',
  'There is no such import of yours.': 'Sie haben keinen solchen Import.',
  'This import has begun already.': 'Dieser Import hat bereits begonnen.',
  'Send the file as text/csv.': 'Senden Sie die Datei als text/csv.',
  'There is no such reminder of yours.': 'Sie haben keine solche Erinnerung.',
  'This is no token of a mail of yours.': 'Das ist kein Token einer Ihrer E-Mails.',
  'There is no such mail of yours.': 'Sie haben keine solche E-Mail.',
  'This mail has left, or was put away.': 'Diese E-Mail ist bereits abgegangen oder wurde verworfen.',
  'Name somebody to send it to.': 'Geben Sie an, an wen sie gesendet werden soll.',
  'An address is not one that mail can be sent to.':
    'An eine der Adressen kann keine E-Mail gesendet werden.',
  'This text is too large for so many copies. Shorten it, take out pictures, or write to fewer people at once.':
    'Dieser Text ist für so viele Kopien zu groß. Kürzen Sie ihn, entfernen Sie Bilder, oder schreiben Sie an weniger Personen auf einmal.',
  'All files together may have 150 MB.': 'Alle Dateien zusammen dürfen 150 MB groß sein.',
  'A mail may have 100 files.': 'Eine E-Mail darf 100 Dateien haben.',
  'To each apart, all files together may have 3 MB.':
    'An jeden einzeln dürfen alle Dateien zusammen 3 MB groß sein.',
  'Let Mailtrail put drafts into your mailbox first: files above 3 MB are sent by one.':
    'Lassen Sie Mailtrail zuerst Entwürfe in Ihr Postfach legen: So werden Dateien über 3 MB gesendet.',
  'Connect a mailbox: mail is sent through your own.':
    'Verbinden Sie ein Postfach: E-Mails werden über Ihr eigenes gesendet.',
  'Let Mailtrail send from your mailbox first.':
    'Erlauben Sie Mailtrail zuerst das Senden aus Ihrem Postfach.',
  'Fields of the text have no value for somebody on the mail.':
    'Felder im Text haben für jemanden auf der E-Mail keinen Wert.',
  'A newer draft was saved somewhere else.': 'An anderer Stelle wurde ein neuerer Entwurf gespeichert.',
  'Nothing of this mail is open.': 'Bei dieser E-Mail ist nichts mehr offen.',
  'The mail is larger than 220 MB.': 'Die E-Mail ist größer als 220 MB.',
  'Send the bytes of the file.': 'Senden Sie den Inhalt der Datei.',
  'This page has not been built: npm run build.': 'Diese Seite wurde nicht gebaut: npm run build.',
  'There is no such template.': 'Diese Vorlage gibt es nicht.',
  'Only who made this template, a marketer or an administrator may do this.':
    'Das dürfen nur die Person, die diese Vorlage erstellt hat, das Marketing oder ein Administrator.',
  'There is no such tracking domain.': 'Diese Tracking-Domäne gibt es nicht.',
  'An account has at most {} tracking domains.': 'Ein Konto hat höchstens {1} Tracking-Domänen.',
  'This tracking domain is there already.': 'Diese Tracking-Domäne gibt es bereits.',
  'Another company on this server has this domain.':
    'Diese Domäne gehört auf diesem Server einem anderen Unternehmen.',
  'Check it first: only a domain that answers as it should is used.':
    'Prüfen Sie sie zuerst: Verwendet wird nur eine Domäne, die wie erwartet antwortet.',
  'The server was set up with this domain: it stays.':
    'Der Server wurde mit dieser Domäne eingerichtet: Sie bleibt.',
  'You signed out of Mailtrail in Outlook. Open its pane to sign in.':
    'Sie haben sich in Outlook von Mailtrail abgemeldet. Öffnen Sie den Bereich, um sich anzumelden.',
  domain: 'Domäne',
  'Name a host such as go.example.com, without a path.':
    'Geben Sie einen Host wie go.example.com an, ohne Pfad.',
  'This name stands for a private network: recipients’ mail programs cannot reach it.':
    'Dieser Name steht für ein privates Netz: Die E-Mail-Programme der Empfänger erreichen ihn nicht.',
  'The app and its files are served under this name. Take another one for images and links.':
    'Unter diesem Namen laufen die App und ihre Dateien. Nehmen Sie einen anderen für Bilder und Links.',
  'A tracking domain is asked on the usual port: leave the port out.':
    'Eine Tracking-Domäne wird am üblichen Port gefragt: Lassen Sie den Port weg.',
  'Too many requests by this key. Wait {} s.': 'Zu viele Anfragen mit diesem Schlüssel. Warten Sie {1} s.',
};
