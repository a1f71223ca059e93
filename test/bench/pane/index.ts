import { join } from 'node:path';
import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { build, type Plugin } from 'esbuild';
import type { Frame, Page } from 'playwright-core';
import { z } from 'zod';
import { launchBrowser } from '../../fixtures/browser';
import { OutlookTab } from '../../fixtures/outlook-tab';
import { freePortPair, newDataDir, Serve } from '../../fixtures/serve';
import { waitFor } from '../../fixtures/wait-for';
import { median, quantile, table } from '../measure';

const HELP = `npm run bench -- pane [--rounds N]

The pane in the sandbox's Outlook, beside a mail, against an empty page of Fluent's in its place: the same pane.html, the
same office.js, one button. Times from the beginning of the frame's navigation until what can be pressed is drawn; in
turn, without the browser's cache.

  --rounds N   loads of each (20)
`;

/** Wanted: no more than this many times the empty page. */
const MOST = 1.3;

type Variant = 'ours' | 'empty';

/** Milliseconds since the frame's navigation began. `mail`: the view of the mail is drawn too. */
const Times = z.object({ tabs: z.number(), mail: z.number().optional() });

/** As webpack has it: the icons that Fluent's own components use, and no others. */
const iconsOfFluent: Plugin = {
  name: 'icons-of-fluent',
  setup: (build) => {
    build.onResolve({ filter: /^@fluentui\/react-icons$/ }, () => ({
      path: join(__dirname, '../../../node_modules/.cache/fluent-icons.js'),
    }));
  },
};

/** The page of Fluent's, built as the pane is. */
async function emptyPage(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(__dirname, 'empty-page.tsx')],
    bundle: true,
    minify: true,
    write: false,
    target: 'es2022',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [iconsOfFluent],
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

const paneOf = (page: Page): Frame | undefined =>
  page.frames().find((frame) => frame.url().includes('/addin/pane.html'));

export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { rounds: { type: 'string', default: '20' }, help: { type: 'boolean', default: false } },
  });
  const print = (text: string): unknown => process.stdout.write(`${text}\n`);
  if (values.help) {
    print(HELP);
    return 0;
  }
  const rounds = Number(values.rounds);
  const dataDir = newDataDir();
  const serve = new Serve(await freePortPair(), dataDir);
  try {
    await serve.start();
    const empty = await emptyPage();
    const browser = await launchBrowser();
    try {
      const tab = await OutlookTab.open(serve, browser);
      const { page } = tab;
      let variant: Variant = 'ours';
      await page.route('**/addin/pane.js', (route) =>
        variant === 'ours'
          ? route.continue()
          : route.fulfill({ contentType: 'text/javascript; charset=utf-8', body: empty }),
      );
      // tsx marks functions with their names, by a function that no page has.
      await page.addInitScript('globalThis.__name = (marked) => marked;');
      await page.addInitScript(watch);
      await tab.write({ subject: 'bench', html: '<p>Hello</p>' });
      await tab.send();
      await page.getByRole('tab', { name: 'Sent Items' }).click();
      await page.getByRole('list', { name: 'Messages' }).getByText('bench').first().click();
      await page.getByRole('button', { name: /Open Mailtrail/ }).click();

      const taken: Record<Variant, number[]> = { ours: [], empty: [] };
      const mail: number[] = [];
      // The first ones pay for the browser's own warm-up.
      for (let i = -3; i < rounds; i++) {
        for (const one of ['ours', 'empty'] as const) {
          variant = one;
          await page.getByRole('button', { name: 'Reload pane' }).click();
          const times = await timesOf(page, one);
          if (i < 0) continue;
          taken[one].push(times.tabs);
          if (times.mail !== undefined) mail.push(times.mail);
        }
      }
      const row = (name: string, times: readonly number[]): string[] => [
        name,
        `${median(times).toFixed(0)} ms`,
        `${quantile(times, 0.95).toFixed(0)} ms`,
        `${(median(times) / median(taken.empty)).toFixed(2)} ×`,
      ];
      print(
        table([
          ['until', 'median', 'p95', 'of the empty page'],
          row('an empty page: its button', taken.empty),
          row('the pane: its tabs', taken.ours),
          row('the pane: the mail’s own view', mail),
        ]),
      );
      const ratio = median(taken.ours) / median(taken.empty);
      print(`\nwanted: at most ${MOST} times; ${ratio <= MOST ? 'met' : 'not met'}`);
      return ratio <= MOST ? 0 : 1;
    } finally {
      await browser.close();
    }
  } finally {
    await serve.kill();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function timesOf(page: Page, variant: Variant): Promise<z.infer<typeof Times>> {
  let times: z.infer<typeof Times> | undefined;
  await waitFor('the pane', async () => {
    const found = await paneOf(page)
      ?.evaluate(() => window.paneTimes)
      .catch(() => undefined);
    const read = Times.safeParse(found);
    if (!read.success || (variant === 'ours' && read.data.mail === undefined)) return false;
    times = read.data;
    return true;
  });
  // The next load begins from nothing.
  await paneOf(page)?.evaluate(() => void delete window.paneTimes);
  if (!times) throw new Error('no times');
  return times;
}

declare global {
  interface Window {
    paneTimes?: { tabs?: number; mail?: number };
  }
}

/** Runs in every frame before its own scripts: when what is looked for was drawn. Sees nothing of this file. */
function watch(): void {
  if (!location.pathname.endsWith('/addin/pane.html')) return;
  const times: { tabs?: number; mail?: number } = {};
  window.paneTimes = times;
  const drawn = (note: () => void): void => {
    requestAnimationFrame(() => {
      // After the frame that shows it.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = note;
      port2.postMessage(null);
    });
  };
  const seen = new Set<string>();
  const look = (): void => {
    for (const [name, selector] of [
      ['tabs', '[role=tab]'],
      ['mail', 'main h2'],
    ] as const) {
      if (seen.has(name) || !document.querySelector(selector)) continue;
      seen.add(name);
      drawn(() => (times[name] = performance.now()));
    }
    if (seen.size < 2) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
