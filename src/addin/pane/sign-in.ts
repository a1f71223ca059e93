import type { AccountInfo, IPublicClientApplication } from '@azure/msal-browser';
import { loadPiece } from '../../core/pieces';
import { sameAddress } from '../../core/policy';
import type { PaneConfig } from './api';
import { keepSignedAs, loadSignedAs } from './frame/kept';

/** Silent sign-in that hangs (a broker that never answers) must not leave the pane waiting. */
const SILENT_MS = 10_000;
/** A window that Microsoft opened and nobody closes: after it the button is there again. */
const ASKED_MS = 5 * 60_000;
/** Every call asks for a token: one that was refused is not asked for again with each of them. */
const REFUSED_MS = 15_000;

/** `word`: Microsoft wants the user's word. `no-answer`: it was not reached, or did not answer. */
export type TokenAnswer = { ok: true; token: string } | { ok: false; why: 'word' | 'no-answer' };

export interface SignIn {
  /** An access token for our own API. Settles within 10 s; several askers share one answer. */
  silent(): Promise<TokenAnswer>;
  /** Asks the user; only from a click, or the browser blocks the window. Never a second window while one is open. */
  interactive(): Promise<TokenAnswer>;
  /** The same for Graph, to read the user's own mail: asked for only where the pane is to watch it. */
  graphSilent(): Promise<string | null>;
  graphInteractive(): Promise<string | null>;
}

/** As much of msal-browser as is used. */
export interface SignInLibrary {
  getAllAccounts(): AccountInfo[];
  acquireTokenSilent(request: { scopes: string[]; account?: AccountInfo }): Promise<{ accessToken: string }>;
  acquireTokenPopup(request: {
    scopes: string[];
    loginHint?: string;
  }): Promise<{ accessToken: string; account: Pick<AccountInfo, 'homeAccountId'> | null }>;
}

/** What signing in touches of the outside. */
export interface SignInAround {
  /** Outlook itself signs in (requirement set NestedAppAuth 1.1); asked when it is needed. */
  nested(): boolean;
  /** Single sign-on as Outlooks before that have it; null where it fails. */
  officeToken(): Promise<string | null>;
  /** msal-browser's application, made at first use. */
  application(): Promise<SignInLibrary>;
  /** Whose mailbox Outlook shows; empty where it does not say. */
  mailbox(): string;
  /** The account (`homeAccountId`) that was signed in for a mailbox; an address need not be the name one signs in by. */
  signedAs: { load(mailbox: string): string | null; keep(mailbox: string, account: string): void };
  now(): number;
  wait(ms: number): { over: Promise<void>; cancel(): void };
}

const GRAPH_SCOPES = ['https://graph.microsoft.com/Mail.Read'];

const WORD: TokenAnswer = { ok: false, why: 'word' };
const NO_ANSWER: TokenAnswer = { ok: false, why: 'no-answer' };

/** msal-browser's codes of requests that never came through. */
const NOT_REACHED =
  /^(?:no_network_connectivity|post_request_failed|get_request_failed|network_error|endpoints_resolution_error|openid_config_error|request_cannot_be_made|timed_out)$/;

/** What a failure of msal-browser means: without network nobody is asked to sign in. */
export function reasonOf(error: unknown): TokenAnswer {
  const code = typeof error === 'object' && error !== null && 'errorCode' in error ? error.errorCode : '';
  return typeof code === 'string' && NOT_REACHED.test(code) ? NO_ANSWER : WORD;
}

/**
 * Signs in without a word where that can be done, else by one window at a time: nested in Outlook's own session, in
 * Outlooks before that by Office's single sign-on, and by msal-browser's own window where neither is to be had.
 */
