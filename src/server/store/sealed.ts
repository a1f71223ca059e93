import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Secrets } from './secrets';

const IV_BYTES = 12;
const TAG_BYTES = 16;

type Keys = Pick<Secrets, 'deriveKey'>;

/** JSON that nobody reads or changes without the secrets (AES-256-GCM), base64url. One label per purpose. */
export function seal(secrets: Keys, label: string, value: unknown): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', secrets.deriveKey(label), iv);
  const body = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
  return Buffer.concat([iv, body, cipher.getAuthTag()]).toString('base64url');
}

/** What was sealed, still to be parsed; undefined where it was not sealed here for this purpose. */
export function unseal(secrets: Keys, label: string, text: string): unknown {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length <= IV_BYTES + TAG_BYTES) return undefined;
  try {
    const opened = createDecipheriv('aes-256-gcm', secrets.deriveKey(label), bytes.subarray(0, IV_BYTES));
    opened.setAuthTag(bytes.subarray(-TAG_BYTES));
    const body = Buffer.concat([opened.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), opened.final()]);
    const value: unknown = JSON.parse(body.toString('utf8'));
    return value;
  } catch {
    return undefined;
  }
}
