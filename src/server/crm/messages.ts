import type { Kysely } from 'kysely';
import type { Database } from '../store/schema';
import { messageIdHash } from '../messages/message-id';
import { messageVisibleTo, ownMessage, type Viewer } from './visibility';

/** Whether the viewer may see this message. */
export async function visibleMessage(db: Kysely<Database>, viewer: Viewer, id: string): Promise<boolean> {
  const row = await db
    .selectFrom('messages')
    .select('messages.id')
    .where(messageVisibleTo(viewer))
    .where('messages.id', '=', id)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether the viewer sent this message or holds a copy of it; else it is a colleague's. */
export async function tookPart(db: Kysely<Database>, viewer: Viewer, id: string): Promise<boolean> {
  const row = await db
    .selectFrom('messages')
    .select('messages.id')
    .where('messages.account_id', '=', viewer.account)
    .where('messages.id', '=', id)
    .where(ownMessage(viewer))
    .executeTakeFirst();
  return row !== undefined;
}

const CONVERSATION_LIMIT = 20;

/** The message with this Message-ID first, then its conversation's others, newest first; only what the viewer may see. */
export async function findMessages(
  db: Kysely<Database>,
  viewer: Viewer,
  internetMessageId: string,
): Promise<string[]> {
  const hash = messageIdHash(internetMessageId);
  const found = await db
    .selectFrom('messages')
    .select(['messages.id', 'messages.conversation_id', 'messages.reply_to_message'])
    .where(messageVisibleTo(viewer))
    // One or the other would be looked for in all messages; one after the other, each in its index.
    .where('messages.id', 'in', (eb) =>
      eb
        .selectFrom('messages as m')
        .select('m.id')
        .where('m.account_id', '=', viewer.account)
        .where('m.message_id_hash', '=', hash)
        .unionAll(
          // O11: one of the copies of a mail to each apart.
          eb
            .selectFrom('outgoing_copies as c')
            .innerJoin('outgoing_mails as o', (join) =>
              join.onRef('o.account_id', '=', 'c.account_id').onRef('o.id', '=', 'c.mail_id'),
            )
            .select('o.message_id as id')
            .where('c.account_id', '=', viewer.account)
            .where('c.message_id_hash', '=', hash)
            .$narrowType<{ id: string }>(),
        ),
    )
    .execute();
  if (found.length === 0) return [];
  const ids = found.map((row) => row.id);
  const conversations = found.flatMap((row) => row.conversation_id ?? []);
  const parents = found.flatMap((row) => row.reply_to_message ?? []);
  const others = await db
    .selectFrom('messages')
    .select('messages.id')
    .where(messageVisibleTo(viewer))
    .where((eb) =>
      eb.or([
        eb('messages.reply_to_message', 'in', [...ids, ...parents]),
        ...(parents.length > 0 ? [eb('messages.id', 'in', parents)] : []),
        ...(conversations.length > 0 ? [eb('messages.conversation_id', 'in', conversations)] : []),
      ]),
    )
    .orderBy('messages.at', 'desc')
    .limit(CONVERSATION_LIMIT)
    .execute();
  return [...new Set([...ids, ...others.map((row) => row.id)])];
}
