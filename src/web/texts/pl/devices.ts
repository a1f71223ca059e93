import type { Texts } from '../en';

export const devices: Texts['devices'] = {
  title: 'Twoje urządzenia',
  about:
    'To, co oglądasz samodzielnie, nie jest liczone. Urządzenie jest rozpoznawane po programie i adresie internetowym, a po 30 dniach nieużywania zostaje zapomniane. Usuń to, które nie jest Twoje: jego działania zostaną ocenione ponownie.',
  none: 'Nie znamy jeszcze żadnego urządzenia.',
  iosDevice: 'iPhone lub iPad',
  programOn: (program, platform) => `${program}, ${platform}`,
  learntFrom: {
    report: 'wysłano z niego wiadomość',
    web: 'zalogowano się tutaj',
    pane: 'użyto okienka w programie Outlook',
    word: 'wskazano „To ja”',
  },
  seen: (when, how) => `ostatnio: ${when}; ${how}`,
  removeSeen: (device, when) => `Usuń ${device}, ostatnio: ${when}`,
  removed: (device) => `Usunięto: ${device}. To, co zostanie na nim wyświetlone, liczy się od teraz.`,
  colleagues: 'Współpracownicy',
  colleaguesAbout:
    'Współpracownik jest rozpoznawany po urządzeniach, na których używa Mailtrail, oraz po tym, że ma wiadomość otwartą tutaj lub w programie Outlook. To, co wtedy ogląda, jest oznaczane jako „współpracownik, nieliczone”. Dotyczy tego, co wydarzy się od teraz.',
  colleaguesSwitch: 'Nie licz też tego, co oglądają współpracownicy',
  outlooks: 'Wersje programu Outlook',
  outlooksAbout:
    'Jeśli okaże się, że któraś wersja programu Outlook uszkadza wiadomości, wyłącz tutaj to, z czym sobie nie radzi. Otwarte wersje robocze zastosują się do tego w ciągu kilku minut.',
  nothingSwitched: 'Niczego nie zmieniono: każdy Outlook robi to, co potrafi.',
  switchRemoved: (what) => `Usunięto: ${what}`,
  clients: {
    web: 'Outlook w sieci Web',
    newWindows: 'Nowy Outlook dla systemu Windows',
    classic: 'Klasyczny Outlook dla systemu Windows',
    mac: 'Outlook dla komputerów Mac',
    mobile: 'Outlook na telefonach',
    unknown: 'Każdy inny Outlook',
  },
  effects: {
    noLinks: 'bez śledzonych linków',
    noImage: 'bez obrazu',
    writesNever: 'nigdy nie zmieniaj wiadomości podczas wysyłania',
    writesWithoutPictures: 'zmieniaj tylko wiadomości bez obrazów',
    writesAlways: 'zmieniaj także wiadomości z obrazami',
    noAppend: 'nie pozwalaj programowi Outlook dołączać obrazu',
    append: 'pozwól programowi Outlook dołączać obraz',
  },
  fromVersion: (version) => ` od wersji ${version}`,
  beforeVersion: (version) => ` przed wersją ${version}`,
  whatToSwitch: 'Co zmienić',
  fromVersionField: 'Od wersji',
  emptyAll: 'Puste: wszystkie',
  beforeVersionField: 'Przed wersją',
  emptyNoEnd: 'Puste: bez końca',
};
