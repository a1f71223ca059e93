import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { access, constants, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DirectoryInUse, type DirectoryLock, lockDirectory } from '../server/store/directory-lock';
import { buildTemplate, TEMPLATE_FILE } from '../server/store/embedded';
import { codeOf } from '../server/store/errors';

/** What ends up in the bundles: a change in any of these makes the build old. */
const SOURCES = ['webpack', 'src/core', 'src/graph', 'src/addin', 'src/web', 'src/sandbox'];
const SINGLE = ['webpack.config.js', 'package-lock.json', 'tsconfig.json'];

async function fingerprint(root: string): Promise<string> {
  const hash = createHash('sha256');
  const files = [...SINGLE];
  for (const folder of SOURCES) {
    if (!existsSync(join(root, folder))) continue;
    for (const entry of await readdir(join(root, folder), { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) files.push(join(entry.parentPath, entry.name).slice(root.length + 1));
    }
  }
  for (const file of files.sort()) hash.update(file).update(await readFile(join(root, file)));
  return hash.digest('hex');
}

function webpack(root: string, signal: AbortSignal): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [join(root, 'node_modules/webpack/bin/webpack.js'), '--mode', 'production'],
      { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], signal },
    );
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`The build failed:\n${output.slice(-4_000)}`));
    });
  });
}

const LOOK_AGAIN_MS = 250;

/** Rejects where nothing can be built into it, saying what to do. */
async function makeWritable(dist: string): Promise<void> {
  try {
    await mkdir(dist, { recursive: true });
    await access(dist, constants.W_OK);
  } catch (error) {
    const code = codeOf(error) ?? '';
    throw new Error(
      code === 'EEXIST'
        ? `${dist} is no folder, and what browsers load is built into it: take it away.`
        : `${dist} cannot be written (${code}), and what browsers load is built into it: let this user write there, or run "npm run build" as one who may.`,
      { cause: error },
    );
  }
}

/** Undefined: another process built meanwhile. */
async function myTurn(
  dist: string,
  isBuilt: () => Promise<boolean>,
  signal: AbortSignal,
): Promise<DirectoryLock | undefined> {
  await makeWritable(dist);
  for (;;) {
    const lock = await lockDirectory(dist).catch((error: unknown) => {
      if (error instanceof DirectoryInUse) return undefined;
      throw error;
    });
    if (!(await isBuilt())) {
      if (lock) return lock;
      await sleep(LOOK_AGAIN_MS, undefined, { signal });
      continue;
    }
    await lock?.release();
    return undefined;
  }
}

/**
 * Builds what browsers load into `dist`, and the embedded store's template, unless both are there for exactly these
 * sources. Of several that start at once, one builds and the others wait. Rejects with the compiler's words when that
 * fails, and when `signal` ends it.
 */
export async function buildIfNeeded(
  root: string,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const dist = join(root, 'dist');
  const stamp = join(dist, '.built-from');
  const wanted = await fingerprint(root);
  const isBuilt = async (): Promise<boolean> =>
    existsSync(TEMPLATE_FILE) && (await readFile(stamp, 'utf8').catch(() => '')) === wanted;
  if (await isBuilt()) return;
  say('Building what browsers load (once, about half a minute) …');
  const lock = await myTurn(dist, isBuilt, signal);
  if (lock === undefined) return;
  try {
    await Promise.all([webpack(root, signal), existsSync(TEMPLATE_FILE) ? undefined : buildTemplate()]);
    await dropOldTemplates();
    await writeFile(stamp, wanted);
  } finally {
    await lock.release();
  }
}

/** Those of earlier versions, which nothing opens any more. */
async function dropOldTemplates(): Promise<void> {
  const folder = dirname(TEMPLATE_FILE);
  for (const name of await readdir(folder)) {
    const old = /^pglite-.*\.tar\.gz$/.test(name) && name !== basename(TEMPLATE_FILE);
    if (old) await rm(join(folder, name), { force: true });
  }
}
