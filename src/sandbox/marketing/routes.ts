import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { escapeHtml } from '../html';
import { nameAt } from './answers';
import { recipientAt, type Recipient, type Temper } from './manners';
import type { Delivery } from './record';
import type { MarketingWorld } from './index';

const SHOWN = 300;

/** GET /api/marketing: how far the recipients are. */
export const MarketingFigures = z.object({
  taken: z.int(),
  doubles: z.int(),
  refused: z.int(),
  /** What recipients have still to do. */
  waiting: z.int(),
  /** Mails that a strict receiver finds something wrong with, by what it is. */
  problems: z.record(z.string(), z.int()),
});
export type MarketingFigures = z.infer<typeof MarketingFigures>;

const TEMPERS: Record<Temper, string> = {
  'unknown-user': 'is not known there',
  'bounces-later': 'is no longer there: the mail comes back',
  away: 'is away, and says so',
  complains: 'calls it spam',
  unsubscribes: 'unsubscribes',
  replies: 'answers',
  'answers-a-calendar': 'answers by calendar',
  clicks: 'reads and follows links',
  opens: 'reads',
  'clicks-unseen': 'blocks images, and follows links',
  unseen: 'blocks images',
};
const ACTS: Record<string, string> = {
  scan: 'a filter looked at everything',
  preload: 'Apple loaded the images',
  open: 'opened',
  click: 'followed a link',
  reply: 'answered',
  away: 'sent a note that they are away',
  report: 'came back',
  unsubscribe: 'unsubscribed',
  complain: 'complained',
  calendar: 'answered by calendar',
  deliver: 'lies in their mailbox',
};

const STYLE =
  ':root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; } body { margin: 2rem max(1rem, 6vw); } table { border-collapse: collapse; width: 100%; } th, td { text-align: start; padding: .4rem .8rem .4rem 0; border-block-end: 1px solid #8884; vertical-align: top; } td:first-child { white-space: nowrap; } small { opacity: .75; }';

function row(mail: Delivery, who: Recipient): string {
  const done = [...mail.done.keys()].map((act) => ACTS[act.split(' ')[0] ?? ''] ?? act);
  const cells = [
    `${escapeHtml(nameAt(mail.to))}<br><small>${escapeHtml(mail.to)}</small>`,
    escapeHtml(mail.subject),
    escapeHtml(TEMPERS[who.temper]),
    escapeHtml(done.join(', ') || 'nothing yet'),
  ];
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}

export const figuresOf = (world: MarketingWorld): MarketingFigures => {
  const all = [...world.record.deliveries()];
  const problems: Record<string, number> = {};
  for (const problem of all.flatMap((mail) => mail.problems))
    problems[problem] = (problems[problem] ?? 0) + 1;
  return {
    taken: all.length,
    doubles: all.reduce((sum, { doubles }) => sum + doubles, 0),
    refused: world.record.refused().length,
    waiting: world.waiting(),
    problems,
  };
};

/** Who got marketing mail and what they did: a page at `/recipients`, figures at `/api/marketing`. */
export function marketingRoutes(app: FastifyInstance, world: MarketingWorld, seed: string): void {
  app.get('/api/marketing', async () => figuresOf(world));
  app.get('/recipients', async (_request, reply) => {
    const all = [...world.record.deliveries()];
    const { taken, refused, waiting } = figuresOf(world);
    const shown = all.slice(-SHOWN).reverse();
    const rows = shown.map((mail) => row(mail, recipientAt(mail.to, seed))).join('');
    const head = ['Who', 'Mail', 'They', 'So far'].map((name) => `<th scope="col">${name}</th>`).join('');
    const body =
      taken === 0
        ? '<p>Nobody has got marketing mail yet. Mia has a newsletter ready: open Mailtrail as Mia, Marketing, Spring newsletter, Send.</p>'
        : `<p>${taken} mails were taken, ${refused} refused; ${waiting} things are still to be done. The page shows the latest ${shown.length} and loads itself anew.</p><table><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table>`;
    return reply
      .type('text/html; charset=utf-8')
      .headers({
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
        ...(waiting > 0 && { refresh: '3' }),
      })
      .send(
        `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Recipients · Sandbox</title><style>${STYLE}</style></head><body><h1>Recipients of marketing mail</h1>${body}</body></html>`,
      );
  });
}
