/** The version that stands in a manifest; undefined where none does. */
export const versionIn = (manifest: string): string | undefined =>
  /<Version>([\d.]+)<\/Version>/.exec(manifest)?.[1];

const numbers = (version: string): number[] => version.split('.').map(Number);

function isLater(a: string, b: string): boolean {
  const [left, right] = [numbers(a), numbers(b)];
  for (let i = 0; i < 4; i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}

/**
 * The version of a manifest that differs from the last one: its last number raised, or what the program itself has come
 * to meanwhile (`floor`), whichever is later. Outlook takes no change under a version that it has.
 */
export function nextVersion(last: string | undefined, floor: string): string {
  if (last === undefined) return floor;
  const [a = 1, b = 0, c = 0, d = 0] = numbers(last);
  // Each number has five digits at most in the schema.
  const raised = d < 99_999 ? [a, b, c, d + 1] : [a, b, c + 1, 0];
  const next = raised.join('.');
  return isLater(floor, next) ? floor : next;
}
