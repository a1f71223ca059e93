import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock';
import type { Mailboxes } from '../mailboxes';
import { personByAddress } from '../people';
import { client, type Client } from '../simulated';
import {
  answerId,
  awayNote,
  calendarAnswer,
  complaint,
  deliveryReport,
  personsAnswer,
  type Answered,
} from './answers';
import { isHere, type Asker } from './ask';
import { chanceFor, documentationAddress, filterAddress, type Recipient } from './manners';
import type { Act } from './plan';
import type { Delivery } from './record';

export interface ActParts {
  asker: Asker;
  mailboxes: Mailboxes;
  clock: Clock;
}

/** Asks as one of the sandbox's programs: its agent, its headers, its network (told by X-Forwarded-For). */
async function load(
  { asker }: ActParts,
  who: Client,
  ip: string,
  url: string,
  what: 'image' | 'page',
): Promise<string> {
  if (!isHere(url)) return 'elsewhere';
  const headers = what === 'image' ? who.image : who.page;
  const status = await asker.ask({
    method: 'GET',
    url,
    headers: { ...headers, 'user-agent': who.userAgent, 'x-forwarded-for': ip },
  });
  if (status >= 500) throw new Error(`answered ${status}`);
  return String(status);
}

/** The images of a mail, all at once as programs load them; tells what the last one was answered. */
async function loadImages(parts: ActParts, who: Client, ip: string, mail: Delivery): Promise<string> {
  const answers = await Promise.all(mail.images.map((url) => load(parts, who, ip, url, 'image')));
  return (
    answers.find((answer) => answer !== 'elsewhere') ?? (answers.length === 0 ? 'no image' : 'elsewhere')
  );
}

/** What the filter fetches images with; links it opens in a browser that it drives. */
const FILTER = { userAgent: 'Mozilla/5.0 (compatible; Proofpoint URL Defense)', page: {}, image: {} };

/**
 * A filter looks at image, links and the unsubscribe address before anybody reads. The image first, by a program that says
 * what it is: a filter that is killed in the middle still is one.
 */
async function scan(parts: ActParts, mail: Delivery): Promise<string> {
  const ip = filterAddress(mail.to);
  const browser = client.driven(chanceFor('scan', mail.to));
  await loadImages(parts, FILTER, ip, mail);
  const urls = [...mail.links, ...(mail.unsubscribe === undefined ? [] : [mail.unsubscribe])];
  await Promise.all(urls.map((url) => load(parts, browser, ip, url, 'page')));
  return 'scanned';
}

/** One click as mail programs press it (RFC 8058, 3.2): a POST that nobody is asked about. */
async function unsubscribe({ asker }: ActParts, who: Recipient, mail: Delivery): Promise<string> {
  if (mail.unsubscribe === undefined) return 'no address';
  if (!isHere(mail.unsubscribe)) return 'elsewhere';
  const status = await asker.ask({
    method: 'POST',
    url: mail.unsubscribe,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'user-agent': 'Mozilla/5.0 (compatible; OneClickUnsubscribe)',
      'x-forwarded-for': who.ip,
    },
    body: 'List-Unsubscribe=One-Click',
  });
  if (status >= 500) throw new Error(`answered ${status}`);
  return String(status);
}

/** Puts an answer into the mailbox of whom it is to, once; nobody of the sandbox's: it goes nowhere. */
async function post(parts: ActParts, what: string, mail: Answered, to: string, raw: Buffer): Promise<string> {
  return putOnce(parts, answerId(what, mail), to, raw);
}

/** After a kill it may lie there already. */
async function putOnce({ mailboxes }: ActParts, id: string, to: string, raw: Buffer): Promise<string> {
  const owner = personByAddress(to);
  if (owner === undefined) return 'nowhere';
  if (!mailboxes.list(owner.address, 'inbox').some((item) => item.internetMessageId === id))
    await mailboxes.deliver(raw, [to]);
  return 'delivered';
}

const answered = (mail: Delivery): Answered => ({
  id: mail.id,
  to: mail.to,
  from: { name: mail.fromName, address: mail.from },
  replyTo: mail.replyTo,
  subject: mail.subject,
  at: new Date(mail.at),
  ...(mail.raw !== undefined && { raw: mail.raw }),
});

/** Does one thing; resolves to how it ended. Rejects where it may be tried again. */
export async function perform(parts: ActParts, who: Recipient, mail: Delivery, act: Act): Promise<string> {
  const now = parts.clock.now();
  const about = answered(mail);
  switch (act.kind) {
    case 'deliver':
      return putOnce(parts, mail.id, mail.to, Buffer.from(mail.raw ?? '', 'latin1'));
    case 'scan':
      return scan(parts, mail);
    case 'preload':
      // Apple's machines ask from somewhere else each time.
      return loadImages(parts, client.applePrivacy(), documentationAddress(randomUUID()), mail);
    case 'open':
      if (who.images === undefined) return 'no image';
      return loadImages(
        parts,
        who.images,
        who.imagesByProxy ? documentationAddress(`proxy ${mail.n % 7}`) : who.ip,
        mail,
      );
    case 'click': {
      const url = mail.links[act.link ?? 0];
      return url === undefined ? 'no link' : load(parts, who.browser, who.ip, url, 'page');
    }
    case 'reply':
      return post(parts, 'reply', about, mail.replyTo, await personsAnswer(who, about, now));
    case 'away':
      return post(parts, 'away', about, mail.replyTo, await awayNote(who, about, now));
    case 'report':
      return post(parts, 'report', about, mail.returnPath, deliveryReport(about, mail.returnPath, now));
    case 'complain':
      return post(parts, 'complaint', about, mail.returnPath, complaint(about, mail.returnPath, now));
    case 'calendar':
      return post(parts, 'calendar', about, mail.replyTo, calendarAnswer(about, now));
    case 'unsubscribe':
      return unsubscribe(parts, who, mail);
  }
}
