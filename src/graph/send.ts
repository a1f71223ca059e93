import { graphUrl } from './address';
import { makeGraphClient, type GraphClientOptions } from './client';
import type { GraphAnswer, GraphFailure } from './failure';
import { messageResource, type NewMail } from './new-mail';
import { makeLargeMailSender, type LargeMailSender } from './send-large';

/** Sending through a mailbox, with a token for `Mail.Send`. Never tried again by itself: a lost answer may hide a sent mail. */
export interface MailSender extends LargeMailSender {
  /** The mail then stands in Sent Items. */
  send(user: string, mail: NewMail): Promise<GraphAnswer<void>>;
}

export function makeMailSender(options: GraphClientOptions): MailSender {
  // Whatever was said of reads: a write is sent once.
  const client = makeGraphClient({ ...options, retries: 0 });
  return {
    ...makeLargeMailSender(client, options),
    send: (user, mail) =>
      client.nothing(graphUrl('users', user, 'sendMail'), {
        method: 'POST',
        body: { message: messageResource(mail), saveToSentItems: true },
      }),
  };
}

/**
 * Whether a failed send certainly sent nothing. A refusal in Graph's words (4xx) did not; where no answer came, or only
 * that of something in between or behind (5xx), the mail may have left.
 */
export function sentNothing(failure: GraphFailure): boolean {
  if (failure.kind === 'unauthorized' && failure.status === 0) return true;
  // Our own gate, and Exchange's: told to wait before anything was done.
  if (failure.status === 429) return true;
  return failure.status >= 400 && failure.status < 500 && failure.status !== 408;
}
