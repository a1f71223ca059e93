import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openStore } from '../../src/server/store';
import { liveMany } from './lives';
import { openQuickStore } from './quick-store';
import { openWorld } from './world';

/**
 * `node --import tsx test/model/main.ts --template FILE --first N --count N --length N`: lives so many lives from a seed
 * on, in a process of its own, since the database runs twice as fast outside of Jest's world. With `--database URL` the
 * watching server is another process still, on that PostgreSQL, and dies by SIGKILL. Exit code 1, and the life on the
 * standard output, where one went wrong.
 */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      template: { type: 'string', default: '' },
      database: { type: 'string' },
      first: { type: 'string', default: '1' },
      count: { type: 'string', default: '1' },
      length: { type: 'string', default: '100' },
      shrinks: { type: 'string', default: '150' },
    },
  });
  const dataDir = mkdtempSync(join(tmpdir(), 'lives-'));
  const { database } = values;
  const store = await (database === undefined
    ? openQuickStore(dataDir, values.template)
    : openStore({ dataDir, databaseUrl: database, mode: 'sandbox', refuseNested: false }));
  const world = await openWorld(store, database);
  try {
    const { first, count, length, shrinks } = values;
    const wrong = await liveMany(world, {
      first: Number(first),
      count: Number(count),
      length: Number(length),
      shrinks: Number(shrinks),
    });
    process.stdout.write(wrong.join('\n'));
    return wrong.length === 0 ? 0 : 1;
  } finally {
    await world.close();
    await store.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stdout.write(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exit(2);
  },
);
