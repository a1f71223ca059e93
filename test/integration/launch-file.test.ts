import { gzipSync } from 'node:zlib';
import { parse } from 'acorn';
import { SentReport } from '../../src/core/api/launch';
import { LAUNCH_EVENTS } from '../../src/core/manifest/make-manifest';
import {
  fromBase64url,
  messageKeyOf,
  parseToken,
  verifyReportCredential,
  verifyToken,
} from '../../src/core/token';
import { buildLaunchFile, runLaunchFile } from '../fixtures/launch-file';
import {
  answer,
  BASE,
  bob,
  composeAnswer,
  frank,
  keptBook,
  keptSession,
  policy,
  ticket,
} from '../fixtures/launch-world';
import { officeStandIn, type OfficeStandIn, type StandInOptions } from '../fixtures/office-stand-in';

/** The built launch file in a bare runtime, against Office and a network that fail in every way that was seen. */

const OFFER =
  '<div>Hello Bob,</div><div>here is <a href="https://shop.example/offer?a=1&amp;b=2">the offer</a>.</div>';
const WITH_PICTURE = `${OFFER}<div><img src="cid:logo@1" width="90"></div>`;
/** Outlook loads the file anew for each event. Half of it is the reading of HTML. */
const MOST_BYTES = 76_000;
const MOST_GZIPPED = 30_000;
const NOW = Date.parse('2026-03-02T09:00:00Z');

type Answering = (url: string, body: unknown, headers: Record<string, string>) => unknown;
interface Posted {
  url: string;
  at: number;
  headers: Record<string, string>;
  body: unknown;
}

const json = (status: number, body: unknown) => ({
  status,
  text: () => Promise.resolve(JSON.stringify(body)),
});
const accepted: Answering = () => json(200, { accepted: true });

function network(answering: Answering) {
  const posted: Posted[] = [];
  const fetch = (url: string, init: { body: string; headers: Record<string, string> }): Promise<unknown> => {
    const body: unknown = JSON.parse(init.body);
    posted.push({ url, at: Date.now() - NOW, headers: init.headers, body });
    const result = answering(url, body, init.headers);
    return result instanceof Promise ? result : Promise.resolve(result);
  };
  return { posted, fetch };
}

let code = '';
beforeAll(async () => {
  code = await buildLaunchFile(BASE);
});
beforeEach(() => {
  jest.useFakeTimers({ now: NOW });
});
afterEach(() => {
  jest.useRealTimers();
});

/** Starts one event and lets `ms` pass. */
async function live(name: string, options: StandInOptions, answering: Answering = accepted, ms = 12_000) {
  const outlook = officeStandIn(options);
  const net = network(answering);
  runLaunchFile(code, outlook, { fetch: net.fetch });
  outlook.start(name);
  await jest.advanceTimersByTimeAsync(ms);
  return {
    outlook,
    ...net,
    state: outlook.state,
    reports: net.posted.filter(({ url }) => url.endsWith('/sent')),
  };
}

const sending = (change: StandInOptions = {}): StandInOptions => ({
  body: OFFER,
  to: [bob],
  session: keptSession(NOW),
  roaming: keptBook(NOW),
  ...change,
});
const send = (change: StandInOptions = {}, answering: Answering = accepted) =>
  live('onMessageSend', sending(change), answering);

/** A4: once, allowed, in time, and quiet afterwards. */
function expectLetGo(outlook: OfficeStandIn, within = 2500, start = NOW): void {
  expect(outlook.completions.map(({ options }) => options)).toEqual([{ allowEvent: true }]);
  const at = outlook.completions[0]?.at ?? Infinity;
  expect(at - start).toBeLessThanOrEqual(within);
  expect(outlook.callsAfter(at)).toEqual([]);
  expect(jest.getTimerCount()).toBe(0);
}

const tokenOf = (html: string): string => /\/o\/([A-Za-z0-9_-]{44})\.gif/.exec(html)?.[1] ?? '';
const images = (html: string): number => (html.match(/<img/g) ?? []).length;
const names = (outlook: OfficeStandIn): string[] => outlook.calls.map(({ name }) => name);
const reportOf = (reports: Posted[]) => SentReport.parse(reports[0]?.body);

