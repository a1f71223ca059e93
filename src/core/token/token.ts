import { base64url, concatBytes, equalBytes, fromBase64url, utf8Bytes } from './bytes';
import { hmacSha256 } from './sha256';
import { ticketBytes, type Ticket } from './ticket';

const VERSION = 1;
const NONCE_BYTES = 5;
const TAG_BYTES = 8;
/** version and kid 1, ticket id 16, nonce 5, recipient index 3: what the tag signs. */
const SIGNED_BYTES = 25;
/** Same for all recipients of one message: everything before the index. */
const MESSAGE_BYTES = 22;
export const TOKEN_LENGTH = 44;
const MAX_INDEX = 0xffffff;

export type TokenProblem = 'length' | 'alphabet' | 'version';

/** A token taken apart. Nothing in it is proven until its tag is. */
export interface ParsedToken {
  ok: true;
  text: string;
  kid: number;
  ticketId: Uint8Array;
  /** 0: shared by all recipients. */
  index: number;
  messageKey: string;
  signed: Uint8Array;
  tag: Uint8Array;
}

/**
 * Tells one compose session from all others (unique, not secret). Made once per session and kept with it, so
 * that two windows with one ticket still make two messages. Base64url, 7 characters.
 */
export function makeNonce(ticket: Ticket, seed: { time: number; counter: number; random: number }): string {
  const text = `nonce/1|${seed.time}|${seed.counter}|${seed.random}`;
  return base64url(hmacSha256(ticketBytes(ticket, 'imageKey'), utf8Bytes(text)).slice(0, NONCE_BYTES));
}

/** The token of one message (index 0) or of one recipient's own copy (index from 1). 44 characters. */
export function makeToken(ticket: Ticket, nonce: string, recipientIndex: number): string {
  const nonceBytes = fromBase64url(nonce);
  if (!nonceBytes || nonceBytes.length !== NONCE_BYTES)
    throw new Error('makeToken: the nonce must come from makeNonce');
  if (!Number.isInteger(recipientIndex) || recipientIndex < 0 || recipientIndex > MAX_INDEX) {
    throw new Error(`makeToken: recipient index must be 0 to ${MAX_INDEX}`);
  }
  if (!Number.isInteger(ticket.kid) || ticket.kid < 0 || ticket.kid > 31) {
    throw new Error('makeToken: key id must be 0 to 31');
  }
  const signed = concatBytes(
    Uint8Array.of((VERSION << 5) | ticket.kid),
    ticketBytes(ticket, 'id'),
    nonceBytes,
    Uint8Array.of(recipientIndex >> 16, (recipientIndex >> 8) & 255, recipientIndex & 255),
  );
  return base64url(concatBytes(signed, tagOf(signed, ticketBytes(ticket, 'imageKey'))));
}

const tagOf = (signed: Uint8Array, imageKey: Uint8Array): Uint8Array =>
  hmacSha256(imageKey, signed).slice(0, TAG_BYTES);

/** Takes a token apart without checking its tag. */
export function parseToken(text: string): ParsedToken | { ok: false; reason: TokenProblem } {
  if (text.length !== TOKEN_LENGTH) return { ok: false, reason: 'length' };
  const bytes = fromBase64url(text);
  if (!bytes) return { ok: false, reason: 'alphabet' };
  const [head = 0] = bytes;
  if (head >> 5 !== VERSION) return { ok: false, reason: 'version' };
  const [high = 0, middle = 0, low = 0] = bytes.slice(MESSAGE_BYTES, SIGNED_BYTES);
  return {
    ok: true,
    text,
    kid: head & 31,
    ticketId: bytes.slice(1, 17),
    index: (high << 16) | (middle << 8) | low,
    messageKey: base64url(bytes.slice(0, MESSAGE_BYTES)),
    signed: bytes.slice(0, SIGNED_BYTES),
    tag: bytes.slice(SIGNED_BYTES),
  };
}

/** Checks a token against the image key of its ticket. */
export function verifyToken(
  text: string,
  imageKey: Uint8Array,
): ParsedToken | { ok: false; reason: TokenProblem | 'tag' } {
  const token = parseToken(text);
  if (!token.ok) return token;
  return equalBytes(token.tag, tagOf(token.signed, imageKey)) ? token : { ok: false, reason: 'tag' };
}

/** What all recipients' tokens of one message have in common (30 characters), or null if the text is no token. */
export function messageKeyOf(text: string): string | null {
  const token = parseToken(text);
  return token.ok ? token.messageKey : null;
}

/** `trackingUrl` is an origin, without a slash at the end. */
export const imageUrl = (trackingUrl: string, token: string): string => `${trackingUrl}/o/${token}.gif`;
