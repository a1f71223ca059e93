import { parse } from 'parse5';
import { Content, emptyContent, type NewContent } from '../../../src/core/marketing/content';
import type { CopyValues } from '../../../src/core/marketing/fields';
import { imageUrl, makeLink, makeNonce, makeToken, type Ticket } from '../../../src/core/token';
import { readyContent, type ReadyOptions } from '../../../src/server/marketing/content';
import { brokenTags } from '../../../src/server/marketing/content/broken-tags';
import { attributeOf, eachElement, wordsOf, type Element } from '../../../src/server/marketing/content/tree';

type Blocks = Extract<NewContent, { form: 'blocks' }>['blocks'];

const BOB: CopyValues = {
  'contact.first_name': 'Bob',
  'contact.email': 'bob@partner.example',
  'company.name': 'Brightwater',
  'company.address': '1 Quay Street\nLondon',
  unsubscribe_url: 'https://t.test/u/abc',
  preferences_url: 'https://t.test/u/abc/kinds',
  web_view_url: 'https://t.test/v/abc',
};

const blocks = (...given: Blocks): Content =>
  Content.parse({ form: 'blocks', subject: 'News', blocks: given });
const imported = (html: string, more: object = {}): Content =>
  Content.parse({ form: 'html', subject: 'News', html, ...more });
const filled = async (content: Content, values: CopyValues = BOB, options: ReadyOptions = {}) =>
  (await readyContent(content, options)).fill(values);
const codes = async (content: Content, options: ReadyOptions = {}): Promise<string[]> =>
  (await readyContent(content, options)).problems.map(({ code, block }) =>
    block === undefined ? code : `${code} in ${block}`,
  );

function elements(html: string, tagName: string): Element[] {
  const found: Element[] = [];
  eachElement(parse(html), (element) => {
    if (element.tagName === tagName) found.push(element);
  });
  return found;
}
const linksTo = (html: string, target: string): Element[] =>
  elements(html, 'a').filter((link) => attributeOf(link, 'href') === target);

const EVERY: Blocks = [
  { kind: 'heading', id: 'h', text: 'Spring & summer', level: 2 },
  {
    kind: 'text',
    id: 't',
    html: '<p>Hello {{ contact.first_name | default: "there" }}, <a href="https://shop.test/?a=1&amp;b=2">our <b>offer</b></a></p><ul><li>one</li><li>two</li></ul>',
  },
  { kind: 'button', id: 'b', text: 'See it', href: 'https://shop.test/{{ contact.first_name }}' },
  {
    kind: 'image',
    id: 'i',
    src: 'https://shop.test/p.png',
    alt: 'A "boat"',
    width: 300,
    href: 'https://shop.test/',
  },
  { kind: 'image', id: 'j', src: 'https://shop.test/line.png', alt: '', decorative: true },
  {
    kind: 'columns',
    id: 'c',
    columns: [
      { blocks: [{ kind: 'text', id: 'c1', html: '<p>left</p>' }] },
      { blocks: [{ kind: 'button', id: 'c2', text: 'right', href: 'https://shop.test/right' }] },
    ],
  },
  { kind: 'divider', id: 'd' },
  { kind: 'spacer', id: 's', height: 40 },
  { kind: 'footer', id: 'f', html: '<p>You get this since you asked.</p>' },
];

