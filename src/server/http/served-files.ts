import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problem } from './problem';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
};
const COMPRESSED = new Set(['.html', '.js', '.css', '.json', '.map', '.svg', '.txt']);
/** Below it, compressing saves nothing worth a header. */
const LEAST_COMPRESSED = 1_000;

/** A name that a build gives to exactly one content. */
const HASHED = /\.[0-9a-f]{8,}\.\w+$/;
const FOR_EVER = 'public, max-age=31536000, immutable';
/** Kept, and asked about each time: an unchanged file costs an answer without a body. */
const ASK_AGAIN = 'no-cache';
/** Office shows no icon that it may not keep without asking (facts: 7). */
const A_DAY = 'public, max-age=86400';

interface Served {
  type: string;
  cache: string;
  etag: string;
  bytes: Buffer;
  /** Absent where it would not be smaller. */
  zipped?: Buffer;
}

const compress = promisify(gzip);

async function servedOf(name: string, bytes: Buffer): Promise<Served> {
  const end = extname(name);
  const zipped =
    COMPRESSED.has(end) && bytes.length >= LEAST_COMPRESSED ? await compress(bytes, { level: 9 }) : undefined;
  return {
    type: TYPES[end] ?? 'application/octet-stream',
    cache: HASHED.test(name) ? FOR_EVER : end === '.png' ? A_DAY : ASK_AGAIN,
    etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"`,
    bytes,
    ...(zipped && { zipped }),
  };
}

function answer(request: FastifyRequest, reply: FastifyReply, served: Served): FastifyReply {
  reply.header('cache-control', served.cache).header('etag', served.etag).header('vary', 'Accept-Encoding');
  if (knows(request.headers['if-none-match'], served.etag)) return reply.code(304).send();
  const zipped = takesGzip(request.headers['accept-encoding']) ? served.zipped : undefined;
  reply.header('content-type', served.type);
  if (zipped) reply.header('content-encoding', 'gzip');
  return reply.send(zipped ?? served.bytes);
}

/** RFC 9110, 13.1.2: compared weakly, since a proxy that compresses makes the tag a weak one. */
const knows = (header: string | undefined, etag: string): boolean =>
  header !== undefined &&
  header.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === etag);

const takesGzip = (header: string | string[] | undefined): boolean =>
  /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i.test([header ?? ''].flat().join(','));

/**
 * Serves the files below folders: whole, compressed for who takes it, with an entity tag; names with a hash for ever,
 * all others asked about each time. What was read is kept in memory until the file changes (a build has some megabytes).
 */
export class ServedFiles {
  private readonly kept = new Map<string, { changed: number; served: Promise<Served> }>();

  /** Rejects with 404 where there is no such file below `root`. */
  async send(
    request: FastifyRequest,
    reply: FastifyReply,
    root: string,
    path: string,
  ): Promise<FastifyReply> {
    const file = normalize(join(root, path));
    // Pages have addresses of their own, where they get their policy.
    const ours = file.startsWith(root + sep) && extname(file) !== '.html';
    const served = ours ? await this.served(file) : undefined;
    if (!served) throw problem(404, 'not-found', 'There is no such file.');
    return answer(request, reply, served);
  }

  /** The same of a text that `change` (always the same for a file) makes of it; rejects with 404 likewise. */
  async sendChanged(
    request: FastifyRequest,
    reply: FastifyReply,
    file: string,
    change: (text: string) => string,
  ): Promise<FastifyReply> {
    const served = await this.served(file, (bytes) => Buffer.from(change(bytes.toString('utf8'))));
    if (!served) throw problem(404, 'not-built', 'This page has not been built: npm run build.');
    return answer(request, reply, served);
  }

  private async served(file: string, change?: (bytes: Buffer) => Buffer): Promise<Served | undefined> {
    const found = await stat(file).catch(() => undefined);
    if (!found?.isFile()) return undefined;
    // One file may be served both ways: an address with two slashes reaches it past its own route.
    const key = `${change ? 'changed' : 'as it is'} ${file}`;
    const known = this.kept.get(key);
    if (known?.changed === found.mtimeMs) return known.served;
    const served = readFile(file).then((bytes) => servedOf(file, change ? change(bytes) : bytes));
    this.kept.set(key, { changed: found.mtimeMs, served });
    served.catch(() => this.kept.delete(key));
    return served;
  }
}
