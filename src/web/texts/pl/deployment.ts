import { pluralIn } from '../../../core/texts';
import type { Texts } from '../en';

const plural = pluralIn('pl');

export const deployment: Texts['deployment'] = {
  title: 'Wdrożenie',
  about: 'Jak Mailtrail trafia do Outlooka wszystkich użytkowników i czy tam działa.',
  manifest: 'Manifest',
  manifestAbout: 'Jeden plik przekazywany w centrum administracyjnym Microsoft 365. Zawiera ten adres:',
  name: 'Nazwa w programie Outlook',
  version: (version, when) => `Wersja ${version}, utworzona: ${when}`,
  download: 'Pobierz manifest',
  steps: [
    'Otwórz centrum administracyjne Microsoft 365: Ustawienia, Aplikacje zintegrowane, Przekaż aplikacje niestandardowe.',
    'Wybierz Dodatek Office i przekaż plik.',
    'Wybierz osoby lub grupy oraz sposób wdrożenia Stałe.',
    'Zaakceptuj uprawnienia. Outlook pokaże Mailtrail w ciągu doby, często w ciągu godziny.',
    'Podaj poniżej, która wersja została przekazana.',
  ],
  openAdminCentre: 'Otwórz centrum administracyjne',
  deployed: 'W Microsoft 365',
  deployedAbout: 'Microsoft nie informuje serwerów, który manifest jest wdrożony, dlatego trzeba to wskazać.',
  whichDeployed: 'Wdrożona wersja',
  none: 'Jeszcze żadna',
  saidAt: (when) => `Wskazano: ${when}`,
  same: 'Wdrożony manifest jest aktualny. Nie trzeba nic robić.',
  changed: (n) =>
    plural(n, {
      one: '# różnica względem wdrożonego manifestu',
      few: '# różnice względem wdrożonego manifestu',
      many: '# różnic względem wdrożonego manifestu',
      other: '# różnicy względem wdrożonego manifestu',
    }),
  consentTitle: 'Przekazanie wymaga ponownej zgody',
  consent:
    'Mailtrail uruchamia się sam podczas pisania i wysyłania wiadomości, dlatego po każdej zmianie Microsoft ponownie pyta administratora. Do czasu akceptacji użytkownicy nie mają dostępu do dodatku: przekaż plik wtedy, gdy możesz od razu wyrazić zgodę.',
  abouts: {
    events: 'Zdarzenia uruchamiające',
    permissions: 'Uprawnienia',
    scopes: 'Logowanie',
    domains: 'Domeny',
    addresses: 'Adresy',
    name: 'Nazwa',
    icons: 'Ikony',
    other: 'Inne',
  },
  what: 'Co',
  before: 'Wdrożone',
  after: 'Teraz',
  absent: '–',
  heard: (people, when) =>
    plural(people, {
      one: `W ciągu ostatnich 30 dni Mailtrail w programie Outlook używała # osoba, ostatnio: ${when}.`,
      few: `W ciągu ostatnich 30 dni Mailtrail w programie Outlook używały # osoby, ostatnio: ${when}.`,
      many: `W ciągu ostatnich 30 dni Mailtrail w programie Outlook używało # osób, ostatnio: ${when}.`,
      other: `W ciągu ostatnich 30 dni Mailtrail w programie Outlook używało # osoby, ostatnio: ${when}.`,
    }),
  notHeard: 'W ciągu ostatnich 30 dni żaden Outlook nie używał Mailtrail.',
  live: 'Działający adres',
  liveAbout: 'Serwer wysyła zapytania pod własny adres publiczny tak jak Outlook i Microsoft.',
  run: 'Sprawdź teraz',
  progress: (done, all) => `Gotowe: ${done} z ${all}`,
  allWell: 'Wszystko odpowiada tak, jak potrzebuje Outlook.',
  wrongs: (n) => plural(n, { one: '# błąd', few: '# błędy', many: '# błędów', other: '# błędu' }),
  ok: 'Dobrze',
  warning: 'Wkrótce',
  error: 'Błąd',
  waiting: 'Trwa sprawdzanie',
  builtAt: (when) => `Zbudowano: ${when}`,
  permissions: 'O co prosimy firmę Microsoft i dlaczego',
};
