import { accessSync, constants, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import pino from 'pino';
import { microsoftFetch } from '../graph/transport';
import { systemClock } from '../server/clock';
import { loggedError } from '../server/logged-error';
import { readSettings, type Settings } from '../server/settings';
import { smtpTransport } from '../server/smtp';
import { startServer, type Running } from '../server/start';
import { makePrivateDirectory } from '../server/store/files';
import { buildIfNeeded } from './build-if-needed';
import { sandboxStart } from './commands.cjs';
import { oneLine } from './inputs';
import { deploymentId } from './manifest';
import type { CommandIo } from './run';

const ROOT = resolve(__dirname, '../..');

/** One Ctrl-C reaches the process twice when npm started it: the terminal's, and the one that npm hands on. */
const SAME_PRESS_MS = 1_000;
/** What a call to Microsoft holds up is taken up at the next start, as after a kill. */
const FAREWELL_MS = 4_000;

/** `mailtrail serve`, which is also `npm start`. Resolves to 0 when it was ended, 1 when it cannot run, 2 on bad use. */
export async function serveCommand(args: string[], io: CommandIo): Promise<number> {
  if (args.length > 0) {
    io.stderr.write(
      `mailtrail serve: takes no arguments, was given '${oneLine(args[0] ?? '')}'; settings come from the environment\n`,
    );
    return 2;
  }
  const read = readSettings(process.env);
  if (!read.ok) {
    for (const line of read.problems) io.stderr.write(`mailtrail serve: ${oneLine(line)}\n`);
    return 2;
  }
  const { settings } = read;
  const say = (line: string): void => void io.stdout.write(`${line}\n`);
  // Log lines go to standard error, so that standard output says only what a person starts the command for.
  const log = pino({ level: settings.logLevel, serializers: { err: loggedError } }, pino.destination(2));

  const ending = endOnSignal(() => io.stderr.write('mailtrail serve: ended at once\n'));
  let running: Running;
  try {
    makeDataDir(settings.dataDir);
    await tryPorts(settings);
    await buildIfNeeded(ROOT, say, ending);
    running = settings.sandbox
      ? await sandboxStart()(ROOT, settings, log, say)
      : await startLive(settings, log, say);
  } catch (error) {
    if (ending.aborted) return 0;
    io.stderr.write(`mailtrail serve: ${startError(error, settings)}\n`);
    return 1;
  }
  if (!ending.aborted) await new Promise((end) => ending.addEventListener('abort', end, { once: true }));
  say('Ending …');
  setTimeout(() => {
    io.stderr.write('mailtrail serve: something is still under way; the next start takes it up\n');
    process.exit(0);
  }, FAREWELL_MS).unref();
  await running.close();
  return 0;
}

/** Aborted by Ctrl-C or SIGTERM. A second press ends the process at once, which loses nothing that was acknowledged. */
function endOnSignal(atOnce: () => void): AbortSignal {
  const ending = new AbortController();
  let first = 0;
  const onSignal = (): void => {
    if (!ending.signal.aborted) {
      first = performance.now();
      ending.abort();
    } else if (performance.now() - first > SAME_PRESS_MS) {
      atOnce();
      process.exit(1);
    }
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return ending.signal;
}

/** Told before a build and a store are waited for. Rejects as listening itself would, which has the last word. */
async function tryPorts({ port, host, sandbox }: Settings): Promise<void> {
  for (const one of sandbox ? [port, port + 1] : [port]) {
    await new Promise<void>((resolve, reject) => {
      const probe = createServer().once('error', reject);
      probe.listen({ port: one, host: sandbox ? 'localhost' : host }, () => probe.close(() => resolve()));
    });
  }
}

function makeDataDir(dataDir: string): void {
  try {
    makePrivateDirectory(dataDir);
    accessSync(dataDir, constants.W_OK | constants.X_OK);
    if (!statSync(dataDir).isDirectory()) throw new Error('it is not a folder');
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new Error(`DATA_DIR is '${dataDir}'; allowed: a folder this user can write to (${cause})`);
  }
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
  const addinId = settings.addinId ?? deploymentId(publicUrl);
  const running = await startServer({
    settings: { ...settings, addinId },
    mode: 'live',
    urls: {
      app: publicUrl,
      tracking: settings.trackingUrl ?? publicUrl,
      files: settings.filesUrl ?? publicUrl,
    },
    entra,
    microsoft: microsoftFetch,
    ...(settings.smtp && { mail: smtpTransport(settings.smtp) }),
    extras: {
      dist: join(ROOT, 'dist'),
      assets: join(ROOT, 'assets'),
      addinPage: (html) => html,
      addinId,
    },
    clock: systemClock,
    log,
  });
  say(`Mailtrail is ready: ${publicUrl}, served on port ${settings.port}`);
  return running;
}

/** One line: the setting at fault, and what to do. */
function startError(error: unknown, settings: Settings): string {
  const field = (name: string): string => {
    const value: unknown = error instanceof Error ? Reflect.get(error, name) : undefined;
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  const code = field('code');
  const port = field('port') || String(settings.port);
  if (code === 'EADDRINUSE') {
    return `port ${port} is in use; end what uses it, or choose another with PORT=… (the sandbox takes PORT + 1 too)`;
  }
  if (code === 'EACCES' && field('syscall') === 'listen') {
    return `port ${port} needs more rights than this user has; choose one above 1023 with PORT=…`;
  }
  if (code === 'EADDRNOTAVAIL' || (code === 'ENOTFOUND' && field('hostname') === settings.host)) {
    return `HOST is '${settings.host}'; allowed: an address of this machine, or 0.0.0.0 for all of them`;
  }
  if (settings.databaseUrl !== undefined && ['connect', 'getaddrinfo'].includes(field('syscall'))) {
    return `DATABASE_URL: the database server cannot be reached (${said(error)})`;
  }
  return said(error);
}

/** Node puts a refused connection into an error without words of its own. */
function said(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(said).join('; ');
  return oneLine(error instanceof Error ? error.message : String(error));
}
