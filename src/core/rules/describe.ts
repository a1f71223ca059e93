import type { Purpose } from '../api/legal-bases';
import type { Basis } from '../api/shared';
import type { ContactEvent, DateOfContact, DateTest, Leaf, NumberTest, Rule, TextTest, When } from './rule';

/** How things that a rule names by id are called; undefined: there is no such thing any more. */
export interface RuleNames {
  segment(id: string): string | undefined;
  message(id: string): string | undefined;
  user(id: number): string | undefined;
  /** An own property, by key. */
  field(key: string): string | undefined;
  /** A day as the reader writes it. */
  day: (iso: string) => string;
}

/** Built-in properties that a rule may ask. */
export type NamedProperty = 'name' | 'company' | 'phone' | 'source' | 'marketingReplied' | DateOfContact;

type Positive<T extends { is: string }> = Exclude<T, { is: 'known' }>;

/** The words of one language (core/texts/rules). What is negated is said as people say it, not with a "not" before it. */
export interface RuleWords {
  everybody: string;
  nobody: string;
  gone: string;
  and(parts: readonly string[]): string;
  or(parts: readonly string[]): string;
  /** A part that is a group of its own, within another. */
  within(part: string): string;
  notAll(part: string): string;
  property: Record<NamedProperty, string>;
  quoted: (text: string) => string;
  known(property: string, not: boolean): string;
  text(property: string, test: Positive<TextTest>['is'], values: string, not: boolean): string;
  number(property: string, test: Positive<NumberTest>, not: boolean): string;
  date(property: string, when: string, not: boolean): string;
  when(test: Positive<DateTest> | When, day: (iso: string) => string): string;
  owner(users: string | undefined, not: boolean): string;
  address(domains: string | undefined, not: boolean): string;
  event(
    event: ContactEvent,
    of: { any: true } | { marketing: true } | { message: string },
    more: { times: number; when: string; link?: string | undefined },
    not: boolean,
  ): string;
  member(segment: string, not: boolean): string;
  purpose: Record<Purpose, string>;
  basis: Record<Basis, string>;
  hasBasis(purpose: string, bases: string, not: boolean): string;
  tracked(not: boolean): string;
}

/** A rule in plain language, as the rest of a sentence that begins with the contact: "replied to “Autumn news” and …". */
export function describe(rule: Rule, names: RuleNames, words: RuleWords): string {
  if (rule.kind !== 'group') return leaf(rule, names, words);
  const parts = rule.rules.map((one) => {
    const said = describe(one, names, words);
    return one.kind === 'group' && !one.not && one.rules.length > 1 && one.of !== rule.of
      ? words.within(said)
      : said;
  });
  const said =
    parts.length === 0
      ? rule.of === 'all'
        ? words.everybody
        : words.nobody
      : rule.of === 'all'
        ? words.and(parts)
        : words.or(parts);
  return rule.not ? words.notAll(said) : said;
}

function leaf(rule: Leaf, names: RuleNames, words: RuleWords): string {
  const not = rule.not === true;
  const nameOf = (property: string): string =>
    property.startsWith('custom:')
      ? words.quoted(names.field(property.slice('custom:'.length)) ?? words.gone)
      : isNamed(property, words)
        ? words.property[property]
        : property;
  switch (rule.kind) {
    case 'text': {
      const { test } = rule;
      if (test.is === 'known') return words.known(nameOf(rule.property), not);
      return words.text(nameOf(rule.property), test.is, words.or(test.values.map(words.quoted)), not);
    }
    case 'number':
      return rule.test.is === 'known'
        ? words.known(nameOf(rule.property), not)
        : words.number(nameOf(rule.property), rule.test, not);
    case 'date':
      return rule.test.is === 'known'
        ? words.known(nameOf(rule.property), not)
        : words.date(nameOf(rule.property), words.when(rule.test, names.day), not);
    case 'owner':
      return words.owner(
        rule.users.length === 0 ? undefined : words.or(rule.users.map((id) => names.user(id) ?? words.gone)),
        not,
      );
    case 'address':
      return words.address(rule.domains.length === 0 ? undefined : words.or(rule.domains), not);
    case 'event': {
      const of =
        typeof rule.of === 'object'
          ? { message: words.quoted(names.message(rule.of.message) ?? words.gone) }
          : rule.of === 'any'
            ? ({ any: true } as const)
            : ({ marketing: true } as const);
      const when = rule.when ? words.when(rule.when, names.day) : '';
      return words.event(rule.event, of, { times: rule.times ?? 1, when, link: rule.link }, not);
    }
    case 'member':
      return words.member(words.quoted(names.segment(rule.segment) ?? words.gone), not);
    case 'basis':
      return words.hasBasis(
        words.purpose[rule.purpose],
        words.or(rule.bases.map((basis) => words.basis[basis])),
        not,
      );
    case 'tracked':
      return words.tracked(not);
  }
}

const isNamed = (property: string, words: RuleWords): property is NamedProperty => property in words.property;
