import { type ExpressionBuilder, type Kysely, type RawBuilder, sql, type SqlBool } from 'kysely';
import type { Timeline } from '../../core/api/app';
import type { Database } from '../store/schema';
import { decodeCursor, encodeCursor } from './cursor';
import { messageViews, type FileUrl } from './message-views';
import { messageVisibleTo, ownMessage, recipientVisibleTo, type Viewer } from './visibility';

/** A page of a timeline, and what of it is shown. */
export interface TimelinePage {
  cursor?: string | undefined;
  limit: number;
  kind?: 'sent' | 'received' | 'replies' | 'tracked' | undefined;
  /** Only what the viewer took part in. */
  mine?: boolean | undefined;
  search?: string | undefined;
}

/** A word of a search as LIKE has it, wherever it stands. */
const within = (search: string): string => `%${search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;

function shownBy(viewer: Viewer, { kind, mine, search }: TimelinePage) {
  return (eb: ExpressionBuilder<Database, 'messages'>) =>
    eb.and([
      ...(kind === 'sent' ? [eb('messages.direction', '=', 'outgoing')] : []),
      ...(kind === 'received' ? [eb('messages.direction', '=', 'incoming')] : []),
      ...(kind === 'replies' ? [eb('messages.judged_kind', '=', 'reply')] : []),
      ...(kind === 'tracked'
        ? [eb.or([eb('messages.tracked_image', '=', true), eb('messages.links_tracked', '>', 0)])]
        : []),
      ...(mine === true ? [ownMessage(viewer)] : []),
      ...(search === undefined || search === ''
        ? []
        : [
            sql<SqlBool>`(lower(messages.subject collate "und-x-icu") like ${within(search)}
              or lower(coalesce(messages.new_text, messages.text, '') collate "und-x-icu") like ${within(search)})`,
          ]),
    ]);
}

/** Of `message_recipients r`: marketing mail leaves copy by copy, and a copy that did not leave was never sent to them. */
const hasLeft = sql<SqlBool>`not exists (select from marketing_copies c where c.account_id = r.account_id
  and c.message_id = r.message_id and c.idx = r.idx and c.state not in ('accepted', 'unclear'))`;

/**
 * L2: what was written to and by one contact, newest first, by keyset. Undefined when the account has no such contact.
 */
export async function contactTimeline(
  db: Kysely<Database>,
  viewer: Viewer,
  contact: string,
  page: TimelinePage,
  fileUrl: FileUrl,
): Promise<Timeline | undefined> {
  const exists = await db
    .selectFrom('contacts')
    .select('id')
    .where('account_id', '=', viewer.account)
    .where('id', '=', contact)
    .executeTakeFirst();
  return exists && timelineOf(db, viewer, { contact }, page, fileUrl);
}

/** The same of everybody of a company. Undefined when the account has no such company. */
export async function companyTimeline(
  db: Kysely<Database>,
  viewer: Viewer,
  company: string,
  page: TimelinePage,
  fileUrl: FileUrl,
): Promise<Timeline | undefined> {
  const exists = await db
    .selectFrom('companies')
    .select('id')
    .where('account_id', '=', viewer.account)
    .where('id', '=', company)
    .executeTakeFirst();
  return exists && timelineOf(db, viewer, { company }, page, fileUrl);
}

async function timelineOf(
  db: Kysely<Database>,
  viewer: Viewer,
  whose: { contact: string } | { company: string },
  page: TimelinePage,
  fileUrl: FileUrl,
): Promise<Timeline> {
  const from = page.cursor === undefined ? undefined : decodeCursor(page.cursor);

  // A constant of the statement: under an unknown limit PostgreSQL plans for a tenth of the rows, and anew each time.
  const most = sql.lit(page.limit + 1);
  const behind = (at: string, id: string): RawBuilder<SqlBool> =>
    from
      ? sql<SqlBool>`(${sql.ref(at)}, ${sql.ref(id)}) < (${new Date(from.at)}::timestamptz, ${from.id}::uuid)`
      : sql<SqlBool>`true`;

  const whom = 'contact' in whose ? sql<string>`${whose.contact}` : sql<string>`k.id`;
  // Each half is read from an index in the order of the page, and no further than the page goes, however much was ever
  // written to the contact. A mail to two addresses of theirs stands in it once.
  const received = db
    .selectFrom('message_recipients as r')
    .innerJoin('messages', (join) =>
      join.onRef('messages.account_id', '=', 'r.account_id').onRef('messages.id', '=', 'r.message_id'),
    )
    .select(['r.at', 'r.message_id as id'])
    .distinct()
    .where('r.account_id', '=', viewer.account)
    .where('r.contact_id', '=', whom)
    // L13: what nothing has proven within seven days was most likely never sent; it stands in its sender's feed alone.
    .where('messages.state', '!=', 'not-confirmed')
    .where(hasLeft)
    .where(recipientVisibleTo(viewer))
    .where(messageVisibleTo(viewer))
    .where(shownBy(viewer, page))
    .where(behind('r.at', 'r.message_id'))
    .orderBy('r.at', 'desc')
    .orderBy('r.message_id', 'desc')
    .limit(most);
  const written = db
    .selectFrom('message_senders as s')
    .innerJoin('messages', (join) =>
      join.onRef('messages.account_id', '=', 's.account_id').onRef('messages.id', '=', 's.message_id'),
    )
    .select(['s.at', 's.message_id as id'])
    .where('s.account_id', '=', viewer.account)
    .where('s.contact_id', '=', whom)
    .where(messageVisibleTo(viewer))
    .where(shownBy(viewer, page))
    .where(behind('s.at', 's.message_id'))
    .orderBy('s.at', 'desc')
    .orderBy('s.message_id', 'desc')
    .limit(most);
  // Of a company, as much of each of its contacts.
  const ofEach = (half: typeof received | typeof written) =>
    'contact' in whose
      ? db.selectFrom(half.as('half')).select(['half.at', 'half.id'])
      : db
          .selectFrom('contacts as k')
          .innerJoinLateral(half.as('half'), (join) => join.onTrue())
          .select(['half.at', 'half.id'])
          .where('k.account_id', '=', viewer.account)
          .where('k.company_id', '=', whose.company);
  const rows = await db
    .selectFrom(ofEach(received).union(ofEach(written)).as('page'))
    .selectAll()
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(most)
    .execute();
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  const messages = await messageViews(
    db,
    viewer,
    shown.map((row) => row.id),
    fileUrl,
    whose,
  );
  return {
    messages,
    ...(rows.length > page.limit &&
      last && { next: encodeCursor({ at: last.at.toISOString(), id: last.id }) }),
  };
}
