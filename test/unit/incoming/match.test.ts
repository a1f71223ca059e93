import { marksIn, matchReply, replyEvidence, type MatchLookups } from '../../../src/core/incoming';
import { mail } from './mails';

const T1 = `I${'a'.repeat(43)}`;
const T2 = `I${'b'.repeat(43)}`;
const FOREIGN = `I${'z'.repeat(43)}`;

const found = (over: Partial<MatchLookups> = {}): MatchLookups => ({
  byMessageId: new Map([
    ['<one@x>', { messageId: 'm1', thread: 'A' }],
    ['<two@x>', { messageId: 'm2', thread: 'A' }],
    ['<three@x>', { messageId: 'm3', thread: 'B' }],
  ]),
  byToken: new Map([
    [T1, { messageId: 'm1', thread: 'A' }],
    [T2, { messageId: 'm3', thread: 'B' }],
  ]),
  conversation: [],
  ...over,
});
const image = (token: string): string => `<img src="https://t.example/o/${token}.gif">`;
const quote = (html: string): string => `<blockquote type="cite">${html}</blockquote>`;
const decide = (over: Parameters<typeof mail>[0], lookups = found()) =>
  matchReply(replyEvidence(mail(over)), lookups);

describe('which message a mail answers (R4)', () => {
  test('In-Reply-To wins over an older ancestor', () => {
    expect(decide({ inReplyTo: '<two@x>', references: ['<one@x>', '<two@x>'] })).toMatchObject({
      messageId: 'm2',
      by: 'in-reply-to',
    });
  });

  test('with a foreign parent the nearest ancestor that is ours wins', () => {
    expect(
      decide({ inReplyTo: '<foreign@y>', references: ['<one@x>', '<two@x>', '<foreign@y>'] }),
    ).toMatchObject({
      messageId: 'm2',
      by: 'references',
    });
  });

  test('without headers our signed mark in the quote decides, the topmost one', () => {
    expect(
      decide({ html: `Yes.<blockquote>${image(FOREIGN)}${image(T1)}${image(T2)}</blockquote>` }),
    ).toMatchObject({
      messageId: 'm1',
      by: 'marks',
    });
  });

  test('a mark whose signature did not hold is no evidence', () => {
    expect(decide({ html: image(FOREIGN) })).toEqual({ by: 'none', reason: 'no evidence' });
  });

  test('the conversation matches only a writer who stands on it, and then its newest message', () => {
    const conversation = [
      { messageId: 'm1', participants: ['bob@partner.example'], sentAt: '2026-06-01T00:00:00Z' },
      { messageId: 'm2', participants: ['Bob@Partner.example'], sentAt: '2026-06-02T00:00:00Z' },
      { messageId: 'm9', participants: ['carol@lumen.example'], sentAt: '2026-06-03T00:00:00Z' },
    ];
    expect(decide({ conversationId: 'c' }, found({ conversation }))).toMatchObject({
      messageId: 'm2',
      by: 'conversation',
    });
    expect(decide({ from: { address: 'eve@else.example' } }, found({ conversation })).by).toBe('none');
  });

  test('the subject alone never matches, and a changed one loses nothing', () => {
    expect(decide({ subject: 'Re: Quote for the boats' }).by).toBe('none');
    expect(decide({ subject: 'Something else', inReplyTo: '<one@x>' })).toMatchObject({ messageId: 'm1' });
  });

  test('headers and quoted marks of different conversations contradict: unmatched', () => {
    expect(
      decide({ inReplyTo: '<one@x>', references: ['<one@x>'], html: `Yes.${quote(image(T2))}` }),
    ).toEqual({
      by: 'none',
      reason: 'contradictory',
    });
    expect(decide({ inReplyTo: '<three@x>', references: ['<one@x>'] })).toEqual({
      by: 'none',
      reason: 'contradictory',
    });
  });

  test('our link of another conversation, pasted into the answer, contradicts nothing', () => {
    const pasted = `<p>See <a href="https://t.example/c/${T2}/1?u=x">this</a>.</p>`;
    expect(decide({ inReplyTo: '<one@x>', html: pasted })).toMatchObject({ messageId: 'm1' });
    expect(decide({ inReplyTo: '<one@x>', html: pasted + quote(image(FOREIGN)) })).toMatchObject({
      messageId: 'm1',
    });
    expect(decide({ html: pasted + quote(image(T1)) })).toMatchObject({ messageId: 'm1', by: 'marks' });
    const text = `See https://t.example/c/${T2}/1?u=x\n\nOn 1 Jun 2026, Alice wrote:\n> https://t.example/o/${T1}.gif`;
    expect(decide({ text })).toMatchObject({ messageId: 'm1', by: 'marks' });
  });

  test('a mark of an older message of the same conversation contradicts nothing', () => {
    expect(decide({ inReplyTo: '<two@x>', html: quote(image(T1)) })).toMatchObject({ messageId: 'm2' });
  });

  test('an automatic answer is matched by the parent that Exchange names', () => {
    expect(decide({ header: { 'X-MS-Exchange-Parent-Message-Id': '<one@x>' } })).toMatchObject({
      messageId: 'm1',
    });
  });
});

