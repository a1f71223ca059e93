import { resolve } from 'node:path';
import pino from 'pino';
import { serveWithSandbox } from '../cli/serve-sandbox';
import { loggedError } from '../server/logged-error';
import { readSettings } from '../server/settings';
import { makePrivateDirectory } from '../server/store/files';
import { changesRoute } from './changes';

/** The server of `npm run dev`, a child of dev.mjs, which tells it what was built: `{ built: 'pane' }`. */
async function run(): Promise<void> {
  const read = readSettings({ ...process.env, SANDBOX: 'auto' });
  if (!read.ok) throw new Error(read.problems.join('\n'));
  const { settings } = read;
  if (!settings.sandbox) throw new Error('npm run dev plays the sandbox: leave out PUBLIC_URL and ENTRA_…');
  makePrivateDirectory(settings.dataDir);
  const log = pino({ level: settings.logLevel, serializers: { err: loggedError } }, pino.destination(2));
  const changes = changesRoute(String(process.pid));
  process.on('message', (message) => {
    if (typeof message === 'object' && message !== null && 'built' in message) {
      changes.built(String(message.built));
    }
  });
  const running = await serveWithSandbox(
    resolve(__dirname, '../..'),
    settings,
    log,
    (line) => void process.stdout.write(`${line}\n`),
    changes.routes,
  );
  const end = (): void => {
    void running.close().then(() => process.exit(0));
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  process.on('disconnect', end);
}

run().catch((error: unknown) => {
  process.stderr.write(`npm run dev: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
