import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { MergePreview, Merges } from '../../core/api/logs';
import { recordAudit } from '../audit';
import { refreshLastActivity, refreshMarketingReplies } from '../events';
import type { MergedDates, MergedParts } from '../store/log-tables';
import { json, type Database } from '../store/schema';
import { uuidV7 } from '../store/uuid-v7';
import { fileOf } from './contact-addresses';
import { withCustom } from './contact-fields';
import { moveMarketing } from './merge-marketing';
import { joinRecords } from './move-log';
import { filledBy, moveBases, moveChanges, moveEvents, strictestLimit } from './merge-parts';
import { mergeInChoices } from './record-choices';
import type { Viewer } from './visibility';

type ContactRow = Selectable<Database['contacts']>;
type Trx = Transaction<Database>;

export interface Pair {
  kept: string;
  gone: string;
}
export type MergeRefusal = 'no-such-contact' | 'being-erased';

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
export const datesOf = (row: ContactRow): MergedDates => ({
  open: iso(row.last_open_at),
  click: iso(row.last_click_at),
  reply: iso(row.last_reply_at),
  engagement: iso(row.last_engagement_at),
});

/** What a merge would bring together. Undefined: one of the two is not there. */
export async function previewMerge(
  db: Kysely<Database>,
  account: number,
  { kept, gone }: Pair,
): Promise<MergePreview | undefined> {
  const rows = await db
    .selectFrom('contacts')
    .select(['id', 'name'])
    .where('account_id', '=', account)
    .where('id', 'in', [kept, gone])
    .execute();
  const stays = rows.find(({ id }) => id === kept);
  const goes = rows.find(({ id }) => id === gone);
  if (!stays || !goes || kept === gone) return undefined;
  const addresses = await db
    .selectFrom('contact_addresses')
    .select('address')
    .where('account_id', '=', account)
    .where('contact_id', 'in', [kept, gone])
    .orderBy('address')
    .execute();
  const { rows: counted } = await sql<{ n: number }>`
    select count(distinct id)::int as n from (
      select message_id as id from message_recipients where account_id = ${account} and contact_id = ${gone} and via <> 'bcc'
      union select message_id from message_senders where account_id = ${account} and contact_id = ${gone}) theirs`.execute(
    db,
  );
  return {
    kept: stays,
    gone: goes,
    addresses: addresses.map(({ address }) => address),
    messages: counted[0]?.n ?? 0,
  };
}

/**
 * L14: makes one contact of two that are the same person: addresses, mail, what the ledger tells and legal bases of the
 * other go to the one that stays. Consent that either has withdrawn stays withdrawn, and the stricter limit holds. What
 * was moved is kept, so that it can be undone.
 */
