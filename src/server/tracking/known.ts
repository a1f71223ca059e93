import { sql, type Transaction } from 'kysely';
import { z } from 'zod';
import { BURST_WINDOW_MS } from '../../core/hits';
import { json, type Database } from '../store/schema';
import type { HitRow } from './hit-rows';
import type { MessageRow } from './whose';

/** How long around a look at our screens a load from the same place is the sender's own (O7). */
export const VIEWING_MS = BURST_WINDOW_MS;

/** What of a hit was found to be the sender's own; stands in its features, so that judging again finds the same. */
export const OwnMark = z.object({ by: z.enum(['device', 'viewing']), device: z.string().optional() });
export type OwnMark = z.infer<typeof OwnMark>;
export const ownMarkOf = ({ features }: Pick<HitRow, 'features'>): OwnMark | undefined =>
  OwnMark.safeParse(features['own']).data;

/** The form in which a program is told apart: equal = the same program on the same kind of machine. */
export const programOf = ({ features }: Pick<HitRow, 'features'>): { family: string; platform: string } => ({
  family: wordOr(features['family'], 'unknown'),
  platform: wordOr(features['platform'], 'other'),
});
const wordOr = (value: unknown, or: string): string => (typeof value === 'string' ? value : or);

interface Known {
  what: 'word' | 'device' | 'viewing';
  id: string | null;
  user: number | null;
  verdict: 'person' | 'machine' | 'self' | null;
}

/**
 * What is known of a hit beside its own features, written to it: a user's word on its like (V3), which a hit that comes
 * later follows too; a device of the sender's, or a look at the mail in a screen of ours (O7). One query.
 */
export async function knownOf(trx: Transaction<Database>, message: MessageRow, row: HitRow): Promise<HitRow> {
  if (row.overruled_by !== null) return row;
  const { family, platform } = programOf(row);
  const near = [row.at.getTime() - VIEWING_MS, row.at.getTime() + VIEWING_MS].map((ms) => new Date(ms));
  const { rows: known } = await sql<Known>`
    select 'word' as what, id, user_id as "user", verdict from overrules
      where account_id = ${row.account_id} and message_id = ${message.id} and ended_at is null
        and source_hash = ${row.source_hash} and family = ${family}
    union all
    select 'device', id, null, null from own_devices
      where account_id = ${row.account_id} and user_id = ${message.user_id}
        and family = ${family} and platform = ${platform}
        and (source_hash = ${row.source_hash} or next_source_hash = ${row.source_hash})
        and learnt_at <= ${row.at} and expires_at > ${row.at}
    union all
    select 'viewing', null, null, null from viewings
      where account_id = ${row.account_id} and message_id = ${message.id}
        and source_hash = ${row.source_hash} and at between ${near[0]} and ${near[1]}`.execute(trx);
  const find = (what: Known['what']): Known | undefined => known.find((one) => one.what === what);
  const word = find('word');
  if (word?.id != null && word.user !== null && word.verdict !== null) {
    await trx
      .insertInto('overruled_hits')
      .values({ account_id: row.account_id, hit_id: row.id, overrule_id: word.id })
      .onConflict((c) => c.doNothing())
      .execute();
    return updated(trx, row, { overruled_by: word.user, verdict: word.verdict });
  }
  const device = find('device');
  if (device?.id != null) return markOwn(trx, row, { by: 'device', device: device.id });
  if (find('viewing')) return markOwn(trx, row, { by: 'viewing' });
  return row;
}

/** Marks a hit as the sender's own, or takes the mark off. */
export async function markOwn(
  trx: Transaction<Database>,
  row: HitRow,
  mark: OwnMark | undefined,
): Promise<HitRow> {
  const { own: _before, ...features } = row.features;
  const changed = { ...features, ...(mark && { own: mark }) };
  await trx
    .updateTable('hits')
    .set({ features: json(changed) })
    .where('account_id', '=', row.account_id)
    .where('id', '=', row.id)
    .execute();
  return { ...row, features: changed };
}

async function updated(
  trx: Transaction<Database>,
  row: HitRow,
  change: Pick<HitRow, 'overruled_by' | 'verdict'>,
): Promise<HitRow> {
  await trx
    .updateTable('hits')
    .set(change)
    .where('account_id', '=', row.account_id)
    .where('id', '=', row.id)
    .execute();
  return { ...row, ...change };
}
