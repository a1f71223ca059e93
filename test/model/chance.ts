/** Numbers from 0 to 1 that follow from a seed alone (mulberry32). */
export function chanceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One of a list, by a number from 0 to 1. */
export function pick<T>(list: readonly T[], chance: number): T | undefined {
  return list[Math.min(list.length - 1, Math.floor(chance * list.length))];
}