export async function mergeContacts(
  trx: Trx,
  who: Viewer,
  pair: Pair,
  now: Date,
): Promise<{ id: string } | MergeRefusal> {
  const { account } = who;
  const { kept, gone } = pair;
  const rows = await trx
    .selectFrom('contacts')
    .selectAll()
    .where('account_id', '=', account)
    .where('id', 'in', [kept, gone])
    .orderBy('id')
    .forUpdate()
    .execute();
  const stays = rows.find(({ id }) => id === kept);
  const goes = rows.find(({ id }) => id === gone);
  if (!stays || !goes || kept === gone) return 'no-such-contact';
  const erasing = await trx
    .selectFrom('erasures')
    .select('id')
    .where('account_id', '=', account)
    .where('contact_id', 'in', [kept, gone])
    .where('state', 'in', ['scheduled', 'running'])
    .executeTakeFirst();
  if (erasing) return 'being-erased';

  const theirs = await trx
    .selectFrom('contact_addresses')
    .select(['address', 'is_primary'])
    .where('account_id', '=', account)
    .where('contact_id', '=', gone)
    .execute();
  for (const { address } of theirs) await fileOf(trx, account, gone, address);
  await trx
    .updateTable('contact_addresses')
    .set({ contact_id: kept, is_primary: false })
    .where('account_id', '=', account)
    .where('contact_id', '=', gone)
    .execute();
  const recipients = await trx
    .updateTable('message_recipients')
    .set({ contact_id: kept })
    .where('account_id', '=', account)
    .where('contact_id', '=', gone)
    .returning(['message_id as message', 'idx'])
    .execute();
  await joinRecords(trx, account, { from: gone, to: kept });
  await mergeInChoices(trx, account, { kept, gone });
  const senders = await trx
    .updateTable('message_senders')
    .set({ contact_id: kept })
    .where('account_id', '=', account)
    .where('contact_id', '=', gone)
    .returning('message_id')
    .execute();
  const filled = filledBy(stays, goes);
  const moved: MergedParts = {
    contact: {
      name: goes.name,
      company: goes.company,
      companyId: goes.company_id,
      phone: goes.phone,
      owner: goes.owner_user_id,
      source: goes.source,
      properties: goes.properties,
      createdAt: goes.created_at.toISOString(),
      dates: datesOf(goes),
    },
    addresses: theirs.map(({ address, is_primary: primary }) => ({ address, primary })),
    recipients,
    senders: senders.map(({ message_id: message }) => message),
    events: await moveEvents(trx, account, pair),
    ...(await moveBases(trx, account, pair, now)),
    limits: await strictestLimit(trx, account, pair),
    ...(await moveChanges(trx, account, pair)),
    ...(await moveMarketing(trx, account, pair)),
    filled,
    dates: datesOf(stays),
  };
  const later = (one: Date | null, other: Date | null): Date | null =>
    one === null || (other !== null && other > one) ? other : one;
  await trx
    .updateTable('contacts')
    .set({
      ...(filled.company && { company: filled.company.name, company_id: filled.company.id }),
      ...(filled.phone !== undefined && { phone: filled.phone }),
      ...(filled.custom && { properties: withCustom(filled.custom) }),
      last_open_at: later(stays.last_open_at, goes.last_open_at),
      last_click_at: later(stays.last_click_at, goes.last_click_at),
      last_reply_at: later(stays.last_reply_at, goes.last_reply_at),
      last_engagement_at: later(stays.last_engagement_at, goes.last_engagement_at),
      updated_at: now,
    })
    .where('account_id', '=', account)
    .where('id', '=', kept)
    .execute();
  await trx.deleteFrom('contacts').where('account_id', '=', account).where('id', '=', gone).execute();
  const id = uuidV7(now);
  await trx
    .insertInto('contact_merges')
    .values({
      account_id: account,
      id,
      kept_id: kept,
      gone_id: gone,
      moved: json(moved),
      by_user_id: who.user,
      at: now,
      undone_at: null,
    })
    .execute();
  await refreshLastActivity(trx, account, [kept]);
  await refreshMarketingReplies(trx, account, kept);
  await recordAudit(trx, who, now, 'contact.merge', { kind: 'contact', id: kept }, { other: gone });
  return { id };
}

/** Merges into this contact that can be undone, the latest first. */
export async function mergesOf(db: Kysely<Database>, account: number, contact: string): Promise<Merges> {
  const rows = await db
    .selectFrom('contact_merges as m')
    .leftJoin('users as u', (join) =>
      join.onRef('u.account_id', '=', 'm.account_id').onRef('u.id', '=', 'm.by_user_id'),
    )
    .select(['m.id', 'm.at', 'u.name', sql<string>`m.moved -> 'contact' ->> 'name'`.as('gone_name')])
    .where('m.account_id', '=', account)
    .where('m.kept_id', '=', contact)
    .where('m.undone_at', 'is', null)
    .orderBy('m.at', 'desc')
    .orderBy('m.id', 'desc')
    .execute();
  return {
    merges: rows.map(({ id, at, name, gone_name: gone }) => ({
      id,
      name: gone,
      at: at.toISOString(),
      by: name ?? 'somebody',
    })),
  };
}
