import fc from 'fast-check';
import { parse } from 'parse5';
import { Content } from '../../../src/core/marketing/content';
import { readyContent } from '../../../src/server/marketing/content';
import { brokenTags } from '../../../src/server/marketing/content/broken-tags';
import { eachElement } from '../../../src/server/marketing/content/tree';
import { propertyRuns } from '../seed';

/** Whatever blocks there are and whatever stands in them: one whole mail, which runs nothing and can be left. */

const RUNS = new Set(['script', 'iframe', 'object', 'mj-text', 'mj-raw']);
const SAID = [
  'word',
  ' ',
  '{{ contact.name | default: "x" }}',
  '{{ contact.name }}',
  '{{ nobody',
  '"',
  "'",
  '<',
  '>',
  '&',
  '&quot;',
  '</td>',
  '</h1>',
  '<b>',
  '<a href="https://s.test/">x</a>',
  '<a href="javascript:x">y</a>',
  '<script>x</script>',
  '<!--',
  '-->',
  '<![endif]-->',
  '<mj-text>',
  '$&',
  '\n',
  '\u202e',
  '😀',
];
const text = fc.array(fc.constantFrom(...SAID), { maxLength: 8 }).map((parts) => parts.join(''));
const colour = fc.option(fc.constantFrom('#000000', '#ffffff', '#12AB9f'), { nil: undefined });
const align = fc.constantFrom('left', 'center', 'right');
const inner = fc.oneof(
  fc.record({ kind: fc.constant('text'), html: text, align, size: fc.integer({ min: 10, max: 32 }) }),
  fc.record({ kind: fc.constant('heading'), text, level: fc.constantFrom(1, 2, 3), align }),
  fc.record({ kind: fc.constant('button'), text, href: text, align, colour, textColour: colour }),
  fc.record({
    kind: fc.constant('image'),
    src: fc.oneof(text, fc.constant('https://s.test/a.png')),
    alt: text,
    decorative: fc.boolean(),
    href: text,
    width: fc.option(fc.integer({ min: 16, max: 800 }), { nil: undefined }),
  }),
  fc.record({ kind: fc.constant('divider'), colour }),
  fc.record({ kind: fc.constant('spacer'), height: fc.integer({ min: 4, max: 200 }) }),
);
const columns = fc.record({
  kind: fc.constant('columns'),
  columns: fc.array(fc.record({ blocks: fc.array(inner, { maxLength: 3 }) }), { minLength: 2, maxLength: 4 }),
});
const footer = fc.record({
  kind: fc.constant('footer'),
  html: text,
  preferences: fc.boolean(),
  webView: fc.boolean(),
});
const content = fc
  .record({
    subject: text,
    preheader: text,
    lang: fc.constantFrom('en', 'pl', 'de', 'ar'),
    width: fc.integer({ min: 320, max: 800 }),
    blocks: fc.array(fc.oneof({ weight: 4, arbitrary: inner }, columns), { maxLength: 6 }),
    footer: fc.option(footer, { nil: undefined }),
  })
  .map(({ blocks, footer: last, width, ...rest }) => {
    let n = 0;
    const named = (block: object): object => ({
      ...block,
      id: `b${(n += 1)}`,
      ...('columns' in block &&
        Array.isArray(block.columns) && {
          columns: block.columns.map((one: { blocks: object[] }) => ({ blocks: one.blocks.map(named) })),
        }),
    });
    const all = [...blocks, ...(last ? [last] : [])].map(named);
    return Content.parse({ form: 'blocks', ...rest, style: { width }, blocks: all });
  });

test('any blocks are one whole mail that runs nothing and can be left once', async () => {
  await fc.assert(
    fc.asyncProperty(content, text, async (given, name) => {
      const ready = await readyContent(given);
      const { html, text: plain } = ready.fill({
        'contact.name': name,
        unsubscribe_url: 'https://t.test/u/1',
      });
      expect(brokenTags(html)).toEqual([]);
      let leaves = 0;
      const wrong: string[] = [];
      eachElement(parse(html), ({ tagName, attrs }) => {
        if (RUNS.has(tagName)) wrong.push(tagName);
        if (tagName === 'img' && !attrs.some((one) => one.name === 'alt')) wrong.push('no alt');
        for (const one of attrs) {
          if (one.name.startsWith('on') || /^\s*(?:javascript|data):/i.test(one.value)) wrong.push(one.name);
          if (one.name === 'href' && one.value === 'https://t.test/u/1') leaves += 1;
        }
      });
      expect(wrong).toEqual([]);
      expect(leaves).toBe(1);
      expect(plain).toContain('https://t.test/u/1');
      expect(html).toContain(`max-width:${given.form === 'blocks' ? given.style.width : 0}px`);
    }),
    propertyRuns('marketing content', 25, 2_000),
  );
}, 120_000);
