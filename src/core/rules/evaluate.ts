import { eventChoiceOf, eventKey, type Facts } from './facts';
import {
  DATES_OF_CONTACT,
  type DateOfContact,
  type DateProperty,
  type DateTest,
  type EventRule,
  type Leaf,
  type NumberTest,
  type Rule,
  type TextTest,
  type When,
} from './rule';

const DAY_MS = 86_400_000;

/**
 * True, false, or not known: what nobody filled in is neither below a number nor above it, and its opposite is not known
 * either. What never happened is known: it did not happen within any time.
 */
type Known = boolean | null;

/** `until`: from then on time alone may give another answer, ms; Infinity: it never does. */
interface Answer {
  holds: Known;
  until: number;
}

/** Whether a rule holds of a contact. `until`: it holds, or does not, up to then, unless the contact's facts change. */
export function evaluate(rule: Rule, facts: Facts, now: Date): { holds: boolean; until?: Date } {
  const { holds, until } = answer(rule, facts, now.getTime());
  return { holds: holds === true, ...(until !== Infinity && { until: new Date(until) }) };
}

const NEVER = Infinity;
const lasting = (holds: Known): Answer => ({ holds, until: NEVER });

function answer(rule: Rule, facts: Facts, now: number): Answer {
  const said = rule.kind === 'group' ? group(rule.of, rule.rules, facts, now) : leaf(rule, facts, now);
  return rule.not && said.holds !== null ? { ...said, holds: !said.holds } : said;
}

/** What decides a group by itself is `false` of all, `true` of any: it lasts as long as the longest of those. */
function group(of: 'all' | 'any', rules: readonly Rule[], facts: Facts, now: number): Answer {
  const decides = of === 'any';
  let decided = -Infinity;
  let until = NEVER;
  let known = true;
  for (const rule of rules) {
    const one = answer(rule, facts, now);
    if (one.holds === decides) {
      // Nothing else can matter any more.
      if (one.until === NEVER) return lasting(decides);
      decided = Math.max(decided, one.until);
    } else if (one.holds === null) known = false;
    until = Math.min(until, one.until);
  }
  if (decided !== -Infinity) return { holds: decides, until: decided };
  return { holds: known ? !decides : null, until };
}

function leaf(rule: Leaf, facts: Facts, now: number): Answer {
  switch (rule.kind) {
    case 'text':
      return lasting(textHolds(rule.test, textOf(rule.property, facts)));
    case 'number':
      return lasting(numberHolds(rule.test, numberOf(rule.property, facts)));
    case 'date':
      return dateHolds(rule.property, rule.test, facts, now);
    case 'owner':
      return lasting(
        rule.users.length === 0
          ? facts.owner !== null
          : facts.owner !== null && rule.users.includes(facts.owner),
      );
    case 'address':
      return lasting(
        rule.domains.length === 0
          ? facts.domains.length > 0
          : facts.domains.some((domain) =>
              rule.domains.some((asked) => domain === asked || domain.endsWith(`.${asked}`)),
            ),
      );
    case 'event':
      return eventHolds(rule, facts, now);
    case 'member':
      return lasting(facts.memberOf.has(rule.segment));
    case 'basis':
      return lasting(rule.bases.includes(facts.bases[rule.purpose] ?? 'none'));
    case 'tracked':
      return lasting(facts.tracked);
  }
}

const customKey = (property: string): string => property.slice('custom:'.length);
const ownValue = (property: string, facts: Facts): string | number | undefined =>
  Object.hasOwn(facts.custom, customKey(property)) ? facts.custom[customKey(property)] : undefined;

function textOf(property: Extract<Leaf, { kind: 'text' }>['property'], facts: Facts): string | null {
  switch (property) {
    case 'name':
    case 'company':
    case 'phone':
    case 'source':
      return facts.texts[property];
    default: {
      const value = ownValue(property, facts);
      return typeof value === 'string' ? value : null;
    }
  }
}

