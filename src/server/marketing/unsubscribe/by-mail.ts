import type { Transaction } from 'kysely';
import { ownToken } from '../../mailbox/filing/marks';
import type { Services } from '../../services';
import type { Database } from '../../store/schema';
import type { VerifiedToken } from '../../tracking/ticket-keys';
import { trackingHostsOf } from '../../tracking/tickets';
import { copyOfVerified } from './copy-of-token';
import { unsubscribe } from './record';

const SUBJECT = /^\s*unsubscribe\s+([A-Za-z0-9_-]{44})\s*$/i;

/** What a mail program writes for its user who presses "Unsubscribe", where it does so by mail. */
export const unsubscribeSubject = (token: string): string => `unsubscribe ${token}`;

/** The token by which a mail asks for it, if its signature is this account's. */
export function unsubscribeTokenIn(
  services: Pick<Services, 'secrets' | 'urls'>,
  account: number,
  subject: string,
): VerifiedToken | undefined {
  const [, text] = SUBJECT.exec(subject) ?? [];
  if (text === undefined) return undefined;
  const keys = { masters: services.secrets.master, hostsOf: trackingHostsOf(services) };
  return ownToken(text, keys, account);
}

/** Takes the recipient of that copy off its kind of mail. */
export async function unsubscribeByMail(
  trx: Transaction<Database>,
  services: Pick<Services, 'secrets' | 'clock'>,
  token: VerifiedToken,
): Promise<void> {
  const copy = await copyOfVerified(trx, token);
  if (!copy || copy.test) return;
  const { account, address, kind } = copy;
  await unsubscribe(trx, services, {
    ...{ account, address, copy },
    kind: kind?.id ?? null,
    way: 'one-click',
  });
}
