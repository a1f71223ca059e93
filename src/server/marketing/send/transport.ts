import type { Readable } from 'node:stream';
import nodemailer from 'nodemailer';

/** The relay that marketing mail leaves by. */
export interface MarketingSmtp {
  /** `smtp://user:password@host:587` (TLS where the relay offers it) or `smtps://`. */
  url: string;
  /** Open at once. */
  connections: number;
  /** It, or the mailboxes behind it, drop the second of two mails with one Message-ID (docs/marketing.md). */
  dropsDoubles: boolean;
}

/** A mail on its way: whole, as it leaves. */
export interface ReadyMail {
  raw: Buffer;
  /** Where delivery reports go. */
  from: string;
  to: string;
}

/**
 * What became of a mail that was handed over. `refused`: for good; `later`: for now; `slow`: nothing left, and the relay
 * wants less or is not there; `stopped`: it refuses us, whatever the mail; `unclear`: the line ended between the end of the
 * mail and its answer. `detail` is the relay's answer without addresses.
 */
export type Handed =
  | { outcome: 'accepted' }
  | { outcome: 'refused' | 'later' | 'slow' | 'stopped'; status: number | undefined; detail: string }
  | { outcome: 'unclear' };

export interface MarketingTransport {
  readonly dropsDoubles: boolean;
  /** How many it takes at once. */
  readonly connections: number;
  /** Never rejects. */
  hand(mail: ReadyMail): Promise<Handed>;
  close(): void;
}

/** Longer than a relay that works takes. */
const CONNECT_MS = 20_000;
const ANSWER_MS = 60_000;
/** For a relay that sends one byte a minute: no socket's patience ends there. */
const WHOLE_MS = 5 * 60_000;
const MAILS_PER_CONNECTION = 1_000;

/** How far a try came: nodemailer reads a mail only once the relay has said 354 to DATA. */
interface Try {
  mail?: Readable;
}

const isRead = ({ mail }: Try): boolean => mail?.readableDidRead ?? false;
/** The dot that ends a mail is written after its last byte was read: without this, it cannot have left. */
const mayHaveLeft = ({ mail }: Try): boolean => mail?.readableEnded ?? false;

/** Opens connections as they are needed and keeps them. Nothing that may have left is tried again by itself. */
export function smtpMarketingTransport(smtp: MarketingSmtp): MarketingTransport {
  const tries = new WeakMap<Buffer, Try>();
  const pool = nodemailer.createTransport({
    pool: true,
    url: smtp.url,
    maxConnections: smtp.connections,
    maxMessages: MAILS_PER_CONNECTION,
    // What was not read is tried again below; the pool does not decide what has left.
    maxRequeues: 0,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: ANSWER_MS,
  });
  pool.use('stream', (mail, done) => {
    const one = Buffer.isBuffer(mail.data.raw) ? tries.get(mail.data.raw) : undefined;
    const make = mail.message.createReadStream.bind(mail.message);
    mail.message.createReadStream = (options) => {
      const stream = make(options);
      if (one) one.mail = stream;
      return stream;
    };
    done();
  });

  const once = async ({ raw, from, to }: ReadyMail): Promise<Handed | 'again'> => {
    const one: Try = {};
    tries.set(raw, one);
    try {
      await pool.sendMail({
        raw,
        envelope: { from, to: [to] },
        disableFileAccess: true,
        disableUrlAccess: true,
        signal: AbortSignal.timeout(WHOLE_MS),
      });
      return { outcome: 'accepted' };
    } catch (error) {
      const handed = outcomeOf(error, mayHaveLeft(one));
      // A connection that the relay closed while it was idle says so only when it is used.
      return handed.outcome === 'slow' && handed.status === undefined && !isRead(one) ? 'again' : handed;
    }
  };

  return {
    dropsDoubles: smtp.dropsDoubles,
    connections: smtp.connections,
    hand: async (mail) => {
      const first = await once(mail);
      if (first !== 'again') return first;
      const second = await once(mail);
      return second === 'again' ? { outcome: 'slow', status: undefined, detail: 'no connection' } : second;
    },
    close: () => pool.close(),
  };
}

interface SmtpError {
  code: string;
  command: string;
  status: number | undefined;
  response: string;
}

function readError(error: unknown): SmtpError {
  const field = (name: string): unknown =>
    typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
  const text = (name: string): string => {
    const value = field(name);
    return typeof value === 'string' ? value : '';
  };
  const status = field('responseCode');
  return {
    code: text('code'),
    command: text('command'),
    status: typeof status === 'number' && status >= 400 && status < 600 ? status : undefined,
    response: text('response'),
  };
}

/** RFC 3463, 4.7.x: policy; what relays say when they want less. */
const WANTS_LESS = /\b4\.7\.\d|\b4\.4\.5\b|too many|rate|throttl|slow down|limit|try again later|busy/i;

/** RFC 3463: of the address or its mailbox, whatever the words; the others do not wait for it. */
const OF_MAILBOX = /^\d{3}[ -]4\.[12]\.\d/;

/** What a failed try means. `mayHaveLeft`: all of the mail was read, so its last dot may be out. */
export function outcomeOf(error: unknown, mayHaveLeft: boolean): Handed {
  const { code, command, status, response } = readError(error);
  const detail = withoutAddresses(response);
  if (status === undefined) {
    if (mayHaveLeft) return { outcome: 'unclear' };
    // nodemailer's own: the relay has said how large a mail may be.
    if (code === 'EMESSAGE' || code === 'ESTREAM')
      return { outcome: 'refused', status: 552, detail: '552 5.3.4 too large' };
    if (code === 'EENVELOPE') return { outcome: 'refused', status: 553, detail: '553 5.1.3 no such address' };
    if (code === 'EAUTH' || code === 'ENOAUTH') return { outcome: 'stopped', status, detail: 'no sign-in' };
    return { outcome: 'slow', status, detail: code };
  }
  if (status === 421) return { outcome: 'slow', status, detail };
  if (code === 'EAUTH') return { outcome: status < 500 ? 'slow' : 'stopped', status, detail };
  if (code === 'EENVELOPE' || code === 'EMESSAGE') {
    if (status >= 500) return { outcome: command === 'MAIL FROM' ? 'stopped' : 'refused', status, detail };
    const less = WANTS_LESS.test(response) && !(command === 'RCPT TO' && OF_MAILBOX.test(response));
    return { outcome: less ? 'slow' : 'later', status, detail };
  }
  // A greeting or a line end with words of its own.
  return { outcome: status < 500 ? 'slow' : 'stopped', status, detail };
}

/** Relays repeat addresses in their answers; what is kept and shown names nobody. At most 300 letters. */
export const withoutAddresses = (response: string): string =>
  response
    .replace(/<[^<>\s]*@[^<>\s]*>|[^\s<>"'(),;:]+@[^\s<>"'(),;:]+/g, '…')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 300);
