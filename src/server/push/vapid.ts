import { createECDH, createPrivateKey, type KeyObject, sign } from 'node:crypto';
import type { Secrets } from '../store/secrets';

const LIFETIME_S = 12 * 3_600;

export interface VapidKey {
  /** Uncompressed point, base64url: what browsers take as `applicationServerKey`. */
  publicKey: string;
  privateKey: KeyObject;
}

/**
 * The key this server shows push services (RFC 8292). Derived from the secrets, so it is there from the first start, the
 * same on every node, and never in the database.
 */
export function vapidKey(secrets: Pick<Secrets, 'deriveKey'>): VapidKey {
  const d = secrets.deriveKey('vapid/1');
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(d);
  const point = ecdh.getPublicKey();
  const text = (part: Buffer): string => part.toString('base64url');
  const privateKey = createPrivateKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      d: text(d),
      x: text(point.subarray(1, 33)),
      y: text(point.subarray(33)),
    },
  });
  return { publicKey: text(point), privateKey };
}

/** The `Authorization` header for one endpoint; `contact` is an https or mailto address of who runs this server. */
export function vapidHeader(key: VapidKey, endpoint: URL, contact: string, now: Date): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const exp = Math.floor(now.getTime() / 1000) + LIFETIME_S;
  const signed = `${part({ typ: 'JWT', alg: 'ES256' })}.${part({ aud: endpoint.origin, exp, sub: contact })}`;
  const signature = sign('sha256', Buffer.from(signed), { key: key.privateKey, dsaEncoding: 'ieee-p1363' });
  return `vapid t=${signed}.${signature.toString('base64url')}, k=${key.publicKey}`;
}
