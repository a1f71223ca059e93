import type { Texts } from '../en';

export const trackingDomains: Texts['trackingDomains'] = {
  title: 'Domeny śledzenia',
  about:
    'Obrazy i linki w wysłanych wiadomościach prowadzą pod te nazwy. Filtry oceniają link według domeny, więc najlepiej sprawdza się domena własnej marki.',
  isDefault: 'Dla nowych wiadomości',
  server: 'Ustawiona razem z serwerem',
  retired: 'Wycofana',
  states: { unchecked: 'Niesprawdzona', good: 'Działa', failing: 'Nie działa' },
  checked: (when) => `Sprawdzono: ${when}`,
  never: 'Jeszcze niesprawdzona',
  everyFive: 'Każda jest ponownie sprawdzana co kilka minut.',
  failingAbout: 'Dopóki nie zadziała, nowe wiadomości nie zawierają śledzonych linków.',
  retiredAbout: 'Wysłane już linki działają, dopóki nazwa prowadzi tutaj.',
  check: 'Sprawdź teraz',
  checkOne: (host) => `Sprawdź teraz: ${host}`,
  checking: 'Sprawdzanie…',
  use: 'Używaj dla nowych wiadomości',
  useOne: (host) => `Używaj dla nowych wiadomości: ${host}`,
  giveUp: 'Wycofaj',
  giveUpOne: (host) => `Wycofaj: ${host}`,
  gaveUp: (host) =>
    `Nowe wiadomości nie używają już domeny ${host}. Skrzynki, dla których ją wybrano, używają domeny domyślnej – także po kliknięciu „Cofnij”. Wysłane linki działają dalej.`,
  add: 'Dodaj domenę',
  host: 'Nazwa hosta',
  hostHint: (leadsTo) =>
    `Najpierw utwórz rekord DNS: CNAME nowej nazwy wskazujący na ${leadsTo}, oraz certyfikat dla niej na serwerze proxy. Jeśli z serwera korzysta kilka firm, nazwa należy do tej, u której zadziałała jako pierwszej.`,
  one: 'Domena śledzenia',
  oneAbout: 'Obrazy i linki w wiadomościach z tej skrzynki prowadzą pod tę nazwę.',
  domainOf: (address) => `Domena śledzenia skrzynki ${address}`,
  asDefault: (host) => `Domyślna (${host})`,
  mailboxes: 'Skrzynki z własną domeną',
  mailboxesAbout:
    'Wiadomości z takiej skrzynki są śledzone przez jej domenę, wszystkie inne przez domenę domyślną. W programie Outlook decyduje własna skrzynka autora, niezależnie od adresu nadawcy wiadomości.',
  noMailboxes: 'Wszystkie skrzynki używają domeny domyślnej.',
  mailbox: 'Skrzynka',
  domain: 'Domena',
  useForMailbox: 'Użyj dla tej skrzynki',
};
