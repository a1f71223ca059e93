import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedPath } from '../../fixtures/shared';

export interface Body {
  name: string;
  html: string;
}

const PARAGRAPH =
  '<p class=MsoNormal>Thank you for the call this morning. I have put <b>the three points</b> that matter to you into the <a href="https://shop.example/offer?id=7&amp;from=mail">offer</a>.<o:p></o:p></p>\r\n';
const ROW =
  '<tr><td style="padding:4px 8px;border:solid #ccc 1.0pt">Chair &ldquo;Oslo&rdquo;</td><td align=right>1&nbsp;240,00&nbsp;€</td></tr>\r\n';
const QUOTE =
  '<div id="appendonsend"></div><hr tabindex="-1"><div id="divRplyFwdMsg"><b>From:</b> Bob Lindqvist<br><b>Sent:</b> Monday<br><b>Subject:</b> Chairs</div><blockquote><p>Do you have <a href="https://shop.example/oslo">these</a> in oak?</p></blockquote>';

/** For a checkout without a corpus: mail as Word, a browser and a newsletter write it. */
const WRITTEN: Body[] = [
  {
    name: 'word',
    html: `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!--\r\np.MsoNormal {margin:0cm;font-size:11.0pt}\r\n--></style></head><body lang=EN-GB link="#0563C1"><div class=WordSection1>${PARAGRAPH.repeat(6)}<table class=MsoTableGrid border=1 cellspacing=0>${ROW.repeat(30)}</table>${PARAGRAPH.repeat(3)}</div></body></html>`,
  },
  { name: 'reply', html: `<div dir="ltr"><div>${PARAGRAPH.repeat(4)}</div>${QUOTE}</div>` },
  {
    name: 'short',
    html: '<div>See you at ten. <a href="https://shop.example/map">The way</a><br><br>Alice</div>',
  },
  {
    name: 'newsletter',
    html: `<!doctype html><html><head><meta charset="utf-8"><style>td{font:15px/1.5 Arial}</style></head><body><!--[if mso]><table><tr><td><![endif]--><table width="600">${`<tr><td><a href="https://news.example/story?n=1&amp;utm=x"><img src="https://news.example/1.jpg" width="280" alt="Story"></a><p>What moved the trade this week, in ten lines.</p></td></tr>\n`.repeat(25)}<tr><td><a href="https://news.example/unsubscribe?u=1">Unsubscribe</a></td></tr></table><!--[if mso]></td></tr></table><![endif]--></body></html>`,
  },
];

/** Every `.html` file of `dir`; without one, the corpus beside the checkout, else written bodies. `from` says which. */
export function readBodies(dir?: string): { bodies: Body[]; from: string } {
  const folder = dir ?? sharedPath('corpus', 'html');
  if (dir === undefined && !existsSync(folder)) {
    return { bodies: WRITTEN, from: '../shared is not there: written bodies only' };
  }
  const names = readdirSync(folder)
    .filter((name) => /\.html?$/i.test(name))
    .sort();
  const bodies = names.map((name) => ({ name, html: readFileSync(join(folder, name), 'utf8') }));
  return { bodies, from: dir ?? '../shared/corpus/html' };
}
