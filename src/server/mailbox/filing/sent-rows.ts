import { sql, type Transaction } from 'kysely';
import { contactsByAddress } from '../../crm/contacts';
import { ensureContacts } from '../../crm/contacts-to-make';
import { noteContactNeed } from '../../crm/needs-contact';
import { addRecords, choiceFor, dropRecords, isLeftOut } from '../../crm/record-choices';
import { recordEvent } from '../../events';
import { takeBackOverdue } from '../../messages/overdue';
import { takeAway } from '../../messages/take-away';
import type { Services } from '../../services';
import { json, type Database } from '../../store/schema';
import { uuidV7 } from '../../store/uuid-v7';
import { adoptHits } from '../../tracking/settle';
import { startReminders } from '../../reminders/reminders';
import { noteLeft } from '../../sending/note-left';
import { judgeAgainSince } from '../judged-items';
import type { WatchedMailbox } from '../mailboxes';
import { attachContent, textColumns, type StoredContent } from './content';
import type { FetchedMail } from './fetched-mail';
import type { TrackedLink } from './marks';
import { addSighting, leaveRecords, writeRecipients, type MessageRow } from './message-rows';
import type { Recipient } from './people';
import { grantWish, type Wish } from './wishes';
import type { Withheld } from './withheld';

/** Everything about a sent copy that its mailbox and the store say together. */
export interface SentFacts {
  hash: string;
  /** This server sent it: which copy of which mail it is. */
  sent?: { mail: string; idx: number };
  /** False: another copy of a mail to each apart, which stands as one message (O11). */
  first: boolean;
  variant: number;
  /** The row that this copy belongs to: reported by the add-in, or seen in another mailbox. */
  row: MessageRow | undefined;
  tokenKey: string | null;
  tracking: { image: boolean; links: TrackedLink[] };
  people: Recipient[];
  /** Folded addresses outside the company (L3: nobody else becomes a contact). */
  outside: string[];
  why: Withheld | undefined;
  /** L4: folded addresses that get no record of it. */
  listed: ReadonlySet<string>;
  logged: boolean;
  /** L7, L8: a person wants it logged. */
  wish: Wish | undefined;
  /** L9: why it is not tracked, of a mail that no add-in ever saw. */
  untracked: 'copy.phone' | 'copy.noAddin' | undefined;
  /** The sender's own test (O13): its copy shows what was put in, and is no activity. */
  test: boolean;
}

