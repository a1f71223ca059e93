import type { Kysely, Transaction } from 'kysely';
import { uuidV7 } from '../../store/uuid-v7';
import {
  classify,
  matchReply,
  replyEvidence,
  replyText,
  type Judgement,
  type ReplyMatch,
  type ReplyText,
} from '../../../core/incoming';
import { contactsByAddress, foldAddress } from '../../crm/contacts';
import { textAsHtml } from '../../crm/text-as-html';
import { recordEvent } from '../../events';
import { confirmMessage } from '../../messages/confirm';
import { messageIdHash } from '../../messages/message-id';
import type { Services } from '../../services';
import { json, type Database } from '../../store/schema';
import type { WatchedMailbox } from '../mailboxes';
import { attachContent, textColumns, type StoredContent } from './content';
import { answererOf, type Answerer } from './answerer';
import { applyAnswer } from './answers';
import type { FetchedMail } from './fetched-mail';
import { lookUp } from './lookups';
import type { MarkKeys } from './marks';
import {
  addSighting,
  agrees,
  isUndone,
  messageOfCopy,
  writeRecipients,
  type MessageRow,
} from './message-rows';
import { recipientsOf, type Recipient } from './people';
import type { Plan } from './plan';
import { emptyColumns } from './sent-copy';
import { withheld } from './withheld';

/** What a received mail was judged and matched to be. */
interface Received {
  judged: Judgement;
  match: ReplyMatch;
  original: MessageRow | undefined;
}

/** R2, R4: judged, and matched to the message of ours that it answers. */
async function judge(
  db: Kysely<Database>,
  mailbox: WatchedMailbox,
  mail: FetchedMail,
  keys: MarkKeys,
): Promise<Received> {
  const first = classify(mail.mail);
  const { lookups, originals } = await lookUp(
    db,
    mailbox.account,
    replyEvidence(mail.mail, first.originalMessageId),
    keys,
  );
  const match = matchReply(replyEvidence(mail.mail, first.originalMessageId), lookups);
  const judged = classify(mail.mail, {
    ours: (id) => lookups.byMessageId.has(id),
    matched: match.messageId !== undefined,
  });
  const original = match.messageId === undefined ? undefined : originals.get(match.messageId);
  return { judged, match, original };
}

/**
 * Files a mail that came in: what answers a tracked or logged message of ours, and what the mailbox's rule wants
 * logged. Everything else is left, with its kind alone (R10).
 */
export async function planReceived(
  services: Services,
  db: Kysely<Database>,
  mailbox: WatchedMailbox,
  copy: FetchedMail,
  keys: MarkKeys,
  now: Date,
): Promise<Plan> {
  const { account } = mailbox;
  const { mail } = copy;
  const received = await judge(db, mailbox, copy, keys);
  const { judged, original, match } = received;
  const left: Plan = { outcome: 'left', kind: judged.kind };
  const from = foldAddress(mail.from?.address ?? mail.sender?.address ?? '');
  if (mail.internetMessageId === undefined || mailbox.addresses.includes(from)) return left;

  const hash = messageIdHash(mail.internetMessageId);
  const ours = await messageOfCopy(db, account, 'outgoing', hash, { from, at: copy.sentAt });
  if (ours.row && ours.row.state !== 'undone' && agrees(ours.row, from, copy.sentAt)) {
    return sightingOnly(mailbox, copy, ours.row.id, 'new', now);
  }
  if (await isUndone(db, account, 'incoming', hash)) return left;
  const known = await messageOfCopy(db, account, 'incoming', hash, { from, at: copy.receivedAt });
  if (known.row?.state === 'undone') return left;

  const people = recipientsOf(copy.item, mail);
  const all = [from, ...people.map((p) => p.address)];
  if (await withheld(db, mailbox, copy, all, services.secrets)) return left;
  if (known.row) return sightingOnly(mailbox, copy, known.row.id, judged.kind, now);

  const contradictory = match.by === 'none' && match.reason === 'contradictory';
  const senderKnown = (await contactsByAddress(db, account, [from])).has(from);
  const byRule = mailbox.rule.received === 'known' && senderKnown && /^(?:reply|new)$/.test(judged.kind);
  if (!original && !contradictory && !byRule) return left;
  const content =
    byRule || contradictory || (original?.logged === true && mailbox.rule.received !== 'nothing');
  return {
    outcome: 'filed',
    kind: judged.kind,
    content,
    write: (trx, stored) =>
      write(
        services,
        trx,
        mailbox,
        copy,
        { ...received, hash, variant: known.variant, from, people, content },
        stored,
        now,
      ),
  };
}

