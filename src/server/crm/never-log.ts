import { type Kysely, sql, type Transaction } from 'kysely';
import type { NeverLogEntry, NeverLogList } from '../../core/api/logs';
import { recordAudit } from '../audit';
import { json, type Database } from '../store/schema';
import { foldAddress } from './contacts';
import { purgeViews } from './purge';
import type { Viewer } from './visibility';

/** As it is stored and compared: without plus-tag, without what people write before a domain. Undefined: it is neither. */
export function entryOf(given: Pick<NeverLogEntry, 'kind' | 'value'>): string | undefined {
  const value = foldAddress(given.value).replace(/\.$/, '');
  if (given.kind === 'address') {
    return /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value) ? value.replace(/\+[^@]*@/, '@') : undefined;
  }
  const domain = value.replace(/^(?:\*\.|@|\.)+/, '');
  return /^[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+$/u.test(domain) ? domain : undefined;
}

const userOf = (who: Viewer, scope: NeverLogEntry['scope']): number => (scope === 'account' ? 0 : who.user);

/** L4: the account's list and the person's own, and what is being taken away because of them. */
export async function neverLogList(db: Kysely<Database>, who: Viewer): Promise<NeverLogList> {
  const [rows, account, purges] = await Promise.all([
    db
      .selectFrom('never_log')
      .selectAll()
      .where('account_id', '=', who.account)
      .where('user_id', 'in', [0, who.user])
      .orderBy('user_id')
      .orderBy('kind')
      .orderBy('value')
      .execute(),
    db.selectFrom('accounts').select('settings').where('id', '=', who.account).executeTakeFirstOrThrow(),
    purgeViews(db, who),
  ]);
  return {
    entries: rows.map(({ user_id: user, kind, value, at }) => ({
      scope: user === 0 ? 'account' : 'own',
      kind,
      value,
      since: at.toISOString(),
    })),
    blocks: account.settings.neverLogBlocks ?? 'mail',
    purges,
  };
}

/** Puts an entry on a list. From then on no mail with them is filed. */
export async function addEntry(
  trx: Transaction<Database>,
  who: Viewer,
  entry: NeverLogEntry,
  now: Date,
): Promise<void> {
  const { scope, kind, value } = entry;
  await trx
    .insertInto('never_log')
    .values({ account_id: who.account, user_id: userOf(who, scope), kind, value, at: now })
    .onConflict((c) => c.doNothing())
    .execute();
  // Whose address it is stands in the list itself; the log tells that there was a change (P8).
  await recordAudit(trx, who, now, 'never-log.add', { kind: 'never-log', id: scope }, { kind });
}

/** False: it was not there. */
export async function removeEntry(
  trx: Transaction<Database>,
  who: Viewer,
  { scope, kind, value }: NeverLogEntry,
  now: Date,
): Promise<boolean> {
  const gone = await trx
    .deleteFrom('never_log')
    .where('account_id', '=', who.account)
    .where('user_id', '=', userOf(who, scope))
    .where('kind', '=', kind)
    .where('value', '=', value)
    .returning('value')
    .executeTakeFirst();
  if (!gone) return false;
  await recordAudit(trx, who, now, 'never-log.remove', { kind: 'never-log', id: scope }, { kind });
  return true;
}

/** L4: what one listed person among many blocks, for mail from now on. */
export async function setBlocks(
  trx: Transaction<Database>,
  who: Viewer,
  blocks: 'mail' | 'record',
  now: Date,
): Promise<void> {
  await trx
    .updateTable('accounts')
    .set({ settings: sql<string>`settings || ${json({ neverLogBlocks: blocks })}::jsonb` })
    .where('id', '=', who.account)
    .execute();
  const account = { kind: 'account', id: String(who.account) };
  await recordAudit(trx, who, now, 'settings.never-log', account, { blocks });
}
