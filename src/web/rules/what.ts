import { Purpose } from '../../core/api/legal-bases';
import type { ContactField } from '../../core/api/contacts';
import { DATES_OF_CONTACT, EVENTS, type Leaf } from '../../core/rules';
import { texts } from '../texts';

/** What a rule may ask, as one choice: `event:replied`, `date:created`, `text:custom:tier` … */
export interface What {
  value: string;
  words: string;
}

/** As it is asked where somebody has just chosen it. */
const TEXTS = ['name', 'company', 'phone', 'source'] as const;
const AS_ASKED = { text: 'text', choice: 'text', number: 'number', date: 'date' } as const;

const capital = (words: string): string => words.charAt(0).toLocaleUpperCase() + words.slice(1);

/** Everything that can be asked, in groups. */
export function whatGroups(fields: readonly ContactField[]): { words: string; all: What[] }[] {
  const words = texts.segments.builder;
  const { property, purpose } = texts.segments.rules;
  return [
    {
      words: words.groups.mail,
      all: EVENTS.map((event) => ({ value: `event:${event}`, words: words.events[event] })),
    },
    {
      words: words.groups.lists,
      all: [{ value: 'member', words: words.member }],
    },
    {
      words: words.groups.contact,
      all: [
        ...TEXTS.map((name) => ({ value: `text:${name}`, words: capital(property[name]) })),
        { value: 'owner', words: words.owner },
        { value: 'address', words: words.address },
        { value: 'number:marketingReplied', words: capital(property.marketingReplied) },
      ],
    },
    {
      words: words.groups.dates,
      all: DATES_OF_CONTACT.map((name) => ({ value: `date:${name}`, words: capital(property[name]) })),
    },
    {
      words: words.groups.own,
      all: fields.map(({ key, name, kind }) => ({ value: `${AS_ASKED[kind]}:custom:${key}`, words: name })),
    },
    {
      words: words.groups.privacy,
      all: [
        ...Purpose.options.map((one) => ({ value: `basis:${one}`, words: words.basisFor(purpose[one]) })),
        { value: 'tracked', words: words.tracked },
      ],
    },
  ].filter(({ all }) => all.length > 0);
}

/** Which choice a rule is of. */
export function whatOf(rule: Leaf): string {
  switch (rule.kind) {
    case 'text':
    case 'number':
    case 'date':
      return `${rule.kind}:${rule.property}`;
    case 'event':
      return `event:${rule.event}`;
    case 'basis':
      return `basis:${rule.purpose}`;
    default:
      return rule.kind;
  }
}

const isOneOf = <T extends string>(all: readonly T[], one: string): one is T =>
  all.some((each) => each === one);
const isCustom = (name: string): name is `custom:${string}` => /^custom:./.test(name);

/** A new rule of a choice; what is to be filled in is empty. */
export function newRule(what: string): Leaf {
  const [kind = '', ...rest] = what.split(':');
  const name = rest.join(':');
  switch (kind) {
    case 'text':
      return {
        kind: 'text',
        property: isOneOf(TEXTS, name) || isCustom(name) ? name : 'name',
        test: { is: 'equal', values: [''] },
      };
    case 'number':
      return {
        kind: 'number',
        property: isCustom(name) ? name : 'marketingReplied',
        test: { is: 'more', value: 0 },
      };
    case 'date':
      return {
        kind: 'date',
        property: isOneOf(DATES_OF_CONTACT, name) || isCustom(name) ? name : 'created',
        test: { is: 'within', days: 30 },
      };
    case 'owner':
      return { kind: 'owner', users: [] };
    case 'address':
      return { kind: 'address', domains: [] };
    case 'member':
      return { kind: 'member', segment: '' };
    case 'basis':
      return {
        kind: 'basis',
        purpose: isOneOf(Purpose.options, name) ? name : 'marketing-mail',
        bases: ['consent-given'],
      };
    case 'tracked':
      return { kind: 'tracked' };
    default:
      return { kind: 'event', event: isOneOf(EVENTS, name) ? name : 'replied', of: 'marketing' };
  }
}
