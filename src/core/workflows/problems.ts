import { z } from 'zod';
import { leavesOf, type Rule } from '../rules';
import type { Definition, Step, Trigger, Whom } from './definition';
import { loopsIn, type Loop } from './loops';
import { allSteps, programOf } from './program';
import { isTooLong } from './time';

/** What the account has, by which a definition is checked. */
export interface Known {
  /** What may be set, and what may be waited for: of what kind each is, and of a choice which there are. */
  properties: ReadonlyMap<
    string,
    { kind: 'text' | 'number' | 'date' | 'choice' | 'user'; choices: readonly string[] }
  >;
  /** Lists, to which one can be added. */
  lists: ReadonlySet<string>;
  /** Segments and lists, with the rule of those that have one. */
  segments: ReadonlyMap<string, Rule | null>;
  /** Marketing messages; true: it can be sent to one person. */
  messages: ReadonlyMap<string, boolean>;
  users: ReadonlySet<number>;
  teams: ReadonlySet<string>;
  /** Webhooks are signed with a secret, which was made. */
  secret: boolean;
}

export type ProblemCode =
  | 'no-trigger-message'
  | 'no-trigger-property'
  | 'no-trigger-segment'
  | 'gone-in-rule'
  | 'no-steps'
  | 'same-id'
  | 'too-many-steps'
  | 'too-long'
  | 'no-property'
  | 'bad-value'
  | 'no-rule'
  | 'no-list'
  | 'no-user'
  | 'no-team'
  | 'no-text'
  | 'no-title'
  | 'no-message'
  | 'message-not-ready'
  | 'bad-address'
  | 'no-secret'
  | 'no-step'
  | 'never-reached'
  | 'goes-round'
  | 'enrols-itself';

/** Why a workflow cannot be switched on, and where: a step by its id, or a part of its settings. */
export interface WorkflowProblem {
  code: ProblemCode;
  step?: string;
  at?: 'triggers' | 'filter' | 'goal';
  /** Of a trigger: which, from 0. */
  n?: number;
}

export const MOST_STEPS = 100;

/** What keeps a definition from being run; none: it may be switched on. */
export function problemsOf(definition: Definition, known: Known): WorkflowProblem[] {
  const steps = allSteps(definition.steps);
  const found: WorkflowProblem[] = definition.triggers.flatMap((trigger, n) => {
    const code = triggerProblem(trigger, known);
    return code ? [{ code, at: 'triggers' as const, n }] : [];
  });
  for (const at of ['filter', 'goal'] as const) {
    if (definition[at] && !ruleStands(definition[at], known)) found.push({ code: 'gone-in-rule', at });
  }
  if (steps.length === 0) found.push({ code: 'no-steps' });
  if (steps.length > MOST_STEPS) found.push({ code: 'too-many-steps' });
  const ids = new Set<string>();
  for (const step of steps) {
    if (ids.has(step.id)) found.push({ code: 'same-id', step: step.id });
    ids.add(step.id);
  }
  const reached = reachedFrom(definition);
  for (const step of steps) {
    const code = stepProblem(step, known, ids) ?? (reached.has(step.id) ? undefined : 'never-reached');
    if (code) found.push({ code, step: step.id });
  }
  if (found.some(({ code }) => code === 'same-id')) return found;
  return [...found, ...loopsIn(definition, known.segments).map(asProblem)];
}

const asProblem = ({ kind, step }: Loop): WorkflowProblem => ({
  code: kind === 'goes-round' ? 'goes-round' : 'enrols-itself',
  step,
});

function triggerProblem(trigger: Trigger, known: Known): ProblemCode | undefined {
  switch (trigger.kind) {
    case 'property':
      return trigger.property !== null && known.properties.has(trigger.property)
        ? undefined
        : 'no-trigger-property';
    case 'segment':
      return trigger.segment !== null && known.segments.has(trigger.segment)
        ? undefined
        : 'no-trigger-segment';
    default:
      return trigger.of.kind !== 'message' ||
        (trigger.of.message !== null && known.messages.has(trigger.of.message))
        ? undefined
        : 'no-trigger-message';
  }
}

