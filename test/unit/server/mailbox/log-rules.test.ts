import { LogRule } from '../../../../src/core/api/log-rules';
import { isFromPhone } from '../../../../src/server/mailbox/filing/sent-from';
import { logRuleOf, wouldLog, type RuledItem } from '../../../../src/server/mailbox/log-rules';

const CHOICES = ['nothing', 'replies', 'known', 'category'] as const;
const item = (change: Partial<RuledItem> = {}): RuledItem => ({
  direction: 'received',
  kind: 'new',
  outside: true,
  knownContact: false,
  categories: [],
  ...change,
});
const rule = (change: Partial<LogRule>): LogRule => ({ sent: 'nothing', received: 'nothing', ...change });
const received = (choice: LogRule['received'], change: Partial<RuledItem>) =>
  wouldLog(rule({ received: choice, receivedCategory: 'Kunden' }), item(change));
const sent = (choice: LogRule['sent'], change: Partial<RuledItem>) =>
  wouldLog(rule({ sent: choice, sentCategory: 'Kunden' }), item({ direction: 'sent', ...change }));

describe('what a log rule wants (L12)', () => {
  const conversation = { kind: 'reply', answers: 'logged' } as const;

  test('received: nothing, answers in logged conversations, known people, or what bears the category', () => {
    const wants = (change: Partial<RuledItem>) => CHOICES.filter((choice) => received(choice, change).log);
    expect(wants({})).toEqual([]);
    expect(wants(conversation)).toEqual(['replies', 'known']);
    expect(wants({ knownContact: true })).toEqual(['known']);
    expect(wants({ categories: ['Private', ' kunden'] })).toEqual(['category']);
  });

  test('sent: the same of recipients, and all that goes outside', () => {
    const wants = (change: Partial<RuledItem>) =>
      ([...CHOICES, 'all'] as const).filter((choice) => sent(choice, change).log);
    expect(wants({})).toEqual(['all']);
    expect(wants({ answers: 'logged' })).toEqual(['replies', 'known', 'all']);
    expect(wants({ knownContact: true })).toEqual(['known', 'all']);
    expect(wants({ categories: ['KUNDEN'] })).toEqual(['category', 'all']);
  });

  test('each direction has a rule of its own', () => {
    const mixed = rule({ sent: 'known', received: 'nothing' });
    expect(wouldLog(mixed, item({ direction: 'sent', knownContact: true })).log).toBe(true);
    expect(wouldLog(mixed, item({ knownContact: true })).log).toBe(false);
  });

  test('what a machine wrote is logged for belonging to a conversation, not for its sender being known', () => {
    expect(received('known', { kind: 'auto-generated', knownContact: true }).reason).toBe('machine');
    expect(received('known', { kind: 'bounce', answers: 'logged' }).log).toBe(true);
  });

  test('R9: a reply to a marketing message is logged whatever the rule says; its automatic answer is not', () => {
    for (const choice of CHOICES) {
      expect(received(choice, { kind: 'reply', answers: 'marketing' })).toMatchObject({ log: true });
    }
    expect(received('nothing', { kind: 'auto-reply', answers: 'marketing' }).log).toBe(false);
  });

  test('L4 and O14 come before every rule, and before a person’s wish', () => {
    for (const withheld of ['private', 'encrypted', 'never-logged'] as const) {
      expect(received('known', { ...conversation, withheld, byHand: true })).toEqual({
        log: false,
        reason: withheld,
      });
    }
    expect(sent('all', { outside: false, byHand: true })).toEqual({ log: false, reason: 'colleagues' });
    expect(received('nothing', { byHand: true })).toEqual({ log: true, reason: 'by-hand' });
  });

  test('a stored rule has the defaults, and one whose category is lost logs nothing', () => {
    expect(logRuleOf({})).toEqual({ sent: 'known', received: 'replies' });
    expect(logRuleOf({ sent: 'category', received: 'category', receivedCategory: 'A' })).toMatchObject({
      sent: 'nothing',
      received: 'category',
    });
    expect(LogRule.safeParse({ sent: 'category', received: 'nothing' }).success).toBe(false);
  });
});

describe('what was sent from a phone (L9)', () => {
  const from = (html: string, headers: [string, string][] = []) =>
    isFromPhone({ html, headers: headers.map(([name, value]) => ({ name, value })) });

  test('is told by the program that names itself, or by what Outlook’s mobile programs leave in what was written', () => {
    expect(from('<p>Hi</p>', [['X-Mailer', 'iPhone Mail (21F90)']])).toBe(true);
    expect(from('<div>Yes</div><div id="ms-outlook-mobile-signature">Sent from somewhere</div>')).toBe(true);
    expect(
      from('<div>Ja</div><div>Holen Sie sich <a href="https://aka.ms/o0ukef">Outlook für iOS</a></div>'),
    ).toBe(true);
  });

  test('is not told by another person’s phone in the quote, nor by a program of a computer', () => {
    const quote =
      '<div>Answer from my desk</div><blockquote type="cite">Yes<div id="ms-outlook-mobile-signature"><a href="https://aka.ms/o0ukef">Get Outlook</a></div></blockquote>';
    expect(from(quote)).toBe(false);
    expect(from('<p>Hi</p>', [['X-Mailer', 'Microsoft Outlook 16.0']])).toBe(false);
    expect(isFromPhone({ headers: [] })).toBe(false);
  });
});
