import { z } from 'zod';
import { Id, Text } from '../api/shared';
import { Rule } from '../rules';

/** M9: what a workflow does, as people make it. What is not chosen yet is null; `problemsOf` says what is missing. */

const Time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 09:00');
const User = z.number().int().positive();
/** `company`, `phone`, `owner`, `custom:key`, or a date such as `lastReply`. */
const Property = z.string().min(1).max(80);
const Value = z.union([Text.max(1000), z.number(), z.null()]);

function knownZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
}

/** Of which mail an event is: any marketing message, one of them, or mail that people wrote to one. */
export const OfMail = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('marketing') }),
  z.object({ kind: z.literal('message'), message: Id.nullable() }),
  z.object({ kind: z.literal('one-to-one') }),
]);
export type OfMail = z.infer<typeof OfMail>;

export const MAIL_EVENTS = ['reply', 'open', 'click', 'bounce'] as const;

/** What enrols a contact; each by itself. By hand one always can. */
export const Trigger = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(MAIL_EVENTS), of: OfMail }),
  /** `to` absent: to whatever. Null: it was emptied. */
  z.object({ kind: z.literal('property'), property: Property.nullable(), to: Value.optional() }),
  z.object({ kind: z.literal('segment'), segment: Id.nullable() }),
]);
export type Trigger = z.infer<typeof Trigger>;

export const UNITS = ['minutes', 'hours', 'days', 'weeks'] as const;
export const How = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('for'), amount: z.number().int().min(1).max(525_600), unit: z.enum(UNITS) }),
  /** The next such time on one of these days: 1 = Monday … 7 = Sunday; none: any day. */
  z.object({ kind: z.literal('until'), days: z.array(z.number().int().min(1).max(7)).max(7), time: Time }),
  /** So many days after (before: below 0) the day in a property. */
  z.object({
    kind: z.literal('date'),
    property: Property.nullable(),
    days: z.number().int().min(-365).max(365),
    time: Time,
  }),
]);
export type How = z.infer<typeof How>;

const Whom = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('owner') }),
  z.object({ kind: z.literal('user'), user: User.nullable() }),
  z.object({ kind: z.literal('team'), team: Id.nullable() }),
]);
export type Whom = z.infer<typeof Whom>;

export const StepId = z.string().regex(/^[a-z0-9]{1,12}$/);
const id = StepId;

const Plain = [
  z.object({ id, kind: z.literal('wait'), how: How }),
  z.object({ id, kind: z.literal('set'), property: Property.nullable(), value: Value }),
  z.object({ id, kind: z.literal('list'), action: z.enum(['add', 'remove']), list: Id.nullable() }),
  z.object({ id, kind: z.literal('notify'), whom: Whom, text: Text.max(500) }),
  z.object({
    id,
    kind: z.literal('task'),
    title: Text.max(200),
    /** Days until it is due; null: it is not due. */
    days: z.number().int().min(0).max(365).nullable(),
    /** Null: the contact's owner. */
    user: User.nullable(),
  }),
  z.object({ id, kind: z.literal('send'), message: Id.nullable() }),
  z.object({ id, kind: z.literal('webhook'), url: z.string().max(2_000) }),
  z.object({ id, kind: z.literal('goto'), step: StepId.nullable() }),
  z.object({ id, kind: z.literal('end') }),
] as const;

export type PlainStep = z.infer<(typeof Plain)[number]>;
export interface Branch {
  id: string;
  kind: 'branch';
  rule: Rule | null;
  /** It waits so many days for the rule to hold; 0: it does not. */
  within: number;
  yes: Step[];
  no: Step[];
}
export type Step = PlainStep | Branch;
export type StepKind = Step['kind'];

export const STEP_KINDS = [
  'wait',
  'branch',
  'set',
  'list',
  'notify',
  'task',
  'send',
  'webhook',
  'goto',
  'end',
] as const satisfies readonly StepKind[];

const Branch: z.ZodType<Branch> = z.lazy(() =>
  z.object({
    id,
    kind: z.literal('branch'),
    rule: Rule.nullable(),
    within: z.number().int().min(0).max(365),
    yes: z.array(Step).max(100),
    no: z.array(Step).max(100),
  }),
);
export const Step: z.ZodType<Step> = z.lazy(() => z.union([...Plain, Branch]));

/** Branches within branches, and steps of all together, that are read at all. */
const MOST_DEEP = 20;
const MOST_READ = 500;

/** Why a value is too deep or too large to be read as steps; before anything recurses into it. */
function tooMuch(given: unknown): string | undefined {
  let level: unknown[] = [given];
  let seen = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MOST_DEEP) return `at most ${MOST_DEEP} branches within each other`;
    const steps = level.flatMap((list): unknown[] => (Array.isArray(list) ? list : []));
    seen += steps.length;
    if (seen > MOST_READ) return `at most ${MOST_READ} steps`;
    level = steps.flatMap((step) => {
      if (typeof step !== 'object' || step === null) return [];
      return ['yes' in step ? step.yes : undefined, 'no' in step ? step.no : undefined];
    });
    level = level.filter((list) => Array.isArray(list) && list.length > 0);
  }
  return undefined;
}

const AllSteps = z.array(Step).max(100);
const Steps: z.ZodType<Step[]> = z.unknown().transform((given, context): Step[] => {
  const much = tooMuch(given);
  if (much !== undefined) {
    context.addIssue({ code: 'custom', message: much });
    return z.NEVER;
  }
  const read = AllSteps.safeParse(given);
  if (read.success) return read.data;
  for (const { path, message } of read.error.issues) context.addIssue({ code: 'custom', path, message });
  return z.NEVER;
});

/** Whether somebody who was in it is enrolled again: never; each time, also beside themself; once they have left. */
export const Again = z.enum(['never', 'each-time', 'after-leaving']);
export type Again = z.infer<typeof Again>;

export const Definition = z.object({
  triggers: z.array(Trigger).max(10),
  /** Only whom it holds for is enrolled, by hand too. */
  filter: Rule.nullable(),
  again: Again,
  /** Whoever it comes to hold for leaves. */
  goal: Rule.nullable(),
  /** In which times and weekdays are meant. */
  timeZone: z.string().max(64).refine(knownZone, 'a time zone such as Europe/Berlin'),
  steps: Steps,
});
export type Definition = z.infer<typeof Definition>;

export const emptyDefinition = (timeZone: string): Definition => ({
  triggers: [],
  filter: null,
  again: 'never',
  goal: null,
  timeZone: knownZone(timeZone) ? timeZone : 'UTC',
  steps: [],
});
