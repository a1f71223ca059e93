import { sql } from 'kysely';
import { addToList, NoSuchList, removeFromList } from '../../segments';
import type { Services } from '../../services';
import { countRun, setRun, type RunRow } from './runs';
import type { RunRequest } from './runs';

const AT_ONCE = 1_000;

type Needs = Pick<Services, 'store' | 'clock'>;

/** Puts the next contacts of a run on its list, or takes them off. Resolves to how many that changed. */
export async function listThese(
  trx: Parameters<typeof countRun>[0],
  row: RunRow,
  { list, remove }: RunRequest,
  ids: readonly string[],
  now: Date,
): Promise<number> {
  if (list === undefined) return 0;
  const move = remove ? removeFromList : addToList;
  try {
    return (await move(trx, row.account_id, list, ids, `run:${row.id}`, now)).length;
  } catch (error) {
    // It was removed meanwhile: there is nothing left to do.
    if (error instanceof NoSuchList) return 0;
    throw error;
  }
}

/**
 * Takes back the next of what a run did to a list: whom it put there, and nobody else since, goes; whom it took off comes
 * back as they were. True: all is done.
 */
export async function undoListNext({ store }: Needs, row: RunRow): Promise<boolean> {
  const cause = `run:${row.id}`;
  return store.tx(async (trx) => {
    const of = sql`account_id = ${row.account_id}`;
    const taken = await sql`
      delete from segment_members where ${of} and (segment_id, contact_id) in (
        select segment_id, contact_id from segment_members m
        where ${of} and why = ${cause} and segment_id in (select id from segments where ${of} and kind = 'list')
        limit ${AT_ONCE})`.execute(trx);
    const { rows } = await sql<{ contact_id: string }>`
      with back as (
        delete from segment_stays where ${of} and id in (
          select id from segment_stays where ${of} and why_ended = ${cause} limit ${AT_ONCE})
        returning segment_id, contact_id, since, why)
      insert into segment_members (account_id, segment_id, contact_id, since, why)
      select ${row.account_id}, b.segment_id, b.contact_id, b.since, b.why from back b
        join contacts c on c.account_id = ${row.account_id} and c.id = b.contact_id
      on conflict do nothing returning contact_id`.execute(trx);
    if (Number(taken.numAffectedRows ?? 0) > 0 || rows.length > 0) return false;
    await setRun(trx, row, { state: 'undone', cursor: null });
    return true;
  });
}
