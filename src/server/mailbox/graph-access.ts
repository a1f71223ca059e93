import { AuthError, ConfidentialClientApplication, type INetworkModule } from '@azure/msal-node';
import { makeGraph, TokenRefused, type Graph } from '../../graph';
import type { Services } from '../services';

/** A mailbox as far as reaching it goes. */
export interface Reach {
  tenant: string;
  access: 'application' | 'delegated' | 'pane';
}

/**
 * How the server gets at mailboxes. One way stands behind it so far: the application's own permission, given by an
 * admin for a company (scoped by Exchange RBAC). The owner's consent, and the pane, come in here.
 */
export interface GraphAccess {
  /** Throws for a way that is not built in. */
  graph(reach: Reach): Graph;
}

type GraphAccessParts = Pick<Services, 'microsoft' | 'entra' | 'clock'>;

const SCOPE = 'https://graph.microsoft.com/.default';
/** Entra's own words for "never again with these credentials"; all else may pass. */
const FINAL = ['invalid_client', 'unauthorized_client', 'invalid_grant', 'access_denied', 'invalid_scope'];

export function makeGraphAccess(services: GraphAccessParts): GraphAccess {
  const tenants = new Map<string, Graph>();
  return {
    graph({ tenant, access }) {
      if (access !== 'application') throw new Error(`Mailboxes by ${access} access cannot be watched yet`);
      const known = tenants.get(tenant);
      if (known) return known;
      const graph = makeGraph({
        fetch: services.microsoft,
        token: applicationToken(services, tenant),
        now: () => services.clock.now(),
      });
      tenants.set(tenant, graph);
      return graph;
    },
  };
}

/** Tokens by client credentials; MSAL keeps each until shortly before it ends. */
function applicationToken(services: GraphAccessParts, tenant: string): (fresh?: boolean) => Promise<string> {
  const client = new ConfidentialClientApplication({
    auth: {
      clientId: services.entra.clientId,
      clientSecret: services.entra.clientSecret,
      authority: `https://login.microsoftonline.com/${tenant}`,
    },
    system: { networkClient: networkOver(services), disableInternalRetries: true },
  });
  return async (fresh = false) => {
    try {
      const answer = await client.acquireTokenByClientCredential({ scopes: [SCOPE], skipCache: fresh });
      if (answer) return answer.accessToken;
    } catch (error) {
      if (error instanceof AuthError && FINAL.includes(error.errorCode))
        throw new TokenRefused(error.errorCode);
      throw error;
    }
    throw new TokenRefused('no_token');
  };
}

/** MSAL names the shape it wants and checks the answer itself; a gateway's HTML page is no such shape. */
const isAnswer = <T>(body: unknown): body is T => typeof body === 'object' && body !== null;

/** MSAL's network, over the one seam to Microsoft. */
function networkOver(services: GraphAccessParts): INetworkModule {
  async function send<T>(
    method: string,
    url: string,
    headers?: Record<string, string>,
    text?: string,
  ): Promise<{ status: number; headers: Record<string, string>; body: T }> {
    const response = await services.microsoft(url, {
      method,
      ...(headers && { headers }),
      ...(text !== undefined && { body: text }),
    });
    const body: unknown = await response.json();
    if (!isAnswer<T>(body)) throw new Error('Entra answered with something that is not JSON');
    return { status: response.status, headers: Object.fromEntries(response.headers.entries()), body };
  }
  return {
    sendGetRequestAsync: (url, options) => send('GET', url, options?.headers),
    sendPostRequestAsync: (url, options) => send('POST', url, options?.headers, options?.body),
  };
}
