import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { fromMime, replyText } from '../../../src/core/incoming';

const Case = z.object({
  id: z.string(),
  format: z.enum(['text', 'html', 'eml']),
  input: z.string(),
  mode: z.enum(['exact', 'exact-ignore-whitespace', 'contains']),
  signature: z.enum(['kept', 'removed', 'either']),
  expected: z.string().nullable(),
  mustContain: z.array(z.string()),
  mustNotContain: z.array(z.string()),
});
export type Case = z.infer<typeof Case>;

export const readCases = (corpus: string): Case[] =>
  z.array(Case).parse(JSON.parse(readFileSync(join(corpus, 'reply-text.json'), 'utf8')));

/** Other programs that find the new text of a mail; both read plain text. */
export interface Rivals {
  planer: (text: string) => string;
  replyParser: (text: string) => { whole: string; visible: string };
}

export interface TextContestant {
  name: string;
  /** With the signature and without. */
  split(body: { html?: string; text?: string }): { whole: string; bare: string };
}

/** HTML is given to those that read none as ours reads its lines: all the text, quote included. */
function plainOf(body: { html?: string; text?: string }): string {
  if (body.text !== undefined && body.text.trim() !== '') return body.text;
  const split = replyText(body);
  return [split.replyText, split.signature, split.quotedText].filter((part) => part).join('\n\n');
}

export function textContestants(rivals: Rivals): TextContestant[] {
  return [
    {
      name: 'ours',
      split: (body) => {
        const { replyText: bare, signature } = replyText(body);
        return { bare, whole: [bare, signature].filter((part) => part).join('\n') };
      },
    },
    {
      name: 'planer 1.2.0',
      split: (body) => {
        const text = rivals.planer(plainOf(body));
        return { whole: text, bare: text };
      },
    },
    {
      name: 'email-reply-parser 2.1.0',
      split: (body) => {
        const { whole, visible } = rivals.replyParser(plainOf(body));
        return { whole, bare: visible };
      },
    },
  ];
}

/** `runs`: a run of white space counts as one space; `none`: white space does not count at all. */
export type Spaces = 'runs' | 'none';

const flat = (text: string, spaces: Spaces): string =>
  text.replace(/\s+/g, spaces === 'runs' ? ' ' : '').trim();

function holds(one: Case, got: string, spaces: Spaces): boolean {
  if (one.mode === 'exact') return got.trim() === (one.expected ?? '').trim();
  if (one.mode === 'exact-ignore-whitespace') return flat(got, spaces) === flat(one.expected ?? '', spaces);
  return (
    one.mustContain.every((must) => flat(got, 'runs').includes(flat(must, 'runs'))) &&
    !one.mustNotContain.some((not) => got.includes(not))
  );
}

/** Whether a contestant finds what a case expects, by the case's own way of comparing. */
export async function finds(one: Case, contestant: TextContestant, spaces: Spaces): Promise<boolean> {
  const body =
    one.format === 'eml'
      ? (await fromMime(Buffer.from(one.input, 'utf8'))).mail
      : { [one.format]: one.input };
  const { whole, bare } = contestant.split(body);
  const answers = { kept: [whole], removed: [bare], either: [whole, bare] }[one.signature];
  return answers.some((got) => holds(one, got, spaces));
}
