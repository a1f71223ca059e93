import type { Selectable, Transaction } from 'kysely';
import { z } from 'zod';
import { RULES_VERSION, saySameLook } from '../../core/hits';
import { RejudgeReport } from '../../core/api/hits';
import { recordAudit } from '../audit';
import { ledgerBeginsAt } from '../events';
import { enqueue } from '../jobs';
import type { Services } from '../services';
import { json, type Database } from '../store/schema';
import { firstUuidAt, timeOfUuidV7, uuidV7 } from '../store/uuid-v7';
import { applyVerdict, writeVerdict } from './effects';
import { judgeableSince } from './hit-retention';
import type { HitRow } from './hit-rows';
import { judgeRow } from './judging';
import { accountSettings } from './message-rows';
import { revise, type Finding } from './revise';
import { hold, openRound, type Round } from './round';
import { writeRound } from './write-round';

/** Runs the rules over the hits of an account that are kept; the key is the run's id. */
export const REJUDGE_JOB = 'tracking.rejudge';

const BATCH = 100;
/** How long one turn of the job takes before others get theirs. */
const TURN_MS = 2_000;
const MOST_EXAMPLES = 5;

export type Rejudgement = Selectable<Database['rejudgements']>;
type Needs = Pick<Services, 'store' | 'clock' | 'log'>;

const NOTHING: RejudgeReport = {
  judged: 0,
  overruled: 0,
  changes: [],
  eventsAdded: 0,
  eventsTakenBack: 0,
};

export const reportOf = (run: Pick<Rejudgement, 'report'>): RejudgeReport => RejudgeReport.parse(run.report);

/**
 * Begins a run over all hits settled so far, or goes on with one that was broken off under the same rules. Without
 * `apply` it changes nothing and only tells what would change.
 */
