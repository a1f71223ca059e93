import type { DeploymentCheck } from '../../api/checks';
import type { CheckWords } from './en';

export const germanFindings: CheckWords = {
  well: ({ until, days }, day) => ({
    what:
      until === undefined || days === undefined
        ? 'Antwortet wie erwartet.'
        : `Antwortet wie erwartet. Das Zertifikat ist bis ${day(until)} gültig.`,
  }),
  'name-unknown': ({ host }) => ({
    what: `Der Name ${host} ist im Internet nicht bekannt.`,
    todo: 'Legen Sie einen DNS-Eintrag dafür an. Bis ihn jedes Netz kennt, kann eine Stunde vergehen.',
  }),
  'private-address': ({ host }) => ({
    what: `${host} führt zu einer Adresse in einem privaten Netz, die von außen niemand erreicht.`,
    todo: 'Tragen Sie im DNS die öffentliche Adresse des Servers oder des Proxys davor ein.',
  }),
  refused: ({ host }) => ({
    what: `Unter ${host} nimmt niemand Verbindungen an.`,
    todo: 'Starten Sie den Server oder den Proxy davor, und lassen Sie Port 443 durch die Firewall.',
  }),
  'no-answer': ({ host, code }) => ({
    what: `${host} antwortet nicht${code === undefined ? '' : ` (${code})`}.`,
    todo: 'Prüfen Sie den Weg dorthin: DNS, Firewall, Proxy. Ein Server, der seinen eigenen öffentlichen Namen nicht erreicht, braucht eine Route dorthin.',
  }),
  'certificate-invalid': ({ host, code }) => ({
    what: `Das Zertifikat von ${host} ist ungültig${code === undefined ? '' : ` (${code})`}.`,
    todo: 'Installieren Sie für diesen Namen ein Zertifikat einer Stelle, der jedes Gerät vertraut, mit der ganzen Kette.',
  }),
  'certificate-ending': ({ until = '', days = 0 }, day) => ({
    what: `Antwortet wie erwartet, aber das Zertifikat läuft am ${day(until)} ab (noch ${days} ${days === 1 ? 'Tag' : 'Tage'}).`,
    todo: 'Erneuern Sie es jetzt: Die automatische Erneuerung ist vermutlich fehlgeschlagen.',
  }),
  redirected: ({ path = '', location = '' }) => ({
    what: `${path} leitet ${location === '' ? 'an eine andere Adresse' : `an ${location}`} weiter.`,
    todo: 'Stellen Sie es genau unter dieser Adresse bereit: Outlook und E-Mail-Programme folgen hier keiner Weiterleitung. Nehmen Sie Anmeldeseiten und Umschreibungen aus dem Proxy.',
  }),
  'wrong-status': ({ path = '', status = 0 }) => ({
    what: `${path} wird mit ${status} beantwortet.`,
    todo:
      status >= 500
        ? 'Der Proxy erreicht den Server nicht, oder der Server meldet einen Fehler: Sehen Sie in dessen Protokoll nach.'
        : 'Etwas vor dem Server weist die Anfrage ab: Lassen Sie sie mit ihrem Hostnamen und ohne Anmeldung durch.',
  }),
  'wrong-type': ({ path = '', contentType = '' }) => ({
    what: `${path} kommt als ${contentType === '' ? 'etwas Unbenanntes' : contentType}.`,
    todo: 'Etwas anderes als Mailtrail antwortet, oder ein Proxy ändert den Inhaltstyp: Reichen Sie Antworten unverändert weiter.',
  }),
  'not-ours': ({ host }) => ({
    what: `${host} antwortet, aber nicht von diesem Server oder nicht unter diesem Namen.`,
    todo: 'Lassen Sie den Namen hierher zeigen, den Proxy den Host-Header weiterreichen und keine Antwort in einem Cache liegen.',
  }),
  'other-account': ({ host }) => ({
    what: `${host} gehört auf diesem Server einem anderen Unternehmen.`,
    todo: 'Verwenden Sie einen anderen Namen. Ist es Ihrer, wenden Sie sich an den Betreiber des Servers.',
  }),
  'not-stored': ({ path = '' }) => ({
    what: `${path} darf nicht gespeichert werden, daher zeigt Outlook kein Symbol.`,
    todo: 'Nehmen Sie „no-store“ aus dem Cache-Control-Header, den der Proxy hinzufügt.',
  }),
  'other-content': ({ path = '' }) => ({
    what: `${path} ist nicht das, was dieser Server bereitstellt.`,
    todo: 'Eine ältere Kopie kommt aus einem Cache oder von einem anderen Knoten: Leeren Sie den Cache, und aktualisieren Sie alle Knoten.',
  }),
  'cross-origin-refused': ({ path = '' }) => ({
    what: `${path} lässt keine Anfragen aus der Laufzeit von Outlook zu.`,
    todo: 'Lassen Sie OPTIONS-Anfragen und die Access-Control-Header durch den Proxy: Das klassische Outlook fragt zuerst damit.',
  }),
  'not-built': () => ({
    what: 'Die Dateien des Add-Ins wurden nicht erstellt.',
    todo: 'Führen Sie auf dem Server npm run build aus, und starten Sie ihn neu.',
  }),
};

export const germanChecks: Record<DeploymentCheck, string> = {
  address: 'Adresse und Zertifikat',
  manifest: 'Manifest',
  icons: 'Symbole',
  pane: 'Aufgabenbereich',
  'launch-file': 'Datei, die beim Senden läuft',
  'well-known': 'Erlaubnis für das klassische Outlook',
  cors: 'Anfragen aus dem klassischen Outlook',
  notifications: 'Benachrichtigungen von Microsoft',
  tracking: 'Tracking-Domäne',
};
