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

/** A token of ours, as it stands somewhere. */
interface OwnMark {
  text: string;
  key: string;
  /** Whose copy; 0: all recipients share it. */
  recipient: number;
}

/** What a mail's evidence names: Message-IDs by their hashes, and our tokens as they stand in it. */
export interface Names {
  ids: ReadonlyMap<string, string>;
  tokens: readonly OwnMark[];
  /** Message-IDs that are marks of ours: those of marketing mail, by which its copies are known. */
  copies: ReadonlyMap<string, OwnMark>;
  conversationId: string | undefined;
}

export function namesIn(account: number, evidence: ReplyEvidence, keys: MarkKeys): Names {
  const ids = idsOf(evidence);
  const marked = (text: string): OwnMark[] => {
    const own = ownToken(text, keys, account);
    return own ? [{ text, key: own.messageKey, recipient: own.index }] : [];
  };
  return {
    ids: new Map(ids.map((id) => [messageIdHash(id), id])),
    tokens: [...evidence.tokensInQuote, ...evidence.tokensBeside].slice(0, MOST_IDS).flatMap(marked),
    copies: new Map(
      ids.flatMap((id) => marked(COPY_ID.exec(id)?.[1] ?? '').map((mark) => [id, mark] as const)),
    ),
    conversationId: evidence.conversationId,
  };
}

/** Whether a Message-ID is a mark of ours: then the mail is a copy of our marketing mail, wherever it lies. */
export const isOurCopy = (account: number, messageId: string | undefined, keys: MarkKeys): boolean => {
  const token = COPY_ID.exec(messageId ?? '')?.[1];
  return token !== undefined && ownToken(token, keys, account) !== undefined;
};

/** `<{token}@{domain of From}>`: the Message-ID of a copy of marketing mail (docs/marketing.md). */
const COPY_ID = /^<?\s*([A-Za-z0-9_-]{44})@/;

const idsOf = ({ inReplyTo, references }: { inReplyTo?: string; references: readonly string[] }): string[] =>
  [...(inReplyTo === undefined ? [] : [inReplyTo]), ...references].slice(0, MOST_IDS);

/** L12: the threading headers of a sent mail. */
export const threadOf = (mail: { inReplyTo?: string; references: readonly string[] }): NamedMail => ({
  hashes: idsOf(mail).map(messageIdHash),
  tokenKeys: [],
});

/** How the store is asked for them. */
export const asNamed = ({ ids, tokens, copies, conversationId }: Names): NamedMail => ({
  hashes: [...ids.keys()],
  tokenKeys: [...new Set([...tokens, ...copies.values()].map(({ key }) => key))],
  conversationId,
});

/**
 * What a mail's evidence led to. Only messages that are tracked or logged are found (R10). An incoming message that
 * answered one of ours stands for it, so that a third person's answer to an answer still finds ours.
 */
export async function lookUp(
  db: Kysely<Database>,
  account: number,
  { ids: hashes, tokens, copies }: Names,
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
  const byMark = ({ key, recipient }: OwnMark): FoundMessage | undefined => {
    const row = byKey.find((r) => r.token_key === key);
    const message = row && found(row);
    // An own image proves whose a copy is where nobody else can have it.
    return message && row.kind === 'marketing' && recipient > 0 ? { ...message, copy: recipient } : message;
  };
  const byToken = new Map<string, FoundMessage>();
  for (const mark of tokens) {
    const message = byMark(mark);
    if (message) byToken.set(mark.text, message);
  }
  for (const [id, mark] of copies) {
    const message = byMark(mark);
    // Only marketing mail is named by its marks: nothing else was ever sent under such a Message-ID.
    if (message?.copy !== undefined) byMessageId.set(id, message);
  }
  return {
    lookups: {
      byMessageId,
      byToken,
      conversation: [
        ...(await withParticipants(
          db,
          account,
          conversation.filter((row) => row.direction === 'outgoing' && row.kind !== 'marketing'),
        )),
        ...toMarketing(conversation, originals),
      ],
    },
    originals,
  };
}

/** R4: who answered a marketing mail, and goes on in the conversation that began with it. */
function toMarketing(
  conversation: readonly MessageRow[],
  originals: ReadonlyMap<string, MessageRow>,
): ConversationMessage[] {
  return conversation.flatMap((row) => {
    const answered = row.direction === 'incoming' ? originals.get(row.reply_to_message ?? '') : undefined;
    if (answered?.kind !== 'marketing') return [];
    return [
      {
        messageId: answered.id,
        thread: answered.id,
        participants: [foldAddress(row.from_address)],
        sentAt: row.at.toISOString(),
      },
    ];
  });
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
        eb('kind', '=', 'marketing'),
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
