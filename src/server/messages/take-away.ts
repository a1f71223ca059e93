import { sql, type Transaction } from 'kysely';
import { contactsOnMessage } from '../crm/move-log';
import { FEED_CHANNEL, refreshLastActivity } from '../events';
import { notifyAtCommit } from '../store/notifications';
import { json, type Database } from '../store/schema';
import { dropFilesSoon } from './release-files';

export interface TakenAway {
  /** Who wanted it so; 0: a rule (L4). */
  by: number;
  at: Date;
  /** L4: the people on it go too, with what their devices told. */
  people?: 'keep' | 'drop';
}

/**
 * L7: takes a message off every record: its text, files that no other mail names, what waits to be told of it. Its
 * Message-ID's tombstone keeps any later copy from bringing it back; copies that were seen stay known, so that a person can
 * have it logged again. Its hits are told to nobody from then on.
 */
export async function takeAway(
  trx: Transaction<Database>,
  account: number,
  id: string,
  { by, at, people = 'keep' }: TakenAway,
): Promise<void> {
  const message = await trx
    .selectFrom('messages')
    .select(['mime_blob', 'message_id_hash', 'direction', 'token_key', 'reply_to_message'])
    .where('account_id', '=', account)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!message) return;
  const files = await trx
    .deleteFrom('attachments')
    .where('account_id', '=', account)
    .where('message_id', '=', id)
    .returning('blob_key')
    .execute();
  await trx
    .deleteFrom('message_links')
    .where('account_id', '=', account)
    .where('message_id', '=', id)
    .execute();
  await trx
    .updateTable('messages')
    .set({
      state: 'undone',
      subject: '',
      logged: false,
      needs_contact: false,
      ...{ html: null, text: null, new_html: null, quoted_html: null, new_text: null, mime_blob: null },
      ...{ headers: json([]), evidence: json([]), in_reply_to: null, references_ids: json([]) },
      ...{ internet_message_id: null, conversation_id: null, from_name: '' },
      ...(people === 'drop' && {
        policy: json({ image: false, links: false, log: false }),
        ...(message.direction === 'incoming' && { from_address: '' }),
      }),
      updated_at: at,
    })
    .where('account_id', '=', account)
    .where('id', '=', id)
    .execute();
  const keys = [...files.map((file) => file.blob_key), message.mime_blob].filter((key) => key !== null);
  await dropFilesSoon(trx, account, id, keys);
  if (message.message_id_hash !== null) {
    await trx
      .insertInto('tombstones')
      .values({
        account_id: account,
        message_id_hash: message.message_id_hash,
        direction: message.direction,
        by_user_id: by,
        at,
      })
      .onConflict((c) => c.doNothing())
      .execute();
  }
  await silence(trx, account, id, at);
  const contacts = await contactsOnMessage(trx, account, id);
  if (people === 'drop') await dropPeople(trx, account, id, message);
  await refreshLastActivity(trx, account, contacts);
  await notifyAtCommit(trx, FEED_CHANNEL, String(account));
}

/** Nothing of it lights up or is pushed any more. */
async function silence(trx: Transaction<Database>, account: number, id: string, at: Date): Promise<void> {
  await sql`
    update notifications n set read_at = coalesce(n.read_at, ${at}),
      push = case when n.push = 'waiting' then 'dropped' else n.push end
    from events e
    where n.account_id = ${account} and e.account_id = n.account_id and e.seq = n.seq and e.message_id = ${id}
      and (n.read_at is null or n.push = 'waiting')`.execute(trx);
}

async function dropPeople(
  trx: Transaction<Database>,
  account: number,
  id: string,
  {
    token_key: token,
    reply_to_message: answered,
  }: { token_key: string | null; reply_to_message: string | null },
): Promise<void> {
  for (const table of ['message_recipients', 'message_senders', 'viewings'] as const) {
    await trx.deleteFrom(table).where('account_id', '=', account).where('message_id', '=', id).execute();
  }
  if (token !== null)
    await trx.deleteFrom('hits').where('account_id', '=', account).where('token_key', '=', token).execute();
  await sql`select set_config('mailtrail.change', 'erasure', true)`.execute(trx);
  await trx
    .updateTable('events')
    .set({ contact_id: null, detail: json({}) })
    .where('account_id', '=', account)
    .where('message_id', 'in', [id, ...(answered === null ? [] : [answered])])
    // What tells of this mail on the message that it answered names its writer too.
    .where((eb) => eb.or([eb('message_id', '=', id), sql<boolean>`detail ->> 'incoming' = ${id}`]))
    .execute();
}
