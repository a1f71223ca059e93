import type { Texts } from '../en';

export const testTracking: Texts['testTracking'] = {
  title: 'Tracking testen',
  subject: 'Test des Trackings',
  about:
    'Senden Sie eine E-Mail an sich selbst, und sehen Sie alles, was ihr Bild und ihre Links abruft, wofür es gehalten wurde und warum. Nichts davon wird gezählt, und niemand wird benachrichtigt.',
  stepWrite:
    'Schreiben Sie eine E-Mail an Ihre eigene Adresse und an niemanden sonst. Fügen Sie einen Link ein.',
  stepSend:
    'Schalten Sie daneben im Mailtrail-Bereich „Als Test nachverfolgen“ ein, und senden Sie die E-Mail.',
  stepOpen: 'Öffnen Sie sie, wo Sie möchten. Was sie abruft, erscheint unten innerhalb von Sekunden.',
  write: 'Test-E-Mail in Outlook schreiben',
  loading: 'Ihre Tests werden geladen',
  none: 'Es wurde noch kein Test gesendet. Er erscheint hier, sobald das geschehen ist.',
  latest: 'Der letzte:',
  earlier: 'Frühere Tests',
};