describe('the file itself', () => {
  test('is ES2016 by syntax, one file, small enough to start with each event', () => {
    expect(() => parse(code, { ecmaVersion: 2016, sourceType: 'script' })).not.toThrow();
    expect(Buffer.byteLength(code)).toBeLessThanOrEqual(MOST_BYTES);
    expect(gzipSync(code).length).toBeLessThanOrEqual(MOST_GZIPPED);
    expect(code).not.toMatch(/import\(|localStorage|document\./);
  });

  test('associates every function that the manifest names', () => {
    const outlook = officeStandIn();
    runLaunchFile(code, outlook, {});
    expect(Object.keys(outlook.actions).sort()).toEqual(
      LAUNCH_EVENTS.map((event) => event.functionName).sort(),
    );
  });
});

describe('a mail goes out tracked', () => {
  test('with one image and its link tracked, all other bytes as written', async () => {
    const { state, outlook } = await send();
    expectLetGo(outlook);
    const token = tokenOf(state.body);
    const image = /<img[^>]*>/.exec(state.body)?.[0] ?? '';
    const link = /href="(https:\/\/t\.example\.com\/c\/[^"]*)"/.exec(state.body)?.[1] ?? '';
    expect(link).toContain(encodeURIComponent('https://shop.example/offer?a=1&b=2'));
    expect(images(state.body)).toBe(1);
    expect(state.body.replace(image, '').replace(link, 'https://shop.example/offer?a=1&amp;b=2')).toBe(OFFER);
    expect(verifyToken(token, fromBase64url(ticket().imageKey) ?? new Uint8Array())).toMatchObject({
      ok: true,
      index: 1,
    });
  });

  test('and reports what was done, under the ticket’s own credential, in the API’s shape', async () => {
    const { reports, state } = await send({ cc: [], subject: 'Offer 7' });
    expect(reports).toHaveLength(1);
    const report = reportOf(reports);
    expect(report).toMatchObject({
      token: tokenOf(state.body),
      subject: 'Offer 7',
      from: { address: 'alice@brightwater.example' },
      recipients: [{ address: 'bob@partner.example', name: 'Bob Lindqvist', via: 'to' }],
      switches: { track: true, log: true },
      done: { image: true, unverified: false, restored: false },
      links: [{ n: 1, target: 'https://shop.example/offer?a=1&b=2', text: 'the offer', tracked: true }],
      html: OFFER,
    });
    const credential = verifyReportCredential(
      reports[0]?.headers.Authorization ?? '',
      fromBase64url(ticket().reportKey) ?? new Uint8Array(),
    );
    expect(credential).toMatchObject({ ok: true });
  });

  test('marked by header and property with the message’s key', async () => {
    const { state } = await send();
    const marked = state.headers['X-Mailtrail-Token'] ?? '';
    expect(messageKeyOf(marked)).toBe(messageKeyOf(tokenOf(state.body)));
    expect(JSON.parse(String(state.properties.mailtrail))).toEqual({ token: marked });
  });

  test('to several recipients: all share the index of Someone', async () => {
    const both = [answer(bob.emailAddress), answer(frank.emailAddress)];
    const { state } = await send({ cc: [frank], session: keptSession(NOW, { answers: both }) });
    expect(parseToken(tokenOf(state.body))).toMatchObject({ index: 0 });
  });

  test('sent twice, it stays byte for byte as after the first time', async () => {
    const first = await send();
    const again = await send({ body: first.state.body });
    expect(names(again.outlook)).not.toContain('body.setAsync');
    expect(again.state.body).toBe(first.state.body);
    expect(reportOf(again.reports).done.image).toBe(true);
  });

  test('by XMLHttpRequest where there is no fetch', async () => {
    const outlook = officeStandIn(sending());
    const sent: string[] = [];
    class XMLHttpRequest {
      status = 200;
      responseText = '{"accepted":true}';
      onload: () => void = () => undefined;
      open(_method: string, url: string) {
        sent.push(url);
      }
      setRequestHeader() {}
      send() {
        setTimeout(() => this.onload(), 5);
      }
    }
    runLaunchFile(code, outlook, { XMLHttpRequest });
    outlook.start('onMessageSend');
    await jest.advanceTimersByTimeAsync(5000);
    expect(sent).toEqual([`${BASE}/api/launch/v1/sent`]);
    expectLetGo(outlook);
  });
});

