import type { Branch, Step, StepKind } from '../../core/workflows';

/** Where a step stands: in the list of the workflow itself, or in one of a branch's two, before the n-th. */
export interface Place {
  branch: string | null;
  way: 'yes' | 'no';
  n: number;
}

const TOP: Pick<Place, 'branch' | 'way'> = { branch: null, way: 'yes' };

type Change = (list: readonly Step[], at: Pick<Place, 'branch' | 'way'>) => Step[];

/** Every list of steps, changed by what is given. */
function inLists(steps: readonly Step[], change: Change, at = TOP): Step[] {
  return change(steps, at).map((step) =>
    step.kind === 'branch'
      ? {
          ...step,
          yes: inLists(step.yes, change, { branch: step.id, way: 'yes' }),
          no: inLists(step.no, change, { branch: step.id, way: 'no' }),
        }
      : step,
  );
}

const isAt = (at: Pick<Place, 'branch' | 'way'>, place: Pick<Place, 'branch' | 'way'>): boolean =>
  at.branch === place.branch && (place.branch === null || at.way === place.way);

export const insertStep = (steps: readonly Step[], place: Place, step: Step): Step[] =>
  inLists(steps, (list, at) =>
    isAt(at, place) ? [...list.slice(0, place.n), step, ...list.slice(place.n)] : [...list],
  );

export const removeStep = (steps: readonly Step[], id: string): Step[] =>
  inLists(steps, (list) => list.filter((step) => step.id !== id));

export const changeStep = (steps: readonly Step[], changed: Step): Step[] =>
  inLists(steps, (list) => list.map((step) => (step.id === changed.id ? changed : step)));

export function findStep(steps: readonly Step[], id: string | undefined): Step | undefined {
  for (const step of steps) {
    if (step.id === id) return step;
    const within = step.kind === 'branch' ? (findStep(step.yes, id) ?? findStep(step.no, id)) : undefined;
    if (within) return within;
  }
  return undefined;
}

/** All places a step passes as it is moved down, in their order: into a branch, through both ways, and out again. */
function placesIn(steps: readonly Step[], at = TOP): Place[] {
  return [
    ...steps.flatMap((step, n) => [
      { ...at, n },
      ...(step.kind === 'branch'
        ? [
            ...placesIn(step.yes, { branch: step.id, way: 'yes' }),
            ...placesIn(step.no, { branch: step.id, way: 'no' }),
          ]
        : []),
    ]),
    { ...at, n: steps.length },
  ];
}

function placeOf(steps: readonly Step[], id: string, at = TOP): Place | undefined {
  for (const [n, step] of steps.entries()) {
    if (step.id === id) return { ...at, n };
    if (step.kind !== 'branch') continue;
    const within =
      placeOf(step.yes, id, { branch: step.id, way: 'yes' }) ??
      placeOf(step.no, id, { branch: step.id, way: 'no' });
    if (within) return within;
  }
  return undefined;
}

const same = (one: Place, other: Place): boolean => isAt(one, other) && one.n === other.n;

/** A step one place up or down, with what is in it; undefined: it is at the end already. */
export function moveStep(steps: readonly Step[], id: string, by: -1 | 1): Step[] | undefined {
  const step = findStep(steps, id);
  const from = placeOf(steps, id);
  if (!step || !from) return undefined;
  const rest = removeStep(steps, id);
  // Without it, its own place and the one after it are the same.
  const places = placesIn(rest);
  const to = places[places.findIndex((place) => same(place, from)) + by];
  return to && insertStep(rest, to, step);
}

export function allIds(steps: readonly Step[]): string[] {
  return steps.flatMap((step) =>
    step.kind === 'branch' ? [step.id, ...allIds(step.yes), ...allIds(step.no)] : [step.id],
  );
}

/** A mark that no step has: `s1`, `s2` … */
function freeId(steps: readonly Step[]): string {
  const taken = allIds(steps).map((id) => Number(/^s(\d+)$/.exec(id)?.[1] ?? 0));
  return `s${Math.max(0, ...taken) + 1}`;
}

/** A step of a kind as it begins: nothing chosen. */
export function newStep(kind: StepKind, steps: readonly Step[]): Step {
  const id = freeId(steps);
  switch (kind) {
    case 'wait':
      return { id, kind, how: { kind: 'for', amount: 1, unit: 'days' } };
    case 'branch':
      return { id, kind, rule: null, within: 0, yes: [], no: [] } satisfies Branch;
    case 'set':
      return { id, kind, property: null, value: null };
    case 'list':
      return { id, kind, action: 'add', list: null };
    case 'notify':
      return { id, kind, whom: { kind: 'owner' }, text: '' };
    case 'task':
      return { id, kind, title: '', days: 3, user: null };
    case 'send':
      return { id, kind, message: null };
    case 'webhook':
      return { id, kind, url: '' };
    case 'goto':
      return { id, kind, step: null };
    case 'end':
      return { id, kind };
  }
}
