import { html as names, parse, type ParserError } from 'parse5';
import { eachElement } from './tree';

/** What of parse5's findings a mail program may stumble over; doctypes and Outlook's comments are none. */
const BROKEN: ReadonlySet<string> = new Set([
  'duplicate-attribute',
  'eof-before-tag-name',
  'eof-in-comment',
  'eof-in-element-that-can-contain-only-text',
  'eof-in-tag',
  'invalid-first-character-of-tag-name',
  'missing-attribute-value',
  'missing-end-tag-name',
  'missing-whitespace-between-attributes',
  'unexpected-character-in-attribute-name',
  'unexpected-character-in-unquoted-attribute-value',
  'unexpected-equals-sign-before-attribute-name',
]);

/** Elements that have no end tag, or need none. */
const ENDLESS = new Set(
  (
    'area base br col embed hr img input link meta source track wbr ' +
    'body colgroup dd dt head html li optgroup option p rp rt tbody td tfoot th thead tr'
  ).split(' '),
);
const COMMENT_OR_RAW =
  /<!--[\s\S]*?(?:-->|$)|<(style|script|title|textarea|xmp)\b[^>]*>[\s\S]*?(?=<\/\1\b|$)/gi;
const END_TAG = /<\/([a-z][^\s/>]*)[^>]*>/gi;
const SHOWN = 60;

/** Tags that are not closed, not opened or not well written, in their order: the beginning of what stands at each. */
export function brokenTags(html: string): string[] {
  const found = new Set<number>();
  const ends = new Set<number>();
  const hear = ({ code, startOffset }: ParserError): void => {
    // What ends too early is told where it began.
    if (BROKEN.has(code)) found.add(startOffset < html.length ? startOffset : html.lastIndexOf('<'));
  };
  eachElement(parse(html, { sourceCodeLocationInfo: true, onParseError: hear }), (element) => {
    const place = element.sourceCodeLocation;
    if (!place) return;
    if (place.endTag) ends.add(place.endTag.startOffset);
    else if (!ENDLESS.has(element.tagName) && element.namespaceURI === names.NS.HTML)
      found.add(place.startOffset);
  });
  const seen = html.replace(COMMENT_OR_RAW, (part) => ' '.repeat(part.length));
  for (const { index } of seen.matchAll(END_TAG)) if (!ends.has(index)) found.add(index);
  return [...found].sort((a, b) => a - b).map((at) => html.slice(at, at + SHOWN));
}
