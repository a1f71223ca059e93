/** Milliseconds until the next try: 1 s, 2 s, 4 s … 30 s, spread by a quarter so that panes do not come in step. */
export const retryDelay = (failures: number, random: number): number =>
  Math.min(30_000, 1000 * 2 ** Math.min(failures, 5)) * (0.875 + random / 4);
