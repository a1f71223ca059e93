import { parse, parseFragment } from 'parse5';
import { readFields, type FieldText } from '../../../core/fields';
import {
  everyBlock,
  levelOf,
  type Block,
  type Content,
  type ContentProblem,
  type ProblemCode,
} from '../../../core/marketing/content';
import { isMarketingField, mayBeEmpty, type MarketingField } from '../../../core/marketing/fields';
import { brokenTags } from './broken-tags';
import { linkProblem, linksOfPart, type Link } from './links';
import { attributeOf, eachElement, wordsOf } from './tree';

const LONGEST_SHOWN = 80;
/** Gmail shows the first 102 kB of a mail, and cuts off the rest, with it the footer. */
export const LARGEST_BYTES = 100_000;
/** What an address grows by as a tracked link, about. */
const LINK_GROWS = 180;

type Part = ContentProblem['part'];
/** Liquid's tags are none of the fields: nothing would become of them. */
const TAG = /\{%[^%]{0,200}(?:%\})?/g;

export class Problems {
  readonly all: ContentProblem[] = [];

  add(code: ProblemCode, part: Part, block?: string, at?: string): void {
    const shown = at?.replace(/\s+/g, ' ').trim().slice(0, LONGEST_SHOWN);
    const same = (one: ContentProblem): boolean =>
      one.code === code && one.part === part && one.block === block && one.at === shown;
    if (this.all.some(same)) return;
    this.all.push({
      code,
      level: levelOf(code),
      part,
      ...(block !== undefined && { block }),
      ...(shown !== undefined && shown !== '' && { at: shown }),
    });
  }
}

interface Known {
  isField: (name: string) => name is MarketingField;
}

/** Fields of one text: what is not understood, and what may be empty without a fallback. */
function fieldsOf(problems: Problems, text: string, part: Part, { isField }: Known, block?: string): void {
  const read: FieldText<MarketingField> = readFields(text, isField);
  for (const { fault, at } of read.faults) problems.add(fault, part, block, at);
  for (const [tag] of text.matchAll(TAG)) problems.add('not-understood', part, block, tag);
  for (const field of read.unfilled({}))
    if (mayBeEmpty(field)) problems.add('no-fallback', part, block, `{{ ${field} }}`);
}

function linksHere(problems: Problems, links: readonly Link[], block?: string): void {
  for (const { target, text } of links) {
    const code = linkProblem(target);
    if (code) problems.add(code, 'body', block, target === '' || target === '#' ? text : target);
  }
}

function imageHere(problems: Problems, src: string, alt: string | undefined, block?: string): void {
  if (src === '') {
    problems.add('image-missing', 'body', block);
    return;
  }
  if (!/^https?:\/\/\S+$/i.test(src) && !/^\{\{[^{}]*\}\}/.test(src))
    problems.add('image-address', 'body', block, src);
  if (alt === undefined) problems.add('alt-missing', 'body', block, src);
}

function blockProblems(problems: Problems, block: Block, known: Known): void {
  const fields = (text: string): void => fieldsOf(problems, text, 'body', known, block.id);
  switch (block.kind) {
    case 'text':
    case 'footer':
      fields(block.html);
      linksHere(problems, linksOfPart(block.html), block.id);
      return;
    case 'heading':
      fields(block.text);
      if (block.text.trim() === '') problems.add('heading-empty', 'body', block.id);
      return;
    case 'button':
      fields(block.text);
      fields(block.href);
      if (block.text.trim() === '') problems.add('button-empty', 'body', block.id);
      linksHere(problems, [{ target: block.href, text: block.text }], block.id);
      return;
    case 'image': {
      for (const text of [block.src, block.alt, block.href]) fields(text);
      const alt = block.decorative || block.alt.trim() !== '' ? block.alt : undefined;
      imageHere(problems, block.src.trim(), alt, block.id);
      if (block.href.trim() !== '') linksHere(problems, [{ target: block.href, text: block.alt }], block.id);
      return;
    }
    case 'columns':
    case 'divider':
    case 'spacer':
  }
}

const MOST_BROKEN = 5;

function importedProblems(problems: Problems, html: string, known: Known): void {
  fieldsOf(problems, html, 'body', known);
  const root = parse(html);
  linksHere(problems, linksOfPart(html));
  eachElement(root, (element) => {
    if (element.tagName !== 'img') return;
    imageHere(problems, attributeOf(element, 'src')?.trim() ?? '', attributeOf(element, 'alt'));
  });
  for (const at of brokenTags(html).slice(0, MOST_BROKEN)) problems.add('tags-broken', 'body', undefined, at);
  if (wordsOf(parseFragment(html.replace(/<(style|title)\b[\s\S]*?<\/\1\s*>/gi, ''))) === '')
    problems.add('nothing-said', 'body');
}

const saysSomething = (block: Block): boolean =>
  (block.kind === 'text' && wordsOf(parseFragment(block.html)) !== '') ||
  (block.kind === 'heading' && block.text.trim() !== '') ||
  (block.kind === 'button' && block.text.trim() !== '') ||
  (block.kind === 'image' && block.src.trim() !== '');

/** What is to be seen to in what was written; what its HTML shows besides is added by who made it. */
export function contentProblems(content: Content, custom?: ReadonlySet<string>): Problems {
  const problems = new Problems();
  const known: Known = { isField: isMarketingField(custom) };
  if (content.subject.trim() === '') problems.add('subject-empty', 'subject');
  fieldsOf(problems, content.subject, 'subject', known);
  fieldsOf(problems, content.preheader, 'preheader', known);
  if (content.text !== null) fieldsOf(problems, content.text, 'text', known);
  if (content.form === 'html') importedProblems(problems, content.html, known);
  else {
    const all = everyBlock(content.blocks);
    for (const block of all) blockProblems(problems, block, known);
    if (!all.some(saysSomething)) problems.add('nothing-said', 'body');
  }
  return problems;
}

/** As large as a copy is, about, with its tracked links. */
export const leavingBytes = (bytes: number, links: number): number => bytes + links * LINK_GROWS;
