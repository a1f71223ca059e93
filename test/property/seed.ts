/**
 * How property tests run: few cases by default, more with LONG=1; the seed is printed, and SEED=… replays it.
 * Pass the result to `fc.assert`.
 */
export function propertyRuns(name: string, usual: number, long: number): { numRuns: number; seed: number } {
  const given = Number(process.env['SEED']);
  const seed = Number.isInteger(given) && given !== 0 ? given : Math.floor(Math.random() * 0x7fffffff);
  const numRuns = process.env['LONG'] === '1' ? long : usual;
  process.stdout.write(`${name}: ${numRuns} cases, SEED=${seed}\n`);
  return { numRuns, seed };
}
