import type { Transaction } from 'kysely';
import type { SentReport } from '../../core/api/launch';
import { resolvePolicy, type ResolvedPolicy } from '../../core/policy';
import { messageKeyOf } from '../../core/token';
import { contactsByAddress, foldAddress } from '../crm/contacts';
import { recordEvent } from '../events';
// Not the folder's face, which leads back here.
import { fileAgain, judgeSentAgainSince } from '../mailbox/judged-items';
import type { Services } from '../services';
import { json, type Database } from '../store/schema';
import { uuidV7 } from '../store/uuid-v7';
import { recipientAnswers, senderOf, type Sender } from '../tracking/answers';
import { adoptHits } from '../tracking/settle';

/** A client's clock is believed within this of ours. */
const CLOCK_SKEW_MS = 10 * 60_000;
const LONGEST_HANDLER_MS = 10_000;
/** Of a report that led to nothing, only that it came is kept. */
const NO_MESSAGE = '00000000-0000-0000-0000-000000000000';

/** What the server saw of the report's arrival. */
export interface ReportArrival {
  at: Date;
  /** The device that sent: its network as a keyed hash, and its kind (O7). */
  device?: { source: string; platform: string };
}

interface ReportedRecipient {
  idx: number;
  address: string;
  name: string;
  via: 'to' | 'cc' | 'bcc';
}

/**
 * Makes the message of a report, once per token. The server resolves the policy itself and freezes it. Where the sent
 * copy was quicker, what it bears stands, since a copy is trusted more than a report; whether that is tracked and logged
 * is the policy's to say, in whichever order the two come. No contact is made yet (`confirmMessage`).
 * Resolves to the message's id, or undefined when there is none: the report came before, or the mail is neither tracked
 * nor logged.
 */
export async function fileReport(
  trx: Transaction<Database>,
  services: Services,
  account: number,
  user: number,
  report: SentReport,
  arrival: ReportArrival,
): Promise<string | undefined> {
  const tokenKey = messageKeyOf(report.token);
  if (tokenKey === null) throw new Error('fileReport: the token was not checked');
  const copy = await trx
    .selectFrom('messages')
    .select(['id', 'state', 'logged', 'tracked_image', 'links_tracked'])
    .where('account_id', '=', account)
    .where('token_key', '=', tokenKey)
    .forUpdate()
    .executeTakeFirst();
  const id = copy?.id ?? uuidV7(arrival.at);
  const sender = await senderOf(trx, services, account, user);
  if (!sender) return undefined;
  const recipients = recipientsOf(report);
  const policy = await policyOf(trx, sender, report, recipients);
  const { image, links, log } = policy;
  const wanted = image || links || log;

  const taken = await trx
    .insertInto('sent_reports')
    .values({
      account_id: account,
      token: report.token,
      user_id: user,
      message_id: wanted || copy ? id : NO_MESSAGE,
      received_at: arrival.at,
      report: json(wanted ? { client: report.client, took: report.took, done: report.done } : {}),
    })
    .onConflict((c) => c.columns(['account_id', 'token']).doNothing())
    .returning('token')
    .executeTakeFirst();
  if (!taken || copy?.state === 'undone' || (!wanted && !copy)) return undefined;

  const frozen = json({
    ...policy,
    reasons: [...policy.reasons, ...report.done.reasons],
    ...(arrival.device && { device: arrival.device }),
  });
  const at = sentAt(report, arrival.at);
  if (copy) {
    await trx
      .updateTable('messages')
      .set({
        policy: frozen,
        user_id: user,
        logged: log,
        // What the copy bears and the policy forbids is not tracked; a report adds nothing to what the copy bears (L13).
        tracked_image: copy.tracked_image && image,
        links_tracked: links ? copy.links_tracked : 0,
        links_total: report.links.length,
        updated_at: arrival.at,
        ...(!log && { html: null, text: null, headers: json([]), mime_blob: null }),
      })
      .where('account_id', '=', account)
      .where('id', '=', id)
      .execute();
    if (log && !copy.logged) await fileAgain(trx, account, id);
    // L1: filed by the user's default before the switch was known.
    if (!log && copy.logged) await dropAttachments(trx, account, id);
    if (!wanted) return undefined;
  } else {
    await insertMessage(trx, { id, account, user, tokenKey, at, arrival, policy, frozen, sender, report });
    await insertRecipients(trx, { id, account, at, policy, recipients });
    if (log) await insertAttachments(trx, account, id, sender, report);
    await judgeSentAgainSince(trx, account, at);
  }
  await insertLinks(trx, account, id, report);
  await recordEvent(trx, {
    account,
    kind: 'sent',
    at,
    recordedAt: arrival.at,
    user,
    message: id,
    cause: `message:${id}`,
  });
  await adoptHits(trx, services, account, id);
  return id;
}

