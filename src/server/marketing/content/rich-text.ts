import sanitizeHtml from 'sanitize-html';

const TAGS = [
  'p',
  'br',
  'b',
  'strong',
  'i',
  'em',
  'u',
  's',
  'sub',
  'sup',
  'a',
  'ul',
  'ol',
  'li',
  'blockquote',
];
const NEXT = 'margin:0 0 12px';
/** A point of a list, whose text an editor makes a paragraph. */
const POINT = 'margin:0 0 4px';
/** What an editor may make of a line besides: blocks of their own do better. */
const AS_PARAGRAPH = /^(?:h[1-6]|pre|div)$/;

/** What a link may lead to; what leads elsewhere is left as text, and told by the checks. */
const SCHEMES = ['http', 'https', 'mailto', 'tel'];

export interface RichTextLooks {
  link: string;
}

/**
 * The text of a block as it goes into a mail: what its editor makes and nothing else, with the styles that mail programs
 * do not agree on written out. Well-formed, whatever was given.
 */
export const richText = (html: string, { link }: RichTextLooks): string =>
  sanitizeHtml(html, {
    allowedTags: TAGS,
    allowedAttributes: { a: ['href', 'style', 'target', 'rel'], '*': ['style'], ol: ['start'] },
    allowedSchemes: SCHEMES,
    allowProtocolRelative: false,
    parseStyleAttributes: false,
    transformTags: {
      '*': (given, { href, start }) => {
        const tagName = AS_PARAGRAPH.test(given) ? 'p' : given;
        return {
          tagName,
          attribs: {
            ...(['p', 'ul', 'ol', 'blockquote'].includes(tagName) && { style: NEXT }),
            ...(tagName === 'ol' && start !== undefined && /^\d{1,4}$/.test(start) && { start }),
            ...(tagName === 'a' && {
              ...(href !== undefined && { href: href.trim() }),
              target: '_blank',
              style: `color:${link};text-decoration:underline`,
            }),
          },
        };
      },
    },
  }).replaceAll(`<li><p style="${NEXT}">`, `<li><p style="${POINT}">`);