describe('what is not tracked leaves as it was written', () => {
  const untouched = (state: { body: string }, outlook: OfficeStandIn, body = OFFER): void => {
    expect(state.body).toBe(body);
    expect(names(outlook)).not.toContain('body.setAsync');
    expectLetGo(outlook);
  };

  test('a plain-text message, which is still reported for its log (O5)', async () => {
    const { state, outlook, reports } = await send({ bodyType: 'text', body: 'Hello Bob' });
    untouched(state, outlook, 'Hello Bob');
    expect(reportOf(reports)).toMatchObject({ text: 'Hello Bob', done: { image: false } });
  });

  test('with both switches off: no report, header and property taken out again', async () => {
    const options = sending({ session: keptSession(NOW, {}, { track: false, log: false }) });
    const outlook = officeStandIn(options);
    outlook.state.headers['X-Mailtrail-Token'] = 'x';
    outlook.state.properties.mailtrail = 'x';
    const net = network(accepted);
    runLaunchFile(code, outlook, { fetch: net.fetch });
    outlook.start('onMessageSend');
    await jest.advanceTimersByTimeAsync(5000);
    untouched(outlook.state, outlook);
    expect(outlook.state.headers).toEqual({});
    expect(outlook.state.properties).toEqual({});
    expect(net.posted).toEqual([]);
  });

  test('with Track off and Log on: reported with its body, carrying nothing', async () => {
    const { state, outlook, reports } = await send({ session: keptSession(NOW, {}, { track: false }) });
    untouched(state, outlook);
    expect(reportOf(reports)).toMatchObject({
      html: OFFER,
      done: { image: false },
      switches: { track: false, log: true },
    });
  });

  test('with Track on and Log off: reported without its text', async () => {
    const { state, reports } = await send({ session: keptSession(NOW, {}, { log: false }) });
    expect(images(state.body)).toBe(1);
    expect(reportOf(reports).html).toBeUndefined();
  });

  test('to colleagues only (O14)', async () => {
    const dan = { emailAddress: 'dan@brightwater.example', displayName: 'Dan' };
    const { state, outlook, posted } = await send({ to: [dan] });
    untouched(state, outlook);
    expect(posted).toEqual([]);
  });

  test('with a picture in it on Outlook on the web, where a write may lose it; that is said', async () => {
    const { state, outlook, reports } = await send({ body: WITH_PICTURE });
    untouched(state, outlook, WITH_PICTURE);
    expect(reportOf(reports)).toMatchObject({ done: { image: false, reasons: ['client.inlinePictures'] } });
    expect(reportOf(reports).links.every(({ tracked }) => !tracked)).toBe(true);
  });

  test('the same picture is no hindrance in classic Outlook', async () => {
    const { state } = await send({ body: WITH_PICTURE, client: 'classic' });
    expect(images(state.body)).toBe(2);
  });

  test('with an expired ticket and no spare one', async () => {
    const session = keptSession(NOW, { ticket: ticket({ expiresAt: '2026-03-01T00:00:00Z' }) });
    const { state, outlook, posted } = await send({ session, roaming: {} });
    untouched(state, outlook);
    expect(posted).toEqual([]);
  });

  test('with neither session nor book', async () => {
    const { state, outlook, posted } = await send({ session: {}, roaming: {} });
    untouched(state, outlook);
    expect(posted).toEqual([]);
  });
});

describe('what is known decides what goes in', () => {
  test('without a session a spare ticket gives the image, and no link', async () => {
    const { state, outlook, reports } = await send({ session: {} });
    expectLetGo(outlook);
    expect(images(state.body)).toBe(1);
    expect(state.body).toContain('href="https://shop.example/offer?a=1&amp;b=2"');
    expect(messageKeyOf(state.headers['X-Mailtrail-Token'] ?? '')).toBe(messageKeyOf(tokenOf(state.body)));
    expect(reports).toHaveLength(1);
  });

  test('a recipient nobody asked about: image only', async () => {
    const { state } = await send({ session: keptSession(NOW, { answers: [] }) });
    expect(images(state.body)).toBe(1);
    expect(state.body).not.toContain('/c/');
  });

  test('a policy older than 15 minutes: image only', async () => {
    const { state } = await send({ session: keptSession(NOW - 16 * 60_000) });
    expect(images(state.body)).toBe(1);
    expect(state.body).not.toContain('/c/');
  });

  test('a free seat: image only (C1)', async () => {
    const { state } = await send({ session: keptSession(NOW, { policy: policy({ seat: 'free' }) }) });
    expect(images(state.body)).toBe(1);
    expect(state.body).not.toContain('/c/');
  });

  test('one who objected among two: nothing goes in', async () => {
    const answers = [
      answer(bob.emailAddress),
      answer(frank.emailAddress, { standing: 'objected', reason: 'objection', image: false, links: false }),
    ];
    const { state } = await send({ cc: [frank], session: keptSession(NOW, { answers }) });
    expect(state.body).toBe(OFFER);
  });
});

