import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Services } from '../services';
import type { Database, Seat } from '../store/schema';
import { takeSerial } from './tickets';

const DAY_MS = 86_400_000;
const BOOK_DAYS = 30;
const RENEW_AFTER_DAYS = 1;
const LABEL = 'ticket-book/1';
const FORM = /^Book (\d{1,15})\.(\d{1,10})\.(\d{1,10})\.([\w-]{43})$/i;

/** A ticket book as its owner gets it: signs the launch events in where no Entra token can be had. */
export interface Book {
  credential: string;
  expiresAt: string;
  renewAfter: string;
}

export interface BookHolder {
  account: number;
  user: number;
  seat: Seat;
  /** A day old: worth a new one. */
  renewable: boolean;
}

export type BookRefusal = 'missing' | 'forged' | 'expired' | 'revoked' | 'user-disabled';

const macOf = (services: Services, account: number, user: number, serial: number): Buffer =>
  createHmac('sha256', services.secrets.deriveKey(LABEL)).update(`${account}.${user}.${serial}`).digest();

/** Makes a book, good for 30 days, and clears the user's books that have ended. */
export async function issueBook(
  trx: Transaction<Database>,
  services: Services,
  holder: { account: number; user: number },
): Promise<Book> {
  const { account, user } = holder;
  const now = services.clock.now();
  const expires = new Date(now.getTime() + BOOK_DAYS * DAY_MS);
  const serial = await takeSerial(trx, account, user);
  await trx
    .deleteFrom('ticket_books')
    .where('account_id', '=', account)
    .where('user_id', '=', user)
    .where('expires_at', '<', now)
    .execute();
  await trx
    .insertInto('ticket_books')
    .values({
      account_id: account,
      user_id: user,
      serial,
      issued_at: now,
      expires_at: expires,
      revoked_at: null,
    })
    .execute();
  return {
    credential: `${account}.${user}.${serial}.${macOf(services, account, user, serial).toString('base64url')}`,
    expiresAt: expires.toISOString(),
    renewAfter: new Date(now.getTime() + RENEW_AFTER_DAYS * DAY_MS).toISOString(),
  };
}

/** Checks `Authorization: Book …`. The signature comes first, so that a stranger costs no query. */
export async function readBook(
  services: Services,
  header: string | undefined,
): Promise<{ ok: true; holder: BookHolder } | { ok: false; reason: BookRefusal }> {
  if (!/^Book /i.test(header ?? '')) return { ok: false, reason: 'missing' };
  const match = FORM.exec(header ?? '');
  const [account, user, serial] = [Number(match?.[1]), Number(match?.[2]), Number(match?.[3])];
  const given = Buffer.from(match?.[4] ?? '', 'base64url');
  if (given.length !== 32 || !timingSafeEqual(given, macOf(services, account, user, serial))) {
    return { ok: false, reason: 'forged' };
  }
  const row = await services.store.db
    .selectFrom('ticket_books as b')
    .innerJoin('users as u', (join) =>
      join.onRef('u.account_id', '=', 'b.account_id').onRef('u.id', '=', 'b.user_id'),
    )
    .select(['b.issued_at', 'b.expires_at', 'b.revoked_at', 'u.seat', 'u.status'])
    .where('b.account_id', '=', account)
    .where('b.user_id', '=', user)
    .where('b.serial', '=', serial)
    .executeTakeFirst();
  const now = services.clock.now();
  if (!row || row.expires_at <= now) return { ok: false, reason: 'expired' };
  if (row.revoked_at) return { ok: false, reason: 'revoked' };
  if (row.status !== 'active') return { ok: false, reason: 'user-disabled' };
  const renewable = now.getTime() - row.issued_at.getTime() >= RENEW_AFTER_DAYS * DAY_MS;
  return { ok: true, holder: { account, user, seat: row.seat, renewable } };
}

/** Ends all books of a user: their events cannot sign in until the pane is opened again. */
export async function revokeBooks(
  trx: Transaction<Database>,
  account: number,
  user: number,
  at: Date,
): Promise<void> {
  await trx
    .updateTable('ticket_books')
    .set({ revoked_at: at })
    .where('account_id', '=', account)
    .where('user_id', '=', user)
    .where('revoked_at', 'is', null)
    .execute();
}
