import type { WorkflowChoices, WorkflowProblemView } from '../../core/api/workflows';
import { type RuleNames, describe, type Rule } from '../../core/rules';
import type { Definition, How, Step, Trigger, Whom } from '../../core/workflows';
import { calendarDay, list } from '../format';
import { locale, texts } from '../texts';

/** What things are called; of what is gone, nothing. */
export interface Names extends RuleNames {
  team(id: string): string | undefined;
}

const find = <T extends { id: string | number; name: string }>(all: readonly T[], id: string | number) =>
  all.find((one) => one.id === id)?.name;

export const namesOf = (choices: WorkflowChoices): Names => ({
  segment: (id) => find(choices.segments, id),
  message: (id) => find(choices.messages, id),
  user: (id) => find(choices.users, id),
  team: (id) => find(choices.teams, id),
  field: (key) => choices.fields.find((field) => field.key === key)?.name,
  day: (iso) => calendarDay(iso),
});

const quoted = (name: string): string => `“${name}”`;

/** A thing that is chosen by id, by its name. */
const named = <T>(id: T | null, name: (id: T) => string | undefined): string =>
  id === null ? texts.workflows.steps.said.nothing : quoted(name(id) ?? texts.workflows.fields.unknown);

export function propertyName(property: string | null, names: Names): string {
  if (property === null) return texts.workflows.steps.said.nothing;
  if (property.startsWith('custom:')) {
    return names.field(property.slice('custom:'.length)) ?? texts.workflows.fields.unknown;
  }
  const known: Readonly<Record<string, string>> = texts.workflows.properties;
  return known[property] ?? property;
}

export const ruleSentence = (rule: Rule | null, names: Names): string =>
  rule ? describe(rule, names, texts.segments.rules) : texts.workflows.steps.said.nothing;

const weekday = (n: number): string =>
  // The fifth of January 2026 is a Monday.
  new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2026, 0, 4 + n));

export const weekdays = (): { n: number; name: string }[] =>
  [1, 2, 3, 4, 5, 6, 7].map((n) => ({ n, name: weekday(n) }));

export function waitSentence(how: How, names: Names): string {
  const words = texts.workflows.fields;
  switch (how.kind) {
    case 'for':
      return words.duration(how.amount, how.unit);
    case 'until':
      return words.untilTime(how.time, list([...how.days].sort().map(weekday)));
    case 'date':
      return words.untilDate(propertyName(how.property, names), how.days, how.time);
  }
}

function whomSentence(whom: Whom, names: Names): string {
  if (whom.kind === 'owner') return texts.workflows.steps.said.owner;
  return whom.kind === 'user'
    ? named(whom.user, (id) => names.user(id))
    : named(whom.team, (id) => names.team(id));
}

function valueSentence(property: string | null, value: string | number | null, names: Names): string {
  if (property === 'owner' && typeof value === 'number') return named(value, (id) => names.user(id));
  return quoted(String(value));
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : '');

/** What a step does, in a line. `steps`: all of them, of which one may be named. */
export function stepSentence(step: Step, names: Names, find: (id: string) => Step | undefined): string {
  const words = texts.workflows.steps.said;
  switch (step.kind) {
    case 'wait':
      return words.wait(waitSentence(step.how, names));
    case 'branch': {
      const rule = ruleSentence(step.rule, names);
      return step.within > 0 ? words.branchWithin(rule, step.within) : words.branch(rule);
    }
    case 'set': {
      const property = propertyName(step.property, names);
      return step.value === null || step.value === ''
        ? words.empty(property)
        : words.set(property, valueSentence(step.property, step.value, names));
    }
    case 'list':
      return words[step.action](named(step.list, (id) => names.segment(id)));
    case 'notify':
      return words.notify(whomSentence(step.whom, names));
    case 'task':
      return words.task(
        step.title || words.nothing,
        step.user === null ? words.owner : named(step.user, (id) => names.user(id)),
      );
    case 'send':
      return words.send(named(step.message, (id) => names.message(id)));
    case 'webhook':
      return words.webhook(hostOf(step.url) || words.nothing);
    case 'goto': {
      const to = step.step === null ? undefined : find(step.step);
      // One step further only: two that name each other would never end.
      return words.goto(
        !to
          ? words.nothing
          : to.kind === 'goto'
            ? texts.workflows.steps.kinds.goto
            : stepSentence(to, names, find),
      );
    }
    case 'end':
      return words.end;
  }
}

export function triggerSentence(trigger: Trigger, names: Names): string {
  const words = texts.workflows.triggers;
  switch (trigger.kind) {
    case 'segment':
      return words.said.segment(named(trigger.segment, (id) => names.segment(id)));
    case 'property': {
      const property = propertyName(trigger.property, names);
      if (trigger.to === undefined) return words.said.property(property);
      return trigger.to === null || trigger.to === ''
        ? words.said.propertyEmptied(property)
        : words.said.propertyTo(property, valueSentence(trigger.property, trigger.to, names));
    }
    default: {
      const { kind, of } = trigger;
      return words.said[kind](
        of.kind === 'message' ? named(of.message, (id) => names.message(id)) : words.ofs[of.kind],
      );
    }
  }
}

/** Who comes in and who leaves, in sentences. */
export function settingsSentences({ triggers, filter, goal, again }: Definition, names: Names): string[] {
  const words = texts.workflows;
  return [
    triggers.length === 0
      ? words.always
      : words.whenOne(triggers.map((one) => triggerSentence(one, names)).join(` ${words.or} `)),
    ...(filter ? [words.onlyIf(ruleSentence(filter, names))] : []),
    `${words.again} ${words.agains[again]}`,
    ...(goal ? [words.leavesIf(ruleSentence(goal, names))] : []),
  ];
}

export function problemSentence({ code, through = [] }: WorkflowProblemView): string {
  const words = texts.workflows.problems;
  if (code === 'loop-among') return words['loop-among'](list(through.map(quoted)));
  const known: Readonly<Record<string, unknown>> = words;
  const said = known[code];
  return typeof said === 'string' ? said : code;
}
