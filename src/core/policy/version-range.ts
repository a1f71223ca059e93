/** "16.0.17425.20000" as numbers; what is no number counts as 0. */
const numbers = (version: string): number[] => version.split('.').map((part) => parseInt(part, 10) || 0);

/** Which version is earlier: negative, 0 or positive, as `sort` has it. Missing parts are 0. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbers(a), numbers(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] || 0) - (right[i] || 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** `from` is in the range, `before` is not. A client that does not tell its version is in no range but the whole one. */
export function inVersions(version: string, range: { from?: string; before?: string }): boolean {
  const { from, before } = range;
  if (from === undefined && before === undefined) return true;
  if (!/\d/.test(version)) return false;
  return (
    (from === undefined || compareVersions(version, from) >= 0) &&
    (before === undefined || compareVersions(version, before) < 0)
  );
}
