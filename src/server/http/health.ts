import { randomBytes } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Services } from '../services';

/** Longer than a store's restart; a drain that stands still longer needs somebody to look. */
const STUCK_MS = 60_000;
/** Whoever asks often gets the same answer: asking must cost the disk nothing. */
const DISK_TRIED_EVERY_MS = 5_000;

/** /healthz: the process answers. /readyz: the store answers, the ingest log is drained, the disk takes writes. */
export function healthRoutes(app: FastifyInstance, services: Services): void {
  const { store, ingest, settings, log } = services;
  let disk: { triedAt: number; result: Promise<string | undefined> } | undefined;
  const diskTrouble = (): Promise<string | undefined> => {
    const now = performance.now();
    if (!disk || now - disk.triedAt > DISK_TRIED_EVERY_MS) {
      disk = { triedAt: now, result: tryDisk(settings.dataDir).then(nothing, unwritable) };
    }
    return disk.result;
  };

  app.get('/healthz', { schema: { hide: true } }, () => ({ ok: true }));
  app.get('/readyz', { schema: { hide: true } }, async (_request, reply) => {
    const [storeSays, diskSays] = await Promise.all([
      store.health().then(nothing, () => 'not answering; hits wait in the ingest log'),
      diskTrouble(),
    ]);
    const state = ingest.drainState;
    const drainSays = !state?.running
      ? 'not running'
      : state.stuckMs > STUCK_MS
        ? 'stands still; hits wait in the ingest log'
        : undefined;
    if (storeSays === undefined && diskSays === undefined && drainSays === undefined) return { ok: true };
    const trouble = {
      ...(storeSays !== undefined && { store: storeSays }),
      ...(drainSays !== undefined && { drain: drainSays }),
      ...(diskSays !== undefined && { disk: diskSays }),
    };
    log.warn(trouble, 'not ready');
    return reply.code(503).send({ ok: false, ...trouble });
  });
}

const nothing = (): undefined => undefined;
const unwritable = (): string => 'takes no writes; hits are answered and not recorded';

async function tryDisk(dataDir: string): Promise<void> {
  const file = path.join(dataDir, `.ready-${randomBytes(6).toString('hex')}`);
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.write('ready');
    await handle.datasync();
  } finally {
    await handle.close();
    await rm(file, { force: true });
  }
}
