import { beginErasure, undoErasure } from '../../privacy';
import type { Services } from '../../services';
import { json } from '../../store/schema';
import { uuidV7 } from '../../store/uuid-v7';
import { changeContacts, changeOf, reversed, standingOf } from '../change-contacts';
import { contactsMeant } from '../contact-filter';
import { notFromMerge } from '../merge-parts';
import type { Viewer } from '../visibility';
import { listThese } from './list-many';
import { countRun, RunRequest, setRun, type RunRow } from './runs';

const AT_ONCE = 100;

type Needs = Pick<Services, 'store' | 'clock' | 'secrets'>;

/**
 * Does the next contacts of an `edit`, `erase` or `list` run, in order of id, in one transaction with the note of how far it is.
 * True: it is done. Consent that was withdrawn stays so (P3): what is set for many at once is nobody's consent.
 */
export async function changeNext(services: Needs, row: RunRow): Promise<boolean> {
  const { store, clock } = services;
  const who: Viewer = { account: row.account_id, user: row.by_user_id };
  const request = RunRequest.parse(row.request);
  const now = clock.now();
  const ids = await nextIds(services, row, request);
  return store.tx(async (trx) => {
    const last = ids.at(-1);
    if (last === undefined) {
      // Whom it was about is known by what changed; a search that led there may hold an address.
      await setRun(trx, row, {
        state: 'done',
        finished_at: now,
        request: json({ fields: Object.keys(request.edit ?? {}) }),
      });
      return true;
    }
    let changed = 0;
    if (row.kind === 'erase') {
      const already = await trx
        .selectFrom('erasures')
        .select('contact_id')
        .where('account_id', '=', row.account_id)
        .where('contact_id', 'in', ids)
        .where('state', 'in', ['scheduled', 'running'])
        .execute();
      const begun: string[] = [];
      for (const id of ids) {
        if (already.some(({ contact_id: contact }) => contact === id)) continue;
        if ((await beginErasure(trx, services, who, id)) !== undefined) begun.push(id);
      }
      await noteErased(trx, row, begun, now);
      changed = begun.length;
    } else if (row.kind === 'list') {
      changed = await listThese(trx, row, request, ids, now);
    } else {
      const standing = await standingOf(trx, row.account_id, ids);
      const edits = [...standing.values()].map((contact) => {
        const { basis, ...others } = request.edit ?? {};
        const keeps = basis === undefined || contact.basis === 'consent-withdrawn';
        return { contact, edit: { ...others, ...(!keeps && { basis }) } };
      });
      changed = await changeContacts(trx, who, edits, { now, source: 'set for many at once', run: row.id });
    }
    await setRun(trx, row, { cursor: last });
    await countRun(trx, row, { looked_at: ids.length, changed });
    return false;
  });
}

/** Those of whom an erasure was begun: so that the run can be taken back. */
async function noteErased(
  trx: Parameters<typeof setRun>[0],
  row: RunRow,
  ids: readonly string[],
  now: Date,
): Promise<void> {
  if (ids.length === 0) return;
  await trx
    .insertInto('contact_changes')
    .values(
      ids.map((id) => ({
        account_id: row.account_id,
        id: uuidV7(now),
        contact_id: id,
        property: 'erasure',
        before: json(null),
        after: json('begun'),
        by_user_id: row.by_user_id,
        run_id: row.id,
        at: now,
      })),
    )
    .execute();
}

async function nextIds({ store }: Needs, row: RunRow, { who }: RunRequest): Promise<string[]> {
  if ('ids' in who) {
    const rest = [...new Set(who.ids)].sort();
    const { cursor } = row;
    return rest.filter((id) => cursor === null || id > cursor).slice(0, AT_ONCE);
  }
  let query = store.db
    .selectFrom('contacts as c')
    .select('c.id')
    .where(contactsMeant(row.account_id, who.filter, row.asked_at))
    // Who came later was not meant.
    .where('c.created_at', '<=', row.asked_at)
    .orderBy('c.id')
    .limit(AT_ONCE);
  if (row.cursor !== null) query = query.where('c.id', '>', row.cursor);
  return (await query.execute()).map(({ id }) => id);
}

/** Takes back the next of what a run changed, where it still stands. True: all is looked at. */
export async function undoNext(services: Needs, row: RunRow): Promise<boolean> {
  const { store, clock } = services;
  const who: Viewer = { account: row.account_id, user: row.by_user_id };
  const now = clock.now();
  let query = store.db
    .selectFrom('contact_changes as h')
    .select(['h.id', 'h.contact_id', 'h.property', 'h.before', 'h.after'])
    .where('h.account_id', '=', row.account_id)
    .where('h.run_id', '=', row.id)
    .where(notFromMerge)
    .orderBy('h.id')
    .limit(AT_ONCE);
  if (row.cursor !== null) query = query.where('h.id', '>', row.cursor);
  const rows = await query.execute();
  const last = rows.at(-1);
  return store.tx(async (trx) => {
    if (!last) {
      await setRun(trx, row, { state: 'undone', cursor: null });
      return true;
    }
    for (const { contact_id: contact, property, before, after } of rows) {
      if (property === 'erasure') {
        const erasure = await trx
          .selectFrom('erasures')
          .select('id')
          .where('account_id', '=', row.account_id)
          .where('contact_id', '=', contact)
          .where('state', '=', 'scheduled')
          .executeTakeFirst();
        if (erasure) await undoErasure(trx, services, who, erasure.id);
        continue;
      }
      const standing = (await standingOf(trx, row.account_id, [contact])).get(contact);
      const edit = standing && reversed(standing, changeOf(property, before, after));
      if (standing && edit) {
        await changeContacts(trx, who, [{ contact: standing, edit }], { now, source: 'change taken back' });
      }
    }
    await setRun(trx, row, { cursor: last.id });
    return false;
  });
}
