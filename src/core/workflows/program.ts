import type { Definition, Step } from './definition';

/** A step, and where one goes from it; null: the end. */
export interface Place {
  step: Step;
  next: string | null;
  /** Of a branch. */
  yes?: string | null;
  no?: string | null;
}

export interface Program {
  first: string | null;
  places: ReadonlyMap<string, Place>;
}

/** The nested steps as one looks them up when they are run: by their ids, each with where it leads. */
export function programOf({ steps }: Pick<Definition, 'steps'>): Program {
  const places = new Map<string, Place>();
  const put = (list: readonly Step[], after: string | null): string | null => {
    list.forEach((step, i) => {
      const next = list[i + 1]?.id ?? after;
      if (step.kind === 'branch') {
        const place: Place = { step, next };
        places.set(step.id, place);
        place.yes = put(step.yes, next);
        place.no = put(step.no, next);
      } else {
        places.set(step.id, {
          step,
          next: step.kind === 'end' ? null : step.kind === 'goto' ? step.step : next,
        });
      }
    });
    return list[0]?.id ?? after;
  };
  return { first: put(steps, null), places };
}

/** Every step, in the order in which they are read. */
export function allSteps(steps: readonly Step[]): Step[] {
  return steps.flatMap((step) =>
    step.kind === 'branch' ? [step, ...allSteps(step.yes), ...allSteps(step.no)] : [step],
  );
}

/** Where one can come to from a step. */
export const waysOf = ({ step, next, yes, no }: Place): (string | null)[] =>
  step.kind === 'branch' ? [yes ?? null, no ?? null] : [next];
