import type { Kysely, Transaction } from 'kysely';
import { recordAudit } from '../audit';
import { FEED_CHANNEL, refreshLastActivity } from '../events';
import { enqueue } from '../jobs';
// Not the folder's face, which leads back here.
import { LOG_BY_HAND_JOB } from '../mailbox/job-types';
import { wish } from '../mailbox/filing/wishes';
import { takeAway } from '../messages/take-away';
import { notifyAtCommit } from '../store/notifications';
import type { Database } from '../store/schema';
import { tookPart } from './messages';
import { contactsOnMessage } from './move-log';
import type { Viewer } from './visibility';

/** What became of a log that a person has undone. */
export interface UndoneLog {
  id: string;
  at: Date;
  /** A connected mailbox holds a copy, from which it can be logged again. */
  canLogAgain: boolean;
}

/** L7: undoes the log of a message; nothing brings it back by itself. Undefined: there is no such log. */
export async function undoLog(
  trx: Transaction<Database>,
  who: Viewer,
  id: string,
  now: Date,
): Promise<UndoneLog | undefined> {
  const message = await trx
    .selectFrom('messages')
    .select(['state', 'direction'])
    .where('account_id', '=', who.account)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!message || message.state === 'undone') return undefined;
  await takeAway(trx, who.account, id, { by: who.user, at: now });
  await recordAudit(
    trx,
    who,
    now,
    'message.undo',
    { kind: 'message', id },
    { direction: message.direction, before: message.state },
  );
  return { id, at: now, canLogAgain: await hasCopy(trx, who.account, id) };
}

/** The undone log of a mail that this person took part in. */
export async function undoneLog(
  db: Kysely<Database>,
  who: Viewer,
  id: string,
  anybodys: boolean,
): Promise<UndoneLog | undefined> {
  const row = await db
    .selectFrom('messages')
    .select('updated_at')
    .where('account_id', '=', who.account)
    .where('id', '=', id)
    .where('state', '=', 'undone')
    .executeTakeFirst();
  if (!row || (!anybodys && !(await tookPart(db, who, id)))) return undefined;
  return { id, at: row.updated_at, canLogAgain: await hasCopy(db, who.account, id) };
}

async function hasCopy(db: Kysely<Database>, account: number, id: string): Promise<boolean> {
  const row = await db
    .selectFrom('sightings as s')
    .innerJoin('mailboxes as b', (join) =>
      join.onRef('b.account_id', '=', 's.account_id').onRef('b.id', '=', 's.mailbox_id'),
    )
    .innerJoin('messages as m', (join) =>
      join.onRef('m.account_id', '=', 's.account_id').onRef('m.id', '=', 's.message_id'),
    )
    .select('s.item_id')
    .where('s.account_id', '=', account)
    .where('s.message_id', '=', id)
    .where('m.message_id_hash', 'is not', null)
    .where('b.state', 'in', ['connecting', 'watching', 'failing'])
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * L7: what was undone is logged again, by a person's will: the tombstone goes, and the text and files are fetched from a
 * copy in a connected mailbox. False: there is none, or it was not undone. The never-log list holds all the same (L4).
 */
export async function logAgain(
  trx: Transaction<Database>,
  who: Viewer,
  id: string,
  now: Date,
): Promise<boolean> {
  const message = await trx
    .selectFrom('messages')
    .select(['direction', 'message_id_hash'])
    .where('account_id', '=', who.account)
    .where('id', '=', id)
    .where('state', '=', 'undone')
    .forUpdate()
    .executeTakeFirst();
  if (!message || message.message_id_hash === null || !(await hasCopy(trx, who.account, id))) return false;
  const { direction, message_id_hash: hash } = message;
  await trx
    .deleteFrom('tombstones')
    .where('account_id', '=', who.account)
    .where('message_id_hash', '=', hash)
    .where('direction', '=', direction)
    .execute();
  await trx
    .updateTable('messages')
    .set({ state: direction === 'outgoing' ? 'sent' : 'received', logged: true, updated_at: now })
    .where('account_id', '=', who.account)
    .where('id', '=', id)
    .execute();
  await wish(trx, who, { hash, direction }, now);
  await trx
    .deleteFrom('mailbox_items as i')
    .using('sightings as s')
    .whereRef('i.account_id', '=', 's.account_id')
    .whereRef('i.mailbox_id', '=', 's.mailbox_id')
    .whereRef('i.item_id', '=', 's.item_id')
    .where('s.account_id', '=', who.account)
    .where('s.message_id', '=', id)
    .execute();
  await enqueue(trx, { account: who.account, type: LOG_BY_HAND_JOB, key: id });
  await refreshLastActivity(trx, who.account, await contactsOnMessage(trx, who.account, id));
  await recordAudit(trx, who, now, 'message.log-again', { kind: 'message', id });
  await notifyAtCommit(trx, FEED_CHANNEL, String(who.account));
  return true;
}
