import type { RuleWords } from '../../rules/describe';
import { pluralIn } from '../plural';

const plural = pluralIn('de');
const list = (type: 'conjunction' | 'disjunction') => {
  const format = new Intl.ListFormat('de', { type });
  return (parts: readonly string[]) => format.format(parts);
};

// Before and after the message; how "a message" and "no message" are said there.
const DID = {
  received: ['hat', 'bekommen', 'eine', 'keine'],
  opened: ['hat', 'geöffnet', 'eine', 'keine'],
  clicked: ['hat einen Link in', 'geklickt', 'einer', 'keiner'],
  replied: ['hat auf', 'geantwortet', 'eine', 'keine'],
  bounced: ['war für', 'nicht erreichbar', 'eine', 'keine'],
  unsubscribed: ['hat sich über', 'abgemeldet', 'eine', 'keine'],
  complained: ['hat', 'als Spam gemeldet', 'eine', 'keine'],
} as const;

export const germanRules: RuleWords = {
  everybody: 'ist irgendein Kontakt',
  nobody: 'ist niemand',
  gone: 'etwas, das es nicht mehr gibt',
  and: list('conjunction'),
  or: list('disjunction'),
  within: (part) => `(${part})`,
  notAll: (part) => `nicht: (${part})`,
  property: {
    name: 'Name',
    company: 'Firma',
    phone: 'Telefon',
    source: 'Quelle',
    marketingReplied: 'Zahl der beantworteten Marketing-Mails',
    created: 'Anlage als Kontakt',
    lastActivity: 'letzte Aktivität',
    lastOpen: 'letzte Öffnung (Vertrieb)',
    lastClick: 'letzter Klick (Vertrieb)',
    lastReply: 'letzte Antwort (Vertrieb)',
    lastEngagement: 'letztes Engagement',
    firstMarketingReply: 'erste Antwort auf Marketing',
    lastMarketingReply: 'letzte Antwort auf Marketing',
  },
  quoted: (text) => `„${text}“`,
  known: (property, not) => `${property}: ${not ? 'kein Wert' : 'ein Wert ist da'}`,
  text: (property, is, values, not) => {
    const verb = {
      equal: not ? 'ist nicht' : 'ist',
      contains: not ? 'enthält nicht' : 'enthält',
      begins: not ? 'beginnt nicht mit' : 'beginnt mit',
    }[is];
    return `${property} ${verb} ${values}`;
  },
  number: (property, test, not) => {
    const verb = not ? 'liegt nicht' : 'liegt';
    switch (test.is) {
      case 'equal':
        return `${property} ist ${not ? 'nicht ' : ''}${test.value}`;
      case 'between':
        return `${property} ${verb} zwischen ${test.from} und ${test.to}`;
      case 'less':
        return `${property} ${verb} unter ${test.value}`;
      case 'more':
        return `${property} ${verb} über ${test.value}`;
    }
  },
  date: (property, when, not) => `${property} ${not ? 'nicht ' : ''}${when}`,
  when: (test, day) => {
    switch (test.is) {
      case 'within':
        return plural(test.days, { one: 'in den letzten 24 Stunden', other: 'in den letzten # Tagen' });
      case 'next':
        return plural(test.days, { one: 'in den nächsten 24 Stunden', other: 'in den nächsten # Tagen' });
      case 'before':
        return `vor dem ${day(test.day)}`;
      case 'after':
        return `nach dem ${day(test.day)}`;
      case 'between':
        return `vom ${day(test.from)} bis ${day(test.to)}`;
    }
  },
  owner: (users, not) =>
    users === undefined
      ? not
        ? 'hat keinen Verantwortlichen'
        : 'hat einen Verantwortlichen'
      : `${not ? 'gehört nicht zu' : 'gehört zu'} ${users}`,
  address: (domains, not) =>
    domains === undefined
      ? not
        ? 'hat keine Mailadresse'
        : 'hat eine Mailadresse'
      : `${not ? 'hat keine Adresse unter' : 'hat eine Adresse unter'} ${domains}`,
  event: (event, of, { times, when, link }, not) => {
    const fewer = not && times > 1;
    const none = not && !fewer;
    const [before, after, a, no] = DID[event];
    const noun = 'marketing' in of ? 'Marketing-Mail' : 'Mail';
    const what = 'message' in of ? of.message : `${none ? no : a} ${noun}`;
    const often = fewer
      ? ` weniger als ${plural(times, { one: '#-mal', other: '#-mal' })}`
      : times > 1
        ? ` mindestens ${plural(times, { one: '#-mal', other: '#-mal' })}`
        : '';
    const not1 = none && 'message' in of ? ' nicht' : '';
    return `${before} ${what}${link === undefined ? '' : ` (${link})`}${when === '' ? '' : ` ${when}`}${often}${not1} ${after}`;
  },
  member: (segment, not) => `${not ? 'ist nicht in' : 'ist in'} ${segment}`,
  purpose: {
    'one-to-one-tracking': 'Tracking im Schriftwechsel',
    'marketing-tracking': 'Marketing-Tracking',
    'marketing-mail': 'Marketing-Mails',
  },
  basis: {
    'legitimate-interest': 'berechtigtes Interesse',
    'consent-given': 'Einwilligung erteilt',
    'consent-withdrawn': 'Einwilligung widerrufen',
    contract: 'Vertrag',
    'not-applicable': 'nicht zutreffend',
    none: 'keine',
  },
  hasBasis: (purpose, bases, not) => `Rechtsgrundlage für ${purpose}: ${not ? 'nicht ' : ''}${bases}`,
  tracked: (not) => (not ? 'darf nicht getrackt werden' : 'darf getrackt werden'),
};
