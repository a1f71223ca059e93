import { sql, type Transaction } from 'kysely';
import type { Ticket } from '../../core/api/launch';
import type { Services } from '../services';
import type { Database, Seat } from '../store/schema';
import { openTrackingHosts, presentDomain } from './domains';
import { dayOf, issueTicket } from './ticket-keys';

const DAY_MS = 86_400_000;
/** A draft may lie for days; a policy is fresh for minutes, so that an old ticket signs no link without asking. */
const TICKET_DAYS = 7;
/** Spare tickets serve mail written without network for as long as the book that brought them. */
const SPARE_DAYS = 30;
const SPARES = 3;

/** Whose ticket it is, and of which seat when it was taken (C1). */
export interface TicketTaker {
  account: number;
  user: number;
  seat: Seat;
}

/** Next number of a user's tickets and books; never used twice, since it stands in every token made with it. */
export async function takeSerial(trx: Transaction<Database>, account: number, user: number): Promise<number> {
  const { ticket_serial: serial } = await trx
    .updateTable('users')
    .set({ ticket_serial: sql<number>`ticket_serial + 1` })
    .where('account_id', '=', account)
    .where('id', '=', user)
    .returning('ticket_serial')
    .executeTakeFirstOrThrow();
  return serial;
}

/**
 * A ticket for one compose session; the key for links is in it for paid seats only (C1). `from`: the address that the mail
 * is from, where that is known already (A9); else it is taken to be the user's own mailbox.
 */
export async function takeTicket(
  trx: Transaction<Database>,
  services: Services,
  taker: TicketTaker,
  from?: string,
): Promise<Ticket> {
  return ticketFor(trx, services, taker, taker.seat === 'paid', TICKET_DAYS, from);
}

/** Tickets for mail written without network: image only, since nobody was asked about the recipients. */
export async function takeSpares(
  trx: Transaction<Database>,
  services: Services,
  taker: TicketTaker,
): Promise<Ticket[]> {
  const spares: Ticket[] = [];
  for (let i = 0; i < SPARES; i++) {
    spares.push(await ticketFor(trx, services, taker, false, SPARE_DAYS));
  }
  return spares;
}

async function ticketFor(
  trx: Transaction<Database>,
  services: Services,
  { account, user }: TicketTaker,
  paid: boolean,
  days: number,
  from?: string,
): Promise<Ticket> {
  const now = services.clock.now();
  const { origin } = await presentDomain(
    trx,
    services,
    account,
    from === undefined ? { user } : { address: from },
  );
  return issueTicket(services.secrets.master, {
    account,
    user,
    serial: await takeSerial(trx, account, user),
    day: dayOf(now),
    trackingUrl: origin,
    paid,
    expiresAt: new Date(now.getTime() + days * DAY_MS),
  });
}

/** Every host[:port] that a ticket of an account may have been made for. */
export const trackingHostsOf =
  (services: Pick<Services, 'urls'>) =>
  (account: number): readonly string[] =>
    openTrackingHosts(services).of(account);
