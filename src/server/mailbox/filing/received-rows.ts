import type { Transaction } from 'kysely';
import type { ReplyMatch, Judgement, ReplyText } from '../../../core/incoming';
import { contactsByAddress } from '../../crm/contacts';
import { noteContactNeed } from '../../crm/needs-contact';
import { addRecords, choiceFor } from '../../crm/record-choices';
import { textAsHtml } from '../../crm/text-as-html';
import { recordEvent } from '../../events';
import { confirmMessage } from '../../messages/confirm';
import type { Services } from '../../services';
import { json, type Database } from '../../store/schema';
import { uuidV7 } from '../../store/uuid-v7';
import type { WatchedMailbox } from '../mailboxes';
import { answererOf, type Answerer } from './answerer';
import { applyAnswer } from './answers';
import { attachContent, textColumns, type StoredContent } from './content';
import type { FetchedMail } from './fetched-mail';
import { addSighting, leaveRecords, writeRecipients, type MessageRow } from './message-rows';
import type { Recipient } from './people';
import { emptyColumns } from './sent-rows';
import { grantWish, type Wish } from './wishes';

/** What a received mail was judged and matched to be. */
export interface Received {
  judged: Judgement;
  match: ReplyMatch;
  original: MessageRow | undefined;
}

/** A received mail that is to be filed. */
export interface Filing extends Received {
  split: ReplyText;
  hash: string;
  variant: number;
  from: string;
  people: Recipient[];
  /** L4: folded addresses that get no record of it. */
  listed: ReadonlySet<string>;
  content: boolean;
  /** The message that stands already without its text and files: it gets them now (L7, L12). */
  again: string | undefined;
  /** L7, L8: a person wants it logged. */
  wish: Wish | undefined;
}

/**
 * Files a received mail: its row, its people, its files, and what it means for the message that it answers. One that
 * stands already gets its text and files, and counts nothing anew.
 */
export async function writeReceived(
  services: Services,
  trx: Transaction<Database>,
  mailbox: WatchedMailbox,
  copy: FetchedMail,
  filing: Filing,
  stored: StoredContent | undefined,
  now: Date,
): Promise<void> {
  const { account } = mailbox;
  const { mail } = copy;
  const { judged, match, original } = filing;
  const id = filing.again ?? uuidV7(now);
  const split = filing.content ? filing.split : undefined;
  const texts = {
    subject: filing.content ? mail.subject : '',
    from_address: filing.from,
    from_name: mail.from?.name ?? '',
    internet_message_id: mail.internetMessageId ?? null,
    in_reply_to: mail.inReplyTo ?? null,
    references_ids: json(mail.references),
    conversation_id: mail.conversationId ?? null,
    logged: filing.content,
    evidence: json(evidenceOf(judged, match)),
    ...(filing.content ? textColumns(copy) : {}),
    ...(split && { ...shownParts(split), new_text: split.replyText }),
    mime_blob: stored?.mime?.blob ?? null,
    updated_at: now,
  };
  if (filing.again !== undefined) {
    await trx
      .updateTable('messages')
      .set({ ...texts, state: 'received' })
      .where('account_id', '=', account)
      .where('id', '=', id)
      .execute();
    await writeParts(trx, mailbox, copy, filing, { id, stored, now });
    return;
  }
  await trx
    .insertInto('messages')
    .values({
      account_id: account,
      id,
      direction: 'incoming',
      kind: original?.kind ?? 'one-to-one',
      state: 'received',
      ...emptyColumns(),
      token_key: null,
      user_id: mailbox.owner,
      mailbox_id: mailbox.id,
      at: copy.receivedAt,
      sent_at: copy.sentAt,
      message_id_hash: filing.hash,
      variant: filing.variant,
      judged_kind: judged.kind,
      reply_to_message: original?.id ?? null,
      matched_by: original ? match.by : match.reason === 'contradictory' ? 'unmatched' : null,
      // A reply is shown to no more people than what it answers.
      visibility: original?.visibility ?? mailbox.settings.visibility ?? 'everybody',
      ...texts,
      historic: mailbox.historic ?? false,
      created_at: now,
    })
    .execute();

  // L13: whoever answers a message has it, whether or not its copy was found; its recipients become contacts now.
  if (original && !mailbox.historic)
    await confirmMessage(trx, services, account, original.id, { answer: id });
  const answerer = await writeParts(trx, mailbox, copy, filing, { id, stored, now });

  const cause = `item:${mailbox.id}:${copy.item.id}`;
  if (original) {
    await applyAnswer(trx, {
      account,
      settings: mailbox.settings,
      original,
      incoming: id,
      answerer,
      copy: match.copy,
      judged,
      mailbox: mailbox.id,
      cause,
      at: copy.receivedAt,
      now,
      historic: mailbox.historic ?? false,
    });
  } else if (!mailbox.historic) {
    await recordEvent(trx, {
      account,
      kind: 'logged',
      at: copy.receivedAt,
      recordedAt: now,
      user: mailbox.owner ?? undefined,
      message: id,
      contact: answerer.contact,
      cause,
      detail: {
        from: answerer.from,
        ...(match.reason === 'contradictory' && {
          note: 'Names two conversations of yours that do not belong together: matched to neither',
        }),
      },
    });
  }
}

