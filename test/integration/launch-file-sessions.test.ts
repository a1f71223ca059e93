import { SentReport } from '../../src/core/api/launch';
import { makeToken, messageKeyOf, parseToken } from '../../src/core/token';
import { runLaunchFile } from '../fixtures/launch-file';
import {
  accepted,
  expectLetGo,
  json,
  launchCode,
  network,
  NOW,
  OFFER,
  ours,
  outlookWith,
  refusedNetwork,
  reportOf,
  sending,
  tokenOf,
  withLaunchFile,
  type Answering,
} from '../fixtures/launch-live';
import { bob, composeAnswer, keptBook, keptSession, spareTicket, ticket } from '../fixtures/launch-world';
import { officeStandIn, type StandInOptions } from '../fixtures/office-stand-in';

/** One draft: its session, its twins, its second send, and what waits to be reported. */

withLaunchFile();

let tickets = 0;
/** A server that gives out another ticket with each request, as the real one does. */
const giving: Answering = (url, body) => {
  if (!url.endsWith('/compose')) return json(202, { accepted: true });
  const { recipients, ticket: wanted } = body as { recipients: string[]; ticket: boolean };
  const made = composeAnswer(recipients, wanted);
  const id = ticket().id.slice(0, -3) + String(100 + (++tickets % 800));
  return json(200, wanted ? { ...made, ticket: ticket({ id: id.replace(/.$/, 'A') }) } : made);
};
const sessionOf = (
  session: Record<string, string>,
): { nonce: string; ticket: { id: string }; appended?: string } =>
  JSON.parse(session['mailtrail.compose'] ?? '{}') as { nonce: string; ticket: { id: string } };

/** Two runtimes around one mail, as Outlook on the web has for a reply in the reading pane (#6706). */
function twins(options: StandInOptions, answering: Answering = giving) {
  const outlook = officeStandIn(options);
  const net = network(answering);
  const starts = [0, 1].map(() => {
    const actions: typeof outlook.actions = {};
    const associate = (name: string, run: (event: unknown) => unknown): void => void (actions[name] = run);
    const Office = { ...outlook.Office, actions: { associate } };
    runLaunchFile(launchCode(), { Office, OfficeRuntime: outlook.OfficeRuntime }, { fetch: net.fetch });
    return (name: string): void =>
      void actions[name]?.({
        completed: (done?: unknown) => outlook.completions.push({ at: Date.now(), options: done }),
      });
  });
  return { outlook, ...net, starts };
}

