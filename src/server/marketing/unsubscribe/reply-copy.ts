import type { Kysely } from 'kysely';
import { messageVisibleTo, type Viewer } from '../../crm/visibility';
import type { Database } from '../../store/schema';

/** The copy of a marketing message that an answer is about; undefined: there is none, or the viewer may not see it. */
export async function replyCopy(
  db: Kysely<Database>,
  viewer: Viewer,
  reply: string,
): Promise<{ message: string; recipient: number } | undefined> {
  const row = await db
    .selectFrom('messages')
    .select(['messages.reply_to_message', 'messages.from_address'])
    .where(messageVisibleTo(viewer))
    .where('messages.id', '=', reply)
    .executeTakeFirst();
  if (row?.reply_to_message == null) return undefined;
  const copy = await db
    .selectFrom('message_recipients as r')
    .innerJoin('messages as m', (join) =>
      join.onRef('m.account_id', '=', 'r.account_id').onRef('m.id', '=', 'r.message_id'),
    )
    .select('r.idx')
    .where('r.account_id', '=', viewer.account)
    .where('r.message_id', '=', row.reply_to_message)
    .where('m.kind', '=', 'marketing')
    .where('r.address', '=', row.from_address.toLowerCase())
    .executeTakeFirst();
  return copy && { message: row.reply_to_message, recipient: copy.idx };
}
