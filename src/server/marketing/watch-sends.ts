import type { Transaction } from 'kysely';
import type { Finding } from '../../core/api/mailboxes';
import { MarketingSettings } from '../../core/api/marketing';
import type { Services } from '../services';
import type { Database } from '../store/schema';
import { presentDomain } from '../tracking/domains';
import { addressesOf, neededReplyTo, settleGap, type Looked } from './audience';
import { pauseBySystem } from './send';

interface Running {
  id: string;
  settings: MarketingSettings;
}

/** What is being sent, or waits for its time. */
async function running(trx: Transaction<Database>, account: number): Promise<Running[]> {
  const rows = await trx
    .selectFrom('marketing_messages')
    .select(['id', 'settings'])
    .where('account_id', '=', account)
    .where('state', '=', 'sending')
    .where('removed_at', 'is', null)
    .orderBy('id')
    .execute();
  return rows.flatMap(({ id, settings }) => {
    const read = MarketingSettings.safeParse(settings);
    return read.success ? [{ id, settings: read.data }] : [];
  });
}

/**
 * M10: by what the doctor has just found of a mailbox, keeps when nobody saw what came there, and pauses the sends whose
 * answers are to come there once it is lost. Resolves to when to look again.
 */
export async function watchReplyTo(
  trx: Transaction<Database>,
  mailbox: Looked & { address: string },
  found: readonly Finding[],
  now: Date,
): Promise<Date | undefined> {
  const { lost, again } = await settleGap(trx, mailbox, found, now);
  if (!lost) return again;
  const messages = await running(trx, mailbox.account);
  if (messages.length === 0) return undefined;
  const addresses = await addressesOf(trx, mailbox.account, mailbox.id);
  const theirs = messages.filter(({ settings }) => neededReplyTo(settings).some((one) => addresses.has(one)));
  await pauseBySystem(
    trx,
    { account: mailbox.account, messages: theirs.map(({ id }) => id) },
    { reason: 'reply-to', detail: mailbox.address, mailbox: { id: mailbox.id, address: mailbox.address } },
    now,
  );
  return undefined;
}

/** C7: pauses the sends whose images and links lead to a domain that fails. */
export async function watchTrackingDomains(
  trx: Transaction<Database>,
  services: Pick<Services, 'urls'>,
  account: number,
  failing: readonly string[],
  now: Date,
): Promise<void> {
  if (failing.length === 0) return;
  const messages = await running(trx, account);
  if (messages.length === 0) return;
  const { host: usual } = await presentDomain(trx, services, account);
  const hostOf = ({ settings }: Running): string => settings.trackingHost?.toLowerCase() ?? usual;
  for (const host of failing) {
    const theirs = messages.filter((one) => hostOf(one) === host);
    await pauseBySystem(
      trx,
      { account, messages: theirs.map(({ id }) => id) },
      { reason: 'tracking-domain', detail: host },
      now,
    );
  }
}