describe('two handlers for one mail at once', () => {
  test.each([0, 3, 40, 90])(
    'compose events %i ms apart end with one session, whose token is on the mail',
    async (apart) => {
      const { outlook, starts } = twins({ to: [bob], roaming: keptBook(NOW), latencyMs: 5 });
      starts[0]?.('onNewMessageCompose');
      await jest.advanceTimersByTimeAsync(apart);
      starts[1]?.('onMessageCompose');
      await jest.advanceTimersByTimeAsync(10_000);
      expect(outlook.completions).toHaveLength(2);
      const token = outlook.state.headers['X-Mailtrail-Token'] ?? '';
      const appended = tokenOf(outlook.state.appended);
      expect(messageKeyOf(appended)).toBe(messageKeyOf(token));
      expect(sessionOf(outlook.state.session).appended).toBe(appended);
      starts[0]?.('onMessageSend');
      await jest.advanceTimersByTimeAsync(5_000);
      expect(outlook.state.headers['X-Mailtrail-Token']).toBe(token);
    },
  );

  test('so do two of which one is slow to keep its session, and the other slow to go on', async () => {
    const faults: StandInOptions['faults'] = {
      'sessionData.setAsync': [
        { kind: 'late', ms: 1 },
        { kind: 'late', ms: 60 },
      ],
      'internetHeaders.setAsync': [
        { kind: 'late', ms: 300 },
        { kind: 'late', ms: 1 },
      ],
    };
    const { outlook, starts } = twins({ to: [bob], roaming: keptBook(NOW), faults });
    starts.forEach((start) => start('onNewMessageCompose'));
    await jest.advanceTimersByTimeAsync(10_000);
    const { nonce, ticket: kept } = sessionOf(outlook.state.session);
    expect(outlook.state.headers['X-Mailtrail-Token']).toBe(makeToken(ticket({ id: kept.id }), nonce, 0));
    expect(tokenOf(outlook.state.appended)).toBe(makeToken(ticket({ id: kept.id }), nonce, 1));
  });

  test('where it was slower still, Outlook is not left with the image of the session that lost', async () => {
    const faults: StandInOptions['faults'] = {
      'sessionData.setAsync': [
        { kind: 'late', ms: 1 },
        { kind: 'late', ms: 250 },
      ],
      'internetHeaders.setAsync': [
        { kind: 'late', ms: 450 },
        { kind: 'late', ms: 1 },
      ],
    };
    const { outlook, starts } = twins({ to: [bob], roaming: keptBook(NOW), faults });
    starts.forEach((start) => start('onNewMessageCompose'));
    await jest.advanceTimersByTimeAsync(10_000);
    const { nonce, ticket: kept } = sessionOf(outlook.state.session);
    expect(tokenOf(outlook.state.appended)).toBe(makeToken(ticket({ id: kept.id }), nonce, 1));
    starts[0]?.('onMessageSend');
    await jest.advanceTimersByTimeAsync(5_000);
    expect(outlook.state.headers['X-Mailtrail-Token']).toBe(makeToken(ticket({ id: kept.id }), nonce, 0));
  });

  test('a switch turned off while the ticket is on its way leaves nothing to be appended', async () => {
    const { outlook, starts } = twins({ to: [bob], roaming: keptBook(NOW) }, (...asked) => {
      outlook.state.session['mailtrail.switches'] = JSON.stringify({ track: false });
      return giving(...asked);
    });
    starts[0]?.('onNewMessageCompose');
    await jest.advanceTimersByTimeAsync(10_000);
    expect(sessionOf(outlook.state.session).appended).toBe('');
    expect(tokenOf(outlook.state.appended)).toBe('');
  });

  test.each([0, 2, 30])('sends %i ms apart write one and the same body', async (apart) => {
    const { outlook, posted, starts } = twins(sending({ latencyMs: 5 }), accepted);
    starts[0]?.('onMessageSend');
    await jest.advanceTimersByTimeAsync(apart);
    starts[1]?.('onMessageSend');
    await jest.advanceTimersByTimeAsync(10_000);
    const bodies = outlook.calls.filter(({ name }) => name === 'body.setAsync').map(({ args }) => args[0]);
    expect(new Set(bodies).size).toBe(1);
    expect(ours(outlook.state.body)).toBe(1);
    expect(new Set(posted.map(({ body }) => SentReport.parse(body).token)).size).toBe(1);
  });

  test('without a session too: both go on with one spare ticket’s nonce', async () => {
    const { outlook, posted, starts } = twins(sending({ session: {} }), accepted);
    starts.forEach((start) => start('onMessageSend'));
    await jest.advanceTimersByTimeAsync(10_000);
    const bodies = outlook.calls.filter(({ name }) => name === 'body.setAsync').map(({ args }) => args[0]);
    expect(new Set(bodies).size).toBe(1);
    expect(new Set(posted.map(({ body }) => SentReport.parse(body).token)).size).toBe(1);
  });
});

