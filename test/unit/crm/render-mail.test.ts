import { readFileSync } from 'node:fs';
import { defaultTreeAdapter, parse, parseFragment, type DefaultTreeAdapterMap } from 'parse5';
import { frameDocument, renderMail, type RenderOptions } from '../../../src/server/crm/render-mail';
import { describeWithShared, sharedPath } from '../../fixtures/shared';

type Node = DefaultTreeAdapterMap['node'];

const TOKEN = `I${'a'.repeat(43)}`;
const options = (over: Partial<RenderOptions> = {}): RenderOptions => ({
  ourHosts: ['t.example', 'localhost:4000'],
  remoteImages: true,
  ...over,
});
const shown = (html: string, over: Partial<RenderOptions> = {}): string =>
  renderMail(html, options(over)).html;

const FORBIDDEN =
  /^(?:script|style|link|meta|base|iframe|frame|frameset|object|embed|applet|form|input|button|textarea|select|svg|math|template|audio|video|source|track|marquee|noscript|plaintext|xmp|listing|isindex|image|body|html|head|title)$/;

/** Everything in a rendered mail that could act; empty when it is inert. */
function dangers(html: string): string[] {
  const found: string[] = [];
  const visit = (node: Node): void => {
    if (defaultTreeAdapter.isElementNode(node)) {
      if (String(node.namespaceURI) !== 'http://www.w3.org/1999/xhtml')
        found.push(`namespace of <${node.tagName}>`);
      if (FORBIDDEN.test(node.tagName)) found.push(`<${node.tagName}>`);
      for (const { name, value } of node.attrs) {
        if (
          /^on/i.test(name) ||
          /^(?:id|action|formaction|srcdoc|srcset|background|poster|ping|xlink:href|contenteditable|tabindex|autofocus|draggable|is|slot|usemap|data|code)$/i.test(
            name,
          )
        ) {
          found.push(`${node.tagName} ${name}`);
        }
        if (
          name === 'style' &&
          /url|expression|@import|\\|position|behavior|binding|-o-link|javascript|animation|transition/i.test(
            value,
          )
        ) {
          found.push(`style ${value}`);
        }
        const allowed =
          name === 'src' ? /^(?:https?:\/\/|data:image\/(?!svg))/i : /^(?:https?:\/\/|mailto:|tel:)/i;
        if ((name === 'href' || name === 'src') && !allowed.test(value)) found.push(`${name} ${value}`);
      }
      if (node.tagName === 'a' && node.attrs.some((a) => a.name === 'href')) {
        const rel = node.attrs.find((a) => a.name === 'rel')?.value;
        if (rel !== 'noopener noreferrer') found.push('a link that tells where it comes from');
      }
    }
    if (defaultTreeAdapter.isCommentNode(node)) found.push('comment');
    if ('childNodes' in node) node.childNodes.forEach(visit);
  };
  parseFragment(html).childNodes.forEach(visit);
  return found;
}

describeWithShared('attack strings', () => {
  const attacks = JSON.parse(readFileSync(sharedPath('corpus', 'xss.json'), 'utf8')) as string[];

  test(`all are inert, alone, inside a mail, and when rendered again`, () => {
    expect(attacks.length).toBeGreaterThan(100);
    const alive = attacks.flatMap((attack) => {
      const once = shown(attack);
      const around = shown(
        `<html><body><table><tr><td>Hello ${attack} <p>Bye</p></td></tr></table></body></html>`,
      );
      return [...dangers(once), ...dangers(around), ...dangers(shown(once))].map(
        (danger) => `${danger} in ${attack}`,
      );
    });
    process.stdout.write(`attack strings: ${attacks.length}, alive: ${alive.length}\n`);
    expect(alive).toEqual([]);
  });

  test('none breaks out of the frame document', () => {
    for (const attack of attacks) {
      const text = JSON.stringify(parse(frameDocument(shown(attack))), (key, value: unknown) =>
        key === 'parentNode' ? undefined : value,
      );
      expect(text).not.toMatch(/"nodeName":"(?:script|iframe|base|object|embed|svg|math|form)"/);
    }
  });
});

describe('mail HTML is shown without what could act', () => {
  test.each([
    ['a script', '<p>Hi<script>alert(1)</script></p>', '<p>Hi</p>'],
    ['a style element', '<style>p{color:red}</style><p>Hi</p>', '<p>Hi</p>'],
    ['a handler', '<p onclick="x()">Hi</p>', '<p>Hi</p>'],
    ['a form', '<form action="https://x.example"><input value=1>Hi</form>', 'Hi'],
    ['a javascript link', '<a href="java\tscript:alert(1)">Hi</a>', '<a>Hi</a>'],
    ['a relative link', '<a href="/admin">Hi</a>', '<a>Hi</a>'],
    ['an overlay', '<p style="position:fixed;top:0;color:red">Hi</p>', '<p style="color:red">Hi</p>'],
    [
      'an address in a style',
      '<p style="background:url(https://x.example/a.png);color:red">Hi</p>',
      '<p style="color:red">Hi</p>',
    ],
    ['an escaped address in a style', '<p style="background:u\\72l(https://x.example)">Hi</p>', '<p>Hi</p>'],
    [
      'Word’s leftovers',
      '<p class=MsoNormal style="mso-fareast-language:EN-US">Hi<o:p></o:p></p>',
      '<p>Hi</p>',
    ],
    ['conditional comments', '<!--[if mso]><p>Word</p><![endif]--><p>Hi</p>', '<p>Hi</p>'],
  ])('%s goes', (_, html, expected) => {
    expect(shown(html)).toBe(expected);
  });

  test('what people need stays: tables, colours, links, the page’s own background', () => {
    const html = shown(
      '<body bgcolor="#ffeecc" style="color:#333"><table width="600" cellpadding="4"><tr><td align="center" style="font-family:\'Segoe UI\', Arial;padding:4px"><a href="https://x.example/?a=1&amp;b=2">Go</a> <a href="mailto:bob@partner.example">Bob</a></td></tr></table></body>',
    );
    expect(html).toContain('bgcolor="#ffeecc"');
    expect(html).toContain('width="600"');
    expect(html).toContain('align="center"');
    expect(html).toContain("font-family:'Segoe UI', Arial;padding:4px");
    expect(html).toContain(
      '<a href="https://x.example/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer">Go</a>',
    );
    expect(html).toContain('href="mailto:bob@partner.example"');
  });

  test('what was removed is said, each thing once', () => {
    const { removed } = renderMail(
      '<script>1</script><script>2</script><p onclick=x style="position:fixed">Hi</p>',
      options(),
    );
    expect(removed).toEqual(['<script>', 'onclick handler', 'style position']);
  });

  test('a hundred thousand nested elements are shown as text, not as a crash', () => {
    const { html, removed } = renderMail(`${'<div>'.repeat(100_000)}Hello`, options());
    expect(html).toMatch(/^<pre>\s*Hello<\/pre>$/);
    expect(removed).toEqual(['formatting (nested too deep)']);
  });
});