const small = (text: string): string => text.toLowerCase();

/** A text that is not there equals nothing, and that is known. */
function textHolds(test: TextTest, value: string | null): boolean {
  if (value === null || value === '') return false;
  if (test.is === 'known') return true;
  const said = small(value);
  switch (test.is) {
    case 'equal':
      return test.values.some((one) => said === small(one));
    case 'contains':
      return test.values.some((one) => said.includes(small(one)));
    case 'begins':
      return test.values.some((one) => said.startsWith(small(one)));
  }
}

function numberOf(property: Extract<Leaf, { kind: 'number' }>['property'], facts: Facts): number | null {
  if (property === 'marketingReplied') return facts.marketingReplied;
  const value = ownValue(property, facts);
  return typeof value === 'number' ? value : null;
}

function numberHolds(test: NumberTest, value: number | null): Known {
  if (test.is === 'known') return value !== null;
  if (value === null) return null;
  switch (test.is) {
    case 'equal':
      return value === test.value;
    case 'less':
      return value < test.value;
    case 'more':
      return value > test.value;
    case 'between':
      return value >= test.from && value <= test.to;
  }
}

const isOfContact = (property: DateProperty): property is DateOfContact =>
  DATES_OF_CONTACT.some((one) => one === property);

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const startOf = (day: string): number => Date.parse(`${day}T00:00:00Z`);

function dateHolds(property: DateProperty, test: DateTest, facts: Facts, now: number): Answer {
  if (isOfContact(property)) {
    const at = facts.dates[property];
    if (test.is === 'known') return lasting(at !== null);
    return at === null ? lasting(false) : instant(test, at, now);
  }
  const value = ownValue(property, facts);
  const at = typeof value === 'string' && DAY.test(value) ? startOf(value) : Number.NaN;
  if (Number.isNaN(at)) return lasting(test.is === 'known' ? false : null);
  return test.is === 'known' ? lasting(true) : instant(test, at, now);
}

/** Of one moment. A day is the moment at which it begins. */
function instant(test: Exclude<DateTest, { is: 'known' }>, at: number, now: number): Answer {
  switch (test.is) {
    case 'within':
      return spell(at, at + test.days * DAY_MS, now);
    case 'next':
      return spell(at - test.days * DAY_MS, at, now);
    default:
      return lasting(isAt(test, at));
  }
}

/** From the first moment up to the last, without it. */
function spell(from: number, to: number, now: number): Answer {
  if (now < from) return { holds: false, until: from };
  return now < to ? { holds: true, until: to } : lasting(false);
}

function isAt(when: Exclude<When, { is: 'within' }>, at: number): boolean {
  switch (when.is) {
    case 'before':
      return at < startOf(when.day);
    case 'after':
      return at >= startOf(when.day) + DAY_MS;
    case 'between':
      return at >= startOf(when.from) && at < startOf(when.to) + DAY_MS;
  }
}

function eventHolds(rule: EventRule, facts: Facts, now: number): Answer {
  const all = facts.events.get(eventKey(eventChoiceOf(rule))) ?? [];
  const { times = 1, when } = rule;
  if (when?.is === 'within') return countHolds(all, times, when.days * DAY_MS, now);
  const meant = when ? all.filter((at) => isAt(when, at)) : all;
  return countHolds(meant, times, NEVER, now);
}

/**
 * At least so many moments of the last `lastMs`, none of which lies ahead. The answer changes when the oldest that is
 * needed falls out, or when the one comes that was missing.
 */
function countHolds(times: readonly number[], least: number, lastMs: number, now: number): Answer {
  const counted = times.filter((at) => at <= now && now < at + lastMs);
  const ahead = times.filter((at) => at > now);
  const next = ahead[0] ?? NEVER;
  if (counted.length >= least) {
    const oldest = counted[counted.length - least];
    return { holds: true, until: oldest === undefined ? NEVER : oldest + lastMs };
  }
  return { holds: false, until: next };
}
