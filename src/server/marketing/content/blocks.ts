import { escapedHtml } from '../../../core/fields';
import type { Block, BlockContent, BlockOf, InnerBlock, PageStyle } from '../../../core/marketing/content';
import { footerWords } from './footer-words';
import type { MjmlElement } from './mjml';
import { richText } from './rich-text';
import { darkSheet, FONTS, isLight, SCHEMES_META, SCHEMES_SHEET } from './sheet';

const SIDE = 24;
const HEADINGS: Record<1 | 2 | 3, string> = { 1: '28px', 2: '22px', 3: '18px' };

const element = (
  tagName: string,
  attributes: Record<string, string | undefined>,
  inside: MjmlElement[] | string = [],
): MjmlElement => ({
  tagName,
  attributes: Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  ),
  ...(typeof inside === 'string' ? { content: inside } : { children: inside }),
});

/** An address that a mail may lead to, or begin with a field; else none. */
export const leadsTo = (href: string, marks: RegExp): string | undefined => {
  const target = href.trim();
  const known = /^(?:https?:\/\/|mailto:|tel:)/i.test(target) || target.search(marks) === 0;
  return known ? escapedHtml(target) : undefined;
};

/** What of a block looks alike in all of a mail. */
interface Looks {
  style: PageStyle;
  lang: string;
  /** Finds what stands for a field while MJML works. */
  marks: RegExp;
  /** Another block has it already. */
  unsubscribes: boolean;
}

const textOf = (html: string, attributes: Record<string, string>, looks: Looks): MjmlElement =>
  element(
    'mj-text',
    {
      'css-class': 'mt-text',
      color: looks.style.text,
      'font-family': FONTS[looks.style.font],
      'line-height': '1.5',
      padding: `8px ${SIDE}px`,
      ...attributes,
    },
    html,
  );

