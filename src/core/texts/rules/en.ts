import type { RuleWords } from '../../rules/describe';
import { pluralIn } from '../plural';

const plural = pluralIn('en');
const list = (type: 'conjunction' | 'disjunction') => {
  const format = new Intl.ListFormat('en', { type });
  return (parts: readonly string[]) => format.format(parts);
};

const DID = {
  received: ['received', 'did not receive'],
  opened: ['opened', 'did not open'],
  clicked: ['clicked', 'did not click'],
  replied: ['replied to', 'did not reply to'],
  bounced: ['bounced on', 'did not bounce on'],
  unsubscribed: ['unsubscribed by', 'did not unsubscribe by'],
  complained: ['complained of', 'did not complain of'],
} as const;

export const englishRules: RuleWords = {
  everybody: 'is any contact',
  nobody: 'is nobody',
  gone: 'something that is gone',
  and: list('conjunction'),
  or: list('disjunction'),
  within: (part) => `(${part})`,
  notAll: (part) => `not (${part})`,
  property: {
    name: 'name',
    company: 'company',
    phone: 'phone',
    source: 'source',
    marketingReplied: 'marketing messages replied to',
    created: 'made as a contact',
    lastActivity: 'last activity',
    lastOpen: 'last sales open',
    lastClick: 'last sales click',
    lastReply: 'last sales reply',
    lastEngagement: 'last engagement',
    firstMarketingReply: 'first marketing reply',
    lastMarketingReply: 'last marketing reply',
  },
  quoted: (text) => `“${text}”`,
  known: (property, not) => `${not ? 'has no' : 'has a'} value for ${property}`,
  text: (property, is, values, not) => {
    const verb = {
      equal: not ? 'is not' : 'is',
      contains: not ? 'does not contain' : 'contains',
      begins: not ? 'does not begin with' : 'begins with',
    }[is];
    return `${property} ${verb} ${values}`;
  },
  number: (property, test, not) => {
    const verb = not ? 'is not' : 'is';
    if (test.is === 'between') return `${property} ${verb} from ${test.from} to ${test.to}`;
    const sign = { equal: '', less: 'below ', more: 'above ' }[test.is];
    return `${property} ${verb} ${sign}${test.value}`;
  },
  date: (property, when, not) => `${property} ${not ? 'is not' : 'is'} ${when}`,
  when: (test, day) => {
    switch (test.is) {
      case 'within':
        return plural(test.days, { one: 'in the last day', other: 'in the last # days' });
      case 'next':
        return plural(test.days, { one: 'in the next day', other: 'in the next # days' });
      case 'before':
        return `before ${day(test.day)}`;
      case 'after':
        return `after ${day(test.day)}`;
      case 'between':
        return `from ${day(test.from)} to ${day(test.to)}`;
    }
  },
  owner: (users, not) =>
    users === undefined
      ? not
        ? 'has no owner'
        : 'has an owner'
      : `${not ? 'does not belong to' : 'belongs to'} ${users}`,
  address: (domains, not) =>
    domains === undefined
      ? not
        ? 'has no mail address'
        : 'has a mail address'
      : `${not ? 'has no address at' : 'has an address at'} ${domains}`,
  event: (event, of, { times, when, link }, not) => {
    const fewer = not && times > 1;
    const what =
      'message' in of
        ? of.message
        : `${not && !fewer ? 'any' : 'a'} ${'marketing' in of ? 'marketing message' : 'message'}`;
    const often = fewer
      ? ` fewer than ${plural(times, { one: '# time', other: '# times' })}`
      : times > 1
        ? ` at least ${plural(times, { one: '# time', other: '# times' })}`
        : '';
    const object = link === undefined ? what : `the link ${link} in ${what}`;
    return `${DID[event][not && !fewer ? 1 : 0]} ${object}${often}${when === '' ? '' : ` ${when}`}`;
  },
  member: (segment, not) => `${not ? 'is not in' : 'is in'} ${segment}`,
  purpose: {
    'one-to-one-tracking': 'one-to-one tracking',
    'marketing-tracking': 'marketing tracking',
    'marketing-mail': 'marketing mail',
  },
  basis: {
    'legitimate-interest': 'legitimate interest',
    'consent-given': 'consent given',
    'consent-withdrawn': 'consent withdrawn',
    contract: 'contract',
    'not-applicable': 'not applicable',
    none: 'none',
  },
  hasBasis: (purpose, bases, not) => `legal basis for ${purpose} ${not ? 'is not' : 'is'} ${bases}`,
  tracked: (not) => (not ? 'cannot be tracked' : 'can be tracked'),
};
