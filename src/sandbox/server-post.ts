import { randomUUID } from 'node:crypto';
import type { Clock } from './clock';
import type { Mailboxes } from './mailboxes';
import { composeMime } from './mailboxes/compose';

export interface ServerPost {
  to: string;
  subject: string;
  text: string;
}

const FROM = { address: 'no-reply@mailtrail.example', name: 'Mailtrail' };

/** Delivers a mail of the server's own; people whom nobody plays get nothing. */
export async function postFromServer(mailboxes: Mailboxes, clock: Clock, mail: ServerPost): Promise<void> {
  const raw = await composeMime(
    {
      subject: mail.subject,
      text: mail.text,
      to: [{ address: mail.to, name: '' }],
      cc: [],
      bcc: [],
      headers: { 'Auto-Submitted': 'auto-generated' },
      customProperties: {},
      attachments: [],
    },
    {
      from: FROM,
      messageId: `<${randomUUID()}@mailtrail.example>`,
      date: clock.now(),
      references: [],
      showBcc: false,
    },
  );
  await mailboxes.deliver(raw, [mail.to]);
}
