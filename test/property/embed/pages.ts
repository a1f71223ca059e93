import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { sharedPath, sharedThere } from '../../fixtures/shared';
import { ticketFor, tokenFor } from '../../fixtures/tickets';

const older = tokenFor(ticketFor({ trackingUrl: 'https://old.example' }), 9);
const another = tokenFor(ticketFor(), 5);

/** Pieces that break readers of HTML: raw text, foreign content, broken quotes, comments, marks of ours. */
export const PIECES = [
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
  `<img src="https://mail.example/o/${another}.gif">`,
  `<a href='https://mail.example/c/${another}/2?u=https%3A%2F%2Fshop.example%2F%3Fa%26b&s=AAAAAAAAAAAAAAAA'>ours</a>`,
  `<a href="https://mail.example/c/${another}/3?u=https%3A%2F%2Fshop.example%2F%26x&amp;s=AAAAAAAAAAAAAAAA&amp;r=https%3A%2F%2Fshop.example%2F%26%2338%3Bx">odd</a>`,
  '<a href="https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fshop.example%2F%3Fa%3D1%26b&amp;data=05" originalsrc="https://shop.example/?a=1&amp;b">safe</a>',
  '<a href="https://shop.example/&#x2f;a&#10;b&Tab;c\n\td">spelled</a>',
  "<a href='//shop.example/x'>no scheme</a>",
  '<a href="https://b\u00fccher.example/\u017c">abroad</a>',
  '\ud800',
  '<caption>',
  '<col>',
  '<font color=red>',
  '</font>',
  '<noembed>',
  '<applet>',
  '</applet>',
  '<li>',
  '</li>',
  '<p>From: a@b.example<br>Sent: x<br>Subject: y</p>',
  '<p>-----Original Message-----</p>',
];

export const soup = fc.array(fc.constantFrom(...PIECES), { maxLength: 18 }).map((pieces) => pieces.join(''));

if (!sharedThere)
  process.stdout.write('../shared is not there: mutations of the corpus did not run, only of a small page\n');
const bodies: string[] = sharedThere
  ? readdirSync(sharedPath('corpus', 'html')).map((file) =>
      readFileSync(sharedPath('corpus', 'html', file), 'utf8'),
    )
  : ['<html><body><p>Hello <a href="https://shop.example/">our shop</a></p></body></html>'];

const changes = fc.array(
  fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(30), fc.constantFrom('', ...PIECES)),
  { minLength: 1, maxLength: 4 },
);
const changed = (html: string, list: [number, number, string][]): string =>
  list.reduce((page, [where, cut, piece]) => {
    const at = Math.floor(where * page.length);
    return page.slice(0, at) + piece + page.slice(at + cut);
  }, html);

/** Whole bodies of the corpus with a few pieces cut out and put in. */
export const mutated = fc
  .tuple(fc.constantFrom(...bodies), changes)
  .map(([body, list]) => changed(body, list));

/** The same for stretches of them: a hundred times as many cases in the same time. */
export const stretches = fc
  .tuple(fc.constantFrom(...bodies), fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(800), changes)
  .map(([body, where, length, list]) => {
    const from = Math.floor(where * body.length);
    return changed(body.slice(from, from + length), list);
  });
