import { expressionBuilder, sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { RepliesQuery, ReplyLine, ReplyLines } from '../../../core/api/reports';
import { messageViews, type FileUrl } from '../../crm/message-views';
import { messageVisibleTo, type Viewer } from '../../crm/visibility';
import type { Database } from '../../store/schema';

/** Longer than any answer that a person reads in a list. */
const TEXT_CHARACTERS = 4_000;

const Detail = z.object({
  from: z.object({ address: z.string(), name: z.string() }).optional().catch(undefined),
  incoming: z.uuid().optional().catch(undefined),
  note: z.string().optional().catch(undefined),
});

/** M6: who replied to a message, when, and what; the latest first. What a look back found is not among it (R1). */
export async function repliesOf(
  db: Kysely<Database>,
  viewer: Viewer,
  message: string,
  query: RepliesQuery,
  fileUrl: FileUrl,
): Promise<ReplyLines> {
  const { rows } = await sql<{
    seq: number;
    at: Date;
    recipient_idx: number | null;
    contact_id: string | null;
    contact_name: string | null;
    detail: unknown;
  }>`
    select e.seq, e.at, e.recipient_idx, c.id as contact_id, c.name as contact_name, e.detail
    from events e
    left join contacts c on c.account_id = e.account_id and c.id = e.contact_id
    where e.account_id = ${viewer.account} and e.message_id = ${message} and e.kind = 'reply' and not e.historic
      and not exists (select from events b where b.account_id = e.account_id and b.retracts = e.seq)
      ${query.before === undefined ? sql`` : sql`and e.seq < ${query.before}`}
      ${searched(viewer, query.search)}
    order by e.seq desc limit ${query.limit + 1}`.execute(db);
  const shown = rows
    .slice(0, query.limit)
    .map((row) => ({ ...row, detail: Detail.catch({}).parse(row.detail) }));
  const mails = await mailsOf(
    db,
    viewer,
    shown.flatMap(({ detail }) => detail.incoming ?? []),
    fileUrl,
  );
  const last = shown.at(-1);
  return {
    replies: shown.map(
      ({ seq, at, recipient_idx: recipient, contact_id, contact_name, detail }): ReplyLine => {
        const mail = mails.get(detail.incoming ?? '');
        const { from } = detail;
        const name = contact_name ?? from?.name ?? '';
        return {
          seq,
          at: at.toISOString(),
          ...((from !== undefined || contact_id !== null) && {
            who: {
              name: name === '' ? (from?.address ?? '') : name,
              address: from?.address ?? '',
              ...(contact_id !== null && { contactId: contact_id }),
            },
          }),
          recipient: recipient !== null && recipient > 0,
          ...(detail.note !== undefined && { note: detail.note }),
          ...(mail && { mail: mail.view, text: mail.text }),
        };
      },
    ),
    ...(rows.length > query.limit && last && { next: last.seq }),
  };
}

/** In who wrote, and in the new text as far as the viewer may see it. */
function searched(viewer: Viewer, search: string | undefined) {
  if (search === undefined || search === '') return sql``;
  const like = `%${search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  return sql`and (lower(coalesce(c.name, '') || ' ' || coalesce(e.detail -> 'from' ->> 'address', '') || ' '
      || coalesce(e.detail -> 'from' ->> 'name', '') collate "und-x-icu") like ${like}
    or exists (select from messages where messages.account_id = e.account_id
      and messages.id = (e.detail ->> 'incoming')::uuid
      and lower(coalesce(messages.new_text, messages.text, '') || ' ' || messages.subject collate "und-x-icu") like ${like}
      and ${visible(viewer)}))`;
}

const visible = (viewer: Viewer) =>
  sql<boolean>`${messageVisibleTo(viewer)(expressionBuilder<Database, 'messages'>())}`;

async function mailsOf(
  db: Kysely<Database>,
  viewer: Viewer,
  ids: readonly string[],
  fileUrl: FileUrl,
): Promise<Map<string, { view: NonNullable<ReplyLine['mail']>; text: string }>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('messages')
    .select([
      'messages.id',
      sql<string>`left(coalesce(messages.new_text, messages.text, ''), ${TEXT_CHARACTERS})`.as('text'),
    ])
    .where('messages.id', 'in', [...ids])
    .where(messageVisibleTo(viewer))
    .execute();
  const texts = new Map(rows.map(({ id, text }) => [id, text]));
  const views = await messageViews(db, viewer, [...texts.keys()], fileUrl);
  return new Map(views.map((view) => [view.id, { view, text: texts.get(view.id) ?? '' }]));
}
