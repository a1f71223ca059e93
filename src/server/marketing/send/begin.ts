import type { Transaction } from 'kysely';
import { MarketingSettings } from '../../../core/api/marketing';
import { strip, type EmbeddedLink } from '../../../core/embed';
import { makeNonce, makeToken, messageKeyOf, type Ticket } from '../../../core/token';
import type { Services } from '../../services';
import { json, type Database } from '../../store/schema';
import { presentDomain } from '../../tracking/domains';
import { originOf, serverTrackingHost } from '../../tracking/domains/hosts';
import { dayOf, issueTicket } from '../../tracking/ticket-keys';
import { takeSerial } from '../../tracking/tickets';
import { trackingOf } from '../audience';
import type { MarketingMessage } from '../messages';
import type { CopyMaker } from './copy-maker';
import { PLACEHOLDER_IDX, sealTicket, type Send } from './sends';

/** Signing ends with it and checking never does (C4): a send that is throttled or waits for workflows goes on for long. */
const TICKET_YEARS = 20;

export interface NewSend {
  kind: Send['kind'];
  /** Whose message it is, in whose feed its events stand. */
  user: number;
  /** Of the row in `messages`: the message's own id but for a test. */
  id: string;
  random: number;
}

/**
 * The origin that a message's images and links lead to (C7): its own choice, else the account's default. `failing`: none of
 * its mail should leave now.
 */
export async function trackingOrigin(
  db: Transaction<Database> | Services['store']['db'],
  services: Pick<Services, 'urls'>,
  account: number,
  settings: Pick<MarketingSettings, 'trackingHost'>,
): Promise<{ origin: string; host: string; failing: boolean }> {
  if (settings.trackingHost === undefined) return presentDomain(db, services, account);
  const row = await db
    .selectFrom('tracking_domains')
    .select(['host', 'state'])
    .where('account_id', '=', account)
    .where('host', '=', settings.trackingHost)
    .executeTakeFirst();
  const host = row?.host ?? settings.trackingHost;
  // The server's own has no row until somebody, or the job, has looked.
  const known = row !== undefined || host === serverTrackingHost(services);
  return { host, origin: originOf(services, host), failing: !known || row?.state === 'failing' };
}

async function ticketFor(
  trx: Transaction<Database>,
  services: Services,
  account: number,
  user: number,
  settings: MarketingSettings,
): Promise<Ticket> {
  const now = services.clock.now();
  const { origin } = await trackingOrigin(trx, services, account, settings);
  return issueTicket(services.secrets.master, {
    account,
    user,
    serial: await takeSerial(trx, account, user),
    day: dayOf(now),
    trackingUrl: origin,
    // C1, M4: a seat decides about one-to-one mail alone.
    paid: true,
    expiresAt: new Date(now.getTime() + TICKET_YEARS * 366 * 86_400_000),
  });
}

/**
 * Freezes what a message is sent from, and gives it its row in `messages`: from then on hits find it by its token, whoever
 * they come from. `maker` renders what all copies are like, and is made outside of transactions.
 */
export async function insertSend(
  trx: Transaction<Database>,
  services: Services,
  message: Pick<MarketingMessage, 'account' | 'id' | 'content' | 'settings'>,
  made: NewSend,
): Promise<Send> {
  const { account, content } = message;
  const settings = MarketingSettings.parse(message.settings);
  const from = settings.from;
  if (!from) throw new Error('a message that is sent has a From: checked before');
  const now = services.clock.now();
  const ticket = await ticketFor(trx, services, account, made.user, settings);
  const nonce = makeNonce(ticket, { time: now.getTime(), counter: 0, random: made.random });
  const send: Send = {
    account,
    message: made.id,
    kind: made.kind,
    user: made.user,
    content,
    settings,
    ticket,
    nonce,
    mailFrom: from.address.toLowerCase(),
    testOf: made.kind === 'test' ? message.id : null,
    createdAt: now,
  };
  await trx
    .insertInto('marketing_sends')
    .values({
      account_id: account,
      message_id: made.id,
      kind: made.kind,
      user_id: made.user,
      content: json(content),
      settings: json(settings),
      ticket: sealTicket(services, ticket),
      nonce,
      mail_from: send.mailFrom,
      copied: made.kind !== 'bulk',
      test_of: send.testOf,
      created_at: now,
    })
    .execute();
  return send;
}

/** The row in `messages` and the links of all copies, by what a copy of nobody in particular says. */
export async function insertMessageRow(
  trx: Transaction<Database>,
  services: Pick<Services, 'clock'>,
  send: Send,
  maker: CopyMaker,
): Promise<void> {
  const { account, message, settings } = send;
  const now = services.clock.now();
  const accountRow = await trx
    .selectFrom('accounts')
    .select('settings')
    .where('id', '=', account)
    .executeTakeFirstOrThrow();
  const tracking = trackingOf(accountRow.settings, settings);
  const model = maker.model({ image: tracking.opens, links: tracking.clicks });
  const tokenKey = messageKeyOf(makeToken(send.ticket, send.nonce, PLACEHOLDER_IDX));
  const test = send.kind === 'test';
  await trx
    .insertInto('messages')
    .values({
      account_id: account,
      id: message,
      direction: 'outgoing',
      kind: 'marketing',
      state: 'sent',
      token_key: tokenKey,
      user_id: send.user,
      mailbox_id: null,
      subject: model.subject.slice(0, 1000),
      from_address: send.mailFrom,
      from_name: settings.from?.name ?? '',
      at: now,
      internet_message_id: null,
      message_id_hash: null,
      in_reply_to: null,
      conversation_id: null,
      // L6: it stands on timelines by itself, tracked or not.
      logged: true,
      tracked_image: model.image,
      links_total: model.links.length,
      links_tracked: model.links.filter(({ tracked }) => tracked).length,
      policy: json({ image: model.image, links: tracking.clicks, log: true, ...(test && { test: true }) }),
      judged_kind: null,
      reply_to_message: null,
      matched_by: null,
      visibility: 'everybody',
      html: strip(model.html, [new URL(send.ticket.trackingUrl).host]).html,
      text: model.text,
      new_html: null,
      quoted_html: null,
      new_text: null,
      mime_blob: null,
      created_at: now,
      updated_at: now,
    })
    .execute();
  await insertLinks(trx, account, message, model.links);
}

async function insertLinks(
  trx: Transaction<Database>,
  account: number,
  message: string,
  links: readonly EmbeddedLink[],
): Promise<void> {
  let next = links.filter(({ n }) => n !== undefined).length;
  const rows = links.map(({ n, target, text, tracked, reason }) => ({
    account_id: account,
    message_id: message,
    n: n ?? ++next,
    target: target.slice(0, 4000),
    text: text.slice(0, 500),
    tracked,
    reason,
  }));
  for (let i = 0; i < rows.length; i += 500) {
    await trx
      .insertInto('message_links')
      .values(rows.slice(i, i + 500))
      .execute();
  }
}
