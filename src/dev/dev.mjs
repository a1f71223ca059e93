// npm run dev: the bundles built anew with every change, the server with its sandbox beside them, pages that load
// themselves anew. Ctrl-C ends all of it.
import { fork } from 'node:child_process';
import { rmSync, watch } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
/** What the server is made of; the bundles are webpack's to watch. */
const SERVER = ['src/core', 'src/graph', 'src/server', 'src/sandbox', 'src/cli', 'src/dev'];
/** Editors write a file several times. */
const SETTLE_MS = 200;

const say = (line) => process.stdout.write(`${line}\n`);

// What is in dist from now on is not what `npm start` serves: it builds anew.
rmSync(join(ROOT, 'dist/.built-from'), { force: true });

let server;
let started = false;
let ending = false;
function startServer() {
  started = true;
  const child = fork(join(ROOT, 'src/dev/start-server.cjs'), { cwd: ROOT });
  server = child;
  child.once('exit', (code) => {
    if (server === child) server = undefined;
    if (!ending && code) say(`npm run dev: the server ended (${code}); it starts again with the next change`);
  });
}
async function restartServer(what) {
  say(`npm run dev: ${what} changed, the server starts again`);
  const old = server;
  if (old) {
    const ended = new Promise((resolve) => old.once('exit', resolve));
    old.kill();
    await ended;
  }
  if (!ending) startServer();
}

const { webpack } = require('webpack');
const compiler = webpack(require(join(ROOT, 'webpack.config.js'))({}, { mode: 'development' }));
const watching = compiler.watch({ aggregateTimeout: SETTLE_MS }, (error) => {
  if (error) return say(`npm run dev: ${error.message}`);
  if (!started && !ending) startServer();
});
for (const one of compiler.compilers) {
  one.hooks.done.tap('dev', (stats) => {
    if (stats.hasErrors()) return say(stats.toString({ preset: 'errors-only', colors: true }));
    say(`npm run dev: ${one.name} is built (${stats.endTime - stats.startTime} ms)`);
    if (server?.connected) server.send({ built: one.name });
  });
}

let soon;
for (const folder of SERVER) {
  watch(join(ROOT, folder), { recursive: true }, (_event, name) => {
    if (!started || !/\.(?:ts|mjs|cjs|json)$/.test(name ?? '')) return;
    clearTimeout(soon);
    soon = setTimeout(() => void restartServer(join(folder, name)), SETTLE_MS);
  });
}

function end() {
  if (ending) process.exit(1);
  ending = true;
  server?.kill();
  watching.close(() => process.exit(0));
}
process.on('SIGINT', end);
process.on('SIGTERM', end);