/** Everybody on the mail once, in its order; who stands on several lines counts by the first. */
function recipientsOf(report: SentReport): ReportedRecipient[] {
  const order = ['to', 'cc', 'bcc'] as const;
  const seen = new Map<string, Omit<ReportedRecipient, 'idx'>>();
  for (const line of order) {
    for (const { address, name, via } of report.recipients) {
      const folded = foldAddress(address);
      if (via === line && folded !== '' && !seen.has(folded)) {
        seen.set(folded, { address: folded, name: foldAddress(name) === folded ? '' : name, via });
      }
    }
  }
  return [...seen.values()].map((recipient, i) => ({ idx: i + 1, ...recipient }));
}

/** The server's own resolution, from its own settings at this moment: what the client thought is not asked. */
async function policyOf(
  trx: Transaction<Database>,
  sender: Sender,
  report: SentReport,
  recipients: readonly ReportedRecipient[],
): Promise<ResolvedPolicy> {
  const addresses = recipients.map(({ address }) => address);
  return resolvePolicy({
    policy: sender.policy,
    policyAgeMs: 0,
    recipients: addresses,
    answers: await recipientAnswers(trx, sender, addresses),
    switches: report.switches,
    message: {
      html: report.html !== undefined || report.done.image || report.links.some(({ tracked }) => tracked),
      private: false,
      encrypted: false,
      meeting: false,
    },
  });
}

/** The client's clock where it agrees with ours; hits before this moment are the sender's own (O16). */
function sentAt(report: SentReport, arrival: Date): Date {
  const told = new Date(report.at);
  const agrees = told <= arrival && arrival.getTime() - told.getTime() <= CLOCK_SKEW_MS;
  return agrees ? told : new Date(arrival.getTime() - Math.min(report.took, LONGEST_HANDLER_MS));
}

interface NewMessage {
  id: string;
  account: number;
  user: number;
  tokenKey: string;
  at: Date;
  arrival: ReportArrival;
  policy: ResolvedPolicy;
  frozen: string;
  sender: Sender;
  report: SentReport;
}

async function insertMessage(trx: Transaction<Database>, made: NewMessage): Promise<void> {
  const { id, account, user, tokenKey, at, arrival, policy, frozen, sender, report } = made;
  const from = await senderAddress(trx, sender, report);
  await trx
    .insertInto('messages')
    .values({
      account_id: account,
      id,
      direction: 'outgoing',
      kind: 'one-to-one',
      state: 'sent-reported',
      token_key: tokenKey,
      user_id: user,
      mailbox_id: null,
      subject: report.subject,
      from_address: from.address,
      from_name: from.name,
      at,
      internet_message_id: null,
      message_id_hash: null,
      in_reply_to: null,
      conversation_id: null,
      logged: policy.log,
      tracked_image: policy.image && report.done.image,
      links_total: report.links.length,
      links_tracked: policy.links ? report.links.filter(({ tracked }) => tracked).length : 0,
      policy: frozen,
      judged_kind: null,
      reply_to_message: null,
      matched_by: null,
      html: policy.log ? (report.html ?? null) : null,
      text: policy.log ? (report.text ?? null) : null,
      new_html: null,
      quoted_html: null,
      new_text: null,
      mime_blob: null,
      created_at: arrival.at,
      updated_at: arrival.at,
    })
    .execute();
}

