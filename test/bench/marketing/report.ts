import { sql, type Kysely } from 'kysely';
import type { EngagementQuery } from '../../../src/core/api/reports';
import {
  engagement,
  messageReport,
  recipientsInSpan,
  recipientsOf,
} from '../../../src/server/marketing/report';
import type { Database } from '../../../src/server/store/schema';
import { quantile, table } from '../measure';
import { openEmbedded, openPostgres } from '../scale';
import { fillReports, type ReportStore } from './report-store';

const RUNS = 30;
export const REPORT_WANTED_MS = 300;
const DAY_MS = 86_400_000;

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** Reports over so many events, as the server makes them. Resolves to a table, and whether all is as wanted. */
export async function benchReport(events: number, server?: string): Promise<{ text: string; ok: boolean }> {
  const opened =
    server === undefined ? await openEmbedded() : await openPostgres(server, 'mailtrail_reports', false);
  try {
    const now = new Date();
    const made = await fillReports(opened.raw, events, now);
    const { db } = opened.store;
    await check(opened.raw, made);
    const asked = (days: number): EngagementQuery => ({
      from: dayOf(new Date(now.getTime() - days * DAY_MS)),
      to: dayOf(now),
      zone: 'Europe/Warsaw',
    });
    const { account, message } = made;
    const of = { id: message, name: '' };
    const measured: [string, number[]][] = [
      ['engagement, a year', await timed(() => engagement(db, account, asked(365), now))],
      ['engagement, 30 days', await timed(() => engagement(db, account, asked(30), now))],
      ['one message', await timed(() => messageReport(db, account, message, 'Europe/Warsaw', now))],
      [
        'its people who opened',
        await timed(() => recipientsOf(db, account, of, { show: 'opened', limit: 50 })),
      ],
      [
        'people who bounced, a year',
        await timed(() => recipientsInSpan(db, account, { ...asked(365), show: 'bounced', limit: 50 })),
      ],
    ];
    const rows = measured.map(([name, ms]) => [
      name,
      quantile(ms, 0.5).toFixed(0),
      quantile(ms, 0.99).toFixed(0),
    ]);
    const kind = server === undefined ? 'embedded' : 'PostgreSQL';
    const head = `${kind}: ${made.events} events of ${made.copies} copies`;
    return {
      text: `${head}\n${table([['report', 'p50 ms', 'p99 ms'], ...rows])}`,
      ok: measured.every(([, ms]) => quantile(ms, 0.99) < REPORT_WANTED_MS),
    };
  } finally {
    await opened.end();
  }
}

/** What reports say is what the ledger has. */
async function check(db: Kysely<Database>, { account, message }: ReportStore): Promise<void> {
  const { rows } = await sql<{ counted: number; told: number }>`select
    (select count(distinct e.recipient_idx)::integer from events e join marketing_copies c on c.account_id = e.account_id
      and c.message_id = e.message_id and c.idx = e.recipient_idx
      where e.account_id = ${account} and e.message_id = ${message} and e.kind = 'open' and c.image
        and c.delivery <> 'failed') as told,
    (select sum(opened)::integer from marketing_counts where account_id = ${account} and message_id = ${message}) as counted`.execute(
    db,
  );
  const [row] = rows;
  if (!row || row.counted !== row.told)
    throw new Error(`reports count ${row?.counted} who opened, the ledger ${row?.told}`);
}

async function timed(report: () => Promise<unknown>): Promise<number[]> {
  for (let i = 0; i < 3; i += 1) await report();
  const taken: number[] = [];
  for (let i = 0; i < RUNS; i += 1) {
    const began = performance.now();
    await report();
    taken.push(performance.now() - began);
  }
  return taken;
}
