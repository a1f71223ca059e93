import { type Kysely, sql, type Transaction } from 'kysely';
import type { NoTracking, NoTrackingEntry } from '../../core/api/account-settings';
import { domainOf } from '../../core/policy';
import { recordAudit } from '../audit';
import { json, type Database } from '../store/schema';
import { foldAddress } from './contacts';
import { entryOf } from './never-log';

/** A domain that changed its mind is not held to a bounce for longer. */
const PROPOSED_FOR_MS = 90 * 86_400_000;

interface Asker {
  account: number;
  user: number;
}

/** O6: whom the account does not track by an administrator's word, and whom a bounce proposes. */
export async function noTracking(db: Kysely<Database>, account: number, now: Date): Promise<NoTracking> {
  const rows = await db
    .selectFrom('tracking_limits')
    .select(['scope', 'value', 'level', 'at'])
    .where('account_id', '=', account)
    .where('scope', 'in', ['address', 'domain'])
    // An objection is the recipient's own word, and stands on their record (P6).
    .where('source', '!=', 'objection')
    .orderBy('value')
    .execute();
  const entries = rows.flatMap(({ scope, value, level, at }) =>
    scope === 'contact' ? [] : [{ scope, value, level, since: at.toISOString() }],
  );
  return { entries, proposals: await proposals(db, account, now) };
}

/** Domains that are neither listed nor turned down, most bounces first. */
async function proposals(db: Kysely<Database>, account: number, now: Date): Promise<NoTracking['proposals']> {
  const { rows } = await sql<{ domain: string; bounces: number; last: Date; detail: string | null }>`
    select lower(split_part(r.address, '@', 2)) as domain, count(*)::int as bounces, max(e.at) as last,
      max(r.delivery_detail) as detail
    from events e
    join messages m on m.account_id = e.account_id and m.id = e.message_id
    join message_recipients r on r.account_id = e.account_id and r.message_id = e.message_id and r.idx = e.recipient_idx
    where e.account_id = ${account} and e.kind = 'bounce' and e.at > ${new Date(now.getTime() - PROPOSED_FOR_MS)}
      and e.detail->>'blames' = 'content' and (m.tracked_image or m.links_tracked > 0)
      and not exists (select 1 from tracking_limits t where t.account_id = e.account_id and t.scope = 'domain'
        and t.value = lower(split_part(r.address, '@', 2)))
      and not exists (select 1 from accounts a where a.id = e.account_id
        and coalesce(a.settings->'keepTracking', '[]'::jsonb) ? lower(split_part(r.address, '@', 2)))
    group by 1 order by 2 desc, 1 limit 50`.execute(db);
  return rows.map(({ domain, bounces, last, detail }) => ({
    domain,
    bounces,
    lastAt: last.toISOString(),
    detail: detail ?? '',
  }));
}

/** As it is stored and compared; undefined: it is neither an address nor a domain. */
export const limitOf = ({ scope, value }: Pick<NoTrackingEntry, 'scope' | 'value'>): string | undefined =>
  scope === 'address'
    ? entryOf({ kind: 'address', value: foldAddress(value) })
    : entryOf({ kind: 'domain', value });

/** The names that an entry about this address can stand under: itself, its domain, the domains above. */
export function limitNamesOf(address: string): string[] {
  const labels = domainOf(address).split('.');
  return [foldAddress(address), ...labels.map((_, i) => labels.slice(i).join('.'))];
}

/** Sets an entry; of one that stands, its level. */
export async function setLimit(
  trx: Transaction<Database>,
  who: Asker,
  { scope, value, level }: NoTrackingEntry,
  now: Date,
): Promise<void> {
  await trx
    .insertInto('tracking_limits')
    .values({ account_id: who.account, scope, value, level, source: 'admin', at: now })
    .onConflict((c) =>
      c
        .columns(['account_id', 'scope', 'value'])
        .doUpdateSet({ level, source: 'admin', at: now })
        .where('tracking_limits.source', '!=', 'objection'),
    )
    .execute();
  // Whose address it is stands in the list itself; the log tells that there was a change (P8).
  await recordAudit(
    trx,
    who,
    now,
    'settings.no-tracking',
    { kind: 'tracking-limit', id: scope },
    { scope, level },
  );
}

/** False: there was none, or it is an objection. */
export async function removeLimit(
  trx: Transaction<Database>,
  who: Asker,
  { scope, value }: Pick<NoTrackingEntry, 'scope' | 'value'>,
  now: Date,
): Promise<boolean> {
  const gone = await trx
    .deleteFrom('tracking_limits')
    .where('account_id', '=', who.account)
    .where('scope', '=', scope)
    .where('value', '=', value)
    .where('source', '!=', 'objection')
    .returning('value')
    .executeTakeFirst();
  if (!gone) return false;
  const object = { kind: 'tracking-limit', id: scope };
  await recordAudit(trx, who, now, 'settings.no-tracking', object, { scope, removed: true });
  return true;
}

/** `keep`: this domain is tracked all the same, and not proposed again; false takes that back. */
export async function answerProposal(
  trx: Transaction<Database>,
  who: Asker,
  domain: string,
  keep: boolean,
  now: Date,
): Promise<void> {
  const { settings } = await trx
    .selectFrom('accounts')
    .select('settings')
    .where('id', '=', who.account)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const others = (settings.keepTracking ?? []).filter((one) => one !== domain);
  const keepTracking = keep ? [...others, domain] : others;
  await trx
    .updateTable('accounts')
    .set({ settings: sql<string>`settings || ${json({ keepTracking })}::jsonb` })
    .where('id', '=', who.account)
    .execute();
  const object = { kind: 'account', id: String(who.account) };
  await recordAudit(trx, who, now, 'settings.keep-tracking', object, { keep });
}
