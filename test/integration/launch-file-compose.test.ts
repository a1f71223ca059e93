import { parseToken } from '../../src/core/token';
import { runLaunchFile } from '../fixtures/launch-file';
import {
  json,
  launchCode,
  live,
  network,
  NOW,
  withLaunchFile,
  type Answering,
} from '../fixtures/launch-live';
import {
  BASE,
  bob,
  composeAnswer,
  frank,
  keptBook,
  keptSession,
  policy,
  ticket,
} from '../fixtures/launch-world';
import { officeStandIn } from '../fixtures/office-stand-in';

withLaunchFile();

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
    runLaunchFile(launchCode(), outlook, { fetch: net.fetch });
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
    runLaunchFile(launchCode(), outlook, { fetch: net.fetch });
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

  test('a draft left open until its ticket expired gets another', async () => {
    const session = keptSession(NOW, { ticket: ticket({ expiresAt: '2026-03-01T00:00:00Z' }) });
    const { posted, state } = await live(
      'onMessageRecipientsChanged',
      { to: [bob], session, roaming: keptBook(NOW) },
      answering,
    );
    expect(posted.map(({ body }) => body)).toMatchObject([{ ticket: true }]);
    expect(state.session['mailtrail.compose']).toContain('2099-01-01');
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
});
