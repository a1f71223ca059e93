import { classify, type IncomingMail } from '../../../src/core/incoming';
import {
  ACKNOWLEDGEMENTS,
  CALENDAR_ANSWERS,
  CHALLENGE_MAILS,
  FOURTH_AWAY_NOTES,
  FOURTH_PERSONS_MAILS,
  NO_RECEIPTS,
  POSTMASTERS,
  READ_RECEIPTS,
  RETURNED,
  SECOND_ACKNOWLEDGEMENTS,
  SECOND_AWAY_NOTES,
  SECOND_PERSONS_MAILS,
  SECOND_SERVICE_MAILS,
  THIRD_AWAY_NOTES,
  THIRD_PERSONS_MAILS,
  TRIED_AWAY_NOTES,
  TRIED_GONE_NOTES,
  TRIED_PERSONS_MAILS,
} from '../../fixtures/notes';
import { mail } from './mails';

const ALICE = { to: [{ address: 'alice@brightwater.example', name: 'Alice Moreau' }] };
const THREAD = { inReplyTo: '<quote@brightwater.example>', references: ['<quote@brightwater.example>'] };
const SUBJECT = 'Re: Quote for the boats';

const kindOf = (over: Partial<IncomingMail>): string => classify(mail({ ...ALICE, ...over })).kind;
const sender = (from: string): { address: string; name?: string } => {
  const named = /^(.*?) <(.*)>$/.exec(from);
  return { address: named?.[2] ?? from, ...(named && { name: named[1] ?? '' }) };
};
/** What was judged as something else than it is, with its kind, so that a failure shows the words. */
const wrong = <T extends { text: string }>(all: readonly T[], kind: string, judge: (one: T) => string) =>
  all.map((one) => ({ text: one.text, kind: judge(one) })).filter((one) => one.kind !== kind);

describe('programs’ answers are known by their words alone, in twelve languages', () => {
  test('offices’ notes of absence', () => {
    const judge = ({ text }: { text: string }) => kindOf({ subject: SUBJECT, ...THREAD, text });
    expect(
      wrong(
        [...TRIED_AWAY_NOTES, ...SECOND_AWAY_NOTES, ...THIRD_AWAY_NOTES, ...FOURTH_AWAY_NOTES],
        'auto-reply',
        judge,
      ),
    ).toEqual([]);
    expect(wrong(TRIED_GONE_NOTES, 'auto-reply', judge)).toEqual([]);
  });

  test('what takes in a request, under its own subject or that of the request, from a support’s address or a person’s', () => {
    for (const from of ['support@lakeside.example', 'jim@lakeside.example']) {
      const given = { from: { address: from } };
      expect(
        // A subject that says "automatic answer" makes it one.
        wrong(ACKNOWLEDGEMENTS, 'auto-generated', (one) =>
          kindOf({ ...given, subject: one.subject, text: one.text }),
        ).filter((one) => one.kind !== 'auto-reply'),
      ).toEqual([]);
      expect(
        wrong(ACKNOWLEDGEMENTS, 'auto-generated', ({ text }) =>
          kindOf({ ...given, ...THREAD, subject: SUBJECT, text }),
        ),
      ).toEqual([]);
    }
  });

  test('what takes in a request in words that fewer use, under the request’s own subject', () => {
    const texts = SECOND_ACKNOWLEDGEMENTS.map((text) => ({ text }));
    const judge = ({ text }: { text: string }) => kindOf({ ...THREAD, subject: SUBJECT, text });
    expect(wrong(texts, 'auto-generated', judge).filter((one) => one.kind !== 'auto-reply')).toEqual([]);
  });

  test('what holds a mail until its sender proves to be a person', () => {
    expect(
      wrong(CHALLENGE_MAILS, 'auto-generated', ({ subject, text }) => kindOf({ ...THREAD, subject, text })),
    ).toEqual([]);
  });

  test('that a mail was read, without the part that says so', () => {
    expect(
      wrong(READ_RECEIPTS, 'receipt', ({ subject, text }) => kindOf({ ...THREAD, subject, text })),
    ).toEqual([]);
  });

  test('answers to invitations, without the calendar object', () => {
    expect(wrong(CALENDAR_ANSWERS, 'calendar', ({ subject, text }) => kindOf({ subject, text }))).toEqual([]);
  });
});

