import { pluralIn, type Language } from '../../core/texts';
import { saidIn } from '../../core/texts/server';
import { germanSentences } from '../../core/texts/server/de';
import { polishSentences } from '../../core/texts/server/pl';

/** What was found of what had been told. */
export type TakenFor = 'scanner' | 'self' | 'else';

/** Every word of a notification; `who` undefined: Someone (O10). */
export interface NoticeTexts {
  /** What it was, of what was taken back; `else`: neither, or not the same of all. */
  was: Record<TakenFor, string>;
  takenBack: (subject: string) => string;
  manyTakenBack: (n: number) => string;
  many: (n: number) => string;
  more: (n: number) => string;
  mailbox: (address: string) => string;
  administrator: string;
  opened: (who: string | undefined) => string;
  clicked: (who: string | undefined, link: string) => string;
  clickedLink: (who: string | undefined) => string;
  replied: (who: string | undefined) => string;
  bounced: (who: string | undefined) => string;
  noReplyYet: string;
  workflow: (who: string | undefined) => string;
  /** A sentence of the server's own. */
  said: (sentence: string) => string;
}

const inEnglish = pluralIn('en');
const english: NoticeTexts = {
  was: { scanner: 'This was a scanner', self: 'This was you', else: 'This does not count' },
  takenBack: (subject) => `Taken back: ${subject}`,
  manyTakenBack: (n) =>
    inEnglish(n, { one: '# notification was taken back', other: '# notifications were taken back' }),
  many: (n) => inEnglish(n, { one: '# new in Mailtrail', other: '# new in Mailtrail' }),
  more: (n) => inEnglish(n, { one: 'and # more', other: 'and # more' }),
  mailbox: (address) => `Something is wrong with ${address}`,
  administrator: 'Mailtrail needs an administrator',
  opened: (who = 'Someone') => `${who} opened your mail`,
  clicked: (who = 'Someone', link) => `${who} clicked “${link}”`,
  clickedLink: (who = 'Someone') => `${who} clicked a link`,
  replied: (who = 'Someone') => `${who} replied`,
  bounced: (who) =>
    who === undefined ? 'Your mail could not be delivered' : `Your mail could not be delivered to ${who}`,
  noReplyYet: 'No reply yet',
  workflow: (who) => (who === undefined ? 'A workflow tells you' : `A workflow tells you of ${who}`),
  said: (sentence) => sentence,
};

const inPolish = pluralIn('pl');
const polish: NoticeTexts = {
  was: { scanner: 'To był skaner', self: 'To Twoje własne działanie', else: 'To się nie liczy' },
  takenBack: (subject) => `Wycofano: ${subject}`,
  manyTakenBack: (n) =>
    inPolish(n, {
      one: 'Wycofano # powiadomienie',
      few: 'Wycofano # powiadomienia',
      many: 'Wycofano # powiadomień',
      other: 'Wycofano # powiadomienia',
    }),
  many: (n) =>
    inPolish(n, {
      one: '# nowe zdarzenie w Mailtrail',
      few: '# nowe zdarzenia w Mailtrail',
      many: '# nowych zdarzeń w Mailtrail',
      other: '# nowego zdarzenia w Mailtrail',
    }),
  more: (n) =>
    inPolish(n, { one: 'i jeszcze #', few: 'i jeszcze #', many: 'i jeszcze #', other: 'i jeszcze #' }),
  mailbox: (address) => `Problem ze skrzynką ${address}`,
  administrator: 'Mailtrail wymaga uwagi administratora',
  opened: (who) => (who === undefined ? 'Ktoś otworzył Twoją wiadomość' : `${who}: otwarto Twoją wiadomość`),
  clicked: (who, link) => (who === undefined ? `Ktoś kliknął „${link}”` : `${who}: kliknięto „${link}”`),
  clickedLink: (who) => (who === undefined ? 'Ktoś kliknął link' : `${who}: kliknięto link`),
  replied: (who) => (who === undefined ? 'Ktoś odpowiedział' : `${who}: nadeszła odpowiedź`),
  bounced: (who) =>
    who === undefined
      ? 'Wiadomości nie udało się dostarczyć'
      : `Wiadomości nie udało się dostarczyć, adresat: ${who}`,
  noReplyYet: 'Nadal brak odpowiedzi',
  workflow: (who) => (who === undefined ? 'Powiadomienie z przepływu' : `Powiadomienie z przepływu: ${who}`),
  said: saidIn(polishSentences),
};

const inGerman = pluralIn('de');
const german: NoticeTexts = {
  was: { scanner: 'Das war ein Scanner', self: 'Das waren Sie selbst', else: 'Das zählt nicht' },
  takenBack: (subject) => `Zurückgenommen: ${subject}`,
  manyTakenBack: (n) =>
    inGerman(n, {
      one: '# Benachrichtigung wurde zurückgenommen',
      other: '# Benachrichtigungen wurden zurückgenommen',
    }),
  many: (n) => inGerman(n, { one: '# neues Ereignis in Mailtrail', other: '# neue Ereignisse in Mailtrail' }),
  more: (n) => inGerman(n, { one: 'und # weiteres', other: 'und # weitere' }),
  mailbox: (address) => `Mit ${address} stimmt etwas nicht`,
  administrator: 'Mailtrail braucht einen Administrator',
  opened: (who = 'Jemand') => `${who} hat Ihre E-Mail geöffnet`,
  clicked: (who = 'Jemand', link) => `${who} hat auf „${link}“ geklickt`,
  clickedLink: (who = 'Jemand') => `${who} hat auf einen Link geklickt`,
  replied: (who = 'Jemand') => `${who} hat geantwortet`,
  bounced: (who) =>
    who === undefined
      ? 'Ihre E-Mail konnte nicht zugestellt werden'
      : `Ihre E-Mail konnte nicht an ${who} zugestellt werden`,
  noReplyYet: 'Noch keine Antwort',
  workflow: (who) => (who === undefined ? 'Hinweis eines Workflows' : `Hinweis eines Workflows: ${who}`),
  said: saidIn(germanSentences),
};

/** Notifications in the languages that there are. */
export const NOTICE_TEXTS: Record<Language, NoticeTexts> = { en: english, pl: polish, de: german };
