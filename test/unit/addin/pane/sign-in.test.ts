import type { AccountInfo } from '@azure/msal-browser';
import { makeSignIn, reasonOf, type SignInAround } from '../../../../src/addin/pane/sign-in';

const SCOPE = 'api://app/access_as_user';

const accountOf = (username: string): AccountInfo => ({
  ...{ homeAccountId: `home of ${username}`, environment: 'login.microsoftonline.com' },
  ...{ tenantId: 'tenant', username, localAccountId: username },
});
const ALICE = 'alice@brightwater.example';

/** A Microsoft that answers as told, and what was asked of it. */
function world(change: Partial<SignInAround> = {}) {
  const asked = { silent: 0, windows: 0, office: 0, for: '', hint: '' };
  /** Whoever has signed in with this browser. */
  let accounts = [accountOf('dan@brightwater.example'), accountOf(ALICE)];
  const kept = new Map<string, string>();
  let now = 1e12;
  let closeWindow: (token: string | null) => void = () => undefined;
  const state = { silent: 'word' as 'word' | 'network' | 'never' | 'token' };
  const around: SignInAround = {
    nested: () => true,
    officeToken: () => {
      asked.office += 1;
      return Promise.resolve(null);
    },
    application: () =>
      Promise.resolve({
        getAllAccounts: () => accounts,
        acquireTokenSilent: ({ account }) => {
          asked.silent += 1;
          asked.for = account?.username ?? '';
          if (state.silent === 'never') return new Promise(() => undefined);
          if (state.silent === 'token') return Promise.resolve(tokenOf('silent'));
          const errorCode = state.silent === 'word' ? 'interaction_required' : 'no_network_connectivity';
          return Promise.reject(Object.assign(new Error(), { errorCode }));
        },
        acquireTokenPopup: ({ loginHint }) => {
          asked.windows += 1;
          asked.hint = loginHint ?? '';
          return new Promise((resolve, reject) => {
            closeWindow = (token) => (token === null ? reject(new Error('closed')) : resolve(tokenOf(token)));
          });
        },
      }),
    mailbox: () => ALICE,
    signedAs: {
      load: (mailbox) => kept.get(mailbox) ?? null,
      keep: (mailbox, account) => void kept.set(mailbox, account),
    },
    now: () => now,
    wait: () => ({ over: new Promise(() => undefined), cancel: () => undefined }),
    ...change,
  };
  return {
    asked,
    state,
    signIn: makeSignIn(SCOPE, around),
    pass: (ms: number) => (now += ms),
    know: (...names: string[]) => void (accounts = names.map(accountOf)),
    closeWindow: (token: string | null) => closeWindow(token),
  };
}

const tokenOf = (accessToken: string) => ({
  accessToken,
  account: accountOf('a.moreau@brightwater.example'),
});
const settle = () => new Promise((resolve) => setImmediate(resolve));

test('many that ask at once share one answer', async () => {
  const { signIn, state, asked } = world();
  state.silent = 'token';
  const answers = await Promise.all([signIn.silent(), signIn.silent(), signIn.silent()]);
  expect(answers).toEqual(Array(3).fill({ ok: true, token: 'silent' }));
  expect(asked.silent).toBe(1);
});

test('Microsoft’s refusal is not asked for again with every call, and is after a while', async () => {
  const { signIn, asked, pass } = world();
  expect(await signIn.silent()).toEqual({ ok: false, why: 'word' });
  expect(await signIn.silent()).toEqual({ ok: false, why: 'word' });
  expect(asked.silent).toBe(1);
  pass(20_000);
  await signIn.silent();
  expect(asked.silent).toBe(2);
});

test('without network nobody is asked to sign in', async () => {
  const { signIn, state } = world();
  state.silent = 'network';
  expect(await signIn.silent()).toEqual({ ok: false, why: 'no-answer' });
});

test('a broker that never answers ends with the time limit', async () => {
  const { signIn, state } = world({ wait: () => ({ over: Promise.resolve(), cancel: () => undefined }) });
  state.silent = 'never';
  expect(await signIn.silent()).toEqual({ ok: false, why: 'no-answer' });
});

