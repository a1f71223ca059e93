import fc from 'fast-check';
import { embed } from '../../../src/core/embed';
import { copyEmbedder, type EmbeddedCopy } from '../../../src/core/embed/copies';
import { ticketFor, tokenFor } from '../../fixtures/tickets';
import { soup } from './pages';

const ticket = ticketFor();
const placeholder = tokenFor(ticket, 1, 0xffffff);
const own = (token: string, html: string): string => html.split(placeholder).join(token);
const origin = ticket.trackingUrl;

/** What people are called, and what would be read as something else: quotes, markup, addresses, marks of ours. */
const name = fc.oneof(
  fc.constantFrom('Bob', 'Anna-Maria', 'Łukasz Żak', "O'Neil & Sons", '&amp;', 'A < B', ' ', '', '\u00a0'),
  fc.constantFrom('From: Bob', '-----Original Message-----', 'Von:', 'Sent: Monday', 'Subject: x', '&nbsp;'),
  fc.constantFrom(
    '<b>Bob</b>',
    '<!--',
    '</a>',
    '</td>',
    '<a href="https://x.example">x</a>',
    '<div id="x_divRplyFwdMsg">',
  ),
  fc.constantFrom(`${origin}/o/${tokenFor(ticket, 3)}.gif`, 'www.acme.example', 'https://acme.example/x'),
  fc.string({ maxLength: 20 }),
);
const flags = fc.record({ image: fc.boolean(), links: fc.boolean() });

/** A message with places for a name: in a title, a text, a link's text and target, an attribute, a table, a comment. */
const mail = (a: string, b: string): string => `<!doctype html><html><head><title>For ${a}</title>
<style>p { color: red }</style></head><body><p>Dear ${a},</p><p>${b}: news</p>
<table><tr><td>${b}</td><td><a href="https://acme.example/offer?x=1&amp;y=2">Read on, ${a}</a></td></tr></table>
<!--[if mso]><p>${'Outlook'}</p><![endif]-->
<p><a href="https://acme.example/${encodeURIComponent(b)}">Your page</a> <img src="https://acme.example/p.png" alt="p"></p>
<div title="${a.replace(/"/g, '')}" style="x" aria-label="To ${b.replace(/"/g, '')}"><img alt="${a.replace(/"/g, '')}"
src="https://acme.example/q.png"></div>
<p><a href="https://other.example/?from=${encodeURIComponent(`${origin}/u/${placeholder}/view`)}">Share</a></p>
<p>${a} <a href="${origin}/u/${placeholder}">Unsubscribe</a></p></body></html>`;

const same = (
  html: string,
  token: string,
  made: EmbeddedCopy,
  on: { image: boolean; links: boolean },
): void => {
  const plain = embed(own(token, html), { ticket, token, ...on });
  expect(made.html).toBe(plain.html);
  expect(made.image).toBe(plain.image);
  expect(made.links.map(({ n, tracked }) => ({ n, tracked }))).toEqual(
    plain.links.map(({ n, tracked }) => ({ n, tracked })),
  );
};

describe('the copies of one message', () => {
  it('are what embed makes of each, whatever stands in their fields', () => {
    fc.assert(
      fc.property(flags, fc.array(fc.tuple(name, name), { minLength: 2, maxLength: 6 }), (on, people) => {
        const copy = copyEmbedder({ ticket, ...on, placeholder });
        people.forEach(([a, b], i) => {
          const token = tokenFor(ticket, 1, i + 1);
          const html = mail(a, b);
          same(html, token, copy(html, token), on);
        });
      }),
      { numRuns: 150 },
    );
  });

  it('are so of any page with any text in the places of its texts', () => {
    fc.assert(
      fc.property(
        flags,
        soup,
        fc.array(name, { minLength: 2, maxLength: 4 }),
        fc.nat(),
        (on, page, names, at) => {
          const copy = copyEmbedder({ ticket, ...on, placeholder });
          const place = page.indexOf('>', at % (page.length + 1)) + 1;
          names.forEach((one, i) => {
            const token = tokenFor(ticket, 1, i + 1);
            const html = page.slice(0, place) + one + page.slice(place);
            same(html, token, copy(html, token), on);
          });
        },
      ),
      { numRuns: 150 },
    );
  });

  it('read a page once where only texts differ', () => {
    const copy = copyEmbedder({ ticket, image: true, links: true, placeholder });
    const mailTo = (one: string): string =>
      `<div aria-label="For ${one}" role="article"><p>Dear ${one},</p><p><a href="https://acme.example/">Read on</a></p><p><a href="${origin}/u/${placeholder}">Off</a></p>`;
    const [first, second] = ['Bob', 'Anna'].map((one, i) => copy(mailTo(one), tokenFor(ticket, 1, i + 1)));
    // The very same list: of the shape, not of a reading.
    expect(copy(mailTo('Carol'), tokenFor(ticket, 1, 9)).links).toBe(second?.links);
    expect(first?.html).toContain(`/u/${tokenFor(ticket, 1, 1)}"`);
    expect(second?.html).not.toContain(placeholder);
  });
});
