import { messageOfCopy, type MessageRow } from '../../../../src/server/mailbox/filing/message-rows';

const DAY = 86_400_000;
const written = new Date('2026-03-02T09:00:00Z');
const arrived = new Date(written.getTime() + 3 * DAY);

const incoming = (more: Partial<MessageRow>): MessageRow => ({
  ...{ id: 'm', direction: 'incoming', state: 'received', token_key: null, user_id: 1, subject: 'Re' },
  ...{ from_address: 'bob@partner.example', at: arrived, sent_at: written, message_id_hash: 'h', variant: 0 },
  ...{ conversation_id: null, logged: true, tracked_image: false, links_total: 0, links_tracked: 0 },
  ...{ reply_to_message: null, visibility: 'everybody', kind: 'one-to-one', policy: {}, mime_blob: null },
  ...more,
});
const copy = (sentAt: Date, receivedAt: Date) => ({ from: 'Bob@partner.example', sentAt, receivedAt });
const found = (row: MessageRow, of: ReturnType<typeof copy>): boolean =>
  messageOfCopy([row], 'incoming', of).row !== undefined;

test('copies of one mail agree in when it was sent, however late they come (L5)', () => {
  expect(found(incoming({}), copy(written, new Date(arrived.getTime() + 9 * DAY)))).toBe(true);
  expect(found(incoming({}), copy(arrived, arrived))).toBe(false);
});

test('where only the time received is known, copies agree in that', () => {
  const old = incoming({ sent_at: null });
  expect(found(old, copy(written, arrived))).toBe(true);
  expect(found(old, copy(written, new Date(arrived.getTime() + 2 * DAY)))).toBe(false);
});
