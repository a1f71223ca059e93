import { pluralIn } from '../../../core/texts';
import type { Texts } from '../en';

const plural = pluralIn('pl');

export const users: Texts['users'] = {
  title: 'Użytkownicy',
  notYours: 'O tym, kto używa Mailtrail i kto jest w którym zespole, decydują administratorzy.',
  who: 'Kto używa Mailtrail',
  whoAbout:
    'Każdy, kto loguje się z Twojej organizacji, pojawia się tutaj, początkowo jako członek z bezpłatną licencją. Płatna licencja śledzi linki w zwykłej korespondencji.',
  search: 'Szukaj użytkowników',
  searchPlaceholder: 'Imię i nazwisko lub adres',
  you: (name) => `${name} (Ty)`,
  disabled: 'Wyłączony',
  roleOf: (name) => `Rola: ${name}`,
  roles: { member: 'Członek', marketer: 'Marketer', admin: 'Administrator' },
  seatOf: (name) => `Licencja: ${name}`,
  seats: { free: 'Bezpłatna licencja', paid: 'Płatna licencja' },
  enable: 'Włącz',
  disable: 'Wyłącz',
  enableOne: (name) => `Włącz: ${name}`,
  disableOne: (name) => `Wyłącz: ${name}`,
  disabledWhen: (when) =>
    `Wyłączono: ${when}. Nic tej osoby nie jest już śledzone ani zapisywane; linki w wysłanych przez nią wiadomościach działają dalej.`,
  handOver: 'Przekaż…',
  handOverOf: (name) => `Przekaż kartotekę: ${name}`,
  handedOver: (to, when, contacts, teams) =>
    `Przekazano: ${to}, ${when} (${plural(contacts, { one: '# kontakt', few: '# kontakty', many: '# kontaktów', other: '# kontaktów' })}, ${plural(teams, { one: '# zespół', few: '# zespoły', many: '# zespołów', other: '# zespołów' })} oraz poczta).`,
  undoHandOver: (to) => `Cofnij przekazanie: ${to}`,
  inNoTeam: 'w żadnym zespole',
  noMailbox: 'brak podłączonej skrzynki',
  handOverAbout: (from, contacts, teams) =>
    `Współpracownik otrzyma ${plural(contacts, { one: '# kontakt', few: '# kontakty', many: '# kontaktów', other: '# kontaktów' })} i miejsce w ${plural(teams, { one: '# zespole', few: '# zespołach', many: '# zespołach', other: '# zespołach' })}, będzie mógł czytać pocztę dostępną dotąd dla: ${from}, oraz dowie się o odpowiedziach, otwarciach i kliknięciach, które jeszcze nadejdą. Autorzy wiadomości pozostają bez zmian. Można to cofnąć.`,
  handOverTo: 'Komu',
  chooseColleague: 'Wybierz współpracownika',
  handOverNow: 'Przekaż',
  teams: 'Zespoły',
  teamsAbout:
    'Członkowie zespołu widzą jego skrzynkę oraz wiadomości udostępnione przez autorów tylko zespołowi.',
  noTeam: 'Nie ma jeszcze żadnego zespołu.',
  rename: 'Zmień nazwę',
  renameOne: (team) => `Zmień nazwę: ${team}`,
  removeTeam: (team) => `Usuń zespół ${team}`,
  nameOfTeam: 'Nazwa zespołu',
  noMailboxOfTeam: 'Zespół nie ma skrzynki.',
  nobodyIn: 'Nie ma w nim nikogo.',
  inTeam: (team) => `W zespole ${team}`,
  takeOut: (team) => `Usuń z zespołu ${team}`,
  memberDisabled: (name) => `${name} (wyłączony)`,
  addTo: (team) => `Dodaj do zespołu ${team}`,
  addColleague: 'Dodaj współpracownika…',
  newTeam: 'Nowy zespół',
  make: 'Utwórz',
};
