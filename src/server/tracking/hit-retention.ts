import { sql, type Kysely } from 'kysely';
import { HITS_KEPT_MONTHS } from '../../core/api/retention';
import { NEIGHBOURS } from '../../core/hits';
import type { Services } from '../services';
import type { AccountSettings, Database } from '../store/schema';
import { firstUuidAt } from '../store/uuid-v7';
import { dropHitMonths, makeHitMonths, monthOf, startOf } from './hit-months';
import { EPOCH_MS } from './source-keys';

/** Makes the parts of hits that will be needed, and lets go what no account keeps any longer. */
export const HIT_MONTHS_JOB = 'tracking.hit-months';

const EVERY_MS = 86_400_000;
const BATCH = 500;
/** How long one turn of the job takes before others get theirs. */
const TURN_MS = 2_000;

type Needs = Pick<Services, 'store' | 'clock' | 'log'>;

/**
 * P8: from when on an account's hits are kept: whole months, so that parts can be dropped whole. Events, counts and
 * dates are told by the ledger and stay as they are; what goes is how each was judged, and what was held back.
 */
export const hitsKeptSince = (settings: Pick<AccountSettings, 'keepMonths'>, now: Date): Date =>
  startOf(monthOf(now) - (settings.keepMonths?.hits ?? HITS_KEPT_MONTHS));

/** From when on hits can be judged again as they were judged first: all that they are judged beside is still there. */
export const judgeableSince = (settings: Pick<AccountSettings, 'keepMonths'>, now: Date): Date =>
  new Date(hitsKeptSince(settings, now).getTime() + NEIGHBOURS.messageMs);

/** The job: parts ahead, then old parts, then, in small batches, old hits of accounts that keep them for less long. */
export async function keepHitMonths(services: Needs, signal: AbortSignal): Promise<{ again: Date }> {
  const { store, clock, log } = services;
  const now = clock.now();
  const made = await makeHitMonths(store, now);
  if (made.length > 0) log.info({ parts: made.length }, 'Parts of the hits were made');
  const accounts = await store.db.selectFrom('accounts').select(['id', 'settings']).orderBy('id').execute();
  const since = accounts.map(({ settings }) => monthOf(hitsKeptSince(settings, now)));
  const dropped = since.length === 0 ? [] : await dropHitMonths(store, Math.min(...since));
  if (dropped.length > 0) log.info({ parts: dropped.length }, 'Parts of the hits that nobody keeps are gone');
  const ends = performance.now() + TURN_MS;
  for (const { id, settings } of accounts) {
    const before = hitsKeptSince(settings, now);
    while ((await dropOldHits(store.db, id, before)) === BATCH) {
      if (signal.aborted || performance.now() > ends) return { again: clock.now() };
    }
    await dropOldWords(store.db, id, before);
  }
  return { again: new Date(now.getTime() + EVERY_MS) };
}

/** Lets go of an account's oldest hits before this time, one batch of them; resolves to how many there were. */
async function dropOldHits(db: Kysely<Database>, account: number, before: Date): Promise<number> {
  // Ids begin with the time: their order is that of the primary key.
  const { numAffectedRows } = await sql`
    delete from hits where (account_id, id, at) in (
      select account_id, id, at from hits
      where account_id = ${account} and id < ${firstUuidAt(before)}::uuid and at < ${before}
      order by id limit ${BATCH})
    and account_id = ${account} and at < ${before}`.execute(db);
  return Number(numAffectedRows ?? 0);
}

/** A user's word reaches no further than the key of its source hash. */
async function dropOldWords(db: Kysely<Database>, account: number, before: Date): Promise<void> {
  await db
    .deleteFrom('overruled_hits')
    .where('account_id', '=', account)
    .where('hit_id', '<', firstUuidAt(before))
    .execute();
  await db
    .deleteFrom('overrules')
    .where('account_id', '=', account)
    .where('id', '<', firstUuidAt(new Date(before.getTime() - EPOCH_MS)))
    .execute();
}