/** Another copy of a message that stands already (L5): nothing is counted again. */
function sightingOnly(
  mailbox: WatchedMailbox,
  copy: FetchedMail,
  message: string,
  kind: Judgement['kind'],
  now: Date,
): Plan {
  return {
    outcome: 'filed',
    kind,
    content: false,
    write: (trx) => addSighting(trx, mailbox, { item: copy.item.id, message, showsBcc: false, at: now }),
  };
}

interface Filing extends Received {
  hash: string;
  variant: number;
  from: string;
  people: Recipient[];
  content: boolean;
}

async function write(
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
  const id = uuidV7(now);
  const split = filing.content ? replyText(mail) : undefined;
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
      subject: filing.content ? mail.subject : '',
      from_address: filing.from,
      from_name: mail.from?.name ?? '',
      at: copy.receivedAt,
      internet_message_id: mail.internetMessageId ?? null,
      message_id_hash: filing.hash,
      variant: filing.variant,
      in_reply_to: mail.inReplyTo ?? null,
      references_ids: json(mail.references),
      conversation_id: mail.conversationId ?? null,
      logged: filing.content,
      judged_kind: judged.kind,
      evidence: json(evidenceOf(judged, match)),
      reply_to_message: original?.id ?? null,
      matched_by: original ? match.by : match.reason === 'contradictory' ? 'unmatched' : null,
      // A reply is shown to no more people than what it answers.
      visibility: original?.visibility ?? 'everybody',
      ...(filing.content ? textColumns(copy) : {}),
      ...(split && {
        ...shownParts(split),
        new_text: split.replyText,
      }),
      mime_blob: stored?.mime?.blob ?? null,
      created_at: now,
      updated_at: now,
    })
    .execute();

  // L13: whoever answers a message has it, whether or not its copy was found; its recipients become contacts now.
  if (original) await confirmMessage(trx, services, account, original.id, { answer: id });
  const contacts = await contactsByAddress(trx, account, [
    filing.from,
    ...filing.people.map((p) => p.address),
  ]);
  const answerer = await answererOf(
    trx,
    account,
    { address: filing.from, name: mail.from?.name ?? '' },
    contacts.get(filing.from),
    original?.id,
  );
  await writeSender(trx, account, { id, at: copy.receivedAt }, answerer);
  if (filing.content) {
    await writeRecipients(trx, account, { id, at: copy.receivedAt }, filing.people, contacts);
    if (stored) await attachContent(trx, account, id, stored, now);
  }
  await addSighting(trx, mailbox, { item: copy.item.id, message: id, showsBcc: false, at: now });

  const cause = `item:${mailbox.id}:${copy.item.id}`;
  if (original) {
    await applyAnswer(trx, {
      account,
      settings: mailbox.settings,
      original,
      incoming: id,
      answerer,
      judged,
      cause,
      at: copy.receivedAt,
      now,
    });
  } else {
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
    .execute();
}

const evidenceOf = (judged: Judgement, match: ReplyMatch): string[] => [
  ...judged.evidence,
  ...(match.by === 'none' && match.reason === 'no evidence' ? [] : [`matched: ${match.reason}`]),
];