/** Files a sent copy: its row, merged with what was reported, its people, links and files, and that it was sent. */
export async function writeSentCopy(
  services: Services,
  trx: Transaction<Database>,
  mailbox: WatchedMailbox,
  copy: FetchedMail,
  facts: SentFacts,
  content: StoredContent | undefined,
  now: Date,
): Promise<void> {
  const { account } = mailbox;
  const { mail } = copy;
  const { row, tracking, people } = facts;
  const id = row?.id ?? uuidV7(now);
  const kept = facts.why === undefined;
  const tracked = tracking.image || tracking.links.length > 0;
  // Another copy of it was seen before: what that one bears was put in, whatever became of this one.
  const seen = row !== undefined && row.message_id_hash !== null;
  // O11: its text speaks to one person; what stands for all of them was told as it was made.
  const apart = row !== undefined && facts.sent !== undefined && facts.sent.idx > 0 && !facts.wish;
  if (apart && facts.sent && !kept) {
    await noteLeft(trx, account, facts.sent, facts.hash, now);
    return;
  }
  const columns = {
    state: 'sent' as const,
    token_key: facts.tokenKey,
    user_id: row?.user_id ?? mailbox.owner,
    mailbox_id: mailbox.id,
    at: copy.sentAt,
    ...(facts.first && {
      internet_message_id: mail.internetMessageId ?? null,
      message_id_hash: facts.hash,
      variant: facts.variant,
      in_reply_to: mail.inReplyTo ?? null,
      references_ids: json(mail.references),
      conversation_id: mail.conversationId ?? null,
    }),
    from_address: mail.from?.address ?? mailbox.addresses[0] ?? '',
    from_name: mail.from?.name ?? '',
    ...(!apart && { subject: mail.subject, logged: facts.logged }),
    tracked_image: tracking.image || (seen && kept && row.tracked_image),
    links_tracked: Math.max(tracking.links.length, seen && kept ? row.links_tracked : 0),
    links_total: Math.max(row?.links_total ?? 0, tracking.links.length),
    updated_at: now,
    ...(facts.logged && facts.first && !apart ? textColumns(copy) : {}),
    ...(!row && facts.untracked && { policy: json({ reasons: [facts.untracked] }) }),
    ...(content && !apart && { mime_blob: content.mime?.blob ?? null }),
  };
  if (row) {
    await trx
      .updateTable('messages')
      .set(columns)
      .where('account_id', '=', account)
      .where('id', '=', id)
      .execute();
  } else {
    await trx
      .insertInto('messages')
      .values({
        account_id: account,
        id,
        direction: 'outgoing',
        kind: 'one-to-one',
        ...emptyColumns(),
        visibility: mailbox.settings.visibility ?? 'everybody',
        ...columns,
        historic: mailbox.historic ?? false,
        created_at: now,
      })
      .execute();
  }

  if (!row && facts.tokenKey !== null) {
    await startReminders(trx, account, facts.tokenKey, { id, at: copy.sentAt });
  }
  if (facts.sent) await noteLeft(trx, account, facts.sent, facts.hash, now);
  await addSighting(trx, mailbox, { item: copy.item.id, message: id, showsBcc: true, at: now });
  // L4: found out late, what the report had brought is erased, and hits are told to nobody.
  if (!kept) return takeAway(trx, account, id, { by: 0, at: now, people: 'drop' });
  // R1: looking back fills the timelines that there are.
  const chosen = facts.wish?.choice.contacts;
  // A1: what they chose while writing; what they ask for later goes before.
  const choice = chosen
    ? undefined
    : await choiceFor(trx, account, columns.user_id, {
        tokenKey: facts.tokenKey,
        conversationId: mail.conversationId ?? null,
      });
  const contacts =
    mailbox.historic || chosen
      ? await contactsByAddress(
          trx,
          account,
          people.map(({ address }) => address),
        )
      : facts.logged || tracked
        ? await ensureContacts(
            trx,
            account,
            people.filter(
              ({ address }) =>
                facts.outside.includes(address) && !facts.listed.has(address) && !isLeftOut(choice, address),
            ),
            columns.user_id,
            mailbox.settings,
            { sentAt: copy.sentAt, now },
          )
        : new Map<string, string>();
  for (const address of facts.listed) contacts.delete(address);
  for (const address of contacts.keys()) if (isLeftOut(choice, address)) contacts.delete(address);
  if (chosen) {
    for (const [address, contact] of contacts) if (!chosen.includes(contact)) contacts.delete(address);
    if (row) await leaveRecords(trx, account, id, chosen);
  }
  await writeRecipients(trx, account, { id, at: copy.sentAt }, people, contacts);
  if (choice && (facts.logged || tracked)) {
    await dropRecords(trx, account, id, choice);
    await addRecords(trx, account, { id, at: copy.sentAt, user: columns.user_id }, choice);
  }
  if (content && facts.first) {
    await attachContent(trx, account, id, apart ? withoutMime(content) : content, now);
  }
  await writeLinks(trx, account, id, tracking.links);
  if (!mailbox.historic || facts.wish) await noteContactNeed(trx, account, [id]);
  if (facts.logged && facts.wish) await grantWish(trx, account, facts.wish.mail, id, now);
  if (facts.test || (!facts.logged && !tracked) || mailbox.historic) return;
  if (row?.message_id_hash == null) await judgeAgainSince(trx, account, copy.sentAt);
  await recordEvent(trx, {
    account,
    kind: 'sent',
    at: copy.sentAt,
    recordedAt: now,
    user: columns.user_id ?? undefined,
    message: id,
    cause: `message:${id}`,
  });
  if (row?.state === 'not-confirmed') await takeBackOverdue(trx, account, [id], now);
  // Its image may have been loaded before we knew of it.
  if (!row) await adoptHits(trx, services, account, id);
  for (const contact of new Set(contacts.values())) await touchContact(trx, account, contact, copy.sentAt);
}

const withoutMime = ({ mailbox, item, files }: StoredContent): StoredContent => ({ mailbox, item, files });

/** What a message has before anything is known of it. */
export const emptyColumns = () => ({
  judged_kind: null,
  reply_to_message: null,
  matched_by: null,
  html: null,
  text: null,
  new_html: null,
  quoted_html: null,
  new_text: null,
  mime_blob: null,
});

const PER_STATEMENT = 200;

/** The links of the copy, where no report told more of them. */
async function writeLinks(
  trx: Transaction<Database>,
  account: number,
  message: string,
  links: readonly TrackedLink[],
): Promise<void> {
  for (let at = 0; at < links.length; at += PER_STATEMENT) {
    await trx
      .insertInto('message_links')
      .values(
        links.slice(at, at + PER_STATEMENT).map((link) => ({
          account_id: account,
          message_id: message,
          n: link.n,
          target: link.target,
          text: link.text,
          tracked: true,
          reason: 'tracked',
        })),
      )
      .onConflict((c) =>
        c
          .columns(['account_id', 'message_id', 'n'])
          .doUpdateSet({ tracked: true, target: sql<string>`excluded.target` }),
      )
      .execute();
  }
}

async function touchContact(
  trx: Transaction<Database>,
  account: number,
  contact: string,
  at: Date,
): Promise<void> {
  await trx
    .updateTable('contacts')
    .set({ last_activity_at: sql<Date>`greatest(coalesce(last_activity_at, ${at}), ${at})` })
    .where('account_id', '=', account)
    .where('id', '=', contact)
    .execute();
}
