const given = (name: string, otherwise: number): number => {
  const value = Number(process.env[name] ?? NaN);
  return Number.isInteger(value) && value > 0 ? value : otherwise;
};

const isLong = process.env['LONG'] === '1';

/** The first life of the usual run is always the same, so that a change fails for what it did. */
export const SEED = given('SEED', isLong ? 1 + Math.floor(Math.random() * 1_000_000_000) : 1);
/** How many lives, and of how many steps; a SEED alone is one life. */
export const USUAL = {
  count: given('LIVES', process.env['SEED'] !== undefined ? 1 : isLong ? 2_000 : 20),
  length: given('LENGTH', isLong ? 200 : 100),
};
/** Lives whose server dies by a signal: each of its starts takes two seconds. */
export const KILLED = { count: given('KILLED', isLong ? 10 : 1), length: isLong ? 100 : 50 };
