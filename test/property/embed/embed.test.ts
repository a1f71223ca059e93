import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parse } from 'parse5';
import { embed, strip, type EmbedOptions } from '../../../src/core/embed';
import { attribute, elements, linksOf } from '../../fixtures/dom';
import { sharedPath, sharedThere } from '../../fixtures/shared';
import { ticketFor, tokenFor } from '../../fixtures/tickets';
import { propertyRuns } from '../seed';

const ticket = ticketFor();
const token = tokenFor(ticket);
const older = tokenFor(ticketFor({ trackingUrl: 'https://old.example' }), 9);
const options: EmbedOptions = { ticket, token, image: true, links: true, trackingHosts: ['old.example'] };
const hosts = ['mail.example', 'old.example'];
const imageSource = `https://mail.example/o/${token}.gif`;

/** Pieces that break readers of HTML: raw text, foreign content, broken quotes, comments, marks of ours. */
const PIECES = [
  '<a href="https://shop.example/a?b=1&amp;c=2">our offer</a>',
  "<a href='https://shop.example/x'>https://shop.example</a>",
  '<A HREF=https://shop.example/u?a=1&copy=2>go</A>',
  '<a href="https://shop.example" href="https://twice.example">twice</a>',
  '<a href = "\n https://shop.example/ \n">wide',
  '<area href="https://map.example/">',
  '<a>',
  '</a>',
  '<a name=x>',
  '<a href>',
  '<a href="">',
  '<a href="#top">',
  '<svg>',
  '</svg>',
  '<svg/>',
  '<math>',
  '</math>',
  '<foreignObject>',
  '</foreignObject>',
  '<desc>',
  '<mi>',
  '<annotation-xml encoding="text/html">',
  '<![CDATA[ <a href="https://cdata.example">x</a> ]]>',
  '<style>',
  '</style>',
  '<script>',
  '</script>',
  '<script><!-- <script> </script> -->',
  '<title>',
  '</title>',
  '<textarea>',
  '</textarea>',
  '<noscript>',
  '</noscript>',
  '<xmp>',
  '</xmp>',
  '<iframe>',
  '</iframe>',
  '<!--',
  '-->',
  '--!>',
  '<!-->',
  '<!--->',
  '<!--[if mso]><a href="https://mso.example">x</a><![endif]-->',
  '<![if !mso]>',
  '<![endif]>',
  '<!doctype html>',
  '<?xml?>',
  '</ >',
  '</>',
  '<!',
  '<select>',
  '</select>',
  '<option>',
  '<template>',
  '</template>',
  '<table>',
  '<tr>',
  '<td>',
  '</td>',
  '</tr>',
  '</table>',
  '<p>',
  '</p>',
  '<div>',
  '</div>',
  '<div id="appendonsend"></div>',
  '<blockquote type="cite">',
  '</blockquote>',
  '<b>',
  '</b>',
  '<h1>',
  '<br>',
  '<hr tabindex=-1>',
  '<html>',
  '<head>',
  '</head>',
  '<body class=x>',
  '</body>',
  '</html>',
  '<frameset>',
  '<plaintext>',
  '<',
  '>',
  '"',
  "'",
  '=',
  '&',
  '&amp',
  '&#x3c;a href=x>',
  '\0',
  '\r\n',
  ' ',
  'word',
  '<div title="',
  "<img alt='",
  '<a href="https://open.example',
  `<img src="https://old.example/o/${older}.gif" width=1>`,
  `<img src="https://proxy.example/x#https://old.example/o/${older}.gif">`,
  `<a href="https://old.example/c/${older}/1?u=https%3A%2F%2Fshop.example%2F&amp;s=AAAAAAAAAAAAAAAA" title="shop">old</a>`,
  `<img src="https://mail.example/o/${tokenFor(ticket, 5)}.gif">`,
];

const bodies: string[] = sharedThere
  ? readdirSync(sharedPath('corpus', 'html'))
      .map((file) => readFileSync(sharedPath('corpus', 'html', file), 'utf8'))
      .filter((html) => html.length < 20_000)
  : ['<html><body><p>Hello <a href="https://shop.example/">our shop</a></p></body></html>'];
if (!sharedThere)
  process.stdout.write('../shared is not there: mutations of the corpus did not run, only of a small page\n');

const soup = fc.array(fc.constantFrom(...PIECES), { maxLength: 25 }).map((pieces) => pieces.join(''));
const mutated = fc
  .tuple(
    fc.constantFrom(...bodies),
    fc.array(
      fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(30), fc.constantFrom('', ...PIECES)),
      {
        minLength: 1,
        maxLength: 4,
      },
    ),
  )
  .map(([body, changes]) =>
    changes.reduce((html, [where, cut, piece]) => {
      const at = Math.floor(where * html.length);
      return html.slice(0, at) + piece + html.slice(at + cut);
    }, body),
  );

const trimmed = (href: string): string =>
  href.replace(/^[\0-\x20]+|[\0-\x20]+$/g, '').replace(/[\t\n\r]+/g, '');
const isFrameset = (html: string): boolean => html.includes('<frameset');
describe.each([
  ['tag soup', soup, 300, 60_000],
  ['mutated mail', mutated, 60, 12_000],
] as const)('%s', (name, html, usual, long) => {
  const runs = propertyRuns(`embed, ${name}`, usual, long);

  test('links are those a browser sees', () => {
    fc.assert(
      fc.property(html, (page) => {
        if (isFrameset(page)) return;
        const seen = linksOf(page).map((link) => link.href);
        const plain = embed(page, {
          ...options,
          links: false,
          trackingHosts: [],
          ticket: ticketFor({ trackingUrl: 'https://none.example' }),
        });
        expect(plain.links.map((link) => link.target)).toEqual(seen.map(trimmed));
      }),
      runs,
    );
  });

  test('a browser finds the same links after it, each in place, and exactly one image of ours', () => {
    fc.assert(
      fc.property(html, (page) => {
        if (isFrameset(page)) return;
        const sent = embed(page, options);
        const after = linksOf(sent.html);
        expect(after).toHaveLength(linksOf(page).length);
        sent.links.forEach((link, i) => {
          const href = trimmed(after[i]?.href ?? '');
          if (link.tracked) expect(new URL(href).searchParams.get('u')).toBe(link.target);
          else expect(href).toBe(link.target);
        });
        const images = [...elements(parse(sent.html))].filter(
          (e) => e.tagName === 'img' && attribute(e, 'src') === imageSource && attribute(e, 'border') === '0',
        );
        expect(images).toHaveLength(sent.image ? 1 : 0);
      }),
      runs,
    );
  });

  test('every other byte stays: taking the pieces out again gives the page', () => {
    fc.assert(
      fc.property(html, (page) => {
        const sent = embed(page, options);
        expect(strip(sent.html, hosts).html).toBe(strip(page, hosts).html);
      }),
      runs,
    );
  });

  test('twice is once, and a new token takes the place of the old', () => {
    fc.assert(
      fc.property(html, (page) => {
        const once = embed(page, options);
        const twice = embed(once.html, options);
        expect(twice.html).toBe(once.html);
        expect(twice).toMatchObject({ changed: false, removed: 0 });
        const next = { ...options, token: tokenFor(ticket, 77) };
        expect(embed(once.html, next).html).toBe(embed(page, next).html);
      }),
      runs,
    );
  });
});
