import { type Kysely, sql, type Transaction } from 'kysely';
import { recordAudit } from '../../audit';
import { enqueue, type JobHandlers } from '../../jobs';
import { FOREVER, SUBSCRIBE } from '../../mailbox/job-types';
import type { Services } from '../../services';
import { json, type Database } from '../../store/schema';

/** Empties an account whose time to be reopened is over. */
export const EMPTY_JOB = 'privacy.empty-account';
/** So long a closed account can be opened again, as it was. */
export const REOPEN_MS = 30 * 86_400_000;
const BATCH = 500;
const CLOSED = 'The account is closed';
/** What an emptied account leaves: its number, which is never given again, and links that were revoked for abuse. */
const STAYS = new Set(['accounts', 'account_counters', 'revocations', 'jobs']);

type Needs = Pick<Services, 'store' | 'clock' | 'blobs' | 'log'>;

/**
 * P8: closes an account. Nobody of it signs in any more but its administrators, who may take its records out or open it
 * again; no mail is watched, filed or tracked, hits are answered and not kept. Links lead on for as long as the domain
 * does (C4). False: it was closed already.
 */
export async function closeAccount(
  trx: Transaction<Database>,
  { clock }: Pick<Services, 'clock'>,
  who: { account: number; user: number },
): Promise<boolean> {
  const now = clock.now();
  const closed = await trx
    .updateTable('accounts')
    .set({ closed_at: now })
    .where('id', '=', who.account)
    .where('closed_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!closed) return false;
  await trx
    .updateTable('mailboxes')
    .set({ state: 'paused', state_reason: CLOSED })
    .where('account_id', '=', who.account)
    // What was paused already is not taken up again by itself.
    .where('state', 'not in', ['disconnected', 'paused'])
    .execute();
  await enqueue(trx, {
    account: who.account,
    type: EMPTY_JOB,
    key: 'account',
    runAt: new Date(now.getTime() + REOPEN_MS),
  });
  await recordAudit(trx, who, now, 'account.close', { kind: 'account', id: String(who.account) });
  return true;
}

/** Opens a closed account again. False: it is open, or it has been emptied. */
export async function reopenAccount(
  trx: Transaction<Database>,
  { clock }: Pick<Services, 'clock'>,
  who: { account: number; user: number },
): Promise<boolean> {
  const opened = await trx
    .updateTable('accounts')
    .set({ closed_at: null })
    .where('id', '=', who.account)
    .where('closed_at', 'is not', null)
    .where('emptied_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!opened) return false;
  const mailboxes = await trx
    .updateTable('mailboxes')
    .set({ state: 'connecting', state_reason: null })
    .where('account_id', '=', who.account)
    .where('state_reason', '=', CLOSED)
    .returning('id')
    .execute();
  for (const { id } of mailboxes) {
    await enqueue(trx, { account: who.account, type: SUBSCRIBE, key: id, maxAttempts: FOREVER });
  }
  await recordAudit(trx, who, clock.now(), 'account.reopen', { kind: 'account', id: String(who.account) });
  return true;
}

/** Of these accounts, those that are closed. */
export async function closedAmong(db: Kysely<Database>, accounts: readonly number[]): Promise<Set<number>> {
  if (accounts.length === 0) return new Set();
  const rows = await db
    .selectFrom('accounts')
    .select('id')
    .where('id', 'in', [...new Set(accounts)])
    .where('closed_at', 'is not', null)
    .execute();
  return new Set(rows.map(({ id }) => id));
}

/** Tables with rows of accounts, as the store itself lists them: a new one is emptied without being named here. */
async function tablesOfAccounts(db: Kysely<Database>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.table_name as name from information_schema.columns c
      join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
      join pg_class p on p.oid = (quote_ident(t.table_schema) || '.' || quote_ident(t.table_name))::regclass
      where c.table_schema = 'public' and c.column_name = 'account_id' and t.table_type = 'BASE TABLE'
        and not p.relispartition
      order by 1`.execute(db);
  return rows.map(({ name }) => name).filter((name) => !STAYS.has(name));
}

/** Takes out one batch of a closed account's rows. True: there may be more. Does nothing to one that was opened again. */
export async function emptyNext({ store, clock }: Needs, account: number): Promise<boolean> {
  const tables = await tablesOfAccounts(store.db);
  return store.tx(async (trx) => {
    const row = await trx
      .selectFrom('accounts')
      .select(['closed_at', 'emptied_at'])
      .where('id', '=', account)
      .forUpdate()
      .executeTakeFirst();
    const now = clock.now();
    if (!row?.closed_at || row.emptied_at || now.getTime() < row.closed_at.getTime() + REOPEN_MS)
      return false;
    await sql`select set_config('mailtrail.change', 'closing', true)`.execute(trx);
    for (const table of tables) {
      const { numAffectedRows } =
        await sql`delete from ${sql.table(table)} where account_id = ${account} and ctid = any(
        array(select ctid from ${sql.table(table)} where account_id = ${account} limit ${BATCH}))`.execute(
          trx,
        );
      if (Number(numAffectedRows ?? 0) > 0) return true;
    }
    await trx.deleteFrom('jobs').where('account_id', '=', account).where('type', '!=', EMPTY_JOB).execute();
    await trx
      .updateTable('accounts')
      .set({ name: 'Closed', settings: json({}), tenant_id: `closed-${account}`, emptied_at: now })
      .where('id', '=', account)
      .execute();
    return false;
  });
}

export function closingJobs(services: Needs): JobHandlers {
  return {
    [EMPTY_JOB]: async ({ account, signal }) => {
      while (await emptyNext(services, account)) {
        if (signal.aborted) return { again: services.clock.now() };
      }
      // Files that no row names go within a day (store/blobs.ts).
      services.log.info({ account }, 'A closed account was looked at');
      return undefined;
    },
  };
}
