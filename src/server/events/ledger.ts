import { sql, type Transaction } from 'kysely';
import type { EventKind } from '../../core/api/shared';
import { pushLater, takeBackPush } from '../push/waiting';
import { notifyAtCommit } from '../store/notifications';
import { json, type Database } from '../store/schema';
import { moveContactDates, restoreContactDates } from './contact-dates';

/** Store channel: an account's number, sent when its ledger has grown. */
export const FEED_CHANNEL = 'feed';

/** A row to be written into the account's ledger. Times are Dates in UTC. */
export interface NewEvent {
  account: number;
  kind: EventKind;
  at: Date;
  recordedAt: Date;
  /** Whose feed it belongs to: the user who sent the message. */
  user?: number;
  message?: string;
  /** 0 = Someone (O10). */
  recipient?: number;
  contact?: string;
  /** What made it, unique per kind: `hit:<id>`, `item:<mailbox>:<item>`, `message:<id>`. Writing it twice is one event. */
  cause: string;
  rulesVersion?: number;
  inferred?: boolean;
  historic?: boolean;
  retracts?: number;
  detail?: Record<string, unknown>;
  /** True: the user is told (feed line lights up, notification), and the team whose mailbox the message is from (A9). */
  notify?: boolean;
  /** R9: a mailbox whose owner or team is told too. */
  mailbox?: string;
}

/**
 * Writes one event and returns its seq, or undefined when this cause has written this kind before. The seq comes
 * from the account's counter row inside the caller's transaction: the row lock makes seq order commit order, so a
 * reader of `seq > cursor` never misses a row that commits later.
 */
export async function recordEvent(trx: Transaction<Database>, event: NewEvent): Promise<number | undefined> {
  return (await recordEvents(trx, [event]))[0];
}

/** `recordEvent` for several, in their order: their seqs follow each other, and each statement is made once. */
export async function recordEvents(
  trx: Transaction<Database>,
  events: readonly NewEvent[],
): Promise<(number | undefined)[]> {
  const seqs = new Map<NewEvent, number>();
  for (const account of [...new Set(events.map((event) => event.account))].sort((a, b) => a - b)) {
    const own = events.filter((event) => event.account === account);
    const written = await writeRows(trx, account, await withoutWritten(trx, account, own));
    if (written.length === 0) continue;
    await notifyUsers(trx, written);
    await moveContactDates(
      trx,
      account,
      // That an event was taken back, or that somebody is told of them, is no activity of the contact's.
      written.flatMap(({ event, seq }) =>
        event.contact !== undefined &&
        !event.historic &&
        event.kind !== 'retracted' &&
        event.kind !== 'workflow'
          ? [{ ...event, contact: event.contact, seq }]
          : [],
      ),
    );
    // After commit every open feed of the account looks for `seq > cursor`.
    await notifyAtCommit(trx, FEED_CHANNEL, String(account));
    for (const { given, seq } of written) seqs.set(given, seq);
  }
  return events.map((event) => seqs.get(event));
}

const nameOf = ({ cause, kind }: { cause: string; kind: string }): string => `${kind} ${cause}`;

async function withoutWritten(
  trx: Transaction<Database>,
  account: number,
  events: readonly NewEvent[],
): Promise<NewEvent[]> {
  const before = await trx
    .selectFrom('events')
    .select(['cause', 'kind'])
    .where('account_id', '=', account)
    .where('cause', 'in', [...new Set(events.map(({ cause }) => cause))])
    .where('kind', 'in', [...new Set(events.map(({ kind }) => kind))])
    .execute();
  const taken = new Set(before.map(nameOf));
  return events.filter((event) => {
    const isNew = !taken.has(nameOf(event));
    taken.add(nameOf(event));
    return isNew;
  });
}

interface Written {
  given: NewEvent;
  /** As it was written: in the feed of whoever hears of it now. */
  event: NewEvent;
  seq: number;
}

async function writeRows(
  trx: Transaction<Database>,
  account: number,
  events: readonly NewEvent[],
): Promise<Written[]> {
  if (events.length === 0) return [];
  const { event_seq: last, heirs } = await trx
    .updateTable('account_counters')
    .set({ event_seq: sql<number>`event_seq + ${events.length}` })
    .where('account_id', '=', account)
    .returning(['event_seq', heirsOf(account).as('heirs')])
    .executeTakeFirstOrThrow();
  const rows = events.map((given, i) => ({
    given,
    event: toHeir(given, heirs),
    seq: last - events.length + 1 + i,
  }));
  const written = await trx
    .insertInto('events')
    .values(
      rows.map(({ event, seq }) => ({
        account_id: account,
        seq,
        kind: event.kind,
        at: event.at,
        recorded_at: event.recordedAt,
        user_id: event.user ?? null,
        message_id: event.message ?? null,
        recipient_idx: event.recipient ?? null,
        contact_id: event.contact ?? null,
        cause: event.cause,
        rules_version: event.rulesVersion ?? null,
        inferred: event.inferred ?? false,
        historic: event.historic ?? false,
        retracts: event.retracts ?? null,
        detail: json(event.detail ?? {}),
      })),
    )
    .onConflict((c) => c.columns(['account_id', 'cause', 'kind']).doNothing())
    .returning('seq')
    .execute();
  // One that is missing lost the race to another transaction, whose row stands; its number stays unused, which readers allow.
  const stand = new Set(written.map(({ seq }) => seq));
  return rows.filter(({ seq }) => stand.has(seq));
}

