import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageKeyOf } from '../../../src/core/token';
import { openStore } from '../../../src/server/store';
import { applyIngested } from '../../../src/server/tracking';
import { HIT, type HitRecord } from '../../../src/server/tracking/ingested';
import { makeWorld, type World } from '../../integration/tracking/world';
import { newDatabase } from './servers';

const EDGE =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0';

export interface Drained {
  store: string;
  /** Hits in the store, judged, per second. */
  perSecond: number;
  hits: number;
}

/**
 * How fast a backlog reaches the store: mails that were reported, each image loaded a few times from networks of its
 * own, half a minute apart; judged and with their effects, as one process drains them with nothing else to do.
 */
export async function measureDrain(
  { messages, hits }: { messages: number; hits: number },
  databaseUrl?: string,
): Promise<Drained> {
  const directory = mkdtempSync(join(tmpdir(), 'mailtrail-drain-'));
  const database = databaseUrl === undefined ? undefined : await newDatabase(databaseUrl);
  const store = await openStore({
    dataDir: join(directory, 'store'),
    mode: 'sandbox',
    // As the server opens it.
    refuseNested: false,
    ...(database && { databaseUrl: database.url }),
  });
  try {
    const world = await makeWorld(store, directory);
    await fill(world, messages, hits);
    const began = performance.now();
    const drain = world.services.ingest.drain(store, applyIngested(world.services));
    while (drain.backlog() > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const seconds = (performance.now() - began) / 1_000;
    await drain.stop();
    await world.close();
    return {
      store: database ? 'PostgreSQL' : 'embedded store',
      perSecond: hits / seconds,
      hits,
    };
  } finally {
    await store.close();
    await database?.drop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function fill(world: World, messages: number, hits: number): Promise<void> {
  const mails = await Promise.all(Array.from({ length: messages }, () => world.write()));
  await Promise.all(
    mails.map((mail, i) =>
      world.report(mail, {
        recipients: [{ address: `p${i}@crowd.example`, name: `Person ${i}`, via: 'to' }],
        links: [],
      }),
    ),
  );
  await world.drained();
  await world.drain.stop();
  world.clock.advance(3_600_000);
  const { services, account, user } = world;
  const appended: Promise<unknown>[] = [];
  for (let i = 0; i < hits; i += 1) {
    const mail = mails[i % mails.length];
    if (!mail) break;
    if (i % mails.length === 0) world.clock.advance(30_000);
    const record: HitRecord = {
      kind: 'open',
      account,
      user,
      token: mail.token,
      messageKey: messageKeyOf(mail.token) ?? '',
      recipient: 0,
      at: services.clock.now().getTime() + (i % mails.length),
      method: 'GET',
      raw: {
        ip: `${11 + (i % 80)}.${(i >> 8) & 255}.${i & 255}.7`,
        userAgent: EDGE,
        headers: { 'accept-language': 'en-GB' },
      },
    };
    appended.push(services.ingest.append(HIT, record));
  }
  await Promise.all(appended);
  world.clock.advance(60_000);
}
