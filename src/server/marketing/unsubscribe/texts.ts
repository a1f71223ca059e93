import type { Language } from '../../../core/texts';

/** What the pages for recipients of marketing mail say. */
export interface UnsubscribeTexts {
  title: string;
  gone: string;
  goneTitle: string;
  about(company: string, address: string): string;
  offKind(kind: string): string;
  offAll(company: string): string;
  isOffKind(kind: string): string;
  isOffAll(company: string): string;
  isOn: string;
  backKind(kind: string): string;
  backAll(company: string): string;
  undo: string;
  choose: string;
  chooseTitle: string;
  chooseHint: string;
  save: string;
  saved: string;
  all(company: string): string;
  tracking: string;
  testNote: string;
  tooMany: string;
}

const english: UnsubscribeTexts = {
  title: 'Unsubscribe',
  gone: 'The link is incomplete, or the mail that it belongs to is no longer known here. Nothing was changed. You can answer the mail and ask to be taken off.',
  goneTitle: 'This link leads to nothing (any more)',
  about: (company, address) => `This is about marketing mail of ${company} to ${address}.`,
  offKind: (kind) => `Unsubscribe from “${kind}”`,
  offAll: (company) => `Unsubscribe from all marketing mail of ${company}`,
  isOffKind: (kind) => `You are unsubscribed from “${kind}”.`,
  isOffAll: (company) => `You are unsubscribed from all marketing mail of ${company}.`,
  isOn: 'You get this mail. Nothing changes before you press a button.',
  backKind: (kind) => `Get “${kind}” again`,
  backAll: (company) => `Get marketing mail of ${company} again`,
  undo: 'Was it a mistake?',
  choose: 'Choose which mail you get',
  chooseTitle: 'Which mail you get',
  chooseHint: 'Tick what you want to get, then save.',
  save: 'Save',
  saved: 'This is what you have chosen.',
  all: (company) => `No marketing mail of ${company} at all`,
  tracking: 'What is tracked about you, and how to object',
  testNote: 'This is a test mail: what you press here shows what a recipient sees, and changes nothing.',
  tooMany: 'Too many requests came from your network. Wait a minute and try again.',
};

const german: UnsubscribeTexts = {
  title: 'Abmelden',
  gone: 'Der Link ist unvollständig, oder die Mail, zu der er gehört, ist hier nicht mehr bekannt. Es wurde nichts geändert. Sie können auf die Mail antworten und darum bitten, keine mehr zu bekommen.',
  goneTitle: 'Dieser Link führt nirgendwohin',
  about: (company, address) => `Hier geht es um Marketing-Mail von ${company} an ${address}.`,
  offKind: (kind) => `Von „${kind}“ abmelden`,
  offAll: (company) => `Von aller Marketing-Mail von ${company} abmelden`,
  isOffKind: (kind) => `Sie sind von „${kind}“ abgemeldet.`,
  isOffAll: (company) => `Sie sind von aller Marketing-Mail von ${company} abgemeldet.`,
  isOn: 'Sie bekommen diese Mail. Es ändert sich nichts, bevor Sie einen Knopf drücken.',
  backKind: (kind) => `„${kind}“ wieder bekommen`,
  backAll: (company) => `Wieder Marketing-Mail von ${company} bekommen`,
  undo: 'War das ein Versehen?',
  choose: 'Wählen, welche Mail Sie bekommen',
  chooseTitle: 'Welche Mail Sie bekommen',
  chooseHint: 'Kreuzen Sie an, was Sie bekommen möchten, und speichern Sie.',
  save: 'Speichern',
  saved: 'Das haben Sie gewählt.',
  all: (company) => `Gar keine Marketing-Mail von ${company}`,
  tracking: 'Was über Sie erfasst wird, und wie Sie widersprechen',
  testNote:
    'Dies ist eine Testmail: was Sie hier drücken, zeigt, was ein Empfänger sieht, und ändert nichts.',
  tooMany: 'Aus Ihrem Netz kamen zu viele Anfragen. Warten Sie eine Minute und versuchen Sie es erneut.',
};

const polish: UnsubscribeTexts = {
  title: 'Rezygnacja z wiadomości',
  gone: 'Odnośnik jest niepełny albo wiadomość, do której należy, nie jest tu już znana. Nic się nie zmieniło. Możesz odpowiedzieć na wiadomość i poprosić o wypisanie.',
  goneTitle: 'Ten odnośnik donikąd nie prowadzi',
  about: (company, address) => `Ta strona dotyczy poczty marketingowej firmy ${company} na adres ${address}.`,
  offKind: (kind) => `Nie chcę otrzymywać „${kind}”`,
  offAll: (company) => `Nie chcę żadnej poczty marketingowej firmy ${company}`,
  isOffKind: (kind) => `Nie będziesz otrzymywać „${kind}”.`,
  isOffAll: (company) => `Nie będziesz otrzymywać poczty marketingowej firmy ${company}.`,
  isOn: 'Otrzymujesz te wiadomości. Nic się nie zmieni, dopóki nie naciśniesz przycisku.',
  backKind: (kind) => `Chcę znów otrzymywać „${kind}”`,
  backAll: (company) => `Chcę znów otrzymywać pocztę marketingową firmy ${company}`,
  undo: 'To była pomyłka?',
  choose: 'Wybierz, jakie wiadomości otrzymujesz',
  chooseTitle: 'Jakie wiadomości otrzymujesz',
  chooseHint: 'Zaznacz to, co chcesz otrzymywać, i zapisz.',
  save: 'Zapisz',
  saved: 'Tak brzmi Twój wybór.',
  all: (company) => `Żadnej poczty marketingowej firmy ${company}`,
  tracking: 'Co jest o Tobie rejestrowane i jak wnieść sprzeciw',
  testNote: 'To wiadomość próbna: przyciski pokazują, co widzi odbiorca, i niczego nie zmieniają.',
  tooMany: 'Z Twojej sieci przyszło zbyt wiele próśb. Odczekaj minutę i spróbuj ponownie.',
};

export const UNSUBSCRIBE_TEXTS: Record<Language, UnsubscribeTexts> = { en: english, de: german, pl: polish };
