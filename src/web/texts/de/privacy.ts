import { pluralIn } from '../../../core/texts';
import type { Texts } from '../en';

const plural = pluralIn('de');

export const privacy: Texts['privacy'] = {
  title: 'Datenschutz',
  notYours:
    'Ihre Administratoren legen fest, was wie lange gespeichert bleibt, und sehen, wer was getan hat.',
  audit: 'Überwachungsprotokoll',
  auditAbout:
    'Niemand kann einen Eintrag ändern oder löschen; alte verschwinden nur, wie unter „Datenschutz“ festgelegt.',
  auditGroups: {
    all: 'Alles',
    'message.read': 'Gelesene E-Mails anderer',
    'contact.': 'Kontakte',
    'contact.export': 'Exportierte Kontakte',
    'contact.erase': 'Löschungen',
    'objection.': 'Widersprüche',
    'settings.': 'Einstellungen',
    'mailbox.': 'Postfächer',
    'user.': 'Benutzer',
    'team.': 'Teams',
    hit: 'Beurteilungen',
    'retention.': 'Aufbewahrung',
    'account.': 'Das Konto',
  },
  what: 'Was',
  when: 'Wann',
  who: 'Wer',
  details: 'Details',
  downloadCsv: 'Als CSV herunterladen',
  nothingOnRecord: 'Dazu liegt nichts vor.',
  closeTitle: 'Konto schließen',
  closeSectionAbout:
    'Links in gesendeten E-Mails führen weiterhin zum Ziel, auch wenn alles andere gelöscht ist.',
  downloadAll: 'Alles herunterladen',
  closedUntil: (when) => `Geschlossen. Alle Daten werden gelöscht: ${when}.`,
  closed: 'Geschlossen. Alle Daten werden nach Ablauf der Frist gelöscht.',
  reopen: 'Wieder öffnen',
  closeDialog: 'Konto schließen …',
  closeQuestion: (name) => `Konto von ${name} schließen?`,
  closeAbout:
    'Ab sofort melden sich nur noch Administratoren an, und keine E-Mail wird überwacht, protokolliert oder nachverfolgt. 30 Tage lang kann es unverändert wieder geöffnet werden; danach werden alle Daten gelöscht. Laden Sie vorher alles herunter.',
  writeName: (name) => `Geben Sie zur Sicherheit den Firmennamen ein: ${name}`,
  keepOpen: 'Geöffnet lassen',
  closing: 'Wird geschlossen …',
  erasures: 'Löschungen',
  nobodyErased: 'Niemand wurde gelöscht. Einen Kontakt löschen Sie auf seiner Seite.',
  askedFor: 'Angefordert',
  by: 'Von',
  state: 'Status',
  whatWent: 'Was gelöscht wurde',
  restoredList: 'Eine wiederhergestellte Liste',
  erasureStates: { scheduled: 'Wartet', running: 'Läuft', done: 'Fertig', undone: 'Rückgängig gemacht' },
  lookedThrough: (share) => `${share} durchgesehen`,
  erased: (messages, scrubbed, files) =>
    `${plural(messages, { one: '# E-Mail', other: '# E-Mails' })} geleert, ${plural(scrubbed, { one: '# E-Mail', other: '# E-Mails' })} bereinigt, ${plural(files, { one: '# Datei', other: '# Dateien' })} entfernt`,
  retention: 'Wie lange Daten gespeichert bleiben',
  retentionAbout:
    'Was älter ist, wird einmal täglich gelöscht; das Überwachungsprotokoll nennt den Umfang. Es lässt sich nicht zurückholen.',
  kept: {
    mails: 'Text und Dateien protokollierter E-Mails',
    events: 'Öffnungen, Klicks und Antworten in Aktivität und E-Mails',
    hits: 'Abrufe und ihre Beurteilung',
    auditLog: 'Überwachungsprotokoll',
  },
  keptHints: {
    mails: 'Dass es die E-Mail gab, Betreff, Beteiligte und Zählungen bleiben.',
    events: 'Zählungen und die Daten an Kontakten bleiben.',
    hits: 'Was eingesehen und neu beurteilt werden kann.',
    auditLog: 'Mindestens ein Jahr.',
  },
  forGood: 'Unbegrenzt',
  years: (n) => plural(n, { one: '# Jahr', other: '# Jahre' }),
  months: (n) => plural(n, { one: '# Monat', other: '# Monate' }),
  objects: 'Widerspricht dem Tracking',
  objectsSince: (when) => `Seit ${when}`,
  objectsAbout: (when) =>
    `Widerspricht dem Tracking (seit ${when}): E-Mails an diese Person enthalten weder Bild noch nachverfolgte Links, und bereits gesendete sind verstummt. Nur sie selbst kann das zurücknehmen.`,
  downloadAbout: (name) => `Alles über ${name} herunterladen`,
  exportSize: (messages, files, size) =>
    `${plural(messages, { one: '# E-Mail', other: '# E-Mails' })}, ${plural(files, { one: '# Datei', other: '# Dateien' })} (${size}), als ZIP-Archiv`,
  hiddenLeftOut: (n) =>
    plural(n, {
      one: '; # E-Mail, die Sie nicht sehen dürfen, ausgelassen',
      other: '; # E-Mails, die Sie nicht sehen dürfen, ausgelassen',
    }),
  eraseDialog: 'Löschen …',
  eraseQuestion: (name) => `${name} löschen?`,
  eraseWhen:
    'In fünf Minuten; bis dahin können Sie es rückgängig machen. Danach kann es niemand zurückholen.',
  eraseRecord: 'Eintrag, Adressen, Eigenschaften und Rechtsgrundlagen werden gelöscht.',
  eraseAlone:
    'E-Mails nur mit dieser Person verlieren Text und Dateien; dass es sie gab und ihre Zählungen bleiben.',
  eraseSeveral: 'In E-Mails an mehrere und wo andere sie zitieren, werden Name und Adressen gelöscht.',
  eraseLinks:
    'Links in E-Mails, die diese Person hat, funktionieren weiter. E-Mails an sie oder von ihr werden nicht mehr nachverfolgt oder protokolliert.',
  keep: 'Behalten',
  oneMoment: 'Einen Moment …',
  eraseOne: (name) => `${name} löschen`,
  willBeErased: (name) => `${name} wird gelöscht`,
  willBeErasedWhen: (name, when) => `${name} wird ${when} gelöscht`,
  erasing: (name) => `${name} wird gelöscht`,
  isBeingErased: (name) => `${name} wird gerade gelöscht`,
  erasedDone: 'Gelöscht',
  backToContacts: 'Zurück zu den Kontakten',
};
