import { createHash } from 'node:crypto';
import { escapedHtml, readFields } from '../../../core/fields';
import type { Content, ContentProblem } from '../../../core/marketing/content';
import { isMarketingField, type CopyValues, type MarketingField } from '../../../core/marketing/fields';
import { contextsOf } from './contexts';
import { documentOf, UNSUBSCRIBES } from './document';
import { withFooter, withoutScripts, withPreheader } from './imported';
import { linksOf, type Link } from './links';
import { contentWithoutOldMarks } from './old-marks';
import { plainText } from './plain-text';
import { contentProblems, LARGEST_BYTES, leavingBytes, type Problems } from './problems';
import { inHtml, inText, partOfAddress } from './write-value';
import { footerWords } from './footer-words';

export interface FilledCopy {
  subject: string;
  html: string;
  text: string;
}

/** A content that was read once, to be filled for many. */
export interface ReadyContent {
  /** The mail of one recipient, in well under a millisecond. */
  fill(values: CopyValues): FilledCopy;
  /** Fields that have neither one of these values nor a fallback, each once. */
  unfilled(values: CopyValues): MarketingField[];
  problems: ContentProblem[];
  /** The plain-text part, its fields as they are named. */
  plain: string;
  /** Of the HTML, its fields as they are named. */
  bytes: number;
  /** In their order; fields in their targets as they are written. */
  links: Link[];
}

export interface ReadyOptions {
  /** Keys of the account's properties of contacts; absent: any may be named. */
  custom?: ReadonlySet<string>;
  /** The account has a postal address; absent: it is taken to have. */
  address?: boolean;
}

/** A line's end has no place in a header. */
const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ');

async function htmlOf(content: Content, problems: Problems): Promise<string> {
  if (content.form === 'blocks') return documentOf(content);
  const { html: clean, removed } = withoutScripts(content.html);
  if (removed) problems.add('scripts-removed', 'body');
  const unsubscribes = linksOf(clean).some(({ target }) => UNSUBSCRIBES.test(target));
  if (!unsubscribes) problems.add('unsubscribe-added', 'body');
  else if (!/\{\{-?\s*company\.address\b/.test(clean)) problems.add('no-address', 'body');
  const whole = unsubscribes ? clean : withFooter(clean, content.lang);
  return withPreheader(whole, escapedHtml(content.preheader));
}

/** The plain-text part: one's own words, with how to unsubscribe where they do not say it, else made from the mail. */
function textOf(content: Content, html: string): string {
  if (content.text === null) return plainText(html);
  if (UNSUBSCRIBES.test(content.text)) return content.text;
  const { unsubscribe } = footerWords(content.lang);
  return `${content.text.trimEnd()}\n\n--\n{{ company.name }}\n{{ company.address }}\n${unsubscribe}: {{ unsubscribe_url }}\n`;
}

/** So many are kept ready: what is sent, looked at as a page and sent one by one is the same few messages again and again. */
const MOST_KEPT = 16;
const kept = new Map<string, Promise<ReadyContent>>();

/** A content made ready, once for as long as it is asked for. Milliseconds the first time; `fill` takes none. */
export async function readyContent(content: Content, options: ReadyOptions = {}): Promise<ReadyContent> {
  const custom = options.custom && [...options.custom].sort();
  const key = createHash('sha256')
    .update(JSON.stringify([content, custom, options.address]))
    .digest('base64');
  const ready = kept.get(key) ?? makeReady(content, options);
  // The one that was not asked for longest goes.
  kept.delete(key);
  kept.set(key, ready);
  for (const oldest of kept.keys()) if (kept.size > MOST_KEPT) kept.delete(oldest);
  try {
    return await ready;
  } catch (error) {
    kept.delete(key);
    throw error;
  }
}

/** Makes a content ready: rendered, its fields found, its links and problems listed. Of what changes with every key, nothing is kept. */
export async function makeReady(given: Content, options: ReadyOptions = {}): Promise<ReadyContent> {
  const content = contentWithoutOldMarks(given);
  const problems = contentProblems(content, options.custom);
  if (options.address === false) problems.add('address-empty', 'body');
  const html = await htmlOf(content, problems);
  const isField = isMarketingField(options.custom);
  const subject = readFields(content.subject, isField);
  const body = readFields(html, isField);
  const plain = textOf(content, html);
  const text = readFields(plain, isField);
  const contexts = contextsOf(
    html,
    body.places.map(({ from }) => from),
  );
  const within = text.places.map(({ from }) => partOfAddress(plain, from));
  for (const [n, { from, to }] of body.places.entries())
    if (contexts[n] === 'nowhere')
      problems.add('field-out-of-place', 'body', undefined, html.slice(from, to));
  const links = linksOf(html);
  if (links.filter(({ target }) => UNSUBSCRIBES.test(target)).length > 1)
    problems.add('unsubscribe-twice', 'body');
  const bytes = Buffer.byteLength(html);
  if (leavingBytes(bytes, links.length) >= LARGEST_BYTES) problems.add('too-large', 'body');
  const texts = [subject, body, text];
  return {
    fill: (values) => ({
      subject: oneLine(subject.fill(values, false)),
      html: body.fill(values, (value, n) => inHtml(value, contexts[n] ?? 'text')),
      text: text.fill(values, (value, n) => inText(value, within[n] ?? false)),
    }),
    unfilled: (values) => [...new Set(texts.flatMap((one) => one.unfilled(values)))],
    problems: problems.all,
    plain,
    bytes,
    links,
  };
}
