import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pino from 'pino';
import { microsoftFetch } from '../graph/transport';
import { systemClock } from '../server/clock';
import { DEVELOPMENT_ID } from '../core/manifest';
import { readSettings, type Settings } from '../server/settings';
import { startServer, type Running } from '../server/start';
import { buildIfNeeded } from './build-if-needed';
import type { CommandIo } from './run';
import type { serveWithSandbox } from './serve-sandbox';

const ROOT = resolve(__dirname, '../..');

/** `mailtrail serve`, which is also `npm start`. */
export async function serveCommand(args: string[], io: CommandIo): Promise<number> {
  if (args.length > 0) {
    io.stderr.write(
      `mailtrail serve: takes no arguments, was given '${args[0] ?? ''}'; settings come from the environment\n`,
    );
    return 2;
  }
  const read = readSettings(process.env);
  if (!read.ok) {
    for (const line of read.problems) io.stderr.write(`mailtrail serve: ${line}\n`);
    return 2;
  }
  const { settings } = read;
  const say = (line: string): void => void io.stdout.write(`${line}\n`);
  // Log lines go to standard error, so that standard output says only what a person starts the command for.
  const log = pino({ level: settings.logLevel }, pino.destination(2));

  let running: Running | undefined;
  const ended = new Promise<void>((end) => {
    process.once('SIGINT', () => end());
    process.once('SIGTERM', () => end());
  });
  try {
    await buildIfNeeded(ROOT, say);
    mkdirSync(settings.dataDir, { recursive: true, mode: 0o700 });
    running = settings.sandbox
      ? await loadSandboxStart()(ROOT, settings, log, say)
      : await startLive(settings, log, say);
  } catch (error) {
    io.stderr.write(`mailtrail serve: ${startError(error, settings)}\n`);
    return 1;
  }
  await ended;
  say('Ending …');
  await running.close();
  return 0;
}

type SandboxStart = typeof serveWithSandbox;
const isStart = (value: unknown): value is SandboxStart => typeof value === 'function';

/** The sandbox is loaded here and nowhere else: a live start never touches a file of it. */
function loadSandboxStart(): SandboxStart {
  const loaded: unknown = module.require('./serve-sandbox');
  const start: unknown =
    typeof loaded === 'object' && loaded !== null ? Reflect.get(loaded, 'serveWithSandbox') : undefined;
  if (!isStart(start)) throw new Error('serve-sandbox.ts does not export serveWithSandbox');
  return start;
}

async function startLive(
  settings: Settings,
  log: pino.Logger,
  say: (line: string) => void,
): Promise<Running> {
  const { publicUrl, entra } = settings;
  if (publicUrl === undefined || entra === undefined) {
    throw new Error(
      'PUBLIC_URL and the ENTRA_… settings are needed to serve a real tenant (README.md, Settings)',
    );
  }
  const running = await startServer({
    settings,
    mode: 'live',
    urls: {
      app: publicUrl,
      tracking: settings.trackingUrl ?? publicUrl,
      files: settings.filesUrl ?? publicUrl,
    },
    entra,
    microsoft: microsoftFetch,
    extras: {
      dist: join(ROOT, 'dist'),
      assets: join(ROOT, 'assets'),
      addinPage: (html) => html,
      addinId: settings.addinId ?? DEVELOPMENT_ID,
    },
    clock: systemClock,
    log,
  });
  say(`Mailtrail serves ${publicUrl} on port ${settings.port}`);
  return running;
}

function startError(error: unknown, settings: Settings): string {
  if (error instanceof Error) {
    if ('code' in error && error.code === 'EADDRINUSE') {
      const port = 'port' in error ? String(error.port) : String(settings.port);
      return `port ${port} is in use; end what uses it, or choose another with PORT=… (the sandbox takes PORT + 1 too)`;
    }
    return error.message;
  }
  return String(error);
}
