import type { RuleWords } from '../../rules/describe';
import { pluralIn } from '../plural';

const plural = pluralIn('pl');
const list = (type: 'conjunction' | 'disjunction') => {
  const format = new Intl.ListFormat('pl', { type });
  return (parts: readonly string[]) => format.format(parts);
};

// The verb and what stands between it and the message, for one named message and for any.
const DID = {
  received: ['otrzymał', 'wiadomość', 'żadnej wiadomości'],
  opened: ['otworzył', 'wiadomość', 'żadnej wiadomości'],
  clicked: ['kliknął link w', 'wiadomości', 'żadnej wiadomości'],
  replied: ['odpowiedział na', 'wiadomość', 'żadną wiadomość'],
  bounced: ['nie dostał z powodu błędu doręczenia', 'wiadomości', 'żadnej wiadomości'],
  unsubscribed: ['wypisał się przez', 'wiadomość', 'żadną wiadomość'],
  complained: ['zgłosił jako spam', 'wiadomość', 'żadnej wiadomości'],
} as const;

const MARKETING: Record<string, string> = {
  wiadomość: 'wiadomość marketingową',
  wiadomości: 'wiadomości marketingowej',
  'żadnej wiadomości': 'żadnej wiadomości marketingowej',
  'żadną wiadomość': 'żadną wiadomość marketingową',
};

export const polishRules: RuleWords = {
  everybody: 'jest dowolnym kontaktem',
  nobody: 'nie jest żadnym kontaktem',
  gone: 'coś, czego już nie ma',
  and: list('conjunction'),
  or: list('disjunction'),
  within: (part) => `(${part})`,
  notAll: (part) => `nie: (${part})`,
  property: {
    name: 'nazwa',
    company: 'firma',
    phone: 'telefon',
    source: 'źródło',
    marketingReplied: 'liczba wiadomości marketingowych z odpowiedzią',
    created: 'utworzenie kontaktu',
    lastActivity: 'ostatnia aktywność',
    lastOpen: 'ostatnie otwarcie (sprzedaż)',
    lastClick: 'ostatnie kliknięcie (sprzedaż)',
    lastReply: 'ostatnia odpowiedź (sprzedaż)',
    lastEngagement: 'ostatnie zaangażowanie',
    firstMarketingReply: 'pierwsza odpowiedź na marketing',
    lastMarketingReply: 'ostatnia odpowiedź na marketing',
  },
  quoted: (text) => `„${text}”`,
  known: (property, not) => `${property}: ${not ? 'brak wartości' : 'jest wartość'}`,
  text: (property, is, values, not) => {
    const verb = {
      equal: not ? 'inna niż' : 'to',
      contains: not ? 'nie zawiera' : 'zawiera',
      begins: not ? 'nie zaczyna się od' : 'zaczyna się od',
    }[is];
    return `${property} ${verb} ${values}`;
  },
  number: (property, test, not) => {
    if (test.is === 'between')
      return `${property} ${not ? 'poza zakresem' : 'w zakresie'} od ${test.from} do ${test.to}`;
    const sign = {
      equal: not ? 'różna od' : 'równa',
      less: not ? 'nie mniejsza niż' : 'mniejsza niż',
      more: not ? 'nie większa niż' : 'większa niż',
    }[test.is];
    return `${property} ${sign} ${test.value}`;
  },
  date: (property, when, not) => `${property}: ${not ? `nie ${when}` : when}`,
  when: (test, day) => {
    switch (test.is) {
      case 'within':
        return plural(test.days, {
          one: 'w ciągu ostatniego dnia',
          few: 'w ciągu ostatnich # dni',
          many: 'w ciągu ostatnich # dni',
          other: 'w ciągu ostatnich # dnia',
        });
      case 'next':
        return plural(test.days, {
          one: 'w ciągu najbliższego dnia',
          few: 'w ciągu najbliższych # dni',
          many: 'w ciągu najbliższych # dni',
          other: 'w ciągu najbliższych # dnia',
        });
      case 'before':
        return `przed ${day(test.day)}`;
      case 'after':
        return `po ${day(test.day)}`;
      case 'between':
        return `od ${day(test.from)} do ${day(test.to)}`;
    }
  },
  owner: (users, not) =>
    users === undefined
      ? not
        ? 'nie ma opiekuna'
        : 'ma opiekuna'
      : `${not ? 'opiekunem nie jest' : 'opiekunem jest'} ${users}`,
  address: (domains, not) =>
    domains === undefined
      ? not
        ? 'nie ma adresu e-mail'
        : 'ma adres e-mail'
      : `${not ? 'nie ma adresu w domenie' : 'ma adres w domenie'} ${domains}`,
  event: (event, of, { times, when, link }, not) => {
    const fewer = not && times > 1;
    const none = not && !fewer;
    const [verb, one, any] = DID[event];
    const kind = none && !('message' in of) ? any : one;
    const marketing = 'marketing' in of ? MARKETING[kind] : undefined;
    const what = 'message' in of ? `${one} ${of.message}` : (marketing ?? kind);
    const often = fewer
      ? ` mniej niż ${plural(times, { one: '# raz', few: '# razy', many: '# razy', other: '# razu' })}`
      : times > 1
        ? ` co najmniej ${plural(times, { one: '# raz', few: '# razy', many: '# razy', other: '# razu' })}`
        : '';
    // "Not" and "did not get" would be two.
    const said =
      event === 'bounced' && none
        ? `nie miał błędu doręczenia: ${what}`
        : `${none ? 'nie ' : ''}${verb} ${what}`;
    return `${said}${link === undefined ? '' : ` (${link})`}${often}${when === '' ? '' : ` ${when}`}`;
  },
  member: (segment, not) => `${not ? 'nie należy do' : 'należy do'} ${segment}`,
  purpose: {
    'one-to-one-tracking': 'śledzenia korespondencji',
    'marketing-tracking': 'śledzenia marketingu',
    'marketing-mail': 'wysyłki marketingu',
  },
  basis: {
    'legitimate-interest': 'prawnie uzasadniony interes',
    'consent-given': 'zgoda udzielona',
    'consent-withdrawn': 'zgoda wycofana',
    contract: 'umowa',
    'not-applicable': 'nie dotyczy',
    none: 'brak',
  },
  hasBasis: (purpose, bases, not) => `podstawa prawna ${purpose}: ${not ? 'inna niż ' : ''}${bases}`,
  tracked: (not) => (not ? 'nie można go śledzić' : 'można go śledzić'),
};
