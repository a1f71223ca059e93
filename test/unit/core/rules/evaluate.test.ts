import fc from 'fast-check';
import {
  describe as inWords,
  evaluate,
  eventKey,
  type Facts,
  needsOf,
  Rule,
  type RuleNames,
} from '../../../../src/core/rules';
import { englishRules } from '../../../../src/core/texts/rules/en';
import { germanRules } from '../../../../src/core/texts/rules/de';
import { polishRules } from '../../../../src/core/texts/rules/pl';
import { anyRule, CUSTOM_DAYS } from '../../../fixtures/rules';
import { propertyRuns } from '../../../property/seed';

const NOW = Date.parse('2026-11-20T09:00:00Z');
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MESSAGE = '00000000-0000-7000-8000-000000000001';
const LIST = '00000000-0000-7000-8000-000000000002';

const nothing: Facts = {
  texts: { name: 'Ann', company: null, phone: null, source: 'test' },
  owner: null,
  dates: {
    ...{ created: NOW - 400 * DAY_MS, lastActivity: null, lastOpen: null, lastClick: null, lastReply: null },
    ...{ lastEngagement: null, firstMarketingReply: null, lastMarketingReply: null },
  },
  ...{ marketingReplied: 0, custom: {}, domains: [], bases: {}, tracked: false },
  ...{ events: new Map(), memberOf: new Set() },
};
const replied = (...hoursAgo: number[]): Facts => ({
  ...nothing,
  events: new Map([
    [eventKey({ event: 'replied', of: 'any' }), hoursAgo.map((h) => NOW - h * HOUR_MS).sort()],
  ]),
});
const holds = (rule: Rule, facts: Facts): boolean => evaluate(rule, facts, new Date(NOW)).holds;
const until = (rule: Rule, facts: Facts): number | undefined =>
  evaluate(rule, facts, new Date(NOW)).until?.getTime();

const world = {
  ...{
    messages: [MESSAGE],
    segments: [LIST],
    users: [1, 2],
    texts: ['Acme', 'gold'],
    links: ['https://a.example'],
  },
  domains: ['one.example'],
};
const time = fc.integer({ min: -40 * 24, max: 20 * 24 }).map((hours) => NOW + hours * HOUR_MS);
const facts = (rule: Rule): fc.Arbitrary<Facts> =>
  fc
    .record({
      dates: fc.record(
        Object.fromEntries(Object.keys(nothing.dates).map((key) => [key, fc.option(time)])),
      ) as fc.Arbitrary<Facts['dates']>,
      marketingReplied: fc.integer({ min: 0, max: 4 }),
      size: fc.option(fc.integer({ min: 0, max: 4 })),
      renewal: fc.option(fc.constantFrom(...CUSTOM_DAYS)),
      times: fc.array(fc.array(time, { maxLength: 4 }), { minLength: 12, maxLength: 12 }),
      inList: fc.boolean(),
    })
    .map(({ dates, marketingReplied, size, renewal, times, inList }) => ({
      ...nothing,
      dates,
      marketingReplied,
      custom: { ...(size !== null && { size }), ...(renewal !== null && { renewal }) },
      memberOf: new Set(inList ? [LIST] : []),
      events: new Map(
        needsOf([rule]).events.map((choice, i) => [
          eventKey(choice),
          [...(times[i % times.length] ?? [])].sort((a, b) => a - b),
        ]),
      ),
    }));