test('a library that does not come is no reason to ask for a sign-in', async () => {
  const { signIn } = world({ application: () => Promise.reject(new Error('ChunkLoadError')) });
  expect(await signIn.silent()).toEqual({ ok: false, why: 'no-answer' });
});

test('there is never a second window while one is open, whoever wants it', async () => {
  const { signIn, asked, closeWindow } = world();
  const first = signIn.interactive();
  const second = signIn.interactive();
  const third = signIn.graphInteractive();
  await settle();
  expect(asked.windows).toBe(1);
  closeWindow('token');
  expect(await first).toEqual({ ok: true, token: 'token' });
  await Promise.all([second, third]);
  expect(asked.windows).toBe(1);
  void signIn.interactive();
  await settle();
  expect(asked.windows).toBe(2);
});

test('a window that was closed leaves the button as it was', async () => {
  const { signIn, closeWindow } = world();
  const asked = signIn.interactive();
  await settle();
  closeWindow(null);
  expect(await asked).toEqual({ ok: false, why: 'word' });
});

test('an Outlook that does not sign its add-ins in is asked for Office’s own single sign-on first, for our API alone', async () => {
  const { signIn, asked } = world({ nested: () => false, officeToken: () => Promise.resolve('office') });
  expect(await signIn.silent()).toEqual({ ok: true, token: 'office' });
  expect(asked.silent).toBe(0);
  expect(await signIn.graphSilent()).toBeNull();
  expect(asked.silent).toBe(1);
});

test('an Outlook that signs its add-ins in is not asked for the older way', async () => {
  const { signIn, asked, state } = world();
  state.silent = 'token';
  await signIn.silent();
  expect(asked.office).toBe(0);
});

test('outside Outlook’s own sign-in, nobody is signed in but whose mailbox it is', async () => {
  const { signIn, asked, state, know } = world({ nested: () => false });
  state.silent = 'token';
  await signIn.silent();
  expect(asked.for).toBe(ALICE);
  know('dan@brightwater.example');
  expect(await signIn.silent()).toEqual({ ok: false, why: 'word' });
  expect(asked.silent).toBe(1);
});

test('its window is opened for whose mailbox it is, and the name they sign in by may be another', async () => {
  const { signIn, asked, state, know, closeWindow } = world({ nested: () => false });
  state.silent = 'token';
  know('dan@brightwater.example', 'a.moreau@brightwater.example');
  const window = signIn.interactive();
  await settle();
  expect(asked.hint).toBe(ALICE);
  closeWindow('token');
  await window;
  await signIn.silent();
  expect(asked.for).toBe('a.moreau@brightwater.example');
});

test('over 31 days of daily use, nights without network among them, nobody is asked again (A3)', async () => {
  const { signIn, state, asked, pass } = world({
    // A silent sign-in that hangs ends at once.
    wait: () => ({ over: settle().then(() => undefined), cancel: () => undefined }),
  });
  const HOUR = 3_600_000;
  for (let hour = 0; hour < 31 * 24; hour++) {
    const inTheOffice = hour % 24 < 9;
    state.silent = inTheOffice ? 'token' : hour % 2 === 0 ? 'network' : 'never';
    expect((await signIn.silent()).ok).toBe(inTheOffice);
    pass(HOUR);
  }
  // Microsoft wants a word once, as it does where a password was changed; then its next yes is taken, without a window.
  state.silent = 'word';
  expect(await signIn.silent()).toEqual({ ok: false, why: 'word' });
  pass(HOUR);
  state.silent = 'token';
  expect(await signIn.silent()).toEqual({ ok: true, token: 'silent' });
  expect([asked.windows, asked.office]).toEqual([0, 0]);
});

test('only requests that never came through count as no network', () => {
  expect(reasonOf({ errorCode: 'post_request_failed' })).toEqual({ ok: false, why: 'no-answer' });
  for (const error of [{ errorCode: 'user_cancelled' }, { errorCode: 7 }, null, 'post_request_failed']) {
    expect(reasonOf(error)).toEqual({ ok: false, why: 'word' });
  }
});
