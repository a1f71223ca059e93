import { buffer } from 'node:stream/consumers';
import type { MailboxWorld } from '../../../fixtures/mailbox-world';

export const ALICE = 'alice@brightwater.example';
export const BOB = 'Bob Lindqvist <bob@partner.example>';

/** What tests of the watch do and look at; `theWorld` is asked when a test runs. */
export function watching(theWorld: () => MailboxWorld) {
  const messageWith = (id: string, direction: 'outgoing' | 'incoming' = 'incoming') =>
    theWorld()
      .store.db.selectFrom('messages')
      .selectAll()
      .where('internet_message_id', '=', id)
      .where('direction', '=', direction)
      .execute();
  return {
    /** Puts a mail into Alice's inbox. */
    deliver: (raw: Buffer): Promise<unknown> => theWorld().sandbox.mailboxes.deliver(raw, [ALICE]),
    messageWith,
    eventsOf: (message: string) =>
      theWorld()
        .store.db.selectFrom('events')
        .selectAll()
        .where('message_id', '=', message)
        .orderBy('seq')
        .execute(),
    /** Alice sends, and her sent copy is filed. */
    sent: async (mail: Parameters<MailboxWorld['send']>[0] = {}) => {
      const { id, token, link } = await theWorld().send(mail);
      await theWorld().settle();
      const [row] = await messageWith(id, 'outgoing');
      if (!row) throw new Error('the sent copy was not filed');
      return { id, token, link, row };
    },
    bytesOf: (key: string): Promise<Buffer> =>
      buffer(theWorld().services.blobs.openBlob(theWorld().account, key)),
    /** What Graph would post. */
    post: (path: string, body: unknown): Promise<Response> =>
      fetch(`${theWorld().services.urls.app}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
  };
}