describe('mail servers of all makes return mail', () => {
  test.each(RETURNED.map((one) => [one.system, one] as const))('%s', (_, one) => {
    const { subject, text, action } = one;
    const recipient = /[a-z]+@[a-z]+\.example/.exec(text.replace('alice@brightwater.example', ''))?.[0];
    const judged = classify(mail({ ...ALICE, subject, text, from: sender(one.from) }));
    expect(judged).toMatchObject({ kind: 'bounce', delivery: [{ action }] });
    expect([undefined, recipient]).toContain(judged.delivery?.[0]?.recipient);
    // In a thread, and from an address that tells nothing.
    expect(kindOf({ ...THREAD, subject, text, from: sender(one.from) })).toBe('bounce');
    expect(kindOf({ subject, text, from: { address: 'mx17@lakeside.example' } })).toBe('bounce');
  });
});

describe('people who sound like programs stay people', () => {
  test('with or without a thread', () => {
    const people = [
      ...TRIED_PERSONS_MAILS,
      ...SECOND_PERSONS_MAILS,
      ...THIRD_PERSONS_MAILS,
      ...FOURTH_PERSONS_MAILS,
    ];
    expect(wrong(people, 'reply', ({ text }) => kindOf({ ...THREAD, subject: SUBJECT, text }))).toEqual([]);
    expect(wrong(people, 'new', ({ text }) => kindOf({ subject: 'Quote for the boats', text }))).toEqual([]);
  });

  test('who answer from a ticket system and have something to say', () => {
    const texts = SECOND_SERVICE_MAILS.map((text) => ({ text }));
    const headers = [{ name: 'X-Auto-Response-Suppress', value: 'All' }];
    for (const subject of [SUBJECT, '[Ticket #4711] Re: Quote for the boats']) {
      expect(wrong(texts, 'reply', ({ text }) => kindOf({ ...THREAD, subject, text, headers }))).toEqual([]);
    }
  });

  test('at the desk of a postmaster, and those who speak of returned mail', () => {
    expect(
      wrong(POSTMASTERS, 'reply', (one) =>
        kindOf({ ...THREAD, subject: one.subject, text: one.text, from: sender(one.from) }),
      ),
    ).toEqual([]);
  });

  test('who say that they read or accept something', () => {
    expect(wrong(NO_RECEIPTS, 'reply', ({ subject, text }) => kindOf({ ...THREAD, subject, text }))).toEqual(
      [],
    );
  });

  test('who took in a request and have more to say', () => {
    const texts = [
      'We have received your offer and will get back to you next week.',
      'Ticket 4711 is yours? I looked into it: the pump is broken, we send a new one on Friday.',
      'Danke, Ihre Nachricht ist angekommen. Wir melden uns, sobald der Chef zurück ist.',
      'Otrzymaliśmy Pani dokumenty, brakuje tylko strony 3.',
    ];
    for (const text of texts)
      expect({ text, kind: kindOf({ ...THREAD, subject: SUBJECT, text }) }).toEqual({ text, kind: 'reply' });
  });
});

test('a name in the first sentence of a note greets nobody, even where it resembles the recipient’s', () => {
  const text =
    'Paul Morel a quitté la société. Votre nouvel interlocuteur est Luc Petit (luc.petit@rivage.example).';
  expect(kindOf({ ...THREAD, subject: SUBJECT, text })).toBe('auto-reply');
});

describe('an answer that says next to nothing', () => {
  test.each([
    ['only a new address, after "in future"', SUBJECT, 'Künftig\nkarl@seeufer.example', 'auto-reply'],
    ['greets a customer in its subject', 'Dear valued customer', 'Please rate us.', 'auto-reply'],
    ['only a word and an address', SUBJECT, 'Fertig.\nkarl@seeufer.example', 'reply'],
    ['greets a person in its subject', 'Dear Alice', 'Twelve, please.', 'reply'],
  ])('%s', (_, subject, text, kind) => {
    expect(kindOf({ ...THREAD, subject, text })).toBe(kind);
  });
});

test('an absence yet to come is announced by a person, one that lasts by a program', () => {
  const away = 'I am on annual leave next week. Please contact Jim for urgent matters.';
  expect(kindOf({ ...THREAD, subject: SUBJECT, text: away })).toBe('reply');
  expect(kindOf({ ...THREAD, subject: SUBJECT, text: away.replace('next', 'this') })).toBe('auto-reply');
});
