import { createHash, createHmac } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { AddressTest } from '../../../core/api/marketing';
import type { IncomingMail } from '../../../core/incoming';
import { enqueue, type JobHandlers } from '../../jobs';
import type { Services } from '../../services';
import type { Database } from '../../store/schema';

/** Sends the test mail to an address (M3). Its key is the hash of the token: no address stands in the queue. */
export const ADDRESS_TEST_JOB = 'marketing.address-test';

/** One mail per address in this time: the button must not become a way to flood a mailbox. */
const AGAIN_AFTER_MS = 60_000;
/** So many addresses of an account in a day. */
export const MOST_TESTS = 30;
const DAY_MS = 86_400_000;
/** What has not come by then is told as not arrived; it still counts when it comes. */
const LATE_MS = 10 * 60_000;
/** A test mail that comes later proves nothing any more. */
const GOOD_FOR_MS = 7 * DAY_MS;
const MOST_ATTEMPTS = 4;

const SUBJECT = 'Mailtrail: does this address lead to a connected mailbox?';
/** As sent: a mail that somebody passed on or answered has something before it, and proves nothing. */
const TESTED = /^Mailtrail: does this address lead to a connected mailbox\? \(([\w-]{32})\)$/;

type Secrets = Pick<Services, 'secrets'>;

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** Made anew by whoever has the secrets, so that the store holds its hash alone. */
const tokenOf = ({ secrets }: Secrets, account: number, address: string, askedAt: Date): string =>
  createHmac('sha256', secrets.deriveKey('address-test/1'))
    .update(`${account}|${address}|${askedAt.getTime()}`)
    .digest('base64url')
    .slice(0, 32);

/**
 * M3: has a test mail sent to a folded address that is no connected mailbox's so far. `soon`: one was asked for a moment
 * ago; `many`: too many in a day; `no-mail`: this server sends no mail.
 */
export async function askForTest(
  trx: Transaction<Database>,
  services: Pick<Services, 'secrets' | 'clock' | 'mail'>,
  who: { account: number; user: number },
  address: string,
): Promise<'asked' | 'soon' | 'many' | 'no-mail'> {
  if (!services.mail) return 'no-mail';
  const { account, user } = who;
  const now = services.clock.now();
  // One asker of an account at a time, or each would find room.
  await sql`select 1 from accounts where id = ${account} for update`.execute(trx);
  const recent = await trx
    .selectFrom('reply_addresses')
    .select(['address', 'asked_at'])
    .where('account_id', '=', account)
    .where('asked_at', '>', new Date(now.getTime() - DAY_MS))
    .execute();
  const same = recent.find((one) => one.address === address);
  if (same && now.getTime() - same.asked_at.getTime() < AGAIN_AFTER_MS) return 'soon';
  if (!same && recent.length >= MOST_TESTS) return 'many';
  const hash = hashOf(tokenOf(services, account, address, now));
  const fresh = { token_hash: hash, asked_by: user, asked_at: now };
  const untold = { sent_at: null, failed_at: null, mailbox_id: null, arrived_at: null };
  await trx
    .insertInto('reply_addresses')
    .values({ account_id: account, address, ...fresh, ...untold })
    .onConflict((c) => c.columns(['account_id', 'address']).doUpdateSet({ ...fresh, ...untold }))
    .execute();
  await enqueue(trx, { account, type: ADDRESS_TEST_JOB, key: hash, maxAttempts: MOST_ATTEMPTS });
  return 'asked';
}

/** How the test of an address stands; undefined: there was none. */
export async function testOf(
  db: Kysely<Database>,
  account: number,
  address: string,
  now: Date,
): Promise<AddressTest | undefined> {
  const row = await db
    .selectFrom('reply_addresses')
    .select(['sent_at', 'failed_at', 'arrived_at'])
    .where('account_id', '=', account)
    .where('address', '=', address)
    .executeTakeFirst();
  if (!row) return undefined;
  if (row.arrived_at) return { state: 'arrived', ...(row.sent_at && { sentAt: row.sent_at.toISOString() }) };
  if (!row.sent_at) return { state: row.failed_at ? 'not-sent' : 'sending' };
  const late = now.getTime() - row.sent_at.getTime() > LATE_MS;
  return { state: late ? 'not-arrived' : 'sent', sentAt: row.sent_at.toISOString() };
}

export function addressTestJobs(services: Services): JobHandlers {
  const { store, clock } = services;
  return {
    [ADDRESS_TEST_JOB]: async ({ account, key }) => {
      const row = await store.db
        .selectFrom('reply_addresses')
        .select(['address', 'asked_at'])
        .where('account_id', '=', account)
        .where('token_hash', '=', key)
        .where('sent_at', 'is', null)
        .executeTakeFirst();
      // Sent before, or asked for anew since.
      if (!row || !services.mail) return;
      const note = (what: { sent_at: Date; failed_at: null } | { failed_at: Date }) =>
        store.db
          .updateTable('reply_addresses')
          .set(what)
          .where('account_id', '=', account)
          .where('token_hash', '=', key)
          .execute();
      try {
        await services.mail.send({
          to: row.address,
          subject: `${SUBJECT} (${tokenOf(services, account, row.address, row.asked_at)})`,
          text: 'Mailtrail was asked to find out whether mail to this address arrives in a mailbox that it watches. You need not do anything.\n',
        });
      } catch (error) {
        await note({ failed_at: clock.now() });
        throw error;
      }
      await note({ sent_at: clock.now(), failed_at: null });
    },
  };
}

/** The token of a test mail of ours; undefined: it is none. */
export const testIn = ({
  subject,
  inReplyTo,
}: Pick<IncomingMail, 'subject' | 'inReplyTo'>): string | undefined =>
  inReplyTo === undefined ? TESTED.exec(subject.trim())?.[1] : undefined;

/** Whether a test mail that was asked for in this account bears this token. */
export async function isOurTest(db: Kysely<Database>, account: number, token: string): Promise<boolean> {
  const row = await db
    .selectFrom('reply_addresses')
    .select('address')
    .where('account_id', '=', account)
    .where('token_hash', '=', hashOf(token))
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * M3: a test mail has arrived in a mailbox of the account: what it was sent to leads there. It counts as nothing else. The
 * first mailbox stands, where it arrives in several.
 */
export async function acceptTest(
  trx: Kysely<Database>,
  mailbox: { account: number; id: string },
  token: string,
  now: Date,
): Promise<boolean> {
  const row = await trx
    .updateTable('reply_addresses')
    .set({ mailbox_id: mailbox.id, arrived_at: now })
    .where('account_id', '=', mailbox.account)
    .where('token_hash', '=', hashOf(token))
    .where('asked_at', '>', new Date(now.getTime() - GOOD_FOR_MS))
    .where('arrived_at', 'is', null)
    .returning('address')
    .executeTakeFirst();
  return row !== undefined;
}
