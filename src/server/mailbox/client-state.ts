import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Services } from '../services';

/** Which mailbox a notification wakes. */
export interface MailboxKey {
  account: number;
  mailbox: string;
}

const LABEL = 'graph-client-state/1';
const FORM = /^(\d{1,15})\.([0-9a-f-]{36})\.([\w-]{43})$/;

const sealOf = (secrets: Services['secrets'], key: MailboxKey): string =>
  createHmac('sha256', secrets.deriveKey(LABEL)).update(`${key.account}.${key.mailbox}`).digest('base64url');

/**
 * The `clientState` of a mailbox's subscription: names it and proves that we made the name, so that a notification is
 * checked without the store. At most 96 of the 128 characters that Graph allows; never stored.
 */
export const clientStateOf = (secrets: Services['secrets'], key: MailboxKey): string =>
  `${key.account}.${key.mailbox}.${sealOf(secrets, key)}`;

/** The mailbox that a `clientState` names, or undefined when it is not one of ours. Compares in constant time. */
export function readClientState(secrets: Services['secrets'], text: string): MailboxKey | undefined {
  const [, account, mailbox, seal] = FORM.exec(text) ?? [];
  if (account === undefined || mailbox === undefined || seal === undefined) return undefined;
  const key = { account: Number(account), mailbox };
  const wanted = Buffer.from(sealOf(secrets, key));
  const given = Buffer.from(seal);
  return wanted.length === given.length && timingSafeEqual(wanted, given) ? key : undefined;
}
