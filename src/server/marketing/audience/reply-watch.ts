import { type Kysely, sql, type Transaction } from 'kysely';
import type { Finding } from '../../../core/api/mailboxes';
import { foldAddress } from '../../crm/contacts';
import type { Database, MailboxState } from '../../store/schema';

/** What passes within so short a time stops nothing. */
const PASSING_MS = 2 * 60_000;

/** What the doctor found of one mailbox. */
export interface Looked {
  account: number;
  id: string;
  state: MailboxState;
  ownerActive: boolean;
  lastSyncAt: Date | null;
}

/** Nobody sees what comes into the mailbox. */
const UNSEEN: readonly Finding['kind'][] = [
  'not-allowed',
  'owner-disabled',
  'unavailable',
  'failing',
  'stale',
];
/** It was said by a person or by Microsoft: it does not pass by itself. */
const LASTING: readonly MailboxState[] = ['paused', 'not-allowed', 'disconnected'];

/**
 * M10: keeps from when to when nobody saw what came into a mailbox, by what the doctor has just found. Resolves to whether
 * it is lost as a Reply-to (what passes in two minutes is not), and when to look again where that is not clear yet.
 */
export async function settleGap(
  trx: Transaction<Database>,
  mailbox: Looked,
  found: readonly Finding[],
  now: Date,
): Promise<{ lost: boolean; again?: Date }> {
  const lasting = LASTING.includes(mailbox.state) || !mailbox.ownerActive;
  const unseen = lasting || found.some(({ kind }) => UNSEEN.includes(kind));
  const open = await trx
    .selectFrom('mailbox_gaps')
    .select('noticed_at')
    .where('account_id', '=', mailbox.account)
    .where('mailbox_id', '=', mailbox.id)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  if (!unseen) {
    // Being connected again it has not been looked through yet.
    if (open && mailbox.state === 'watching') {
      await trx
        .updateTable('mailbox_gaps')
        .set({ ended_at: now })
        .where('account_id', '=', mailbox.account)
        .where('mailbox_id', '=', mailbox.id)
        .where('ended_at', 'is', null)
        .execute();
    }
    return { lost: false };
  }
  if (!open) {
    // It went silent when it was looked through last, not when that was noticed.
    await sql`
      insert into mailbox_gaps (account_id, mailbox_id, since, noticed_at)
      select ${mailbox.account}, ${mailbox.id}, greatest(${lasting ? now : (mailbox.lastSyncAt ?? now)}::timestamptz,
        (select max(g.ended_at) + interval '1 millisecond' from mailbox_gaps g where g.account_id = ${mailbox.account}
          and g.mailbox_id = ${mailbox.id})), ${now}
      on conflict do nothing`.execute(trx);
  }
  const passesAt = new Date((open?.noticed_at ?? now).getTime() + PASSING_MS);
  return lasting || passesAt <= now ? { lost: true } : { lost: false, again: passesAt };
}

/** Every address that leads to a mailbox: its own, those the directory lists, those that a test mail proved. Folded. */
export async function addressesOf(db: Kysely<Database>, account: number, id: string): Promise<Set<string>> {
  const box = await db
    .selectFrom('mailboxes')
    .select(['address', 'aliases'])
    .where('account_id', '=', account)
    .where('id', '=', id)
    .executeTakeFirst();
  const proven = await db
    .selectFrom('reply_addresses')
    .select('address')
    .where('account_id', '=', account)
    .where('mailbox_id', '=', id)
    .execute();
  return new Set([
    ...(box ? [box.address, ...box.aliases].map(foldAddress) : []),
    ...proven.map(({ address }) => address),
  ]);
}
