import { createCipheriv, createDecipheriv, createECDH, createHmac, randomBytes } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { Database } from '../store/schema';
import type { Secrets } from '../store/secrets';
import type { BrowserKeys } from './encrypt';

type Keys = Pick<Secrets, 'deriveKey'>;
interface Person {
  account: number;
  user: number;
}

const Sealed = z.object({ endpoint: z.string(), p256dh: z.string(), auth: z.string() });
export type Subscription = z.infer<typeof Sealed>;

const IV_BYTES = 12;
const TAG_BYTES = 16;
/** More than one person has browsers; the oldest makes room. */
const MOST_PER_USER = 20;

/** True when the keys are a point on P-256 and 16 bytes, base64url: with others nothing could be encrypted. */
export function usableKeys({ p256dh, auth }: Pick<Subscription, 'p256dh' | 'auth'>): boolean {
  const point = Buffer.from(p256dh, 'base64url');
  if (point.length !== 65 || Buffer.from(auth, 'base64url').length !== 16) return false;
  try {
    const ecdh = createECDH('prime256v1');
    ecdh.generateKeys();
    ecdh.computeSecret(point);
    return true;
  } catch {
    return false;
  }
}

export const hashEndpoint = (secrets: Keys, endpoint: string): string =>
  createHmac('sha256', secrets.deriveKey('push-endpoint/1')).update(endpoint).digest('base64url');

function seal(secrets: Keys, account: number, subscription: Subscription): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', secrets.deriveKey('push-subscription/1'), iv);
  cipher.setAAD(Buffer.from(String(account)));
  const body = Buffer.concat([cipher.update(JSON.stringify(subscription), 'utf8'), cipher.final()]);
  return Buffer.concat([iv, body, cipher.getAuthTag()]).toString('base64url');
}

/** What `seal` closed; throws where it was changed, or belongs to another account. */
export function unseal(
  secrets: Keys,
  account: number,
  sealed: string,
): { endpoint: URL; browser: BrowserKeys } {
  const bytes = Buffer.from(sealed, 'base64url');
  const key = secrets.deriveKey('push-subscription/1');
  const opened = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES));
  opened.setAAD(Buffer.from(String(account)));
  opened.setAuthTag(bytes.subarray(-TAG_BYTES));
  const text = Buffer.concat([opened.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), opened.final()]);
  const { endpoint, p256dh, auth } = Sealed.parse(JSON.parse(text.toString('utf8')));
  return {
    endpoint: new URL(endpoint),
    browser: { p256dh: Buffer.from(p256dh, 'base64url'), auth: Buffer.from(auth, 'base64url') },
  };
}

/** A browser is one person's at a time: who signed in there last. Its earlier subscription ends. */
export async function subscribe(
  db: Kysely<Database>,
  secrets: Keys,
  who: Person,
  subscription: Subscription,
  browser: string,
  now: Date,
): Promise<void> {
  const values = {
    account_id: who.account,
    id: sql<string>`gen_random_uuid()`,
    user_id: who.user,
    endpoint_hash: hashEndpoint(secrets, subscription.endpoint),
    sealed: seal(secrets, who.account, subscription),
    browser,
    created_at: now,
  };
  await db
    .insertInto('push_subscriptions')
    .values(values)
    .onConflict((c) =>
      c.column('endpoint_hash').doUpdateSet({
        ...values,
        // The same person again: what is under way to this browser still is.
        id: sql<string>`case when push_subscriptions.account_id = excluded.account_id
          and push_subscriptions.user_id = excluded.user_id then push_subscriptions.id else excluded.id end`,
      }),
    )
    .execute();
  await sql`
    delete from push_subscriptions where account_id = ${who.account} and id in (
      select id from push_subscriptions where account_id = ${who.account} and user_id = ${who.user}
      order by created_at desc offset ${MOST_PER_USER})`.execute(db);
}

/** Ends the subscription of one browser, if it is this person's. */
export async function unsubscribe(
  db: Kysely<Database>,
  secrets: Keys,
  who: Person,
  endpoint: string,
): Promise<void> {
  await db
    .deleteFrom('push_subscriptions')
    .where('account_id', '=', who.account)
    .where('user_id', '=', who.user)
    .where('endpoint_hash', '=', hashEndpoint(secrets, endpoint))
    .execute();
}
