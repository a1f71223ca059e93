import { escapedHtml } from '../../../core/fields';
import type { Content } from '../../../core/marketing/content';
import { checkTarget, parseToken, readLinkQuery } from '../../../core/token';

const HOST = String.raw`https?:\/\/[^\s"'<>\/?#]{1,255}`;
const TOKEN = '([A-Za-z0-9_-]{44})';
const IMAGE = new RegExp(`<img\\b[^<>]{0,2000}?["'=]\\s*${HOST}\\/o\\/${TOKEN}\\.gif[^<>]{0,2000}>`, 'gi');
const LINK = new RegExp(`${HOST}\\/c\\/${TOKEN}\\/[0-9]{1,5}\\?([^\\s"'<>#]*)`, 'gi');
const PAGE = new RegExp(
  `${HOST}\\/u\\/${TOKEN}(?![A-Za-z0-9_-])(?:\\/(preferences|view)\\b)?(?:\\?[^\\s"'<>#)]*)?`,
  'gi',
);
const FIELDS: Record<string, string> = {
  preferences: '{{ preferences_url }}',
  view: '{{ web_view_url }}',
};

const isToken = (text: string): boolean => parseToken(text).ok;

/**
 * What is left in a text of a copy that somebody got (O9), whatever host it was tracked by: their image goes, links lead
 * where they led, and pages that were theirs alone are each recipient's own again.
 */
export const withoutOldMarks = (text: string, html: boolean): string =>
  text
    .replace(IMAGE, (whole, token: string) => (isToken(token) ? '' : whole))
    .replace(LINK, (whole, token: string, query: string) => {
      const target = isToken(token) ? readLinkQuery(query)?.targets[0] : undefined;
      if (target === undefined || !checkTarget(target).ok) return whole;
      if (html) return escapedHtml(target).replace(/'/g, '&#39;');
      // In plain text an address stands in brackets.
      return whole.endsWith(')') ? `${target})` : target;
    })
    .replace(PAGE, (whole, token: string, page: string | undefined) =>
      isToken(token) ? (FIELDS[page?.toLowerCase() ?? ''] ?? '{{ unsubscribe_url }}') : whole,
    );

/** A content without them: whoever wrote it took it from a mail that was sent. */
export const contentWithoutOldMarks = (content: Content): Content => cleanIn(content);

function cleanIn<T>(value: T, key?: string): T;
function cleanIn(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return withoutOldMarks(value, key === 'html');
  if (Array.isArray(value)) return value.map((one: unknown) => cleanIn(one));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, cleanIn(inner, name)]));
}
