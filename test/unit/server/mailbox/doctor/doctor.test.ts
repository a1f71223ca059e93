import type { Finding } from '../../../../../src/core/api/mailboxes';
import { refusalWords } from '../../../../../src/server/mailbox/access/refusal-words';
import { alertSteps, PASSING_MS } from '../../../../../src/server/mailbox/doctor/alerts';
import {
  domainFinding,
  findings,
  secretFinding,
  type Standing,
} from '../../../../../src/server/mailbox/doctor/findings';
import { quietNow, usualGap, type MailTimes } from '../../../../../src/server/mailbox/doctor/quiet';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = new Date('2026-11-20T10:00:00Z');
const ago = (ms: number): Date => new Date(NOW.getTime() - ms);

/** A mailbox of office hours (8 to 17, Monday to Friday, every 20 minutes), up to `until`, newest first. */
function officeMail(until: Date, days: number): Date[] {
  const times: Date[] = [];
  for (let at = until.getTime(); at > until.getTime() - days * DAY; at -= 20 * MINUTE) {
    const time = new Date(at);
    const weekday = time.getUTCDay() >= 1 && time.getUTCDay() <= 5;
    if (weekday && time.getUTCHours() >= 8 && time.getUTCHours() < 17) times.push(time);
  }
  return times;
}

/** As the store tells it of these times, newest first. */
function mailOf(times: Date[], now: Date): MailTimes {
  const first = times.at(-1) ?? null;
  const last = times[0];
  const sameHours = [1, 2, 3, 4].flatMap((week) => {
    const back = week * 7 * DAY;
    if (!last || !first || last.getTime() - back < first.getTime()) return [];
    const [from, to] = [last.getTime() - back, now.getTime() - back];
    return [times.filter((at) => at.getTime() > from && at.getTime() <= to).length];
  });
  return { latest: times.slice(0, 400), first, sameHours };
}
const quiet = (times: Date[], now: Date) => quietNow(mailOf(times, now), now);

describe('a mailbox that has gone quiet', () => {
  const friday = new Date('2026-11-20T09:00:00Z');
  const times = officeMail(friday, 27);

  test('is told after three times its usual gap, and an hour at least', () => {
    expect(usualGap(times)).toBe(20 * MINUTE);
    expect(quiet(times, new Date(friday.getTime() + 59 * MINUTE))).toBeUndefined();
    expect(quiet(times, new Date(friday.getTime() + 61 * MINUTE))).toEqual({
      since: friday,
      usualGap: 20 * MINUTE,
    });
  });

  test('is not told at night, nor at the weekend', () => {
    const evening = officeMail(new Date('2026-11-19T16:40:00Z'), 27);
    expect(quiet(evening, new Date('2026-11-20T06:00:00Z'))).toBeUndefined();
    const weekend = officeMail(new Date('2026-11-20T16:40:00Z'), 27);
    expect(quiet(weekend, new Date('2026-11-22T20:00:00Z'))).toBeUndefined();
    expect(quiet(weekend, new Date('2026-11-23T11:00:00Z'))).toBeDefined();
  });

  test('with little to compare with, three times the longest gap so far is quiet', () => {
    const young = Array.from({ length: 60 }, (_, i) => ago(2 * HOUR + i * HOUR));
    expect(quiet(young, NOW)).toBeUndefined();
    expect(quiet(young, new Date(NOW.getTime() + HOUR))).toBeDefined();
  });

  test('a few mails tell nothing', () => {
    expect(quiet([ago(5 * DAY), ago(6 * DAY)], NOW)).toBeUndefined();
    expect(quiet([], NOW)).toBeUndefined();
  });
});

describe('what is wrong with a mailbox', () => {
  const well: Standing = {
    state: 'watching',
    reason: null,
    access: 'application',
    left: false,
    ownerActive: true,
    handedOver: false,
    connectedAt: ago(DAY),
    subscribed: true,
    subscriptionExpiresAt: new Date(NOW.getTime() + 6 * DAY),
    lastSyncAt: ago(3 * MINUTE),
    mail: { latest: [], first: null, sameHours: [] },
    missing: 0,
  };
  const kinds = (change: Partial<Standing>): Finding['kind'][] =>
    findings({ ...well, ...change }, NOW).map(({ kind }) => kind);

  test.each<[string, Partial<Standing>, Finding['kind'][]]>([
    ['a mailbox just looked through is well', {}, []],
    [
      'one that no run has reached for longer than a run takes is not',
      { lastSyncAt: ago(12 * MINUTE) },
      ['stale'],
    ],
    ['a subscription that is over', { subscriptionExpiresAt: ago(MINUTE) }, ['lapsed']],
    ['a subscription that Microsoft removed', { subscribed: false }, ['lapsed']],
    ['one that was never taken', { subscribed: false, subscriptionExpiresAt: null }, ['polled']],
    ['mail that nobody looked at', { missing: 2 }, ['gap']],
    ['Graph does not answer', { state: 'failing' }, ['failing']],
    [
      'connecting, and no answer for minutes',
      { state: 'connecting', lastSyncAt: ago(6 * MINUTE) },
      ['failing'],
    ],
    ['access refused', { state: 'not-allowed' }, ['not-allowed']],
    ['its owner is disabled', { ownerActive: false }, ['owner-disabled']],
    ['what its disabled owner had is handed over', { ownerActive: false, handedOver: true }, []],
    ['no Exchange mailbox', { state: 'disconnected' }, ['unavailable']],
    ['disconnected by a person', { state: 'disconnected', left: true }, []],
    ['paused by a person', { state: 'paused' }, []],
    [
      'the pane watches: no subscription, no runs',
      { access: 'pane', subscribed: false, subscriptionExpiresAt: null, lastSyncAt: ago(3 * DAY) },
      [],
    ],
    [
      'the pane that watches has been closed for days',
      { access: 'pane', subscribed: false, subscriptionExpiresAt: null, lastSyncAt: ago(4 * DAY) },
      ['stale'],
    ],
    [
      'the pane that is to watch was never opened',
      { state: 'connecting', access: 'pane', lastSyncAt: null, connectedAt: ago(4 * DAY) },
      ['stale'],
    ],
  ])('%s', (_claim, change, expected) => {
    expect(kinds(change)).toEqual(expected);
  });

  test('each finding says what to do', () => {
    for (const finding of findings({ ...well, missing: 1, subscribed: false, lastSyncAt: ago(DAY) }, NOW)) {
      expect(finding.todo.length).toBeGreaterThan(20);
    }
  });
});

