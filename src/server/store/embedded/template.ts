import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { dependencies } from '../../../../package.json';
import { makePrivateDirectory, syncDirectory, syncTree, writeFileDurably } from '../files';
import { packTar, readTree, type TarEntry, unpackTar } from './tar';

/** Where `npm run build` puts the template. */
export const TEMPLATE_FILE = path.join(__dirname, '../../../../dist/pglite-template.tar.gz');

const INIT_ENTRY = path.join(__dirname, 'init-entry.mjs');
/** The template's first entry: the version it was made by, since another one may not open it. */
const VERSION_ENTRY = 'mailtrail-template-version';
const version = dependencies['@electric-sql/pglite'];
const run = promisify(execFile);

async function initInChild(directory: string): Promise<void> {
  await run(process.execPath, [INIT_ENTRY, directory], { timeout: 120_000 });
}

/**
 * Makes a pre-initialised database and packs it, so that a first start does not run initdb (3 to 5 s). Part of the
 * build.
 */
export async function buildTemplate(target: string = TEMPLATE_FILE): Promise<void> {
  const work = fs.mkdtempSync(path.join(os.tmpdir(), 'mailtrail-template-'));
  try {
    const directory = path.join(work, 'pg');
    makePrivateDirectory(directory);
    await initInChild(directory);
    const stamp: TarEntry = { name: VERSION_ENTRY, type: 'file', content: Buffer.from(version) };
    fs.mkdirSync(path.dirname(target), { recursive: true });
    writeFileDurably(target, gzipSync(packTar([stamp, ...readTree(directory)])), 0o644);
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

/** Unpacks the template; false, with nothing written, when there is none for this version of PGlite. */
function unpackTemplate(template: string, directory: string): boolean {
  if (!fs.existsSync(template)) return false;
  const entries = unpackTar(gunzipSync(fs.readFileSync(template)));
  const first = entries.next();
  if (first.done || first.value.name !== VERSION_ENTRY || first.value.content.toString() !== version)
    return false;
  for (const { name, type, content } of entries) {
    const full = path.join(directory, name);
    if (type === 'directory') fs.mkdirSync(full, { mode: 0o700 });
    else fs.writeFileSync(full, content, { mode: 0o600 });
  }
  return true;
}

/**
 * Makes a database at `directory` unless there is one: from the template where it fits, else by initdb. It appears by a
 * rename when it is whole and on the disk, so that a kill in between leaves nothing half made.
 */
export async function ensureDatabase(directory: string, template: string): Promise<void> {
  if (fs.existsSync(path.join(directory, 'PG_VERSION'))) return;
  if (fs.existsSync(directory) && fs.readdirSync(directory).length > 0) {
    throw new Error(`${directory} holds something that is not a database`);
  }
  const fresh = `${directory}.new`;
  fs.rmSync(fresh, { recursive: true, force: true });
  makePrivateDirectory(fresh);
  if (!unpackTemplate(template, fresh)) await initInChild(fresh);
  syncTree(fresh);
  fs.rmSync(directory, { recursive: true, force: true });
  fs.renameSync(fresh, directory);
  syncDirectory(path.dirname(directory));
}
