import type { Kysely, Transaction } from 'kysely';
import type { LogRefusal } from '../../core/api/logs';
import { recordAudit } from '../audit';
import { enqueue } from '../jobs';
// Not the folder's face, which leads back here.
import { LOG_BY_HAND_JOB } from '../mailbox/job-types';
import { wish } from '../mailbox/filing/wishes';
import { takeAway } from '../messages/take-away';
import type { CopyAt } from '../store/log-tables';
import type { Database } from '../store/schema';
import { tookPart } from './messages';
import type { Viewer } from './visibility';

/** What became of a log that a person has undone. */
export interface UndoneLog {
  id: string;
  at: Date;
  /** A connected mailbox holds a copy, from which it can be logged again. */
  canLogAgain: boolean;
  /** A person wants it logged again, and that waits or was refused. */
  again?: { refused: LogRefusal | null };
}

/**
 * L7: undoes the log of a message; nothing brings it back by itself. `ifCanLogAgain`: only where a person could have it
 * logged again, else nothing is done and it is `for-good`. Undefined: there is no such log.
 */
export async function undoLog(
  trx: Transaction<Database>,
  who: Viewer,
  id: string,
  now: Date,
  { ifCanLogAgain = false } = {},
): Promise<UndoneLog | 'for-good' | undefined> {
  const message = await trx
    .selectFrom('messages')
    .select(['state', 'direction', 'kind'])
    .where('account_id', '=', who.account)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!message || message.state === 'undone') return undefined;
  // A marketing message went to many, and is nobody's log alone.
  if (message.kind === 'marketing' && message.direction === 'outgoing') return undefined;
  const canLogAgain = (await copiesOf(trx, who.account, id)).length > 0;
  if (ifCanLogAgain && !canLogAgain) return 'for-good';
  await takeAway(trx, who.account, id, { by: who.user, at: now });
  await recordAudit(
    trx,
    who,
    now,
    'message.undo',
    { kind: 'message', id },
    { direction: message.direction, before: message.state },
  );
  return { id, at: now, canLogAgain };
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
    .select(['updated_at', 'message_id_hash', 'direction'])
    .where('account_id', '=', who.account)
    .where('id', '=', id)
    .where('state', '=', 'undone')
    .executeTakeFirst();
  if (!row || (!anybodys && !(await tookPart(db, who, id)))) return undefined;
  const again = await db
    .selectFrom('log_wishes')
    .select('refused')
    .where('account_id', '=', who.account)
    .where('message_id_hash', '=', row.message_id_hash)
    .where('direction', '=', row.direction)
    .executeTakeFirst();
  const canLogAgain = (await copiesOf(db, who.account, id)).length > 0;
  return { id, at: row.updated_at, canLogAgain, ...(again && { again }) };
}

/** Where copies of it lie that the server can fetch. */
async function copiesOf(db: Kysely<Database>, account: number, id: string): Promise<CopyAt[]> {
  return db
    .selectFrom('sightings as s')
    .innerJoin('mailboxes as b', (join) =>
      join.onRef('b.account_id', '=', 's.account_id').onRef('b.id', '=', 's.mailbox_id'),
    )
    .innerJoin('messages as m', (join) =>
      join.onRef('m.account_id', '=', 's.account_id').onRef('m.id', '=', 's.message_id'),
    )
    .select(['s.mailbox_id as mailbox', 's.item_id as item'])
    .where('s.account_id', '=', account)
    .where('s.message_id', '=', id)
    .where('m.message_id_hash', 'is not', null)
    .where('b.state', 'in', ['connecting', 'watching', 'failing'])
    .where('b.access', '!=', 'pane')
    .orderBy('s.at')
    .execute();
}

/**
 * L7: what was undone is to be logged again, by a person's will: its text and files are fetched from a copy in a
 * connected mailbox, and until then it stays undone. False: there is no copy, or it was not undone. The never-log list
 * holds all the same (L4).
 */
export async function logAgain(
  trx: Transaction<Database>,
  who: Viewer,
  id: string,
  now: Date,
): Promise<boolean> {
  const message = await trx
    .selectFrom('messages')
    .select(['direction', 'message_id_hash as hash'])
    .where('account_id', '=', who.account)
    .where('id', '=', id)
    .where('state', '=', 'undone')
    .forUpdate()
    .executeTakeFirst();
  if (!message || message.hash === null) return false;
  const copies = await copiesOf(trx, who.account, id);
  if (copies.length === 0) return false;
  const { direction, hash } = message;
  const key = await wish(trx, who, { mail: { hash, direction }, choice: {}, copies, byPane: false }, now);
  await enqueue(trx, { account: who.account, type: LOG_BY_HAND_JOB, key });
  await recordAudit(trx, who, now, 'message.log-again', { kind: 'message', id });
  return true;
}
