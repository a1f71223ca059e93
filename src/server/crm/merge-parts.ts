import { type Selectable, sql, type SqlBool, type Transaction } from 'kysely';
import type { MergedParts } from '../store/log-tables';
import type { Database, Purpose } from '../store/schema';
import { customValues } from './contact-fields';

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

/** What was changed of them, and how their dates came about: whoever is erased takes it along (P5). */
export async function moveChanges(
  trx: Trx,
  account: number,
  { kept, gone }: { kept: string; gone: string },
): Promise<Required<Pick<MergedParts, 'changes' | 'dateChanges'>>> {
  const changes = await trx
    .updateTable('contact_changes')
    .set({ contact_id: kept })
    .where('account_id', '=', account)
    .where('contact_id', '=', gone)
    .returning('id')
    .execute();
  const { rows: dateChanges } = await sql<{ property: string; seq: number }>`
    update contact_property_changes h set contact_id = ${kept}
      where h.account_id = ${account} and h.contact_id = ${gone}
        and not exists (select from contact_property_changes k where k.account_id = h.account_id
          and k.contact_id = ${kept} and k.property = h.property and k.seq = h.seq)
      returning h.property, h.seq`.execute(trx);
  return { changes: changes.map(({ id }) => id), dateChanges };
}

/**
 * Of `contact_changes as h`: those that no standing merge brought. What was changed of one contact is not taken back from
 * the other, whose value may be the same and their own.
 */
export const notFromMerge = sql<SqlBool>`not exists (select from contact_merges m where m.account_id = h.account_id
  and m.kept_id = h.contact_id and m.undone_at is null and m.moved -> 'changes' ? h.id::text)`;

/** What a contact has nothing of, and takes from the other. */
export function filledBy(
  stays: Selectable<Database['contacts']>,
  goes: Selectable<Database['contacts']>,
): NonNullable<MergedParts['filled']> {
  const has = customValues(stays.properties);
  const custom = Object.fromEntries(
    Object.entries(customValues(goes.properties)).filter(([key]) => !(key in has)),
  );
  return {
    ...(stays.company === null &&
      goes.company !== null && { company: { id: goes.company_id, name: goes.company } }),
    ...(stays.phone === null && goes.phone !== null && { phone: goes.phone }),
    ...(Object.keys(custom).length > 0 && { custom }),
  };
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
