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
  expect(noticeWords([event], 1)).toEqual({
    title: 'Something is wrong with alice@brightwater.example',
    body: 'Microsoft does not answer.',
    path: '/settings/mailboxes/01a20130-1992-7357-bf69-5574c9f31b29',
    takenBack: false,
  });
});

test('of the server’s own access, it leads to the settings', () => {
  const { mailbox: _mailbox, ...server } = event;
  expect(noticeWords([server], 1)).toMatchObject({
    title: 'Mailtrail needs an administrator',
    path: '/settings',
  });
});

test.each([
  ['en', 'Something is wrong with alice@brightwater.example', 'The mailbox is silent.'],
  ['pl', 'Problem ze skrzynką alice@brightwater.example', 'The mailbox is silent.'],
  ['de', 'Mit alice@brightwater.example stimmt etwas nicht', 'The mailbox is silent.'],
] as const)('in %s it says so, and what no catalogue knows as it is', (language, title, body) => {
  expect(noticeWords([{ ...event, note: body }], 1, undefined, language)).toMatchObject({ title, body });
});

test.each([
  ['pl', 'Microsoft w tej chwili nie odpowiada.'],
  ['de', 'Microsoft antwortet gerade nicht.'],
] as const)('what the doctor found is said in the language of who is told (%s)', (language, body) => {
  const note = 'Microsoft does not answer right now.';
  expect(noticeWords([{ ...event, note }], 1, undefined, language).body).toBe(body);
});

test('several are counted in Polish with the right form', () => {
  const titles = [2, 5, 22].map((n) => noticeWords([event, event], n, undefined, 'pl').title);
  expect(titles).toEqual([
    '2 nowe zdarzenia w Mailtrail',
    '5 nowych zdarzeń w Mailtrail',
    '22 nowe zdarzenia w Mailtrail',
  ]);
});

test.each([
  ['scanner', 'This was a scanner', 'To był skaner', 'Das war ein Scanner'],
  ['self', 'This was you', 'To Twoje własne działanie', 'Das waren Sie selbst'],
  ['else', 'This does not count', 'To się nie liczy', 'Das zählt nicht'],
] as const)('what was taken back is said to be what it was found to be (%s)', (was, en, pl, de) => {
  const open: EventView = {
    ...event,
    kind: 'open',
    message: { id: event.mailbox?.id ?? '', subject: 'Offer' },
  };
  expect(
    (['en', 'pl', 'de'] as const).map((language) => noticeWords([open], 1, was, language).title),
  ).toEqual([en, pl, de]);
  expect(noticeWords([open], 1, was)).toMatchObject({ body: 'Taken back: Offer', takenBack: true });
});
