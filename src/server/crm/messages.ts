import type { Kysely } from 'kysely';
import type { Lookup } from '../../core/api/app';
import { messageKeyOf } from '../../core/token';
import type { Database } from '../store/schema';
import { graphConversationId } from '../messages/conversation-id';
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

/**
 * The mail that is open in Outlook first, then its conversation's others, newest first; only what the viewer may see.
 * What only a report told of is known by its token alone (A10).
 */
export async function findMessages(
  db: Kysely<Database>,
  viewer: Viewer,
  { internetMessageId, conversationId, token }: Omit<Lookup, 'addresses'>,
): Promise<string[]> {
  const hash = internetMessageId === undefined ? '' : messageIdHash(internetMessageId);
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
          eb
            .selectFrom('messages as t')
            .select('t.id')
            .where('t.account_id', '=', viewer.account)
            .where('t.token_key', '=', messageKeyOf(token ?? '') ?? ''),
        )
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
  const ids = found.map((row) => row.id);
  const parents = found.flatMap((row) => row.reply_to_message ?? []);
  const answered = [...ids, ...parents];
  const conversations = [
    ...found.flatMap((row) => row.conversation_id ?? []),
    ...(conversationId === undefined ? [] : [graphConversationId(conversationId)]),
  ];
  if (answered.length === 0 && conversations.length === 0) return [];
  const others = await db
    .selectFrom('messages')
    .select('messages.id')
    .where(messageVisibleTo(viewer))
    .where((eb) =>
      eb.or([
        ...(answered.length > 0 ? [eb('messages.reply_to_message', 'in', answered)] : []),
        ...(parents.length > 0 ? [eb('messages.id', 'in', parents)] : []),
        ...(conversations.length > 0 ? [eb('messages.conversation_id', 'in', conversations)] : []),
      ]),
    )
    .orderBy('messages.at', 'desc')
    .limit(CONVERSATION_LIMIT)
    .execute();
  return [...new Set([...ids, ...others.map((row) => row.id)])];
}
