const WINDOW = 10 * 60_000;
/** An answer later than this is slow; later than the second, it counts towards being dropped. */
const SLOW = 3_000;
const VERY_SLOW = 10_000;
const SLOW_SHARE = 0.1;
const DROP_SHARE = 0.15;
/** Microsoft names no least number; without one, a single slow answer on a busy machine would cost ten minutes. */
const LEAST = 10;

/** How an endpoint stands with the service: what is new goes out at once, ten minutes later, or not at all. */
export type Standing = 'well' | 'slow' | 'dropping';

export interface EndpointHealth {
  /** Notes an answer at `at` (ms since 1970) that took `ms`; one that never came took for ever. */
  note(at: number, ms: number): void;
  standing(at: number): Standing;
}

/** Keeps watch over the answers of one endpoint in windows of ten minutes. */
export function endpointHealth(): EndpointHealth {
  let answers: { at: number; ms: number }[] = [];
  let punished: { standing: Standing; until: number } | undefined;
  return {
    note(at, ms) {
      answers = [...answers.filter((each) => each.at > at - WINDOW), { at, ms }];
      if (answers.length < LEAST) return;
      const share = (limit: number): number =>
        answers.filter((each) => each.ms > limit).length / answers.length;
      if (share(VERY_SLOW) > DROP_SHARE) punished = { standing: 'dropping', until: at + WINDOW };
      else if (share(SLOW) > SLOW_SHARE && punished?.standing !== 'dropping')
        punished = { standing: 'slow', until: at + WINDOW };
    },
    standing(at) {
      if (punished !== undefined && punished.until <= at) {
        punished = undefined;
        answers = [];
      }
      return punished?.standing ?? 'well';
    },
  };
}
