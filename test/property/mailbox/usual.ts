const given = (name: string, otherwise: number): number => {
  const value = Number(process.env[name] ?? NaN);
  return Number.isInteger(value) && value > 0 ? value : otherwise;
};

const isLong = process.env['LONG'] === '1';

const isOne = process.env['SEED'] !== undefined;
/** The first life of the usual run is always the same, so that a change fails for what it did. */
export const SEED = given('SEED', isLong ? 1 + Math.floor(Math.random() * 1_000_000_000) : 1);
/** How many lives, and of how many steps; a SEED alone is one life. */
export const USUAL = {
  count: given('LIVES', isOne ? 1 : isLong ? 2_000 : 50),
  length: given('LENGTH', isLong ? 200 : 100),
};
/** Other lives, whose server dies by a signal: it starts anew, and cold, some times in each. */
export const KILLED = {
  first: isOne ? SEED : SEED + USUAL.count,
  count: given('KILLED', isOne ? 1 : 10),
  length: given('LENGTH', isLong ? 100 : 50),
};
