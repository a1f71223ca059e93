import type { Texts } from '../en';

export const apiKeys: Texts['apiKeys'] = {
  title: 'Klucze API',
  about:
    'Z kluczem program używa interfejsu API w imieniu osoby lub konta. Co robi, zapisuje dziennik inspekcji.',
  none: 'Nie ma jeszcze żadnego klucza',
  noneAbout: 'Utwórz osobny klucz dla każdego programu, aby każdy można było unieważnić oddzielnie.',
  make: 'Nowy klucz',
  name: 'Do czego służy',
  nameHint: 'Na przykład: raport miesięczny',
  kind: 'Do kogo należy',
  kinds: { personal: 'Osobisty', account: 'Konta' },
  kindAbout: {
    personal: 'Widzi i może tyle, co jego właściciel, i traci ważność, gdy właściciel odchodzi.',
    account: 'Nie należy do nikogo: nie widzi aktywności ani skrzynek i działa dalej, gdy ktoś odchodzi.',
  },
  role: 'Rola',
  roles: { member: 'Członek', marketer: 'Marketer', admin: 'Administrator' },
  access: 'Dostęp',
  accesses: { read: 'Tylko odczyt', write: 'Odczyt i zapis' },
  ends: 'Wygasa po',
  days: { 30: '30 dniach', 90: '90 dniach', 365: 'roku', 730: 'dwóch latach' },
  madeTitle: 'Skopiuj klucz teraz',
  made: 'Jest pokazywany tylko ten jeden raz. Przechowywany jest wyłącznie jego skrót, więc nikt nie pokaże go ponownie.',
  copied: 'Skopiowano.',
  secret: 'Klucz',
  lastUsed: 'Ostatnie użycie',
  never: 'nigdy',
  expires: 'Wygasa',
  ended: 'Wygasł',
  revoked: 'Unieważniony',
  by: (name) => `utworzył(a): ${name}`,
  revoke: 'Unieważnij',
  revokeOne: (name) => `Unieważnij: ${name}`,
  wasRevoked: (name) =>
    `Klucz „${name}” jest unieważniony: programy, które go używają, są od teraz odrzucane.`,
  description: 'Opis interfejsu API (OpenAPI)',
};
