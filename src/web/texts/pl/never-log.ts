import { pluralIn } from '../../../core/texts';
import type { Texts } from '../en';

const plural = pluralIn('pl');

export const neverLog: Texts['neverLog'] = {
  title: 'Nigdy nie zapisuj',
  whose: 'Czyje wiadomości nigdy nie są zapisywane',
  about:
    'Dotyczy to także adresów z plusem, innych adresów tego samego kontaktu i poddomen. Takie wiadomości nie są ani śledzone, ani zapisywane.',
  removed: (value) => `Usunięto z listy: ${value}. Od teraz wiadomości są znów zapisywane.`,
  nobody: 'Na liście nie ma nikogo.',
  since: (when) => `Od: ${when}`,
  everybodyAt: (domain) => `Wszyscy z ${domain}`,
  everybodysMail: 'poczta wszystkich',
  yourMail: 'Twoja poczta',
  ifOneOfSeveral: 'Jeśli na liście jest jeden z kilku uczestników wiadomości',
  wholeMail: 'Cała wiadomość jest pomijana',
  onlyRecord: 'Jest zapisywana u pozostałych, a w kartotece tej osoby jej nie ma',
  what: 'Co',
  anAddress: 'Adres',
  aDomain: 'Domena',
  address: 'Adres',
  domain: 'Domena',
  ofWhoseMail: 'W czyjej poczcie',
  everybodys: 'Wszystkich',
  yoursOnly: 'Tylko w Twojej',
  takeAway: (messages, files) =>
    `Usuń to, co jest przechowywane: ${plural(messages, { one: '# wiadomość', few: '# wiadomości', many: '# wiadomości', other: '# wiadomości' })}, ${plural(files, { one: '# plik', few: '# pliki', many: '# plików', other: '# plików' })}`,
  stays: (n) =>
    plural(n, {
      one: '; # wiadomość pozostaje u innych uczestników, poza kartoteką tej osoby',
      few: '; # wiadomości pozostają u innych uczestników, poza kartoteką tej osoby',
      many: '; # wiadomości pozostaje u innych uczestników, poza kartoteką tej osoby',
      other: '; # wiadomości pozostaje u innych uczestników, poza kartoteką tej osoby',
    }),
  nothingKept: 'Nic z tego nie jest przechowywane.',
  look: 'Sprawdź, co jest przechowywane',
  takenAway: 'Usunięte',
  taken: (n) =>
    plural(n, {
      one: 'usunięto # wiadomość',
      few: 'usunięto # wiadomości',
      many: 'usunięto # wiadomości',
      other: 'usunięto # wiadomości',
    }),
  takenOffRecord: (n) =>
    plural(n, {
      one: '# odłączono od kartoteki',
      few: '# odłączono od kartoteki',
      many: '# odłączono od kartoteki',
      other: '# odłączono od kartoteki',
    }),
  takingAway: (lookedAt, total) => `usuwanie, sprawdzono ${lookedAt} z ${total}`,
  howFar: 'Postęp',
};
