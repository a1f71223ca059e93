import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { liveMany } from './lives';
import { openQuickStore } from './quick-store';
import { openWorld } from './world';

/**
 * `node --import tsx test/model/main.ts --template FILE --first N --count N --length N`: lives so many lives from a seed
 * on, in a process of its own, since the database runs twice as fast outside of Jest's world. Exit code 1, and the life
 * on the standard output, where one went wrong.
 */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      template: { type: 'string', default: '' },
      first: { type: 'string', default: '1' },
      count: { type: 'string', default: '1' },
      length: { type: 'string', default: '100' },
      shrinks: { type: 'string', default: '150' },
    },
  });
  const dataDir = mkdtempSync(join(tmpdir(), 'lives-'));
  const store = await openQuickStore(dataDir, values.template);
  const world = await openWorld(store);
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
