import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inProcessMicrosoft, type InProcessMicrosoft } from '../../../src/sandbox/in-process';
import type { Keep } from '../../../src/sandbox/mailboxes';
import { openStore } from '../../../src/server/store';
import { json } from '../../../src/server/store/schema';
import { BEGINNING, foundCompany, openWorld, type World } from '../../model/world';

/** Alice's mailbox, watched on the embedded store as it ships, and Graph's stand-in in the same process. */
export interface Watched {
  world: World;
  microsoft: InProcessMicrosoft;
  account: number;
  mailbox: string;
  close: () => Promise<void>;
}

/** Everything that is sent, and what known contacts write, is to be logged. */
const RULE = { sent: 'all', received: 'known' };

export async function openWatchedWorld(): Promise<{ world: World; close: () => Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bench-mailbox-'));
  const store = await openStore({ dataDir, mode: 'sandbox', refuseNested: false });
  const world = await openWorld(store);
  world.time.restart(BEGINNING);
  return {
    world,
    close: async () => {
      await world.server.kill();
      await world.close();
      await store.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export async function openWatched(keep?: Keep): Promise<Watched> {
  const { world, close } = await openWatchedWorld();
  const microsoft = await inProcessMicrosoft({
    keys: world.keys,
    clock: world.time,
    timers: world.time,
    call: (url, content, timeout) => world.server.call(url, content, timeout),
    faults: { limits: false },
    onError: (error) => process.stderr.write(`${String(error)}\n`),
    ...(keep && { keep }),
  });
  world.microsoft.fetch = (url, init) => microsoft.fetch(url, init);
  const { account, mailboxes } = await foundCompany(world, ['alice']);
  const [mailbox = ''] = mailboxes;
  await world.services.store.db
    .updateTable('mailboxes')
    .set({ log_rule: json(RULE) })
    .where('account_id', '=', account)
    .execute();
  return {
    world,
    microsoft,
    account,
    mailbox,
    close: async () => {
      await microsoft.close();
      await close();
    },
  };
}