describe('a reply is found on whatever way it comes back', () => {
  test('forwarded, then answered by somebody else: our message is an ancestor', () => {
    const answer = { from: { address: 'tom@else.example' }, inReplyTo: '<forward@partner.example>' };
    expect(decide({ ...answer, references: ['<one@x>', '<forward@partner.example>'] })).toMatchObject({
      messageId: 'm1',
      by: 'references',
    });
    // Exchange keeps no References when it forwards: our marks in the quote of the quote do it.
    const quoted = `No.<blockquote>See below<blockquote>${image(T1)}</blockquote></blockquote>`;
    expect(decide({ ...answer, html: quoted })).toMatchObject({ messageId: 'm1', by: 'marks' });
  });

  test.each([
    ['another address of the same person', { from: { address: 'bob@home.example' } }],
    ['an alias of ours', { to: [{ address: 'sales@brightwater.example' }] }],
    ['a changed subject', { subject: 'Lunch?' }],
    [
      'a list in between',
      { from: { address: 'boats@lists.example' }, sender: { address: 'boats-bounces@lists.example' } },
    ],
  ])('%s changes nothing where the headers stand', (_, over) => {
    expect(decide({ ...over, inReplyTo: '<two@x>' })).toMatchObject({ messageId: 'm2', by: 'in-reply-to' });
  });

  test('a list that writes under its own name leaves the writer in Reply-To: the conversation knows them', () => {
    const conversation = [
      { messageId: 'm1', participants: ['bob@partner.example'], sentAt: '2026-06-01T00:00:00Z' },
    ];
    const over = {
      from: { address: 'boats@lists.example' },
      replyTo: [{ address: 'bob@partner.example' }],
      conversationId: 'c',
    };
    expect(decide(over, found({ conversation }))).toMatchObject({ messageId: 'm1', by: 'conversation' });
  });

  test('In-Reply-To that names several: the first that is ours', () => {
    const header = { 'In-Reply-To': '<foreign@y> <two@x>' };
    expect(decide({ header, inReplyTo: '<foreign@y>' })).toMatchObject({ messageId: 'm2', by: 'references' });
  });
});

describe('marks are found wherever programs carry them', () => {
  test.each([
    ['as written', image(T1)],
    ['a link', `https://t.example/c/${T1}/3?u=https%3A%2F%2Fx.example&amp;s=abc`],
    [
      'behind Safe Links',
      `https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Ft.example%2Fc%2F${T1}%2F3%3Fu%3Dx&data=1`,
    ],
    ['behind an image proxy', `https://ci3.googleusercontent.com/meips/abc#https://t.example/o/${T1}.gif`],
    ['encoded twice', `https://a.example/?u=https%253A%252F%252Ft.example%252Fo%252F${T1}%252Egif`],
    ['in plain text', `> [https://t.example/o/${T1}.gif]`],
  ])('%s', (_, body) => {
    expect(marksIn(body)).toEqual([T1]);
  });

  test('what only resembles one is left', () => {
    expect(marksIn(`https://t.example/o/${T1.slice(1)}.gif https://t.example/x/${T1}.gif`)).toEqual([]);
  });
});
