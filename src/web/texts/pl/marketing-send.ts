import { pluralIn } from '../../../core/texts';
import type { marketingSend as english } from '../en/marketing-send';

const plural = pluralIn('pl');
const copies = (n: number) =>
  plural(n, { one: '# kopia', few: '# kopie', many: '# kopii', other: '# kopii' });

export const marketingSend: typeof english = {
  tab: 'Wysyłka',
  review: 'Zanim wyjdzie',
  when: 'Kiedy',
  now: 'Teraz',
  later: 'W wybranej chwili',
  at: 'Dzień i godzina',
  zone: 'Strefa czasowa',
  noTime: 'Wybierz dzień i godzinę.',
  send: 'Wyślij teraz',
  schedule: 'Zaplanuj wysyłkę',
  toPeople: (n) =>
    plural(n, {
      one: 'Trafi do # osoby.',
      few: 'Trafi do # osób.',
      many: 'Trafi do # osób.',
      other: 'Trafi do # osób.',
    }),
  undoHint: 'Wysyłkę można w każdej chwili wstrzymać i anulować; co już wyszło, pozostaje wysłane.',
  automatic: 'Tę wiadomość wysyłają przepływy, po jednym kontakcie.',
  headlines: {
    draft: 'Jeszcze niewysłana',
    scheduled: 'Zaplanowana',
    sending: 'Trwa wysyłka',
    paused: 'Wstrzymana',
    sent: 'Wysłana',
    cancelled: 'Anulowana: co wyszło, pozostaje',
    stopped: 'Nie wyszła o swojej porze',
    automatic: 'Wysyłana przez przepływy',
  },
  sentAt: (when) => `Wysłana, zakończono ${when}`,
  leavesAt: (when) => `Wyjdzie: ${when}`,
  pauseReasons: {
    user: (who) => (who === undefined ? 'Ktoś ją wstrzymał.' : `Wysyłkę wstrzymuje ${who}.`),
    'tracking-domain': () => 'Jej domena śledząca nie odpowiada, więc odnośniki prowadziłyby donikąd.',
    'reply-to': () => 'Skrzynka na odpowiedzi nie jest obserwowana, więc zostałyby przeoczone.',
    relay: () => 'Serwer pośredniczący odrzuca naszą pocztę.',
    checks: () => 'O tej porze zatrzymało ją sprawdzenie.',
  },
  progress: (done, all) => `Kopie: ${done} z ${all}`,
  accepted: 'Wyszły',
  waiting: 'Czekają',
  refused: 'Odrzucone',
  unclear: 'Niepewne',
  leftOut: 'Pominięte',
  perMinute: (n) =>
    plural(n, {
      one: '# kopia w ostatniej minucie.',
      few: '# kopie w ostatniej minucie.',
      many: '# kopii w ostatniej minucie.',
      other: '# kopii w ostatniej minucie.',
    }),
  rests: (when) => `Następne wyjdą: ${when}.`,
  ends: (when) => `Koniec około: ${when}.`,
  endsSoon: 'Zaraz koniec.',
  pause: 'Wstrzymaj',
  resume: 'Wznów',
  resumeCancelled: 'Cofnij: wysyłaj dalej',
  cancel: 'Anuluj wysyłkę',
  unschedule: 'Wróć do szkicu',
  unclearTitle: (n) => `${copies(n)}: nie wiadomo, czy wyszły`,
  unclearAbout:
    'Połączenie zerwało się albo serwer się zatrzymał po wysłaniu wiadomości, a przed odpowiedzią. Same nie zostaną wysłane ponownie: mogłyby przyjść dwa razy.',
  triedAt: (address, when) => `${address}, próba: ${when}`,
  again: 'Wyślij ponownie',
  againTo: (who) => `Wyślij ponownie: ${who}`,
  againAll: (n) => `Wyślij ponownie wszystkie (${copies(n)})`,
  unclearMore: 'Jest ich więcej, niż tu widać.',
  outcome: 'Dlaczego kopie nie wyszły',
  became: 'Kopie',
  why: 'Dlaczego',
  copies: 'Ile',
  outcomes: {
    waiting: 'Kolejna próba później',
    trying: 'W drodze',
    accepted: 'Wyszły',
    refused: 'Odrzucone',
    unclear: 'Niepewne',
    'left-out': 'Pominięte',
  },
  reasons: {
    'process-ended': 'Serwer zatrzymał się podczas przekazywania',
    'line-lost': 'Połączenie zerwało się przed odpowiedzią',
    'not-rendered': 'Kopii nie udało się złożyć',
  },
  relaySaid: (words) => `Serwer pośredniczący odpowiedział: ${words}`,
  kinds: {
    title: 'Rodzaje poczty marketingowej',
    about:
      'Odbiorcy mogą zrezygnować z jednego rodzaju i nadal otrzymywać pozostałe. W ustawieniach każdej wiadomości wybiera się jej rodzaj.',
    none: 'Nie ma jeszcze rodzajów',
    noneAbout:
      'Bez rodzajów każdy, kto zrezygnuje, nie dostanie już żadnej poczty marketingowej. Dodaj to, co wysyłasz: newsletter, oferty, zaproszenia.',
    name: 'Nazwa, którą widzą odbiorcy',
    description: 'Co otrzymują, jednym zdaniem',
    add: 'Dodaj rodzaj',
    change: 'Zmień',
    changeOne: (name) => `Zmień: ${name}`,
    removed: (name) => `Usunięto „${name}”.`,
    up: (name) => `Przesuń w górę: ${name}`,
    down: (name) => `Przesuń w dół: ${name}`,
    unsubscribed: (n) =>
      plural(n, {
        one: 'wypisany # adres',
        few: 'wypisane # adresy',
        many: 'wypisanych # adresów',
        other: 'wypisanych # adresów',
      }),
    ofAll: (n) =>
      plural(n, {
        one: '# adres jest wypisany z całej poczty marketingowej.',
        few: '# adresy są wypisane z całej poczty marketingowej.',
        many: '# adresów jest wypisanych z całej poczty marketingowej.',
        other: '# adresów jest wypisanych z całej poczty marketingowej.',
      }),
    defaultName: 'Aktualności',
  },
  wish: {
    asks: 'Wygląda na to, że ktoś prosi tu o zaprzestanie poczty marketingowej.',
    button: 'Wypisz',
    done: (address) => `${address} nie będzie już otrzymywać poczty marketingowej.`,
  },
};