describe('one draft, more than once', () => {
  test('stopped by another add-in and sent again: the same token, the body as after the first time, both reported', async () => {
    const mail = outlookWith(sending());
    await mail.run('onMessageSend', 5_000);
    const after = mail.state.body;
    mail.state.subject = 'Better offer';
    await mail.run('onMessageSend', 5_000);
    expect(mail.state.body).toBe(after);
    const [first, second] = [reportOf(mail.reports, 0), reportOf(mail.reports, 1)];
    expect(second.token).toBe(first.token);
    expect(second.subject).toBe('Better offer');
    expect(Date.parse(second.at)).toBeGreaterThan(Date.parse(first.at));
  });

  test('changed by another add-in in between: still one image, and the new link is tracked', async () => {
    const mail = outlookWith(sending());
    await mail.run('onMessageSend', 5_000);
    mail.state.body = mail.state.body.replace(
      '<div>',
      '<div><a href="https://news.example/">Disclaimer of ours</a>',
    );
    await mail.run('onMessageSend', 5_000);
    expect(ours(mail.state.body)).toBe(1);
    expect(mail.state.body.match(/\/c\//g)).toHaveLength(2);
  });

  test('sent again with both switches off: the server is told, so that the first try does not stand; then nothing more', async () => {
    const mail = outlookWith(sending());
    await mail.run('onMessageSend', 5_000);
    mail.state.session['mailtrail.switches'] = JSON.stringify({ track: false, log: false });
    await mail.run('onMessageSend', 5_000);
    expect(mail.state.body).toBe(OFFER);
    expect(mail.state.headers).toEqual({});
    const second = reportOf(mail.reports, 1);
    expect(second).toMatchObject({ switches: { track: false, log: false }, done: { image: false } });
    expect(second.html).toBeUndefined();
  });

  test('reopened, or copied: a session and a token of its own, and what the first one left is taken out', async () => {
    const first = outlookWith(sending());
    await first.run('onMessageSend', 5_000);
    const options = sending({ session: {}, body: first.state.body });
    const copy = outlookWith(options, giving);
    copy.state.headers = { ...first.state.headers };
    copy.state.properties = { ...first.state.properties };
    await copy.run('onMessageCompose', 5_000);
    copy.outlook.completions.length = 0;
    const start = Date.now();
    await copy.run('onMessageSend', 5_000);
    expectLetGo(copy.outlook, 2_500, start);
    expect(ours(copy.state.body)).toBe(1);
    const old = messageKeyOf(tokenOf(first.state.body));
    expect(messageKeyOf(tokenOf(copy.state.body))).not.toBe(old);
    expect(copy.state.body.match(/\/c\//g)).toHaveLength(1);
    expect(messageKeyOf(copy.state.headers['X-Mailtrail-Token'] ?? '')).toBe(
      messageKeyOf(tokenOf(copy.state.body)),
    );
  });

  describe('reopened with what Outlook is still to append for the first', () => {
    const quoting = '<div>Hi</div><div id="appendonsend"></div><div>what was asked</div>';
    const hangs: Answering = () => new Promise(() => undefined);
    const reopened = async (change: StandInOptions, answering: Answering) => {
      const first = outlookWith(sending({ session: {}, body: quoting }), giving);
      await first.run('onMessageCompose', 5_000);
      const old = messageKeyOf(tokenOf(first.state.appended));
      expect(old).not.toBeNull();
      const again = outlookWith(sending({ session: {}, body: quoting, ...change }), answering);
      again.state.headers = { ...first.state.headers };
      again.state.body += first.state.appended;
      return { again, old };
    };

    test.each<[string, boolean]>([
      ['sent before any event', false],
      ['sent while the server is slow to answer the first event', true],
    ])('%s: one image, of the new sending', async (_what, begun) => {
      const { again, old } = await reopened({}, hangs);
      if (begun) await again.run('onMessageCompose', 300);
      await again.run('onMessageSend', 5_000);
      expect(ours(again.state.body)).toBe(1);
      expect(messageKeyOf(tokenOf(again.state.body))).not.toBe(old);
    });

    test('sent after its ticket expired: the same', async () => {
      const over = ticket({ id: ticket().id, expiresAt: new Date(NOW - 1_000).toISOString() });
      const { again, old } = await reopened(
        { session: keptSession(NOW - 86_400_000, { ticket: over }) },
        giving,
      );
      await again.run('onMessageSend', 5_000);
      expect(ours(again.state.body)).toBe(1);
      expect(messageKeyOf(tokenOf(again.state.body))).not.toBe(old);
    });

    test('where nothing may be tracked any more: none', async () => {
      const book = keptBook(NOW)['mailtrail.book'];
      const nothing = {
        ...book,
        spare: [],
        policy: { ...book.policy, opens: false, links: false, log: false },
      };
      const { again } = await reopened({ roaming: { 'mailtrail.book': nothing } }, refusedNetwork);
      await again.run('onMessageSend', 5_000);
      expect(ours(again.state.body)).toBe(0);
      expect(again.state.headers).toEqual({});
    });
  });

  test('begun without network, online again before it is sent: it gets a ticket that signs links', async () => {
    let online = false;
    const mail = outlookWith({ body: OFFER, to: [bob], roaming: keptBook(NOW) }, (...args) =>
      online ? giving(...args) : refusedNetwork(...args),
    );
    await mail.run('onNewMessageCompose', 5_000);
    expect(sessionOf(mail.state.session).ticket.id).toBe(spareTicket().id);
    online = true;
    await mail.run('onMessageRecipientsChanged', 5_000);
    await mail.run('onMessageSend', 5_000);
    expect(mail.state.body).toContain('/c/');
    expect(ours(mail.state.body)).toBe(1);
  });
});

describe('what was sent without network', () => {
  const offline = { body: OFFER, to: [bob], session: {}, roaming: keptBook(NOW) };
  interface Kept {
    reports: { report: { token: string; html?: string; subject: string }; refused: number }[];
    dropped: number;
  }
  const kept = (state: { roaming: Record<string, unknown> }): Kept =>
    (state.roaming['mailtrail.unsent'] as Kept | undefined) ?? { reports: [], dropped: 0 };
  const later = async (
    roaming: Record<string, unknown>,
    answering: Answering,
    event = 'onNewMessageCompose',
  ) => {
    const mail = outlookWith({ to: [bob], roaming }, answering);
    await mail.run(event, 12_000);
    expect(mail.outlook.completions).toHaveLength(1);
    expect(jest.getTimerCount()).toBe(0);
    return mail;
  };

  test('carries the image by a spare ticket, and its report waits in the mailbox, without its text', async () => {
    const mail = outlookWith(offline, refusedNetwork);
    await mail.run('onMessageSend', 5_000);
    expectLetGo(mail.outlook);
    expect(ours(mail.state.body)).toBe(1);
    const [waiting] = kept(mail.state).reports;
    expect(waiting?.report).toMatchObject({
      token: mail.state.headers['X-Mailtrail-Token'],
      subject: 'Offer',
    });
    expect(waiting?.report.html).toBeUndefined();
  });

  test.each(['onNewMessageCompose', 'onMessageRecipientsChanged'])(
    'is reported by the next %s, once',
    async (event) => {
      const mail = outlookWith(offline, refusedNetwork);
      await mail.run('onMessageSend', 5_000);
      const next = await later(mail.state.roaming, giving, event);
      expect(next.reports).toHaveLength(1);
      const report = reportOf(next.reports);
      expect(parseToken(report.token)).toMatchObject({ ok: true });
      expect(messageKeyOf(report.token)).toBe(messageKeyOf(tokenOf(mail.state.body)));
      expect(report.postedAt).toBeDefined();
      expect(kept(next.state).reports).toEqual([]);
      expect((await later(next.state.roaming, giving, event)).reports).toEqual([]);
    },
  );

  test.each<[string, Answering]>([
    ['hangs', () => new Promise(() => undefined)],
    ['answers 500', () => json(500, {})],
    ['answers a proxy’s page', () => ({ status: 200, text: () => Promise.resolve('<html>') })],
    ['answers something else', () => json(200, { hello: 1 })],
  ])('the same where the network %s', async (_what, answering) => {
    const mail = outlookWith(sending(), answering);
    await mail.run('onMessageSend', 6_000);
    expectLetGo(mail.outlook);
    expect(kept(mail.state).reports).toHaveLength(1);
  });

  test('sent again while the first report is on its way: the second waits for the next event', async () => {
    const mail = outlookWith(offline, refusedNetwork);
    await mail.run('onMessageSend', 5_000);
    let arrive: (answer: unknown) => void = () => undefined;
    const slow: Answering = (...args) =>
      args[0].endsWith('/sent') ? new Promise((resolve) => (arrive = resolve)) : giving(...args);
    const next = outlookWith({ to: [bob], roaming: mail.state.roaming }, slow);
    await next.run('onNewMessageCompose', 1_000);
    expect(next.reports).toHaveLength(1);
    const [waiting] = kept(next.state).reports;
    const again = { ...waiting, report: { ...waiting?.report, at: new Date(NOW + 60_000).toISOString() } };
    next.state.roaming['mailtrail.unsent'] = { reports: [again], dropped: 0 };
    arrive(json(202, { accepted: true }));
    await jest.advanceTimersByTimeAsync(10_000);
    expect(kept(next.state).reports).toEqual([again]);
  });

  test('still no network later: it goes on waiting', async () => {
    const mail = outlookWith(offline, refusedNetwork);
    await mail.run('onMessageSend', 5_000);
    const next = await later(mail.state.roaming, refusedNetwork);
    expect(kept(next.state).reports).toHaveLength(1);
  });

  test.each([400, 401, 403])(
    'refused with %i, it is tried three times in all, then dropped and counted',
    async (status) => {
      const refusing: Answering = (...args) =>
        args[0].endsWith('/sent') ? json(status, {}) : giving(...args);
      const mail = outlookWith(sending(), refusing);
      await mail.run('onMessageSend', 5_000);
      expect(kept(mail.state).reports).toMatchObject([{ refused: 1 }]);
      const second = await later(mail.state.roaming, refusing);
      expect(kept(second.state).reports).toMatchObject([{ refused: 2 }]);
      const third = await later(second.state.roaming, refusing);
      expect(kept(third.state)).toEqual({ reports: [], dropped: 1 });
    },
  );

  test('after thirty days it is dropped and counted', async () => {
    const mail = outlookWith(offline, refusedNetwork);
    await mail.run('onMessageSend', 5_000);
    jest.setSystemTime(NOW + 31 * 24 * 60 * 60_000);
    const next = await later(mail.state.roaming, refusedNetwork);
    expect(kept(next.state)).toEqual({ reports: [], dropped: 1 });
  });

  test('a hundred of them: the newest ten wait, the others are counted, and the mailbox’s settings hold them', async () => {
    let roaming: Record<string, unknown> = keptBook(NOW);
    for (let i = 0; i < 30; i++) {
      const subject = `Offer ${i}`;
      const mail = outlookWith({ ...offline, roaming, subject }, refusedNetwork);
      await mail.run('onMessageSend', 5_000);
      ({ roaming } = mail.state);
    }
    const { reports, dropped } = kept({ roaming });
    expect(reports.length + dropped).toBe(30);
    expect(reports.length).toBeGreaterThanOrEqual(5);
    expect(reports.length).toBeLessThanOrEqual(10);
    expect(reports[reports.length - 1]?.report.subject).toBe('Offer 29');
    expect(JSON.stringify(roaming).length).toBeLessThan(32_768);
  });

  test('sent again before it could be told: one report waits, the later one', async () => {
    const mail = outlookWith(sending(), refusedNetwork);
    await mail.run('onMessageSend', 5_000);
    mail.state.subject = 'Better offer';
    await mail.run('onMessageSend', 5_000);
    expect(kept(mail.state).reports).toMatchObject([{ report: { subject: 'Better offer' } }]);
  });

  test('to 500 people it is too large to wait: counted, and the mail leaves all the same', async () => {
    const to = Array.from({ length: 500 }, (_, i) => ({
      ...bob,
      emailAddress: `person${i}@company${i}.example`,
    }));
    const mail = outlookWith({ ...offline, to }, refusedNetwork);
    await mail.run('onMessageSend', 5_000);
    expectLetGo(mail.outlook);
    expect(kept(mail.state)).toEqual({ reports: [], dropped: 1 });
  });
});

test('a session kept by an older file is read', async () => {
  const mail = outlookWith(sending({ session: keptSession(NOW, { appended: undefined }) }));
  await mail.run('onMessageSend', 5_000);
  expect(ours(mail.state.body)).toBe(1);
});
