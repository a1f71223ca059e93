import { decodeText } from '../../../core/embed/entities';
import { readPage } from '../../../core/embed/page';

const BRACES = /\{\{[^{}]*\}\}/g;
const TAG = /<[^>]*>/g;
/** Whoever wrote it knows the rest. */
const LONGEST_SHOWN = 40;
const MOST_SHOWN = 5;

/** What stands in double braces in the subject and in the writer's own part of the text (A8), each once, as it is read. */
export function bracesIn(subject: string, body: string, type: 'html' | 'text'): string[] {
  const inBody = type === 'html' ? ownPart(body).replace(TAG, '') : body;
  const found = `${subject}\n${type === 'html' ? decodeText(inBody) : inBody}`.match(BRACES) ?? [];
  const shown = found.map((one) => one.replace(/\s+/g, ' ').slice(0, LONGEST_SHOWN));
  return [...new Set(shown)].slice(0, MOST_SHOWN);
}

function ownPart(html: string): string {
  // Few mails have any, and a long one takes time to read.
  if (!html.includes('{{')) return '';
  const page = readPage(html, null);
  return html.slice(0, page.starts[page.quote] ?? html.length);
}
