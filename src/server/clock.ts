/** Where the server gets its time from; tests pass one they own. */
export interface Clock {
  /** The present moment, UTC. */
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
