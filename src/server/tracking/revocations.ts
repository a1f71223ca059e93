import fs from 'node:fs';
import path from 'node:path';
import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { Services } from '../services';
import type { Database } from '../store/schema';
import type { VerifiedToken } from './ticket-keys';

const CHANNEL = 'revocations';
const Entries = z.array(z.string());

export type RevocationKind = 'ticket' | 'user' | 'message' | 'key';

const entry = (account: number, kind: string, value: string): string => `${account}/${kind}/${value}`;

/** How a revocation names what it revokes. */
export const revocationValue = {
  ticket: (user: number, serial: number): string => `${user}.${serial}`,
  user: (user: number): string => String(user),
  message: (messageKey: string): string => messageKey,
  key: (kid: number): string => String(kid),
} as const;

/**
 * Tickets, users, messages and keys whose links no longer lead on, because they were abused. Kept in memory, and in a
 * file so that a restart without the store still knows them. No list = every link leads on (C4).
 */
export class Revocations {
  #entries = new Set<string>();
  #writes = 0;

  constructor(readonly file: string) {
    try {
      this.#entries = new Set(Entries.parse(JSON.parse(fs.readFileSync(file, 'utf8'))));
    } catch {
      // None yet, or unreadable: the store's list comes next, and until then links lead on.
    }
  }

  has(token: VerifiedToken): boolean {
    if (this.#entries.size === 0) return false;
    const { account, user, serial, kid, messageKey } = token;
    return [
      entry(account, 'ticket', revocationValue.ticket(user, serial)),
      entry(account, 'user', revocationValue.user(user)),
      entry(account, 'message', revocationValue.message(messageKey)),
      entry(account, 'key', revocationValue.key(kid)),
    ].some((one) => this.#entries.has(one));
  }

  /** Reads the list anew from the store and writes it to the file. */
  async reload(services: Services): Promise<void> {
    const rows = await services.store.db
      .selectFrom('revocations')
      .select(['account_id', 'kind', 'value'])
      .execute();
    const entries = rows.map((row) => entry(row.account_id, row.kind, row.value));
    this.#entries = new Set(entries);
    // Two reloads may run at once: each has a file of its own to put in place.
    const temporary = `${this.file}.${++this.#writes}.new`;
    await fs.promises.writeFile(temporary, JSON.stringify(entries), { mode: 0o600 });
    await fs.promises.rename(temporary, this.file);
  }

  /** Follows the store's list; resolves to the function that ends it. With the store down, the file's list stands. */
  async follow(services: Services): Promise<() => Promise<void>> {
    const reload = (): void => {
      this.reload(services).catch((error: unknown) => {
        services.log.warn({ err: error }, 'The revocation list could not be read; the last one stands');
      });
    };
    try {
      const end = await services.store.listen(CHANNEL, reload);
      await this.reload(services);
      return end;
    } catch (error) {
      services.log.warn(
        { err: error },
        'The revocation list could not be followed; the one on the disk stands',
      );
      return async () => undefined;
    }
  }
}

const opened = new WeakMap<Services, Revocations>();

/** One list for all doors of a server, so that what one refuses no other takes. */
export function openRevocations(services: Services): Revocations {
  const known = opened.get(services);
  if (known) return known;
  const made = new Revocations(path.join(services.settings.dataDir, 'revocations.json'));
  opened.set(services, made);
  return made;
}

/** Revokes from the commit on, on every node. */
export async function revoke(
  trx: Transaction<Database>,
  services: Services,
  revoked: { account: number; kind: RevocationKind; value: string },
): Promise<void> {
  await trx
    .insertInto('revocations')
    .values({
      account_id: revoked.account,
      kind: revoked.kind,
      value: revoked.value,
      at: services.clock.now(),
    })
    .onConflict((c) => c.columns(['account_id', 'kind', 'value']).doNothing())
    .execute();
  await services.store.notify(trx, CHANNEL, String(revoked.account));
}
