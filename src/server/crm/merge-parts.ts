import { sql, type Transaction } from 'kysely';
import type { MergedParts } from '../store/log-tables';
import type { Database, Purpose } from '../store/schema';

type Trx = Transaction<Database>;

/** Lets rows of the ledger change their contact within this transaction, and nothing else of them. */
export const allowMerge = (trx: Trx) =>
  sql`select set_config('mailtrail.change', 'merge', true)`.execute(trx);

export async function moveEvents(
  trx: Trx,
  account: number,
  { kept, gone }: { kept: string; gone: string },
): Promise<number[]> {
  await allowMerge(trx);
  const rows = await trx
    .updateTable('events')
    .set({ contact_id: kept })
    .where('account_id', '=', account)
    .where('contact_id', '=', gone)
    .returning('seq')
    .execute();
  return rows.map(({ seq }) => seq);
}

const PURPOSES: readonly Purpose[] = ['one-to-one-tracking', 'marketing-tracking', 'marketing-mail'];

/**
 * P1: one history of both. The newest entry is in force, but what either has withdrawn stays withdrawn (P3): a merge is
 * nobody's consent.
 */
export async function moveBases(
  trx: Trx,
  account: number,
  { kept, gone }: { kept: string; gone: string },
  now: Date,
): Promise<Pick<MergedParts, 'bases' | 'withdrawn'>> {
  const before = await trx
    .selectFrom('legal_bases')
    .select(['contact_id', 'purpose', 'at', 'basis'])
    .where('account_id', '=', account)
    .where('contact_id', 'in', [kept, gone])
    .orderBy('at')
    .execute();
  const { rows: moved } = await sql<{ purpose: Purpose; at: Date }>`
    update legal_bases l set contact_id = ${kept}
      where l.account_id = ${account} and l.contact_id = ${gone}
        and not exists (select 1 from legal_bases k where k.account_id = l.account_id and k.contact_id = ${kept}
          and k.purpose = l.purpose and k.at = l.at)
      returning l.purpose, l.at`.execute(trx);
  const withdrawn: MergedParts['withdrawn'] = [];
  for (const purpose of PURPOSES) {
    const inForce = (contact?: string) =>
      before.findLast(
        (row) => row.purpose === purpose && (contact === undefined || row.contact_id === contact),
      )?.basis;
    const either = [inForce(kept), inForce(gone)].includes('consent-withdrawn');
    if (!either || inForce() === 'consent-withdrawn') continue;
    await trx
      .insertInto('legal_bases')
      .values({
        account_id: account,
        contact_id: kept,
        purpose,
        at: now,
        basis: 'consent-withdrawn',
        source: 'merged with a contact who had withdrawn',
        proof: null,
      })
      .execute();
    withdrawn.push({ purpose, at: now.toISOString() });
  }
  return { bases: moved.map(({ purpose, at }) => ({ purpose, at: at.toISOString() })), withdrawn };
}

/** O6: of "no tracking" on either, the stricter holds. Resolves to both as they were. */
export async function strictestLimit(
  trx: Trx,
  account: number,
  { kept, gone }: { kept: string; gone: string },
): Promise<MergedParts['limits']> {
  const rows = await trx
    .deleteFrom('tracking_limits')
    .where('account_id', '=', account)
    .where('scope', '=', 'contact')
    .where('value', 'in', [kept, gone])
    .returning(['value', 'level', 'source', 'at'])
    .execute();
  const of = (contact: string) => {
    const row = rows.find(({ value }) => value === contact);
    return row ? { level: row.level, source: row.source, at: row.at.toISOString() } : null;
  };
  const limits = { gone: of(gone), kept: of(kept) };
  const strict =
    [limits.kept, limits.gone].find((limit) => limit?.level === 'all') ?? limits.kept ?? limits.gone;
  if (strict) await putLimit(trx, account, kept, strict);
  return limits;
}

export async function putLimit(
  trx: Trx,
  account: number,
  contact: string,
  limit: NonNullable<MergedParts['limits']['gone']>,
): Promise<void> {
  await trx
    .insertInto('tracking_limits')
    .values({
      account_id: account,
      scope: 'contact',
      value: contact,
      level: limit.level,
      source: limit.source,
      at: new Date(limit.at),
    })
    .onConflict((c) => c.doNothing())
    .execute();
}
