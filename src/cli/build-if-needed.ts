import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { buildTemplate, TEMPLATE_FILE } from '../server/store/embedded';

/** What ends up in the bundles: a change in any of these makes the build old. */
const SOURCES = ['src/core', 'src/graph', 'src/addin', 'src/web', 'src/sandbox'];
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

/**
 * Builds what browsers load into `dist`, and the embedded store's template, unless both are there for exactly these
 * sources. Rejects with the compiler's words when that fails, and when `signal` ends it.
 */
export async function buildIfNeeded(
  root: string,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const stamp = join(root, 'dist', '.built-from');
  const wanted = await fingerprint(root);
  const present = await readFile(stamp, 'utf8').catch(() => '');
  if (present === wanted && existsSync(TEMPLATE_FILE)) return;
  say('Building what browsers load (once, about half a minute) …');
  await Promise.all([webpack(root, signal), existsSync(TEMPLATE_FILE) ? undefined : buildTemplate()]);
  await dropOldTemplates();
  await writeFile(stamp, wanted);
}

/** Those of earlier versions, which nothing opens any more. */
async function dropOldTemplates(): Promise<void> {
  const folder = dirname(TEMPLATE_FILE);
  for (const name of await readdir(folder)) {
    const old = /^pglite-.*\.tar\.gz$/.test(name) && name !== basename(TEMPLATE_FILE);
    if (old) await rm(join(folder, name), { force: true });
  }
}
