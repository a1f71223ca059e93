import type { Texts } from '../en';

export const consent: Texts['consent'] = {
  title: 'Worum Mailtrail Microsoft bittet',
  about:
    'Jede Berechtigung dient einer Sache und wird erst gebraucht, wenn diese eingeschaltet wird. Ohne sie funktioniert alles andere.',
  forYou: 'Für Sie',
  forYouAbout:
    'Bei der ersten Anmeldung fragt Microsoft Sie, ob Mailtrail wissen darf, wer Sie sind. Wo nur Administratoren zustimmen dürfen, steht das dort: Geben Sie diese Seite dann weiter.',
  signIn: 'Mit Microsoft anmelden',
  forAdmin: 'Für Ihren Administrator',
  forAdminAbout:
    'Ein Administrator kann für alle auf einmal zustimmen, damit niemand gefragt wird. Das gilt für die Anmeldung, nicht für das Lesen oder Senden von E-Mails.',
  adminConsent: 'Für die Organisation zustimmen',
  granted: 'Die Organisation hat zugestimmt: Bei der Anmeldung wird niemand mehr gefragt.',
  refused:
    'Die Zustimmung wurde nicht erteilt, daher hat sich nichts geändert. Jeder wird einzeln gefragt, wo die Organisation es zulässt.',
  permission: 'Berechtigung',
  purpose: 'Wofür sie ist',
  when: 'Wann sie gebraucht wird',
  without: 'Ohne sie',
  table: {
    signIn: {
      purpose: 'Wissen, wer Sie sind, in Outlook und hier',
      when: 'Bei der ersten Anmeldung',
      without: 'Sie können sich nicht anmelden',
    },
    profile: {
      purpose: 'Ihr Name und Ihre Adresse, wie Microsoft sie kennt',
      when: 'Bei der ersten Anmeldung und mit Ihrem Postfach',
      without: 'Sie können sich nicht anmelden',
    },
    read: {
      purpose: 'Antworten und gesendete Kopien in Ihrem Postfach finden; es wird nur gelesen',
      when: 'Wenn Sie Ihr Postfach verbinden',
      without: 'Öffnungen und Klicks sehen Sie trotzdem; Antworten und Protokollierung fehlen',
    },
    readAll: {
      purpose: 'Dasselbe für Postfächer, die ein Administrator nennt, ohne Frage an die Besitzer',
      when: 'Ein Exchange-Administrator erteilt sie (RBAC), beschränkt auf eine Gruppe',
      without: 'Jeder Besitzer stimmt zu, oder der geöffnete Aufgabenbereich sieht nach',
    },
    send: {
      purpose: 'E-Mails von einem Kontakt aus schreiben und an jeden einzeln senden',
      when: 'Wenn Sie zum ersten Mal so senden',
      without: 'Sie senden aus Outlook; alles andere funktioniert',
    },
    offline: {
      purpose: 'Dasselbe, während Sie nicht angemeldet sind',
      when: 'Mit einer der beiden oben',
      without: 'Nur, während Sie angemeldet sind: Nachts werden keine Antworten gefunden',
    },
    draft: {
      purpose: 'Dateien senden, die für eine Anfrage zu groß sind, über einen Entwurf',
      when: 'Wenn Sie solche Dateien von einem Kontakt aus senden',
      without: 'Dateien bis 3 MB',
    },
    append: {
      purpose: 'Das Bild beim Senden einfügen, ohne den geschriebenen Text zu ändern',
      when: 'Wenn ein Administrator das Add-In bereitstellt',
      without: 'Das Bild wird in den Text geschrieben, wo Outlook das zulässt',
    },
    item: {
      purpose:
        'Die E-Mail, die Sie in Outlook lesen oder schreiben: um Bild und Links einzufügen und den Kontakt zu zeigen',
      when: 'Wenn ein Administrator das Add-In bereitstellt',
      without: 'Es gibt kein Add-In',
    },
  },
  refusedTitle: 'Sie können sich noch nicht anmelden',
  unknownTenant:
    'Ihre Organisation ist auf diesem Server nicht eingerichtet. Wer ihn betreibt, richtet sie mit einem Befehl ein; melden Sie sich danach erneut an.',
  command: 'Befehl für den Betreiber des Servers',
  userDisabled: 'Ihr Mailtrail-Benutzer ist deaktiviert. Wenden Sie sich an Ihren Administrator.',
  needsConsent:
    'In Ihrer Organisation dürfen nur Administratoren Mailtrail zustimmen. Senden Sie ihnen diese Seite.',
  whatIsAsked: 'Worum Mailtrail bittet, und warum',
};
