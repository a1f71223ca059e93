import { fromBase64url } from './bytes';

/**
 * What a client holds to mint tokens for its user without asking the server at send. Keys are base64url of
 * 32 bytes, `id` of 16. `linkKey` is there for paid seats only (C1): a free seat cannot sign a link at all.
 */
export interface Ticket {
  v: 1;
  /** Which master key it was made from, 0 to 31. */
  kid: number;
  id: string;
  imageKey: string;
  linkKey?: string;
  reportKey: string;
  /** Origin of image and links, without a slash at the end. */
  trackingUrl: string;
  /** ISO 8601. Ends signing, never checking (C4). */
  expiresAt: string;
}

/** The bytes of a ticket's field; throws when it is not what the server hands out, since then nothing signed with it could be checked. */
export function ticketBytes(ticket: Ticket, field: 'id' | 'imageKey' | 'linkKey' | 'reportKey'): Uint8Array {
  const bytes = fromBase64url(ticket[field] || '');
  if (!bytes || bytes.length !== (field === 'id' ? 16 : 32)) {
    throw new Error(`ticket: ${field} is damaged; fetch a new ticket`);
  }
  return bytes;
}
