import { sql, type Transaction } from 'kysely';
import type { LeftOutReason } from '../../../core/api/marketing';
import type { Services } from '../../services';
import type { CopyState } from '../../store/marketing-tables';
import type { Database } from '../../store/schema';
import { mayGetNow } from '../audience';
import { wakeLanes } from './job-types';
import { readSend } from './sends';

export type SentOne =
  /** `idx`: which copy of the message it is; `state`: how far that is, where it was asked for before. */
  | { ok: true; idx: number; state: CopyState }
  /** `left-out`: the contact may not get it now, which stands as a copy too; it is not tried again under this key. */
  | { ok: false; reason: 'left-out'; why: LeftOutReason; idx: number }
  /** The message is a draft still, is cancelled or paused before it began, or was removed. */
  | { ok: false; reason: 'not-sendable' };

/**
 * Sends a message to one contact, once for each key, in the transaction of what wants it: a message that workflows send
 * (`makeAutomatic`), or one that was sent to an audience before. Whether the contact may get it is asked now, and again as
 * the copy leaves.
 */
export async function sendOne(
  trx: Transaction<Database>,
  services: Pick<Services, 'secrets' | 'clock' | 'store'>,
  asked: { account: number; message: string; contact: string; key: string },
): Promise<SentOne> {
  const { account, message, contact, key } = asked;
  const now = services.clock.now();
  const row = await trx
    .selectFrom('marketing_sends as s')
    .innerJoin('marketing_messages as m', (join) =>
      join.onRef('m.account_id', '=', 's.account_id').onRef('m.id', '=', 's.message_id'),
    )
    .selectAll('s')
    .where('s.account_id', '=', account)
    .where('s.message_id', '=', message)
    .where('m.removed_at', 'is', null)
    .where('m.state', 'in', ['sending', 'sent', 'paused'])
    // Indices are given one at a time.
    .forUpdate('s')
    .executeTakeFirst();
  if (!row) return { ok: false, reason: 'not-sendable' };
  const before = await trx
    .selectFrom('marketing_singles as k')
    .innerJoin('marketing_copies as c', (join) =>
      join
        .onRef('c.account_id', '=', 'k.account_id')
        .onRef('c.message_id', '=', 'k.message_id')
        .onRef('c.idx', '=', 'k.idx'),
    )
    .select(['c.idx', 'c.state'])
    .where('k.account_id', '=', account)
    .where('k.key', '=', key)
    .executeTakeFirst();
  if (before) return { ok: true, ...before };
  // Copies for the audience are made in the order of its contacts, by whoever sends it.
  if (!row.copied) return { ok: false, reason: 'not-sendable' };

  const person = await trx
    .selectFrom('contacts as c')
    .leftJoin('contact_addresses as a', (join) =>
      join
        .onRef('a.account_id', '=', 'c.account_id')
        .onRef('a.contact_id', '=', 'c.id')
        .on('a.is_primary', '=', true),
    )
    .select(['c.name', 'a.address'])
    .where('c.account_id', '=', account)
    .where('c.id', '=', contact)
    .executeTakeFirst();
  const address = person?.address ?? '';
  const may = (await mayGetNow(services, trx, account, readSend(services, row), [{ contact, address }])).get(
    contact,
  );
  const idx = row.next_idx;
  await trx
    .insertInto('marketing_singles')
    .values({ account_id: account, key, message_id: message, idx, at: now })
    .execute();
  const why = may && !may.ok ? may.reason : undefined;
  await trx
    .insertInto('marketing_copies')
    .values({
      account_id: account,
      message_id: message,
      idx,
      contact_id: person ? contact : null,
      address,
      name: person?.name ?? '',
      state: why === undefined ? 'waiting' : 'left-out',
      reason: why ?? null,
    })
    .execute();
  await trx
    .updateTable('marketing_sends')
    .set({ next_idx: sql<number>`next_idx + 1` })
    .where('account_id', '=', account)
    .where('message_id', '=', message)
    .execute();
  if (why !== undefined) return { ok: false, reason: 'left-out', why, idx };
  await wakeLanes(trx, services.store, account, message);
  return { ok: true, idx, state: 'waiting' };
}
