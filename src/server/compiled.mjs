// What runs in Node is TypeScript. It is compiled into one file for each way in, once for each state of the sources:
// reading a thousand small files takes two thirds of a start.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
const CACHE = join(ROOT, 'node_modules/.cache/mailtrail');
const ENTRIES = {
  command: 'src/cli/run.ts',
  worker: 'src/server/store/embedded/worker.ts',
  init: 'src/server/store/embedded/init-directory.ts',
};
const SOURCES = ['cli', 'core', 'graph', 'sandbox', 'server'];
const SINGLE = ['package.json', 'node_modules/.package-lock.json'];

/** Files find their neighbours by `__dirname`, which is to be where they lie, not where the compiled file does. */
export const whereTheyLie = {
  name: 'where they lie',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      return {
        loader: 'ts',
        contents: source.replace(/\b__dirname\b/g, JSON.stringify(dirname(path)).replaceAll('$', '$$$$')),
      };
    });
  },
};

/** Tells one state of the sources from another by their times and sizes: it is asked at every start. */
function fingerprint() {
  const hash = createHash('sha256').update(process.version).update(ROOT);
  const add = (file) => {
    const { mtimeMs, size } = statSync(join(ROOT, file));
    hash.update(`${file} ${mtimeMs} ${size}\n`);
  };
  for (const file of SINGLE) if (existsSync(join(ROOT, file))) add(file);
  for (const folder of SOURCES) {
    for (const name of readdirSync(join(ROOT, 'src', folder), { recursive: true }).sort())
      if (/\.(?:ts|[cm]js)$/.test(name)) add(join('src', folder, name));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Whole or not at all: several processes may start at once. */
async function compile(folder) {
  const { build } = require('esbuild');
  const own = `${folder}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  await build({
    absWorkingDir: ROOT,
    entryPoints: ENTRIES,
    outdir: own,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // For the stacks in the log.
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'error',
    plugins: [whereTheyLie],
  });
  try {
    renameSync(own, folder);
  } catch (error) {
    rmSync(own, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  for (const name of readdirSync(CACHE)) {
    const old = /^compiled-[0-9a-f]+$/.test(name) && join(CACHE, name) !== folder;
    if (old) rmSync(join(CACHE, name), { recursive: true, force: true });
  }
}

const NOT_WRITABLE = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOSPC']);

/**
 * The module of one of the entries. Run from the sources as they are, by tsx, where nothing may be written beside
 * them, and where MAILTRAIL_FROM_SOURCES is 1 (each file is then a module of its own, as for a debugger).
 */
export async function load(entry) {
  if (process.env.MAILTRAIL_FROM_SOURCES !== '1') {
    const folder = join(CACHE, `compiled-${fingerprint()}`);
    const file = join(folder, `${entry}.cjs`);
    try {
      if (!existsSync(file)) await compile(folder);
    } catch (error) {
      if (!NOT_WRITABLE.has(error.code) && !/permission denied|read-only/i.test(error.message)) throw error;
    }
    if (existsSync(file)) {
      process.setSourceMapsEnabled(true);
      return require(file);
    }
  }
  // By Node itself: tsx makes each constant that its tokenizer reads a call, and goes through all of PGlite for the
  // sake of an import() in it.
  require('parse5');
  require('@electric-sql/pglite');
  require('tsx/cjs');
  return require(join(ROOT, ENTRIES[entry]));
}