/** A9: From may be a shared mailbox of the company; an address of anybody else is not believed. */
async function senderAddress(
  trx: Transaction<Database>,
  sender: Sender,
  report: SentReport,
): Promise<{ address: string; name: string }> {
  const told = foldAddress(report.from.address);
  const { ownAddresses, companyDomains } = sender.policy;
  const name = report.from.name;
  if (ownAddresses.includes(told) || companyDomains.includes(told.slice(told.lastIndexOf('@') + 1))) {
    return { address: told, name };
  }
  const shared = await trx
    .selectFrom('mailboxes')
    .select('address')
    .where('account_id', '=', sender.account)
    .where('address', '=', told)
    .executeTakeFirst();
  return shared ? { address: told, name } : { address: ownAddresses[0] ?? '', name: '' };
}

async function insertRecipients(
  trx: Transaction<Database>,
  made: {
    id: string;
    account: number;
    at: Date;
    policy: ResolvedPolicy;
    recipients: readonly ReportedRecipient[];
  },
): Promise<void> {
  const { id, account, at, policy, recipients } = made;
  if (recipients.length === 0) return;
  const contacts = await contactsByAddress(
    trx,
    account,
    recipients.map(({ address }) => address),
  );
  const noRecord = new Set(
    policy.recipients
      .filter(({ standing }) => standing === 'neverLogged' || standing === 'colleague')
      .map(({ address }) => address),
  );
  await trx
    .insertInto('message_recipients')
    .values(
      recipients.map((recipient) => ({
        account_id: account,
        message_id: id,
        ...recipient,
        contact_id: noRecord.has(recipient.address) ? null : (contacts.get(recipient.address) ?? null),
        token: null,
        delivery_detail: null,
        unsubscribed_at: null,
        at,
      })),
    )
    .execute();
}

/** PostgreSQL's integer. */
const LARGEST_LINK_NUMBER = 2_147_483_647;

async function insertLinks(
  trx: Transaction<Database>,
  account: number,
  id: string,
  report: SentReport,
): Promise<void> {
  // The API takes any whole number and is additive only; a number that no link of ours can carry is passed over.
  const numbered = report.links.filter(({ n }) => n >= 0 && n <= LARGEST_LINK_NUMBER);
  const links = [...new Map(numbered.map((link) => [link.n, link])).values()];
  for (let i = 0; i < links.length; i += 500) {
    await trx
      .insertInto('message_links')
      .values(
        links.slice(i, i + 500).map(({ n, target, text, tracked, reason }) => ({
          account_id: account,
          message_id: id,
          n,
          target,
          text,
          tracked,
          reason,
        })),
      )
      // A copy knows targets, the report knows texts and reasons.
      .onConflict((c) =>
        c.columns(['account_id', 'message_id', 'n']).doUpdateSet((eb) => ({
          text: eb.ref('excluded.text'),
          reason: eb.ref('excluded.reason'),
        })),
      )
      .execute();
  }
}

async function dropAttachments(trx: Transaction<Database>, account: number, id: string): Promise<void> {
  await trx
    .deleteFrom('attachments')
    .where('account_id', '=', account)
    .where('message_id', '=', id)
    .execute();
}

/** L10, L13: files are named at once; they are copied from the sent copy, never from a report. */
async function insertAttachments(
  trx: Transaction<Database>,
  account: number,
  id: string,
  sender: Sender,
  report: SentReport,
): Promise<void> {
  if (report.attachments.length === 0) return;
  const mailbox = await trx
    .selectFrom('mailboxes')
    .select('id')
    .where('account_id', '=', account)
    .where('owner_user_id', '=', sender.user)
    .where('state', '!=', 'disconnected')
    .limit(1)
    .executeTakeFirst();
  await trx
    .insertInto('attachments')
    .values(
      report.attachments.map(({ name, size, contentType, inline }, i) => ({
        account_id: account,
        message_id: id,
        n: i + 1,
        name,
        content_type: contentType,
        size,
        content_id: null,
        inline,
        blob_key: null,
        state: 'pending' as const,
        reason: mailbox ? 'waiting for the sent copy' : 'not copied: connect your mailbox',
      })),
    )
    .execute();
}
