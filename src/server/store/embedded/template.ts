import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Kysely } from 'kysely';
import { dependencies } from '../../../../package.json';
import { FifoLock } from '../fifo-lock';
import { makePrivateDirectory, syncDirectory, syncTree, writeFileDurably } from '../files';
import { migrate } from '../migrate';
import { MIGRATIONS, MIGRATIONS_FOLDER, type Migrations } from '../migrations';
import type { Database } from '../schema';
import { TransactionScope } from '../transaction-scope';
import { EmbeddedDialect } from './dialect';
import { Engine } from './engine';
import { packTar, readTree, unpackTar } from './tar';

const LIMIT_MS = 120_000;
const INIT_ENTRY = path.join(__dirname, 'init-entry.mjs');
const version = `${dependencies['@electric-sql/pglite']}-${migrationsHash()}`;
const run = promisify(execFile);

/** Where the first start puts the template, named for what it was made by: another version may not open it. */
export const TEMPLATE_FILE = path.join(__dirname, `../../../../dist/pglite-${version}.tar.gz`);

function migrationsHash(): string {
  const hash = createHash('sha256');
  for (const name of fs.readdirSync(MIGRATIONS_FOLDER).sort()) {
    hash.update(name).update(fs.readFileSync(path.join(MIGRATIONS_FOLDER, name)));
  }
  return hash.digest('hex').slice(0, 12);
}

async function initInChild(directory: string): Promise<void> {
  await run(process.execPath, [INIT_ENTRY, directory], { timeout: LIMIT_MS });
}

async function migrateIn(directory: string, migrations: Migrations): Promise<void> {
  const engine = new Engine({
    directory,
    alarm: () => undefined,
    onNotification: () => undefined,
    onReopened: () => Promise.reject(new Error('the template broke while it was made')),
  });
  await engine.open();
  const db = new Kysely<Database>({
    dialect: new EmbeddedDialect({
      engine,
      lock: new FifoLock(),
      scope: new TransactionScope(false),
      limitMs: () => LIMIT_MS,
      onReleased: () => undefined,
    }),
  });
  try {
    await migrate(db, migrations);
  } finally {
    await db.destroy();
  }
}

/**
 * Makes a database with all tables and packs it, so that a first start runs neither initdb (3 to 5 s) nor migrations
 * (2 s). It bears no mode yet.
 */
export async function buildTemplate(
  target: string = TEMPLATE_FILE,
  migrations: Migrations = MIGRATIONS,
): Promise<void> {
  const work = fs.mkdtempSync(path.join(os.tmpdir(), 'mailtrail-template-'));
  try {
    const directory = path.join(work, 'pg');
    makePrivateDirectory(directory);
    await initInChild(directory);
    await migrateIn(directory, migrations);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    writeFileDurably(target, gzipSync(packTar(readTree(directory))), 0o644);
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

/** Unpacks the template; false when there is none. */
function unpackTemplate(template: string, directory: string): boolean {
  if (!fs.existsSync(template)) return false;
  const entries = unpackTar(gunzipSync(fs.readFileSync(template)));
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
