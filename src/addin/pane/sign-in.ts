import type { IPublicClientApplication } from '@azure/msal-browser';
import type { PaneConfig } from './api';

/** Silent sign-in that hangs (a broker that never answers) must not leave the pane waiting. */
const SILENT_MS = 10_000;

export interface SignIn {
  /** An access token for our own API, or null when the user has to press the button. */
  silent(): Promise<string | null>;
  /** Asks the user; only from a click, or the browser blocks the window. */
  interactive(): Promise<string | null>;
  /** The same for Graph, to read the user's own mail: asked for only where the pane is to watch it. */
  graphSilent(): Promise<string | null>;
  graphInteractive(): Promise<string | null>;
}

const GRAPH_SCOPES = ['https://graph.microsoft.com/Mail.Read'];

/** Nested app authentication: Outlook's own session signs the pane in. MSAL is loaded apart, since it is large. */
export function nestedSignIn(config: PaneConfig): SignIn {
  let application: Promise<IPublicClientApplication> | null = null;
  const client = (): Promise<IPublicClientApplication> => {
    application ??= import('@azure/msal-browser').then(({ createNestablePublicClientApplication }) =>
      createNestablePublicClientApplication({
        auth: { clientId: config.clientId, authority: config.authority },
        cache: { cacheLocation: 'localStorage' },
      }),
    );
    // A failed load is tried again with the next call.
    application.catch(() => (application = null));
    return application;
  };
  async function silent(scopes: string[]): Promise<string | null> {
    const attempt = client()
      .then((msal) => {
        const [account] = msal.getAllAccounts();
        return msal.acquireTokenSilent(account ? { scopes, account } : { scopes });
      })
      .then(({ accessToken }) => accessToken)
      .catch(() => null);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), SILENT_MS);
    });
    const token = await Promise.race([attempt, late]);
    clearTimeout(timer);
    return token;
  }
  async function interactive(scopes: string[]): Promise<string | null> {
    try {
      return (await (await client()).acquireTokenPopup({ scopes })).accessToken;
    } catch {
      return null;
    }
  }
  return {
    silent: () => silent([config.scope]),
    interactive: () => interactive([config.scope]),
    graphSilent: () => silent(GRAPH_SCOPES),
    graphInteractive: () => interactive(GRAPH_SCOPES),
  };
}
