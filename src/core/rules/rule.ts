import { z } from 'zod';
import { Purpose } from '../api/legal-bases';
import { Basis, Id, Text } from '../api/shared';

/**
 * What contacts are meant by a segment, a branch of a workflow, a report: groups of and, or and not over what is known of
 * a contact. Days are those of UTC; "in the last n days" means the last n times 24 hours.
 */

/** Groups within groups. */
export const MOST_DEEP = 6;
/** Rules of all groups together. */
export const MOST_RULES = 100;

const Days = z.number().int().min(1).max(3650);
const Day = z.iso.date();
const Values = z.array(Text.trim().min(1).max(200)).min(1, 'name at least one value').max(100);
const CustomKey = z.templateLiteral(['custom:', z.string().min(1).max(60)]);
const inOrder = { message: 'the first day is after the second', path: ['to'] };

const Within = z.object({ is: z.literal('within'), days: Days });
const Before = z.object({ is: z.literal('before'), day: Day });
const After = z.object({ is: z.literal('after'), day: Day });
const Between = z
  .object({ is: z.literal('between'), from: Day, to: Day })
  .refine(({ from, to }) => from <= to, inOrder);
/** Anything is there. */
const Known = z.object({ is: z.literal('known') });

/** When something happened. `before` and `after` leave the day itself out; `between` has both of its days in. */
export const When = z.discriminatedUnion('is', [Within, Before, After, Between]);
export type When = z.infer<typeof When>;

export const DateTest = z.discriminatedUnion('is', [
  Within,
  z.object({ is: z.literal('next'), days: Days }),
  Before,
  After,
  Between,
  Known,
]);
export type DateTest = z.infer<typeof DateTest>;

/** Letters are compared whatever their case. */
export const TextTest = z.discriminatedUnion('is', [
  z.object({ is: z.literal('equal'), values: Values }),
  z.object({ is: z.literal('contains'), values: Values }),
  z.object({ is: z.literal('begins'), values: Values }),
  Known,
]);
export type TextTest = z.infer<typeof TextTest>;

export const NumberTest = z.discriminatedUnion('is', [
  z.object({ is: z.literal('equal'), value: z.number() }),
  z.object({ is: z.literal('less'), value: z.number() }),
  z.object({ is: z.literal('more'), value: z.number() }),
  z
    .object({ is: z.literal('between'), from: z.number(), to: z.number() })
    .refine(({ from, to }) => from <= to, { message: 'the first number is above the second', path: ['to'] }),
  Known,
]);
export type NumberTest = z.infer<typeof NumberTest>;

export const TextProperty = z.union([z.enum(['name', 'company', 'phone', 'source']), CustomKey]);
export type TextProperty = z.infer<typeof TextProperty>;
export const NumberProperty = z.union([z.enum(['marketingReplied']), CustomKey]);
export type NumberProperty = z.infer<typeof NumberProperty>;
/** What a contact did: a date that is not there says that it never happened. */
export const DATES_OF_CONTACT = [
  'created',
  'lastActivity',
  'lastOpen',
  'lastClick',
  'lastReply',
  'lastEngagement',
  'firstMarketingReply',
  'lastMarketingReply',
] as const;
export type DateOfContact = (typeof DATES_OF_CONTACT)[number];
export const DateProperty = z.union([z.enum(DATES_OF_CONTACT), CustomKey]);
export type DateProperty = z.infer<typeof DateProperty>;

export const EVENTS = [
  'received',
  'opened',
  'clicked',
  'replied',
  'bounced',
  'unsubscribed',
  'complained',
] as const;
export const ContactEvent = z.enum(EVENTS);
export type ContactEvent = z.infer<typeof ContactEvent>;

/** Of which mail: any at all, any marketing message, or one message. */
export const EventOf = z.union([z.enum(['any', 'marketing']), z.object({ message: Id })]);
export type EventOf = z.infer<typeof EventOf>;

const Not = { not: z.literal(true).optional() };

