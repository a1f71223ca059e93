import { classify, type IncomingMail, type Judgement } from '../../../src/core/incoming';
import {
  AWAY_NOTES,
  GONE_NOTES,
  PERSONS_MAILS,
  UNDELIVERED_NOTES,
  UNUSUAL_AWAY_NOTES,
  UNUSUAL_PERSONS_MAILS,
} from '../../fixtures/notes';
import { mail } from './mails';

const ANSWER = { subject: 'Re: Quote for the boats', inReplyTo: '<ours-1@brightwater.example>' };
const TO_ALICE = { to: [{ address: 'alice@brightwater.example', name: 'Alice Moreau' }] };

/** Every language by itself, so that a failure says which. */
function byLanguage<T extends { language: string }>(notes: readonly T[]): [string, T[]][] {
  const languages = [...new Set(notes.map((note) => note.language))];
  return languages.map((language) => [language, notes.filter((note) => note.language === language)]);
}
const judge = (over: Partial<IncomingMail>): Judgement => classify(mail({ ...TO_ALICE, ...over }));

describe('a note of absence is an automatic answer without header and subject, and says until when', () => {
  test.each(byLanguage(AWAY_NOTES))('%s', (_, notes) => {
    for (const { text, until } of notes) {
      const { kind, outOfOffice } = judge({ ...ANSWER, text });
      expect({ text, kind, outOfOffice }).toEqual({
        text,
        kind: 'auto-reply',
        outOfOffice: until === undefined ? {} : { until },
      });
    }
  });
});

describe('so is one in words that few use', () => {
  test.each(byLanguage(UNUSUAL_AWAY_NOTES))('%s', (_, notes) => {
    for (const { text } of notes) {
      expect({ text, kind: judge({ ...ANSWER, text }).kind }).toEqual({ text, kind: 'auto-reply' });
    }
  });
});

test('a card below the note makes it no person’s', () => {
  const text =
    'I am on annual leave until 14 July.\n\nKind regards,\nOwen Pratt\nSales director\nLakeside Ltd | +44 20 7946 0000';
  expect(judge({ ...ANSWER, text }).kind).toBe('auto-reply');
});

describe('a note that its person has left says so, and whom to write to', () => {
  test.each(byLanguage(GONE_NOTES))('%s', (_, notes) => {
    for (const { text, name, address } of notes) {
      const { kind, departure, outOfOffice } = judge({ ...ANSWER, text });
      expect({ text, kind, ...departure?.successor, outOfOffice }).toEqual({
        text,
        kind: 'auto-reply',
        name,
        address,
        outOfOffice: undefined,
      });
      expect(departure).toBeDefined();
    }
  });

  test('the writer’s own address and an unread mailbox name nobody', () => {
    const text = 'This mailbox is not monitored. Bob has left; his old address was bob@partner.example.';
    expect(judge({ ...ANSWER, text }).departure).toEqual({});
    const unread = 'This mailbox is no longer in use. Please write to office@partner.example.';
    expect(judge({ ...ANSWER, text: unread })).toMatchObject({ kind: 'auto-reply' });
    expect(judge({ ...ANSWER, text: unread }).departure).toBeUndefined();
  });
});

describe('people who speak of absences, departures and bounces stay people', () => {
  test.each(byLanguage([...PERSONS_MAILS, ...UNUSUAL_PERSONS_MAILS]))('%s', (_, mails) => {
    for (const { text } of mails) {
      expect({ text, kind: judge({ ...ANSWER, text }).kind }).toEqual({ text, kind: 'reply' });
      expect({ text, kind: judge({ subject: 'Quote', text }).kind }).toEqual({ text, kind: 'new' });
    }
  });

  test.each([
    ['greets by name', 'Hi Alice,\n\nI am out of the office until 14 July and will reply then.\n'],
    ['greets in another case', 'Droga Alicjo,\n\njestem na urlopie do 14 lipca, odpiszę po powrocie.\n'],
    ['says hardly anything', 'Fertig.\nkarl@seeufer.example'],
    ['tells of a return in passing', 'I will be back on Monday, please call Jim.'],
    ['writes from a phone', 'I am out of the office until 14 July.\n\nSent from my iPhone'],
    [
      'quotes what it answers',
      'I am on holiday.\n\nOn 1 July 2026 at 10:00, Alice <alice@brightwater.example> wrote:\n> Can you sign?\n',
    ],
  ])('a note-like text that %s is a person’s', (_, text) => {
    const to = [{ address: 'alicja@brightwater.example', name: 'Alice Moreau' }];
    expect(classify(mail({ ...ANSWER, to, text })).kind).toBe('reply');
  });
});

describe('a note of a mail system is a bounce in every language, and names whose mail', () => {
  test.each(byLanguage(UNDELIVERED_NOTES))('%s', (_, notes) => {
    for (const { from, subject, text, action } of notes) {
      const named = /^(.*?) <(.*)>$/.exec(from);
      const sender = { address: named?.[2] ?? from, ...(named && { name: named[1] ?? '' }) };
      const judged = judge({ from: sender, subject, text });
      const address = /\S+@\S+example/.exec(text.replace(/[<：]/g, ' '))?.[0];
      expect({ text, kind: judged.kind, first: judged.delivery?.[0] }).toMatchObject({
        text,
        kind: 'bounce',
        first: { action, recipient: address },
      });
    }
  });

  test('a report from an address of no mail system is known by how it reads', () => {
    const report = {
      from: { address: 'gateway7@lakeside.example' },
      subject: 'Delivery failure',
      text: 'Your message could not be delivered to the following recipient:\n\njim@lakeside.example\n\n550 5.1.1 unknown',
    };
    expect(judge(report).kind).toBe('bounce');
    const asks = {
      ...ANSWER,
      subject: 'Re: Delivery failure',
      text: `${report.text}\n\nIs the address right?`,
    };
    expect(judge(asks).kind).toBe('reply');
  });
});