/** Who is on it, its files, and where this copy lies. Resolves to who wrote it. */
async function writeParts(
  trx: Transaction<Database>,
  mailbox: WatchedMailbox,
  copy: FetchedMail,
  filing: Filing,
  { id, stored, now }: { id: string; stored: StoredContent | undefined; now: Date },
): Promise<Answerer> {
  const { account } = mailbox;
  const contacts = await contactsByAddress(trx, account, [
    filing.from,
    ...filing.people.map((p) => p.address),
  ]);
  for (const address of filing.listed) contacts.delete(address);
  const chosen = filing.wish?.choice.contacts;
  if (chosen) {
    for (const [address, contact] of contacts) if (!chosen.includes(contact)) contacts.delete(address);
    if (filing.again !== undefined) await leaveRecords(trx, account, id, chosen);
  }
  const answerer = await answererOf(
    trx,
    account,
    { address: filing.from, name: copy.mail.from?.name ?? '' },
    contacts.get(filing.from),
    filing.original,
    filing.match.copy,
  );
  if (!chosen || chosen.includes(answerer.contact ?? '')) {
    await writeSender(trx, account, { id, at: copy.receivedAt }, answerer);
  }
  if (filing.content) {
    await writeRecipients(trx, account, { id, at: copy.receivedAt }, filing.people, contacts);
    if (filing.original && !chosen) {
      // A1: an answer stands on the records that were added to what it answers.
      const user = filing.original.user_id;
      const choice = await choiceFor(trx, account, user, {
        tokenKey: filing.original.token_key,
        conversationId: copy.mail.conversationId ?? null,
      });
      if (choice) await addRecords(trx, account, { id, at: copy.receivedAt, user }, choice);
    }
    if (stored) await attachContent(trx, account, id, stored, now);
    if (!mailbox.historic || filing.wish) await noteContactNeed(trx, account, [id]);
    if (filing.wish) await grantWish(trx, account, filing.wish.mail, id, now);
  }
  await addSighting(trx, mailbox, { item: copy.item.id, message: id, showsBcc: false, at: now });
  return answerer;
}

/** R6: the quote of a mail of plain text is folded like any other; without one, its text is shown as it stands. */
function shownParts(split: ReplyText): { new_html: string | null; quoted_html: string | null } {
  if (split.newHtml !== undefined || split.quotedText === '') {
    return { new_html: split.newHtml ?? null, quoted_html: split.quotedHtml ?? null };
  }
  const own = split.signature === undefined ? split.replyText : `${split.replyText}\n\n${split.signature}`;
  return { new_html: textAsHtml(own), quoted_html: textAsHtml(split.quotedText) };
}

async function writeSender(
  trx: Transaction<Database>,
  account: number,
  message: { id: string; at: Date },
  answerer: Answerer,
): Promise<void> {
  if (answerer.contact === undefined) return;
  await trx
    .insertInto('message_senders')
    .values({ account_id: account, message_id: message.id, contact_id: answerer.contact, at: message.at })
    // L7: what was moved by hand stays where it was moved to.
    .onConflict((c) => c.doNothing())
    .execute();
}

const evidenceOf = (judged: Judgement, match: ReplyMatch): string[] => [
  ...judged.evidence,
  ...(match.by === 'none' && match.reason === 'no evidence' ? [] : [`matched: ${match.reason}`]),
];
