import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { SentReport } from '../../core/api/launch';
import { resolvePolicy, type ResolvedPolicy } from '../../core/policy';
import { messageKeyOf } from '../../core/token';
import { foldAddress } from '../crm/contacts';
import { addRecords, choiceFor, dropRecords } from '../crm/record-choices';
import { recordEvent } from '../events';
// Not the folder's face, which leads back here.
import { fileAgain, judgeSentAgainSince } from '../mailbox/judged-items';
import { startReminders } from '../reminders/reminders';
import type { Services } from '../services';
import { json, type Database, type MessageState } from '../store/schema';
import { uuidV7 } from '../store/uuid-v7';
import { recipientAnswers, senderOf, type Sender } from '../tracking/answers';
import { withDomainReason } from '../tracking/domains';
import { adoptHits } from '../tracking/settle';
import {
  dropAttachments,
  insertAttachments,
  insertLinks,
  insertMessage,
  insertRecipients,
  replaceMessage,
  withdraw,
  type ReportArrival,
  type ReportedRecipient,
} from './report-rows';

export type { ReportArrival };

/** A client's clock is believed within this of ours. */
const CLOCK_SKEW_MS = 10 * 60_000;
const LONGEST_HANDLER_MS = 10_000;
/** Clients keep a report that could not be posted no longer than this. */
const OLDEST_REPORT_MS = 31 * 24 * 60 * 60_000;
/** Of a report that led to nothing, only that it came is kept. */
const NO_MESSAGE = '00000000-0000-0000-0000-000000000000';

/** Nothing but reports has told of it so far: no copy, no hit, no answer. */
const UNCONFIRMED: ReadonlySet<MessageState> = new Set<MessageState>([
  'sending',
  'sent-reported',
  'not-confirmed',
]);

