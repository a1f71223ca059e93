import { apiClient, type ApiTold, type TokenSource } from '../../../../src/addin/pane/api';
import { lookNow } from '../../../../src/addin/pane/watch/use-watch';

/** The pane's client before a server that answers with `status`; null: nothing comes back at all. */
function clientOf(status: number | null, token: Awaited<ReturnType<TokenSource>> = { ok: true, token: 't' }) {
  const told: string[] = [];
  const on: ApiTold = {
    unanswered: () => void told.push('unanswered'),
    unsigned: (how) => void told.push(how),
    isThere: () => Promise.resolve(status !== null),
  };
  jest
    .spyOn(globalThis, 'fetch')
    .mockImplementation(() =>
      status === null
        ? Promise.reject(new TypeError('Failed to fetch'))
        : Promise.resolve(Response.json({}, { status })),
    );
  return { told, api: apiClient('https://mail.example', () => Promise.resolve(token), on) };
}
afterEach(() => void jest.restoreAllMocks());

const follow = (api: ReturnType<typeof apiClient>) =>
  api.follow(0, { open: () => undefined, event: () => undefined }, new AbortController().signal);
const WORD = { ok: false, why: 'word' } as const;
const NO_ANSWER = { ok: false, why: 'no-answer' } as const;

describe('the pane hears that its sign-in is over', () => {
  const calls = {
    'the line of the feed': follow,
    'marking as read': (api) => api.markRead(1),
    'saying that the feed is looked at': (api) => api.looking(1),
    'any other call': (api) => api.me(),
  } satisfies Record<string, (api: ReturnType<typeof apiClient>) => Promise<unknown>>;

  test.each(Object.entries(calls))('from %s', async (_name, call) => {
    const refused = clientOf(401);
    await call(refused.api);
    const without = clientOf(200, WORD);
    await call(without.api);
    expect([refused.told, without.told]).toEqual([['signedOut'], ['signedOut']]);
    // Without a token nothing is asked.
    expect(fetch).toHaveBeenCalledTimes(1);
  });
});

test('a sign-in that does not answer is not laid to a server that does', async () => {
  const { api, told } = clientOf(200, NO_ANSWER);
  expect(await api.me()).toMatchObject({ how: 'noSignIn' });
  await follow(api);
  expect(told).toEqual(['noSignIn', 'noSignIn']);
});

test('without network nobody is asked to sign in', async () => {
  const { api, told } = clientOf(null, NO_ANSWER);
  expect(await api.me()).toMatchObject({ how: 'offline' });
  await follow(api);
  expect(told).toEqual([]);
});

test('a mailbox is not said to fail that nobody may be watching', async () => {
  const config = { clientId: 'c', authority: 'a', scope: 's', baseUrl: 'https://mail.example' };
  const signIn = {
    silent: () => Promise.resolve(WORD),
    interactive: () => Promise.resolve(WORD),
    graphSilent: () => Promise.resolve(null),
    graphInteractive: () => Promise.resolve(null),
  };
  for (const { api } of [clientOf(401), clientOf(200, WORD), clientOf(500)])
    expect(await lookNow(config, signIn, api, new AbortController().signal)).toBeNull();
});
