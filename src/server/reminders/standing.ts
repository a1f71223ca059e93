import { type Kysely, type Selectable, sql } from 'kysely';
import { messageVisibleTo, recipientVisibleTo, type Viewer } from '../crm/visibility';
import type { Database } from '../store/schema';

export type Reminder = Selectable<Database['reminders']>;

const DAY_MS = 86_400_000;

/** What the mail of a reminder has come to. */
export interface Standing {
  /** A reply came, or the mail is gone or out of its owner's sight: there is nothing to remind of. */
  over: boolean;
  /** When it is due, somebody's absence waited out. */
  dueAt: Date;
  awayUntil?: Date;
  message?: { id: string; subject: string; to: string };
}

/**
 * When a reminder is due where somebody is away until a day: the day after, at the hour at which it was due, so that who
 * comes back finds time to answer.
 */
export function afterAbsence(due: Date, until: Date): Date {
  if (until.getTime() + DAY_MS <= due.getTime()) return due;
  const day = new Date(Date.UTC(until.getUTCFullYear(), until.getUTCMonth(), until.getUTCDate() + 1));
  return new Date(day.getTime() + (due.getTime() % DAY_MS));
}

/**
 * How a person's reminders stand, by their ids: what was answered since they were set, and who is away. Told as far as
 * that person sees the mail (P7) and its recipients (L5).
 */
export async function standingOf(
  db: Kysely<Database>,
  viewer: Viewer,
  reminders: readonly Reminder[],
): Promise<Map<string, Standing>> {
  const ids = [...new Set(reminders.flatMap(({ message_id: id }) => id ?? []))];
  if (ids.length === 0) return new Map();
  const { account } = viewer;
  const messages = await db
    .selectFrom('messages')
    .select(['messages.id', 'messages.subject', 'messages.state'])
    .select(
      sql<string | null>`(select string_agg(coalesce(nullif(r.name, ''), r.address), ', ' order by r.idx)
        from message_recipients r where r.account_id = messages.account_id and r.message_id = messages.id
        and ${recipientVisibleTo(viewer)})`.as('to'),
    )
    .where(messageVisibleTo(viewer))
    .where('messages.id', 'in', ids)
    .execute();
  const events = await db
    .selectFrom('events as e')
    .select(['e.message_id', 'e.kind', 'e.at', 'e.detail'])
    .where('e.account_id', '=', account)
    .where('e.message_id', 'in', ids)
    .where('e.kind', 'in', ['reply', 'auto-reply'])
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('events as b')
            .select('b.seq')
            .whereRef('b.account_id', '=', 'e.account_id')
            .whereRef('b.retracts', '=', 'e.seq'),
        ),
      ),
    )
    .execute();
  const standings = new Map<string, Standing>();
  for (const reminder of reminders) {
    if (reminder.message_id === null || !reminder.due_at) continue;
    const message = messages.find(({ id }) => id === reminder.message_id);
    if (!message) {
      standings.set(reminder.id, { over: true, dueAt: reminder.due_at });
      continue;
    }
    const own = events.filter(({ message_id: id }) => id === message.id);
    const gone = message.state === 'not-confirmed';
    const replied = own.some(({ kind, at }) => kind === 'reply' && at >= reminder.created_at);
    const away = Math.max(
      0,
      ...own.flatMap(({ kind, detail }) => {
        const until = kind === 'auto-reply' ? detail['until'] : undefined;
        const at = typeof until === 'string' ? Date.parse(until) : Number.NaN;
        return Number.isNaN(at) ? [] : [at];
      }),
    );
    const dueAt = away > 0 ? afterAbsence(reminder.due_at, new Date(away)) : reminder.due_at;
    standings.set(reminder.id, {
      over: gone || replied,
      dueAt,
      ...(dueAt > reminder.due_at && { awayUntil: new Date(away) }),
      message: { id: message.id, subject: message.subject, to: message.to ?? '' },
    });
  }
  return standings;
}
