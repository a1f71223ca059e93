import type { FastifyInstance } from 'fastify';
import { escapeHtml } from '../html';

interface Page {
  title: string;
  text: string[];
}

/** What the links in sandbox mail lead to. */
const PAGES: Record<string, Page> = {
  pricing: {
    title: 'Pricing',
    text: [
      'Starter: 9 € a month for one desk.',
      'Team: 29 € a month for five desks.',
      'Company: let us talk.',
    ],
  },
  'case-study': {
    title: 'How Partner saved a day a week',
    text: [
      'Four people, one inbox, and too many follow-ups.',
      'Six weeks later nobody asked “did they see it?” any more.',
    ],
  },
  contact: { title: 'Contact', text: ['Write to alice@brightwater.example, or ring the bell.'] },
};

const STYLE =
  ':root { color-scheme: light dark; font: 18px/1.6 Georgia, serif; } body { margin: 0; } header { background: #123c4a; color: #fff; padding: 1rem max(1.5rem, 12vw); } header a { color: #fff; margin-inline-end: 1.2rem; } main { padding: 3rem max(1.5rem, 12vw); max-width: 60rem; }';

function document(page: Page): string {
  const links = Object.entries(PAGES).map(
    ([name, { title }]) => `<a href="/site/${name}">${escapeHtml(title)}</a>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(page.title)} · Brightwater</title><style>${STYLE}</style></head><body><header><nav aria-label="Site">${links.join('')}</nav></header><main><h1>${escapeHtml(page.title)}</h1>${page.text.map((line) => `<p>${escapeHtml(line)}</p>`).join('')}</main></body></html>`;
}

/** A small web site for tracked links to lead to: `/site/pricing`, `/site/case-study`, `/site/contact`. */
export function siteRoutes(app: FastifyInstance): void {
  app.get('/site/*', async (request, reply) => {
    const name = request.url.replace(/^\/site\//, '').replace(/[/?#].*$/, '');
    const page = Object.hasOwn(PAGES, name) ? PAGES[name] : undefined;
    return reply
      .code(page === undefined ? 404 : 200)
      .type('text/html; charset=utf-8')
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
      .send(document(page ?? { title: 'There is nothing here', text: ['Perhaps one of the pages above?'] }));
  });
}
