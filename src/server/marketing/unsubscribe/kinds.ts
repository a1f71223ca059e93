import { type Kysely, sql, type Transaction } from 'kysely';
import type { MailKinds, NewMailKind } from '../../../core/api/marketing-sending';
import { recordAudit } from '../../audit';
import type { Database } from '../../store/schema';
import { uuidV7 } from '../../store/uuid-v7';

interface Who {
  account: number;
  user: number;
}

/** More than that nobody reads on the page where one chooses. */
export const MOST_KINDS = 20;

/** The kinds of marketing mail that an account sends, in their order. */
export async function mailKinds(db: Kysely<Database>, account: number): Promise<MailKinds> {
  const { rows } = await sql<{ id: string; name: string; description: string; n: number }>`
    select k.id, k.name, k.description, count(u.id)::int as n
      from mail_kinds k left join unsubscribes u
        on u.account_id = k.account_id and u.kind_id = k.id and u.ended_at is null
      where k.account_id = ${account} and k.removed_at is null
      group by k.id, k.name, k.description, k.position order by k.position, k.id`.execute(db);
  const all = await db
    .selectFrom('unsubscribes')
    .select(sql<number>`count(*)::int`.as('n'))
    .where('account_id', '=', account)
    .where('kind_id', 'is', null)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow();
  return {
    kinds: rows.map(({ n, ...kind }) => ({ ...kind, unsubscribed: n })),
    unsubscribedOfAll: all.n,
  };
}

/** Undefined: there are as many as there may be. */
export async function addKind(
  trx: Transaction<Database>,
  who: Who,
  { name, description }: NewMailKind,
  now: Date,
): Promise<string | undefined> {
  const { kinds } = await mailKinds(trx, who.account);
  if (kinds.length >= MOST_KINDS) return undefined;
  const id = uuidV7(now);
  await trx
    .insertInto('mail_kinds')
    .values({ account_id: who.account, id, name, description, position: kinds.length, created_at: now })
    .execute();
  await recordAudit(trx, who, now, 'mail-kind.create', { kind: 'mail-kind', id }, { name });
  return id;
}

export async function changeKind(
  trx: Transaction<Database>,
  who: Who,
  id: string,
  change: { name?: string | undefined; description?: string | undefined; position?: number | undefined },
  now: Date,
): Promise<boolean> {
  const { kinds } = await mailKinds(trx, who.account);
  const ids = kinds.map((kind) => kind.id);
  if (!ids.includes(id)) return false;
  const { name, description, position } = change;
  if (name !== undefined || description !== undefined) {
    await trx
      .updateTable('mail_kinds')
      .set({ ...(name !== undefined && { name }), ...(description !== undefined && { description }) })
      .where('account_id', '=', who.account)
      .where('id', '=', id)
      .execute();
  }
  if (position !== undefined) {
    const order = ids.filter((one) => one !== id);
    order.splice(position, 0, id);
    for (const [place, one] of order.entries()) {
      await trx
        .updateTable('mail_kinds')
        .set({ position: place })
        .where('account_id', '=', who.account)
        .where('id', '=', one)
        .execute();
    }
  }
  await recordAudit(trx, who, now, 'mail-kind.change', { kind: 'mail-kind', id });
  return true;
}

/**
 * No message is of it from now on; who took themselves off it stays off it, should it come back. `back`: undo. False: there
 * is none.
 */
export async function removeKind(
  trx: Transaction<Database>,
  who: Who,
  id: string,
  now: Date,
  back = false,
): Promise<boolean> {
  const changed = await trx
    .updateTable('mail_kinds')
    .set({ removed_at: back ? null : now })
    .where('account_id', '=', who.account)
    .where('id', '=', id)
    .where('removed_at', back ? 'is not' : 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!changed) return false;
  const action = back ? 'mail-kind.create' : 'mail-kind.remove';
  await recordAudit(trx, who, now, action, { kind: 'mail-kind', id });
  return true;
}