describe('whatever Office does, the mail goes out once and in time (A4)', () => {
  const CALLS = [
    'sessionData.getAllAsync',
    'body.getTypeAsync',
    'body.getAsync',
    'to.getAsync',
    'cc.getAsync',
    'bcc.getAsync',
    'subject.getAsync',
    'from.getAsync',
    'getAttachmentsAsync',
    'getComposeTypeAsync',
    'internetHeaders.getAsync',
    'internetHeaders.setAsync',
    'loadCustomPropertiesAsync',
    'customProperties.saveAsync',
    'body.setAsync',
  ];
  const FAULTS = [
    { kind: 'throws' },
    { kind: 'fails' },
    { kind: 'never' },
    { kind: 'twice' },
    { kind: 'late', ms: 3000 },
    { kind: 'late', ms: 900 },
  ] as const;
  const table = CALLS.flatMap((name) =>
    FAULTS.map((fault) => ({ name, fault, what: 'ms' in fault ? `is ${fault.ms} ms late` : fault.kind })),
  );

  test.each(table)('$name $what', async ({ name, fault }) => {
    const { outlook, state, reports } = await send({ faults: { [name]: fault } });
    expectLetGo(outlook, name === 'body.setAsync' ? 4000 : 2500);
    expect(reports.length).toBeLessThanOrEqual(1);
    // As written, or whole with one image: nothing in between.
    if (state.body !== OFFER) {
      expect(images(state.body)).toBe(1);
      expect(state.body.length).toBeGreaterThan(OFFER.length);
    }
    const writes = outlook.calls.filter((call) => call.name === 'body.setAsync');
    for (const write of writes) expect(write.at - NOW).toBeLessThanOrEqual(1200);
  });

  test('every call throws', async () => {
    const faults = Object.fromEntries(CALLS.map((name) => [name, { kind: 'throws' } as const]));
    const { outlook, state } = await send({ faults });
    expectLetGo(outlook);
    expect(state.body).toBe(OFFER);
  });

  test('no call ever answers', async () => {
    const faults = Object.fromEntries(CALLS.map((name) => [name, { kind: 'never' } as const]));
    const { outlook, state } = await send({ faults });
    expectLetGo(outlook);
    expect(state.body).toBe(OFFER);
  });

  test('no write begins later than 1.2 s after the start', async () => {
    const { outlook, state, reports } = await send({ latencyMs: 190 });
    expectLetGo(outlook);
    expect(names(outlook)).not.toContain('body.setAsync');
    expect(state.body).toBe(OFFER);
    expect(reports.length).toBeLessThanOrEqual(1);
  });

  test('over a write that takes long it waits, at most 4 s, and says that it could not look', async () => {
    const { outlook, reports } = await send({ faults: { 'body.setAsync': { kind: 'late', ms: 3000 } } });
    const at = (outlook.completions[0]?.at ?? 0) - NOW;
    expect(at).toBeGreaterThan(3000);
    expect(at).toBeLessThanOrEqual(4000);
    expect(reportOf(reports).done).toMatchObject({ unverified: true });
  });

  test('a write that never ends is left at 4 s', async () => {
    const { outlook, reports } = await send({ faults: { 'body.setAsync': { kind: 'never' } } });
    expect((outlook.completions[0]?.at ?? 0) - NOW).toBe(4000);
    expectLetGo(outlook, 4000);
    expect(reportOf(reports).done).toMatchObject({ unverified: true });
  });

  test('there is no item, or an appointment', async () => {
    for (const item of [null, undefined, { itemType: 'appointment' }, {}]) {
      const outlook = officeStandIn(sending());
      Object.assign(outlook.Office.context.mailbox, { item });
      runLaunchFile(code, outlook, network(accepted));
      const start = Date.now();
      outlook.start('onMessageSend');
      await jest.advanceTimersByTimeAsync(5000);
      expectLetGo(outlook, 2500, start);
    }
  });
});