export function makeSignIn(scope: string, around: SignInAround): SignIn {
  const running = new Map<string, Promise<TokenAnswer>>();
  const refused = new Map<string, number>();
  let asking: Promise<TokenAnswer> | null = null;

  async function inTime(ms: number, attempt: Promise<TokenAnswer>): Promise<TokenAnswer> {
    const late = around.wait(ms);
    try {
      return await Promise.race([attempt, late.over.then(() => NO_ANSWER)]);
    } finally {
      late.cancel();
    }
  }

  /** Outlook's own sign-in knows one account alone; a browser may know everybody's who was ever here. */
  function accountOf(accounts: readonly AccountInfo[]): AccountInfo | undefined {
    const mailbox = around.mailbox();
    if (around.nested() || mailbox === '') return accounts[0];
    const signedAs = around.signedAs.load(mailbox);
    return (
      accounts.find(({ homeAccountId }) => homeAccountId === signedAs) ??
      accounts.find(({ username }) => sameAddress(username, mailbox))
    );
  }

  async function byLibrary(scopes: string[]): Promise<TokenAnswer> {
    let msal: SignInLibrary;
    try {
      msal = await around.application();
    } catch {
      // The library itself did not come.
      return NO_ANSWER;
    }
    try {
      const account = accountOf(msal.getAllAccounts());
      // Where Outlook does not say who signs in, nobody else's account is taken for theirs.
      if (!account && !around.nested()) return WORD;
      const { accessToken } = await msal.acquireTokenSilent(account ? { scopes, account } : { scopes });
      return { ok: true, token: accessToken };
    } catch (error) {
      return reasonOf(error);
    }
  }

  async function quietly(wanted: string): Promise<TokenAnswer> {
    // Office's own single sign-on gives tokens for our API alone.
    if (wanted === scope && !around.nested()) {
      const token = await around.officeToken();
      if (token !== null) return { ok: true, token };
    }
    return byLibrary([wanted]);
  }

  function silent(wanted: string): Promise<TokenAnswer> {
    if (around.now() - (refused.get(wanted) ?? -Infinity) < REFUSED_MS) return Promise.resolve(WORD);
    const known = running.get(wanted);
    if (known) return known;
    const attempt = inTime(SILENT_MS, quietly(wanted)).then((answer) => {
      running.delete(wanted);
      if (!answer.ok && answer.why === 'word') refused.set(wanted, around.now());
      return answer;
    });
    running.set(wanted, attempt);
    return attempt;
  }

  async function byWindow(scopes: string[]): Promise<TokenAnswer> {
    try {
      const mailbox = around.nested() ? '' : around.mailbox();
      const { accessToken, account } = await (
        await around.application()
      ).acquireTokenPopup(mailbox === '' ? { scopes } : { scopes, loginHint: mailbox });
      if (account && mailbox !== '') around.signedAs.keep(mailbox, account.homeAccountId);
      refused.clear();
      return { ok: true, token: accessToken };
    } catch (error) {
      return reasonOf(error);
    }
  }

  function interactive(wanted: string): Promise<TokenAnswer> {
    // Whoever asks while a window is open has to wait for their own turn, by pressing again.
    if (asking) return asking.then(() => silent(wanted));
    asking = inTime(ASKED_MS, byWindow([wanted])).finally(() => (asking = null));
    return asking;
  }

  const graph = GRAPH_SCOPES[0] ?? '';
  const token = (answer: TokenAnswer): string | null => (answer.ok ? answer.token : null);
  return {
    silent: () => silent(scope),
    interactive: () => interactive(scope),
    graphSilent: () => silent(graph).then(token),
    graphInteractive: () => interactive(graph).then(token),
  };
}

/** The same in a real pane. msal-browser is loaded apart, since it is large. */
export function paneSignIn(
  config: PaneConfig,
  office: Pick<SignInAround, 'nested' | 'officeToken' | 'mailbox'>,
): SignIn {
  let application: Promise<IPublicClientApplication> | null = null;
  return makeSignIn(config.scope, {
    ...office,
    application: () => {
      application ??= loadPiece(
        () => import(/* webpackChunkName: "sign-in" */ '@azure/msal-browser'),
        window,
      ).then(({ createNestablePublicClientApplication }) =>
        createNestablePublicClientApplication({
          auth: {
            clientId: config.clientId,
            authority: config.authority,
            // Where its own window comes back to, in Outlooks that do not sign in themselves.
            redirectUri: `${config.baseUrl}/addin/pane.html`,
          },
          cache: { cacheLocation: 'localStorage' },
        }),
      );
      // A failed load is tried again with the next call.
      application.catch(() => (application = null));
      return application;
    },
    signedAs: { load: loadSignedAs, keep: keepSignedAs },
    now: () => Date.now(),
    wait: (ms) => {
      let cancel = (): void => undefined;
      const over = new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        cancel = () => clearTimeout(timer);
      });
      return { over, cancel };
    },
  });
}
