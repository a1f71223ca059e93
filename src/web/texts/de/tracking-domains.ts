import type { Texts } from '../en';

export const trackingDomains: Texts['trackingDomains'] = {
  title: 'Tracking-Domänen',
  about:
    'Bilder und Links in gesendeten E-Mails führen zu diesen Namen. Filter beurteilen einen Link nach seiner Domäne, daher ist eine der eigenen Marke am besten.',
  isDefault: 'Für neue E-Mails',
  server: 'Mit dem Server eingerichtet',
  retired: 'Aufgegeben',
  states: { unchecked: 'Nicht geprüft', good: 'Funktioniert', failing: 'Gestört' },
  checked: (when) => `Geprüft: ${when}`,
  never: 'Noch nicht geprüft',
  everyFive: 'Jede wird alle paar Minuten erneut geprüft.',
  failingAbout: 'Bis sie wieder funktioniert, enthalten neue E-Mails keine nachverfolgten Links.',
  retiredAbout: 'Schon gesendete Links funktionieren, solange der Name hierher führt.',
  check: 'Jetzt prüfen',
  checkOne: (host) => `Jetzt prüfen: ${host}`,
  checking: 'Wird geprüft …',
  use: 'Für neue E-Mails verwenden',
  useOne: (host) => `Für neue E-Mails verwenden: ${host}`,
  giveUp: 'Aufgeben',
  giveUpOne: (host) => `Aufgeben: ${host}`,
  gaveUp: (host) =>
    `Neue E-Mails verwenden ${host} nicht mehr. Postfächer, für die sie gewählt war, verwenden den Standard, auch nach „Rückgängig“. Schon gesendete Links funktionieren weiter.`,
  add: 'Domäne hinzufügen',
  host: 'Hostname',
  hostHint: (leadsTo) =>
    `Legen Sie zuerst einen DNS-Eintrag an: einen CNAME des neuen Namens auf ${leadsTo}, und ein Zertifikat dafür auf Ihrem Proxy. Nutzen mehrere Unternehmen diesen Server, gehört ein Name dem ersten, bei dem er funktioniert.`,
  one: 'Tracking-Domäne',
  oneAbout: 'Bilder und Links in E-Mails aus diesem Postfach führen zu diesem Namen.',
  domainOf: (address) => `Tracking-Domäne von ${address}`,
  asDefault: (host) => `Standard (${host})`,
  mailboxes: 'Postfächer mit eigener Domäne',
  mailboxesAbout:
    'E-Mails aus einem solchen Postfach werden über dessen Domäne verfolgt, alle anderen über den Standard. In Outlook entscheidet das eigene Postfach der schreibenden Person, gleich von welcher Adresse die E-Mail kommt.',
  noMailboxes: 'Alle Postfächer verwenden den Standard.',
  mailbox: 'Postfach',
  domain: 'Domäne',
  useForMailbox: 'Für dieses Postfach verwenden',
};
