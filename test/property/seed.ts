/** Of the usual run, so that a change fails for what it did and not for what a new seed happened to find. */
const USUAL_SEED = 20_261_122;

/**
 * How property tests run: few cases of always the same seed by default; with LONG=1 more, of a new seed each time. The
 * seed is printed, and SEED=… replays it. Pass the result to `fc.assert`.
 */
export function propertyRuns(name: string, usual: number, long: number): { numRuns: number; seed: number } {
  const given = Number(process.env['SEED']);
  const isLong = process.env['LONG'] === '1';
  const other = isLong ? Math.floor(Math.random() * 0x7fffffff) : USUAL_SEED;
  const seed = Number.isInteger(given) && given !== 0 ? given : other;
  const numRuns = isLong ? long : usual;
  process.stdout.write(`${name}: ${numRuns} cases, SEED=${seed}\n`);
  return { numRuns, seed };
}
