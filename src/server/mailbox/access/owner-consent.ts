import type { AccountInfo, ICachePlugin } from '@azure/msal-node';
import type { Kysely, Transaction } from 'kysely';
import { z } from 'zod';
import { TokenRefused } from '../../../graph';
import type { Services } from '../../services';
import { seal, unseal } from '../../store/sealed';
import type { ConsentPurpose, Database } from '../../store/schema';
import { askEntra, entraClient, type EntraParts } from './entra';

const GRAPH = 'https://graph.microsoft.com';
/**
 * The least that each needs (A10). Each is a consent of its own: who lets their mailbox be read is never asked for sending
 * with it. A file that is too large for one request goes by a draft, which is a write.
 */
export const CONSENT_SCOPES: Readonly<Record<ConsentPurpose, readonly string[]>> = {
  read: [`${GRAPH}/Mail.Read`, `${GRAPH}/User.Read`],
  send: [`${GRAPH}/Mail.Send`, `${GRAPH}/User.Read`],
  files: [`${GRAPH}/Mail.Send`, `${GRAPH}/Mail.ReadWrite`, `${GRAPH}/User.Read`],
};
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
  purpose: ConsentPurpose = 'read',
): Promise<{ grantedAt: Date } | undefined> {
  const row = await db
    .selectFrom('mailbox_consents')
    .select('granted_at')
    .where('account_id', '=', owner.account)
    .where('user_id', '=', owner.user)
    .where('purpose', '=', purpose)
    .executeTakeFirst();
  return row && { grantedAt: row.granted_at };
}

/**
 * Lets go of an owner's consent; without `purpose`, of all. `sealed`: only while it is still this one, and not another
 * that the owner has given since.
 */
export async function forgetConsent(
  trx: Kysely<Database> | Transaction<Database>,
  owner: Pick<Owner, 'account' | 'user'>,
  purpose?: ConsentPurpose,
  sealed?: string,
): Promise<void> {
  let going = trx
    .deleteFrom('mailbox_consents')
    .where('account_id', '=', owner.account)
    .where('user_id', '=', owner.user);
  if (purpose !== undefined) going = going.where('purpose', '=', purpose);
  if (sealed !== undefined) going = going.where('sealed', '=', sealed);
  await going.execute();
}

/**
 * Redeems the code with which an owner's browser came back from consenting, and keeps the tokens sealed. Resolves to
 * why not, if somebody else consented or not to all of it. Throws `TokenRefused`.
 */
export async function redeemConsent(
  services: Parts,
  owner: Owner & { oid: string },
  given: { code: string; verifier: string; redirectUri: string },
  purpose: ConsentPurpose = 'read',
): Promise<'other-person' | 'incomplete' | undefined> {
  const scopes = CONSENT_SCOPES[purpose];
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
      scopes: [...scopes],
    }),
  );
  if (answer.account?.localAccountId.toLowerCase() !== owner.oid.toLowerCase()) {
    return 'other-person';
  }
  const isGiven = (name: string): boolean =>
    answer.scopes.some((scope) => scope.toLowerCase().endsWith(name.toLowerCase()));
  if (!scopes.every((scope) => isGiven(scope.slice(scope.lastIndexOf('/') + 1)))) return 'incomplete';
  if (cache === undefined) throw new Error('Entra gave tokens and the library kept none');
  const now = services.clock.now();
  const text = sealCache(services, owner, cache);
  await services.store.db
    .insertInto('mailbox_consents')
    .values({
      account_id: owner.account,
      user_id: owner.user,
      purpose,
      sealed: text,
      granted_at: now,
      updated_at: now,
    })
    .onConflict((c) =>
      c
        .columns(['account_id', 'user_id', 'purpose'])
        .doUpdateSet({ sealed: text, granted_at: now, updated_at: now }),
    )
    .execute();
  return undefined;
}

/**
 * Graph tokens by an owner's consent, renewed in their absence (90 days without use end it). Throws `TokenRefused`
 * when there is no consent, or Microsoft takes it no longer.
 */
export function ownerToken(
  services: Parts,
  owner: Owner,
  purpose: ConsentPurpose = 'read',
): (fresh?: boolean) => Promise<string> {
  let last: { token: string; until: number } | undefined;
  return async (fresh = false) => {
    const now = services.clock.now().getTime();
    if (!fresh && last && last.until > now) return last.token;
    last = undefined;
    const token =
      (await tokenOrAnother(services, owner, purpose, fresh)) ??
      (await tokenOrAnother(services, owner, purpose, fresh));
    // Two consents within one refusal.
    if (token === undefined) throw new Error('The consent changed while it was used; later again');
    last = { token, until: now + REMEMBERED_MS };
    return token;
  };
}

/** Undefined: refused, but the owner has given another consent meanwhile. */
async function tokenOrAnother(
  services: Parts,
  owner: Owner,
  purpose: ConsentPurpose,
  fresh: boolean,
): Promise<string | undefined> {
  const cache = storedCache(services, owner, purpose);
  const client = entraClient(services, owner.tenant, cache.plugin);
  const [account]: AccountInfo[] = await client.getTokenCache().getAllAccounts();
  if (!account) throw new TokenRefused('no_tokens_found');
  try {
    const answer = await askEntra(() =>
      client.acquireTokenSilent({ account, scopes: [...CONSENT_SCOPES[purpose]], forceRefresh: fresh }),
    );
    return answer.accessToken;
  } catch (error) {
    if (!(error instanceof TokenRefused) || OURS.test(error.code)) throw error;
    // The token of before is good for some time yet: with the consent gone, nobody is to go on by it.
    await forgetConsent(services.store.db, owner, purpose, cache.used());
    if (await consentOf(services.store.db, owner, purpose)) return undefined;
    throw error;
  }
}

/**
 * MSAL's cache as a row of its own, sealed: without the secrets a copy of the database opens no mailbox. What was learnt
 * by one consent is not written over another. `used`: the row as the refused token was taken from it.
 */
function storedCache(
  { store, secrets, clock }: Parts,
  owner: Owner,
  purpose: ConsentPurpose,
): { plugin: ICachePlugin; used: () => string | undefined } {
  let sealed: string | undefined;
  const plugin: ICachePlugin = {
    beforeCacheAccess: async (context) => {
      const row = await store.db
        .selectFrom('mailbox_consents')
        .select('sealed')
        .where('account_id', '=', owner.account)
        .where('user_id', '=', owner.user)
        .where('purpose', '=', purpose)
        .executeTakeFirst();
      sealed = row?.sealed;
      const kept = Kept.safeParse(row && unseal(secrets, LABEL, row.sealed));
      if (!kept.success || kept.data.account !== owner.account || kept.data.user !== owner.user) return;
      context.tokenCache.deserialize(kept.data.cache);
    },
    afterCacheAccess: async (context) => {
      if (!context.cacheHasChanged || sealed === undefined) return;
      const written = await store.db
        .updateTable('mailbox_consents')
        .set({
          sealed: sealCache({ secrets }, owner, context.tokenCache.serialize()),
          updated_at: clock.now(),
        })
        .where('account_id', '=', owner.account)
        .where('user_id', '=', owner.user)
        .where('purpose', '=', purpose)
        .where('sealed', '=', sealed)
        .returning('sealed')
        .executeTakeFirst();
      sealed = written?.sealed ?? sealed;
    },
  };
  return { plugin, used: () => sealed };
}
