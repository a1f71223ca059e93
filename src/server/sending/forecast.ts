import type { Kysely } from 'kysely';
import type { DraftMail, SendForecast } from '../../core/api/sending';
import { makeNonce } from '../../core/token';
import type { Services } from '../services';
import type { Database } from '../store/schema';
import { senderOf } from '../tracking/answers';
import { dayOf, issueTicket } from '../tracking/ticket-keys';
import { compose, type Made } from './compose';
import type { Writer } from './outgoing';
import { sendingPlaces } from './rights';

/** No mail is ever sent with it: a user's first ticket has the number 1. */
const NO_SERIAL = 0;
const HOUR_MS = 3_600_000;

/** What would happen on Send, by the very function that Send goes by. Undefined: there is no such active user. */
export async function forecast(
  db: Kysely<Database>,
  services: Services,
  who: Writer,
  draft: DraftMail,
): Promise<SendForecast | undefined> {
  const places = draft.mailboxId === undefined ? [] : await sendingPlaces(db, who);
  const from = places.find(({ id }) => id === draft.mailboxId)?.address;
  const sender = await senderOf(db, services, who.account, who.user, from);
  if (!sender) return undefined;
  const now = services.clock.now();
  const ticket = issueTicket(services.secrets.master, {
    ...who,
    serial: NO_SERIAL,
    day: dayOf(now),
    trackingUrl: services.urls.tracking,
    paid: sender.policy.seat === 'paid',
    expiresAt: new Date(now.getTime() + HOUR_MS),
  });
  const nonce = makeNonce(ticket, { time: now.getTime(), counter: 0, random: 0 });
  const made = await compose(db, sender, draft, { ticket, nonce });
  // One text for each that policies make of it: of many recipients the texts would be too many to make while one writes.
  const texts = [
    ...new Map(made.copies.map((copy) => [`${copy.policy.image} ${copy.policy.links}`, copy])).values(),
  ].map((copy) => copy.make());
  const links = texts.reduce<Made['links']>(
    (most, one) => (trackedOf(one.links) >= trackedOf(most) ? one.links : most),
    [],
  );
  const leftAlone: Record<string, number> = {};
  for (const { tracked, reason } of links) if (!tracked) leftAlone[reason] = (leftAlone[reason] ?? 0) + 1;
  const reasons = new Map(
    made.copies
      .flatMap(({ policy }) => policy.reasons)
      .map(({ subject, code, address }) => {
        const one = { subject, code, ...(address !== undefined && { address }) };
        return [JSON.stringify(one), one];
      }),
  );
  return {
    recipients: made.answers,
    image: texts.some(({ image }) => image),
    links: { tracked: trackedOf(links), total: links.length },
    log: made.copies.some(({ policy }) => policy.log),
    reasons: [...reasons.values()],
    leftAlone,
    named: draft.apart || made.recipients.length === 1,
    unfilled: made.unfilled,
    faulty: made.faults,
  };
}

const trackedOf = (links: readonly { tracked: boolean }[]): number =>
  links.filter(({ tracked }) => tracked).length;
