import { sql, type Kysely, type RawBuilder, type Selectable } from 'kysely';
import { z } from 'zod';
import type {
  ReportRecipient,
  ReportRecipients,
  RecipientsQuery,
  SpanRecipientsQuery,
} from '../../../core/api/reports';
import type { Database } from '../../store/schema';
import { SHOWN } from './shown';
import { silentAmong } from './silent';
import { ofSpan, spanOf, type Span } from './span';

/** A search in many messages looks through so many for one page; the next one goes on. */
const MESSAGES_AT_ONCE = 40;

type Filter = Pick<RecipientsQuery, 'show' | 'link' | 'reason' | 'search' | 'cursor' | 'limit'>;

/** The people behind a number of one message, in the order of their copies. */
export async function recipientsOf(
  db: Kysely<Database>,
  account: number,
  message: { id: string; name: string },
  filter: Filter,
): Promise<ReportRecipients> {
  return pageOf(db, account, [message], filter, undefined);
}

/** The people behind a number of a span: once for each message. */
export async function recipientsInSpan(
  db: Kysely<Database>,
  account: number,
  query: SpanRecipientsQuery,
): Promise<ReportRecipients> {
  const span = spanOf(query);
  const { rows } = await sql<{ id: string; name: string }>`
    select m.id, m.name from (
      select n.message_id as id from marketing_counts n where ${ofSpan(account, span, 'n')}
      group by 1 having ${SHOWN[query.show].count} > 0) behind
    join marketing_messages m on m.account_id = ${account} and m.id = behind.id
    order by m.id`.execute(db);
  return pageOf(db, account, rows, query, span);
}

async function pageOf(
  db: Kysely<Database>,
  account: number,
  messages: readonly { id: string; name: string }[],
  filter: Filter,
  span: Span | undefined,
): Promise<ReportRecipients> {
  const after = filter.cursor === undefined ? undefined : decoded(filter.cursor);
  const found: (CopyRow & { message: { id: string; name: string } })[] = [];
  const left = messages.filter(({ id }) => after === undefined || id >= after.message);
  for (const message of left.slice(0, MESSAGES_AT_ONCE)) {
    const from = after?.message === message.id ? after.idx : 0;
    const rows = await copiesOf(db, account, message.id, filter, {
      after: from,
      limit: filter.limit + 1 - found.length,
      span,
    });
    found.push(...rows.map((row) => ({ ...row, message })));
    if (found.length > filter.limit) break;
  }
  const page = found.slice(0, filter.limit);
  const last = page.at(-1);
  const unseen = left[MESSAGES_AT_ONCE];
  const next =
    found.length > filter.limit && last
      ? { message: last.message.id, idx: last.idx }
      : unseen && { message: unseen.id, idx: 0 };
  const silent = await silentAmong(db, account, page);
  // Narrowed to a link, any list tells who clicked on it.
  const tellsHits = SHOWN[filter.show].tellsHits === true || filter.link !== undefined;
  return {
    recipients: page.flatMap((row) => {
      const isSilent = silent(row);
      // Found by a name that is not told, it would be told.
      if (isSilent && tellsHits && filter.search !== undefined) return [];
      return [viewOf(row, isSilent, tellsHits)];
    }),
    ...(next && { next: encoded(next) }),
  };
}

type CopyRow = Selectable<Database['marketing_copies']>;

async function copiesOf(
  db: Kysely<Database>,
  account: number,
  message: string,
  { show, link, reason, search }: Filter,
  page: { after: number; limit: number; span: Span | undefined },
): Promise<CopyRow[]> {
  const conditions: RawBuilder<unknown>[] = [SHOWN[show].copies];
  if (page.span) {
    const at = sql`coalesce(c.left_at, c.tried_at)`;
    conditions.push(sql`${at} >= ${page.span.from} and ${at} < ${page.span.to}`);
  }
  if (link !== undefined)
    conditions.push(sql`exists (select from marketing_link_clicks k where k.account_id = c.account_id
      and k.message_id = c.message_id and k.n = ${link} and k.recipient_idx = c.idx and k.clicks > 0)`);
  if (reason !== undefined) conditions.push(sql`c.reason = ${reason}`);
  if (search !== undefined && search !== '') {
    const like = `%${search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
    conditions.push(sql`lower(c.address || ' ' || c.name collate "und-x-icu") like ${like}`);
  }
  const { rows } = await sql<CopyRow>`select c.* from marketing_copies c
    where c.account_id = ${account} and c.message_id = ${message} and c.idx > ${page.after}
      and ${sql.join(conditions, sql` and `)}
    order by c.idx limit ${page.limit}`.execute(db);
  return rows;
}

const time = (key: string, at: Date | null): Record<string, string> =>
  at === null ? {} : { [key]: at.toISOString() };

/** As erasing leaves it (P5). */
const isErased = (address: string): boolean => address === '' || address.endsWith('@erased.invalid');

function viewOf(
  row: CopyRow & { message: { id: string; name: string } },
  isSilent: boolean,
  tellsHits: boolean,
): ReportRecipient {
  const { message, state } = row;
  // Nothing by which another list would tell who it is.
  if (isSilent && tellsHits) return { message, withheld: 'silent', state, replies: 0 };
  const seen = !isSilent;
  return {
    message,
    ...(isErased(row.address)
      ? { withheld: 'erased' as const }
      : {
          who: {
            name: row.name,
            address: row.address,
            ...(row.contact_id !== null && { contactId: row.contact_id }),
          },
        }),
    state,
    ...(row.reason !== null && { reason: row.reason }),
    ...time('at', row.left_at ?? row.tried_at),
    delivery: row.delivery,
    ...time('bouncedAt', row.bounced_at),
    ...time('unsubscribedAt', row.unsubscribed_at),
    ...time('complainedAt', row.complained_at),
    replies: row.replies,
    ...time('lastReplyAt', row.last_reply_at),
    ...(seen && row.image && { opens: row.opens, machineOpens: row.machine_opens }),
    ...(seen && row.image && time('lastOpenAt', row.last_open_at)),
    ...(seen && row.links && { clicks: row.clicks, machineClicks: row.machine_clicks }),
    ...(seen && row.links && time('lastClickAt', row.last_click_at)),
  };
}

const Cursor = z.object({ message: z.uuid(), idx: z.number().int().min(0) });
type Cursor = z.infer<typeof Cursor>;
const encoded = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64url');

/** Undefined for anything that is not a cursor of ours: the list then begins anew. */
function decoded(text: string): Cursor | undefined {
  try {
    return Cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    return undefined;
  }
}
