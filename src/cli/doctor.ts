import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../server/clock';
import { askFrom } from '../server/checks/ask';
import {
  configurationLines,
  deploymentLines,
  DoctorReport,
  liveLines,
  trackingLine,
  type DoctorLine,
} from '../server/doctor';
import { withBaseUrl } from '../server/http/pages';
import { readSettings, type Settings } from '../server/settings';
import { openStore } from '../server/store';
import { readOptions, withUse } from './inputs';
import type { CommandIo } from './run';

const OPTIONS = { json: { type: 'boolean', default: false } } as const;
const WAIT_MS = 10_000;

/**
 * `mailtrail doctor`: what is wrong with configuration, store, mailboxes, deployment and tracking domain, and what to do. Where a
 * server runs, it is asked; else the store is opened. Exit code 1 when something is wrong.
 */
export async function doctorCommand(args: string[], io: CommandIo): Promise<number> {
  return withUse('doctor', io, async () => {
    const { values } = readOptions({ args, options: OPTIONS, strict: true, allowPositionals: false });
    const lines = await examine();
    for (const line of lines) io.stdout.write(values.json ? `${JSON.stringify(line)}\n` : inWords(line));
    const wrong = lines.filter(({ level }) => level === 'error').length;
    if (!values.json) {
      io.stdout.write(wrong === 0 ? '\nNothing is wrong.\n' : `\nWrong: ${wrong}.\n`);
    }
    return wrong === 0 ? 0 : 1;
  });
}

async function examine(): Promise<DoctorLine[]> {
  const read = readSettings(process.env);
  if (!read.ok) {
    return read.problems.map((what) => ({
      area: 'configuration',
      level: 'error',
      what,
      todo: 'README.md has the table of settings.',
    }));
  }
  const { settings } = read;
  const tracking = settings.trackingUrl ?? settings.publicUrl ?? `http://localhost:${settings.port}`;
  return [
    ...configurationLines(settings, systemClock.now()),
    ...((await askServer(settings)) ?? (await openedStore(settings))),
    ...(settings.publicUrl === undefined ? [] : await deployed(settings.publicUrl)),
    await trackingLine(tracking),
  ];
}

/** Asked from this machine, which may reach its own public name by a private address. */
const deployed = (app: string): Promise<DoctorLine[]> =>
  deploymentLines(
    { ask: askFrom(new Set([new URL(app).host])), clock: systemClock },
    { app, dist: join(__dirname, '../../dist'), withAddress: (source) => withBaseUrl(source, app) },
  );

/** What the running server says; undefined where none answers on this machine. */
async function askServer({ port }: Settings): Promise<DoctorLine[] | undefined> {
  try {
    const answer = await fetch(`http://localhost:${port}/doctorz`, { signal: AbortSignal.timeout(WAIT_MS) });
    const report = DoctorReport.safeParse(await answer.json());
    if (!report.success) return undefined;
    return [{ area: 'server', level: 'ok', what: `It answers on port ${port}.` }, ...report.data.lines];
  } catch {
    return undefined;
  }
}

async function openedStore(settings: Settings): Promise<DoctorLine[]> {
  const notRunning: DoctorLine = {
    area: 'server',
    level: 'error',
    what: `No server answers on port ${settings.port} of this machine.`,
    todo: 'Start it with `mailtrail serve`; if it runs on another machine, run the doctor there.',
  };
  if (settings.databaseUrl === undefined && !existsSync(join(settings.dataDir, 'pg'))) {
    return [notRunning, { area: 'store', level: 'ok', what: 'There is none yet: the first start makes it.' }];
  }
  try {
    const store = await openStore({
      dataDir: settings.dataDir,
      databaseUrl: settings.databaseUrl,
      mode: settings.sandbox ? 'sandbox' : 'live',
    });
    try {
      return [notRunning, ...(await liveLines({ store, clock: systemClock }))];
    } finally {
      await store.close();
    }
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    return [
      notRunning,
      { area: 'store', level: 'error', what, todo: 'Do what it says, and run the doctor again.' },
    ];
  }
}

const MARK = { ok: 'ok     ', warning: 'warning', error: 'WRONG  ' } as const;

function inWords(line: DoctorLine): string {
  const which = line.mailbox === undefined ? '' : ` (account ${line.account ?? 0}, mailbox ${line.mailbox})`;
  const todo = line.todo === undefined ? '' : `\n           ${line.todo}`;
  return `${MARK[line.level]}  ${line.area}: ${line.what}${which}${todo}\n`;
}
