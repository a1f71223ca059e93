import { PGlite } from '@electric-sql/pglite';
import { DurableNodeFS } from './durable-fs';
import { startParams } from './start-params';

/** Runs initdb into `directory` and closes the database cleanly. */
export async function initDirectory(directory: string | undefined): Promise<void> {
  if (directory === undefined) throw new Error('no directory was given');
  const pg = await PGlite.create({ fs: new DurableNodeFS(directory), startParams: startParams() });
  await pg.exec('checkpoint');
  await pg.close();
}