/** S5: who hears of the mail of users who left, by their numbers. */
const heirsOf = (account: number) =>
  sql<Record<string, number> | null>`(select json_object_agg(h.from_user_id, h.to_user_id order by h.at)
    from handed_mail h join users u on u.account_id = h.account_id and u.id = h.from_user_id
    where h.account_id = ${account} and u.status = 'disabled')`;

function toHeir(event: NewEvent, heirs: Record<string, number> | null): NewEvent {
  const heir = heirs && event.message !== undefined ? heirs[String(event.user)] : undefined;
  return heir === undefined ? event : { ...event, user: heir };
}

async function notifyUsers(trx: Transaction<Database>, written: readonly Written[]): Promise<void> {
  const telling = written.filter(({ event }) => event.notify && !event.historic);
  const others = await othersTold(trx, telling);
  const told = telling.flatMap(({ event, seq }) => {
    const row = {
      ...{ account_id: event.account, seq, kind: event.kind },
      ...{ created_at: event.recordedAt, read_at: null },
    };
    return [
      ...(event.user === undefined ? [] : [{ ...row, user_id: event.user, shared: false }]),
      ...others(event).map((user) => ({ ...row, user_id: user, shared: true })),
    ];
  });
  if (told.length === 0) return;
  const push = await pushLater(trx, told);
  await trx
    .insertInto('notifications')
    .values(told.map((row) => ({ ...row, push: push.has(row.user_id) ? 'waiting' : null })))
    .execute();
}

/**
 * Who else is told of events, all of one account: of a message from a team's mailbox its team, as far as they may see it
 * (A9, P7, L5); of what names a mailbox (R9), its owner or team.
 */
async function othersTold(
  trx: Transaction<Database>,
  telling: readonly Written[],
): Promise<(event: NewEvent) => number[]> {
  const [first] = telling;
  const mailboxes = telling.flatMap(({ event }) => event.mailbox ?? []);
  const about = telling.flatMap(({ event: { message, recipient = 0 } }) =>
    message === undefined ? [] : [{ message, recipient }],
  );
  if (!first || about.length === 0) return () => [];
  const { account } = first.event;
  const { rows } = await sql<{ about: string; user: number }>`
    with told as (
      select m.id || ' ' || e.recipient as about, t.user_id
        from unnest(${about.map(({ message }) => message)}::uuid[],
          ${about.map(({ recipient }) => recipient)}::integer[]) as e (message, recipient)
        join messages m on m.account_id = ${account} and m.id = e.message
        join mailboxes b on b.account_id = m.account_id and b.kind = 'team'
          and (b.address = lower(m.from_address) or b.aliases ? lower(m.from_address))
        join team_members t on t.account_id = b.account_id and t.team_id = b.team_id
        where (m.visibility = 'everybody' or holds_copy(m.account_id, t.user_id, m.id, false)
            or m.visibility = 'team' and share_team(m.account_id, t.user_id, m.user_id))
          and coalesce((select r.via <> 'bcc' or holds_copy(m.account_id, t.user_id, m.id, true)
            from message_recipients r
            where r.account_id = m.account_id and r.message_id = m.id and r.idx = e.recipient), true)
      union all select b.id::text, coalesce(b.owner_user_id, t.user_id)
        from mailboxes b
        left join team_members t on t.account_id = b.account_id and t.team_id = b.team_id
        where b.account_id = ${account} and b.id = any(${mailboxes}::uuid[]))
    select distinct told.about, u.id as user
      from told join users u on u.account_id = ${account} and u.id = told.user_id and u.status = 'active'
      order by u.id`.execute(trx);
  return ({ user: own, message, recipient = 0, mailbox }) => {
    const names = [`${message} ${recipient}`, mailbox];
    const users = rows.filter((row) => names.includes(row.about)).map(({ user }) => user);
    return [...new Set(users)].filter((user) => user !== own);
  };
}

/** Takes an event back: a new row that names it, so that every reader of the ledger learns of it in order. */
export async function retractEvent(
  trx: Transaction<Database>,
  account: number,
  seq: number,
  why: { at: Date; reason: string },
): Promise<number | undefined> {
  const event = await trx
    .selectFrom('events')
    .selectAll()
    .where('account_id', '=', account)
    .where('seq', '=', seq)
    .executeTakeFirst();
  if (!event) return undefined;
  const back = await recordEvent(trx, {
    account,
    kind: 'retracted',
    at: why.at,
    recordedAt: why.at,
    user: event.user_id ?? undefined,
    message: event.message_id ?? undefined,
    recipient: event.recipient_idx ?? undefined,
    contact: event.contact_id ?? undefined,
    cause: `event:${seq}`,
    retracts: seq,
    detail: { reason: why.reason },
  });
  if (back !== undefined) {
    await takeBackPush(trx, account, seq);
    // Nobody waits to see what no longer stands.
    await trx
      .updateTable('notifications')
      .set({ read_at: why.at })
      .where('account_id', '=', account)
      .where('seq', '=', seq)
      .where('read_at', 'is', null)
      .execute();
    await sql`insert into notifications (account_id, user_id, seq, kind, created_at, read_at, shared)
      select account_id, user_id, ${back}, 'retracted', ${why.at}, ${why.at}, true
      from notifications where account_id = ${account} and seq = ${seq} and shared`.execute(trx);
  }
  if (back !== undefined && event.contact_id !== null && !event.historic) {
    await restoreContactDates(
      trx,
      {
        account,
        contact: event.contact_id,
        seq,
        kind: event.kind,
        at: event.at,
        recordedAt: event.recorded_at,
      },
      { seq: back, at: why.at },
    );
  }
  return back;
}
