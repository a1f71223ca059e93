import type { Sentences } from '../said-in';

/** What is said of a mail: why it is not tracked, what kind it is, what became of its files. */
export const mail: Sentences = {
  'Opens: {}': 'Öffnungen: {1}',
  'Links: {}': 'Links: {1}',
  'Log: {}': 'Protokollierung: {1}',
  '{} ({})': '{1} ({2})',
  '{}. {}': '{1}. {2}',
  '{}.': '{1}.',
  'plain text is never changed': 'Nur-Text wird nie verändert',
  'the message is marked private': 'die Nachricht ist als privat gekennzeichnet',
  'the message is encrypted': 'die Nachricht ist verschlüsselt',
  'it is a meeting request': 'es ist eine Besprechungsanfrage',
  'all recipients are colleagues': 'alle Empfänger arbeiten im eigenen Unternehmen',
  'it has no recipients': 'sie hat keine Empfänger',
  'switched off for the whole account': 'für das ganze Konto ausgeschaltet',
  'a recipient objected': 'ein Empfänger hat widersprochen',
  'a recipient is on the never-log list': 'ein Empfänger steht auf der Liste „Nie protokollieren“',
  'a recipient is set to "no tracking"': 'für einen Empfänger ist „kein Tracking“ eingestellt',
  'links need a paid seat': 'Links brauchen eine bezahlte Lizenz',
  'switched off for this message': 'für diese Nachricht ausgeschaltet',
  'off by your default': 'laut Ihrer Standardeinstellung aus',
  'Outlook had no policy at hand': 'Outlook hatte keine Richtlinie zur Hand',
  'Outlook’s policy was too old': 'die Richtlinie in Outlook war zu alt',
  'Outlook knew nothing yet about a recipient': 'Outlook wusste noch nichts über einen Empfänger',
  'Not tracked: Mailtrail had not prepared the mail when it was sent':
    'Nicht nachverfolgt: Mailtrail hatte die E-Mail beim Senden noch nicht vorbereitet',
  'switched off for this version of Outlook': 'für diese Outlook-Version ausgeschaltet',
  'this Outlook cannot change a mail while sending it':
    'dieses Outlook kann eine E-Mail beim Senden nicht ändern',
  'a picture in the text could have been lost in this Outlook':
    'in diesem Outlook hätte ein Bild im Text verloren gehen können',
  'a drawing in the text could have been lost in this Outlook':
    'in diesem Outlook hätte eine Zeichnung im Text verloren gehen können',
  'a shared file on the mail could have been lost in this Outlook':
    'in diesem Outlook hätte eine freigegebene Datei der E-Mail verloren gehen können',
  'the mail was too long to be changed safely': 'die E-Mail war zu lang, um sicher geändert zu werden',
  'Not tracked: the mail is in a format that is never changed':
    'Nicht nachverfolgt: Die E-Mail hat ein Format, das nie geändert wird',
  'Not tracked: Outlook did not hand over the text':
    'Nicht nachverfolgt: Outlook hat den Text nicht herausgegeben',
  'Not tracked: the text could not be read safely':
    'Nicht nachverfolgt: Der Text ließ sich nicht sicher lesen',
  'Not changed: Outlook refused the change; the mail left as it was written':
    'Nicht geändert: Outlook hat die Änderung abgelehnt; die E-Mail ging so ab, wie sie geschrieben wurde',
  'Not tracked: Outlook damaged the text, your own was put back':
    'Nicht nachverfolgt: Outlook hat den Text beschädigt, Ihr eigener wurde wiederhergestellt',
  'Outlook damaged the text, and it is not certain that your own was put back. Look at the sent mail':
    'Outlook hat den Text beschädigt, und es ist nicht sicher, ob Ihr eigener wiederhergestellt wurde. Sehen Sie die gesendete E-Mail an',
  'Not certain: Outlook did not say what became of the change':
    'Nicht sicher: Outlook hat nicht mitgeteilt, was aus der Änderung wurde',
  'Not changed: Outlook took too long to hand over the mail':
    'Nicht geändert: Outlook hat die E-Mail zu langsam herausgegeben',
  'Not tracked: sent from a phone': 'Nicht nachverfolgt: von einem Telefon gesendet',
  'Not tracked: sent where the add-in does not run':
    'Nicht nachverfolgt: gesendet, wo das Add-In nicht läuft',
  Away: 'Abwesend',
  'Away until {}': 'Abwesend bis {1}',
  'Has left the company': 'Hat das Unternehmen verlassen',
  'Marked as unwanted': 'Als unerwünscht markiert',
  'marked as unwanted': 'als unerwünscht markiert',
  'Written by a machine': 'Von einem Automaten geschrieben',
  'Could not be delivered': 'Konnte nicht zugestellt werden',
  Delayed: 'Verzögert',
  'Not delivered': 'Nicht zugestellt',
  'Not a known contact': 'Kein bekannter Kontakt',
  'From a colleague of {}; not a known contact': 'Aus dem Unternehmen von {1}; kein bekannter Kontakt',
  'Names two conversations of yours that do not belong together: matched to neither':
    'Nennt zwei Ihrer Unterhaltungen, die nicht zusammengehören: keiner zugeordnet',
  'matched: {}': 'zugeordnet: {1}',
  contradictory: 'widersprüchlich',
  'nearest of References that is ours': 'die nächste eigene in References',
  'our signed mark in the quoted text': 'unsere signierte Markierung im zitierten Text',
  'same conversation, and the writer stands on it':
    'dieselbe Unterhaltung, an der der Absender beteiligt ist',
  'Graph type {}': 'Graph-Typ {1}',
  'meeting message {}': 'Besprechungsnachricht {1}',
  'message class': 'Nachrichtenklasse',
  'message class {}': 'Nachrichtenklasse {1}',
  'report of type disposition-notification': 'Bericht vom Typ disposition-notification',
  'has a disposition-notification part': 'enthält einen Teil disposition-notification',
  'has a delivery-status part': 'enthält einen Teil delivery-status',
  'complaint: has a feedback-report part': 'Beschwerde: enthält einen Teil feedback-report',
  'calendar part, {}': 'Kalenderteil, {1}',
  'the body is a calendar object': 'der Text ist ein Kalenderobjekt',
  'the words of a read receipt': 'der Wortlaut einer Lesebestätigung',
  'the words of a calendar': 'der Wortlaut eines Kalenders',
  'answers a message of ours': 'beantwortet eine unserer Nachrichten',
  'names no message of ours': 'nennt keine unserer Nachrichten',
  'has References': 'enthält References',
  'quotes an earlier mail': 'zitiert eine frühere E-Mail',
  'no automatic sign, no thread, no quote': 'kein Anzeichen eines Automaten, kein Verlauf, kein Zitat',
  'generated by {}': 'erzeugt von {1}',
  'empty return path': 'leerer Rückgabepfad',
  'text or headers of an automatic answer': 'Text oder Header einer automatischen Antwort',
  'acknowledges a request': 'bestätigt eine Anfrage',
  'the subject of an automatic answer': 'der Betreff einer automatischen Antwort',
  'an inbox rule or an out-of-office note': 'eine Posteingangsregel oder Abwesenheitsnotiz',
  'the subject greets a customer, whatever it answers':
    'der Betreff begrüßt Kunden, worauf auch immer er antwortet',
  'the text is an out-of-office note': 'der Text ist eine Abwesenheitsnotiz',
  'from a mail system': 'von einem Mailsystem',
  'says that a mail was not delivered': 'meldet, dass eine E-Mail nicht zugestellt wurde',
  'the words of a mail system': 'der Wortlaut eines Mailsystems',
  'returns a copy of the mail': 'gibt eine Kopie der E-Mail zurück',
  'returns a mail with an error code': 'gibt eine E-Mail mit Fehlercode zurück',
  'reads like a report of a mail system': 'liest sich wie der Bericht eines Mailsystems',
  'names another address': 'nennt eine andere Adresse',
  'the sender takes no answers': 'der Absender nimmt keine Antworten an',
  'offers to unsubscribe': 'bietet eine Abmeldung an',
  'a newsletter by its name': 'dem Namen nach ein Newsletter',
  'a notice in form, from an office': 'eine Mitteilung nach Vorlage, von einer Stelle',
  'asks the sender to prove to be a person': 'verlangt vom Absender den Nachweis, eine Person zu sein',
  'a link to a file in the cloud': 'ein Link zu einer Datei in der Cloud',
  'Microsoft is still scanning this file': 'Microsoft überprüft diese Datei noch',
  'The connection to Microsoft broke': 'Die Verbindung zu Microsoft wurde unterbrochen',
  'Refused by the virus scanner: {}': 'Vom Virenscanner abgelehnt: {1}',
  'no reason given': 'kein Grund angegeben',
  'The mail, or this file of it, is no longer in the mailbox':
    'Die E-Mail oder diese Datei ist nicht mehr im Postfach',
  'Microsoft asked us to wait before copying this file':
    'Microsoft bittet, mit dem Kopieren dieser Datei zu warten',
  'Mailtrail is not allowed to read this file': 'Mailtrail darf diese Datei nicht lesen',
  'Microsoft did not answer': 'Microsoft hat nicht geantwortet',
  'Microsoft answered {}': 'Microsoft hat mit {1} geantwortet',
  'The mailbox is no longer connected': 'Das Postfach ist nicht mehr verbunden',
  'Waits until the mailbox is watched again': 'Wartet, bis das Postfach wieder überwacht wird',
  'This file is no longer in the mail': 'Diese Datei ist nicht mehr in der E-Mail',
  'The mail is no longer in the mailbox': 'Die E-Mail ist nicht mehr im Postfach',
  'Microsoft does not list the files of this mail': 'Microsoft führt die Dateien dieser E-Mail nicht auf',
  'Waits until Mailtrail is opened in Outlook, which hands the mail over once more':
    'Wartet, bis Mailtrail in Outlook geöffnet und die E-Mail erneut übergeben wird',
  'The mail is too large to be handed over from Outlook':
    'Die E-Mail ist zu groß, um von Outlook aus übergeben zu werden',
  'Microsoft did not give the mail to Outlook’s pane':
    'Microsoft hat die E-Mail dem Bereich in Outlook nicht herausgegeben',
  'being copied': 'wird kopiert',
  'The virus scanner cannot be reached': 'Der Virenscanner ist nicht erreichbar',
  'The virus scanner answered {}': 'Der Virenscanner hat mit {1} geantwortet',
  'The virus scanner cannot be started': 'Der Virenscanner lässt sich nicht starten',
  'The virus scanner ended with {}': 'Der Virenscanner endete mit {1}',
  'Who reads without loading images, or as plain text, cannot be seen. That nothing shows does not mean that the mail was not read.':
    'Wer ohne Bilder oder als Nur-Text liest, ist nicht zu sehen. Dass nichts erscheint, heißt nicht, dass die E-Mail nicht gelesen wurde.',
  'It is a test: what asks for it is listed with its verdict and counts nowhere.':
    'Es ist ein Test: Was sie abruft, wird mit Beurteilung aufgeführt und nirgends gezählt.',
  'Outlook is still sending it: no copy in Sent Items has been seen.':
    'Outlook sendet sie noch: In „Gesendete Elemente“ ist noch keine Kopie zu sehen.',
  'The add-in reported it as sent, but its copy in Sent Items has not been seen. If your mailbox is not connected, connect it in the settings.':
    'Das Add-In hat sie als gesendet gemeldet, aber ihre Kopie in „Gesendete Elemente“ war noch nicht zu sehen. Ist Ihr Postfach nicht verbunden, verbinden Sie es in den Einstellungen.',
  'No copy in Sent Items was seen within seven days: it may never have left. Look in your Outbox and Drafts.':
    'Innerhalb von sieben Tagen war keine Kopie in „Gesendete Elemente“ zu sehen: Vielleicht ging sie nie ab. Sehen Sie in Postausgang und Entwürfen nach.',
  'It could not be delivered to {}: {}': 'Sie konnte nicht an {1} zugestellt werden: {2}',
  'Its delivery to {} is delayed: {}': 'Ihre Zustellung an {1} verzögert sich: {2}',
  'It carries no image, so only clicks can be seen.':
    'Sie enthält kein Bild, daher sind nur Klicks zu sehen.',
  'It carries neither an image nor tracked links.': 'Sie enthält weder ein Bild noch nachverfolgte Links.',
  'Your company has turned opens off.': 'Ihr Unternehmen hat Öffnungen ausgeschaltet.',
  'Your company has turned clicks off.': 'Ihr Unternehmen hat Klicks ausgeschaltet.',
  'Opens of this mail are shown to nobody: a recipient has objected or withdrawn consent, or “no tracking” is set for them.':
    'Öffnungen dieser E-Mail werden niemandem gezeigt: Ein Empfänger hat widersprochen oder die Einwilligung widerrufen, oder für ihn ist „kein Tracking“ eingestellt.',
  'Clicks of this mail are shown to nobody: a recipient has objected or withdrawn consent, or “no tracking” is set for them.':
    'Klicks in dieser E-Mail werden niemandem gezeigt: Ein Empfänger hat widersprochen oder die Einwilligung widerrufen, oder für ihn ist „kein Tracking“ eingestellt.',
  'Opens by some of its recipients are shown to nobody: they have objected or withdrawn consent, or “no tracking” is set for them.':
    'Öffnungen einiger Empfänger werden niemandem gezeigt: Sie haben widersprochen oder die Einwilligung widerrufen, oder für sie ist „kein Tracking“ eingestellt.',
  'Clicks by some of its recipients are shown to nobody: they have objected or withdrawn consent, or “no tracking” is set for them.':
    'Klicks einiger Empfänger werden niemandem gezeigt: Sie haben widersprochen oder die Einwilligung widerrufen, oder für sie ist „kein Tracking“ eingestellt.',
  'Machines asked for it {}; that does not count. If it was a person, say so below.':
    'Automaten haben sie {1} abgerufen; das zählt nicht. War es eine Person, geben Sie das unten an.',
  'It was asked for {} by what could not be told from a machine; that does not count.':
    'Sie wurde {1} von etwas abgerufen, das sich nicht von einem Automaten unterscheiden ließ; das zählt nicht.',
  'You looked at it yourself {}; that does not count.':
    'Sie haben sie selbst {1} angesehen; das zählt nicht.',
  once: 'einmal',
  '{} times': '{1}-mal',
  'It was asked for just now; the verdict is due within ten seconds.':
    'Sie wurde gerade abgerufen; die Beurteilung folgt innerhalb von zehn Sekunden.',
  'What asked for it before {} is no longer kept; opens and clicks of that time still count.':
    'Abrufe vor dem {1} sind nicht mehr gespeichert; Öffnungen und Klicks aus dieser Zeit zählen weiterhin.',
  'Nothing that may be shown has asked for its image or links so far.':
    'Bisher hat nichts, was gezeigt werden darf, ihr Bild oder ihre Links abgerufen.',
  'For a week nothing of any mail has been asked for at {}. Open https://{}/o/x.gif from outside your network: an empty picture must come.':
    'Seit einer Woche wurde unter {1} nichts aus irgendeiner E-Mail abgerufen. Öffnen Sie https://{2}/o/x.gif von außerhalb Ihres Netzes: Es muss ein leeres Bild erscheinen.',
  'Nothing of any mail has ever been asked for at {}. Open https://{}/o/x.gif from outside your network: an empty picture must come.':
    'Unter {1} wurde noch nie etwas aus irgendeiner E-Mail abgerufen. Öffnen Sie https://{2}/o/x.gif von außerhalb Ihres Netzes: Es muss ein leeres Bild erscheinen.',
  '{} is disabled: their mailbox is read no more, links in their mail still lead on. Settings, Users hands over what is theirs.':
    '{1} ist deaktiviert: Das Postfach wird nicht mehr gelesen, Links in den gesendeten E-Mails führen weiterhin zum Ziel. Unter Einstellungen, Benutzer wird übergeben, was dieser Person gehört.',
  'You have a free seat now: links in mail sent from here on are not tracked. Mail already sent stays as it is.':
    'Sie haben jetzt eine kostenlose Lizenz: Links in ab jetzt gesendeten E-Mails werden nicht nachverfolgt. Bereits gesendete bleiben unverändert.',
  '{} has a free seat now: links in mail sent from here on are not tracked. Mail already sent stays as it is.':
    '{1} hat jetzt eine kostenlose Lizenz: Links in ab jetzt gesendeten E-Mails werden nicht nachverfolgt. Bereits gesendete bleiben unverändert.',
  '{}: {}': '{1}: {2}',
  'It could not be delivered to {}': 'Sie konnte nicht an {1} zugestellt werden',
  'Its delivery to {} is delayed': 'Ihre Zustellung an {1} verzögert sich',
  'the tracking domain did not answer as it should': 'die Tracking-Domäne hat nicht wie erwartet geantwortet',
};