describe('the body after the write (A5)', () => {
  const restoredTo = async (editor: (html: string, write: number) => string) => {
    const result = await send({ client: 'classic', body: WITH_PICTURE, editor });
    expectLetGo(result.outlook, 4000);
    return result;
  };

  test('cut short: the sender’s own is put back, and the report says so', async () => {
    const { state, reports } = await restoredTo((html, write) => (write === 1 ? html.slice(0, 90) : html));
    expect(state.body).toBe(WITH_PICTURE);
    expect(reportOf(reports).done).toMatchObject({
      image: false,
      restored: true,
      reasons: ['body.bodyDamaged'],
    });
    expect(reportOf(reports).links.some(({ tracked }) => tracked)).toBe(false);
  });

  test('a picture lost: put back', async () => {
    const { state } = await restoredTo((html, write) =>
      write === 1 ? html.replace('<img src="cid:logo@1" width="90">', '') : html,
    );
    expect(state.body).toBe(WITH_PICTURE);
  });

  test('our image filtered out by the editor, links kept: put back', async () => {
    const { state } = await restoredTo((html, write) =>
      write === 1 ? html.replace(/<img[^>]*\.gif[^>]*>/, '') : html,
    );
    expect(state.body).toBe(WITH_PICTURE);
  });

  test('tidied without loss: left', async () => {
    const { state, outlook } = await send({ editor: (html) => html.replace(/<div>/g, '<div class="x">') });
    expectLetGo(outlook);
    expect(images(state.body)).toBe(1);
    expect(outlook.calls.filter(({ name }) => name === 'body.setAsync')).toHaveLength(1);
  });

  test('shown late, as on the Mac: waited for', async () => {
    const { reports, outlook } = await send({ client: 'mac', editorLagMs: 400 });
    expectLetGo(outlook);
    expect(reportOf(reports).done).toMatchObject({ image: true, unverified: false });
  });
});

describe('whatever the network does, the mail goes out in time', () => {
  const html = () => ({ status: 200, text: () => Promise.resolve('<html>Sign in to the proxy</html>') });
  const cases: [string, Answering][] = [
    ['hangs', () => new Promise(() => undefined)],
    ['is refused', () => Promise.reject(new TypeError('Network request failed'))],
    ['answers 401', () => json(401, { error: { code: 'unknown', message: '' } })],
    ['answers 500', () => json(500, {})],
    ['answers a page of HTML', html],
    [
      'throws at once',
      () => {
        throw new Error('blocked');
      },
    ],
    ['sends headers and never a body', () => ({ status: 200, text: () => new Promise(() => undefined) })],
  ];
  test.each(cases)('the report %s', async (_what, answering) => {
    const { outlook, state, posted } = await send({}, answering);
    expectLetGo(outlook, 2000);
    expect(posted).toHaveLength(1);
    expect(images(state.body)).toBe(1);
  });

  test.each(cases)(
    'at compose the request %s: a spare ticket serves, nothing is shown',
    async (_what, answering) => {
      const { outlook, state } = await live(
        'onNewMessageCompose',
        { to: [bob], roaming: keptBook(NOW) },
        answering,
      );
      expect(outlook.completions).toHaveLength(1);
      expect(jest.getTimerCount()).toBe(0);
      if (_what !== 'answers 401') expect(Object.keys(state.notices)).toEqual([]);
      expect(state.body).toBe('<div>Hello</div>');
    },
  );
});

