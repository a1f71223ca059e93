import { type Selectable, sql, type Transaction } from 'kysely';
import { recordAudit } from '../audit';
import { datesInLedger, refreshLastActivity } from '../events';
import type { MergedDates, MergedParts } from '../store/log-tables';
import { json, type ContactProperty, type Database } from '../store/schema';
import { companiesOf, type Company } from './companies';
import { customValues, withCustom } from './contact-fields';
import { restoreMarketing } from './merge-marketing';
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
  const company = await companyNow(trx, account, moved.contact, now);
  await takeBackFilled(trx, kept, moved.filled);
  await restoreContact(trx, account, gone, moved, company, now);
  await restoreKeys(trx, account, { kept: contact, gone }, moved);
  await restoreChanges(trx, account, { kept: contact, gone }, moved);
  await restoreMarketing(trx, account, { kept: contact, gone }, moved);
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
      moved: json({
        ...moved,
        contact: { ...moved.contact, name: '', phone: null, properties: {} },
        addresses: [],
        filled: {},
      }),
    })
    .where('account_id', '=', account)
    .where('id', '=', id)
    .execute();
  await recordAudit(trx, who, now, 'contact.unmerge', { kind: 'contact', id: contact }, { other: gone });
  return true;
}

/** Their company as it is now: it may have another name, or be merged itself. */
async function companyNow(
  trx: Trx,
  account: number,
  { company, companyId }: MergedParts['contact'],
  now: Date,
): Promise<Company | null> {
  const { rows } = await sql<Company>`
    with recursive went (id) as (
      select ${companyId ?? null}::uuid
      union select m.kept_id from company_merges m join went on m.gone_id = went.id
        where m.account_id = ${account} and m.undone_at is null)
    select k.id, k.name from companies k join went on went.id = k.id where k.account_id = ${account}`.execute(
    trx,
  );
  const [standing] = rows;
  if (standing) return standing;
  const [made = null] = await companiesOf(trx, account, [{ name: company, at: now }]);
  return made;
}

/** What the kept contact had from the other alone goes from it, unless somebody has changed it since. */
async function takeBackFilled(
  trx: Trx,
  kept: Selectable<Database['contacts']>,
  filled: MergedParts['filled'] = {},
): Promise<void> {
  const custom = customValues(kept.properties);
  const gone = Object.entries(filled.custom ?? {}).filter(([key, value]) => custom[key] === value);
  const change = {
    ...(filled.company &&
      (kept.company_id === filled.company.id || kept.company === filled.company.name) && {
        company: null,
        company_id: null,
      }),
    ...(filled.phone !== undefined && kept.phone === filled.phone && { phone: null }),
    ...(gone.length > 0 && { properties: withCustom(Object.fromEntries(gone.map(([key]) => [key, null]))) }),
  };
  if (Object.keys(change).length === 0) return;
  await trx
    .updateTable('contacts')
    .set(change)
    .where('account_id', '=', kept.account_id)
    .where('id', '=', kept.id)
    .execute();
}

async function restoreContact(
  trx: Trx,
  account: number,
  id: string,
  { contact }: MergedParts,
  company: Company | null,
  now: Date,
): Promise<void> {
  await trx
    .insertInto('contacts')
    .values({
      account_id: account,
      id,
      name: contact.name,
      company: company?.name ?? null,
      company_id: company?.id ?? null,
      phone: contact.phone ?? null,
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

/** Their history goes with them; what was changed since the merge stays with who stayed. */
async function restoreChanges(
  trx: Trx,
  account: number,
  { kept, gone }: { kept: string; gone: string },
  { changes = [], dateChanges = [] }: MergedParts,
): Promise<void> {
  await sql`
    update contact_changes set contact_id = ${gone}
    where account_id = ${account} and contact_id = ${kept} and id = any(${changes}::uuid[])`.execute(trx);
  await sql`
    update contact_property_changes h set contact_id = ${gone}
    from jsonb_to_recordset(${json(dateChanges)}::jsonb) as b (property text, seq bigint)
    where h.account_id = ${account} and h.contact_id = ${kept} and h.property = b.property and h.seq = b.seq`.execute(
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
