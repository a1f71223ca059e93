import { Life } from './life';
import { lifeOf, type Step } from './steps';
import { wayOf } from './ways';
import type { World } from './world';

export interface Verdict {
  seed: number;
  steps: readonly Step[];
  /** Where the store is not as it must be; empty: all is well. */
  wrong: string[];
}

/** Lives a life; what is thrown on the way is as wrong as what is found at the end. */
export async function live(world: World, seed: number, steps: readonly Step[]): Promise<Verdict> {
  const wrong = await new Life(world, seed)
    .live(steps)
    .catch((error: unknown) => [error instanceof Error ? (error.stack ?? error.message) : String(error)]);
  return { seed, steps, wrong };
}

/** Leaves out as much of a life that went wrong as can be without its going well; lives at most so many to find out. */
export async function shrunk(world: World, verdict: Verdict, tries: number): Promise<Verdict> {
  let best = verdict;
  let left = tries;
  for (let size = Math.ceil(best.steps.length / 2); size >= 1 && left > 0; size = Math.floor(size / 2)) {
    for (let at = 0; at < best.steps.length && left > 0; left -= 1) {
      const steps = [...best.steps.slice(0, at), ...best.steps.slice(at + size)];
      const tried = await live(world, verdict.seed, steps);
      if (tried.wrong.length > 0) best = tried;
      else at += size;
    }
  }
  return best;
}

const isStep = (value: unknown): value is Step =>
  typeof value === 'object' && value !== null && 'do' in value;

/** The steps of a life in what `told` said of it. */
export const stepsIn = (text: string): Step[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('  {"do":'))
    .map((line): unknown => JSON.parse(line))
    .filter(isStep);

/** What went wrong in a life, and how to see it again. */
export function told({ seed, steps, wrong }: Verdict, whole: number): string {
  return [
    `Life ${seed} went wrong. SEED=${seed} LENGTH=${whole} npx jest --config test/jest.config.cjs test/property/mailbox`,
    `The least of it that goes wrong, ${steps.length} of ${whole} steps:`,
    ...steps.map((step) => `  ${JSON.stringify(step)}`),
    ...wrong,
  ].join('\n');
}

/**
 * Lives so many from a seed on, and tells of the first that went wrong, as short as it can be made.
 *
 * Planted defects that the usual run found, and by which life: Retry-After not kept (5), `clientState` not compared (17),
 * a subscription never renewed (2). Of an earlier generator: a folder's link saved before its page is filed and an item
 * noted as judged before it is filed (1), the watermark moved before its page is filed (44).
 */
export async function liveMany(
  world: World,
  lives: { first: number; count: number; length: number; shrinks: number },
): Promise<string[]> {
  const { first, count, length, shrinks } = lives;
  for (let seed = first; seed < first + count; seed += 1) {
    const verdict = await live(world, seed, lifeOf(seed, length, wayOf(seed, world.apart)));
    if (verdict.wrong.length > 0) return [told(await shrunk(world, verdict, shrinks), length)];
    if (seed % 20 === 19) await world.services.store.maintain();
  }
  return [];
}
