import {
  MailboxGate,
  makeGraph,
  makeMailSender,
  TokenRefused,
  type Graph,
  type MailSender,
} from '../../graph';
import type { Services } from '../services';
import type { ConsentPurpose } from '../store/schema';
import { askEntra, entraClient, type EntraParts } from './access/entra';
import { ownerToken } from './access/owner-consent';

/** A mailbox as far as reaching it goes. */
export interface Reach {
  account: number;
  tenant: string;
  access: 'application' | 'delegated' | 'pane';
  /** Whose consent opens it; null for a team's. */
  owner: number | null;
  /** Which mailbox it is to be, and until when Exchange wants to be asked nothing about it. */
  graphUser?: string;
  quietUntil?: Date | null;
  /** What the mailbox is to be opened for; reading unless said otherwise. */
  purpose?: ConsentPurpose;
}

/**
 * How the server gets at mailboxes: by the application's own permission, given by an admin for a company (scoped by
 * Exchange RBAC, which no claim of the token shows), or by the owner's consent. What the pane watches, the server
 * cannot reach: every call answers that the sign-in is missing.
 */
export interface GraphAccess {
  graph(reach: Reach): Graph;
  /** To send from there, by a right of its own (A10). */
  sender(reach: Reach & { purpose: 'send' | 'files' }): MailSender;
  /**
   * Asks Microsoft for a new token, whatever is kept: shows a consent or permission that was withdrawn before the old
   * token ends. Throws `TokenRefused`.
   */
  renew(reach: Reach): Promise<void>;
  /** How many requests Microsoft has left without a whole answer for seconds. */
  silent(): number;
  /** Of those, so many may go on hanging; the oldest beyond are given up, as if the network had failed. */
  letHang(most: number): void;
}

type Parts = EntraParts & Pick<Services, 'clock' | 'store' | 'secrets'>;
type TokenSource = (fresh?: boolean) => Promise<string>;
type Way = { graph: Graph; sender: MailSender; token: TokenSource };

const SCOPE = 'https://graph.microsoft.com/.default';

/** One for all that asks in this process: they share tokens, and the few requests that a mailbox bears at once. */
const made = new WeakMap<Parts, GraphAccess>();

export function makeGraphAccess(services: Parts): GraphAccess {
  const known = made.get(services);
  if (known) return known;
  const access = graphAccessBy(services, (reach) => tokenFor(services, reach));
  made.set(services, access);
  return access;
}

/** With tokens from elsewhere: for each way into mailboxes, how a token is come by. */
export function graphAccessBy(services: Parts, tokens: (reach: Reach) => TokenSource): GraphAccess {
  const now = (): Date => services.clock.now();
  const gate = new MailboxGate(now);
  const ways = new Map<string, Way>();
  const way = (reach: Reach): Way => {
    const name = `${reach.account} ${reach.access} ${reach.tenant} ${reach.access === 'delegated' ? reach.owner : ''} ${reach.purpose ?? 'read'}`;
    const known = ways.get(name);
    if (known) return known;
    const token = tokens(reach);
    const throttled = (mailbox: string, seconds: number): Promise<void> =>
      keepQuiet(services, reach.account, mailbox, seconds);
    const options = { fetch: services.microsoft, token, now, gate, throttled };
    const made: Way = { graph: makeGraph(options), sender: makeMailSender(options), token };
    ways.set(name, made);
    return made;
  };
  return {
    graph: (reach) => {
      // Told to another node, or before this one was started.
      const wait = reach.quietUntil ? (reach.quietUntil.getTime() - now().getTime()) / 1_000 : 0;
      if (wait > 0 && reach.graphUser !== undefined) gate.close(reach.graphUser.toLowerCase(), wait);
      return way(reach).graph;
    },
    sender: (reach) => way(reach).sender,
    renew: async (reach) => void (await way(reach).token(true)),
    silent: () => gate.silent(),
    letHang: (most) => gate.letHang(most),
  };
}

/** Retry-After holds for every job, node and start. */
async function keepQuiet(
  { store, clock }: Parts,
  account: number,
  mailbox: string,
  seconds: number,
): Promise<void> {
  const until = new Date(clock.now().getTime() + seconds * 1_000);
  await store.db
    .updateTable('mailboxes')
    .set({ quiet_until: until })
    .where('account_id', '=', account)
    .where((eb) => eb(eb.fn<string>('lower', ['graph_user']), '=', mailbox))
    .where((eb) => eb.or([eb('quiet_until', 'is', null), eb('quiet_until', '<', until)]))
    .execute();
}

function tokenFor(services: Parts, { account, tenant, access, owner, purpose }: Reach): TokenSource {
  if (access === 'application') return applicationToken(services, tenant);
  if (access === 'delegated' && owner !== null) {
    return ownerToken(services, { account, user: owner, tenant }, purpose);
  }
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
