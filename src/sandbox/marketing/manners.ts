import { createHash } from 'node:crypto';
import { client, randomFrom, type Client, type Random } from '../simulated';

/** What a simulated recipient makes of marketing mail. */
export type Temper =
  /** The address is not known: refused while the mail is handed over. */
  | 'unknown-user'
  /** Taken, and reported as undeliverable later. */
  | 'bounces-later'
  | 'away'
  | 'complains'
  | 'unsubscribes'
  | 'replies'
  | 'answers-a-calendar'
  | 'clicks'
  | 'opens'
  /** Images are blocked, and a link is followed all the same. */
  | 'clicks-unseen'
  | 'unseen';

export type MailProgram = 'outlook' | 'gmail' | 'apple';
export type Language = 'en' | 'pl' | 'de';

/** Who holds an address, and how they and their mail server behave. The same address always gives the same. */
export interface Recipient {
  address: string;
  temper: Temper;
  language: Language;
  /** In which an answer is written. */
  program: MailProgram;
  /** Loads the images when the mail is read; absent: they are blocked, or Apple alone ever loads them. */
  images?: Client;
  /** A mail service fetches them, from elsewhere than the reader. */
  imagesByProxy: boolean;
  /** Apple's privacy protection loads them ahead of the reader. */
  preloaded: boolean;
  browser: Client;
  /** From 3fff::/20, which is for documentation (RFC 9637): each recipient has a network of their own. */
  ip: string;
  /** The server says "later" the first time (RFC 6647). */
  greylists: boolean;
  /** A filter before the mailbox looks at everything in a mail. */
  scanned: boolean;
}

const TEMPERS: readonly (readonly [temper: Temper, weight: number])[] = [
  ['unknown-user', 2],
  ['bounces-later', 2],
  ['away', 5],
  ['complains', 1],
  ['unsubscribes', 2],
  ['replies', 8],
  ['answers-a-calendar', 1],
  ['clicks', 19],
  ['opens', 31],
  ['clicks-unseen', 3],
  ['unseen', 26],
];

type Reading = Pick<Recipient, 'program' | 'images' | 'imagesByProxy' | 'preloaded' | 'browser'>;

const direct = (program: MailProgram, images: Client, browser: Client): Reading => ({
  program,
  images,
  imagesByProxy: false,
  preloaded: false,
  browser,
});

const READINGS: readonly ((random: Random) => Reading)[] = [
  (random) => direct('outlook', client.outlookClassic(random), client.edge(random)),
  (random) => direct('outlook', client.outlookClassic(random), client.edge(random)),
  (random) => direct('outlook', client.outlookIos(), client.safariOnIphone(random)),
  (random) => direct('outlook', client.newOutlook(random), client.edge(random)),
  () => direct('apple', client.appleMailOnMac(), client.safariOnMac()),
  (random) => ({
    program: 'apple',
    imagesByProxy: false,
    preloaded: true,
    browser: client.safariOnIphone(random),
  }),
  (random) => ({
    ...direct('gmail', client.gmailProxy(), client.chromeOnWindows(random)),
    imagesByProxy: true,
  }),
  (random) => ({ ...direct('gmail', client.gmailProxy(), client.chromeOnMac(random)), imagesByProxy: true }),
];

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/** A chance of their own for each thing they decide. */
export const chanceFor = (...about: readonly string[]): Random =>
  randomFrom(hashOf(about.join('\n')).readUInt32BE(0));

function weighted(random: Random): Temper {
  let left = random.between(
    0,
    TEMPERS.reduce((sum, [, weight]) => sum + weight, 0),
  );
  return TEMPERS.find(([, weight]) => (left -= weight) < 0)?.[0] ?? 'unseen';
}

/** An address of the documentation network: 28 bits tell one /48 from another. */
export function documentationAddress(about: string): string {
  const bits = hashOf(`network\n${about}`).readUInt32BE(0) >>> 4;
  return `3fff:${(bits >>> 16).toString(16)}:${(bits & 0xffff).toString(16)}::1`;
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

/** Who is at an address. Pure. */
export function recipientAt(given: string, seed: string): Recipient {
  const address = given.toLowerCase();
  const random = chanceFor('manners', seed, address);
  const temper = weighted(random);
  const reading = random.pick(READINGS)(random);
  const { images, ...rest } = reading;
  const blocked = temper === 'clicks-unseen' || temper === 'unseen';
  return {
    ...rest,
    address,
    temper,
    ...(images !== undefined && !blocked && { images }),
    preloaded: rest.preloaded && temper !== 'clicks-unseen',
    language: random.pick(['en', 'en', 'pl', 'de'] as const),
    ip: documentationAddress(address),
    greylists: random.chance(0.012),
    // A company's filter stands before all its mailboxes.
    scanned: chanceFor('filter', seed, domainOf(address)).chance(0.16),
  };
}

/** The network of the filter before a domain. */
export const filterAddress = (address: string): string =>
  documentationAddress(`filter ${domainOf(address.toLowerCase())}`);
