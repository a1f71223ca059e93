import { parse } from 'parse5';
import { embed, strip, type EmbedOptions } from '../../../src/core/embed';
import { attribute, elements } from '../../fixtures/dom';
import { ticketFor, tokenFor } from '../../fixtures/tickets';

const ticket = ticketFor();
const token = tokenFor(ticket);
const options: EmbedOptions = { ticket, token, image: true, links: true, trackingHosts: ['old.example'] };
const oldTicket = ticketFor({ trackingUrl: 'https://old.example', serial: 5 });
const older = tokenFor(oldTicket, 9);
const OLD_IMAGE = `https://old.example/o/${older}.gif`;
const OLD_LINK = `https://old.example/c/${older}/1?u=https%3A%2F%2Fshop.example%2F%3Fa%3D1%26b%3D2&s=AAAAAAAAAAAAAAAA`;
const TARGET = 'https://shop.example/?a=1&b=2';
const safe = (url: string): string =>
  `https://eur01.safelinks.protection.outlook.com/?url=${encodeURIComponent(url)}&data=05%7C02&reserved=0`;
const escaped = (url: string): string => url.replace(/&/g, '&amp;');

const IMAGE = `<img src="https://mail.example/o/${token}.gif"`;
const imageAt = (html: string): number => html.indexOf(IMAGE);
const imagesIn = (html: string): number => html.split(IMAGE).length - 1;
/** Without the one image, to compare the rest. */
const bare = (html: string): string => html.replace(/<img src="https:\/\/mail\.example\/o\/[^>]*>/, '');
const firstHref = (html: string): string => {
  for (const element of elements(parse(html)))
    if (element.tagName === 'a') return attribute(element, 'href') ?? '';
  return '';
};

describe('the image', () => {
  test('is https, one pixel, without border, silent for screen readers, and loaded (not display:none)', () => {
    const tag = /<img[^>]*>/.exec(embed('<p>Hi</p>', options).html)?.[0] ?? '';
    const [element] = [...elements(parse(tag))].filter((e) => e.tagName === 'img');
    if (!element) throw new Error('no image');
    expect(attribute(element, 'src')).toBe(`https://mail.example/o/${token}.gif`);
    expect(['width', 'height', 'alt', 'border'].map((name) => attribute(element, name))).toEqual([
      '1',
      '1',
      '',
      '0',
    ]);
    expect(attribute(element, 'style')).not.toMatch(/none|hidden/);
  });
  test.each([
    ['before </body>', '<html><body><p>Hi</p>', '</body></html>'],
    ['before the last </body>', '<body>a</body><body>b', '</body>'],
    ['before </html> without a body', '<html><p>Hi</p>', '</html>'],
    ['at the end of a fragment', '<p>Hi</p>', ''],
    ['in an empty mail', '', ''],
    ['before an unclosed comment', '<p>Hi</p>', '<!-- <p>'],
    ['before an unclosed tag', '<p>Hi</p>', '<div class="x'],
    ['before <plaintext>', '<p>Hi</p>', '<plaintext>x'],
    ['before unclosed raw text', '<p>Hi</p>', '<style>p{}'],
    ['in the last cell of an unclosed table', '<table><tr><td>Hi', '</td></tr></body>'],
    ['before </body>, not the one in a comment', '<p>Hi</p><!-- </body> -->', '</body>'],
    [
      'before the mark of Outlook on the web',
      '<p>Hi</p>',
      '<div id="appendonsend"></div><hr tabindex="-1"><div id="divRplyFwdMsg">From</div>',
    ],
    [
      'before what new Outlook and Outlook for Mac refer to',
      '<p>Hi</p>',
      '<div id="mail-editor-reference-message-container"><div>x</div></div>',
    ],
    [
      'before Word’s border',
      '<p>Hi</p>',
      "<div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p><b>From:</b> Bob</p></div></div>",
    ],
    [
      'before Word’s border as Outlook on the web leaves it',
      '<p>Hi</p>',
      '<div><div style="border-width:1pt medium medium; border-top: 1pt solid rgb(225, 225, 225); padding: 3pt 0in 0in">From</div></div>',
    ],
    ['before Yahoo’s quote', '<p>Hi</p>', '<div id="ydp9b1f0a55yahoo_quoted_5812">On Monday</div>'],
    ['before Zimbra’s rule', '<p>Hi</p>', '<hr id="zwchr">'],
    [
      'before what Outlook on a phone refers to',
      '<p>Hi</p>',
      '<div id="ms-outlook-mobile-reference-message">x</div>',
    ],
    [
      'before header lines in Polish',
      '<p>Hi</p>',
      '<p><b>Od:</b> Bob<br><b>Wysłane:</b> poniedziałek<br><b>Do:</b> Ann<br><b>Temat:</b> x</p>',
    ],
    ['before a mark that was quoted once already', '<p>Hi</p>', '<div id="x_divRplyFwdMsg">From</div>'],
    [
      'before Gmail’s quote',
      '<p>Hi</p>',
      '<br><div class="gmail_quote gmail_quote_container">On Monday</div>',
    ],
    ['before Apple Mail’s quote', '<p>Hi</p>', '<blockquote type="cite">x</blockquote>'],
    ['before a line that says so', '<p>Hi</p>', '<p>-----Ursprüngliche Nachricht-----</p>'],
    [
      'before header lines without a mark',
      '<p>Hi</p>',
      '<p><b>Von:</b> Bob<br><b>Gesendet:</b> Montag<br><b>An:</b> Ann<br><b>Betreff:</b> x</p>',
    ],
    ['first, if all is quoted', '<body>', '<div id="divRplyFwdMsg">From</div></body>'],
  ])('stands %s', (_, own, rest) => {
    const sent = embed(own + rest, options);
    expect(sent).toMatchObject({ changed: true, image: true });
    expect(imagesIn(sent.html)).toBe(1);
    expect(imageAt(sent.html)).toBe(own.length);
    expect(bare(sent.html)).toBe(own + rest);
  });
  test('is left out where the policy says so', () => {
    const html = '<p>Hi</p>';
    expect(embed(html, { ...options, image: false })).toEqual({
      html,
      changed: false,
      image: false,
      links: [],
      removed: 0,
    });
  });
  test('is not put into a page of frames, which has no body', () => {
    expect(embed('<frameset><frame></frameset>', options)).toMatchObject({ changed: false, image: false });
    expect(embed('<template><a href=#a><object></template>', options)).toMatchObject({
      changed: false,
      image: false,
    });
  });
  test('does not end SVG: it goes before an unclosed one', () => {
    expect(imageAt(embed('<p>Hi</p><svg><g>', options).html)).toBe('<p>Hi</p>'.length);
  });
});

describe('a link', () => {
  test.each([
    ['"', '<a class=x href="https://shop.example/?a=1&amp;b=2" id=y>our offer</a>'],
    ["'", "<a href='https://shop.example/?a=1&b=2'>our offer</a>"],
    ['', '<A HREF=https://shop.example/?a=1&#38;b=2>our offer</A>'],
    [' with space around it', '<a href = "\n https://shop.example/?a=1&amp;b=2 ">our offer</a>'],
    [
      ' doubled (the first counts)',
      '<a href="https://shop.example/?a=1&amp;b=2" HREF="https://b.example">our offer</a>',
    ],
    [' after a stray slash and quote', '<a/ "x" href="https://shop.example/?a=1&amp;b=2">our offer</a>'],
    [
      ' behind a comment with >',
      '<!-- > <a href="https://no.example"> --><a title=">" href="https://shop.example/?a=1&amp;b=2">our offer</a>',
    ],
    [' on a map', '<map><area href="https://shop.example/?a=1&amp;b=2"></map>'],
    [
      ' in a downlevel-revealed comment',
      '<![if !mso]><a href="https://shop.example/?a=1&amp;b=2">our offer</a><![endif]>',
    ],
    [
      ' after a rule in a list of options',
      '<p><select><hr><option>one</select><a href="https://shop.example/?a=1&amp;b=2">our offer</a>',
    ],
    [
      ' after SVG that an end tag from outside closed',
      '<font color=red><h1><svg></font><a href="https://shop.example/?a=1&amp;b=2">our offer</a>',
    ],
  ])('in %s quotes is tracked to its very target, and nothing else changes', (_, html) => {
    const sent = embed(html, options);
    const [link] = sent.links;
    expect(sent.links).toHaveLength(1);
    expect(link).toMatchObject({ n: 1, target: TARGET, tracked: true });
    for (const element of elements(parse(sent.html))) {
      if (element.tagName !== 'a' && element.tagName !== 'area') continue;
      expect(new URL(attribute(element, 'href') ?? '').searchParams.get('u')).toBe(TARGET);
    }
    expect(
      bare(sent.html).replace(
        /https:\/\/mail\.example\/c\/[\w/-]+\?u=[^&]*&(?:amp;)?s=[\w-]{16}(?:&amp;r=[^&">]*)?/,
        '@',
      ),
    ).toBe(html.replace(/(?<=href\s*=\s*["']?\s*)https:\/\/shop\.example\/\?a=1&(?:amp;|#38;)?b=2/i, '@'));
    expect(strip(sent.html, ['mail.example']).html).toBe(html);
  });
  test.each([
    ['in a comment', '<!--[if mso]><a href="https://shop.example">our offer</a><![endif]-->'],
    ['in a script', '<script>x = "<a href=https://shop.example>our offer</a>"</script>'],
    ['in a title', '<title><a href="https://shop.example">our offer</a></title>'],
    ['in SVG', '<svg><a href="https://shop.example"><text>our offer</text></a></svg>'],
    ['in a template', '<template><a href="https://shop.example">our offer</a></template>'],
    [
      'in a list of options in a table, which the end of no row closes',
      '<table><select></tr><a href="https://shop.example">our offer</a></select></table>',
    ],
    ['in CDATA of SVG', '<svg><![CDATA[<a href="https://shop.example">our offer</a>]]></svg>'],
    [
      'in CDATA where HTML may stand in SVG',
      '<svg><foreignObject><![CDATA[><a href="https://shop.example">our offer</a>]]></foreignObject></svg>',
    ],
    ['as visible text', '<p>&lt;a href="https://shop.example"&gt; https://shop.example</p>'],
    ['for a stylesheet', '<link href="https://shop.example/a.css"><base href="https://shop.example/">'],
  ])('%s is none', (_, html) => {
    const sent = embed(html, options);
    expect(sent.links).toEqual([]);
    expect(bare(sent.html)).toBe(html);
  });
  test.each([
    [
      'its text is its address',
      '<a href="https://shop.example/">shop<b>.exam</b>ple</a>',
      'textIsUrl',
      'shop.example',
    ],
    [
      'its text names another host',
      '<a href="https://shop.example/">see other.com</a>',
      'textNamesOtherHost',
      'see other.com',
    ],
    ['it has no href', '<a href="">x</a>', 'empty', 'x'],
    [
      'a name in it is beyond our table',
      '<a href="https://shop.example/?a&zigrarr;">x</a>',
      'unreadable',
      'x',
    ],
  ])('is left alone if %s', (_, html, reason, text) => {
    const sent = embed(html, options);
    expect(sent.links).toMatchObject([{ tracked: false, reason, text }]);
    expect(bare(sent.html)).toBe(html);
  });
  test('of words, of a picture, and across lines is tracked; the next link ends it', () => {
    const html =
      '<a href="https://a.example/">our<br>offer<a href="https://b.example/"><img src=x alt=y></a><a href="https://c.example/"><i class=icon></i></a>';
    expect(embed(html, options).links.map(({ n, text, reason }) => [n, text, reason])).toEqual([
      [1, 'our offer', 'words'],
      [2, '', 'picture'],
      [3, '', 'picture'],
    ]);
  });
  test('of the quoted history is named and not touched', () => {
    const html =
      '<a href="https://a.example/">mine</a><blockquote type=cite><a href="https://b.example/">theirs</a></blockquote>';
    const sent = embed(html, options);
    expect(sent.links.map(({ tracked, reason }) => [tracked, reason])).toEqual([
      [true, 'words'],
      [false, 'quoted'],
    ]);
    expect(
      sent.html.endsWith('<blockquote type=cite><a href="https://b.example/">theirs</a></blockquote>'),
    ).toBe(true);
  });
  test('of a free seat stays, while the image goes (C1)', () => {
    const html = '<a href="https://a.example/">mine</a>';
    const sent = embed(html, { ...options, ticket: ticketFor({ paid: false }) });
    expect(sent.links).toMatchObject([{ tracked: false, reason: 'freeSeat' }]);
    expect(sent.image).toBe(true);
    expect(bare(sent.html)).toBe(html);
    expect(embed(html, { ...options, links: false }).links).toMatchObject([
      { tracked: false, reason: 'linksOff' },
    ]);
  });
});

describe('marks of an earlier tracked message (O9)', () => {
  test.each(['[2001:db8::1]:4000', 'bücher.example', 'under_score.example'])(
    'are known on the tracking host %s',
    (host) => {
      const body = `<p>Hi<img src="https://${host}/o/${older}.gif"></p>`;
      expect(strip(body, [host]).html).toBe('<p>Hi</p>');
    },
  );
  const none: EmbedOptions = { ...options, image: false, links: false };
  test.each([
    ['an image', `<p>a<img src="${OLD_IMAGE}" width=1>b</p>`, '<p>ab</p>'],
    [
      'an image behind Gmail’s proxy',
      `<img src="https://ci3.googleusercontent.com/meips/x=s0-d-e1-ft#${OLD_IMAGE}">b`,
      'b',
    ],
    [
      'an image behind another proxy',
      `<img src="https://proxy.example/?u=${encodeURIComponent(OLD_IMAGE)}">b`,
      'b',
    ],
    ['a blocked image', `<img blockedimagesrc="${OLD_IMAGE}">b`, 'b'],
    ['a link', `<a href="${escaped(OLD_LINK)}">our offer</a>`, `<a href="${escaped(TARGET)}">our offer</a>`],
    [
      'a link behind Safe Links',
      `<a href="${escaped(safe(OLD_LINK))}" originalsrc="${escaped(OLD_LINK)}">x</a>`,
      `<a href="${escaped(TARGET)}" originalsrc="${escaped(TARGET)}">x</a>`,
    ],
    [
      'a link behind Safe Links twice',
      `<a href="${escaped(safe(safe(OLD_LINK)))}">x</a>`,
      `<a href="${escaped(TARGET)}">x</a>`,
    ],
    [
      'a link in a tooltip',
      `<a href="#" title="Original: ${escaped(OLD_LINK)} Click">x</a>`,
      `<a href="#" title="Original: ${escaped(TARGET)} Click">x</a>`,
    ],
    [
      'an image and a link in Word’s comments',
      `<!--[if gte vml 1]><v:shape href="${escaped(OLD_LINK)}"><v:imagedata src="${OLD_IMAGE}"/></v:shape><![endif]-->`,
      `<!--[if gte vml 1]><v:shape href="${escaped(TARGET)}"><v:imagedata src=""/></v:shape><![endif]-->`,
    ],
    ['an image that keeps two texts apart', `&am<img src="${OLD_IMAGE}">p;`, '&am<!---->p;'],
  ])('%s is taken out', (_, html, expected) => {
    const sent = embed(html, none);
    expect(sent.html).toBe(expected);
    expect(sent.removed).toBeGreaterThan(0);
    expect(strip(html, ['old.example'])).toMatchObject({ html: expected, changed: true });
  });
  test.each([
    [
      'what stands in the quote',
      `<blockquote type=cite><img src="${OLD_IMAGE}"><a href="${escaped(OLD_LINK)}">x</a></blockquote>`,
    ],
    ['another account’s image', `<img src="https://foreign.example/o/${older}.gif">`],
    [
      'an image that only looks like one',
      `<img src="https://old.example/o/logo.gif"><img src="https://old.example/o/${'A'.repeat(44)}.gif">`,
    ],
    ['an old address that is text', `<p>${escaped(OLD_LINK)}</p>`],
    ['an old link without a target', `<a href="https://old.example/c/${older}/1?s=AAAA">x</a>`],
    [
      'an old link to what is no target',
      `<a href="https://old.example/c/${older}/1?u=javascript%3A1&amp;s=AAAA">x</a>`,
    ],
  ])('%s stays', (_, html) => {
    expect(embed(html, none)).toMatchObject({ html, changed: false, removed: 0 });
    expect(strip(html, ['old.example'])).toEqual({ html, changed: false, removed: 0 });
  });
  test('ours in the place of an old image keeps the same two texts apart, once', () => {
    const sent = embed(`<<img src="${OLD_IMAGE}">\0<p>From: a<br>Sent: b<br>Subject: c</p>`, options);
    expect(sent.html).toMatch(/^<<img [^>]+>\0<p>From/);
    expect(embed(sent.html, options)).toMatchObject({ html: sent.html, changed: false, removed: 0 });
    expect(strip(sent.html, ['old.example', 'mail.example']).html).toBe(
      '<<!---->\0<p>From: a<br>Sent: b<br>Subject: c</p>',
    );
  });
  test('a picture of the sender’s own stays, whatever its description says', () => {
    const sent = embed(`<img src="cat.png" alt="it was ${OLD_IMAGE}">`, none);
    expect(sent.html).toBe('<img src="cat.png" alt="it was ">');
  });
  test('a Safe Links wrapper whose target may not be tracked is left alone', () => {
    for (const target of ['mailto:bob@partner.example', 'https://me:secret@shop.example/']) {
      const html = `<a href="${escaped(safe(target))}">our offer</a>`;
      expect(embed(html, options).links).toMatchObject([{ tracked: false, reason: 'unreadable' }]);
    }
  });
  test('an old link is tracked anew, to its first target', () => {
    const sent = embed(`<a href="${escaped(safe(OLD_LINK))}">our offer</a><img src="${OLD_IMAGE}">`, options);
    expect(sent).toMatchObject({ removed: 2, links: [{ n: 1, target: TARGET, tracked: true }] });
    expect(new URL(firstHref(sent.html)).searchParams.get('u')).toBe(TARGET);
    expect(sent.html).not.toContain(older);
  });
  test('links already tracked elsewhere on a tracking host are left alone', () => {
    expect(embed('<a href="https://mail.example/p/abc">what is tracked</a>', options).links).toMatchObject([
      { reason: 'alreadyTracked' },
    ]);
  });
  test('Safe Links of others are unwrapped when links are tracked, kept when not', () => {
    const html = `<a href="${escaped(safe(TARGET))}">our offer</a>`;
    expect(embed(html, options).links).toMatchObject([{ target: TARGET, tracked: true }]);
    expect(embed(html, none).html).toBe(html);
  });
});

test('embedding twice changes nothing; a new token takes the place of the first', () => {
  const html =
    '<body><p>Hi <a href="https://a.example/">our offer</a></p><div id="appendonsend"></div></body>';
  const once = embed(html, options);
  expect(embed(once.html, options)).toEqual({ ...once, changed: false });
  const next = { ...options, token: tokenFor(ticket, 2) };
  const again = embed(once.html, next);
  expect(again.html).toBe(embed(html, next).html);
  expect(again.removed).toBe(2);
  expect(strip(again.html, ['mail.example'])).toEqual({ html, changed: true, removed: 2 });
});

test.each([
  ['open tags', '<div>'],
  ['end tags of nothing', '<b></i>'],
  ['foreign nesting', '<svg><g></x>'],
  ['select in select', '<select><td>'],
  ['templates', '<template>'],
  ['links', '<a href=https://a.example>'],
  ['angle brackets', '<'],
  ['comments', '<!--x-->'],
  ['broken comments', '<!--'],
  ['ampersands', '&amp'],
  ['from labels', '<p>From:'],
  ['raw text', '<title>'],
  ['script escapes', '<script><!--<script>'],
  ['attributes', '<a '],
  ['old images', `<img src="${OLD_IMAGE}">`],
  ['percents', '<a href="%252525">'],
])('300 kB of %s take their length in time, not its square', (_, piece) => {
  const html = piece.repeat(Math.ceil(300_000 / piece.length));
  const before = process.cpuUsage().user;
  embed(html, options);
  expect(process.cpuUsage().user - before).toBeLessThan(4_000_000);
});

describe('an image that Outlook appended behind the quote', () => {
  const quote = '<div id="appendonsend"></div><div id="divRplyFwdMsg">From</div>';
  const imageOf = (one: string): string => `<img src="https://mail.example/o/${one}.gif">`;
  const html = `<p>Hi</p>${quote}`;
  const sharedToken = tokenFor(ticket, 1, 0);
  const bobsToken = tokenFor(ticket, 1, 1);
  const bobs: EmbedOptions = { ...options, token: bobsToken };

  test('may stay where it is, and then nothing changes', () => {
    const appended = html + imageOf(bobsToken);
    const sent = embed(appended, { ...bobs, keepImage: true });
    expect(sent).toMatchObject({ html: appended, changed: false, image: true, removed: 0 });
  });
  test('is moved to the end of the own part otherwise', () => {
    const sent = embed(html + imageOf(bobsToken), bobs);
    expect(sent.html.indexOf(bobsToken)).toBeLessThan(sent.html.indexOf('appendonsend'));
    expect(sent.html.split('/o/')).toHaveLength(2);
    expect(sent.html.endsWith(quote)).toBe(true);
  });
  test('goes where there are two of it, or where it is meant for other recipients', () => {
    for (const wrong of [imageOf(bobsToken) + imageOf(bobsToken), imageOf(sharedToken)]) {
      const sent = embed(html + wrong, { ...bobs, keepImage: true });
      expect(sent.html.split('/o/')).toHaveLength(2);
      expect(sent.html).toContain(`${bobsToken}.gif`);
      expect(sent.html.endsWith(quote)).toBe(true);
    }
  });
  test('goes with the draft’s earlier tokens, and from a mail that is not tracked after all', () => {
    const before = tokenFor(ticket, 9, 1);
    const again = html + imageOf(before);
    expect(embed(again, bobs).html).toContain(before);
    expect(embed(again, { ...bobs, earlierTokens: [tokenFor(ticket, 9, 0)] }).html).not.toContain(before);
    expect(strip(again, ['mail.example'])).toMatchObject({ html: again, removed: 0 });
    expect(strip(again, ['mail.example'], [before])).toMatchObject({ html, removed: 1 });
    expect(embed(html + imageOf(bobsToken), { ...bobs, image: false }).html).toBe(html);
  });
});
