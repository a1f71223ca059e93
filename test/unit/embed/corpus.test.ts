import { readdirSync, readFileSync } from 'node:fs';
import { embed } from '../../../src/core/embed';
import { checkTarget } from '../../../src/core/token';
import { attribute, elements, linksOf, outline } from '../../fixtures/dom';
import { describeWithShared, sharedPath } from '../../fixtures/shared';
import { ticketFor, tokenFor } from '../../fixtures/tickets';
import { parse } from 'parse5';

interface Oracle {
  anchors: { href: string | null; text: string }[];
  areas: { href: string | null }[];
  onePixelImages: unknown[];
}

const ticket = ticketFor();
const token = tokenFor(ticket);
const imageSource = `https://mail.example/o/${token}.gif`;
const squeeze = (text: string): string =>
  text.replace(/[\s\u00a0\u200b-\u200f\u00ad\u2060\ufeff\u034f]+/g, '');

/** What a browser makes of an href before it reads it. */
const trimmed = (href: string): string =>
  href.replace(/^[\0-\x20]+|[\0-\x20]+$/g, '').replace(/[\t\n\r]+/g, '');

const unwrapped = (href: string): string =>
  /^https:\/\/[a-z0-9]+\.safelinks\.protection\.outlook\.com\//.test(href)
    ? (new URL(href).searchParams.get('url') ?? '')
    : href;

/** The page with a gap where the href of each link stood. */
function withoutHrefs(html: string): string {
  let rest = '';
  let from = 0;
  const spans = [...elements(parse(html, { sourceCodeLocationInfo: true }))]
    .filter(({ tagName }) => tagName === 'a' || tagName === 'area')
    .map(({ sourceCodeLocation: at }) => at?.attrs?.href)
    .sort((a, b) => (a?.startOffset ?? 0) - (b?.startOffset ?? 0));
  for (const span of spans) {
    if (!span || span.startOffset < from) continue;
    rest += html.slice(from, span.startOffset);
    from = span.endOffset;
  }
  return rest + html.slice(from);
}

describeWithShared('the corpus of outgoing bodies', () => {
  const oracle = JSON.parse(readFileSync(sharedPath('corpus', 'html-oracle.json'), 'utf8')) as Record<
    string,
    Oracle
  >;
  const files = readdirSync(sharedPath('corpus', 'html'));

  test('is all there', () => expect(files).toHaveLength(84));

  test.each(files)('%s: the page is the same but for tracked hrefs and one image', (file) => {
    const html = readFileSync(sharedPath('corpus', 'html', file), 'utf8');
    const sent = embed(html, { ticket, token, image: true, links: true });

    // Only hrefs and one image differ, by the browser's own reading.
    const originals = linksOf(html);
    const now = linksOf(sent.html);
    expect(now).toHaveLength(originals.length);
    expect(sent.links).toHaveLength(originals.length);
    const back = new Map<string, string>();
    sent.links.forEach((link, i) => {
      const [before, after] = [originals[i]?.href ?? '?', now[i]?.href ?? '?'];
      const meant = unwrapped(trimmed(before));
      if (link.reason === 'quoted') expect(link.target).toBe(trimmed(before));
      else expect(link.target).toBe(meant);
      if (link.tracked) {
        const url = new URL(after);
        expect(url.origin + url.pathname).toBe(`https://mail.example/c/${token}/${link.n ?? 0}`);
        expect(url.searchParams.get('u')).toBe(meant);
      } else if (link.target !== trimmed(before)) expect(after).toBe(meant);
      else expect(after).toBe(before);
      if (after !== before) back.set(after, before);
    });
    const restored = outline(sent.html, (element, line) => {
      if (attribute(element, 'src') === imageSource) return null;
      const href = attribute(element, 'href') ?? '';
      const original = back.get(href);
      return original === undefined
        ? line
        : line.replace(JSON.stringify(href), () => JSON.stringify(original));
    });
    expect(restored.join('\n')).toBe(outline(html, (_, line) => line).join('\n'));

    // The oracle's count and order of links.
    const known = oracle[`html/${file}`];
    if (!known) throw new Error('no oracle');
    const anchors = [...known.anchors].map((a) => a.href).filter((href) => href !== null);
    expect(new Set(sent.links.map((link) => link.target))).toEqual(
      new Set(
        [...anchors, ...known.areas.flatMap((a) => (a.href === null ? [] : [a.href]))].map(
          (href) => sent.links.find((l) => l.target === trimmed(href))?.target ?? unwrapped(trimmed(href)),
        ),
      ),
    );

    // One image of ours, in the body, beside those that were there.
    const images = [...elements(parse(sent.html))].filter((e) => attribute(e, 'src') === imageSource);
    expect(images).toHaveLength(1);
    expect(sent.image).toBe(true);

    // Once more changes nothing.
    expect(embed(sent.html, { ticket, token, image: true, links: true })).toMatchObject({
      changed: false,
      removed: 0,
    });
  });

  test.each(files)('%s: outside of hrefs and the image, every byte stays, by offsets of parse5', (file) => {
    const html = readFileSync(sharedPath('corpus', 'html', file), 'utf8');
    const sent = embed(html, { ticket, token, image: true, links: true }).html;
    const image = /<img src="https:\/\/mail\.example\/o\/[^>]*>/g;
    expect(sent.match(image)).toHaveLength(1);
    expect(withoutHrefs(sent.replace(image, ''))).toBe(withoutHrefs(html));
  });

  test.each(files)('%s: every tracked link may be tracked, every other has its reason', (file) => {
    const html = readFileSync(sharedPath('corpus', 'html', file), 'utf8');
    const sent = embed(html, { ticket, token, image: true, links: true });
    const known = oracle[`html/${file}`];
    for (const link of sent.links) {
      if (!link.tracked) continue;
      expect(checkTarget(link.target).ok).toBe(true);
      expect(link.text).not.toMatch(/^(?:https?:|www\.)\S+$/i);
    }
    const shown = known?.anchors.flatMap((a) => (a.href === null ? [] : [squeeze(a.text)])) ?? [];
    if (shown.length === sent.links.length)
      expect(sent.links.map((link, i) => squeeze(link.text).slice(0, shown[i]?.length))).toEqual(shown);
  });
});
