import type { Kysely } from 'kysely';
import { messageKeyOf } from '../../../core/token';
import type { Database } from '../../store/schema';
import type { WatchedMailbox } from '../mailboxes';
import type { FetchedMail } from './fetched-mail';
import { tokensOfSentCopy, type MarkKeys } from './marks';
import { messageByToken, type MessageRow } from './message-rows';

export interface Claim {
  tokenKey: string;
  row?: MessageRow;
  /** This server sent it: which copy of which mail it is (O11: each has a Message-ID of its own). */
  sent?: { mail: string; idx: number };
}

/**
 * The token that this copy was sent with. A mark from a quoted history counts only where a report waits for its copy,
 * and a token that another mail bears already is a leftover of copying.
 */
export async function claimed(
  db: Kysely<Database>,
  mailbox: WatchedMailbox,
  copy: FetchedMail,
  marks: { keys: MarkKeys; property?: string | undefined },
  hash: string,
): Promise<Claim | undefined> {
  const header = copy.mail.headers.find((h) => h.name.toLowerCase() === 'x-mailtrail-token')?.value;
  const tokens = tokensOfSentCopy(
    {
      property: marks.property,
      header,
      html: copy.mail.html,
      account: mailbox.account,
      // Whose ticket it may be is asked below.
      user: null,
    },
    marks.keys,
  );
  const isOwn = (user: number): boolean => mailbox.owner === null || user === mailbox.owner;
  // A9: of who sends for the owner the copy may lie here; then their report said that it is from here.
  // Marketing mail lies in nobody's Sent Items: its marks in a sent mail were quoted.
  const isFrom = (user: number, row: MessageRow): boolean =>
    row.kind !== 'marketing' &&
    (isOwn(user) || (row.user_id === user && mailbox.addresses.includes(row.from_address)));
  for (const { messageKey, user, token } of tokens.sure) {
    const row = await messageByToken(db, mailbox.account, messageKey);
    if (!row && isOwn(user)) return { tokenKey: messageKey };
    if (!row || !isFrom(user, row)) continue;
    const sent = await sentHere(db, mailbox.account, token, hash);
    if (sent) return { tokenKey: messageKey, row, sent };
    if (row.message_id_hash === null || row.message_id_hash === hash) return { tokenKey: messageKey, row };
  }
  for (const { messageKey, user } of tokens.quoted) {
    const row = await messageByToken(db, mailbox.account, messageKey);
    if (row && isFrom(user, row) && (row.message_id_hash === null || row.message_id_hash === hash))
      return { tokenKey: messageKey, row };
  }
  return undefined;
}

/** The copy that this server sent with this token, unless another mail of Sent Items is that already. */
async function sentHere(
  db: Kysely<Database>,
  account: number,
  token: string,
  hash: string,
): Promise<Claim['sent']> {
  const copy = await db
    .selectFrom('outgoing_mails as o')
    .innerJoin('outgoing_copies as c', (join) =>
      join.onRef('c.account_id', '=', 'o.account_id').onRef('c.mail_id', '=', 'o.id'),
    )
    .select(['c.mail_id', 'c.idx'])
    .where('o.account_id', '=', account)
    .where('o.token_key', '=', messageKeyOf(token))
    .where('c.token', '=', token)
    .where((eb) => eb.or([eb('c.message_id_hash', 'is', null), eb('c.message_id_hash', '=', hash)]))
    .executeTakeFirst();
  return copy && { mail: copy.mail_id, idx: copy.idx };
}
