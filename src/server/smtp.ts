import nodemailer from 'nodemailer';
import type { MailTransport } from './mail-transport';

/** Longer than a relay that works takes; the job tries again. */
const PATIENCE_MS = 20_000;

export interface Smtp {
  /** `smtp://` (TLS where the relay offers it) or `smtps://`, with `user:password@` where it asks for them. */
  url: string;
  /** Whom the server's own mails are from. */
  from: string;
}

/**
 * Sends the server's own mails by a relay, each over a connection of its own: there are few. They say that a machine wrote
 * them, so that nobody's out-of-office answers. Rejects without the recipient's address in the message's text.
 */
export function smtpTransport({ url, from }: Smtp): MailTransport {
  const transport = nodemailer.createTransport({
    url,
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
  });
  return {
    send: async ({ to, subject, text }) => {
      try {
        await transport.sendMail({
          from: { name: 'Mailtrail', address: from },
          to: { name: '', address: to },
          subject,
          text,
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
          disableFileAccess: true,
          disableUrlAccess: true,
        });
      } catch (error) {
        // Relays repeat the address in their answers, and logs hold no personal data.
        throw new Error(`the mail relay did not take a mail of the server's own (${whatWentWrong(error)})`);
      }
    },
  };
}

function whatWentWrong(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown';
  const told = ['code', 'command', 'responseCode'].flatMap((name) => {
    const value: unknown = Reflect.get(error, name);
    return typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
  });
  return told.join(' ') || 'unknown';
}
