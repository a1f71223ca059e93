import { sql, type Kysely } from 'kysely';
import type { LogMail, LogStanding } from '../../core/api/logs';
import { foldAddress } from '../crm/contacts';
import { tookPart } from '../crm/messages';
import { messageVisibleTo, recipientVisibleTo, type Viewer } from '../crm/visibility';
import { enqueue } from '../jobs';
import { messageIdHash } from '../messages/message-id';
import type { Services } from '../services';
import type { CopyAt } from '../store/log-tables';
import type { Database } from '../store/schema';
import { fileKey } from './filing/chosen-files';
import { wish } from './filing/wishes';
import type { GraphAccess } from './graph-access';
import { LOG_BY_HAND_JOB } from './job-types';
import { loadMailbox, type WatchedMailbox } from './mailboxes';

/** Of one Message-ID, more copies than this are not looked at. */
const MOST_COPIES = 10;

/** The connected mailboxes that this person reads in Outlook: their own, and those of their teams. */
async function readBy(db: Kysely<Database>, who: Viewer): Promise<WatchedMailbox[]> {
  const rows = await db
    .selectFrom('mailboxes as b')
    .select('b.id')
    .where('b.account_id', '=', who.account)
    .where('b.state', 'in', ['connecting', 'watching', 'failing'])
    .where(
      sql<boolean>`(b.owner_user_id = ${who.user} or exists (select 1 from team_members t
        where t.account_id = b.account_id and t.team_id = b.team_id and t.user_id = ${who.user}))`,
    )
    .orderBy('b.connected_at')
    .execute();
  const mailboxes: WatchedMailbox[] = [];
  for (const { id } of rows) {
    const mailbox = await loadMailbox(db, who.account, id);
    if (mailbox?.ownerActive) mailboxes.push(mailbox);
  }
  return mailboxes;
}

/**
 * L8: the mail that is open in Outlook is to be logged, from whichever of the asker's mailboxes holds it; a job does it.
 * Of what is logged already nothing changes.
 */
export async function askForLog(
  services: Pick<Services, 'store' | 'clock'>,
  access: Pick<GraphAccess, 'graph'>,
  who: Viewer,
  mail: LogMail,
): Promise<'asked' | 'no-mailbox' | 'not-found' | 'unavailable'> {
  const { store, clock } = services;
  if ((await loggedMessage(store.db, who, mail.internetMessageId)) !== undefined) return 'asked';
  const mailboxes = await readBy(store.db, who);
  if (mailboxes.length === 0) return 'no-mailbox';
  const from = foldAddress(mail.from);
  const direction = mailboxes.some(({ addresses }) => addresses.includes(from)) ? 'outgoing' : 'incoming';
  const { copies, failed } = await copiesIn(access, mailboxes, mail.internetMessageId);
  const byPane =
    copies.length === 0 && mailboxes.some((one) => one.access === 'pane' && one.owner === who.user);
  if (copies.length === 0 && !byPane) return failed ? 'unavailable' : 'not-found';
  await store.tx(async (trx) => {
    const key = await wish(
      trx,
      who,
      {
        mail: { hash: messageIdHash(mail.internetMessageId), direction },
        choice: {
          ...(mail.files && { files: mail.files.map(({ name, nth }) => fileKey(name, nth)) }),
          ...(mail.contacts && { contacts: mail.contacts }),
        },
        copies,
        byPane,
      },
      clock.now(),
    );
    await enqueue(trx, { account: who.account, type: LOG_BY_HAND_JOB, key });
  });
  return 'asked';
}

async function copiesIn(
  access: Pick<GraphAccess, 'graph'>,
  mailboxes: readonly WatchedMailbox[],
  internetMessageId: string,
): Promise<{ copies: CopyAt[]; failed: boolean }> {
  const copies: CopyAt[] = [];
  let failed = false;
  for (const mailbox of mailboxes) {
    if (mailbox.access === 'pane') continue;
    const answer = await access.graph(mailbox).findMessages(mailbox.graphUser, internetMessageId);
    if (!answer.ok) {
      failed ||= answer.failure.kind !== 'notFound';
      continue;
    }
    copies.push(
      ...answer.value
        .filter((item) => item.isDraft !== true)
        .map(({ id }): CopyAt => ({ mailbox: mailbox.id, item: id })),
    );
  }
  return { copies: copies.slice(0, MOST_COPIES), failed };
}

async function loggedMessage(
  db: Kysely<Database>,
  who: Viewer,
  internetMessageId: string,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('messages')
    .select('messages.id')
    .where(messageVisibleTo(who))
    .where('messages.message_id_hash', '=', messageIdHash(internetMessageId))
    .where('messages.logged', '=', true)
    .orderBy('messages.variant')
    .limit(1)
    .executeTakeFirst();
  return row?.id;
}

/** L8: where a mail that is open in Outlook stands, for who has it open. */
export async function logStanding(
  db: Kysely<Database>,
  who: Viewer,
  internetMessageId: string,
): Promise<LogStanding> {
  const logged = await loggedMessage(db, who, internetMessageId);
  if (logged !== undefined) {
    return { state: 'logged', message: logged, records: await recordsOf(db, who, logged) };
  }
  const hash = messageIdHash(internetMessageId);
  const asked = await db
    .selectFrom('log_wishes')
    .select(['refused', 'by_pane', 'by_user_id'])
    .where('account_id', '=', who.account)
    .where('message_id_hash', '=', hash)
    .where((eb) => eb.or([eb('refused', 'is', null), eb('by_user_id', '=', who.user)]))
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (asked?.refused != null) return { state: 'refused', reason: asked.refused };
  if (asked) {
    const mine = asked.by_pane && asked.by_user_id === who.user;
    return { state: 'waiting', ...(mine && { handOver: true }) };
  }
  const undone = await db
    .selectFrom('messages')
    .select('id')
    .where('account_id', '=', who.account)
    .where('message_id_hash', '=', hash)
    .where('state', '=', 'undone')
    .execute();
  for (const { id } of undone) if (await tookPart(db, who, id)) return { state: 'undone', message: id };
  return { state: (await readBy(db, who)).length === 0 ? 'no-mailbox' : 'not-logged' };
}

async function recordsOf(
  db: Kysely<Database>,
  who: Viewer,
  message: string,
): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select c.id, c.name from contacts c
    where c.account_id = ${who.account} and c.id in (
      select r.contact_id from message_recipients r
        where r.account_id = ${who.account} and r.message_id = ${message} and ${recipientVisibleTo(who)}
      union select s.contact_id from message_senders s
        where s.account_id = ${who.account} and s.message_id = ${message})
    order by c.name, c.id`.execute(db);
  return rows;
}