const Leaf = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), property: TextProperty, test: TextTest, ...Not }),
  z.object({ kind: z.literal('number'), property: NumberProperty, test: NumberTest, ...Not }),
  z.object({ kind: z.literal('date'), property: DateProperty, test: DateTest, ...Not }),
  /** Users by number; without any: it has an owner. */
  z.object({ kind: z.literal('owner'), users: z.array(z.number().int().positive()).max(100), ...Not }),
  /** Has an address, of one of these domains or those below them; without any: has one at all. */
  z.object({
    kind: z.literal('address'),
    domains: z
      .array(
        Text.trim()
          .toLowerCase()
          .regex(/^[^\s@]+\.[^\s@]+$/, 'give a domain like example.com')
          .max(253),
      )
      .max(100),
    ...Not,
  }),
  z.object({
    kind: z.literal('event'),
    event: ContactEvent,
    of: EventOf,
    /** Of `clicked`: the address that the link leads to. */
    link: Text.trim().min(1).max(2000).optional(),
    /** Default: once. */
    times: z.number().int().min(1).max(1000).optional(),
    /** Default: ever. */
    when: When.optional(),
    ...Not,
  }),
  /** In this segment or list. */
  z.object({ kind: z.literal('member'), segment: Id, ...Not }),
  /** The legal basis in force. */
  z.object({ kind: z.literal('basis'), purpose: Purpose, bases: z.array(Basis).min(1).max(6), ...Not }),
  /** Opens and clicks in one-to-one mail may be told under their name. */
  z.object({ kind: z.literal('tracked'), ...Not }),
]);
export type Leaf = z.infer<typeof Leaf>;
export type EventRule = Extract<Leaf, { kind: 'event' }>;

export interface Group {
  kind: 'group';
  of: 'all' | 'any';
  /** Without rules: `all` is everybody, `any` nobody. */
  rules: Rule[];
  not?: true | undefined;
}
export type Rule = Leaf | Group;

/** Why a value is too deep or too large to be read as a rule; before anything recurses into it. */
function tooMuch(given: unknown): string | undefined {
  let level = [given];
  let seen = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MOST_DEEP) return `at most ${MOST_DEEP} groups within each other`;
    seen += level.length;
    if (seen > MOST_RULES) return `at most ${MOST_RULES} rules together`;
    level = level.flatMap((one) => {
      const rules: unknown = typeof one === 'object' && one !== null && 'rules' in one ? one.rules : [];
      return Array.isArray(rules) ? [...(rules as unknown[])] : [];
    });
  }
  return undefined;
}

const Kind = z.object({ kind: z.string() });
const LEAF_KINDS = new Set(['group', ...Leaf.options.map((one) => one.shape.kind.value)]);

/** A rule as it comes from outside. What is wrong is named by its place: `rules.2.test.days`. */
export const Rule: z.ZodType<Rule> = z.unknown().transform((given, context): Rule => {
  const much = tooMuch(given);
  if (much !== undefined) {
    context.addIssue({ code: 'custom', message: much });
    return z.NEVER;
  }
  return read(given, [], context) ?? z.NEVER;
});

/** One rule after the other, so that an issue says where it is; a union of all would only say that none fits. */
function read(given: unknown, path: (string | number)[], context: z.RefinementCtx): Rule | undefined {
  const kind = Kind.safeParse(given);
  if (!kind.success || !LEAF_KINDS.has(kind.data.kind)) {
    context.addIssue({ code: 'custom', path: [...path, 'kind'], message: 'there is no such kind of rule' });
    return undefined;
  }
  const parsed = kind.data.kind === 'group' ? Shell.safeParse(given) : Leaf.safeParse(given);
  if (!parsed.success) {
    for (const { path: place, message } of parsed.error.issues) {
      context.addIssue({ code: 'custom', path: [...path, ...place], message });
    }
    return undefined;
  }
  const rule = parsed.data;
  if (rule.kind !== 'group') return rule;
  const rules = rule.rules.map((one, i) => read(one, [...path, 'rules', i], context));
  return { ...rule, rules: rules.flatMap((one) => one ?? []) };
}

const Shell = z.object({
  kind: z.literal('group'),
  of: z.enum(['all', 'any']),
  rules: z.array(z.unknown()).max(MOST_RULES),
  ...Not,
});

/** A rule as the server gives it, which it has read before. */
export const RuleGiven = z.custom<Rule>((given) => typeof given === 'object' && given !== null);

/** All rules of a rule that are no groups. */
export const leavesOf = (rule: Rule): Leaf[] =>
  rule.kind === 'group' ? rule.rules.flatMap(leavesOf) : [rule];

/** Segments and lists that it names, each once. */
export const segmentsIn = (rule: Rule): string[] => [
  ...new Set(leavesOf(rule).flatMap((leaf) => (leaf.kind === 'member' ? [leaf.segment] : []))),
];

/** Messages that it names, each once. */
export const messagesIn = (rule: Rule): string[] => [
  ...new Set(
    leavesOf(rule).flatMap((leaf) =>
      leaf.kind === 'event' && typeof leaf.of === 'object' ? [leaf.of.message] : [],
    ),
  ),
];
