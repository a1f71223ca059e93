import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, jwtVerify, SignJWT } from 'jose';
import type { JWK, JWTPayload } from 'jose';
import { z } from 'zod';
import { writeDurably } from '../journal';

const fileShape = z.object({
  privateJwk: z.looseObject({ kty: z.literal('RSA'), n: z.string(), e: z.string() }),
  sealKey: z.string(),
});

const MOST_KNOWN = 1_000;

/** The key set of the sandbox's Entra. It lies in the sandbox's folder and is good for nothing else. */
export interface EntraKeys {
  /** The public half, as `discovery/v2.0/keys` answers. */
  jwks: { keys: JWK[] };
  /** Signs claims as an RS256 token. */
  sign(claims: JWTPayload): Promise<string>;
  /** The claims of a token that this key set signed and that is valid at `now`, else undefined. */
  verify(token: string, now: Date): Promise<JWTPayload | undefined>;
  /** Makes an opaque, tamper-proof text of a value: authorization codes and refresh tokens need no storage. */
  seal(kind: string, value: unknown): string;
  /** The value of a text that `seal` made for the same kind, else undefined. */
  unseal(kind: string, text: string): unknown;
}

async function newKeys(path: string): Promise<string> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const text = JSON.stringify({
    privateJwk: await exportJWK(privateKey),
    sealKey: randomBytes(32).toString('base64url'),
  });
  await writeDurably(path, text);
  return text;
}

/** Reads the key set, or makes it at the first start. */
export async function openEntraKeys(dir: string): Promise<EntraKeys> {
  const path = join(dir, 'entra-keys.json');
  const text = await readFile(path, 'utf8').catch(() => newKeys(path));
  const { privateJwk, sealKey } = fileShape.parse(JSON.parse(text));
  const { kty, n, e } = privateJwk;
  const kid = await calculateJwkThumbprint({ kty, n, e });
  const publicJwk: JWK = { kty, n, e, alg: 'RS256', use: 'sig', kid };
  const privateKey = await importJWK(privateJwk, 'RS256');
  const publicKey = await importJWK(publicJwk, 'RS256');
  const mac = (kind: string, body: string): Buffer =>
    createHmac('sha256', Buffer.from(sealKey, 'base64url')).update(`${kind}\n${body}`).digest();

  /** Tokens whose signature was found right: a client sends the same one a thousand times. */
  const signed = new Map<string, JWTPayload>();
  const isValid = ({ exp = Infinity, nbf = 0 }: JWTPayload, now: Date): boolean =>
    exp * 1000 > now.getTime() && nbf * 1000 <= now.getTime();

  return {
    jwks: { keys: [publicJwk] },
    sign: (claims) =>
      new SignJWT(claims).setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid }).sign(privateKey),
    verify: async (token, now) => {
      const known = signed.get(token);
      if (known !== undefined) return isValid(known, now) ? known : undefined;
      try {
        const { payload } = await jwtVerify(token, publicKey, { algorithms: ['RS256'], currentDate: now });
        if (signed.size >= MOST_KNOWN) signed.clear();
        signed.set(token, payload);
        return payload;
      } catch {
        return undefined;
      }
    },
    seal: (kind, value) => {
      const body = Buffer.from(JSON.stringify(value)).toString('base64url');
      return `1.${body}.${mac(kind, body).toString('base64url')}`;
    },
    unseal: (kind, text) => {
      const [version, body, tag] = text.split('.');
      if (version !== '1' || body === undefined || tag === undefined) return undefined;
      const given = Buffer.from(tag, 'base64url');
      const right = mac(kind, body);
      if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
      const value: unknown = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
      return value;
    },
  };
}
