import type { Transaction } from 'kysely';
import type { Finding } from '../../core/api/mailboxes';
import { MarketingSettings } from '../../core/api/marketing';
import { recordEvents, type NewEvent } from '../events';
import type { Services } from '../services';
import type { Database } from '../store/schema';
import { presentDomain } from '../tracking/domains';
import { addressesOf, neededReplyTo, settleGap, type Looked } from './audience';
import { pauseBySystem } from './send';

interface Running {
  id: string;
  name: string;
  createdBy: number;
  settings: MarketingSettings;
}

/** What is being sent, or waits for its time. */
async function running(trx: Transaction<Database>, account: number): Promise<Running[]> {
  const rows = await trx
    .selectFrom('marketing_messages')
    .select(['id', 'name', 'settings', 'created_by'])
    .where('account_id', '=', account)
    .where('state', '=', 'sending')
    .where('removed_at', 'is', null)
    .orderBy('id')
    .execute();
  return rows.flatMap(({ id, name, settings, created_by: createdBy }) => {
    const read = MarketingSettings.safeParse(settings);
    return read.success ? [{ id, name, createdBy, settings: read.data }] : [];
  });
}

/** Pauses, and tells who made the message; a send that is paused already is told nobody again. */
async function pauseAndTell(
  trx: Transaction<Database>,
  account: number,
  messages: readonly Running[],
  why: { reason: 'reply-to' | 'tracking-domain'; detail: string; note: (name: string) => string },
  now: Date,
  mailbox?: { id: string; address: string },
): Promise<void> {
  const events: NewEvent[] = [];
  for (const { id, name, createdBy } of messages) {
    const paused = await pauseBySystem(
      trx,
      { account, message: id },
      { reason: why.reason, detail: why.detail },
      now,
    );
    if (!paused) continue;
    events.push({
      account,
      kind: 'mailbox',
      at: now,
      recordedAt: now,
      user: createdBy,
      cause: `send-paused:${id}:${now.getTime()}`,
      detail: { note: why.note(name), ...(mailbox && { mailbox }) },
      notify: true,
    });
  }
  await recordEvents(trx, events);
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
  await pauseAndTell(
    trx,
    mailbox.account,
    messages.filter(({ settings }) => neededReplyTo(settings).some((address) => addresses.has(address))),
    {
      reason: 'reply-to',
      detail: mailbox.address,
      note: (name) => `The sending of “${name}” is paused: nobody would see the answers to it.`,
    },
    now,
    { id: mailbox.id, address: mailbox.address },
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
    await pauseAndTell(
      trx,
      account,
      messages.filter((one) => hostOf(one) === host),
      {
        reason: 'tracking-domain',
        detail: host,
        note: (name) => `The sending of “${name}” is paused: its links would lead nowhere.`,
      },
      now,
    );
  }
}
