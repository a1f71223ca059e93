import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { openStore } from '../../src/server/store';
import { live, liveMany, stepsIn } from './lives';
import { openQuickStore } from './quick-store';
import { openWorld } from './world';

/**
 * `node test/model/bundle.mjs DIR; node DIR/main.js --template FILE --first N --count N --length N`: lives so many lives
 * from a seed on, in a process of its own, since the database runs twice as fast outside of Jest's world. With
 * `--database URL` the watching server is another process still, on that PostgreSQL, and dies by SIGKILL. Exit code 1,
 * and the life on the standard output, where one went wrong; `--steps FILE` lives what was printed then, with `--first`.
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
      steps: { type: 'string' },
    },
  });
  const dataDir = mkdtempSync(join(tmpdir(), 'lives-'));
  const { database } = values;
  const store = await (database === undefined
    ? openQuickStore(dataDir, values.template)
    : openStore({ dataDir, databaseUrl: database, mode: 'sandbox', refuseNested: false }));
  const entry = join(dirname(process.argv[1] ?? ''), 'child.js');
  const world = await openWorld(store, database === undefined ? undefined : { entry, databaseUrl: database });
  try {
    const { first, count, length, shrinks, steps } = values;
    if (steps !== undefined) {
      const told = await live(world, Number(first), stepsIn(readFileSync(steps, 'utf8')));
      process.stdout.write(told.wrong.join('\n'));
      return told.wrong.length === 0 ? 0 : 1;
    }
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
