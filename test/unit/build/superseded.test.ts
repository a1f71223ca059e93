interface SortedOut {
  kept: Record<string, string>;
  gone: string[];
}
const loaded: unknown = jest.requireActual('../../../webpack/superseded.cjs');
const isModule = (
  value: unknown,
): value is {
  sortOut: (
    superseded: Record<string, string>,
    present: readonly string[],
    built: ReadonlySet<string>,
    now: Date,
  ) => SortedOut;
} => typeof value === 'object' && value !== null && 'sortOut' in value;
if (!isModule(loaded)) throw new Error('superseded.cjs has lost sortOut');
const { sortOut } = loaded;

const DAY = 86_400_000;
const day = (n: number): Date => new Date(Date.UTC(2026, 0, 1) + n * DAY);

test('a piece that an upgrade does without is still there, for 30 days from the upgrade', () => {
  const first = sortOut({}, ['a.js', 'b.js'], new Set(['b.js']), day(0));
  expect(first).toEqual({ kept: { 'a.js': day(0).toISOString() }, gone: [] });
  const later = sortOut(first.kept, ['a.js', 'b.js'], new Set(['b.js']), day(29));
  expect(later).toEqual({ kept: first.kept, gone: [] });
  expect(sortOut(later.kept, ['a.js', 'b.js'], new Set(['b.js']), day(30)).gone).toEqual(['a.js']);
});

test('a piece that comes back is of the build again', () => {
  const superseded = { 'a.js': day(0).toISOString() };
  expect(sortOut(superseded, ['a.js'], new Set(['a.js']), day(60))).toEqual({ kept: {}, gone: [] });
});

test('of more than ten builds in that time the oldest goes', () => {
  const since = Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`${n}.js`, day(n).toISOString()]));
  const { kept, gone } = sortOut(since, [...Object.keys(since), 'new.js'], new Set(), day(11));
  expect(gone).toEqual(['0.js']);
  expect(Object.keys(kept)).toContain('new.js');
});
