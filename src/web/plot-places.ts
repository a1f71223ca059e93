/** One kind of bar: its name, and its value at each place of the axis. */
export interface Series {
  name: string;
  look: Look;
  values: readonly number[];
}

/** Told apart by more than colour: in high contrast all colours are the system's. */
export type Look = 'first' | 'second' | 'third';

/** Days, weeks, months. */
const STEPS = [1, 7, 30] as const;

/** Values of neighbouring places as one, where there are more places than there is room for; `step`: of how many. */
export function together(
  labels: readonly string[],
  series: readonly Series[],
  most: number,
): { labels: string[]; series: Series[]; step: number } {
  const step = STEPS.find((n) => labels.length / n <= most) ?? STEPS[2];
  const starts = labels.flatMap((_label, place) => (place % step === 0 ? [place] : []));
  const named = (start: number): string => {
    const [first = '', last = first] = [labels[start], labels[Math.min(start + step, labels.length) - 1]];
    return first === last ? first : `${first} – ${last}`;
  };
  return {
    step,
    labels: starts.map(named),
    series: series.map((one) => ({
      ...one,
      values: starts.map((start) => one.values.slice(start, start + step).reduce((a, b) => a + b, 0)),
    })),
  };
}

/** The next of 1, 2, 5, 10, 20, 50 … above. */
export function niceTop(most: number): number {
  if (most <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 5, 10].map((step) => step * power).find((top) => top >= most) ?? most;
}
