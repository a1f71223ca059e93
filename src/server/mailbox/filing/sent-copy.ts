import { sql, type Kysely, type Transaction } from 'kysely';
import { uuidV7 } from '../../store/uuid-v7';
import { contactsByAddress } from '../../crm/contacts';
import { ensureContacts } from '../../crm/contacts-to-make';
import { recordEvent } from '../../events';
import { messageIdHash } from '../../messages/message-id';
import { dropParts } from '../../messages/report-rows';
import type { Services } from '../../services';
import { json, type Database } from '../../store/schema';
import { adoptHits } from '../../tracking/settle';
import { judgeAgainSince } from '../judged-items';
import type { WatchedMailbox } from '../mailboxes';
import { attachContent, textColumns, type StoredContent } from './content';
import type { FetchedMail } from './fetched-mail';
import { trackingIn, type MarkKeys, type TrackedLink } from './marks';
import { addSighting, isUndone, messageOfCopy, writeRecipients, type MessageRow } from './message-rows';
import { claimed } from './claimed-token';
import { colleaguesAmong, recipientsOf, type Recipient } from './people';
import type { Plan } from './plan';
import { withheld, type Withheld } from './withheld';

/** Everything about a sent copy that its mailbox and the store say together. */
interface SentFacts {
  hash: string;
  variant: number;
  /** The row that this copy belongs to: reported by the add-in, or seen in another mailbox. */
  row: MessageRow | undefined;
  tokenKey: string | null;
  tracking: { image: boolean; links: TrackedLink[] };
  people: Recipient[];
  why: Withheld | undefined;
  logged: boolean;
  /** The sender's own test (O13): its copy shows what was put in, and is no activity. */
  test: boolean;
}

/**
 * Files a copy of what the mailbox's owner sent: merges it with what the add-in reported (by our token), or logs it by
 * the mailbox's rule where the add-in never ran (L9). A copy that is neither tracked nor falls under a rule is left.
 */
export async function planSentCopy(
  services: Services,
  db: Kysely<Database>,
  mailbox: WatchedMailbox,
  copy: FetchedMail,
  marks: { keys: MarkKeys; property?: string | undefined },
  now: Date,
): Promise<Plan> {
  const left: Plan = { outcome: 'left', kind: 'sent' };
  const facts = await gather(services, db, mailbox, copy, marks);
  if (!facts) return left;
  const { row, logged, tracking } = facts;
  const tracked = tracking.image || tracking.links.length > 0;
  if (!row && !logged && !tracked) return left;
  if (!row && facts.why !== undefined) return left;
  return {
    outcome: 'filed',
    kind: 'sent',
    content: logged,
    write: (trx, content) => write(services, trx, mailbox, copy, facts, content, now),
  };
}

async function gather(
  { secrets }: Pick<Services, 'secrets'>,
  db: Kysely<Database>,
  mailbox: WatchedMailbox,
  copy: FetchedMail,
  marks: { keys: MarkKeys; property?: string | undefined },
): Promise<SentFacts | undefined> {
  const { account } = mailbox;
  const { mail } = copy;
  if (mail.internetMessageId === undefined) return undefined;
  const hash = messageIdHash(mail.internetMessageId);
  if (await isUndone(db, account, 'outgoing', hash)) return undefined;
  const from = mail.from?.address ?? mailbox.addresses[0] ?? '';
  const known = await messageOfCopy(db, account, 'outgoing', hash, { from, at: copy.sentAt });
  const claim = await claimed(db, mailbox, copy, marks, hash);
  const row = known.row ?? claim?.row;
  if (row?.state === 'undone') return undefined;

  const people = recipientsOf(copy.item, mail);
  const addresses = people.map((p) => p.address);
  const colleagues = await colleaguesAmong(db, account, mailbox.settings, mailbox.addresses, addresses);
  const outside = addresses.filter((a) => !colleagues.has(a));
  const why = await withheld(db, mailbox, copy, addresses, secrets);
  const mine = claim && (claim.row === undefined || claim.row.id === row?.id) ? claim.tokenKey : null;
  const tokenKey = row?.token_key ?? mine;
  const test = row?.policy['test'] === true;
  const mayFile = why === undefined && (outside.length > 0 || test);
  return {
    hash,
    variant: known.variant,
    row,
    tokenKey,
    tracking:
      mayFile && tokenKey !== null && mail.html !== undefined
        ? allowed(row, trackingIn(mail.html, tokenKey, marks.keys))
        : { image: false, links: [] },
    people,
    why,
    test,
    logged: mayFile && !test && (await isToLog(db, mailbox, { row, marked: tokenKey !== null }, outside)),
  };
}

