import { strictEqual } from 'node:assert/strict';
import { html as spec, parse, type DefaultTreeAdapterTypes } from 'parse5';
import { embed, strip, type EmbedOptions } from '../../../src/core/embed';
import { ticketFor, tokenFor } from '../../fixtures/tickets';

const ticket = ticketFor();
const token = tokenFor(ticket);
const options: EmbedOptions = { ticket, token, image: true, links: true, trackingHosts: ['old.example'] };
const next: EmbedOptions = { ...options, token: tokenFor(ticket, 77) };
/** Knows no mark of ours, and so takes none out. */
const bare: EmbedOptions = {
  ticket: ticketFor({ trackingUrl: 'https://none.example' }),
  token,
  image: false,
  links: false,
};
const hosts = ['mail.example', 'old.example'];
const imageSource = `https://mail.example/o/${token}.gif`;

/** What a browser makes of an href before it reads it. */
const trimmed = (href: string): string =>
  href.replace(/^[\0-\x20]+|[\0-\x20]+$/g, '').replace(/[\t\n\r]+/g, '');

type Node = DefaultTreeAdapterTypes.Node;

interface Seen {
  /** By the offset of their tags, which the parser may have copied. */
  hrefs: string[];
  /** How many are this message's. */
  images: number;
  /**
   * parse5 took a CDATA section right inside an element of SVG or MathML for a comment, which it does where HTML may
   * stand in one; the HTML Standard (13.2.5.42) and browsers do not.
   */
  strayed: boolean;
}

function seen(page: string): Seen {
  const hrefs = new Map<number, string>();
  let images = 0;
  let strayed = false;
  const walk = (node: Node): void => {
    if ('tagName' in node && node.namespaceURI === spec.NS.HTML) {
      const value = (name: string): string | undefined => node.attrs.find((one) => one.name === name)?.value;
      if (node.tagName === 'a' || node.tagName === 'area') {
        const href = value('href');
        const at =
          node.sourceCodeLocation?.startTag?.startOffset ?? node.sourceCodeLocation?.startOffset ?? NaN;
        if (href !== undefined && !Number.isNaN(at)) hrefs.set(at, trimmed(href));
      }
      if (node.tagName === 'img' && value('src') === imageSource && value('border') === '0') images++;
    }
    if ('data' in node && node.data.startsWith('[CDATA[')) {
      strayed ||=
        node.parentNode !== null &&
        'namespaceURI' in node.parentNode &&
        node.parentNode.namespaceURI !== spec.NS.HTML;
    }
    if ('childNodes' in node) node.childNodes.forEach(walk);
  };
  walk(parse(page, { sourceCodeLocationInfo: true }));
  return {
    hrefs: [...hrefs].sort(([a], [b]) => a - b).map(([, href]) => href),
    images,
    strayed,
  };
}

/** All that is promised of any page whatever; throws at the first promise broken. */
export function holds(page: string): void {
  const sent = embed(page, options);
  const plain = strip(page, hosts).html;

  // Every other byte stays: taking the pieces out again gives the page.
  strictEqual(strip(sent.html, hosts).html, plain, 'strip(embed(x)) is strip(x)');
  strictEqual(strip(plain, hosts).html, plain, 'strip(strip(x)) is strip(x)');

  // Twice is once, and a new token takes the place of the old.
  const twice = embed(sent.html, options);
  strictEqual(twice.html, sent.html, 'embed(embed(x)) is embed(x)');
  strictEqual(twice.changed || twice.removed > 0, false, 'nothing is said to have changed');
  strictEqual(embed(sent.html, next).html, embed(page, next).html, 'another token takes its place');

  // An image that stands elsewhere may stay there, and then nothing moves it.
  const kept = embed(sent.html, { ...options, keepImage: true });
  strictEqual(kept.html, sent.html, 'an image that may stay stays');

  // A page with frames may have no body; out of a cut template links come back elsewhere: such pages are left alone.
  if (/<frameset|<template/i.test(page) && sent.html === page) return;

  const before = seen(page);
  if (before.strayed) return;

  // Links are those a browser sees.
  strictEqual(
    embed(page, bare)
      .links.map((link) => link.target)
      .join('\n'),
    before.hrefs.join('\n'),
    'links are those parse5 sees',
  );

  // A browser finds the same links after it, each in place, and exactly one image of ours.
  const after = seen(sent.html);
  strictEqual(after.hrefs.length, sent.links.length, 'as many links');
  sent.links.forEach((link, i) => {
    const href = after.hrefs[i] ?? '';
    strictEqual(link.tracked ? new URL(href).searchParams.get('u') : href, link.target, 'the target');
  });
  strictEqual(after.images, sent.image ? 1 : 0, 'one image');
}
