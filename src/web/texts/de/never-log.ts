import { pluralIn } from '../../../core/texts';
import type { Texts } from '../en';

const plural = pluralIn('de');

export const neverLog: Texts['neverLog'] = {
  title: 'Nie protokollieren',
  whose: 'Wessen E-Mails nie protokolliert werden',
  about:
    'Gemeint sind auch Adressen mit Plus-Zusatz, andere Adressen desselben Kontakts und Subdomains. Solche E-Mails werden weder nachverfolgt noch protokolliert.',
  removed: (value) => `Von der Liste entfernt: ${value}. Ab jetzt wird wieder protokolliert.`,
  nobody: 'Niemand steht auf der Liste.',
  since: (when) => `Seit ${when}`,
  everybodyAt: (domain) => `Alle bei ${domain}`,
  everybodysMail: 'E-Mails aller',
  yourMail: 'Ihre E-Mails',
  ifOneOfSeveral: 'Wenn von mehreren Beteiligten einer E-Mail jemand auf der Liste steht',
  wholeMail: 'Bleibt die ganze E-Mail unberührt',
  onlyRecord: 'Wird sie für die anderen protokolliert und bei dieser Person nicht abgelegt',
  what: 'Was',
  anAddress: 'Eine Adresse',
  aDomain: 'Eine Domäne',
  address: 'Adresse',
  domain: 'Domäne',
  ofWhoseMail: 'In wessen E-Mails',
  everybodys: 'Aller',
  yoursOnly: 'Nur Ihren',
  takeAway: (messages, files) =>
    `Gespeichertes entfernen: ${plural(messages, { one: '# E-Mail', other: '# E-Mails' })} mit ${plural(files, { one: '# Datei', other: '# Dateien' })}`,
  stays: (n) =>
    plural(n, {
      one: '; # E-Mail bleibt für die anderen Beteiligten, nicht aber bei dieser Person',
      other: '; # E-Mails bleiben für die anderen Beteiligten, nicht aber bei dieser Person',
    }),
  nothingKept: 'Davon ist nichts gespeichert.',
  look: 'Prüfen, was gespeichert ist',
  takenAway: 'Entfernt',
  taken: (n) => plural(n, { one: '# E-Mail entfernt', other: '# E-Mails entfernt' }),
  takenOffRecord: (n) => plural(n, { one: '# vom Kontakt gelöst', other: '# vom Kontakt gelöst' }),
  takingAway: (lookedAt, total) => `wird entfernt, ${lookedAt} von ${total} durchgesehen`,
  howFar: 'Fortschritt',
};
