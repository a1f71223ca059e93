import type { Kysely } from 'kysely';
import type { ConversationMessage, FoundMessage, MatchLookups, ReplyEvidence } from '../../../core/incoming';
import { foldAddress } from '../../crm/contacts';
import { messageIdHash } from '../../messages/message-id';
import type { Database } from '../../store/schema';
import { ownToken, type MarkKeys } from './marks';
import type { NamedMail, NamedRows } from './ask';
import { MESSAGE_COLUMNS, type MessageRow } from './message-rows';

/** Evidence beyond this is an attack, not a conversation. */
const MOST_IDS = 100;

export interface Found {
  lookups: MatchLookups;
  /** The outgoing messages that the evidence led to, by id. */
  originals: Map<string, MessageRow>;
}

/** What a mail's evidence names: Message-IDs by their hashes, and our tokens as they stand in it. */
export interface Names {
  ids: ReadonlyMap<string, string>;
  tokens: readonly { text: string; key: string }[];
  conversationId: string | undefined;
}

export function namesIn(account: number, evidence: ReplyEvidence, keys: MarkKeys): Names {
  const ids = idsOf(evidence);
  return {
    ids: new Map(ids.map((id) => [messageIdHash(id), id])),
    tokens: [...evidence.tokensInQuote, ...evidence.tokensBeside].slice(0, MOST_IDS).flatMap((text) => {
      const own = ownToken(text, keys, account);
      return own ? [{ text, key: own.messageKey }] : [];
    }),
    conversationId: evidence.conversationId,
  };
}

const idsOf = ({ inReplyTo, references }: { inReplyTo?: string; references: readonly string[] }): string[] =>
  [...(inReplyTo === undefined ? [] : [inReplyTo]), ...references].slice(0, MOST_IDS);

/** L12: the threading headers of a sent mail. */
export const threadOf = (mail: { inReplyTo?: string; references: readonly string[] }): NamedMail => ({
  hashes: idsOf(mail).map(messageIdHash),
  tokenKeys: [],
});

/** How the store is asked for them. */
export const asNamed = ({ ids, tokens, conversationId }: Names): NamedMail => ({
  hashes: [...ids.keys()],
  tokenKeys: tokens.map(({ key }) => key),
  conversationId,
});

/**
 * What a mail's evidence led to. Only messages that are tracked or logged are found (R10). An incoming message that
 * answered one of ours stands for it, so that a third person's answer to an answer still finds ours.
 */
export async function lookUp(
  db: Kysely<Database>,
  account: number,
  { ids: hashes, tokens }: Names,
  { byHash, byKey, conversation }: NamedRows,
): Promise<Found> {
  const originals = await withOriginals(db, account, [...byHash, ...byKey, ...conversation]);
  const found = (row: MessageRow): FoundMessage | undefined => {
    const ours = row.direction === 'outgoing' ? row : originals.get(row.reply_to_message ?? '');
    return ours && { messageId: ours.id, thread: ours.conversation_id ?? ours.id };
  };
  const byMessageId = new Map<string, FoundMessage>();
  for (const row of byHash) {
    const id = hashes.get(row.message_id_hash ?? '');
    const message = found(row);
    // Of several messages under one forged id, ours that was sent comes first.
    if (id !== undefined && message && (!byMessageId.has(id) || row.direction === 'outgoing')) {
      byMessageId.set(id, message);
    }
  }
  const byToken = new Map<string, FoundMessage>();
  for (const { text, key } of tokens) {
    const row = byKey.find((r) => r.token_key === key);
    const message = row && found(row);
    if (message) byToken.set(text, message);
  }
  return {
    lookups: {
      byMessageId,
      byToken,
      conversation: await withParticipants(
        db,
        account,
        conversation.filter((row) => row.direction === 'outgoing'),
      ),
    },
    originals,
  };
}

const messages = (db: Kysely<Database>, account: number) =>
  db
    .selectFrom('messages')
    .select(MESSAGE_COLUMNS)
    .where('account_id', '=', account)
    .where('state', '!=', 'undone')
    .where((eb) =>
      eb.or([
        eb('logged', '=', true),
        eb('tracked_image', '=', true),
        eb('links_tracked', '>', 0),
        eb('direction', '=', 'incoming'),
      ]),
    );

/** The outgoing ones among these, and those that the incoming ones among these answered. */
async function withOriginals(
  db: Kysely<Database>,
  account: number,
  rows: readonly MessageRow[],
): Promise<Map<string, MessageRow>> {
  const originals = new Map(rows.filter((r) => r.direction === 'outgoing').map((r) => [r.id, r]));
  const more = rows.flatMap((r) =>
    r.reply_to_message !== null && !originals.has(r.reply_to_message) ? [r.reply_to_message] : [],
  );
  if (more.length > 0) {
    for (const row of await messages(db, account)
      .where('id', 'in', more)
      .where('direction', '=', 'outgoing')
      .execute()) {
      originals.set(row.id, row);
    }
  }
  return originals;
}

/** R5: who stands on a message stands there with all of their addresses. */
export async function withParticipants(
  db: Kysely<Database>,
  account: number,
  rows: readonly MessageRow[],
): Promise<ConversationMessage[]> {
  if (rows.length === 0) return [];
  const recipients = db
    .selectFrom('message_recipients as r')
    .where('r.account_id', '=', account)
    .where(
      'r.message_id',
      'in',
      rows.map((row) => row.id),
    );
  const people = await recipients
    .select(['r.message_id', 'r.address'])
    .unionAll(
      recipients
        .innerJoin('contact_addresses as a', (join) =>
          join.onRef('a.account_id', '=', 'r.account_id').onRef('a.contact_id', '=', 'r.contact_id'),
        )
        .select(['r.message_id', 'a.address']),
    )
    .execute();
  return rows.map((row) => ({
    messageId: row.id,
    thread: row.conversation_id ?? row.id,
    participants: people.filter((r) => r.message_id === row.id).map((r) => foldAddress(r.address)),
    sentAt: row.at.toISOString(),
  }));
}
