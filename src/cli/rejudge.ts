import { pino } from 'pino';
import type { RejudgeReport } from '../core/api/hits';
import { systemClock } from '../server/clock';
import { readSettings } from '../server/settings';
import { openStore, type Store } from '../server/store';
import { beginRejudgement, rejudgeBatch, reportOf } from '../server/tracking';
import { BadUse, readOptions, withUse } from './inputs';
import type { CommandIo } from './run';

const OPTIONS = {
  account: { type: 'string' },
  'dry-run': { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

function accountNumber(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const number = Number(given);
  if (!Number.isSafeInteger(number) || number < 1) throw new BadUse('--account is the number of an account');
  return number;
}

/**
 * `mailtrail rejudge`: runs the present rules over the hits that are kept, and tells what changes. Works on the store
 * that the settings name; the embedded one only while no server runs on it. Broken off, it goes on where it was.
 */
export async function rejudgeCommand(args: string[], io: CommandIo): Promise<number> {
  return withUse('rejudge', io, async () => {
    const { values } = readOptions({ args, options: OPTIONS, strict: true, allowPositionals: false });
    const only = accountNumber(values.account);
    const apply = values['dry-run'] !== true;
    const read = readSettings(process.env);
    if (!read.ok) throw new BadUse(read.problems.join('; '));
    const { settings } = read;
    const store = await openStore({
      dataDir: settings.dataDir,
      databaseUrl: settings.databaseUrl,
      mode: settings.sandbox ? 'sandbox' : 'live',
    });
    try {
      const accounts = await store.db
        .selectFrom('accounts')
        .select('id')
        .where((eb) => (only === undefined ? eb.lit(true) : eb('id', '=', only)))
        .orderBy('id')
        .execute();
      if (only !== undefined && accounts.length === 0) throw new BadUse(`there is no account ${only}`);
      for (const { id } of accounts) {
        const { rulesVersion, report } = await rejudgeAccount(store, id, apply);
        io.stdout.write(
          values.json === true
            ? `${JSON.stringify({ account: id, rulesVersion, applied: apply, ...report })}\n`
            : inLines(id, apply, rulesVersion, report),
        );
      }
      return 0;
    } finally {
      await store.close();
    }
  });
}

async function rejudgeAccount(
  store: Store,
  account: number,
  apply: boolean,
): Promise<{ rulesVersion: number; report: RejudgeReport }> {
  const services = { store, clock: systemClock, log: pino({ level: 'silent' }) };
  const begun = await store.tx((trx) => beginRejudgement(trx, { account, apply }, systemClock.now()));
  for (;;) {
    const run = await rejudgeBatch(services, account, begun.id);
    if (!run) throw new Error(`the run over account ${account} has gone`);
    if (run.finished_at !== null) return { rulesVersion: run.rules_version, report: reportOf(run) };
  }
}

function inLines(account: number, apply: boolean, rulesVersion: number, report: RejudgeReport): string {
  const { judged, overruled, changes, eventsAdded, eventsTakenBack } = report;
  const head = `Account ${account}: ${judged} hits judged by rules ${rulesVersion}, ${overruled} left as a user said.`;
  const lines = changes.map(
    ({ from, to, hits, examples }) =>
      `  ${from === to ? `${from}, as a look of its own or not` : `${from} → ${to}`}: ${hits} (${examples.join(', ')})`,
  );
  const end =
    changes.length === 0
      ? '  No verdict changes.'
      : apply
        ? `  Opens and clicks: ${eventsAdded} added, ${eventsTakenBack} taken back.`
        : '  Nothing was changed: this was a dry run.';
  return `${[head, ...lines, end].join('\n')}\n`;
}