/** Nothing that it names is gone. */
function ruleStands(rule: Rule, known: Known): boolean {
  return leavesOf(rule).every((leaf) => {
    if (leaf.kind === 'member') return known.segments.has(leaf.segment);
    if (leaf.kind === 'event') return typeof leaf.of !== 'object' || known.messages.has(leaf.of.message);
    if (leaf.kind === 'text' || leaf.kind === 'number' || leaf.kind === 'date') {
      return !leaf.property.startsWith('custom:') || known.properties.has(leaf.property);
    }
    return true;
  });
}

function stepProblem(step: Step, known: Known, ids: ReadonlySet<string>): ProblemCode | undefined {
  switch (step.kind) {
    case 'wait': {
      const { how } = step;
      if (how.kind === 'for') return isTooLong(how) ? 'too-long' : undefined;
      if (how.kind === 'until') return undefined;
      return how.property !== null && known.properties.get(how.property)?.kind === 'date'
        ? undefined
        : 'no-property';
    }
    case 'branch':
      if (!step.rule) return 'no-rule';
      return ruleStands(step.rule, known) ? undefined : 'gone-in-rule';
    case 'set': {
      const field =
        step.property !== null && isSettable(step.property) && known.properties.get(step.property);
      if (!field) return 'no-property';
      return valueFits(step.value, field, known) ? undefined : 'bad-value';
    }
    case 'list':
      return step.list !== null && known.lists.has(step.list) ? undefined : 'no-list';
    case 'notify':
      return whomProblem(step.whom, known) ?? (step.text.trim() === '' ? 'no-text' : undefined);
    case 'task':
      if (step.user !== null && !known.users.has(step.user)) return 'no-user';
      return step.title.trim() === '' ? 'no-title' : undefined;
    case 'send': {
      const ready = step.message === null ? undefined : known.messages.get(step.message);
      if (ready === undefined) return 'no-message';
      return ready ? undefined : 'message-not-ready';
    }
    case 'webhook':
      if (!isWebAddress(step.url)) return 'bad-address';
      return known.secret ? undefined : 'no-secret';
    case 'goto':
      return step.step !== null && ids.has(step.step) ? undefined : 'no-step';
    case 'end':
      return undefined;
  }
}

/** What a step may set; dates of what happened are nobody's to write. */
export const isSettable = (property: string): boolean =>
  ['company', 'phone', 'owner'].includes(property) || property.startsWith('custom:');

function valueFits(
  value: string | number | null,
  { kind, choices }: { kind: string; choices: readonly string[] },
  known: Known,
): boolean {
  if (value === null || value === '') return true;
  switch (kind) {
    case 'user':
      return typeof value === 'number' && known.users.has(value);
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'date':
      return z.iso.date().safeParse(value).success;
    case 'choice':
      return typeof value === 'string' && choices.includes(value);
    default:
      return typeof value === 'string';
  }
}

function whomProblem(whom: Whom, known: Known): ProblemCode | undefined {
  if (whom.kind === 'user') return whom.user !== null && known.users.has(whom.user) ? undefined : 'no-user';
  if (whom.kind === 'team') return whom.team !== null && known.teams.has(whom.team) ? undefined : 'no-team';
  return undefined;
}

/** https, since what is sent names people; no user name in it. */
export const isWebAddress = (text: string): boolean =>
  text.length <= 2_000 && /^https:\/\/[^\s/?#@\\]+\.[^\s/?#@\\]+(?:[/?#]\S*)?$/i.test(text);

function reachedFrom(definition: Definition): Set<string> {
  const { first, places } = programOf(definition);
  const reached = new Set<string>();
  const left = [first];
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    const place = id === null ? undefined : places.get(id);
    if (!place || reached.has(place.step.id)) continue;
    reached.add(place.step.id);
    left.push(...(place.step.kind === 'branch' ? [place.yes ?? null, place.no ?? null] : [place.next]));
  }
  return reached;
}
