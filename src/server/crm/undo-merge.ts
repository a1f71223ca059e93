import { sql, type Transaction } from 'kysely';
import { recordAudit } from '../audit';
import { datesInLedger, refreshLastActivity } from '../events';
import type { MergedDates, MergedParts } from '../store/log-tables';
import { json, type ContactProperty, type Database } from '../store/schema';
import { allowMerge, putLimit } from './merge-parts';
import type { Viewer } from './visibility';

type Trx = Transaction<Database>;

/**
 * L14: makes two contacts again of what was merged: the one that was gone gets back its addresses, mail, lines of the
 * ledger and legal bases, as far as they still are where the merge put them. False: there is no such merge, or one of a
 * later day has to be undone first.
 */
export async function undoMerge(
  trx: Trx,
  who: Viewer,
  { contact, merge: id }: { contact: string; merge: string },
  now: Date,
): Promise<boolean> {
  const { account } = who;
  const standing = await trx
    .selectFrom('contact_merges')
    .selectAll()
    .where('account_id', '=', account)
    .where('kept_id', '=', contact)
    .where('undone_at', 'is', null)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .forUpdate()
    .execute();
  const [merge] = standing;
  const kept = await trx
    .selectFrom('contacts')
    .selectAll()
    .where('account_id', '=', account)
    .where('id', '=', contact)
    .forUpdate()
    .executeTakeFirst();
  if (!merge || merge.id !== id || !kept) return false;
  const { moved, gone_id: gone } = merge;
  await restoreContact(trx, account, gone, moved, now);
  await restoreKeys(trx, account, { kept: contact, gone }, moved);
  await trx
    .deleteFrom('tracking_limits')
    .where('account_id', '=', account)
    .where('scope', '=', 'contact')
    .where('value', '=', contact)
    .execute();
  if (moved.limits.gone) await putLimit(trx, account, gone, moved.limits.gone);
  if (moved.limits.kept) await putLimit(trx, account, contact, moved.limits.kept);
  await restoreDates(trx, account, contact, moved.dates);
  await restoreDates(trx, account, gone, moved.contact.dates);
  await refreshLastActivity(trx, account, [contact, gone]);
  await trx
    .updateTable('contact_merges')
    // Who was gone is there again: nothing of them has to be kept here.
    .set({
      undone_at: now,
      moved: json({ ...moved, contact: { ...moved.contact, name: '' }, addresses: [] }),
    })
    .where('account_id', '=', account)
    .where('id', '=', id)
    .execute();
  await recordAudit(trx, who, now, 'contact.unmerge', { kind: 'contact', id: contact }, { other: gone });
  return true;
}

async function restoreContact(
  trx: Trx,
  account: number,
  id: string,
  { contact }: MergedParts,
  now: Date,
): Promise<void> {
  await trx
    .insertInto('contacts')
    .values({
      account_id: account,
      id,
      name: contact.name,
      company: contact.company,
      owner_user_id: contact.owner,
      source: contact.source,
      properties: json(contact.properties),
      last_activity_at: null,
      created_at: new Date(contact.createdAt),
      updated_at: now,
    })
    .execute();
}

/** What stands under the kept contact by the merge alone goes back. */
async function restoreKeys(
  trx: Trx,
  account: number,
  { kept, gone }: { kept: string; gone: string },
  moved: MergedParts,
): Promise<void> {
  await allowMerge(trx);
  await sql`
    update contact_addresses a set contact_id = ${gone}, is_primary = b."primary"
    from jsonb_to_recordset(${json(moved.addresses)}::jsonb) as b (address text, "primary" boolean)
    where a.account_id = ${account} and a.contact_id = ${kept} and a.address = b.address`.execute(trx);
  await sql`
    update message_recipients r set contact_id = ${gone}
    from jsonb_to_recordset(${json(moved.recipients)}::jsonb) as b (message uuid, idx integer)
    where r.account_id = ${account} and r.contact_id = ${kept} and r.message_id = b.message and r.idx = b.idx`.execute(
    trx,
  );
  await sql`
    update message_senders set contact_id = ${gone}
    where account_id = ${account} and contact_id = ${kept} and message_id = any(${moved.senders}::uuid[])`.execute(
    trx,
  );
  await sql`
    update events set contact_id = ${gone}
    where account_id = ${account} and contact_id = ${kept} and seq = any(${moved.events}::bigint[])`.execute(
    trx,
  );
  await sql`
    delete from legal_bases l using jsonb_to_recordset(${json(moved.withdrawn)}::jsonb) as b (purpose text, at timestamptz)
    where l.account_id = ${account} and l.contact_id = ${kept} and l.purpose = b.purpose and l.at = b.at`.execute(
    trx,
  );
  await sql`
    update legal_bases l set contact_id = ${gone}
    from jsonb_to_recordset(${json(moved.bases)}::jsonb) as b (purpose text, at timestamptz)
    where l.account_id = ${account} and l.contact_id = ${kept} and l.purpose = b.purpose and l.at = b.at`.execute(
    trx,
  );
}

const PROPERTY = {
  open: 'lastOpen',
  click: 'lastClick',
  reply: 'lastReply',
  engagement: 'lastEngagement',
} as const satisfies Record<keyof MergedDates, ContactProperty>;

/** As they were before the merge, or later where the ledger tells of it. */
async function restoreDates(trx: Trx, account: number, contact: string, before: MergedDates): Promise<void> {
  const ledger = await datesInLedger(trx, account, contact);
  const of = (key: keyof MergedDates): Date | null => {
    const then = before[key] === null ? null : new Date(before[key]);
    const now = ledger[PROPERTY[key]];
    return now && (then === null || now > then) ? now : then;
  };
  await trx
    .updateTable('contacts')
    .set({
      last_open_at: of('open'),
      last_click_at: of('click'),
      last_reply_at: of('reply'),
      last_engagement_at: of('engagement'),
    })
    .where('account_id', '=', account)
    .where('id', '=', contact)
    .execute();
}