/** What the policy that is frozen on a reported message forbids is not tracked, though the client had put it in. */
function allowed(row: MessageRow | undefined, found: SentFacts['tracking']): SentFacts['tracking'] {
  return {
    image: found.image && row?.policy['image'] !== false,
    links: row?.policy['links'] === false ? [] : found.links,
  };
}

/**
 * The sender's own switch where the add-in reported one. Where its mark came and its report has not (yet), the user's
 * default (L1): a mail with both switches off bears no mark. Else the mailbox's rule (L9).
 */
async function isToLog(
  db: Kysely<Database>,
  mailbox: WatchedMailbox,
  { row, marked }: { row: MessageRow | undefined; marked: boolean },
  outside: readonly string[],
): Promise<boolean> {
  if (row) {
    if (row.logged) return true;
    const report = await db
      .selectFrom('sent_reports')
      .select('token')
      .where('account_id', '=', mailbox.account)
      .where('message_id', '=', row.id)
      .executeTakeFirst();
    if (report) return false;
  }
  if (marked) return logsByDefault(db, mailbox);
  if (mailbox.rule.sent === 'all') return true;
  if (mailbox.rule.sent === 'nothing') return false;
  return (await contactsByAddress(db, mailbox.account, outside)).size > 0;
}

async function logsByDefault(db: Kysely<Database>, mailbox: WatchedMailbox): Promise<boolean> {
  if (mailbox.owner === null) return false;
  const user = await db
    .selectFrom('users')
    .select('preferences')
    .where('account_id', '=', mailbox.account)
    .where('id', '=', mailbox.owner)
    .executeTakeFirst();
  return user !== undefined && user.preferences.log !== false;
}

async function write(
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
  const columns = {
    state: 'sent' as const,
    token_key: facts.tokenKey,
    user_id: row?.user_id ?? mailbox.owner,
    mailbox_id: mailbox.id,
    at: copy.sentAt,
    internet_message_id: mail.internetMessageId ?? null,
    message_id_hash: facts.hash,
    variant: facts.variant,
    in_reply_to: mail.inReplyTo ?? null,
    references_ids: json(mail.references),
    conversation_id: mail.conversationId ?? null,
    from_address: mail.from?.address ?? mailbox.addresses[0] ?? '',
    from_name: mail.from?.name ?? '',
    subject: kept ? mail.subject : '',
    logged: facts.logged,
    tracked_image: tracking.image,
    links_tracked: tracking.links.length,
    links_total: Math.max(row?.links_total ?? 0, tracking.links.length),
    updated_at: now,
    ...(facts.logged ? textColumns(copy) : {}),
    // L4: found out late, what the report had brought is erased, and hits are told to nobody.
    ...(kept
      ? {}
      : {
          ...{ html: null, text: null, headers: json([]), mime_blob: null, links_total: 0 },
          policy: json({ ...row?.policy, image: false, links: false, log: false }),
        }),
    ...(content && { mime_blob: content.mime?.blob ?? null }),
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
        ...columns,
        created_at: now,
      })
      .execute();
  }

  const contacts =
    facts.logged || tracked
      ? await ensureContacts(trx, account, people, mailbox.owner, mailbox.settings, now)
      : new Map<string, string>();
  if (kept) await writeRecipients(trx, account, { id, at: copy.sentAt }, people, contacts);
  if (content) await attachContent(trx, account, id, content, now);
  if (!kept) await dropParts(trx, account, id);
  await writeLinks(trx, account, id, tracking.links);
  await addSighting(trx, mailbox, { item: copy.item.id, message: id, showsBcc: true, at: now });
  if (facts.test || (!facts.logged && !tracked)) return;
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
  // Its image may have been loaded before we knew of it.
  if (!row) await adoptHits(trx, services, account, id);
  for (const contact of new Set(contacts.values())) await touchContact(trx, account, contact, copy.sentAt);
}

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

/** The links of the copy, where no report told more of them. */
async function writeLinks(
  trx: Transaction<Database>,
  account: number,
  message: string,
  links: readonly TrackedLink[],
): Promise<void> {
  for (const link of links) {
    await trx
      .insertInto('message_links')
      .values({
        account_id: account,
        message_id: message,
        n: link.n,
        target: link.target,
        text: link.text,
        tracked: true,
        reason: 'tracked',
      })
      .onConflict((c) =>
        c.columns(['account_id', 'message_id', 'n']).doUpdateSet({ tracked: true, target: link.target }),
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
