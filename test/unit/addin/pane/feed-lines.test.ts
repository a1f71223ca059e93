import type { EventView } from '../../../../src/core/api';
import { dayWords, localDay } from '../../../../src/addin/pane/feed/days';
import { groupFeed, newestOfHits } from '../../../../src/addin/pane/feed/lines';
import { english } from '../../../../src/addin/pane/texts';
import { unseen, withEvents, withLine } from '../../../../src/core/feed';

const event = (seq: number, change: Partial<EventView> = {}): EventView => ({
  seq,
  kind: 'open',
  at: '2026-11-20T10:00:00.000Z',
  message: { id: '0190a1b2-0000-7000-8000-000000000001', subject: 'Our offer' },
  who: { name: 'Bob', address: 'bob@partner.example' },
  inferred: false,
  historic: false,
  retracted: false,
  reasons: [],
  ...change,
});
const day = (at: string): string => at.slice(0, 10);
const seqs = (items: readonly EventView[], filter: Parameters<typeof groupFeed>[1] = 'all') =>
  groupFeed(items, filter, day).map((one) => [
    one.day,
    one.groups.map((group) => group.map(({ seq }) => seq)),
  ]);

test('opens of one mail by one person that follow one another are one line; anything between them parts them', () => {
  const other = { name: 'Carol', address: 'carol@lumen.example' };
  expect(
    seqs([
      event(9),
      event(8),
      event(7, { who: other }),
      event(6),
      event(5, { kind: 'reply' }),
      event(4),
      event(3),
    ]),
  ).toEqual([['2026-11-20', [[9, 8], [7], [6], [5], [4, 3]]]]);
});

test('Someone and a name are never one line, nor are clicks on two links, nor what was taken back with what holds', () => {
  const link = (target: string) => ({ kind: 'click' as const, link: { target, text: '' } });
  const lines = [
    event(9),
    event(8, { who: undefined }),
    event(7, link('https://a.example/')),
    event(6, link('https://b.example/')),
    event(5, { retracted: true }),
    event(4),
  ];
  expect(seqs(lines)[0]?.[1]).toEqual([[9], [8], [7], [6], [5], [4]]);
});

test('each day begins anew, in the order of the feed', () => {
  expect(seqs([event(3), event(2), event(1, { at: '2026-11-19T23:00:00.000Z' })])).toEqual([
    ['2026-11-20', [[3, 2]]],
    ['2026-11-19', [[1]]],
  ]);
});

test('a filter shows its kinds and nothing else', () => {
  const lines = [
    event(4, { kind: 'bounce' }),
    event(3, { kind: 'auto-reply' }),
    event(2, { kind: 'sent' }),
    event(1),
  ];
  expect(seqs(lines, 'problems')).toEqual([['2026-11-20', [[4]]]]);
  expect(seqs(lines, 'replies')).toEqual([['2026-11-20', [[3]]]]);
  expect(seqs(lines, 'clicks')).toEqual([]);
});

test('what is taken back is struck where it stands; only what is not shown gets a line that says so', () => {
  const back = event(5, { kind: 'retracted', takesBack: 1 });
  const items = withEvents([event(1)], [back]);
  expect(items.map(({ seq, retracted }) => [seq, retracted])).toEqual([
    [5, false],
    [1, true],
  ]);
  expect(seqs(items)).toEqual([['2026-11-20', [[1]]]]);
  expect(seqs([back])).toEqual([['2026-11-20', [[5]]]]);
});

test('what is taken back unseen no longer waits to be seen; what was seen, or comes again, changes no number', () => {
  const back = event(5, { kind: 'retracted', takesBack: 2 });
  const feed = { items: [event(3), event(2), event(1)], unread: 2 };
  const after = withLine(feed, back);
  expect([after.unread, after.items.map(({ seq, retracted }) => [seq, retracted])]).toEqual([
    1,
    [
      [5, false],
      [3, false],
      [2, true],
      [1, false],
    ],
  ]);
  expect(withLine(after, back).unread).toBe(1);
  expect(withLine(feed, { ...back, takesBack: 1 }).unread).toBe(2);
  expect(withLine(withLine(feed, event(6)), event(6)).unread).toBe(3);
  expect([...unseen(after.items, 1)]).toEqual([3]);
});

test('an event that comes again stands once', () => {
  expect(withEvents([event(2), event(1)], [event(2), event(3)]).map(({ seq }) => seq)).toEqual([3, 2, 1]);
});

test('the newest of what one is told of are the unseen ones', () => {
  const lines = [event(5), event(4, { kind: 'sent' }), event(3, { kind: 'click' }), event(2)];
  expect([...unseen(lines, 2)]).toEqual([5, 3]);
  expect([...unseen(lines, 0)]).toEqual([]);
});

test('days have names: today, yesterday, and the others with their date, the year only where it is another one', () => {
  const now = new Date(2026, 10, 20, 12);
  const name = (date: Date) => dayWords(localDay(date.toISOString()), now, english, 'en-GB');
  expect(name(new Date(2026, 10, 20, 0, 5))).toBe('Today');
  expect(name(new Date(2026, 10, 19, 23, 55))).toBe('Yesterday');
  expect(name(new Date(2026, 10, 18))).toMatch(/^Wednesday,? 18 November$/);
  expect(name(new Date(2025, 11, 31))).toMatch(/^Wednesday,? 31 December 2025$/);
});

test('of a hit that was judged anew the newest line is the one about which something can be said', () => {
  const hit = '0190a1b2-0000-7000-8000-000000000009';
  const lines = [event(9, { hit }), event(8), event(7, { hit, retracted: true })];
  expect([...newestOfHits(lines)]).toEqual([9]);
});

test('a day stays the same section as lines come above it and earlier ones are asked for below', () => {
  const on = (seq: number, at: string) => event(seq, { at: `${at}T10:00:00.000Z` });
  const keys = (items: readonly EventView[]) => groupFeed(items, 'all', day).map(({ key }) => key);
  const items = [on(9, '2026-11-20'), on(8, '2026-11-19')];
  expect(keys([on(10, '2026-11-20'), ...items, on(7, '2026-11-19'), on(6, '2026-11-18')])).toEqual([
    ...keys(items),
    '2026-11-18 0',
  ]);
  expect(new Set(keys([on(10, '2026-11-19'), ...items])).size).toBe(3);
  expect(keys([on(10, '2026-11-19'), ...items]).slice(1)).toEqual(keys(items));
});
