import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { AccountRules } from '../../../src/core/api/account-settings';
import { catchUp, setBehind } from '../../../src/web/behind';
import { placeOf, tableState } from '../../../src/web/contact-query';
import { midnight } from '../../../src/web/day';
import { namedIn, pressedIn } from '../../../src/web/pressed-rules';
import { savesInLine } from '../../../src/web/saves-in-line';
import { signInAddress } from '../../../src/web/session';
import { firstPages, type Listed } from '../../../src/web/use-pages';
import { mayPass } from '../../../src/web/use-resource';
import { ApiError } from '../../../src/web/api';
import { niceTop, together } from '../../../src/web/plot-places';

/** Three pages of two. */
const load = async (cursor = 0): Promise<Listed<number, number>> => ({
  items: [cursor * 2, cursor * 2 + 1],
  next: cursor < 2 ? cursor + 1 : undefined,
});

test('a list that is loaded again is as long as it was', async () => {
  expect(await firstPages(load, () => 2)).toEqual({ items: [0, 1, 2, 3], next: 2 });
});

test('and ends where it ends, however much was shown', async () => {
  expect(await firstPages(load, () => 9)).toEqual({ items: [0, 1, 2, 3, 4, 5], next: undefined });
});

test('a page that was asked for meanwhile is loaded as well', async () => {
  let pages = 1;
  const list = firstPages(load, () => pages);
  pages = 2;
  expect((await list).items).toHaveLength(4);
});

test('a server that cannot answer takes nothing off the screen; one that refuses does', () => {
  const by = (status: number): boolean => mayPass(new ApiError(status, 'code', ''));
  expect([0, 429, 500, 503].map(by)).toEqual([true, true, true, true]);
  expect([401, 403, 404, 200].map(by)).toEqual([false, false, false, false]);
});

test('what is behind and loads already is not asked for again', () => {
  const asked: string[] = [];
  const [slow, quick] = [{ busy: true }, { busy: false }];
  setBehind(slow, () => void asked.push('slow'));
  setBehind(quick, () => void asked.push('quick'));
  catchUp();
  expect(asked).toEqual(['quick']);
  slow.busy = false;
  catchUp();
  expect(asked).toEqual(['quick', 'slow', 'quick']);
  setBehind(slow, undefined);
  setBehind(quick, undefined);
});

describe('of saves one after the other', () => {
  /** A server that keeps what it is given, refusing what says so. */
  const line = () =>
    savesInLine<{ n: number; refused?: true }>(({ n, refused }) =>
      refused ? Promise.reject(new Error('refused')) : Promise.resolve({ n }),
    );

  test('the last tells what the server holds', async () => {
    const save = line();
    const first = save({ n: 1 }, { n: 0 });
    const second = save({ n: 2 }, { n: 1 });
    expect([await first, await second]).toEqual([undefined, { kept: { n: 2 } }]);
  });

  test('a refused one puts back what the server holds, not what an earlier one hoped for', async () => {
    const save = line();
    const problem = new Error('refused');
    const saves = [save({ n: 1, refused: true }, { n: 0 }), save({ n: 2, refused: true }, { n: 1 })];
    expect(await Promise.all(saves)).toEqual([undefined, { kept: { n: 0 }, problem }]);
    const later = [save({ n: 3 }, { n: 0 }), save({ n: 4, refused: true }, { n: 3 })];
    expect(await Promise.all(later)).toEqual([undefined, { kept: { n: 3 }, problem }]);
    expect(await save({ n: 5, refused: true }, { n: 3 })).toEqual({ kept: { n: 3 }, problem });
  });
});

test('a rule of the account that is pressed moves at once, one that is typed does not; others stay out of it', () => {
  const rules = AccountRules.parse({
    ...{
      name: 'Brightwater',
      postalAddress: '',
      opens: true,
      clicks: true,
      privacy: true,
      writtenToBasis: 'legitimate-interest',
    },
    ...{
      createContacts: true,
      watchJunk: false,
      visibility: 'everybody',
      excludedDomains: [],
      ownDomains: [],
    },
  });
  expect(pressedIn({ opens: false, name: 'New', excludedDomains: ['a.example'], ownDomains: [] })).toEqual({
    opens: false,
  });
  expect(namedIn(rules, { clicks: false, name: 'New' })).toEqual({ clicks: true, name: 'Brightwater' });
  expect(namedIn(rules, {})).toEqual({});
});

test('whoever signs in again comes back to the page as it was filtered', () => {
  const address = (pathname: string, search = ''): string => signInAddress({ pathname, search });
  expect(address('/contacts', '?owner=me&q=a%26b')).toBe(
    `/auth/login?returnTo=${encodeURIComponent('/contacts?owner=me&q=a%26b')}`,
  );
  expect(address('/', '?signInFailed=no')).toBe('/auth/login?returnTo=%2F');
  expect(address('/auth/refused', '?why=needs-consent')).toBe('/auth/login?returnTo=%2F');
});

/** In a process of its own: this one has its zone since it began. */
function inWarsaw(code: string): unknown {
  const out = execFileSync(
    process.execPath,
    ['-r', 'tsx/cjs', '-e', `process.stdout.write(JSON.stringify(${code}))`],
    { cwd: path.join(__dirname, '../../..'), env: { ...process.env, TZ: 'Europe/Warsaw' }, encoding: 'utf8' },
  );
  return JSON.parse(out);
}

test('a typed day begins at its own midnight and ends at the next, also where the clocks change', () => {
  const days = inWarsaw(`['2026-11-03', '2026-03-29', '2026-10-25'].map((day) =>
    [0, 1].map((plus) => require('./src/web/day').midnight(day, plus)))`);
  expect(days).toEqual([
    ['2026-11-02T23:00:00.000Z', '2026-11-03T23:00:00.000Z'],
    // Of 23 hours, and of 25.
    ['2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
    ['2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'],
  ]);
});

test('a table of contacts begins where a day that is typed to its end begins or ends', () => {
  const place = (query: string) => placeOf(tableState(new URLSearchParams(query)));
  expect(place('from=2026-11-03')).toBe(midnight('2026-11-03', 1));
  expect(place('from=2026-11-03&order=asc')).toBe(midnight('2026-11-03', 0));
  expect(['0002-11-03', '2026', ''].map((from) => place(`from=${from}`))).toEqual(
    Array<undefined>(3).fill(undefined),
  );
  expect(place('sort=name&from=0002-11-03')).toBe('0002-11-03');
});

test('what is being typed is no day yet', () => {
  expect(['', null, '0002-11-03', '2026', 'x'].map((typed) => midnight(typed, 0))).toEqual(
    Array<undefined>(5).fill(undefined),
  );
});

describe('a plot', () => {
  const days = Array.from({ length: 365 }, (_, n) => `day ${n}`);
  const series = [{ name: 'Opens', look: 'first' as const, values: days.map(() => 1) }];

  test('has a place for each day where there is room', () => {
    expect(together(days, series, 400)).toMatchObject({ step: 1, labels: days });
  });

  test('shows weeks where there is not, and loses none', () => {
    const { step, labels, series: shown } = together(days, series, 100);
    expect(step).toBe(7);
    expect(labels[0]).toBe('day 0 – day 6');
    expect(labels.at(-1)).toBe('day 364');
    expect(shown[0]?.values.reduce((a, b) => a + b, 0)).toBe(365);
  });

  test('is as high as a round number', () => {
    expect([0, 1, 3, 7, 11, 200, 201].map(niceTop)).toEqual([1, 1, 5, 10, 20, 200, 500]);
  });
});
