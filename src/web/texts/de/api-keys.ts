import type { Texts } from '../en';

export const apiKeys: Texts['apiKeys'] = {
  title: 'API-Schlüssel',
  about:
    'Mit einem Schlüssel verwendet ein Programm die API in Ihrem Namen oder in dem des Kontos. Was es tut, steht im Überwachungsprotokoll.',
  none: 'Es gibt noch keinen Schlüssel',
  noneAbout: 'Erstellen Sie für jedes Programm einen eigenen, damit sich jeder für sich widerrufen lässt.',
  make: 'Neuer Schlüssel',
  name: 'Wofür er ist',
  nameHint: 'Zum Beispiel: Monatsbericht',
  kind: 'Wem er gehört',
  kinds: { personal: 'Persönlich', account: 'Konto' },
  kindAbout: {
    personal: 'Sieht und darf, was Sie dürfen, und endet, wenn Sie ausscheiden.',
    account:
      'Gehört niemandem: sieht weder Aktivitäten noch Postfächer und bleibt, wenn Personen ausscheiden.',
  },
  role: 'Rolle',
  roles: { member: 'Mitglied', marketer: 'Marketing', admin: 'Administrator' },
  access: 'Zugriff',
  accesses: { read: 'Nur lesen', write: 'Lesen und schreiben' },
  ends: 'Endet nach',
  days: { 30: '30 Tagen', 90: '90 Tagen', 365: 'einem Jahr', 730: 'zwei Jahren' },
  madeTitle: 'Kopieren Sie den Schlüssel jetzt',
  made: 'Er wird nur dieses eine Mal angezeigt. Gespeichert ist nur ein Hash, daher kann ihn niemand wieder anzeigen.',
  copied: 'Kopiert.',
  secret: 'Schlüssel',
  lastUsed: 'Zuletzt verwendet',
  never: 'nie',
  expires: 'Endet',
  ended: 'Abgelaufen',
  revoked: 'Widerrufen',
  by: (name) => `erstellt von ${name}`,
  revoke: 'Widerrufen',
  revokeOne: (name) => `${name} widerrufen`,
  wasRevoked: (name) => `„${name}“ ist widerrufen: Programme, die ihn verwenden, werden ab jetzt abgewiesen.`,
  description: 'Beschreibung der API (OpenAPI)',
};
