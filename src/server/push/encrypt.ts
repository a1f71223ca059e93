import { createCipheriv, createECDH, hkdfSync } from 'node:crypto';

/** A browser's keys, as it gave them with its subscription. */
export interface BrowserKeys {
  /** Uncompressed point on P-256, 65 bytes. */
  p256dh: Buffer;
  /** 16 bytes. */
  auth: Buffer;
}

/** What must differ with every message: 16 bytes of salt, and a P-256 private key of 32 bytes. */
export interface OneTime {
  salt: Buffer;
  privateKey: Buffer;
}

const RECORD_SIZE = 4096;
/** Ends the last record (RFC 8188, section 2). */
const LAST_RECORD = 2;

/** One message as a browser with these keys reads it: RFC 8291 over `aes128gcm` of RFC 8188, a single record. */
export function encryptPush(text: string, browser: BrowserKeys, { salt, privateKey }: OneTime): Buffer {
  const plain = Buffer.concat([Buffer.from(text, 'utf8'), Buffer.from([LAST_RECORD])]);
  if (plain.length + 16 > RECORD_SIZE) throw new RangeError('a push message is one record: send an id');
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(privateKey);
  const ours = ecdh.getPublicKey();
  const expand = (ikm: Buffer, by: Buffer, label: Buffer, length: number): Buffer =>
    Buffer.from(hkdfSync('sha256', ikm, by, label, length));
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), browser.p256dh, ours]);
  const ikm = expand(ecdh.computeSecret(browser.p256dh), browser.auth, info, 32);
  const key = expand(ikm, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
  const nonce = expand(ikm, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
  const cipher = createCipheriv('aes-128-gcm', key, nonce);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(RECORD_SIZE);
  return Buffer.concat([
    salt,
    size,
    Buffer.from([ours.length]),
    ours,
    cipher.update(plain),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
}