describe('at compose', () => {
  const answering: Answering = (url, body) => {
    if (url.endsWith('/compose')) {
      const { recipients, ticket: wanted } = body as { recipients: string[]; ticket: boolean };
      return json(200, composeAnswer(recipients, wanted));
    }
    return json(200, {
      book: { credential: 'fresh', expiresAt: '2099-01-01T00:00:00Z', renewAfter: '2098-01-01T00:00:00Z' },
      policy: policy(),
      spare: [],
    });
  };

  test('a ticket and the answers go into the session, the token onto the message', async () => {
    const { posted, state, outlook } = await live(
      'onNewMessageCompose',
      { to: [bob], roaming: keptBook(NOW) },
      answering,
    );
    expect(posted).toHaveLength(1);
    expect(posted[0]).toMatchObject({
      url: `${BASE}/api/launch/v1/compose`,
      headers: { Authorization: 'Book book-1' },
      body: { recipients: ['bob@partner.example'], ticket: true, client: { host: 'OutlookWebApp' } },
    });
    expect(parseToken(state.headers['X-Mailtrail-Token'] ?? '')).toMatchObject({ ok: true, index: 0 });
    expect(state.session['mailtrail.compose']).toContain('knownContact');
    expect(outlook.completions).toHaveLength(1);
  });

  test('the twin event finds the session made: one ticket, one nonce', async () => {
    const outlook = officeStandIn({ to: [bob], roaming: keptBook(NOW) });
    const net = network(answering);
    runLaunchFile(code, outlook, { fetch: net.fetch });
    outlook.start('onNewMessageCompose');
    await jest.advanceTimersByTimeAsync(3000);
    const header = outlook.state.headers['X-Mailtrail-Token'];
    outlook.start('onMessageCompose');
    await jest.advanceTimersByTimeAsync(3000);
    expect(net.posted).toHaveLength(1);
    expect(outlook.state.headers['X-Mailtrail-Token']).toBe(header);
    expect(outlook.completions).toHaveLength(2);
  });

  test('recipients typed in a row are asked about once, and only the new ones', async () => {
    const outlook = officeStandIn({ to: [bob, frank], session: keptSession(NOW), roaming: keptBook(NOW) });
    const net = network(answering);
    runLaunchFile(code, outlook, { fetch: net.fetch });
    for (let i = 0; i < 3; i++) {
      outlook.start('onMessageRecipientsChanged');
      await jest.advanceTimersByTimeAsync(100);
    }
    await jest.advanceTimersByTimeAsync(5000);
    expect(net.posted.map(({ body }) => body)).toMatchObject([
      { recipients: ['frank@quiet.example'], ticket: false },
    ]);
    expect(outlook.completions).toHaveLength(3);
    expect(outlook.state.session['mailtrail.compose']).toContain('frank@quiet.example');
    expect(outlook.state.session['mailtrail.compose']).toContain('bob@partner.example');
  });

  test('without a book Outlook’s own sign-on is exchanged for one, which is kept', async () => {
    const { posted, state } = await live(
      'onNewMessageCompose',
      { to: [bob], accessToken: 'entra' },
      answering,
    );
    expect(posted.map(({ url, headers }) => [url.split('/').pop(), headers.Authorization])).toEqual([
      ['book', 'Bearer entra'],
      ['compose', 'Book fresh'],
    ]);
    expect(state.roaming['mailtrail.book']).toMatchObject({ credential: 'fresh', baseUrl: BASE });
  });

  test('with neither, the user is told to open Mailtrail once', async () => {
    const { posted, state, outlook } = await live('onNewMessageCompose', { to: [bob] }, answering);
    expect(posted).toEqual([]);
    expect(Object.values(state.notices).map(({ message }) => message)[0]).toMatch(/Open Mailtrail once/);
    expect(outlook.completions).toHaveLength(1);
  });

  test('a book that is no longer accepted is made anew', async () => {
    const { posted } = await live(
      'onNewMessageCompose',
      { to: [bob], roaming: keptBook(NOW), accessToken: 'entra' },
      (url, body, headers) =>
        headers.Authorization === 'Book book-1' ? json(401, {}) : answering(url, body, headers),
    );
    expect(posted.map(({ headers }) => headers.Authorization)).toEqual([
      'Book book-1',
      'Bearer entra',
      'Book fresh',
    ]);
  });

  test('500 recipients fit into the session', async () => {
    const many = Array.from({ length: 500 }, (_, i) => ({
      emailAddress: `person.number${i}@company${i}.example`,
      displayName: '',
    }));
    const { state } = await live('onNewMessageCompose', { to: many, roaming: keptBook(NOW) }, answering);
    expect((state.session['mailtrail.compose'] ?? '').length).toBeLessThan(50_000);
    expect(state.session['mailtrail.compose']).toContain('person.number400@');
  });

  test('on the web a body with a picture has the image appended by Outlook, and taken back without the picture', async () => {
    const outlook = officeStandIn({
      body: WITH_PICTURE,
      to: [bob],
      session: keptSession(NOW),
      roaming: keptBook(NOW),
    });
    const net = network(answering);
    runLaunchFile(code, outlook, { fetch: net.fetch });
    outlook.start('onMessageAttachmentsChanged');
    await jest.advanceTimersByTimeAsync(5000);
    expect(images(outlook.state.appended)).toBe(1);
    const token = tokenOf(outlook.state.appended);
    // Outlook appends before OnMessageSend runs.
    outlook.state.body += outlook.state.appended;
    const before = outlook.state.body;
    outlook.start('onMessageSend');
    await jest.advanceTimersByTimeAsync(5000);
    expect(outlook.state.body).toBe(before);
    const report = SentReport.parse(net.posted.filter(({ url }) => url.endsWith('/sent'))[0]?.body);
    expect(report).toMatchObject({ token, done: { image: true } });

    outlook.state.body = OFFER;
    outlook.start('onMessageAttachmentsChanged');
    await jest.advanceTimersByTimeAsync(5000);
    expect(outlook.state.appended).toBe('');
  });
});
