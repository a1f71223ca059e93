import type { Transaction } from 'kysely';
import type { SentReport } from '../../core/api/launch';
import { htmlLines } from '../../core/incoming';
import { makeNonce, makeToken, messageKeyOf } from '../../core/token';
import { carryChoice } from '../crm/record-choices';
import { fileReport } from '../messages/reports';
import { remindOfToken } from '../reminders/reminders';
import type { Services } from '../services';
import type { Database } from '../store/schema';
import { uuidV7 } from '../store/uuid-v7';
import { senderOf } from '../tracking/answers';
import { takeTicket } from '../tracking/tickets';
import { compose, recipientsOf, type Composed, type Copy, type Made } from './compose';
import { filesOf, StoredDraft, type FileRow, type OutgoingRow } from './outgoing';
import { sendingPlaces, type SendingPlace } from './rights';

/** How reports of this server's own sending name their client. */
const CLIENT = { host: 'Mailtrail', platform: 'server', version: '1', bundle: 'server' };

/**
 * Makes everything of a mail before its first try, in the transaction that says so: tokens and marks, what leaves to each,
 * and the message it stands as (L13: on its way until its copy proves it). Whatever dies afterwards, what is sent is this.
 * False: there is nothing to send it from, or nobody to send it to.
 */
export async function prepare(
  trx: Transaction<Database>,
  services: Services,
  row: OutgoingRow,
  random: () => number,
): Promise<boolean> {
  const { account_id: account, user_id: user, id } = row;
  const now = services.clock.now();
  const draft = StoredDraft.parse(row.draft);
  const places = await sendingPlaces(trx, { account, user });
  const place = places.find((one) => one.id === row.mailbox_id);
  const sender = place && (await senderOf(trx, services, account, user, place.address));
  if (!sender) return false;
  if (recipientsOf(draft).length === 0) return false;
  const taker = { account, user, seat: sender.policy.seat };
  const ticket = await takeTicket(trx, services, taker, place.address);
  const nonce = makeNonce(ticket, { time: now.getTime(), counter: 0, random: random() });
  const made = await compose(trx, sender, draft, { ticket, nonce });
  const files = await filesOf(trx, account, id);
  const name = await senderName(trx, account, user, place);
  const marked = made.copies.find(({ token }) => token !== null);
  let put: Put = { image: false, links: [] };
  // One after another: the texts of all of them together may be more than is good to hold.
  for (const copy of made.copies) {
    const text = copy.make();
    await keepCopy(trx, row, copy, text, now);
    put = {
      image: put.image || text.image,
      links: trackedIn(text.links) >= trackedIn(put.links) ? text.links : put.links,
    };
  }

  let message: string | undefined;
  if (marked) {
    const token = makeToken(ticket, nonce, draft.apart ? 0 : indexOf(marked));
    const from = { address: place.address, name };
    if (draft.filedAs !== undefined) await carryChoice(trx, { account, user }, draft.filedAs, token);
    const report = reportOf({ made, put, files, token, from, at: now, apart: draft.apart });
    message = await fileReport(trx, services, account, user, report, {
      at: now,
      from: place.address,
      ...(draft.apart && { apart: true }),
    });
    if (draft.apart && message !== undefined) await noteTokens(trx, account, message, made.copies);
    if (message === undefined) {
      await trx
        .updateTable('outgoing_copies')
        .set({ token: null })
        .where('account_id', '=', account)
        .where('mail_id', '=', id)
        .execute();
    }
  }
  const tokenKey = marked?.token != null ? messageKeyOf(marked.token) : null;
  await trx
    .updateTable('outgoing_mails')
    .set({
      state: 'sending',
      message_id: message ?? null,
      token_key: message === undefined ? null : tokenKey,
      updated_at: now,
    })
    .where('account_id', '=', account)
    .where('id', '=', id)
    .execute();
  if (draft.remindAfterDays !== undefined && message !== undefined) {
    await remindOfToken(trx, { account, user }, { message, days: draft.remindAfterDays, at: now });
  }
  return true;
}

async function keepCopy(
  trx: Transaction<Database>,
  mail: OutgoingRow,
  copy: Copy,
  { subject, html }: Made,
  now: Date,
): Promise<void> {
  await trx
    .insertInto('outgoing_copies')
    .values({
      account_id: mail.account_id,
      mail_id: mail.id,
      idx: copy.idx,
      address: copy.recipients.map(({ address }) => address).join(', '),
      name: copy.recipients[0]?.name ?? '',
      token: copy.token,
      mark: uuidV7(now),
      subject,
      html,
      state: 'waiting',
    })
    .execute();
}

const indexOf = ({ recipients, idx }: Copy): number => (recipients.length === 1 ? Math.max(1, idx) : idx);

/** A9: a team's mail is the team's. */
async function senderName(
  trx: Transaction<Database>,
  account: number,
  user: number,
  place: SendingPlace,
): Promise<string> {
  if (place.team !== null) return place.team;
  const row = await trx
    .selectFrom('users')
    .select('name')
    .where('account_id', '=', account)
    .where('id', '=', user)
    .executeTakeFirstOrThrow();
  return row.name;
}

/** Proves that each has a copy of their own: their opens and clicks are theirs (O11). */
async function noteTokens(
  trx: Transaction<Database>,
  account: number,
  message: string,
  copies: readonly Copy[],
): Promise<void> {
  for (const { idx, token } of copies) {
    await trx
      .updateTable('message_recipients')
      .set({ token })
      .where('account_id', '=', account)
      .where('message_id', '=', message)
      .where('idx', '=', idx)
      .execute();
  }
}

/** What was put in: the image into any copy, and the links of the copy that has most of them. */
type Put = Pick<Made, 'image' | 'links'>;

/**
 * What Outlook's add-in would have told of this mail. Apart, the text that stands for all of them names nobody: each
 * recipient's own would be read by all who see the message, and by those too whose policy keeps theirs off the record.
 */
function reportOf(sent: {
  made: Composed;
  put: Put;
  files: readonly FileRow[];
  token: string;
  from: { address: string; name: string };
  at: Date;
  apart: boolean;
}): SentReport {
  const { made, put, files, token, from, at, apart } = sent;
  const reasons = new Set(
    made.copies.flatMap(({ policy }) => policy.reasons.map(({ subject, code }) => `${subject}.${code}`)),
  );
  const { subject, html } = made.shared;
  return {
    token,
    ticketVersion: 1,
    client: CLIENT,
    at: at.toISOString(),
    took: 0,
    from,
    subject: subject.slice(0, 1000),
    recipients: made.recipients.map(({ address, name, via }) => ({ address, name, via })),
    // What the writer left alone goes by their default, which `fileReport` reads again.
    switches: { track: made.copies.some(wantsTracking), log: made.copies.some(({ policy }) => policy.log) },
    done: {
      image: put.image,
      unverified: false,
      restored: false,
      reasons: [...reasons].slice(0, 50),
    },
    links: put.links.slice(0, 2000),
    html,
    // Together, the copy in Sent Items tells it.
    ...(apart && { text: textOf(html) }),
    attachments: files.map((file) => ({
      name: file.name,
      size: file.size,
      contentType: file.content_type,
      inline: file.inline,
    })),
  };
}

const textOf = (html: string): string => (htmlLines(html)?.lines ?? []).map(({ text }) => text).join('\n');
const trackedIn = (links: Made['links']): number => links.filter(({ tracked }) => tracked).length;
const wantsTracking = ({ policy }: Copy): boolean =>
  !policy.reasons.some(
    ({ rule, subject }) => subject === 'image' && (rule === 'switch' || rule === 'default'),
  );
