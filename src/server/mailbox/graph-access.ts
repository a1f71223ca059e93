import { MailboxGate, makeGraph, TokenRefused, type Graph } from '../../graph';
import type { Services } from '../services';
import { askEntra, entraClient, type EntraParts } from './access/entra';
import { ownerToken } from './access/owner-consent';

/** A mailbox as far as reaching it goes. */
export interface Reach {
  account: number;
  tenant: string;
  access: 'application' | 'delegated' | 'pane';
  /** Whose consent opens it; null for a team's. */
  owner: number | null;
}

/**
 * How the server gets at mailboxes: by the application's own permission, given by an admin for a company (scoped by
 * Exchange RBAC, which no claim of the token shows), or by the owner's consent. What the pane watches, the server
 * cannot reach: every call answers that the sign-in is missing.
 */
export interface GraphAccess {
  graph(reach: Reach): Graph;
  /**
   * Asks Microsoft for a new token, whatever is kept: shows a consent or permission that was withdrawn before the old
   * token ends. Throws `TokenRefused`.
   */
  renew(reach: Reach): Promise<void>;
}

type Parts = EntraParts & Pick<Services, 'clock' | 'store' | 'secrets'>;
type TokenSource = (fresh?: boolean) => Promise<string>;

const SCOPE = 'https://graph.microsoft.com/.default';

/** One for all that asks in this process: they share tokens, and the few requests that a mailbox bears at once. */
const made = new WeakMap<Parts, GraphAccess>();

export function makeGraphAccess(services: Parts): GraphAccess {
  const known = made.get(services);
  if (known) return known;
  const access = newGraphAccess(services);
  made.set(services, access);
  return access;
}

function newGraphAccess(services: Parts): GraphAccess {
  const now = (): Date => services.clock.now();
  const gate = new MailboxGate(now);
  const ways = new Map<string, { graph: Graph; token: TokenSource }>();
  const way = (reach: Reach): { graph: Graph; token: TokenSource } => {
    const name = `${reach.access} ${reach.tenant} ${reach.access === 'delegated' ? reach.owner : ''}`;
    const known = ways.get(name);
    if (known) return known;
    const token = tokenFor(services, reach);
    const graph = makeGraph({ fetch: services.microsoft, token, now, gate });
    ways.set(name, { graph, token });
    return { graph, token };
  };
  return {
    graph: (reach) => way(reach).graph,
    renew: async (reach) => void (await way(reach).token(true)),
  };
}

function tokenFor(services: Parts, { account, tenant, access, owner }: Reach): TokenSource {
  if (access === 'application') return applicationToken(services, tenant);
  if (access === 'delegated' && owner !== null) return ownerToken(services, { account, user: owner, tenant });
  return () => Promise.reject(new TokenRefused('no_tokens_found'));
}

/** Tokens by client credentials; MSAL keeps each until shortly before it ends. */
function applicationToken(services: EntraParts, tenant: string): TokenSource {
  const client = entraClient(services, tenant);
  return async (fresh = false) => {
    const answer = await askEntra(() =>
      client.acquireTokenByClientCredential({ scopes: [SCOPE], skipCache: fresh }),
    );
    if (!answer) throw new TokenRefused('no_token');
    return answer.accessToken;
  };
}
