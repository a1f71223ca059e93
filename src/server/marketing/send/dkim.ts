import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Services } from '../../services';
import type { Database } from '../../store/schema';
import { seal, unseal } from '../../store/sealed';

const LABEL = 'dkim/1';
/** RFC 8301, 3.2: signers use at least 2048 bits; one TXT string of DNS holds no more. */
const BITS = 2048;
const SELECTOR = 'mailtrail';

/** What a company publishes, so that its mail is known to be its own (RFC 6376). */
export interface DkimRecord {
  domain: string;
  selector: string;
  /** Name of the TXT record. */
  name: string;
  value: string;
}

export interface DkimKey {
  domain: string;
  selector: string;
  /** PKCS #8 PEM. */
  privateKey: string;
}

const Pem = z.string().startsWith('-----BEGIN PRIVATE KEY-----');

/**
 * The key that signs an account's mail from a domain, and the record to publish for it; made the first time it is asked
 * for. The key is sealed in the store and leaves the server never.
 */
export async function dkimKey(
  services: Pick<Services, 'store' | 'secrets' | 'clock'>,
  account: number,
  domain: string,
): Promise<DkimKey & { record: DkimRecord }> {
  const { db } = services.store;
  const known = await readKey(db, services.secrets, account, domain);
  if (known) return known;
  const pair = await promisify(generateKeyPair)('rsa', {
    modulusLength: BITS,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  await db
    .insertInto('dkim_keys')
    .values({
      account_id: account,
      domain,
      selector: SELECTOR,
      sealed: seal(services.secrets, LABEL, pair.privateKey),
      public_key: pair.publicKey.toString('base64'),
      created_at: services.clock.now(),
    })
    // Whoever was first has it.
    .onConflict((c) => c.doNothing())
    .execute();
  const made = await readKey(db, services.secrets, account, domain);
  if (!made) throw new Error('a DKIM key cannot be read: it was sealed under other secrets');
  return made;
}

async function readKey(
  db: Kysely<Database>,
  secrets: Services['secrets'],
  account: number,
  domain: string,
): Promise<(DkimKey & { record: DkimRecord }) | undefined> {
  const row = await db
    .selectFrom('dkim_keys')
    .select(['selector', 'sealed', 'public_key'])
    .where('account_id', '=', account)
    .where('domain', '=', domain)
    .executeTakeFirst();
  const key = row && Pem.safeParse(unseal(secrets, LABEL, row.sealed));
  if (!row || !key?.success) return undefined;
  const { selector } = row;
  return {
    domain,
    selector,
    privateKey: key.data,
    record: {
      domain,
      selector,
      name: `${selector}._domainkey.${domain}`,
      value: `v=DKIM1; k=rsa; p=${row.public_key}`,
    },
  };
}