export async function beginRejudgement(
  trx: Transaction<Database>,
  asked: { account: number; user?: number; apply: boolean },
  now: Date,
): Promise<Rejudgement> {
  // Two at once would each tell half; the account's counter row orders them.
  await trx
    .selectFrom('account_counters')
    .select('account_id')
    .where('account_id', '=', asked.account)
    .forUpdate()
    .executeTakeFirst();
  const open = await trx
    .selectFrom('rejudgements')
    .selectAll()
    .where('account_id', '=', asked.account)
    .where('rules_version', '=', RULES_VERSION)
    .where('apply', '=', asked.apply)
    .where('finished_at', 'is', null)
    .orderBy('started_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (open) return open;
  const run = await trx
    .insertInto('rejudgements')
    .values({
      account_id: asked.account,
      id: uuidV7(now),
      rules_version: RULES_VERSION,
      apply: asked.apply,
      asked_by: asked.user ?? null,
      cursor: null,
      // Ids sort by time: what comes from now on is judged by these rules anyway.
      upto: uuidV7(new Date(now.getTime() + 1)),
      report: json(NOTHING),
      started_at: now,
      updated_at: now,
      finished_at: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  if (asked.apply) {
    await recordAudit(
      trx,
      { account: asked.account, user: asked.user ?? null },
      now,
      'hits.rejudge',
      { kind: 'account', id: String(asked.account) },
      { rulesVersion: RULES_VERSION },
    );
  }
  return run;
}

export const enqueueRejudgement = (trx: Transaction<Database>, run: Rejudgement): Promise<void> =>
  enqueue(trx, { account: run.account_id, type: REJUDGE_JOB, key: run.id });

/**
 * Judges the next hits of a run, at most `size`, oldest first: with its place in the same transaction, so that a run that
 * is killed goes on where it was and each effect happens once. Resolves to the run; finished when `finished_at` is set.
 */
export async function rejudgeBatch(
  services: Needs,
  account: number,
  id: string,
  size = BATCH,
): Promise<Rejudgement | undefined> {
  const now = services.clock.now();
  return services.store.tx(async (trx) => {
    const run = await trx
      .selectFrom('rejudgements')
      .selectAll()
      .where('account_id', '=', account)
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (!run || run.finished_at !== null) return run;
    const rows = await hitsToJudge(trx, run, size, now);
    const report = reportOf(run);
    const round = await openRound(trx, services, account, { late: true });
    const settled = rows.filter((row) => row.settled_at !== null && row.message_id !== null);
    const findings = (await hold(round, settled)).flatMap((row) => rejudge(round, run, row, report) ?? []);
    // Behind all verdicts of the batch, so that each change is told where it belongs.
    for (const finding of findings) await revise(round, finding);
    await writeRound(round);
    const last = rows.at(-1);
    return trx
      .updateTable('rejudgements')
      .set({
        ...(last && { cursor: last.id }),
        report: json(report),
        updated_at: now,
        ...(rows.length < size && { finished_at: now }),
      })
      .where('account_id', '=', account)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
  });
}

/** The next hits of a run, in the order of their ids, which is that of their times; none whose neighbours or events may be gone. */
async function hitsToJudge(
  trx: Transaction<Database>,
  run: Rejudgement,
  size: number,
  now: Date,
): Promise<HitRow[]> {
  const since = judgeableSince(await accountSettings(trx, run.account_id), now);
  const ledgerBegins = await ledgerBeginsAt(trx, run.account_id, now);
  const kept = firstUuidAt(since > ledgerBegins ? since : ledgerBegins);
  const after = run.cursor !== null && run.cursor > kept ? run.cursor : kept;
  const next = trx
    .selectFrom('hits')
    .selectAll()
    .where('account_id', '=', run.account_id)
    .where('id', '>', after)
    .where('at', '>=', timeOfUuidV7(after))
    .orderBy('id')
    .limit(size);
  if (run.upto === null) return next.execute();
  return next.where('id', '<=', run.upto).where('at', '<=', timeOfUuidV7(run.upto)).execute();
}

function rejudge(round: Round, run: Rejudgement, row: HitRow, report: RejudgeReport): Finding | undefined {
  report.judged += 1;
  // V3: no version of the rules undoes a user's word.
  if (row.overruled_by !== null) {
    report.overruled += 1;
    return undefined;
  }
  const judged = judgeRow(round, row);
  const from = row.verdict ?? 'unsure';
  const changes = judged.verdict !== from || (judged.sameAs !== undefined) !== saySameLook(row.reasons);
  if (changes) note(report, from, judged.verdict, row.id);
  if (!run.apply) return undefined;
  if (!changes) {
    if (row.rules_version !== judged.rulesVersion) writeVerdict(round, row, judged);
    return undefined;
  }
  const changed = applyVerdict(round, row, judged);
  if (changed === 'recorded') report.eventsAdded += 1;
  if (changed === 'taken back') report.eventsTakenBack += 1;
  return { row, judged, changed };
}

function note(
  report: RejudgeReport,
  from: NonNullable<HitRow['verdict']>,
  to: NonNullable<HitRow['verdict']>,
  id: string,
): void {
  const known = report.changes.find((change) => change.from === from && change.to === to);
  const change = known ?? { from, to, hits: 0, examples: [] };
  if (!known) report.changes.push(change);
  change.hits += 1;
  if (change.examples.length < MOST_EXAMPLES) change.examples.push(id);
}

/** The job: batch after batch, in turns, so that others are not kept waiting. */
export async function rejudgeInTurns(
  services: Needs,
  account: number,
  id: string,
  signal: AbortSignal,
): Promise<{ again: Date } | undefined> {
  const ends = performance.now() + TURN_MS;
  for (;;) {
    const run = await rejudgeBatch(services, account, z.uuid().parse(id));
    if (!run || run.finished_at !== null) return undefined;
    if (signal.aborted || performance.now() > ends) return { again: services.clock.now() };
  }
}

/** The account's latest runs, newest first. */
export async function rejudgements(db: Services['store']['db'], account: number): Promise<Rejudgement[]> {
  return db
    .selectFrom('rejudgements')
    .selectAll()
    .where('account_id', '=', account)
    .orderBy('id', 'desc')
    .limit(20)
    .execute();
}