/**
 * Makes the message of a report, once per token. The server resolves the policy itself and freezes it. Where the sent
 * copy was quicker, what it bears stands, since a copy is trusted more than a report; whether that is tracked and logged
 * is the policy's to say, in whichever order the two come. No contact is made yet (`confirmMessage`).
 * A later report of the same token is the same draft sent again, since Outlook or another add-in stopped it before: it
 * takes the place of the first, as long as nothing else has told of the mail.
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
  const sender = await senderOf(trx, services, account, user, arrival.from);
  if (!sender) return undefined;
  const found = await trx
    .selectFrom('messages')
    .select(['id', 'state', 'at', 'logged', 'tracked_image', 'links_tracked'])
    .where('account_id', '=', account)
    .where('token_key', '=', tokenKey)
    .forUpdate()
    .executeTakeFirst();
  const earlier = await earlierReport(trx, account, report.token, found?.id);
  const at = sentAt(report, arrival.at);
  if (earlier ? !takesPlace(earlier, found, report, at) : found?.state === 'undone') return undefined;

  const recipients = recipientsOf(report);
  const policy = await policyOf(trx, sender, report, recipients, arrival.apart === true);
  const wanted = policy.image || policy.links || policy.log;
  const id = found?.id ?? uuidV7(arrival.at);
  await keepReport(trx, { account, user, report, arrival }, wanted || found ? id : null, wanted);
  if (!wanted && !found) return undefined;

  const frozen = json({
    ...policy,
    reasons: [...policy.reasons, ...report.done.reasons],
    ...(arrival.device && { device: arrival.device }),
  });
  if (found && !earlier) {
    await mergeIntoCopy(trx, found, { account, user, report, arrival, policy, frozen });
    if (!wanted) return undefined;
  } else if (!wanted) {
    await withdraw(trx, account, id, arrival.at);
    return undefined;
  } else {
    const made = { id, account, user, tokenKey, at, arrival, policy, frozen, sender, report };
    if (found) await replaceMessage(trx, made);
    else await insertMessage(trx, made);
    await insertRecipients(trx, { id, account, at, policy, recipients });
    const choice = await choiceFor(trx, account, user, { tokenKey, conversationId: null });
    if (choice) {
      await dropRecords(trx, account, id, choice);
      await addRecords(trx, account, { id, at, user }, choice);
    }
    if (policy.log) await insertAttachments(trx, account, id, sender, report);
    await judgeSentAgainSince(trx, account, at);
  }
  await insertLinks(trx, account, id, report);
  await startReminders(trx, account, tokenKey, { id, at });
  // O13: a test is no activity.
  if (policy.test !== true) {
    await recordEvent(trx, {
      account,
      kind: 'sent',
      at,
      recordedAt: arrival.at,
      user,
      message: id,
      cause: `message:${id}`,
    });
  }
  await adoptHits(trx, services, account, id);
  return id;
}

const Kept = z.object({
  at: z.string().optional().catch(undefined),
  withdrawn: z.boolean().optional().catch(undefined),
});
type Kept = z.infer<typeof Kept>;

/** The report that this token, or another of the same message, came with before. */
async function earlierReport(
  trx: Transaction<Database>,
  account: number,
  token: string,
  message: string | undefined,
): Promise<Kept | undefined> {
  const row = await trx
    .selectFrom('sent_reports')
    .select('report')
    .where('account_id', '=', account)
    .where((eb) =>
      message === undefined
        ? eb('token', '=', token)
        : eb.or([eb('token', '=', token), eb('message_id', '=', message)]),
    )
    .orderBy('received_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && Kept.parse(row.report);
}

/** Told twice, or told late of an earlier try, it changes nothing. */
function takesPlace(
  earlier: Kept,
  found: { state: MessageState; at: Date } | undefined,
  report: SentReport,
  at: Date,
): boolean {
  if (earlier.at === report.at) return false;
  if (!found) return true;
  const open = found.state === 'undone' ? earlier.withdrawn === true : UNCONFIRMED.has(found.state);
  return open && at > found.at;
}

async function keepReport(
  trx: Transaction<Database>,
  { account, user, report, arrival }: Told,
  message: string | null,
  wanted: boolean,
): Promise<void> {
  const { client, took, done, at } = report;
  const kept = {
    user_id: user,
    message_id: message ?? NO_MESSAGE,
    received_at: arrival.at,
    report: json(wanted ? { at, client, took, done } : message !== null ? { at, withdrawn: true } : {}),
  };
  await trx
    .insertInto('sent_reports')
    .values({ account_id: account, token: report.token, ...kept })
    .onConflict((c) => c.columns(['account_id', 'token']).doUpdateSet(kept))
    .execute();
}

interface Told {
  account: number;
  user: number;
  report: SentReport;
  arrival: ReportArrival;
}

/** The sent copy was quicker. */
async function mergeIntoCopy(
  trx: Transaction<Database>,
  copy: { id: string; logged: boolean; tracked_image: boolean; links_tracked: number },
  told: Told & { policy: ResolvedPolicy; frozen: string },
): Promise<void> {
  const { account, user, report, arrival, policy, frozen } = told;
  const { image, links, log } = policy;
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
    .where('id', '=', copy.id)
    .execute();
  if (log && !copy.logged) await fileAgain(trx, account, copy.id);
  // L1: filed by the user's default before the switch was known.
  if (!log && copy.logged) await dropAttachments(trx, account, copy.id);
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
  apart: boolean,
): Promise<ResolvedPolicy> {
  const addresses = recipients.map(({ address }) => address);
  const told = (reason: string): boolean => report.done.reasons.includes(reason);
  const answers = await recipientAnswers(trx, sender, addresses);
  const { linksOff } = sender.policy;
  // C7 stops new links: those that left while the domain stood, or before its failing was known, lead on and count.
  const left = linksOff === 'trackingDomain' && report.links.some(({ tracked }) => tracked);
  const shared = {
    policy: left ? { ...sender.policy, links: true } : sender.policy,
    policyAgeMs: 0,
    answers,
    switches: report.switches,
    message: {
      html: report.html !== undefined || report.done.image || report.links.some(({ tracked }) => tracked),
      // What only the client saw; it reports such a mail only where it has told of an earlier try.
      private: told('log.private'),
      encrypted: told('log.encrypted'),
      meeting: told('log.meeting'),
    },
  };
  const resolved = apart
    ? togetherOf(addresses.map((address) => resolvePolicy({ ...shared, recipients: [address] })))
    : resolvePolicy({ ...shared, recipients: addresses });
  return linksOff === 'trackingDomain' && !left ? withDomainReason(resolved) : resolved;
}

/** O11, of copies that each had a policy of their own: what any of them carries, and who got which. */
function togetherOf(policies: readonly ResolvedPolicy[]): ResolvedPolicy {
  const most =
    policies.find(({ image, links }) => image || links) ?? policies.find(({ log }) => log) ?? policies[0];
  if (!most) throw new Error('a mail to each apart has recipients');
  return {
    ...most,
    image: policies.some(({ image }) => image),
    links: policies.some(({ links }) => links),
    log: policies.some(({ log }) => log),
    reasons: policies.flatMap(({ reasons }) => reasons),
    recipients: policies.flatMap(({ recipients }) => recipients),
  };
}

/**
 * When it was sent, by our clock; hits before this moment are the sender's own (O16). A report that comes late tells the
 * client's clock as it posts, so that how far that is off does not matter.
 */
function sentAt(report: SentReport, arrival: Date): Date {
  const told = new Date(report.at);
  if (report.postedAt !== undefined) {
    const age = new Date(report.postedAt).getTime() - told.getTime();
    if (age >= 0 && age <= OLDEST_REPORT_MS) return new Date(arrival.getTime() - age);
  }
  const agrees = told <= arrival && arrival.getTime() - told.getTime() <= CLOCK_SKEW_MS;
  return agrees ? told : new Date(arrival.getTime() - Math.min(report.took, LONGEST_HANDLER_MS));
}