function innerBlock(block: InnerBlock, looks: Looks): MjmlElement[] {
  const { style, marks } = looks;
  switch (block.kind) {
    case 'text': {
      const html = richText(block.html, style);
      if (html.trim() === '') return [];
      return [textOf(html, { align: block.align, 'font-size': `${block.size}px` }, looks)];
    }
    case 'heading': {
      if (block.text.trim() === '') return [];
      const size = HEADINGS[block.level];
      const tag = `h${block.level}`;
      return [
        textOf(
          `<${tag} style="margin:0;font-size:${size};line-height:1.25;font-weight:bold">${escapedHtml(block.text)}</${tag}>`,
          { align: block.align, 'font-size': size, 'line-height': '1.25' },
          looks,
        ),
      ];
    }
    case 'button': {
      if (block.text.trim() === '') return [];
      return [
        element(
          'mj-button',
          {
            align: block.align,
            href: leadsTo(block.href, marks),
            'background-color': block.colour ?? style.button,
            color: block.textColour ?? style.buttonText,
            'font-family': FONTS[style.font],
            'font-size': '16px',
            'font-weight': 'bold',
            'border-radius': '6px',
            'inner-padding': '13px 26px',
            padding: `12px ${SIDE}px`,
          },
          escapedHtml(block.text),
        ),
      ];
    }
    case 'image': {
      const src = block.src.trim();
      if (!/^https?:\/\//i.test(src) && src.search(marks) !== 0) return [];
      return [
        element('mj-image', {
          src: escapedHtml(src),
          alt: block.decorative ? '' : escapedHtml(block.alt),
          align: block.align,
          ...(block.width !== undefined && { width: `${Math.min(block.width, style.width - 2 * SIDE)}px` }),
          ...(block.href.trim() !== '' && { href: leadsTo(block.href, marks) }),
          'font-family': FONTS[style.font],
          padding: `8px ${SIDE}px`,
        }),
      ];
    }
    case 'divider':
      return [
        element('mj-divider', {
          'css-class': 'mt-line',
          'border-width': '1px',
          'border-color': block.colour ?? (isLight(style.page) ? '#d1d5db' : '#4a4f57'),
          padding: `12px ${SIDE}px`,
        }),
      ];
    case 'spacer':
      return [element('mj-spacer', { height: `${block.height}px` })];
  }
}

/** Who writes, where from, and how not to be written to again. */
export function footerHtml(
  block: BlockOf<'footer'>,
  looks: Pick<Looks, 'lang' | 'unsubscribes'>,
  link: string,
): string {
  const words = footerWords(looks.lang);
  const anchor = (field: string, text: string): string =>
    `<a href="{{ ${field} }}" target="_blank" style="color:${link};text-decoration:underline">${escapedHtml(text)}</a>`;
  const links = [
    ...(looks.unsubscribes ? [] : [anchor('unsubscribe_url', words.unsubscribe)]),
    ...(block.preferences ? [anchor('preferences_url', words.preferences)] : []),
    ...(block.webView ? [anchor('web_view_url', words.webView)] : []),
  ];
  return [
    richText(block.html, { link }),
    '<p style="margin:0 0 8px">{{ company.name }}<br>{{ company.address }}</p>',
    ...(links.length > 0 ? [`<p style="margin:0">${links.join(' &nbsp;·&nbsp; ')}</p>`] : []),
  ].join('');
}

const quietOf = (style: PageStyle): string => (isLight(style.page) ? '#5b6470' : '#b3b8bf');

/** What stands at the end, with the fields in it as they are: it is put in once MJML has its marks. */
const footerOf = (html: string, looks: Looks): MjmlElement =>
  element(
    'mj-text',
    {
      'css-class': 'mt-quiet',
      color: quietOf(looks.style),
      'font-family': FONTS[looks.style.font],
      'font-size': '13px',
      'line-height': '1.5',
      align: 'center',
      padding: `16px ${SIDE}px 24px`,
    },
    html,
  );

/** A little of what is around, above and below the mail. */
const around = (): MjmlElement =>
  element('mj-section', { padding: '0' }, [
    element('mj-column', {}, [element('mj-spacer', { height: '20px' })]),
  ]);
/** Room at the head of the mail. */
const head = (): MjmlElement => element('mj-spacer', { height: '16px' });

const section = (style: PageStyle, columns: MjmlElement[]): MjmlElement =>
  element('mj-section', { 'css-class': 'mt-page', 'background-color': style.page, padding: '0' }, columns);
const column = (inside: MjmlElement[]): MjmlElement => element('mj-column', {}, inside);

/** `mark`: puts what stands for them in place of the fields of a text, where MJML must not touch them. */
export function mailTree(
  content: BlockContent,
  looks: Omit<Looks, 'style' | 'lang'>,
  mark: (text: string) => string,
): MjmlElement {
  const { style, lang } = content;
  const all: Looks = { ...looks, style, lang };
  const sections: MjmlElement[] = [];
  let together: MjmlElement[] = [head()];
  const close = (): void => {
    if (together.length > 0) sections.push(section(style, [column(together)]));
    together = [];
  };
  const add = (block: Block): void => {
    if (block.kind === 'columns') {
      close();
      const columns = block.columns.map(({ blocks }) =>
        column(blocks.flatMap((one) => innerBlock(one, all))),
      );
      sections.push(section(style, columns));
    } else if (block.kind === 'footer') {
      close();
      const html = footerHtml(block, all, quietOf(style));
      sections.push(section(style, [column([footerOf(mark(html), all)])]));
    } else together.push(...innerBlock(block, all));
  };
  for (const block of content.blocks) add(block);
  close();
  return element('mjml', { lang, dir: /^(?:ar|fa|he|ur)\b/.test(lang) ? 'rtl' : 'ltr' }, [
    element('mj-head', {}, [
      element('mj-title', {}, escapedHtml(content.subject)),
      ...(content.preheader.trim() === '' ? [] : [element('mj-preview', {}, escapedHtml(content.preheader))]),
      element('mj-raw', {}, SCHEMES_META),
      element('mj-style', {}, [SCHEMES_SHEET, darkSheet(style)].join('\n')),
    ]),
    element(
      'mj-body',
      { width: `${style.width}px`, 'background-color': style.background, 'css-class': 'mt-body' },
      [around(), ...sections, around()],
    ),
  ]);
}