describe('reading a mail here is never counted (O7)', () => {
  test.each([
    ['as sent', `https://t.example/o/${TOKEN}.gif`],
    ['over the sandbox’s address', `http://localhost:4000/o/${TOKEN}.gif`],
    [
      'behind an image proxy',
      `https://ci3.googleusercontent.com/meips/xyz=s0-d-e1-ft#https://t.example/o/${TOKEN}.gif`,
    ],
    [
      'in a proxy’s query',
      `https://proxy.example/?url=${encodeURIComponent(`https://t.example/o/${TOKEN}.gif`)}`,
    ],
    [
      'in a proxy’s path',
      `https://proxy.example/i/${encodeURIComponent(`https://t.example/o/${TOKEN}.gif`)}`,
    ],
    ['with a line break in it', `https://t.exa\nmple/o/${TOKEN}.gif`],
  ])('our image is taken out, %s', (_, src) => {
    const { html, removed } = renderMail(`<p>Hi<img src="${src}" width=1 height=1 alt=""></p>`, options());
    expect(html).toBe('<p>Hi</p>');
    expect(removed).toEqual(['tracking image']);
  });

  test('a tracked link leads to its target again, also behind Safe Links', () => {
    const link = `https://t.example/c/${TOKEN}/2?u=${encodeURIComponent('https://shop.example/?q=a&b=ü')}&s=AAAA`;
    const safe = `https://eur01.safelinks.protection.outlook.com/?url=${encodeURIComponent(link)}&data=05`;
    for (const href of [link, link.replace(/&/g, '&amp;'), safe]) {
      expect(shown(`<a href="${href}">Shop</a>`)).toContain('href="https://shop.example/?q=a&amp;b=ü"');
    }
  });

  test('a tracked link to anything but the web leads nowhere', () => {
    expect(shown(`<a href="https://t.example/c/${TOKEN}/2?u=javascript%3Aalert(1)&s=A">x</a>`)).not.toContain(
      'href="javascript',
    );
  });

  test('the same form on another host is not ours, unless any host may be', () => {
    const html = `<img src="https://else.example/o/${TOKEN}.gif">`;
    expect(shown(html)).toContain('else.example');
    expect(shown(html, { ourHosts: 'any' })).toBe('');
  });
});

describe('pictures', () => {
  test('from elsewhere they wait for leave, with their address kept', () => {
    const { html } = renderMail(
      '<img src="https://x.example/logo.png" alt="Logo" width="80">',
      options({ remoteImages: false }),
    );
    expect(html).toContain('data-remote-src="https://x.example/logo.png"');
    expect(html).not.toMatch(/\ssrc=/);
    expect(html).toContain('alt="Logo"');
  });

  test('a sender cannot claim an address to be kept', () => {
    expect(shown('<img data-remote-src="https://x.example/a.png" alt="x">')).toBe('');
  });

  test('those of the mail come from where they are served, missing ones go', () => {
    const cidUrl = (cid: string): string | undefined =>
      cid === 'logo@1' ? 'https://files.example/1' : undefined;
    expect(shown('<img src="cid:logo@1">', { cidUrl })).toContain('src="https://files.example/1"');
    expect(shown('<img src="cid:logo%401">', { cidUrl })).toContain('src="https://files.example/1"');
    expect(shown('<img src="cid:gone">', { cidUrl })).toBe('');
  });

  test('small ones inside the HTML stay, drawings that can act go', () => {
    expect(shown('<img src="data:image/png;base64,AAAA">')).toContain('data:image/png');
    expect(shown('<img src="data:image/svg+xml;base64,AAAA">')).toBe('');
    expect(shown('<img src="data:text/html;base64,AAAA">')).toBe('');
  });
});

describe('the frame document', () => {
  test('forbids everything but styles in place and the named pictures', () => {
    const html = frameDocument('<p>Hi</p>', ['data:', 'https://files.example']);
    expect(html).toContain(
      "default-src 'none'; img-src data: https://files.example; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
    );
    expect(html).toContain('<p>Hi</p>');
    expect(frameDocument('', [])).toContain("img-src 'none'");
  });

  test('takes no source that would end the policy', () => {
    expect(() => frameDocument('', ["https://x.example; script-src 'unsafe-inline'"])).toThrow(RangeError);
  });
});
