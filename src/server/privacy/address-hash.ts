import { createHmac } from 'node:crypto';
import { foldAddress } from '../crm/contacts';
import type { Secrets } from '../store/secrets';

/**
 * An address as what outlives its erasure: the same address gives the same hash within one account, and nobody without
 * the secrets can tell which it is, or try out lists of addresses. 43 characters.
 */
export const addressHash = (secrets: Pick<Secrets, 'deriveKey'>, account: number, address: string): string =>
  createHmac('sha256', secrets.deriveKey('erased-address/1'))
    .update(`${account}|${foldAddress(address)}`)
    .digest('base64url');
