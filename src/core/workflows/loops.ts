import type { Rule } from '../rules';
import type { Definition, Step, Trigger } from './definition';
import { holdsAfter, mentions, type Change } from './may-hold';
import { programOf, waysOf, type Program } from './program';

/** Something that would go on for ever without a wait in between: at this step. */
export interface Loop {
  kind: 'goes-round' | 'enrols-itself';
  step: string;
}

/** Segments and lists, with the rule of those that have one. */
export type Rules = ReadonlyMap<string, Rule | null>;

/** A step that changes what triggers may wait for. */
interface Effect {
  step: string;
  change: Change;
}

/**
 * Loops within one workflow: steps that lead back to themselves with no wait between them, and steps that enrol the
 * contact again at once. Whoever is never enrolled twice goes round no such way.
 */
export function loopsIn(definition: Definition, rules: Rules): Loop[] {
  const program = programOf(definition);
  const round = roundWithoutWait(program);
  const found: Loop[] = round === undefined ? [] : [{ kind: 'goes-round', step: round }];
  if (definition.again === 'never') return found;
  const effects = effectsAtOnce(program);
  for (const trigger of definition.triggers) {
    const step = stepThatEnrols(trigger, effects, rules);
    if (step !== undefined && !found.some((one) => one.step === step)) {
      found.push({ kind: 'enrols-itself', step });
    }
  }
  return found;
}

/** What is changed before any wait, in the order in which one may come to it. */
function effectsAtOnce({ first, places }: Program): Effect[] {
  const effects: Effect[] = [];
  const seen = new Set<string>();
  const left = [first];
  for (let id = left.shift(); id !== undefined; id = left.shift()) {
    const place = id === null ? undefined : places.get(id);
    if (!place || seen.has(place.step.id)) continue;
    seen.add(place.step.id);
    if (place.step.kind === 'wait') continue;
    const change = changeOf(place.step);
    if (change) effects.push({ step: place.step.id, change });
    left.push(...waysOf(place));
  }
  return effects;
}

function changeOf(step: Step): Change | undefined {
  if (step.kind === 'set' && step.property !== null) {
    return { kind: 'property', property: step.property, value: step.value };
  }
  if (step.kind === 'list' && step.list !== null) {
    return { kind: 'list', list: step.list, action: step.action };
  }
  return undefined;
}

/** The step among these that would enrol by this trigger whoever was just enrolled by it. */
function stepThatEnrols(trigger: Trigger, effects: readonly Effect[], rules: Rules): string | undefined {
  if (trigger.kind === 'property') {
    return effects.find(({ change }) => setsOff(trigger, change, rules))?.step;
  }
  if (trigger.kind !== 'segment' || trigger.segment === null) return undefined;
  const rule = rules.get(trigger.segment);
  if (!rule) return effects.find(({ change }) => setsOff(trigger, change, rules))?.step;
  // Whoever came into a segment is in it: only one who is taken out comes in again.
  const touching = effects.filter(({ change }) => mentions(rule, change));
  return touching.find(
    (back) =>
      holdsAfter(rule, back.change) !== false &&
      touching.some((out) => out !== back && holdsAfter(rule, out.change) !== true),
  )?.step;
}

/** Whether a change may enrol somebody by this trigger. */
function setsOff(trigger: Trigger, change: Change, rules: Rules): boolean {
  if (trigger.kind === 'property') {
    return (
      change.kind === 'property' &&
      change.property === trigger.property &&
      (trigger.to === undefined || trigger.to === change.value)
    );
  }
  if (trigger.kind !== 'segment' || trigger.segment === null) return false;
  if (change.kind === 'list' && change.list === trigger.segment) return change.action === 'add';
  const rule = rules.get(trigger.segment);
  return rule != null && mentions(rule, change) && holdsAfter(rule, change) !== false;
}

/** A step by which one comes back to a step without having waited. */
function roundWithoutWait({ places }: Program): string | undefined {
  const over = new Set<string>();
  for (const start of places.keys()) {
    if (over.has(start)) continue;
    // Depth first, with the way that led here.
    const way: { id: string; left: (string | null)[] }[] = [];
    const enter = (id: string): void => {
      const place = places.get(id);
      way.push({ id, left: !place || place.step.kind === 'wait' ? [] : [...waysOf(place)] });
    };
    enter(start);
    for (let top = way.at(-1); top; top = way.at(-1)) {
      const next = top.left.pop();
      if (next === undefined) {
        over.add(top.id);
        way.pop();
      } else if (next !== null && way.some(({ id }) => id === next)) {
        return top.id;
      } else if (next !== null && !over.has(next) && places.has(next)) {
        enter(next);
      }
    }
  }
  return undefined;
}

/** A workflow as loops among several are looked for. */
export interface Named {
  id: string;
  name: string;
  definition: Definition;
}

/**
 * Workflows that enrol one another round and round with no wait between, `own` among them: the names on the way, and the
 * step of `own` that sets it off. One that enrols nobody twice ends it.
 */
export function loopAmong(
  own: Named,
  others: readonly Named[],
  rules: Rules,
): { step: string; through: string[] } | undefined {
  const endless = [own, ...others.filter(({ id }) => id !== own.id)].filter(
    ({ definition }) => definition.again !== 'never',
  );
  if (!endless.includes(own)) return undefined;
  const effects = new Map(endless.map(({ id, definition }) => [id, effectsAtOnce(programOf(definition))]));
  const setOffBy = ({ id }: Named): { other: Named; step: string }[] =>
    endless.flatMap((other) => {
      if (other.id === id) return [];
      const effect = effects
        .get(id)
        ?.find(({ change }) => other.definition.triggers.some((trigger) => setsOff(trigger, change, rules)));
      return effect ? [{ other, step: effect.step }] : [];
    });
  const seen = new Set<string>();
  const left = setOffBy(own).map(({ other, step }) => ({ at: other, step, through: [other.name] }));
  for (let one = left.shift(); one; one = left.shift()) {
    if (seen.has(one.at.id)) continue;
    seen.add(one.at.id);
    for (const { other } of setOffBy(one.at)) {
      if (other === own) return { step: one.step, through: one.through };
      left.push({ at: other, step: one.step, through: [...one.through, other.name] });
    }
  }
  return undefined;
}
