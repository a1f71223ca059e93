import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import type { Clock } from '../clock';
import { personByAddress } from '../people';
import { sender } from './answers';
import { problemsOf, unsubscribeUrl } from './check-mail';
import { recipientAt } from './manners';
import { addressesOf, readSinkMail, valueOf } from './read-mail';
import type { Delivery, MarketingRecord, Taken } from './record';

/** What most receivers take. */
const LARGEST = 25 * 1024 * 1024;

export interface SinkOptions {
  port: number;
  seed: string;
  clock: Clock;
  record: MarketingRecord;
  /** Whether the mail itself is kept for this recipient. */
  keepsMail(mail: { to: string; id: string; links: number }): boolean;
  /** Called with each mail that was taken, doubles not. */
  onTaken(delivery: Delivery): void;
}

export interface Sink {
  port: number;
  close(): Promise<void>;
}

/** What an SMTP server answers, as nodemailer and smtp-server carry it. */
class Refusal extends Error {
  constructor(
    readonly responseCode: number,
    message: string,
  ) {
    super(message);
  }
}

/** Where unsubscribing and asking what is kept lead: a reader who wants neither does not follow them. */
const isForLeaving = (url: string, unsubscribe: string | undefined): boolean =>
  url === unsubscribe || /^\/[up]\//.test(new URL(url).pathname);

/**
 * The SMTP servers of everybody outside, in one, on loopback. They know some addresses not, put others off the first
 * time, and drop the second of two mails with one Message-ID to one mailbox. A mail is answered for once it is on record.
 */
export async function openSink(options: SinkOptions): Promise<Sink> {
  const { record, clock, seed } = options;
  const greylisted = new Set<string>();

  /** RFC 5321, 3.3: what is answered to a RCPT. */
  async function checkRecipient(address: string): Promise<void> {
    const to = address.toLowerCase();
    if (personByAddress(to) !== undefined) return;
    const who = recipientAt(to, seed);
    if (who.temper === 'unknown-user') {
      await record.refuse({ to, code: 550, at: clock.now().getTime() });
      throw new Refusal(550, '5.1.1 The email account that you tried to reach does not exist');
    }
    if (who.greylists && !greylisted.has(to)) {
      greylisted.add(to);
      throw new Refusal(450, '4.2.0 Recipient address rejected: Greylisted');
    }
  }

  async function take(raw: Buffer, returnPath: string, recipients: readonly string[]): Promise<void> {
    const mail = readSinkMail(raw);
    const { html = '', headers } = mail;
    const unsubscribe = unsubscribeUrl(headers);
    const { images, links } = addressesOf(html);
    const from = sender(headers);
    const replyTo = valueOf(headers, 'reply-to');
    const parts: Omit<Taken, 'n' | 'to' | 'raw'> = {
      at: clock.now().getTime(),
      id: valueOf(headers, 'message-id'),
      from: from.address,
      fromName: from.name,
      returnPath: returnPath.toLowerCase(),
      replyTo: (/<([^<>]+)>/.exec(replyTo)?.[1] ?? (replyTo || from.address)).trim().toLowerCase(),
      subject: valueOf(headers, 'subject'),
      images,
      links: links.filter((url) => !isForLeaving(url, unsubscribe)),
      problems: problemsOf(raw, mail),
      ...(unsubscribe !== undefined && { unsubscribe }),
    };
    if (parts.id === '') throw new Refusal(550, '5.7.1 A mail without Message-ID is not taken');
    for (const address of recipients) {
      const to = address.toLowerCase();
      const keeps = options.keepsMail({ to, id: parts.id, links: parts.links.length });
      const taken = await record.take({ ...parts, to, ...(keeps && { raw: raw.toString('latin1') }) });
      if (taken !== undefined) options.onTaken(taken);
    }
  }

  const server = new SMTPServer({
    banner: 'the sandbox takes mail for everybody outside',
    disabledCommands: ['STARTTLS', 'AUTH'],
    size: LARGEST,
    logger: false,
    disableReverseLookup: true,
    closeTimeout: 500,
    onRcptTo: ({ address }, _session, done) => {
      checkRecipient(address).then(
        () => done(),
        (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
      );
    },
    onData: (stream, { envelope }, done) => {
      const returnPath = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
      buffer(stream)
        .then((raw) => {
          if (stream.sizeExceeded) throw new Refusal(552, '5.3.4 The mail is too large');
          return take(
            raw,
            returnPath,
            envelope.rcptTo.map(({ address }) => address),
          );
        })
        .then(
          () => done(null, '2.0.0 taken'),
          (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
        );
    },
  });
  // A sender that went away in the middle is no fault of ours.
  server.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(options.port, '127.0.0.1', () => {
      server.server.off('error', reject);
      resolve();
    });
  });
  const address = server.server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
