import { randomUUID } from 'node:crypto';
import { CODE_LIFETIME } from '../../src/sandbox/entra/authorize';
import type { Consents, EntraKeys } from '../../src/sandbox/entra';
import { SANDBOX_CLIENT_ID } from '../../src/sandbox/people';
import { connectMailbox, CONSENT_SCOPES, redeemConsent } from '../../src/server/mailbox';
import type { Services } from '../../src/server/services';
import { employeeCalled } from '../fixtures/sandbox';
import type { Owner } from './oracle';

/** How a life's mailboxes are got at. */
export type Way = 'application' | 'delegated' | 'pane';

/** `apart`: the server is a process of its own, which no pane of ours reaches. */
export function wayOf(seed: number, apart: boolean): Way {
  if (apart) return 'application';
  return seed % 10 === 3 ? 'delegated' : seed % 10 === 4 ? 'pane' : 'application';
}

const BACK = 'http://localhost:4000/auth/mailbox/return';

interface Parts {
  services: Services;
  keys: EntraKeys;
  account: number;
}

/** The consents of a life's owners, as Microsoft has them. */
export class ConsentsOfLife implements Consents {
  readonly #withdrawn = new Map<string, number>();
  readonly #now: () => number;
  /** Refresh tokens that were not used for too long, of everybody. */
  expired = false;

  constructor(now: () => number) {
    this.#now = now;
  }

  async withdraw(person: string): Promise<void> {
    this.#withdrawn.set(person, this.#now());
  }

  stands(person: string, grantedAt: number): boolean {
    return grantedAt > (this.#withdrawn.get(person) ?? Number.NEGATIVE_INFINITY);
  }

  /** Entra's refusal, where it gives no token for an old one. */
  refusal(url: string, body: unknown): Response | undefined {
    const refreshes = typeof body === 'string' && body.includes('grant_type=refresh_token');
    if (!this.expired || !refreshes || !url.includes('/oauth2/')) return undefined;
    const description = 'AADSTS700082: The refresh token has expired due to inactivity.';
    return Response.json({ error: 'invalid_grant', error_description: description }, { status: 400 });
  }

  /** The owner lets their mailbox be read (again), and connects it. Rejects where Microsoft is not reached. */
  async give({ services, keys, account }: Parts, owner: Owner, user: number): Promise<void> {
    const { tenantId: tenant, objectId: oid } = employeeCalled(owner);
    const code = keys.seal('code', {
      ...{ id: randomUUID(), person: owner, tenant, clientId: SANDBOX_CLIENT_ID, redirectUri: BACK },
      scope: [...CONSENT_SCOPES.read, 'openid', 'profile', 'offline_access'].join(' '),
      // After what was withdrawn in this very moment.
      expires: this.#now() + 1 + CODE_LIFETIME * 1_000,
    });
    const given = { code, verifier: 'not asked for', redirectUri: BACK };
    const refused = await redeemConsent(services, { account, user, tenant, oid }, given);
    if (refused !== undefined) throw new Error(refused);
    this.expired = false;
    await connectMailbox(services, { account, user }, { access: 'delegated' });
  }

  /** Of those whose consent is no longer good, or lost here, each gives it once more. */
  async giveAgain(parts: Parts, owners: readonly Owner[]): Promise<void> {
    const { store } = parts.services;
    for (const [index, owner] of owners.entries()) {
      const row = await store.db
        .selectFrom('mailbox_consents')
        .select('granted_at')
        .where('account_id', '=', parts.account)
        .where('user_id', '=', index + 1)
        .executeTakeFirst();
      const good = row && !this.expired && this.stands(owner, row.granted_at.getTime() + 1);
      if (!good) await this.give(parts, owner, index + 1);
    }
  }
}
