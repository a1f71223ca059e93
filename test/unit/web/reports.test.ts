import type { ReportedMessage, ReportNumbers } from '../../../src/core/api/reports';
import { ratesOf } from '../../../src/core/marketing/rates';
import { lookAgainMs } from '../../../src/web/marketing/look-again';
import { sorted } from '../../../src/web/reports/sorted';
import { askedSpan, dayBefore, peoplePath, shownPeople, spanState } from '../../../src/web/reports/span';

const NOW = new Date(2026, 10, 23, 10);
const ID = '01a16f7f-aa00-7dfb-893f-e1ba7865608c';

const NONE: ReportNumbers = {
  sent: 0,
  bounced: 0,
  delivered: 0,
  openable: 0,
  opened: 0,
  opens: 0,
  clickable: 0,
  clicked: 0,
  clicks: 0,
  replied: 0,
  replies: 0,
  unsubscribed: 0,
  complained: 0,
  machineOpened: 0,
  machineOnly: 0,
  machineOpens: 0,
  machineClicked: 0,
  machineClicks: 0,
};

const message = (id: string, numbers: Partial<ReportNumbers>): ReportedMessage => {
  const all = { ...NONE, ...numbers };
  return { id, name: `Message ${id}`, at: '2026-11-01T00:00:00.000Z', numbers: all, rates: ratesOf(all) };
};

describe('the address of a report', () => {
  it('says its time; what makes no sense is as if it were not there', () => {
    const of = (query: string) => spanState(new URLSearchParams(query), NOW);
    expect(of('')).toMatchObject({ days: 30, from: '2026-10-25', to: '2026-11-23', messages: '' });
    expect(of('days=7')).toMatchObject({ days: 7, from: '2026-11-17' });
    expect(of('from=2026-01-01&to=2026-02-01')).toMatchObject({ days: undefined, from: '2026-01-01' });
    expect(of('from=2026-03-01&to=2026-02-01&days=90')).toMatchObject({ days: 90 });
    expect(of(`messages=${ID},${ID}`).messages).toBe(`${ID},${ID}`);
    expect(of('messages=all;drop').messages).toBe('');
    expect(askedSpan(of('')).messages).toBeUndefined();
  });

  it('keeps its time and messages on the way to the people', () => {
    const params = new URLSearchParams(`days=7&messages=${ID}&sort=open&q=bob`);
    expect(peoplePath(params, 'opened')).toBe(`/analyze/people?days=7&messages=${ID}&show=opened`);
    expect(shownPeople(new URLSearchParams('show=everything'))).toBe('sent');
  });

  it('goes by the calendar where a day has no 24 hours', () => {
    expect(dayBefore(new Date(2026, 2, 30, 0, 30), 1)).toBe('2026-03-29');
  });
});

describe('rates', () => {
  it('are of those who could be seen, and none of nothing', () => {
    const n = { ...NONE, sent: 10, bounced: 2, delivered: 8, openable: 4, opened: 1, replied: 2 };
    expect(ratesOf(n)).toEqual({
      open: 0.25,
      click: null,
      reply: 0.25,
      bounce: 0.2,
      unsubscribe: 0,
      complaint: 0,
    });
  });

  it('put messages in order; without a rate, they stand below all', () => {
    const messages = [
      message('a', { openable: 10, opened: 1 }),
      message('b', {}),
      message('c', { openable: 10, opened: 5 }),
    ];
    expect(sorted(messages, 'open', 'desc').map(({ id }) => id)).toEqual(['c', 'a', 'b']);
    expect(sorted(messages, 'name', 'asc').map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });
});

describe('a report that is looked at', () => {
  it('is loaded again often while much happens, and not of a draft', () => {
    const now = Date.parse('2026-11-23T00:00:00Z');
    const begun = (days: number) => new Date(now - days * 86_400_000).toISOString();
    expect(lookAgainMs({ state: 'draft' }, now)).toBeUndefined();
    expect(lookAgainMs({ state: 'sent', begunAt: begun(1) }, now)).toBe(3_000);
    expect(lookAgainMs({ state: 'sent', begunAt: begun(9) }, now)).toBe(30_000);
    expect(lookAgainMs({ state: 'sending', begunAt: begun(9) }, now)).toBe(3_000);
  });
});
