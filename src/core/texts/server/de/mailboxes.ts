import type { Sentences } from '../said-in';

/** How mailboxes stand, and what to do (mailbox/doctor). */
export const mailboxes: Sentences = {
  'The consent to read this mailbox was withdrawn. Its owner can give it again under Mailboxes.':
    'Die Einwilligung, dieses Postfach zu lesen, wurde widerrufen. Die Besitzerin oder der Besitzer kann sie unter „Postfächer“ erneut erteilen.',
  'The consent to read this mailbox has run out. Its owner can give it again under Mailboxes.':
    'Die Einwilligung, dieses Postfach zu lesen, ist abgelaufen. Die Besitzerin oder der Besitzer kann sie unter „Postfächer“ erneut erteilen.',
  'Mailtrail has no consent to read this mailbox. Its owner can give it under Mailboxes.':
    'Mailtrail hat keine Einwilligung, dieses Postfach zu lesen. Die Besitzerin oder der Besitzer kann sie unter „Postfächer“ erteilen.',
  'Microsoft says that the owner of this mailbox is disabled or gone. An administrator can hand it over.':
    'Laut Microsoft ist das Konto zu diesem Postfach deaktiviert oder gelöscht. Ein Administrator kann es übergeben.',
  'Microsoft wants the owner to sign in again (a new password, a second factor). Connect the mailbox again.':
    'Microsoft verlangt eine erneute Anmeldung (neues Kennwort, zweiter Faktor). Verbinden Sie das Postfach erneut.',
  'The client secret has expired. An administrator makes a new one in Entra and sets ENTRA_CLIENT_SECRET.':
    'Der geheime Clientschlüssel ist abgelaufen. Ein Administrator erstellt in Entra einen neuen und setzt ENTRA_CLIENT_SECRET.',
  'Microsoft refuses the client secret. An administrator checks ENTRA_CLIENT_SECRET.':
    'Microsoft lehnt den geheimen Clientschlüssel ab. Ein Administrator prüft ENTRA_CLIENT_SECRET.',
  'Mailtrail is not registered in this organisation. An administrator must consent to it in Entra.':
    'Mailtrail ist in dieser Organisation nicht registriert. Ein Administrator muss in Entra zustimmen.',
  'Microsoft refused our sign-in: consent was withdrawn, or the secret has expired.':
    'Microsoft hat die Anmeldung abgelehnt: Die Einwilligung wurde widerrufen, oder der geheime Schlüssel ist abgelaufen.',
  'Mailtrail is not allowed to read this mailbox. An administrator must grant Mail.Read for it.':
    'Mailtrail darf dieses Postfach nicht lesen. Ein Administrator muss dafür Mail.Read erteilen.',
  'Mailtrail is not allowed to read this mailbox.': 'Mailtrail darf dieses Postfach nicht lesen.',
  'Only Exchange Online mailboxes can be connected, and this is none, or it is switched off.':
    'Nur Exchange Online-Postfächer können verbunden werden; dieses ist keines, oder es ist abgeschaltet.',
  'Microsoft does not answer right now.': 'Microsoft antwortet gerade nicht.',
  'Its owner is disabled. What was filed stays.':
    'Das zugehörige Benutzerkonto ist deaktiviert. Was abgelegt wurde, bleibt.',
  'Disconnected. What was filed stays.': 'Getrennt. Was abgelegt wurde, bleibt.',
  'Paused. What arrives meanwhile is found when it is resumed.':
    'Angehalten. Was inzwischen eintrifft, wird beim Fortsetzen gefunden.',
  'Graph sends no notifications for this mailbox: it is looked at every 10 minutes':
    'Graph sendet für dieses Postfach keine Benachrichtigungen: Es wird alle 10 Minuten durchgesehen',
  '1 mail was not taken over: its health says why':
    '1 E-Mail wurde nicht übernommen: Der Zustand des Postfachs nennt den Grund',
  '{} mails were not taken over: its health says why':
    '{1} E-Mails wurden nicht übernommen: Der Zustand des Postfachs nennt den Grund',
  'it is larger than 220 MB, and Outlook’s pane hands over no such mail. With your organisation’s permission or your consent it is read':
    'sie ist größer als 220 MB, und der Bereich in Outlook übergibt keine solchen E-Mails. Mit Berechtigung Ihrer Organisation oder Ihrer Einwilligung wird sie gelesen',
  'Microsoft did not give it to Outlook’s pane':
    'Microsoft hat sie dem Bereich in Outlook nicht herausgegeben',
  'Not read: {}': 'Nicht gelesen: {1}',
  'A file is still to be copied: {}': 'Eine Datei ist noch zu kopieren: {1}',
  'A file was not copied: {}': 'Eine Datei wurde nicht kopiert: {1}',
  'no reason is known': 'kein Grund bekannt',
  'From people, in no conversation of yours and under no log rule':
    'Von Personen, in keiner Ihrer Unterhaltungen und unter keiner Protokollregel',
  'Answers to mail that is neither tracked nor logged':
    'Antworten auf E-Mails, die weder nachverfolgt noch protokolliert werden',
  'Sent by you, neither tracked nor under the log rule':
    'Von Ihnen gesendet, weder nachverfolgt noch unter der Protokollregel',
  'Out-of-office answers to mail that is neither tracked nor logged':
    'Abwesenheitsnotizen zu E-Mails, die weder nachverfolgt noch protokolliert werden',
  'Newsletters, lists, tickets and notifications': 'Newsletter, Verteiler, Tickets und Benachrichtigungen',
  'Delivery failures of mail that is neither tracked nor logged':
    'Unzustellbarkeitsberichte zu E-Mails, die weder nachverfolgt noch protokolliert werden',
  'Receipts for mail that is neither tracked nor logged':
    'Bestätigungen zu E-Mails, die weder nachverfolgt noch protokolliert werden',
  'Invitations and answers to them': 'Einladungen und Antworten darauf',
  'Could not be taken apart: their MIME is broken': 'Nicht zerlegbar: ihr MIME ist fehlerhaft',
  'Not for the record': 'Nicht zum Ablegen',
  'Its owner is disabled, so it is not watched any more. What was filed stays.':
    'Das zugehörige Benutzerkonto ist deaktiviert, daher wird es nicht mehr überwacht. Was abgelegt wurde, bleibt.',
  'Under Users, hand the records over to a colleague, or let the user in again: then the watch goes on.':
    'Übergeben Sie unter „Benutzer“ die Daten an eine andere Person, oder aktivieren Sie das Konto wieder: Dann geht die Überwachung weiter.',
  'Mail is not being found: Microsoft does not answer, or not as it should. It is tried again every minute.':
    'E-Mails werden nicht gefunden: Microsoft antwortet nicht oder nicht wie erwartet. Es wird jede Minute erneut versucht.',
  'Nothing is lost: what arrives meanwhile is found afterwards. If it lasts, look at Microsoft’s service health, and at the server’s way out to graph.microsoft.com.':
    'Nichts geht verloren: Was inzwischen eintrifft, wird danach gefunden. Hält es an, prüfen Sie den Dienststatus von Microsoft und den Weg des Servers zu graph.microsoft.com.',
  'The mailbox has not been looked through for more than ten minutes.':
    'Das Postfach wurde seit mehr als zehn Minuten nicht durchgesehen.',
  'Nothing is lost: what arrives meanwhile is found afterwards. Press Repair. If that changes nothing, Microsoft asks for patience, or the server’s queue stands still: see /readyz and the log.':
    'Nichts geht verloren: Was inzwischen eintrifft, wird danach gefunden. Wählen Sie „Reparieren“. Ändert das nichts, bittet Microsoft um Geduld, oder die Warteschlange des Servers steht: siehe /readyz und das Protokoll.',
  'Mailtrail’s pane has not looked through this mailbox for four days or more: replies that came since are not known.':
    'Das Mailtrail-Fenster in Outlook hat dieses Postfach seit vier Tagen oder länger nicht durchgesehen: Antworten, die seitdem kamen, sind nicht bekannt.',
  'Open Mailtrail in Outlook: what came meanwhile is found then. For a watch that needs no open pane, connect the mailbox again by your organisation’s permission or your consent.':
    'Öffnen Sie Mailtrail in Outlook: Dann wird gefunden, was inzwischen kam. Soll die Überwachung ohne geöffnetes Fenster laufen, verbinden Sie das Postfach erneut mit der Erlaubnis Ihrer Organisation oder Ihrer Einwilligung.',
  'Microsoft’s subscription to this mailbox has ended, so new mail is not notified. It is looked for every ten minutes.':
    'Das Abonnement von Microsoft für dieses Postfach ist abgelaufen, daher wird neue Post nicht gemeldet. Es wird alle zehn Minuten nachgesehen.',
  'Press Repair to subscribe again.': 'Wählen Sie „Reparieren“, um erneut zu abonnieren.',
  'Microsoft sends no notifications for this mailbox: new mail is looked for every ten minutes.':
    'Microsoft sendet für dieses Postfach keine Benachrichtigungen: Neue Post wird alle zehn Minuten gesucht.',
  'Check that Microsoft reaches this server’s public address (…/api/graph/notifications), then press Repair.':
    'Prüfen Sie, ob Microsoft die öffentliche Adresse dieses Servers erreicht (…/api/graph/notifications), und wählen Sie dann „Reparieren“.',
  'Connect it again, or ask an administrator to grant access. It is tried again every hour.':
    'Verbinden Sie es erneut, oder bitten Sie einen Administrator um Zugriff. Es wird jede Stunde erneut versucht.',
  'There is no such mailbox in Exchange Online.': 'Dieses Postfach gibt es in Exchange Online nicht.',
  'If the mailbox exists again, connect it again: what came meanwhile is found.':
    'Gibt es das Postfach wieder, verbinden Sie es erneut: Was inzwischen kam, wird gefunden.',
  '{} mail lies in the mailbox that Mailtrail has not looked at.':
    'Im Postfach liegt {1} E-Mail, die Mailtrail nicht durchgesehen hat.',
  '{} mails lie in the mailbox that Mailtrail has not looked at.':
    'Im Postfach liegen {1} E-Mails, die Mailtrail nicht durchgesehen hat.',
  'Press Repair: everything is listed anew, and nothing is counted twice.':
    'Wählen Sie „Reparieren“: Alles wird neu aufgelistet, und nichts wird doppelt gezählt.',
  'Nothing has come for {}; at this time something comes about every {}.':
    'Seit {1} kam nichts; um diese Zeit kommt sonst etwa einmal in {2} etwas.',
  'Microsoft answers and shows nothing new. If you know of mail that came, press Repair.':
    'Microsoft antwortet und zeigt nichts Neues. Wissen Sie von eingetroffener Post, wählen Sie „Reparieren“.',
  '{} minutes': '{1} Minuten',
  '{} minute': '{1} Minute',
  '{} hours': '{1} Stunden',
  '{} days': '{1} Tagen',
  'The client secret has expired. Without it nobody signs in and no mailbox is watched.':
    'Der geheime Clientschlüssel ist abgelaufen. Ohne ihn meldet sich niemand an, und kein Postfach wird überwacht.',
  'The client secret expires in {}. Without it nobody signs in and no mailbox is watched.':
    'Der geheime Clientschlüssel läuft in {1} ab. Ohne ihn meldet sich niemand an, und kein Postfach wird überwacht.',
  '1 day': '1 Tag',
  'Make a new secret in Entra, set ENTRA_CLIENT_SECRET and ENTRA_CLIENT_SECRET_EXPIRES, and restart the server.':
    'Erstellen Sie in Entra einen neuen Schlüssel, setzen Sie ENTRA_CLIENT_SECRET und ENTRA_CLIENT_SECRET_EXPIRES, und starten Sie den Server neu.',
  '{} no longer answers as it should. Mail sent by it gets no tracked links; links already sent lead nowhere until it answers again.':
    '{1} antwortet nicht mehr wie erwartet. Darüber gesendete E-Mails erhalten keine nachverfolgten Links; bereits gesendete führen ins Leere, bis sie wieder antwortet.',
  'Settings, Tracking domains says what is wrong with it, and what to do.':
    'Unter „Einstellungen“, „Tracking-Domänen“ steht, was nicht stimmt und was zu tun ist.',
  'It is well again: what came meanwhile has been looked at.':
    'Alles ist wieder in Ordnung: Was inzwischen kam, wurde durchgesehen.',
};