describe('a mail of every block', () => {
  let html: string;
  let text: string;
  beforeAll(async () => {
    ({ html, text } = await filled(
      Content.parse({
        form: 'blocks',
        subject: 'News for {{ contact.first_name }}',
        preheader: 'What is new',
        lang: 'pl',
        blocks: EVERY,
      }),
    ));
  });

  test('has no broken tag', () => expect(brokenTags(html)).toEqual([]));

  test('says its language, its title and how it looks in the dark, and is 600 px wide', () => {
    expect(attributeOf(elements(html, 'html')[0]!, 'lang')).toBe('pl');
    expect(wordsOf(elements(html, 'title')[0]!)).toBe('News for Bob');
    const meta = elements(html, 'meta').find((one) => attributeOf(one, 'name') === 'color-scheme');
    expect(meta && attributeOf(meta, 'content')).toBe('light dark');
    expect(html).toContain('@media (prefers-color-scheme: dark)');
    expect(html).toContain('[data-ogsc] .mt-text');
    // What is around the mail has its colour on the page and on what MJML puts around all.
    expect(html).toMatch(/\.mt-body > div \{ background-color: #\w{6} !important/);
    expect(html).toMatch(
      /<body\s+class="mt-body"[^>]*>\s*(?:<div style="display:none[^>]*>[^<]*<\/div>\s*)?<div[^>]*role="article"/,
    );
    expect(html).toContain('max-width:600px');
    expect(html).toContain('width="600"');
  });

  test('hides the preheader before everything else', () => {
    const [body] = elements(html, 'body');
    expect(wordsOf(body!).startsWith('What is new')).toBe(true);
    expect(html).toMatch(/<div style="display:none[^"]*">What is new/);
  });

  test('names each picture but the one that says nothing, and has no picture without a size', () => {
    const images = elements(html, 'img');
    expect(images.map((image) => attributeOf(image, 'alt'))).toEqual(['A "boat"', '']);
    expect(images.map((image) => attributeOf(image, 'width'))).toEqual(['300', '552']);
  });

  test('has each recipient’s own link to unsubscribe once, and the postal address', () => {
    expect(linksTo(html, 'https://t.test/u/abc')).toHaveLength(1);
    expect(html).toContain('Brightwater<br>1 Quay Street<br>London');
    expect(html).toContain('Wypisz się');
  });

  test('leads where it is to lead, whatever stands in the address', () => {
    expect(linksTo(html, 'https://shop.test/?a=1&b=2').map(wordsOf)).toEqual(['our offer']);
    expect(linksTo(html, 'https://shop.test/Bob')).toHaveLength(1);
    expect(linksTo(html, 'https://shop.test/right')).toHaveLength(1);
  });

  test('keeps Outlook’s conditional comments', () => {
    const opened = html.match(/<!--\[if [^\]]+\]>/g) ?? [];
    expect(opened.length).toBeGreaterThan(10);
    expect(html.match(/<!\[endif\]-->/g)).toHaveLength(opened.length);
  });

  test('reads as plain text', () => {
    expect(text).toContain(
      'Spring & summer\n\nHello Bob, our offer (https://shop.test/?a=1&b=2)\n\n- one\n- two',
    );
    expect(text).toContain('See it (https://shop.test/Bob)');
    expect(text).toContain('Wypisz się (https://t.test/u/abc)');
    expect(text).toContain('1 Quay Street\nLondon');
    expect(text).not.toContain('What is new');
  });
});

describe('fields', () => {
  const evil = '"><script>alert(1)</script>&';

  test('are escaped by where they stand', async () => {
    const { html, text, subject } = await filled(
      blocks(
        {
          kind: 'text',
          id: 't',
          html: '<p>{{ contact.name }} <a href="https://s.test/?n={{ contact.name }}">x</a></p>',
        },
        { kind: 'image', id: 'i', src: 'https://s.test/i.png', alt: '{{ contact.name }}' },
      ),
      { ...BOB, 'contact.name': evil },
    );
    expect(elements(html, 'script')).toEqual([]);
    expect(html).toContain('&quot;&gt;&lt;script&gt;');
    expect(html).toContain('https://s.test/?n=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E%26');
    expect(attributeOf(elements(html, 'img')[0]!, 'alt')).toBe(evil);
    expect(text).toContain(`${evil} x (https://s.test/?n=%22%3E`);
    expect(subject).toBe('News');
  });

  test('that begin an address lead to nothing that runs', async () => {
    const content = blocks({ kind: 'button', id: 'b', text: 'Go', href: '{{ contact.custom.site }}' });
    const target = async (site: string): Promise<string | undefined> => {
      const { html } = await filled(content, { ...BOB, 'contact.custom.site': site });
      return attributeOf(
        elements(html, 'a').find((link) => wordsOf(link) === 'Go')!,
        'href',
      );
    };
    expect(await target('javascript:alert(1)')).toBe('#');
    expect(await target(' java\tscript:alert(1)')).toBe('#');
    expect(await target('https://ok.test/?a=1&b=2')).toBe('https://ok.test/?a=1&b=2');
    expect(await target('ok.test/shop')).toBe('https://ok.test/shop');
  });

  test('keep their fallbacks and filters, however an editor has escaped them', async () => {
    const content = blocks({
      kind: 'text',
      id: 't',
      html: '<p>{{ contact.first_name | default: &quot;Sir &amp; Madam&quot; | upcase }}</p>',
    });
    expect((await filled(content, {})).html).toContain('SIR &amp; MADAM');
    expect((await filled(content, { 'contact.first_name': 'Zoë' })).html).toContain('ZOË');
  });

  test('say what they say, with an editor’s “less than” in a fallback', async () => {
    const html = '<p>{{ contact.first_name | default: "a &lt; b" }}</p>';
    expect((await filled(blocks({ kind: 'text', id: 't', html }), {})).html).toContain('a &lt; b');
  });

  test('in values between single quotes end none of them', async () => {
    const value = "O' onclick='alert(1)";
    const { html } = await filled(
      imported(
        "<img src='https://s.test/i.png' alt='{{ contact.name }}'><a href='https://s.test/?n={{ contact.name }}'>x</a><a href='{{ contact.custom.site }}'>y</a>",
      ),
      { ...BOB, 'contact.name': value, 'contact.custom.site': `https://s.test/${value}` },
    );
    const [image] = elements(html, 'img');
    expect(image && attributeOf(image, 'alt')).toBe(value);
    for (const link of [...elements(html, 'a'), ...elements(html, 'img')])
      expect(attributeOf(link, 'onclick')).toBeUndefined();
    expect(linksTo(html, `https://s.test/?n=O'%20onclick%3D'alert(1)`)).toHaveLength(1);
    expect(linksTo(html, `https://s.test/${value}`)).toHaveLength(1);
  });

  test('in a subject are one line', async () => {
    const content = Content.parse({ form: 'blocks', subject: 'To {{ contact.company }}', blocks: [] });
    const { subject } = await filled(content, { 'contact.company': 'Acme\r\nBcc: eve@evil.test' });
    expect(subject).toBe('To Acme Bcc: eve@evil.test');
  });

  test('in plain text of one’s own are filled, and how to unsubscribe is added once', async () => {
    const own = Content.parse({ ...blocks(), text: 'Dear {{ contact.first_name }}' });
    const { text } = await filled(own);
    expect(text).toMatch(
      /^Dear Bob\n\n--\nBrightwater\n1 Quay Street\nLondon\nUnsubscribe: https:\/\/t\.test\/u\/abc\n$/,
    );
    const said = Content.parse({ ...blocks(), text: 'Leave: {{ unsubscribe_url }}' });
    expect((await filled(said)).text).toBe('Leave: https://t.test/u/abc');
  });

  test('are told where they are unknown, unclosed or may be empty', async () => {
    const content = blocks(
      { kind: 'text', id: 't', html: '<p>{{ contact.shoe }} {{ contact.name | shout }} {{ contact.name</p>' },
      { kind: 'heading', id: 'h', text: 'Hi {{ contact.company }}{% if x %}' },
      { kind: 'button', id: 'b', text: '{{ contact.custom.size }}', href: 'https://s.test/' },
    );
    expect(await codes(content, { custom: new Set() })).toEqual([
      'unknown-field in t',
      'unknown-filter in t',
      'not-closed in t',
      'not-understood in h',
      'no-fallback in h',
      'unknown-field in b',
    ]);
    expect(await codes(content, { custom: new Set(['size']) })).toContain('no-fallback in b');
  });

  test('that a contact leaves empty are named for a preview', async () => {
    const ready = await readyContent(
      Content.parse({ form: 'blocks', subject: '{{ contact.company }}', blocks: EVERY }),
    );
    expect(ready.unfilled(BOB)).toEqual(['contact.company']);
  });

  test('of ten thousand copies are filled in far less than ten milliseconds each', async () => {
    const ready = await readyContent(
      Content.parse({ form: 'blocks', subject: '{{ contact.first_name }}', blocks: EVERY }),
    );
    const begun = process.cpuUsage().user;
    let bytes = 0;
    for (let n = 0; n < 1_000; n += 1)
      bytes += ready.fill({ ...BOB, 'contact.first_name': `B${n}` }).html.length;
    expect(bytes).toBeGreaterThan(1_000 * ready.bytes * 0.9);
    expect((process.cpuUsage().user - begun) / 1_000).toBeLessThan(10_000);
  });
});

test('a content is made ready once, until many others were', async () => {
  const first = await readyContent(blocks({ kind: 'divider', id: 'a' }));
  expect(await readyContent(blocks({ kind: 'divider', id: 'a' }))).toBe(first);
  expect(await readyContent(blocks({ kind: 'divider', id: 'a' }), { address: false })).not.toBe(first);
  for (let n = 0; n < 16; n += 1) await readyContent(imported(`<p>${n}</p>`));
  expect(await readyContent(blocks({ kind: 'divider', id: 'a' }))).not.toBe(first);
});

describe('what is to be seen to', () => {
  test('an empty message', async () => {
    expect(await codes(emptyContent('en'))).toEqual(['subject-empty', 'heading-empty in b1', 'nothing-said']);
  });

  test.each([
    ['', 'link-empty'],
    ['#', 'link-empty'],
    ['shop.test', 'link-kind'],
    ['javascript:alert(1)', 'link-kind'],
    ['https://shop.test/a b', 'link-spaces'],
    ['https://www.example.com/x', 'link-placeholder'],
    ['https://yoursite.com', 'link-placeholder'],
    ['https://', 'link-empty'],
    ['https://shop.test/{{ contact.email }}', undefined],
    ['{{ unsubscribe_url }}', undefined],
    ['mailto:bob@partner.example', undefined],
    ['https://partner.example/', undefined],
  ])('a link to “%s”: %s', async (href, code) => {
    const found = await codes(blocks({ kind: 'button', id: 'b', text: 'Go', href }));
    expect(found.filter((one) => one.startsWith('link'))).toEqual(code === undefined ? [] : [`${code} in b`]);
  });

  test('pictures without words, without an address', async () => {
    const found = await codes(
      blocks(
        { kind: 'image', id: 'a', src: 'https://s.test/a.png', alt: '' },
        { kind: 'image', id: 'b', src: '', alt: 'x' },
        { kind: 'image', id: 'c', src: 'file:///c.png', alt: 'x' },
      ),
    );
    expect(found).toEqual(['alt-missing in a', 'image-missing in b', 'image-address in c']);
  });

  test('a mail that Gmail would cut', async () => {
    const long = blocks(
      ...Array.from({ length: 5 }, (_, n) => ({
        kind: 'text' as const,
        id: `t${n}`,
        html: `<p>${'word '.repeat(5_000)}</p>`,
      })),
    );
    expect(await codes(long)).toEqual(['too-large']);
    expect((await readyContent(long)).bytes).toBeGreaterThan(100_000);
    expect(await codes(blocks({ kind: 'text', id: 't', html: '<p>short</p>' }))).toEqual([]);
  });

  test('no postal address, and two links to unsubscribe', async () => {
    const twice = blocks({
      kind: 'text',
      id: 't',
      html: '<p><a href="{{ unsubscribe_url }}">a</a> <a href="{{ unsubscribe_url }}">b</a></p>',
    });
    expect(await codes(twice, { address: false })).toEqual(['address-empty', 'unsubscribe-twice']);
  });

  test('a link to unsubscribe in the text takes the place of the footer’s', async () => {
    const own = blocks(
      { kind: 'text', id: 't', html: '<p><a href="{{ unsubscribe_url }}">leave</a></p>' },
      { kind: 'footer', id: 'f' },
    );
    const { html } = await filled(own);
    expect(linksTo(html, 'https://t.test/u/abc').map(wordsOf)).toEqual(['leave']);
    expect(await codes(own)).toEqual([]);
  });
});

describe('blocks', () => {
  test.each([
    [
      'two footers',
      [
        { kind: 'footer', id: 'a' },
        { kind: 'footer', id: 'b' },
      ],
      'one footer is enough',
    ],
    [
      'an id twice',
      [
        { kind: 'divider', id: 'a' },
        { kind: 'divider', id: 'a' },
      ],
      'each block needs an id of its own',
    ],
    ['too many', Array.from({ length: 101 }, (_, n) => ({ kind: 'divider', id: `d${n}` })), '100'],
  ])('%s are refused', (_name, given, words) => {
    const read = Content.safeParse({ form: 'blocks', blocks: given });
    expect(read.error?.issues.map(({ message }) => message).join()).toContain(words);
  });

  test('take from an editor what mail programs show alike', async () => {
    const { html } = await filled(
      blocks({
        kind: 'text',
        id: 't',
        html: '<h2>Big</h2><ul><li><p>one</p></li></ul><ol start="3"><li>three</li></ol><pre>x</pre><hr><code>y</code>',
      }),
    );
    expect(html).toContain(
      '<p style="margin:0 0 12px">Big</p><ul style="margin:0 0 12px"><li><p style="margin:0 0 4px">one</p></li></ul>' +
        '<ol style="margin:0 0 12px" start="3"><li>three</li></ol><p style="margin:0 0 12px">x</p>y',
    );
  });

  test('say nothing of markup, wherever it is written', async () => {
    const { html } = await filled(
      blocks(
        { kind: 'heading', id: 'h', text: '</h1><script>x</script><mj-raw>' },
        {
          kind: 'text',
          id: 't',
          html: '<p onclick="x()">a<script>x</script><iframe src="https://e.test"></iframe><a href="javascript:x">b</a></td></table>',
        },
        { kind: 'button', id: 'b', text: '<img src=x onerror=x>', href: '"><script>' },
        { kind: 'image', id: 'i', src: 'https://s.test/"onerror="x', alt: '"><script>' },
      ),
    );
    expect(brokenTags(html)).toEqual([]);
    for (const tag of ['script', 'iframe', 'mj-raw']) expect(elements(html, tag)).toEqual([]);
    expect(
      elements(html, 'img')
        .flatMap(({ attrs }) => attrs)
        .filter(({ name }) => name.startsWith('on')),
    ).toEqual([]);
    expect(html).not.toContain('javascript:');
  });
});

describe('imported HTML', () => {
  const MAIL =
    '<!DOCTYPE html>\n<html><head><style>a{color:red}</style></head><body>\n<!--[if mso]><table><tr><td><![endif]--><p>Hi {{ contact.first_name }} <a href="https://s.test/">offer</a></p><!--[if mso]></td></tr></table><![endif]-->\n</body></html>';

  test('keeps every byte, and gets a footer where nobody could unsubscribe', async () => {
    const content = imported(MAIL);
    const { html } = await filled(content);
    const [before = '', after = ''] = MAIL.replace('{{ contact.first_name }}', 'Bob').split('</body>');
    expect(html.startsWith(before)).toBe(true);
    expect(html.endsWith(`</body>${after}`)).toBe(true);
    expect(linksTo(html, 'https://t.test/u/abc')).toHaveLength(1);
    expect(html).toContain('1 Quay Street');
    expect(brokenTags(html)).toEqual([]);
    expect(await codes(content)).toEqual(['no-fallback', 'unsubscribe-added']);
  });

  test('with a link of its own stays as it is', async () => {
    const own = MAIL.replace('https://s.test/', '{{ unsubscribe_url }}');
    const { html } = await filled(imported(own));
    expect(html).toBe(
      own.replace('{{ unsubscribe_url }}', 'https://t.test/u/abc').replace('{{ contact.first_name }}', 'Bob'),
    );
    expect(await codes(imported(own))).toEqual(['no-fallback', 'no-address']);
  });

  test.each([
    '<script>x</script>',
    '<SCRIPT SRC=//e.test></SCRIPT>',
    '<img src=x onerror=alert(1)>',
    '<a href="java&#9;script:x">a</a>',
    '<iframe srcdoc="<script>x</script>"></iframe>',
    '<svg><a xlink:href="javascript:x"><script>y</script></a></svg>',
    '<meta http-equiv="Refresh" content="0;url=https://e.test">',
    '<base href="https://e.test/">',
    '<object data="data:text/html,x"></object>',
    '<form action="javascript:x"><button formaction="javascript:y">z</button></form>',
    '<template><script>x</script></template>',
    '<noscript><base href="https://e.test/"><iframe src="https://e.test/"></iframe></noscript>',
  ])('has nothing that runs: %s', async (bad) => {
    const ready = await readyContent(imported(`<p>kept</p>${bad}<p>too</p>`));
    const { html } = ready.fill(BOB);
    expect(ready.problems.map(({ code }) => code)).toContain('scripts-removed');
    expect(html).toContain('<p>kept</p>');
    expect(html).not.toMatch(
      /<script|<iframe|<base|<object|onerror|javascript:|java&#9;|http-equiv="Refresh"/i,
    );
  });

  test('that somebody got bears nothing of theirs on', async () => {
    const key = 'A'.repeat(43);
    const old: Ticket = {
      v: 1,
      kid: 3,
      id: 'A'.repeat(22),
      imageKey: key,
      linkKey: key,
      reportKey: key,
      trackingUrl: 'https://old.test',
      expiresAt: '2026-12-01T00:00:00Z',
    };
    const token = makeToken(old, makeNonce(old, { time: 1, counter: 1, random: 0.5 }), 7);
    const link = makeLink(old, token, 1, 'https://s.test/?a=1&b=2');
    const tracked = link.ok ? link.url : '';
    expect(tracked).toContain(token);
    const pages = `<a href="https://old.test/u/${token}/view?lang=pl">see</a><a href="https://old.test/u/${token}">leave</a>`;
    const content = imported(
      `<p><a href="${tracked.replace(/&/g, '&amp;')}">offer</a> ${pages}</p><img src="${imageUrl('https://old.test', token)}" width="1" alt="">`,
      { text: `Offer (${tracked})` },
    );
    const { html, text } = await filled(content);
    expect(html + text).not.toContain(token);
    expect(linksTo(html, 'https://s.test/?a=1&b=2')).toHaveLength(1);
    expect(linksTo(html, 'https://t.test/u/abc')).toHaveLength(1);
    expect(linksTo(html, 'https://t.test/v/abc')).toHaveLength(1);
    expect(elements(html, 'img')).toEqual([]);
    expect(text).toContain('Offer (https://s.test/?a=1&b=2)');
    const { html: inBlock } = await filled(
      blocks({ kind: 'text', id: 't', html: `<p>Hello</p><p>${pages}</p>` }),
    );
    expect(inBlock).not.toContain(token);
    expect(linksTo(inBlock, 'https://t.test/u/abc')).toHaveLength(1);
  });

  test('a field where nothing can be escaped is left out and told', async () => {
    const html =
      '<p style="color:{{ contact.custom.c }}" title={{ contact.name }}>x</p><style>p{color:{{ contact.name }}}</style>';
    const ready = await readyContent(imported(html));
    expect(ready.problems.map(({ code }) => code)).toContain('field-out-of-place');
    const copy = ready.fill({ ...BOB, 'contact.name': '}</style><script>', 'contact.custom.c': 'red;x' });
    expect(copy.html).toContain('<p style="color:" title=>x</p><style>p{color:}</style>');
  });

  test('broken tags are told by what stands there', async () => {
    const { problems } = await readyContent(imported('<div><p>a</div></span><td'));
    expect(problems.filter(({ code }) => code === 'tags-broken').map(({ at }) => at)).toEqual([
      '</span><td',
      '<td',
    ]);
    expect(await codes(imported(`<!doctype html><html><body><div><p>a</p></div></body></html>`))).toEqual([
      'unsubscribe-added',
    ]);
  });
});
