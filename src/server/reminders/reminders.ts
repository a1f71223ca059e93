import { type Kysely, sql, type Transaction } from 'kysely';
import type { ReminderView } from '../../core/api/reminders';
import { enqueue } from '../jobs';
import type { Database } from '../store/schema';
import { uuidV7 } from '../store/uuid-v7';
import { REMIND_JOB } from './job-types';
import { standingOf, type Reminder, type Standing } from './standing';

const DAY_MS = 86_400_000;

interface Owner {
  account: number;
  user: number;
}

const later = (at: Date, days: number): Date => new Date(at.getTime() + days * DAY_MS);

const jobOf = ({
  account_id: account,
  id,
  due_at: runAt,
}: Pick<Reminder, 'account_id' | 'id' | 'due_at'>) => ({
  account,
  type: REMIND_JOB,
  key: id,
  ...(runAt && { runAt }),
});

/** What a reminder is about: a mail that is known, or the token with which a draft will be sent. */
type About = { message: string; tokenKey?: undefined } | { tokenKey: string; message?: undefined };

/**
 * R11: one reminder of this person's about one mail; it takes the place of one that was set before. Days count from when
 * the mail was sent, or from now where that would be over already.
 */
export async function setReminder(
  trx: Transaction<Database>,
  owner: Owner,
  about: About,
  { days, now }: { days: number; now: Date },
): Promise<string> {
  const known = about.message ?? (await messageOfToken(trx, owner.account, about.tokenKey));
  const sent = known === undefined ? undefined : await sentAt(trx, owner.account, known);
  const due = sent && later(sent > later(now, -days) ? sent : now, days);
  const before = await trx
    .selectFrom('reminders')
    .select('id')
    .where('account_id', '=', owner.account)
    .where('user_id', '=', owner.user)
    .where((eb) =>
      known === undefined ? eb('token_key', '=', about.tokenKey ?? '') : eb('message_id', '=', known),
    )
    .forUpdate()
    .executeTakeFirst();
  const row = {
    message_id: known ?? null,
    token_key: about.tokenKey ?? null,
    days,
    due_at: due ?? null,
    away_until: null,
    state: 'waiting' as const,
    updated_at: now,
  };
  const id = before?.id ?? uuidV7(now);
  if (before) {
    await trx
      .updateTable('reminders')
      .set({ ...row, created_at: now, round: sql<number>`round + 1` })
      .where('account_id', '=', owner.account)
      .where('id', '=', id)
      .execute();
  } else {
    await trx
      .insertInto('reminders')
      .values({ account_id: owner.account, id, user_id: owner.user, created_at: now, ...row })
      .execute();
  }
  if (due) await enqueue(trx, jobOf({ account_id: owner.account, id, due_at: due }));
  return id;
}

/** A mail that this server sends is to be reminded of. */
export async function remindOfToken(
  trx: Transaction<Database>,
  owner: Owner,
  { message, days, at }: { message: string; days: number; at: Date },
): Promise<void> {
  await setReminder(trx, owner, { message }, { days, now: at });
}

/** In the transaction that learns which message was sent with this token: from now on its reminders run. */
export async function startReminders(
  trx: Transaction<Database>,
  account: number,
  tokenKey: string,
  message: { id: string; at: Date },
): Promise<void> {
  const rows = await trx
    .updateTable('reminders')
    .set({
      message_id: message.id,
      due_at: sql<Date>`${message.at}::timestamptz + days * interval '1 day'`,
    })
    .where('account_id', '=', account)
    .where('token_key', '=', tokenKey)
    .where('message_id', 'is', null)
    .returning(['account_id', 'id', 'due_at', 'state'])
    .execute();
  for (const row of rows) if (row.state === 'waiting') await enqueue(trx, jobOf(row));
}

/** Put off, from now. False: there is no such reminder of theirs. */
export async function putOff(
  trx: Transaction<Database>,
  owner: Owner,
  id: string,
  { days, now }: { days: number; now: Date },
): Promise<boolean> {
  const row = await trx
    .updateTable('reminders')
    .set({
      state: 'waiting',
      days,
      due_at: later(now, days),
      away_until: null,
      round: sql<number>`round + 1`,
      updated_at: now,
    })
    .where('account_id', '=', owner.account)
    .where('user_id', '=', owner.user)
    .where('id', '=', id)
    .where('message_id', 'is not', null)
    .returning(['account_id', 'id', 'due_at'])
    .executeTakeFirst();
  if (row) await enqueue(trx, jobOf(row));
  return row !== undefined;
}

/** Takes a reminder back, or (`restore`) undoes that. */
export async function takeBack(
  trx: Transaction<Database>,
  owner: Owner,
  id: string,
  { restore, now }: { restore: boolean; now: Date },
): Promise<boolean> {
  const row = await trx
    .updateTable('reminders')
    .set({ state: restore ? 'waiting' : 'taken-back', updated_at: now })
    .where('account_id', '=', owner.account)
    .where('user_id', '=', owner.user)
    .where('id', '=', id)
    .returning(['account_id', 'id', 'due_at'])
    .executeTakeFirst();
  if (row?.due_at && restore) await enqueue(trx, jobOf(row));
  return row !== undefined;
}

const MOST = 200;

/** A person's reminders, soonest first: those that wait or are due; or all about one mail. */
export async function remindersOf(
  db: Kysely<Database>,
  owner: Owner,
  about?: { message?: string | undefined; tokenKey?: string | undefined; id?: string | undefined },
): Promise<ReminderView[]> {
  let query = db
    .selectFrom('reminders')
    .selectAll()
    .where('account_id', '=', owner.account)
    .where('user_id', '=', owner.user);
  if (about?.id !== undefined) query = query.where('id', '=', about.id);
  else if (about?.message !== undefined) query = query.where('message_id', '=', about.message);
  else if (about?.tokenKey !== undefined) query = query.where('token_key', '=', about.tokenKey);
  else query = query.where('state', 'in', ['waiting', 'due']);
  const rows = await query.orderBy('due_at').limit(MOST).execute();
  const standings = await standingOf(db, owner, rows);
  return rows
    .map((row) => viewOf(row, standings.get(row.id)))
    .filter((view) => about !== undefined || view.state !== 'ended');
}

function viewOf(row: Reminder, standing: Standing | undefined): ReminderView {
  const over = standing?.over === true && row.state !== 'taken-back';
  return {
    id: row.id,
    state: over ? 'ended' : row.state,
    days: row.days,
    ...(row.due_at && { dueAt: (standing?.dueAt ?? row.due_at).toISOString() }),
    ...(standing?.awayUntil && { awayUntil: standing.awayUntil.toISOString() }),
    ...(standing?.message && { message: standing.message }),
  };
}

/** The message that was sent with this token, if that is known already. */
export async function messageOfToken(
  trx: Kysely<Database>,
  account: number,
  tokenKey: string,
): Promise<string | undefined> {
  const row = await trx
    .selectFrom('messages')
    .select('id')
    .where('account_id', '=', account)
    .where('token_key', '=', tokenKey)
    .executeTakeFirst();
  return row?.id;
}

async function sentAt(
  trx: Transaction<Database>,
  account: number,
  message: string,
): Promise<Date | undefined> {
  const row = await trx
    .selectFrom('messages')
    .select('at')
    .where('account_id', '=', account)
    .where('id', '=', message)
    .executeTakeFirst();
  return row?.at;
}
