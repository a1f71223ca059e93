import fs from 'node:fs';
import { systemClock } from '../server/clock';
import {
  erasureListFile,
  foundAgain,
  readErasureList,
  replayErasures,
  standingErased,
} from '../server/privacy/replay';
import { readSettings } from '../server/settings';
import { openStore } from '../server/store';
import { openBlobs } from '../server/store/blobs';
import { openSecrets } from '../server/store/secrets';
import { BadUse, readOptions, withUse } from './inputs';
import type { CommandIo } from './run';

const OPTIONS = {
  'dry-run': { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

/**
 * `mailtrail erasures replay`: erases again whom a restored backup has brought back. Reads the lists that the servers
 * keep beside their stores, which hold hashes and no names.
 */
export async function erasuresCommand(args: string[], io: CommandIo): Promise<number> {
  return withUse('erasures', io, async () => {
    const [verb, ...rest] = args;
    if (verb !== 'replay') throw new BadUse("say 'replay'");
    const { values, positionals } = readOptions({
      args: rest,
      options: OPTIONS,
      strict: true,
      allowPositionals: true,
    });
    const read = readSettings(process.env);
    if (!read.ok) throw new BadUse(read.problems.join('; '));
    const { settings } = read;
    const files = positionals.length > 0 ? positionals : [erasureListFile(settings.dataDir)];
    const lines = files.flatMap((file) => {
      if (!fs.existsSync(file)) throw new BadUse(`there is no list of erasures at ${file}`);
      return readErasureList(fs.readFileSync(file, 'utf8'));
    });
    const erased = standingErased(lines);
    const mode = settings.sandbox ? 'sandbox' : 'live';
    const store = await openStore({ dataDir: settings.dataDir, databaseUrl: settings.databaseUrl, mode });
    try {
      const secrets = await openSecrets({ dataDir: settings.dataDir, env: process.env, mode, store });
      const blobs = openBlobs({ dataDir: settings.dataDir, secrets });
      const services = { store, secrets, blobs, settings, clock: systemClock };
      const dryRun = values['dry-run'] === true;
      const again = dryRun ? await foundAgain(services, erased) : await replayErasures(services, erased);
      const people = again.length;
      io.stdout.write(
        values.json === true
          ? `${JSON.stringify({ listed: erased.length, found: people, erased: dryRun ? 0 : people })}\n`
          : `${erased.length} addresses stand in the list; ${people} ${people === 1 ? 'person was' : 'people were'} there again${
              people === 0 ? '' : dryRun ? ' (nothing was changed)' : ' and erased'
            }.\n`,
      );
      return 0;
    } finally {
      await store.close();
    }
  });
}
