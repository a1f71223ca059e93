import type { Kysely } from 'kysely';
import type { Database } from '../../store/schema';
import type { WatchedMailbox } from '../mailboxes';
import type { FetchedMail } from './fetched-mail';
import { tokensOfSentCopy, type MarkKeys } from './marks';
import { messageByToken, type MessageRow } from './message-rows';

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
): Promise<{ tokenKey: string; row?: MessageRow } | undefined> {
  const header = copy.mail.headers.find((h) => h.name.toLowerCase() === 'x-mailtrail-token')?.value;
  const tokens = tokensOfSentCopy(
    {
      property: marks.property,
      header,
      html: copy.mail.html,
      account: mailbox.account,
      user: mailbox.owner,
    },
    marks.keys,
  );
  for (const { messageKey } of tokens.sure) {
    const row = await messageByToken(db, mailbox.account, messageKey);
    if (!row) return { tokenKey: messageKey };
    if (row.message_id_hash === null || row.message_id_hash === hash) return { tokenKey: messageKey, row };
  }
  for (const { messageKey } of tokens.quoted) {
    const row = await messageByToken(db, mailbox.account, messageKey);
    if (row && (row.message_id_hash === null || row.message_id_hash === hash))
      return { tokenKey: messageKey, row };
  }
  return undefined;
}
