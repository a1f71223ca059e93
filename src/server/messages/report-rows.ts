import type { Transaction } from 'kysely';
import type { SentReport } from '../../core/api/launch';
import type { ResolvedPolicy } from '../../core/policy';
import { contactsByAddress, foldAddress } from '../crm/contacts';
import { json, type Database } from '../store/schema';
import type { Sender } from '../tracking/answers';

/** What a report becomes in the tables. */

export interface ReportedRecipient {
  idx: number;
  address: string;
  name: string;
  via: 'to' | 'cc' | 'bcc';
}

/** What the server saw of the report's arrival. */
export interface ReportArrival {
  at: Date;
  /** The device that sent: its network as a keyed hash, and its kind (O7). */
  device?: { source: string; platform: string };
  /** O11: this server sends each recipient a copy of their own, so that nobody's "no tracking" is another's. */
  apart?: boolean;
  /**
   * The mailbox that this server sends it from, of whose domain its ticket is. One from Outlook has its writer's, whatever
   * address it is from.
   */
  from?: string;
}

export interface NewMessage {
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

export async function insertMessage(trx: Transaction<Database>, made: NewMessage): Promise<void> {
  const { id, account, arrival } = made;
  await trx
    .insertInto('messages')
    .values({
      account_id: account,
      id,
      direction: 'outgoing',
      kind: 'one-to-one',
      visibility: made.sender.settings.visibility ?? 'everybody',
      mailbox_id: null,
      internet_message_id: null,
      message_id_hash: null,
      in_reply_to: null,
      conversation_id: null,
      judged_kind: null,
      reply_to_message: null,
      matched_by: null,
      new_html: null,
      quoted_html: null,
      new_text: null,
      mime_blob: null,
      created_at: arrival.at,
      ...(await told(trx, made)),
    })
    .execute();
}

/** The same draft, sent again: all that the first report told goes. */
export async function replaceMessage(trx: Transaction<Database>, made: NewMessage): Promise<void> {
  const { id, account } = made;
  await trx
    .updateTable('messages')
    .set(await told(trx, made))
    .where('account_id', '=', account)
    .where('id', '=', id)
    .execute();
  await dropParts(trx, account, id);
}

/** The draft was sent again with both switches off: of the first try, nothing is kept but that its token is used. */
export async function withdraw(
  trx: Transaction<Database>,
  account: number,
  id: string,
  at: Date,
): Promise<void> {
  await trx
    .updateTable('messages')
    .set({
      state: 'undone',
      subject: '',
      html: null,
      text: null,
      logged: false,
      tracked_image: false,
      links_total: 0,
      links_tracked: 0,
      policy: json({ image: false, links: false, log: false }),
      updated_at: at,
    })
    .where('account_id', '=', account)
    .where('id', '=', id)
    .execute();
  await dropParts(trx, account, id);
}

/** What a report says of the message itself. */
async function told(trx: Transaction<Database>, made: NewMessage) {
  const { user, tokenKey, at, arrival, policy, frozen, sender, report } = made;
  const from = await senderAddress(trx, sender, report);
  return {
    // L13: where a connected mailbox will bring the copy, that is waited for.
    state: (await copyWillCome(trx, sender, from.address))
      ? ('sending' as const)
      : ('sent-reported' as const),
    token_key: tokenKey,
    user_id: user,
    subject: report.subject,
    from_address: from.address,
    from_name: from.name,
    at,
    logged: policy.log,
    tracked_image: policy.image && report.done.image,
    links_total: report.links.length,
    links_tracked: policy.links ? report.links.filter(({ tracked }) => tracked).length : 0,
    policy: frozen,
    html: policy.log ? (report.html ?? null) : null,
    text: policy.log ? (report.text ?? null) : null,
    updated_at: arrival.at,
  };
}

/** Whether a mailbox is connected in whose Sent Items the copy will lie: the sender's own, or the one that it is from (A9). */
async function copyWillCome(trx: Transaction<Database>, sender: Sender, from: string): Promise<boolean> {
  const mailbox = await trx
    .selectFrom('mailboxes')
    .select('id')
    .where('account_id', '=', sender.account)
    .where((eb) => eb.or([eb('owner_user_id', '=', sender.user), eb('address', '=', from)]))
    .where('state', 'not in', ['disconnected', 'not-allowed'])
    .limit(1)
    .executeTakeFirst();
  return mailbox !== undefined;
}

/** Takes back what a report had told: recipients, links, files. */
export async function dropParts(trx: Transaction<Database>, account: number, id: string): Promise<void> {
  for (const table of ['message_recipients', 'message_links', 'attachments'] as const) {
    await trx.deleteFrom(table).where('account_id', '=', account).where('message_id', '=', id).execute();
  }
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

export async function insertRecipients(
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

export async function insertLinks(
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

export async function dropAttachments(
  trx: Transaction<Database>,
  account: number,
  id: string,
): Promise<void> {
  await trx
    .deleteFrom('attachments')
    .where('account_id', '=', account)
    .where('message_id', '=', id)
    .execute();
}

/** L10, L13: files are named at once; they are copied from the sent copy, never from a report. */
export async function insertAttachments(
  trx: Transaction<Database>,
  account: number,
  id: string,
  sender: Sender,
  report: SentReport,
): Promise<void> {
  if (report.attachments.length === 0) return;
  const coming = await copyWillCome(trx, sender, foldAddress(report.from.address));
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
        reason: coming ? 'waiting for the sent copy' : 'not copied: connect your mailbox',
      })),
    )
    .execute();
}
