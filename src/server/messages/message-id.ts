import { createHash } from 'node:crypto';

/**
 * The key under which a Message-ID is stored and looked up: SHA-256 of it without brackets and white space. The part
 * behind the @ is case-folded, the part before is not (RFC 5322, 3.6.4).
 */
export function messageIdHash(internetMessageId: string): string {
  const bare = internetMessageId.replace(/[<>\s]/g, '');
  const at = bare.lastIndexOf('@');
  const folded = at < 0 ? bare : bare.slice(0, at) + bare.slice(at).toLowerCase();
  return createHash('sha256').update(folded).digest('base64url');
}
