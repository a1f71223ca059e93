import type { Kysely } from 'kysely';
import type { DraftMail, SendForecast } from '../../core/api/sending';
import { embed } from '../../core/embed';
import { makeNonce, makeToken } from '../../core/token';
import type { Services } from '../services';
import type { Database } from '../store/schema';
import { senderOf } from '../tracking/answers';
import { withDomainReason } from '../tracking/domains';
import { dayOf, issueTicket } from '../tracking/ticket-keys';
import { compose, type Made } from './compose';
import { namelessOf } from './nameless';
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
  const { excludedDomains, trackingHosts } = sender.policy;
  const token = makeToken(ticket, nonce, 0);
  // Where nothing at all is put in, the links are not read as it is sent: here it is to be said that they stay as they are.
  const linksIn = ({ links, written }: Made): Links =>
    links.length > 0
      ? links
      : embed(written, { ticket, token, image: false, links: false, excludedDomains, trackingHosts }).links;
  const links = texts
    .map(linksIn)
    .reduce<Links>((most, one) => (trackedOf(one) >= trackedOf(most) ? one : most), []);
  const leftAlone: Record<string, number> = {};
  for (const { tracked, reason } of links) if (!tracked) leftAlone[reason] = (leftAlone[reason] ?? 0) + 1;
  const domainFails = sender.policy.linksOff === 'trackingDomain';
  const reasons = new Map(
    made.copies
      .flatMap(({ policy }) => (domainFails ? withDomainReason(policy) : policy).reasons)
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
    nameless: namelessOf(made.copies, made.answers),
    unfilled: made.unfilled,
    faulty: made.faults,
  };
}

type Links = readonly { tracked: boolean; reason: string }[];

const trackedOf = (links: Links): number => links.filter(({ tracked }) => tracked).length;
