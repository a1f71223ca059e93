import { LAUNCH_EVENTS } from '../../src/core/manifest/make-manifest';
import {
  accepted,
  images,
  json,
  NOW,
  OFFER,
  ours,
  outlookWith,
  refusedNetwork,
  reportOf,
  sending,
  withLaunchFile,
  writes,
  type Answering,
} from '../fixtures/launch-live';
import { composeAnswer, keptBook, keptSession, spareTicket, ticket } from '../fixtures/launch-world';
import type { Fault, StandInOptions } from '../fixtures/office-stand-in';

/**
 * The full table: every function of the manifest, and every call, answer and clock that can go wrong. Whatever does, the
 * event is completed once, in time, and nothing of ours runs afterwards; the body is what the user wrote, or that with
 * one image and tracked links.
 */

withLaunchFile();

const EVENTS = LAUNCH_EVENTS.map(({ functionName }) => functionName);
const SEND = 'onMessageSend';
/** Compose events have no deadline of Outlook's but 300 s; ours is 10 s. */
const COMPOSE_MS = 10_000;

const healthy: Answering = (url, body) => {
  if (!url.endsWith('/compose')) return json(202, { accepted: true });
  const { recipients, ticket: wanted } = body as { recipients: string[]; ticket: boolean };
  return json(200, composeAnswer(recipients, wanted));
};

interface Expected {
  /** Until when a send is completed. */
  within?: number;
  /** The sender's own text, where it is not OFFER. */
  body?: string;
}

