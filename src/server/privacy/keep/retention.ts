import { sql, type Kysely, type Transaction } from 'kysely';
import { recordAudit } from '../../audit';
import type { JobHandlers } from '../../jobs';
import { releaseFiles } from '../../messages/release-files';
import type { Services } from '../../services';
import { json, type Database } from '../../store/schema';

/** Lets go of what accounts keep no longer (P8); hits have a job of their own, since they go by months. */
export const RETENTION_JOB = 'privacy.retention';
const EVERY_MS = 86_400_000;
const BATCH = 200;
/** How long one turn takes before other jobs get theirs. */
const TURN_MS = 5_000;

type Needs = Pick<Services, 'store' | 'clock'>;
type Trx = Transaction<Database>;
type Kind = 'mails' | 'events' | 'auditLog';

/** The same day so many months earlier; the last of the month where there is no such day. */
export function monthsBefore(now: Date, months: number): Date {
  const day = new Date(now);
  day.setUTCMonth(day.getUTCMonth() - months);
  if (day.getUTCDate() !== now.getUTCDate()) day.setUTCDate(0);
  return day;
}

/** Lets go of one batch of a kind that is older than `before`; resolves to how many went. */
const DROP: Record<Kind, (trx: Trx, account: number, before: Date, now: Date) => Promise<number>> = {
  mails: dropMails,
  events: dropEvents,
  auditLog: dropAudit,
};

/** Text and files of logged mail; that it was, its day, subject, people and counts stay until the contact is erased. */
async function dropMails(trx: Trx, account: number, before: Date, now: Date): Promise<number> {
  const rows = await trx
    .selectFrom('messages')
    .select(['id', 'message_id_hash', 'direction', 'mime_blob'])
    .where('account_id', '=', account)
    .where('logged', '=', true)
    .where('at', '<', before)
    .orderBy('at')
    .limit(BATCH)
    .forUpdate()
    .execute();
  if (rows.length === 0) return 0;
  const ids = rows.map(({ id }) => id);
  const files = await trx
    .deleteFrom('attachments')
    .where('account_id', '=', account)
    .where('message_id', 'in', ids)
    .returning('blob_key')
    .execute();
  await trx
    .updateTable('messages')
    .set({
      ...{ html: null, text: null, new_html: null, quoted_html: null, new_text: null, mime_blob: null },
      headers: json([]),
      logged: false,
      updated_at: now,
    })
    .where('account_id', '=', account)
    .where('id', 'in', ids)
    .execute();
  for (const { message_id_hash: hash, direction } of rows) {
    if (hash === null) continue;
    // Another copy that is found later does not bring it back.
    await trx
      .insertInto('tombstones')
      .values({ account_id: account, message_id_hash: hash, direction, by_user_id: 0, at: now })
      .onConflict((c) => c.doNothing())
      .execute();
  }
  const keys = [...files.map((row) => row.blob_key), ...rows.map((row) => row.mime_blob)];
  await releaseFiles(
    trx,
    account,
    keys.filter((key) => key !== null),
  );
  return rows.length;
}

/** Lines of the feed with their notifications. Counts and the dates of contacts stand beside them, and stay. */
async function dropEvents(trx: Trx, account: number, before: Date): Promise<number> {
  await sql`select set_config('mailtrail.change', 'retention', true)`.execute(trx);
  const oldest = await trx
    .selectFrom('events')
    .select(['seq', 'recorded_at'])
    .where('account_id', '=', account)
    .orderBy('seq')
    .limit(BATCH)
    .execute();
  const seqs = oldest.filter(({ recorded_at: at }) => at < before).map(({ seq }) => seq);
  if (seqs.length === 0) return 0;
  for (const table of ['notifications', 'effects', 'events'] as const) {
    await trx.deleteFrom(table).where('account_id', '=', account).where('seq', 'in', seqs).execute();
  }
  return seqs.length;
}

async function dropAudit(trx: Trx, account: number, before: Date): Promise<number> {
  await sql`select set_config('mailtrail.change', 'retention', true)`.execute(trx);
  const { rows } = await sql<{ seq: number }>`
    delete from audit_log where account_id = ${account} and seq in (
      select seq from audit_log where account_id = ${account} and at < ${before} order by at limit ${BATCH})
    returning seq`.execute(trx);
  return rows.length;
}

async function openAccounts(db: Kysely<Database>) {
  return db
    .selectFrom('accounts')
    .select(['id', 'settings'])
    .where('closed_at', 'is', null)
    .orderBy('id')
    .execute();
}

/**
 * One turn: batch after batch, each its own transaction. Resolves to what went per account; `more`: the turn was over
 * before everything was looked at.
 */
export async function applyRetention(
  { store, clock }: Needs,
  signal: Pick<AbortSignal, 'aborted'>,
): Promise<{ gone: Map<number, Record<Kind, number>>; more: boolean }> {
  const ends = performance.now() + TURN_MS;
  const now = clock.now();
  const gone = new Map<number, Record<Kind, number>>();
  for (const { id, settings } of await openAccounts(store.db)) {
    const counts = { mails: 0, events: 0, auditLog: 0 };
    let more = false;
    for (const kind of ['mails', 'events', 'auditLog'] as const) {
      const months = settings.keepMonths?.[kind];
      if (months === undefined) continue;
      const before = monthsBefore(now, months);
      for (let went = BATCH; went === BATCH && !more;) {
        went = await store.tx((trx) => DROP[kind](trx, id, before, now));
        counts[kind] += went;
        more = signal.aborted || performance.now() > ends;
      }
    }
    if (counts.mails + counts.events + counts.auditLog > 0) {
      gone.set(id, counts);
      await store.tx((trx) =>
        recordAudit(
          trx,
          { account: id, user: null },
          now,
          'retention.applied',
          { kind: 'account', id: String(id) },
          counts,
        ),
      );
    }
    if (more) return { gone, more };
  }
  return { gone, more: false };
}

export function retentionJobs(services: Needs): JobHandlers {
  return {
    [RETENTION_JOB]: async ({ signal }) => {
      const { more } = await applyRetention(services, signal);
      const now = services.clock.now();
      return { again: more ? now : new Date(now.getTime() + EVERY_MS) };
    },
  };
}
