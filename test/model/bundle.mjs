import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { whereTheyLie } from '../../src/server/compiled.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);

/** It finds its WebAssembly beside itself. */
const pgliteOutside = {
  name: 'PGlite outside',
  setup(bundle) {
    bundle.onResolve({ filter: /^@electric-sql\/pglite$/ }, ({ path }) => ({
      path: require.resolve(path),
      external: true,
    }));
  },
};

/**
 * `node test/model/bundle.mjs DIRECTORY`: lives and their server as one file each, `main.js` and `child.js`. To load
 * the thousand files one by one takes five seconds of processor time, each time that a server is started.
 */
await build({
  entryPoints: { main: join(HERE, 'main.ts'), child: join(HERE, 'killed/child.ts') },
  outdir: process.argv[2],
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  legalComments: 'none',
  external: ['pg-native', 'esbuild'],
  plugins: [whereTheyLie, pgliteOutside],
  logLevel: 'error',
});