describe('alerts', () => {
  const finding = (kind: Finding['kind']): Finding => ({ kind, level: 'error', what: 'x', todo: 'y' });
  const standing = (kind: string, since: Date, toldAt: Date | null = null) => ({
    id: kind,
    kind,
    since,
    toldAt,
    finding: finding(kind as Finding['kind']),
  });

  test('what may pass is told when it has stood for two minutes', () => {
    expect(alertSteps([], [finding('failing')], NOW)).toMatchObject({
      open: [{ kind: 'failing' }],
      tell: [],
      again: new Date(NOW.getTime() + PASSING_MS),
    });
    expect(alertSteps([standing('failing', ago(MINUTE))], [finding('failing')], NOW)).toMatchObject({
      tell: [],
      again: new Date(NOW.getTime() + PASSING_MS - MINUTE),
    });
    const due = alertSteps([standing('failing', ago(PASSING_MS))], [finding('failing')], NOW);
    expect(due.tell.map(({ alert }) => alert.kind)).toEqual(['failing']);
    expect(due.again).toBeUndefined();
  });

  test('it is told once, and ends by itself when nothing is wrong any more', () => {
    const told = [standing('lapsed', ago(HOUR), ago(HOUR))];
    expect(alertSteps(told, [finding('lapsed')], NOW)).toEqual({ open: [], tell: [], reword: [], end: [] });
    expect(alertSteps(told, [], NOW).end).toEqual(told);
  });

  test('what has changed since is said as it is now, and told again when it is worse', () => {
    const since = ago(HOUR);
    const warning = (what: string): Finding => ({ ...finding('secret'), level: 'warning', what });
    const told = [{ ...standing('secret', since, since), finding: warning('in 30 days') }];
    expect(alertSteps(told, [warning('in 29 days')], NOW)).toMatchObject({
      tell: [],
      reword: [{ finding: { what: 'in 29 days' } }],
    });
    expect(alertSteps(told, [finding('secret')], NOW)).toMatchObject({
      tell: [{ finding: { level: 'error' } }],
      reword: [],
    });
    const one = domainFinding(['a.example']);
    const both = domainFinding(['a.example', 'b.example']);
    const failing = (known: Finding) => [{ ...standing('tracking-domain', since, since), finding: known }];
    expect(alertSteps(failing(one), [both], NOW).tell).toHaveLength(1);
    expect(alertSteps(failing(both), [one], NOW)).toMatchObject({ tell: [], reword: [{}] });
  });
});

test('a secret is told of 30 days before it ends, and as urgent in the last week', () => {
  expect(secretFinding(undefined, NOW)).toBeUndefined();
  expect(secretFinding(new Date(NOW.getTime() + 31 * DAY), NOW)).toBeUndefined();
  expect(secretFinding(new Date(NOW.getTime() + 30 * DAY), NOW)).toMatchObject({ level: 'warning' });
  expect(secretFinding(new Date(NOW.getTime() + 2 * DAY), NOW)?.what).toContain('expires in 2 days');
  expect(secretFinding(ago(DAY), NOW)).toMatchObject({
    level: 'error',
    what: expect.stringContaining('has expired'),
  });
});

test('a refusal of Entra’s is told by its number first, then by its name', () => {
  expect(refusalWords('invalid_grant AADSTS65001')).toContain('withdrawn');
  expect(refusalWords('invalid_grant AADSTS700082')).toContain('run out');
  expect(refusalWords('invalid_client AADSTS7000222')).toContain('expired');
  expect(refusalWords('consent_required')).toContain('withdrawn');
  expect(refusalWords('something new')).toContain('consent was withdrawn, or the secret has expired');
});
