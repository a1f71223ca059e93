/** How editors change HTML that is written into them. Each function changes what it names and keeps every other byte. */

/** A comment, or a tag with its attributes, as far as it matters here. */
const MARKUP = /<!--[\s\S]*?-->|<(\/?)([a-z][^\s/>]*)((?:"[^"]*"|'[^']*'|[^'">])*)>/gi;
const ATTRIBUTE = /([^\s=/>"']+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?/g;
/** Where the quoted mail begins, in the marks of Outlook and of other programs. */
const QUOTE =
  /id="?(?:x_)*(?:appendonsend|divRplyFwdMsg|mail-editor-reference-message-container)|class="?(?:x_)*(?:gmail_quote|OutlookMessageHeader)|<blockquote\b/i;

interface Tag {
  name: string;
  closing: boolean;
  /** Everything between name and `>`. */
  attributes: string;
}

/** Replaces tags; `undefined` keeps one as it stands. Comments stay. */
function mapTags(html: string, map: (tag: Tag, whole: string, at: number) => string | undefined): string {
  return html.replace(
    MARKUP,
    (
      whole,
      slash: string | undefined,
      name: string | undefined,
      attributes: string | undefined,
      at: number,
    ) =>
      name === undefined
        ? whole
        : (map(
            { name: name.toLowerCase(), closing: slash === '/', attributes: attributes ?? '' },
            whole,
            at,
          ) ?? whole),
  );
}

export function attributeOf({ attributes }: Tag, wanted: string): string | undefined {
  for (const [, name, value] of attributes.matchAll(ATTRIBUTE))
    if (name?.toLowerCase() === wanted) return (value ?? '').replace(/^(["'])([\s\S]*)\1$/, '$2');
  return undefined;
}

const isInlinePicture = (tag: Tag): boolean =>
  tag.name === 'img' && /^\s*(?:cid|data):/i.test(attributeOf(tag, 'src') ?? '');

/** How many pictures of the mail itself a body shows. */
export function inlinePictures(html: string): number {
  let count = 0;
  mapTags(html, (tag) => {
    if (isInlinePicture(tag)) count += 1;
    return undefined;
  });
  return count;
}

/** As Outlook on the web cleans what it is given: no script, no event attributes, no class on pictures. */
export function cleaned(html: string): string {
  const without = html.replace(/<script\b[\s\S]*?<\/script\s*>/gi, '');
  return mapTags(without, ({ name, closing, attributes }, whole) => {
    if (closing || attributes === '') return undefined;
    const gone = name === 'img' ? /^(?:on[a-z]+|class)$/i : /^on[a-z]+$/i;
    const kept = attributes.replace(
      /\s+([^\s=/>"']+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?/g,
      (attribute, found: string) => (gone.test(found) ? '' : attribute),
    );
    return kept === attributes ? undefined : whole.replace(attributes, () => kept);
  });
}

/** Without drawings (VML), and without the text in them. */
export const withoutDrawings = (html: string): string =>
  html
    .replace(/<!--\[if gte vml 1\]>[\s\S]*?<!\[endif\]-->/gi, '')
    .replace(/<(v:[a-z]+)\b(?:"[^"]*"|'[^']*'|[^'">])*?(?:\/>|>[\s\S]*?<\/\1\s*>)/gi, '');

/** Without anchors that lead nowhere and hold nothing. */
export const withoutEmptyAnchors = (html: string): string =>
  html.replace(/<a\b(?![^>]*\bhref\b)(?:"[^"]*"|'[^']*'|[^'">])*>\s*<\/a\s*>/gi, '');

/** Letters beyond ASCII as numbers, where a browser reads those. */
export function numbered(html: string): string {
  let raw = false;
  let out = '';
  let end = 0;
  const escape = (text: string): string =>
    raw ? text : text.replace(/[^\p{ASCII}\p{Cs}]/gu, (letter) => `&#${letter.codePointAt(0) ?? 0};`);
  for (const match of html.matchAll(MARKUP)) {
    out += escape(html.slice(end, match.index));
    const name = match[2]?.toLowerCase();
    if (name === 'style' || name === 'script') raw = match[1] !== '/';
    out += name === undefined ? match[0] : escape(match[0]);
    end = match.index + match[0].length;
  }
  return out + escape(html.slice(end));
}

/** As Word puts it out again. */
export const asWord = (html: string): string => numbered(withoutEmptyAnchors(withoutDrawings(html)));

/** Without the inline pictures behind the mark of the quoted mail. */
export function withoutQuotedPictures(html: string): string {
  const quote = html.search(QUOTE);
  return quote < 0
    ? html
    : mapTags(html, (tag, _, at) => (at > quote && isInlinePicture(tag) ? '' : undefined));
}

/** Without the last part of it. */
export const cutShort = (html: string, share: number): string =>
  html.slice(0, Math.floor(html.length * (1 - share)));

/** Whether some picture's address cannot be percent-decoded. */
export function hasBrokenAddress(html: string): boolean {
  let broken = false;
  mapTags(html, (tag) => {
    if (tag.name !== 'img') return undefined;
    try {
      decodeURIComponent(attributeOf(tag, 'src') ?? '');
    } catch {
      broken = true;
    }
    return undefined;
  });
  return broken;
}

/** Gives pictures new addresses; `undefined` keeps one. */
export function mapPictures(html: string, map: (source: string) => string | undefined): string {
  return mapTags(html, (tag, whole) => {
    if (tag.name !== 'img') return undefined;
    const source = attributeOf(tag, 'src');
    const next = source === undefined ? undefined : map(source);
    return source === undefined || next === undefined ? undefined : whole.replace(source, () => next);
  });
}

/** Names and classes as Outlook on the web gives them to a mail it quotes. */
export function withPrefixedNames(html: string): string {
  return mapTags(html, ({ closing, attributes }, whole) => {
    if (closing || attributes === '') return undefined;
    const next = attributes.replace(
      /(\s(?:id|class)\s*=\s*)("[^"]*"|'[^']*'|[^\s"'>]+)/gi,
      (_, name: string, value: string) => name + value.replace(/[^\s"']+/g, 'x_$&'),
    );
    return whole.replace(attributes, () => next);
  });
}
