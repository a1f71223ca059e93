import { type Kysely, sql } from 'kysely';
import { can, type Role } from '../../../core/access';
import type {
  MarketingLine,
  MarketingList,
  MarketingQuery,
  MarketingView,
} from '../../../core/api/marketing-messages';
import { decodeCursor, encodeCursor } from '../../crm/cursor';
import type { Database } from '../../store/schema';
import { numbersOfMessages } from '../report';
import { messageOf, onlyDraft } from './load';

export interface MarketingReader {
  account: number;
  role: Role;
}

const time = (at: Date | null): string | undefined => at?.toISOString();

const withWriter = (db: Kysely<Database>, account: number) =>
  db
    .selectFrom('marketing_messages as m')
    .leftJoin('users as u', (join) =>
      join.onRef('u.account_id', '=', 'm.account_id').onRef('u.id', '=', 'm.updated_by'),
    )
    .where('m.account_id', '=', account)
    .where('m.removed_at', 'is', null);

type Dates = Pick<MarketingLine, 'updatedAt' | 'sendAt' | 'begunAt' | 'endedAt'>;
const datesOf = (row: {
  updated_at: Date;
  send_at: Date | null;
  begun_at: Date | null;
  ended_at: Date | null;
}): Dates => {
  const [sendAt, begunAt, endedAt] = [time(row.send_at), time(row.begun_at), time(row.ended_at)];
  return {
    updatedAt: row.updated_at.toISOString(),
    ...(sendAt !== undefined && { sendAt }),
    ...(begunAt !== undefined && { begunAt }),
    ...(endedAt !== undefined && { endedAt }),
  };
};

/** The account's marketing messages, changed last first, with what their copies met with. */
export async function messageLines(
  db: Kysely<Database>,
  account: number,
  query: MarketingQuery,
): Promise<MarketingList> {
  let rows = withWriter(db, account)
    .select(['m.id', 'm.name', 'm.state', 'm.updated_at', 'm.send_at', 'm.begun_at', 'm.ended_at'])
    .select('u.name as writer')
    .select(sql<string>`coalesce(m.content->>'subject', '')`.as('subject'));
  if (query.state !== undefined) rows = rows.where('m.state', '=', query.state);
  if (query.search !== undefined && query.search !== '') {
    const like = `%${query.search.replace(/[\\%_]/g, '\\$&')}%`;
    rows = rows.where((eb) =>
      eb.or([eb('m.name', 'ilike', like), eb(sql<string>`m.content->>'subject'`, 'ilike', like)]),
    );
  }
  const from = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
  if (from) {
    rows = rows.where(sql<boolean>`(m.updated_at, m.id) < (${from.at}::timestamptz, ${from.id}::uuid)`);
  }
  const found = await rows
    .orderBy('m.updated_at', 'desc')
    .orderBy('m.id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const page = found.slice(0, query.limit);
  const last = page.at(-1);
  const met = await numbersOfMessages(
    db,
    account,
    page.map(({ id }) => id),
  );
  const numbersOf = (id: string): Pick<MarketingLine, 'numbers'> => {
    const numbers = met.get(id);
    if (!numbers) return {};
    const { sent, delivered, opened, clicked, replied } = numbers;
    return { numbers: { sent, delivered, opened, clicked, replied } };
  };
  return {
    messages: page.map((row) => ({
      id: row.id,
      name: row.name,
      subject: row.subject,
      state: row.state,
      ...(row.writer !== null && { by: row.writer }),
      ...datesOf(row),
      ...numbersOf(row.id),
    })),
    ...(found.length > page.length &&
      last && { next: encodeCursor({ at: last.updated_at.toISOString(), id: last.id }) }),
  };
}

export async function messageView(
  db: Kysely<Database>,
  who: MarketingReader,
  id: string,
): Promise<MarketingView | undefined> {
  const row = await withWriter(db, who.account)
    .selectAll('m')
    .select('u.name as writer')
    .where('m.id', '=', id)
    .executeTakeFirst();
  if (!row) return undefined;
  const message = messageOf(row);
  return {
    id: message.id,
    name: message.name,
    subject: message.content.subject,
    state: message.state,
    version: message.version,
    content: message.content,
    settings: message.settings,
    ...(row.writer !== null && { by: row.writer }),
    ...datesOf(row),
    ...(message.timeZone !== null && { timeZone: message.timeZone }),
    createdAt: message.createdAt.toISOString(),
    canChange: can(who.role, 'change', 'marketing-message') && onlyDraft(message) === undefined,
  };
}
