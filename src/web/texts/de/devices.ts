import type { Texts } from '../en';

export const devices: Texts['devices'] = {
  title: 'Ihre Geräte',
  about:
    'Was Sie selbst ansehen, zählt nicht. Ein Gerät wird an seinem Programm und seiner Internetadresse erkannt und vergessen, wenn es 30 Tage lang nicht gesehen wurde. Entfernen Sie eines, das nicht Ihnen gehört: Seine Abrufe werden neu beurteilt.',
  none: 'Noch ist kein Gerät bekannt.',
  iosDevice: 'iPhone oder iPad',
  programOn: (program, platform) => `${program} auf ${platform}`,
  learntFrom: {
    report: 'hat E-Mails gesendet',
    web: 'hier angemeldet',
    pane: 'Bereich in Outlook verwendet',
    word: 'Sie haben „Das war ich“ gewählt',
  },
  seen: (when, how) => `gesehen ${when}; ${how}`,
  removeSeen: (device, when) => `${device} entfernen, gesehen ${when}`,
  removed: (device) => `${device} wurde entfernt: Was dort angesehen wird, zählt ab jetzt.`,
  colleagues: 'Kolleginnen und Kollegen',
  colleaguesAbout:
    'Kolleginnen und Kollegen werden an den Geräten erkannt, auf denen sie Mailtrail verwenden, und daran, dass sie die E-Mail hier oder in Outlook geöffnet haben. Was sie dann ansehen, erscheint als „Kollegin oder Kollege, nicht gezählt“. Gilt für alles, was ab jetzt kommt.',
  colleaguesSwitch: 'Auch nicht zählen, was Kolleginnen und Kollegen ansehen',
  outlooks: 'Outlook-Versionen',
  outlooksAbout:
    'Wenn sich zeigt, dass eine Outlook-Version E-Mails beschädigt, schalten Sie hier aus, was sie nicht verträgt. Offene Entwürfe folgen innerhalb von Minuten.',
  nothingSwitched: 'Nichts ist umgestellt: Jedes Outlook tut, was es kann.',
  switchRemoved: (what) => `Entfernt: ${what}`,
  clients: {
    web: 'Outlook im Web',
    newWindows: 'Neues Outlook für Windows',
    classic: 'Klassisches Outlook für Windows',
    mac: 'Outlook für Mac',
    mobile: 'Outlook auf Telefonen',
    unknown: 'Jedes andere Outlook',
  },
  effects: {
    noLinks: 'keine nachverfolgten Links',
    noImage: 'kein Bild',
    writesNever: 'eine E-Mail beim Senden nie ändern',
    writesWithoutPictures: 'eine E-Mail nur ändern, wenn sie keine Bilder enthält',
    writesAlways: 'eine E-Mail auch ändern, wenn sie Bilder enthält',
    noAppend: 'das Bild nicht von Outlook anfügen lassen',
    append: 'das Bild von Outlook anfügen lassen',
  },
  fromVersion: (version) => ` ab ${version}`,
  beforeVersion: (version) => ` vor ${version}`,
  whatToSwitch: 'Was umstellen',
  fromVersionField: 'Ab Version',
  emptyAll: 'Leer: alle',
  beforeVersionField: 'Vor Version',
  emptyNoEnd: 'Leer: ohne Ende',
};
