import type { EventView } from '../../../src/core/api/shared';
import { noticeWords } from '../../../src/server/push/view';

const event: EventView = {
  seq: 1,
  kind: 'mailbox',
  at: '2026-11-20T10:00:00.000Z',
  mailbox: { id: '01a20130-1992-7357-bf69-5574c9f31b29', address: 'alice@brightwater.example' },
  inferred: false,
  historic: false,
  retracted: false,
  reasons: [],
  note: 'Microsoft does not answer.',
};

test('of a silent mailbox, a notification says which and why, and leads to its doctor', () => {
  expect(noticeWords([event], 1, false)).toEqual({
    title: 'Something is wrong with alice@brightwater.example',
    body: 'Microsoft does not answer.',
    path: '/settings/mailboxes/01a20130-1992-7357-bf69-5574c9f31b29',
    takenBack: false,
  });
});

test('of the server’s own access, it leads to the settings', () => {
  const { mailbox: _mailbox, ...server } = event;
  expect(noticeWords([server], 1, false)).toMatchObject({
    title: 'Mailtrail needs an administrator',
    path: '/settings',
  });
});