describe('a rule', () => {
  test('gives the same answer up to the time it names, and names one whenever time changes it', () => {
    const cases = anyRule(world).chain((rule) => fc.tuple(fc.constant(rule), facts(rule)));
    fc.assert(
      fc.property(cases, fc.array(fc.nat(60 * 24 * 60), { maxLength: 12 }), ([rule, of], minutes) => {
        const { holds: now, until: end } = evaluate(rule, of, new Date(NOW));
        const last = end?.getTime() ?? Infinity;
        expect(last).toBeGreaterThan(NOW);
        const moments = [...minutes.map((n) => NOW + n * 60_000), ...(end ? [last - 1] : [])];
        for (const at of moments.filter((one) => one < last)) {
          expect(evaluate(rule, of, new Date(at)).holds).toBe(now);
        }
      }),
      propertyRuns('rules and time', 400, 20_000),
    );
  });

  test('what never happened is known: its opposite holds', () => {
    const lately: Rule = { kind: 'event', event: 'replied', of: 'any', when: { is: 'within', days: 14 } };
    expect([holds(lately, nothing), holds({ ...lately, not: true }, nothing)]).toEqual([false, true]);
    const open: Rule = { kind: 'date', property: 'lastOpen', test: { is: 'within', days: 14 } };
    expect([holds(open, nothing), holds({ ...open, not: true }, nothing)]).toEqual([false, true]);
  });

  test('what nobody filled in is not known: neither it nor its opposite holds, in whatever group', () => {
    const small: Rule = { kind: 'number', property: 'custom:size', test: { is: 'less', value: 5 } };
    expect([holds(small, nothing), holds({ ...small, not: true }, nothing)]).toEqual([false, false]);
    const no: Rule = { kind: 'tracked' };
    expect(holds({ kind: 'group', of: 'all', rules: [small, no], not: true }, nothing)).toBe(true);
    expect(holds({ kind: 'group', of: 'any', rules: [small, no], not: true }, nothing)).toBe(false);
    const filled = { ...nothing, custom: { size: 7 } };
    expect([holds(small, filled), holds({ ...small, not: true }, filled)]).toEqual([false, true]);
  });

  test('"no reply in 14 days" and "replied twice in 14 days" change on the hour they must', () => {
    const none: Rule = {
      kind: 'event',
      event: 'replied',
      of: 'any',
      when: { is: 'within', days: 14 },
      not: true,
    };
    expect([holds(none, replied(24)), until(none, replied(24))]).toEqual([false, NOW + 13 * DAY_MS]);
    const twice: Rule = {
      kind: 'event',
      event: 'replied',
      of: 'any',
      when: { is: 'within', days: 14 },
      times: 2,
    };
    expect([holds(twice, replied(24)), until(twice, replied(24))]).toEqual([false, undefined]);
    expect(until(twice, replied(24, 48, 72))).toBe(NOW + 12 * DAY_MS);
    // Where another part decides for good, time changes nothing.
    expect(until({ kind: 'group', of: 'all', rules: [twice, { kind: 'tracked' }] }, replied(24, 48))).toBe(
      undefined,
    );
  });

  test('comes from outside with its faults named by their place, and not too deep or long to be read', () => {
    const problems = (given: unknown): string[] => {
      const read = Rule.safeParse(given);
      return read.success
        ? []
        : read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    };
    expect(problems({ kind: 'group', of: 'all', rules: [{ kind: 'owner', users: ['x'] }] })[0]).toMatch(
      /^rules\.0\.users\.0: /,
    );
    expect(
      problems({
        kind: 'group',
        of: 'all',
        rules: [{ kind: 'text', property: 'name', test: { is: 'equal', values: [' '] } }],
      })[0],
    ).toMatch(/^rules\.0\.test\.values\.0: /);
    expect(
      problems({
        kind: 'date',
        property: 'created',
        test: { is: 'between', from: '2026-02-02', to: '2026-01-01' },
      }),
    ).toEqual(['test.to: the first day is after the second']);
    const wide = {
      kind: 'group',
      of: 'any',
      rules: Array.from({ length: 101 }, () => ({ kind: 'tracked' })),
    };
    expect(problems(wide)).toEqual([': at most 100 rules together']);
    let deep: unknown = { kind: 'tracked' };
    for (let i = 0; i < 100_000; i += 1) deep = { kind: 'group', of: 'all', rules: [deep] };
    expect(problems(deep)).toEqual([': at most 6 groups within each other']);
  });

  test('any that can be made can be written down and read again', () => {
    fc.assert(
      fc.property(anyRule(world), (rule) => {
        expect(Rule.parse(JSON.parse(JSON.stringify(rule)))).toEqual(rule);
      }),
      propertyRuns('rules read', 100, 2_000),
    );
  });
});

describe('a rule in plain words', () => {
  const names: RuleNames = {
    segment: (id) => (id === LIST ? 'Customers' : undefined),
    message: (id) => (id === MESSAGE ? 'Autumn news' : undefined),
    user: (id) => (id === 1 ? 'Alice' : undefined),
    field: (key) => (key === 'size' ? 'Seats' : undefined),
    day: (iso) => iso,
  };
  const rule: Rule = {
    kind: 'group',
    of: 'all',
    rules: [
      { kind: 'event', event: 'replied', of: { message: MESSAGE } },
      { kind: 'member', segment: LIST, not: true },
      {
        kind: 'group',
        of: 'any',
        rules: [
          { kind: 'event', event: 'opened', of: 'marketing', times: 3, when: { is: 'within', days: 30 } },
          { kind: 'number', property: 'custom:size', test: { is: 'more', value: 5 }, not: true },
        ],
      },
    ],
  };

  test.each([
    [
      'English',
      englishRules,
      'replied to “Autumn news”, is not in “Customers”, and (opened a marketing message at least 3 times in the last 30 days or “Seats” is not above 5)',
    ],
    [
      'Polish',
      polishRules,
      'odpowiedział na wiadomość „Autumn news”, nie należy do „Customers” i (otworzył wiadomość marketingową co najmniej 3 razy w ciągu ostatnich 30 dni lub „Seats” nie większa niż 5)',
    ],
    [
      'German',
      germanRules,
      'hat auf „Autumn news“ geantwortet, ist nicht in „Customers“ und (hat eine Marketing-Mail in den letzten 30 Tagen mindestens 3-mal geöffnet oder „Seats“ liegt nicht über 5)',
    ],
  ] as const)('in %s', (_name, words, said) => {
    expect(inWords(rule, names, words)).toBe(said);
  });

  test.each([
    ['en', englishRules],
    ['pl', polishRules],
    ['de', germanRules],
  ] as const)(
    'whatever it asks, in %s nothing is undefined and no opposite reads as the rule itself',
    (_language, words) => {
      fc.assert(
        fc.property(anyRule(world), (any) => {
          const said = inWords(any, names, words);
          expect(said).not.toMatch(/undefined|null|\[object/);
          const opposite: Rule = any.not ? { ...any, not: undefined } : { ...any, not: true };
          expect(inWords(opposite, names, words)).not.toBe(said);
        }),
        propertyRuns('rules in words', 100, 2_000),
      );
    },
  );
});
