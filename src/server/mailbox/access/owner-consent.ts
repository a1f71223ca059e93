import type { AccountInfo, ICachePlugin } from '@azure/msal-node';
import type { Kysely, Transaction } from 'kysely';
import { z } from 'zod';
import { TokenRefused } from '../../../graph';
import type { Services } from '../../services';
import { seal, unseal } from '../../store/sealed';
import type { Database } from '../../store/schema';
import { askEntra, entraClient, type EntraParts } from './entra';

/** The least that reads a mailbox in its owner's absence; sending is never asked for here (A10). */
export const CONSENT_SCOPES = [
  'https://graph.microsoft.com/Mail.Read',
  'https://graph.microsoft.com/User.Read',
];
/** How long a token is used without looking whether the consent still stands here. */
const REMEMBERED_MS = 60_000;

/** Refusals for which the owner can do nothing: the consent stands, and the server's own secret is wrong. */
const OURS = /^(?:invalid_client|unauthorized_client|invalid_scope)/;

export interface Owner {
  account: number;
  user: number;
  tenant: string;
}

type Parts = EntraParts & Pick<Services, 'store' | 'secrets' | 'clock'>;

const LABEL = 'mailbox-consent/1';
/** Whose it is stands inside too, so that no row serves for another's. */
const Kept = z.object({ account: z.number(), user: z.number(), cache: z.string() });

const sealCache = ({ secrets }: Pick<Services, 'secrets'>, { account, user }: Owner, cache: string): string =>
  seal(secrets, LABEL, { account, user, cache } satisfies z.infer<typeof Kept>);

/** Whether the server holds an owner's consent. It may have been withdrawn at Microsoft: only a token shows that. */
export async function consentOf(
  db: Kysely<Database>,
  owner: Pick<Owner, 'account' | 'user'>,
): Promise<{ grantedAt: Date } | undefined> {
  const row = await db
    .selectFrom('mailbox_consents')
    .select('granted_at')
    .where('account_id', '=', owner.account)
    .where('user_id', '=', owner.user)
    .executeTakeFirst();
  return row && { grantedAt: row.granted_at };
}

export async function forgetConsent(
  trx: Kysely<Database> | Transaction<Database>,
  owner: Pick<Owner, 'account' | 'user'>,
): Promise<void> {
  await trx
    .deleteFrom('mailbox_consents')
    .where('account_id', '=', owner.account)
    .where('user_id', '=', owner.user)
    .execute();
}

/**
 * Redeems the code with which an owner's browser came back from consenting, and keeps the tokens sealed. Resolves to
 * why not, in words, if it was somebody else who consented. Throws `TokenRefused`.
 */
export async function redeemConsent(
  services: Parts,
  owner: Owner & { oid: string },
  given: { code: string; verifier: string; redirectUri: string },
): Promise<string | undefined> {
  let cache: string | undefined;
  const client = entraClient(services, owner.tenant, {
    beforeCacheAccess: async () => undefined,
    afterCacheAccess: async (context) => {
      if (context.cacheHasChanged) cache = context.tokenCache.serialize();
    },
  });
  const answer = await askEntra(() =>
    client.acquireTokenByCode({
      code: given.code,
      codeVerifier: given.verifier,
      redirectUri: given.redirectUri,
      scopes: CONSENT_SCOPES,
    }),
  );
  if (answer.account?.localAccountId.toLowerCase() !== owner.oid.toLowerCase()) {
    return 'The consent was given by another person than the one who is signed in here.';
  }
  const missing = CONSENT_SCOPES.map((scope) => scope.slice(scope.lastIndexOf('/') + 1)).filter(
    (name) => !answer.scopes.some((scope) => scope.toLowerCase().endsWith(name.toLowerCase())),
  );
  if (missing.length > 0) return `The consent leaves out ${missing.join(' and ')}.`;
  if (cache === undefined) throw new Error('Entra gave tokens and the library kept none');
  const now = services.clock.now();
  const text = sealCache(services, owner, cache);
  await services.store.db
    .insertInto('mailbox_consents')
    .values({
      account_id: owner.account,
      user_id: owner.user,
      sealed: text,
      granted_at: now,
      updated_at: now,
    })
    .onConflict((c) =>
      c.columns(['account_id', 'user_id']).doUpdateSet({ sealed: text, granted_at: now, updated_at: now }),
    )
    .execute();
  return undefined;
}

/**
 * Graph tokens by an owner's consent, renewed in their absence (90 days without use end it). Throws `TokenRefused`
 * when there is no consent, or Microsoft takes it no longer.
 */
export function ownerToken(services: Parts, owner: Owner): (fresh?: boolean) => Promise<string> {
  let last: { token: string; until: number } | undefined;
  return async (fresh = false) => {
    const now = services.clock.now().getTime();
    if (!fresh && last && last.until > now) return last.token;
    last = undefined;
    const client = entraClient(services, owner.tenant, storedCache(services, owner));
    const [account]: AccountInfo[] = await client.getTokenCache().getAllAccounts();
    if (!account) throw new TokenRefused('no_tokens_found');
    const answer = await askEntra(() =>
      client.acquireTokenSilent({ account, scopes: CONSENT_SCOPES, forceRefresh: fresh }),
    ).catch(async (error: unknown) => {
      // The token of before is good for some time yet: with the consent gone, nobody is to go on by it.
      if (error instanceof TokenRefused && !OURS.test(error.code)) {
        await forgetConsent(services.store.db, owner);
      }
      throw error;
    });
    last = { token: answer.accessToken, until: now + REMEMBERED_MS };
    return answer.accessToken;
  };
}

/** MSAL's cache as a row of its own, sealed: without the secrets a copy of the database opens no mailbox. */
function storedCache({ store, secrets, clock }: Parts, owner: Owner): ICachePlugin {
  return {
    beforeCacheAccess: async (context) => {
      const row = await store.db
        .selectFrom('mailbox_consents')
        .select('sealed')
        .where('account_id', '=', owner.account)
        .where('user_id', '=', owner.user)
        .executeTakeFirst();
      const kept = Kept.safeParse(row && unseal(secrets, LABEL, row.sealed));
      if (!kept.success || kept.data.account !== owner.account || kept.data.user !== owner.user) return;
      context.tokenCache.deserialize(kept.data.cache);
    },
    afterCacheAccess: async (context) => {
      if (!context.cacheHasChanged) return;
      await store.db
        .updateTable('mailbox_consents')
        .set({
          sealed: sealCache({ secrets }, owner, context.tokenCache.serialize()),
          updated_at: clock.now(),
        })
        .where('account_id', '=', owner.account)
        .where('user_id', '=', owner.user)
        .execute();
    },
  };
}