async function survives(
  name: string,
  options: StandInOptions,
  answering: Answering = healthy,
  expected: Expected = {},
  now?: () => number,
) {
  const mail = outlookWith(options, answering, now);
  await mail.run(name, 15_000);
  const { outlook, state } = mail;
  const send = name === SEND;
  expect(outlook.completions.map((completion) => completion.options)).toEqual([
    send ? { allowEvent: true } : undefined,
  ]);
  const at = outlook.completions[0]?.at ?? Infinity;
  expect(at - NOW).toBeLessThanOrEqual(send ? (expected.within ?? 2_500) : COMPOSE_MS);
  expect(outlook.callsAfter(at).map((call) => call.name)).toEqual([]);
  expect(mail.posted.filter((post) => post.at > at - NOW)).toEqual([]);
  expect(mail.timers.filter((time) => time > at)).toEqual([]);
  expect(jest.getTimerCount()).toBe(0);
  for (const write of writes(outlook)) expect(write.at - NOW).toBeLessThanOrEqual(1_200);
  expectWhole(state.body, expected.body ?? OFFER);
  if (!send) expect(state.body).toBe(expected.body ?? OFFER);
  expect(mail.reports.length).toBeLessThanOrEqual(1);
  if (mail.reports.length > 0) {
    const { done, links } = reportOf(mail.reports);
    if (!done.unverified) {
      expect({ image: done.image, links: links.filter(({ tracked }) => tracked).length }).toEqual({
        image: ours(state.body) === 1,
        links: (state.body.match(/\/c\//g) ?? []).length,
      });
    }
  }
  return mail;
}

/** As the user wrote it, or with one image of ours and our links, and not a byte less. */
function expectWhole(found: string, written: string): void {
  const link = /https:\/\/t\.example\.com\/c\/[^"]*/;
  const bare = found
    .replace(/<img src="https:\/\/t\.example\.com\/o\/[^>]*>/, '')
    .replace(link, 'https://shop.example/offer?a=1&amp;b=2');
  expect(bare).toBe(written);
  expect(ours(found)).toBeLessThanOrEqual(1);
  expect(images(found)).toBeLessThanOrEqual(images(written) + 1);
}

/** Every call that any handler makes, as the healthy runs show it. */
const CALLS = [
  'sessionData.getAllAsync',
  'sessionData.setAsync',
  'body.getTypeAsync',
  'body.getAsync',
  'body.setAsync',
  'body.appendOnSendAsync',
  'to.getAsync',
  'cc.getAsync',
  'bcc.getAsync',
  'subject.getAsync',
  'from.getAsync',
  'getAttachmentsAsync',
  'getComposeTypeAsync',
  'getItemClassAsync',
  'sensitivityLabel.getAsync',
  'internetHeaders.getAsync',
  'internetHeaders.setAsync',
  'internetHeaders.removeAsync',
  'loadCustomPropertiesAsync',
  'customProperties.saveAsync',
  'roamingSettings.saveAsync',
  'notificationMessages.replaceAsync',
];
const FAULTS: readonly (readonly [string, Fault])[] = [
  ['throws at once', { kind: 'throws' }],
  ['never calls back', { kind: 'never' }],
  ['calls back twice', { kind: 'twice' }],
  ['calls back after the event is completed', { kind: 'late', ms: 11_000 }],
  ['calls back when time is short', { kind: 'late', ms: 900 }],
  ['fails', { kind: 'fails' }],
  ['fails, since the item was switched (9030)', { kind: 'fails', code: 9030 }],
  ['answers with a number', { kind: 'shape', value: 7 }],
  ['answers with nothing', { kind: 'shape', value: null }],
  ['answers with a list of nothing', { kind: 'shape', value: [null, {}, 'x'] }],
  ['answers with no result', { kind: 'nonsense' }],
];
/** Mail in which every call is made: private labels to ask for, a session for send, none for the rest. */
const withLabels = { ...composeAnswer([], false).policy, privateLabels: ['a1'] };
const world = (name: string): StandInOptions =>
  sending({
    ...(name === 'onNewMessageCompose' || name === 'onMessageCompose' ? { session: {} } : {}),
    ...(name === SEND ? { session: keptSession(NOW, { policy: withLabels }) } : {}),
  });
const withinOf = (call: string): number => (call === 'body.setAsync' ? 4_000 : 2_500);

describe.each(EVENTS)('%s', (event) => {
  test('is well when all is well', async () => {
    const { state, reports } = await survives(event, world(event));
    if (event !== SEND) return expect(ours(state.appended)).toBe(1);
    expect(ours(state.body)).toBe(1);
    expect(reportOf(reports).done).toMatchObject({ image: true, reasons: [] });
  });

  describe.each(CALLS)('%s', (call) => {
    test.each(FAULTS)('%s', async (_what, fault) => {
      await survives(event, { ...world(event), faults: { [call]: fault } }, healthy, {
        within: withinOf(call),
      });
    });
  });

  test.each(FAULTS)('every call %s', async (_what, fault) => {
    const faults = Object.fromEntries(CALLS.map((call) => [call, fault]));
    await survives(event, { ...world(event), faults }, healthy, { within: 4_000 });
  });

  test.each(Array.from({ length: 24 }, (_, i) => i))(
    'the item is switched after %i calls',
    async (switchedAfter) => {
      await survives(event, { ...world(event), switchedAfter }, healthy, { within: 4_000 });
    },
  );

  test.each([50, 120, 190, 400, 700, 1_500])('every call takes %i ms', async (latencyMs) => {
    await survives(event, { ...world(event), latencyMs }, healthy, { within: 4_000 });
  });

  const page = () => ({ status: 200, text: () => Promise.resolve('<html>Sign in to the proxy</html>') });
  const NETWORKS: readonly (readonly [string, Answering])[] = [
    ['hangs', () => new Promise(() => undefined)],
    ['is refused', refusedNetwork],
    [
      'throws at once',
      () => {
        throw new Error('blocked');
      },
    ],
    ['answers 400', () => json(400, { error: { code: 'bad-request', message: '' } })],
    ['answers 401', () => json(401, { error: { code: 'bad-ticket', message: '' } })],
    ['answers 403', () => json(403, {})],
    ['answers 500', () => json(500, {})],
    ['answers a page of HTML', page],
    ['answers half of its JSON', () => ({ status: 200, text: () => Promise.resolve('{"policy":{"revi') })],
    ['answers JSON of another kind', () => json(200, [1, 2])],
    ['answers with nothing', () => ({ status: 204, text: () => Promise.resolve('') })],
    ['answers what is not an answer', () => Promise.resolve(undefined)],
    ['sends headers and never a body', () => ({ status: 200, text: () => new Promise(() => undefined) })],
  ];
  test.each(NETWORKS)('the network %s', async (_what, answering) => {
    const { state } = await survives(event, world(event), answering);
    if (event === SEND) expect(ours(state.body)).toBe(1);
  });

  const day = 24 * 60 * 60_000;
  test.each([
    ['forward by a day', day],
    ['back by a day', -day],
    ['forward by a hundred years', 36_500 * day],
    ['to 1970', -NOW],
  ])('the clock jumps %s in the middle', async (_what, jump) => {
    let asked = 0;
    // Some reads of the clock are before the jump, the others after it.
    for (const before of [0, 1, 2, 4]) {
      jest.setSystemTime(NOW);
      asked = 0;
      await survives(event, world(event), healthy, {}, () => Date.now() + (asked++ < before ? 0 : jump));
    }
  });

  test.each<[string, StandInOptions]>([
    ['no session and no book', { session: {}, roaming: {} }],
    ['no session data at all', { lacks: ['sessionData'] }],
    ['no settings', { roaming: {} }],
    ['a session that is no JSON', { session: { 'mailtrail.compose': '{', 'mailtrail.switches': '7' } }],
    ['a session of another kind', { session: { 'mailtrail.compose': '{"ticket":{},"nonce":7}' } }],
    [
      'a nonce that is none',
      {
        session: {
          'mailtrail.compose': JSON.stringify({
            ticket: ticket(),
            nonce: '!',
            policyAt: NOW,
            policy: composeAnswer([], false).policy,
            answers: [],
          }),
        },
      },
    ],
    [
      'a ticket whose keys are damaged',
      { session: keptSession(NOW, { ticket: ticket({ imageKey: 'AA' }) }) },
    ],
    [
      'a ticket that has expired',
      { session: keptSession(NOW, { ticket: ticket({ expiresAt: '2026-03-01T00:00:00Z' }) }) },
    ],
    [
      'a ticket that expires when nobody knows',
      { session: keptSession(NOW, { ticket: ticket({ expiresAt: 'soon' }) }) },
    ],
    ['a book that is damaged', { session: {}, roaming: { 'mailtrail.book': { credential: 7 } } }],
    [
      'a spare ticket that has expired',
      {
        session: {},
        roaming: {
          'mailtrail.book': {
            ...keptBook(NOW)['mailtrail.book'],
            spare: [{ ...spareTicket(), expiresAt: '2026-03-01T00:00:00Z' }],
          },
        },
      },
    ],
    [
      'reports kept that are damaged',
      {
        roaming: {
          ...keptBook(NOW),
          'mailtrail.unsent': { reports: [7, {}, { report: null }], dropped: 'x' },
        },
      },
    ],
    ['no recipients', { to: [] }],
    ['recipients without addresses', { to: [{ emailAddress: '', displayName: 'A list' }] }],
    ['an empty body', { body: '' }],
    [
      'no methods but the oldest',
      {
        lacks: [
          'sessionData',
          'internetHeaders',
          'getItemClassAsync',
          'sensitivityLabel',
          'notificationMessages',
          'getComposeTypeAsync',
          'getAttachmentsAsync',
          'loadCustomPropertiesAsync',
          'from',
        ],
      },
    ],
  ])('%s', async (_what, change) => {
    await survives(event, { ...world(event), ...change }, healthy, { body: change.body ?? OFFER });
  });

  test.each<[string, unknown]>([
    ['no item', null],
    ['an undefined item', undefined],
    ['an appointment', { itemType: 'appointment' }],
    ['a mail that is read', { itemType: 'message', to: [] }],
    ['an item that is empty', {}],
    ['an item that is a word', 'item'],
  ])('%s', async (_what, item) => {
    const mail = outlookWith(world(event), healthy);
    Object.assign(mail.outlook.Office.context.mailbox, { item });
    await mail.run(event, 12_000);
    expect(mail.outlook.completions).toHaveLength(1);
    expect(mail.posted).toEqual([]);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('Office has no context', async () => {
    const mail = outlookWith(world(event), healthy);
    Reflect.deleteProperty(mail.outlook.Office, 'context');
    await mail.run(event, 12_000);
    expect(mail.outlook.completions).toHaveLength(1);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('completed() itself throws: it is not called again', async () => {
    const { outlook } = outlookWith(world(event), healthy);
    let calls = 0;
    outlook.actions[event]?.({
      completed: () => {
        calls++;
        throw new Error('the event is gone');
      },
    });
    await jest.advanceTimersByTimeAsync(12_000);
    expect(calls).toBe(1);
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe('a send whose write', () => {
  test('takes long is waited for, at most 4 s, and the report says that nobody could look', async () => {
    const faults = { 'body.setAsync': { kind: 'late', ms: 3_000 } } as const;
    const { outlook, reports } = await survives(SEND, sending({ faults }), accepted, { within: 4_000 });
    expect((outlook.completions[0]?.at ?? 0) - NOW).toBeGreaterThan(3_000);
    expect(reports[0]?.at).toBeLessThanOrEqual(2_000);
    expect(reportOf(reports).done).toMatchObject({ unverified: true });
  });

  test.each([1_700, 2_100, 2_200])(
    'ends when there is hardly time for its report (%i ms) and meets a server that hangs: the report is kept',
    async (ms) => {
      const faults = { 'body.setAsync': { kind: 'late', ms } } as const;
      const hanging: Answering = () => new Promise(() => undefined);
      const { state } = await survives(SEND, sending({ faults }), hanging, { within: 4_000 });
      expect(state.roaming['mailtrail.unsent']).toMatchObject({ reports: [{ refused: 0 }] });
    },
  );

  test('never ends is left at 4 s', async () => {
    const faults = { 'body.setAsync': { kind: 'never' } } as const;
    const { outlook, reports } = await survives(SEND, sending({ faults }), accepted, { within: 4_000 });
    expect((outlook.completions[0]?.at ?? 0) - NOW).toBe(4_000);
    expect(reportOf(reports).done).toMatchObject({ unverified: true });
  });

  test('would begin after 1.2 s does not begin, and that is said', async () => {
    const { outlook, reports } = await survives(SEND, sending({ latencyMs: 115 }), accepted);
    expect(writes(outlook)).toEqual([]);
    expect(reportOf(reports).done).toMatchObject({ image: false, reasons: ['body.late'] });
  });

  test('is over late does not wait for what is left to report: the event is completed at once', async () => {
    const faults = {
      'body.setAsync': { kind: 'late', ms: 2_500 },
      'roamingSettings.saveAsync': { kind: 'late', ms: 700 },
    } as const;
    const hanging: Answering = () => new Promise(() => undefined);
    const { outlook } = await survives(SEND, sending({ faults }), hanging, { within: 4_000 });
    expect((outlook.completions[0]?.at ?? 0) - NOW).toBeLessThanOrEqual(2_650);
  });

  test.each([100, 1_000])('meets a network that hangs: all is over by 4 s (write of %i ms)', async (ms) => {
    const faults = { 'body.setAsync': { kind: 'late', ms } } as const;
    await survives(SEND, sending({ faults }), () => new Promise(() => undefined), {
      within: ms > 500 ? 4_000 : 2_500,
    });
  });
});
