import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { OutlookTab } from '../fixtures/outlook-tab';
import {
  goTo,
  newContext,
  openScreenWorld,
  signIn,
  tellStory,
  type ScreenWorld,
} from '../fixtures/screens/world';

/**
 * `npm run screens`: the pictures in docs/screens, of a sandbox in which Alice wrote to Bob and Carol. The story's own
 * pictures (README.md) are taken by test/browser/story.test.ts.
 */

const FOLDER = join(__dirname, '../../docs/screens/gallery');

interface Picture {
  name: string;
  path: string;
  width?: number;
  height?: number;
  colorScheme?: 'light' | 'dark';
  forcedColors?: 'active';
  language?: 'pl' | 'de';
}

async function main(): Promise<void> {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const world = await openScreenWorld();
  try {
    const things = await tellStory(world);
    const record = `/contacts/${things.contact}`;
    const pictures: Picture[] = [
      { name: 'feed', path: '/' },
      { name: 'feed-dark', path: '/', colorScheme: 'dark' },
      { name: 'feed-1920', path: '/', width: 1920, height: 1080 },
      { name: 'contacts', path: '/contacts' },
      { name: 'contacts-1920', path: '/contacts', width: 1920, height: 1080 },
      { name: 'contacts-contrast', path: '/contacts', forcedColors: 'active' },
      { name: 'record', path: record, height: 700 },
      { name: 'record-dark', path: record, height: 700, colorScheme: 'dark' },
      { name: 'record-pl', path: record, height: 640, language: 'pl' },
      { name: 'record-de', path: record, height: 640, language: 'de' },
      { name: 'record-320', path: record, width: 320, height: 800 },
      { name: 'write', path: `${record}/write` },
      { name: 'message', path: `/messages/${things.message}` },
      { name: 'messages', path: '/messages' },
      { name: 'numbers', path: '/insights' },
      { name: 'companies', path: '/companies' },
      { name: 'templates', path: '/templates' },
      { name: 'mailboxes', path: '/settings' },
      { name: 'mailbox', path: `/settings/mailboxes/${things.mailbox}` },
      { name: 'account', path: '/settings/account' },
      { name: 'deployment', path: '/settings/deployment' },
      { name: 'deployment-de', path: '/settings/deployment', height: 700, language: 'de' },
      { name: 'privacy', path: '/settings/privacy' },
    ];
    await webApp(world, pictures);
    await pane(world);
  } finally {
    await world.close();
  }
}

const fileOf = (name: string): string => join(FOLDER, `${name}.png`);

function weigh(name: string): void {
  const kilobytes = Math.ceil(statSync(fileOf(name)).size / 1_000);
  process.stdout.write(`${name}.png ${kilobytes} kB${kilobytes > 100 ? ' (too much)' : ''}\n`);
}

/** Nothing moves any more, and nothing is awaited. */
async function still(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle', { timeout: 3_000 }).catch(() => undefined);
  await page.waitForTimeout(300);
}

async function webApp(world: ScreenWorld, pictures: readonly Picture[]): Promise<void> {
  const languages = [...new Set(pictures.map(({ language }) => language))];
  for (const language of languages) {
    const context = await newContext(world.browser, { locale: language ?? 'en-GB' });
    const page = await context.newPage();
    await signIn(page, world.serve, /Alice Moreau/);
    for (const picture of pictures.filter((one) => one.language === language)) {
      await page.setViewportSize({ width: picture.width ?? 1280, height: picture.height ?? 800 });
      await page.emulateMedia({
        colorScheme: picture.colorScheme ?? 'light',
        forcedColors: picture.forcedColors ?? 'none',
        reducedMotion: 'reduce',
      });
      await goTo(page, picture.path);
      await still(page);
      await page.screenshot({ path: fileOf(picture.name) });
      weigh(picture.name);
    }
    await context.close();
  }
}

/** The pane is as wide in Outlook as it is here. */
async function pane(world: ScreenWorld): Promise<void> {
  const tab = await OutlookTab.open(world.serve, world.browser);
  const shoot = async (name: string): Promise<void> => {
    await still(tab.page);
    await tab.page.getByRole('complementary', { name: 'Mailtrail pane' }).screenshot({ path: fileOf(name) });
    weigh(name);
  };
  const inPane = tab.page.frameLocator('iframe[src*="pane.html"]');
  await tab.page.getByRole('tab', { name: 'Sent Items' }).click();
  await tab.page.getByRole('list', { name: 'Messages' }).getByText('Our offer').first().click();
  await tab.page.getByRole('button', { name: /Open Mailtrail/ }).click();
  await inPane.getByRole('tab', { name: 'Mail' }).waitFor();
  await shoot('pane-read');
  for (const name of ['Activity', 'Settings']) {
    await inPane.getByRole('tab', { name }).click();
    await shoot(`pane-${name.toLowerCase()}`);
  }
  await inPane.getByRole('tab', { name: 'Mail' }).click();
  await tab.write({
    subject: 'The offer, once more',
    html: '<p>Hello Bob, <a href="https://example.com/prices">our prices</a>.</p>',
  });
  await tab.page.getByRole('button', { name: /Open Mailtrail/ }).click();
  await inPane.getByRole('switch', { name: 'Track' }).waitFor();
  await shoot('pane-compose');
  await tab.page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await shoot('pane-compose-dark');
  await tab.page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  await shoot('pane-compose-contrast');
  await tab.close();
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
