import { replyText } from '../../../src/core/incoming';
import { ATTRIBUTIONS, HEADER_BLOCKS } from '../../fixtures/quotes/attributions';
import { HTML_ANSWERS, TEXT_ANSWERS } from '../../fixtures/quotes/programs';

const flat = (text: string): string => text.replace(/\s+/g, ' ').trim();

describe('what is new in an answer as programs send it', () => {
  test.each(HTML_ANSWERS.map((one) => [one.program, one] as const))(
    'HTML of %s',
    (_, { html, fresh, old }) => {
      const split = replyText({ html });
      expect(flat(split.replyText)).toBe(fresh);
      expect(split.quotedText).toContain(old);
      expect(split.newHtml).not.toContain(old);
      expect(split.quotedHtml).toContain(old);
    },
  );

  test.each(TEXT_ANSWERS.map((one) => [one.program, one] as const))(
    'text of %s',
    (_, { text, fresh, old }) => {
      const split = replyText({ text });
      expect(flat(split.replyText)).toBe(fresh);
      expect(split.quotedText).toContain(old);
    },
  );
});

describe('an announcement of few words', () => {
  test.each([
    ['between rules', '---- Alice wrote ----\n\nHow many?'],
    ['right above a marked quote', 'Alice wrote:\n> How many?'],
    ['with the Message-ID', 'In message <1@brightwater.example>, Alice wrote:\n> How many?'],
  ])('%s begins the history', (_, quote) => {
    expect(replyText({ text: `Twelve.\n\n${quote}` })).toMatchObject({ replyText: 'Twelve.' });
  });

  test('the same words above unmarked text are the writer’s own', () => {
    const text = 'Twelve. Remember what Alice wrote:\nby May, or never.';
    expect(replyText({ text }).replyText).toBe(text);
  });

  test('what a mailing list adds below is no new text', () => {
    const footer = `${'_'.repeat(40)}\nboats mailing list\nhttps://lists.lakeside.example/boats`;
    const quote = 'On 1 Jul 2026, at 09:00, Alice <alice@brightwater.example> wrote:\n> How many?';
    expect(replyText({ text: `Twelve.\n\n${quote}\n\n${footer}` }).replyText).toBe('Twelve.');
    expect(replyText({ text: `Twelve.\n${footer}` })).toMatchObject({
      replyText: 'Twelve.',
      signature: footer,
    });
  });
});

describe('of a mail in both forms', () => {
  const html =
    '<p>Twelve, see <a href="https://partner.example/list">our list</a>.</p><blockquote type="cite">How many?</blockquote>';
  const quote = 'On Wed, 1 Jul 2026 at 09:00, Alice Moreau <alice@brightwater.example> wrote:\n> How many?';

  test('the plain one tells the new text where both divide alike, with the addresses of links', () => {
    const split = replyText({
      html,
      text: `Twelve, see our list <https://partner.example/list>.\n\n${quote}`,
    });
    expect(split.replyText).toBe('Twelve, see our list <https://partner.example/list>.');
    expect(split.newHtml).toBe('<p>Twelve, see <a href="https://partner.example/list">our list</a>.</p>');
  });

  test.each([
    ['the plain one says more', `Twelve, see our list.\nHow many?\n\n${quote}`],
    ['the plain one marks no quote', 'Twelve, see our list. How many?'],
  ])('the HTML tells where %s', (_, text) => {
    expect(replyText({ html, text }).replyText).toBe('Twelve, see our list.');
  });

  test('the HTML tells where answers stand in between', () => {
    const between = `${html}<p>By May.</p>`;
    const text = `Twelve, see our list.\n\n${quote}\n\nBy May.`;
    expect(flat(replyText({ html: between, text }).replyText)).toBe('Twelve, see our list. By May.');
  });
});

describe('every program’s announcement begins the history, in its language', () => {
  test.each(ATTRIBUTIONS)('%s', (_, attribution) => {
    for (const quote of ['> How many?\n> Alice', 'How many?\nAlice']) {
      const split = replyText({ text: `Twelve, please.\n\n${attribution}\n\n${quote}\n` });
      expect(split.replyText).toBe('Twelve, please.');
      expect(split.quotedText).toContain('How many?');
    }
  });

  test.each(HEADER_BLOCKS)('the header block of %s', (_, block) => {
    expect(replyText({ text: `Twelve.\n\n${block}\n\nHow many?` }).replyText).toBe('Twelve.');
    const html = block.replace(/</g, '&lt;').replace(/\n/g, '<br>');
    const split = replyText({ html: `<p>Twelve.</p><div>${html}</div><p>How many?</p>` });
    expect(split.replyText).toBe('Twelve.');
    expect(split.quotedHtml).toContain('How many?');
  });

  test.each([
    'Please write to Alice <alice@brightwater.example> by 3 July 2026:\n- the drawings\n- the price',
    'The meeting is on 1 July 2026 at 9:00, and the agenda is this:\n1. boats\n2. oars',
    'I wrote to you on 1 July:\nyou did not answer.',
    'Prices from 1.07.2026:\n12 boats: 400',
    'To: everybody\nWhat: the party\nWhen: Friday',
  ])('a person’s own list is kept: %j', (text) => {
    expect(replyText({ text }).replyText).toBe(text);
  });
});

describe('a signature is told from the text', () => {
  test.each([
    ['English', 'Regards,\n\nBob Lindqvist\nCEO, Partner Ltd'],
    ['German', 'Mit freundlichen Grüßen\n\nBob Lindqvist\nPartner GmbH\nTel. +49 30 5550101'],
    ['Polish', 'Pozdrawiam,\nBob Lindqvist\nDyrektor handlowy\nkom. 600 555 010'],
    ['French', 'Cordialement,\nBob Lindqvist\nwww.partner.example'],
    ['Czech', 'S pozdravem\nBob Lindqvist\njednatel | Partner s.r.o.'],
    ['Japanese', 'よろしくお願いいたします。\n\n株式会社パートナー\n営業部 ボブ'],
  ])('a closing with a card below it, %s', (_, card) => {
    const split = replyText({ text: `Twelve, please.\n\n${card}\n` });
    expect(split.replyText).toBe('Twelve, please.');
    expect(split.signature).toBe(card);
  });

  test.each([
    ['only a name', 'Twelve, please.\n\nBest regards\nBob'],
    ['an afterthought', 'Twelve, please.\n\nRegards,\nBob Lindqvist\nPS: call me at +49 30 5550101'],
    [
      'more text',
      'Thanks\nfor the drawings.\nWe need 12 boats by May, and the price has to include transport to us.',
    ],
    ['a question', 'Twelve.\n\nCheers,\nBob\nCan the director sign on 12 May?'],
  ])('a closing with %s below is text', (_, text) => {
    expect(replyText({ text })).toEqual({ replyText: text, quotedText: '' });
  });

  test('small print below a phone’s line goes with it, an answer below the quote does not', () => {
    const printed = replyText({ text: 'Twelve.\n\nSent from my iPhone\n\nThis mail is confidential.' });
    expect(printed.replyText).toBe('Twelve.');
    const below = replyText({
      text: 'See below.\n\nSent from my iPhone\n\nOn 1 Jul 2026, at 09:00, Alice <a@b.example> wrote:\n\n> How many?\n\nTwelve.',
    });
    expect(below.replyText).toContain('Twelve.');
  });
});
