import type { Frame, Page } from 'playwright-core';
import { OutlookTab } from '../fixtures/outlook-tab';
import { COLOURS, seriousIn } from '../fixtures/screens/axe';
import { pathsOf, type Things } from '../fixtures/screens/paths';
import { tabTo } from '../fixtures/screens/keyboard';
import { Between, comeTo, seenOn, type Manner } from '../fixtures/screens/states';
import {
  goTo,
  newContext,
  openScreenWorld,
  signIn,
  tellStory,
  type ScreenWorld,
} from '../fixtures/screens/world';
import { Recipient } from '../fixtures/story-people';
import { waitFor } from '../fixtures/wait-for';

/** Every screen of the web app in every state, by whatever stands in its list: with an administrator's eyes, and axe's. */

const REFUSED = 'You have no permission for this';
const FAILED = 'That did not work';

let world: ScreenWorld;
let things: Things;

beforeAll(async () => {
  world = await openScreenWorld();
  things = await tellStory(world);
});
afterAll(() => world?.close());

/** What reaches beyond the right edge of the page, but for what stands in a part that scrolls by itself. Runs in the page. */
function widerThanThePage(): string[] {
  const { clientWidth, scrollWidth } = document.documentElement;
  const scrolls = (element: Element | null): boolean =>
    element !== null &&
    (['auto', 'scroll'].includes(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
  // What shows neither words nor a field may lie anywhere: the cross of a search box that is empty does.
  const shows = (element: Element): boolean =>
    element.textContent?.trim() !== '' || element.matches('input, select, textarea');
  const beyond = [...document.querySelectorAll('main *')].filter(
    (element) =>
      element.getBoundingClientRect().right > clientWidth + 1 &&
      shows(element) &&
      !scrolls(element.parentElement),
  );
  const words = beyond.map((element) => `${element.tagName} “${(element.textContent ?? '').slice(0, 40)}”`);
  return scrollWidth > clientWidth ? [...words, `the page is ${scrollWidth} px wide`] : words;
}

describe('every screen of the web app', () => {
  let page: Page;
  let between: Between;
  let paths: string[];
  const problems: string[] = [];
  /** Screens that ask the server for something. */
  const asking: string[] = [];

  beforeAll(async () => {
    page = await (await newContext(world.browser)).newPage();
    page.on('pageerror', (error) => problems.push(`${page.url()}: ${error.message}`));
    paths = pathsOf(things);
    await signIn(page, world.serve, /Alice Moreau/);
    between = await Between.stand(page);
  });
  afterAll(() => page.context().close());

  /** What is wrong with each screen when the server behaves so, one line each. */
  const wrongWhen = async (
    manner: Manner,
    all: readonly string[],
    judge: (seen: Awaited<ReturnType<typeof seenOn>>, path: string) => string[],
  ): Promise<string[]> => {
    const wrong: string[] = [];
    for (const path of all) {
      await comeTo(page, between, manner, path);
      const seen = await seenOn(page, `${path} when the server ${manner}`, manner === 'waits');
      wrong.push(...judge(seen, path).map((line) => `${path}: ${line}`));
      await between.letGo();
    }
    return wrong;
  };

  test('has nothing serious or critical for axe, in the light and in the dark', async () => {
    const found: string[] = [];
    const themes = [
      ['light', {}],
      ['dark', COLOURS],
    ] as const;
    for (const [colorScheme, options] of themes) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      for (const path of paths) {
        await comeTo(page, between, 'answers', path);
        await seenOn(page, path);
        // The feed has a test of its own.
        if (between.asked > 0 && colorScheme === 'light' && path !== '/') asking.push(path);
        found.push(...(await seriousIn(page, options)).map((line) => `${path}, ${colorScheme}: ${line}`));
      }
    }
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    expect(found).toEqual([]);
  });

  test('fits a screen of 320 px, in German too: nothing is cut off or has to be scrolled for sideways', async () => {
    const speak = (language: 'de' | 'automatic') =>
      page.evaluate(async (to) => {
        await fetch('/api/v1/me/preferences', {
          method: 'PATCH',
          headers: { 'content-type': 'application/json', 'x-mailtrail': '1' },
          body: JSON.stringify({ language: to }),
        });
      }, language);
    await speak('de');
    await page.setViewportSize({ width: 320, height: 800 });
    await page.reload();
    await page.getByRole('navigation').getByText('Kontakte', { exact: true }).waitFor();
    const wide: string[] = [];
    for (const path of paths) {
      await comeTo(page, between, 'answers', path);
      await seenOn(page, path);
      wide.push(...(await page.evaluate(widerThanThePage)).map((words) => `${path}: ${words}`));
    }
    await speak('automatic');
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.reload();
    await page.getByRole('navigation').getByText('Contacts', { exact: true }).waitFor();
    expect(wide).toEqual([]);
  });

  test('says that it loads, until the server has answered', async () => {
    expect(asking.length).toBeGreaterThan(15);
    const wrong = await wrongWhen('waits', asking, (seen) => (seen.busy ? [] : ['nothing says so']));
    expect(wrong).toEqual([]);
  });

  test('says that it failed, and lets one try again', async () => {
    const wrong = await wrongWhen('fails', asking, (seen) => [
      ...(seen.bars.some((bar) => bar.includes(FAILED)) ? [] : ['no word of it']),
      ...(seen.again ? [] : ['no way on']),
    ]);
    expect(wrong).toEqual([]);
  });

  test('says that a permission is missing, and offers nothing that would be refused again', async () => {
    const wrong = await wrongWhen('refuses', asking, (seen) => [
      ...(seen.bars.some((bar) => bar.includes(REFUSED)) ? [] : ['no word of it']),
      ...(seen.again ? ['it offers to try again'] : []),
    ]);
    expect(wrong).toEqual([]);
  });

  test('stands where there is nothing to show, with a word on it', async () => {
    const wrong = await wrongWhen('has nothing', asking, (seen) => [
      ...(seen.bars.some((bar) => bar.includes(FAILED))
        ? [`takes it for a failure: ${seen.bars.join()}`]
        : []),
      ...(seen.words.split(/\s+/).length > 3 ? [] : [`says no more than “${seen.words}”`]),
    ]);
    expect(wrong).toEqual([]);
  });

  test('the feed too loads, fails and is empty, though it is there before its screen', async () => {
    between.only = /\/feed(?:\?|$)/;
    const load = async (manner: Manner) => {
      between.begin(manner);
      await page.goto(world.serve.appUrl, { waitUntil: 'commit' });
      const seen = await seenOn(page, `the feed when the server ${manner}`, manner === 'waits');
      await between.letGo();
      return seen;
    };
    expect((await load('waits')).busy).toBe(true);
    const failed = await load('fails');
    expect(failed.bars.join()).toContain(FAILED);
    expect(failed.again).toBe(true);
    expect((await load('has nothing')).words).toContain('Nothing has happened yet');
    between.only = undefined;
  });

  test('earlier lines of the feed that do not come are not passed over in silence', async () => {
    const feed = /\/api\/v1\/feed(?:\?|$)/;
    await page.route(feed, async (route) => {
      if (route.request().url().includes('before=')) return route.abort();
      const response = await route.fetch();
      const json: unknown = await response.json();
      return route.fulfill({ response, json: Object.assign({}, json, { next: 1 }) });
    });
    await page.goto(world.serve.appUrl);
    await page.getByRole('button', { name: 'Show earlier' }).click();
    await page.getByRole('main').getByText(FAILED).waitFor();
    await page.unroute(feed);
  });

  test.each([
    [
      'the timeline of a contact',
      /\/timeline(?:\?|$)/,
      () => `/contacts/${things.contact}`,
      'Nothing here yet',
    ],
    ['the hits of a mail', /\/hits(?:\?|$)/, () => `/messages/${things.message}`, 'Nothing has asked'],
  ])(
    '%s, within its screen, loads, fails and is empty, and axe agrees',
    async (_what, only, path, nothing) => {
      between.only = only;
      const wrong: string[] = [];
      const come = async (manner: Manner) => {
        await comeTo(page, between, manner, path());
        const seen = await seenOn(page, `it ${manner}`, manner === 'waits');
        wrong.push(...(await seriousIn(page)).map((line) => `when the server ${manner}: ${line}`));
        await between.letGo();
        return seen;
      };
      expect((await come('waits')).busy).toBe(true);
      const failed = await come('fails');
      expect([failed.bars.join(), failed.again]).toEqual([expect.stringContaining(FAILED), true]);
      expect((await come('has nothing')).words).toContain(nothing);
      between.only = undefined;
      expect(wrong).toEqual([]);
    },
  );

  test('a session that has ended is told over the page, with the way back to it as it was filtered', async () => {
    const insights = /\/api\/v1\/insights/;
    const json = { error: { code: 'not-signed-in', message: 'Sign in first.' } };
    await page.route(insights, (route) => route.fulfill({ status: 401, json }));
    await comeTo(page, between, 'answers', '/insights?days=7');
    const dialog = page.getByRole('alertdialog', { name: 'You have been signed out' });
    expect(await dialog.getByRole('link').getAttribute('href')).toBe(
      '/auth/login?returnTo=%2Finsights%3Fdays%3D7',
    );
    await page.unroute(insights);
  });

  test('a screen whose piece does not come leaves the rest standing, and comes once it can', async () => {
    await page.goto(world.serve.appUrl);
    const navigation = page.getByRole('navigation', { name: 'Main' });
    await navigation.getByText('Templates', { exact: true }).waitFor();
    // Not offline: what earlier tests loaded is in the browser's cache, which a route passes by.
    const all = /./;
    await page.route(all, (route) => route.abort());
    await goTo(page, '/templates');
    await page.getByText('This page could not be shown').waitFor();
    expect(await navigation.isVisible()).toBe(true);
    await page.unroute(all);
    await page.getByRole('main').getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'Templates', level: 1 }).waitFor();
  });

  test('and no page broke on the way', () => {
    expect(problems).toEqual([]);
  });
});

const paneIn = async (page: Page): Promise<Frame> => {
  const isPane = (frame: Frame): boolean => frame.url().includes('/addin/pane.html');
  await waitFor('the pane', () => page.frames().some(isPane));
  const found = page.frames().find(isPane);
  if (!found) throw new Error('no pane');
  await found.getByRole('tab').first().waitFor();
  return found;
};

describe('the pane', () => {
  test('has nothing serious or critical for axe on any of its tabs, in the light and in the dark', async () => {
    const tab = await OutlookTab.open(world.serve, world.browser);
    const found: string[] = [];
    const look = async (pane: Frame, what: string): Promise<void> => {
      await waitFor(what, async () => {
        const busy = await pane.locator('main [role="progressbar"]').count();
        return busy === 0 && (await pane.locator('main').innerText()) !== '';
      });
      for (const [colorScheme, options] of [
        ['light', {}],
        ['dark', COLOURS],
      ] as const) {
        await tab.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await waitFor('the colours', async () => (await isDark(pane)) === (colorScheme === 'dark'));
        found.push(...(await seriousIn(pane, options)).map((line) => `${what}, ${colorScheme}: ${line}`));
      }
      await tab.page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    };
    await tab.page.getByRole('tab', { name: 'Sent Items' }).click();
    await tab.page.getByRole('list', { name: 'Messages' }).getByText('Our offer').first().click();
    await tab.page.getByRole('button', { name: /Open Mailtrail/ }).click();
    const pane = await paneIn(tab.page);
    for (const name of ['Mail', 'Activity', 'Settings']) {
      await pane.getByRole('tab', { name }).click();
      await look(pane, name);
    }
    await pane.getByRole('tab', { name: 'Mail' }).click();
    await tab.write({ subject: 'Looked at', html: '<p>Hello <a href="https://a.example/">a</a></p>' });
    await tab.page.getByRole('button', { name: /Open Mailtrail/ }).click();
    const composing = await paneIn(tab.page);
    await composing.getByRole('switch', { name: 'Track' }).waitFor();
    await look(composing, 'a new mail');
    await tab.close();
    expect(found).toEqual([]);
  });
});

describe('the pane, whatever the server does', () => {
  let tab: OutlookTab;
  let between: Between;
  const MANNERS = ['waits', 'fails', 'refuses', 'has nothing'] as const;
  /** What is wrong with what is seen then, by axe and by what a person finds. */
  const wrongWith = async (pane: Frame, manner: Manner, what: string): Promise<string[]> => {
    const seen = await seenOn(pane, `${what} when the server ${manner}`, manner === 'waits');
    const bars = seen.bars.join();
    const said: Record<Manner, boolean> = {
      answers: true,
      waits: seen.busy,
      fails: bars.includes('has not been reached since') && seen.words.includes('Not loaded'),
      refuses: bars.includes(REFUSED) && !seen.again,
      // That it is back is said for a while.
      'has nothing':
        seen.bars.every((bar) => bar.includes('is reached again')) && seen.words.split(/\s+/).length > 3,
    };
    return [...(said[manner] ? [] : [`it says “${seen.words}”`]), ...(await seriousIn(pane))].map(
      (line) => `${what} when the server ${manner}: ${line}`,
    );
  };
  const begin = async (manner: Manner): Promise<void> => {
    between.begin(manner);
    const isConfig = '**/addin/config.json';
    // What is asked whether the server is back fails likewise.
    if (manner === 'fails') await tab.page.route(isConfig, (route) => route.abort());
    else await tab.page.unroute(isConfig);
  };

  beforeAll(async () => {
    tab = await OutlookTab.open(world.serve, world.browser);
    between = await Between.stand(tab.page, { frame: /\/(?:stream|presence|pane)(?:\?|$)/, posts: true });
  });
  afterAll(() => tab?.close());

  test('each of its tabs says that it loads, fails, is not allowed or has nothing, and axe agrees', async () => {
    const found: string[] = [];
    await tab.page.getByRole('tab', { name: 'Sent Items' }).click();
    await tab.page.getByRole('list', { name: 'Messages' }).getByText('Our offer').first().click();
    await tab.page.getByRole('button', { name: /Open Mailtrail/ }).click();
    const pane = await paneIn(tab.page);
    for (const manner of MANNERS) {
      await begin(manner);
      // The feed as it was seen last would stand in for what does not come.
      await pane.evaluate(() => {
        sessionStorage.clear();
        document.body.dataset.before = '';
      });
      await tab.page.getByRole('button', { name: 'Reload pane' }).click();
      await waitFor('the pane anew', () =>
        pane.evaluate(() => document.body.dataset.before === undefined).catch(() => false),
      );
      await pane.getByRole('tab').first().waitFor();
      for (const name of ['Mail', 'Activity', 'Settings']) {
        await pane.getByRole('tab', { name }).click();
        found.push(...(await wrongWith(pane, manner, name)));
      }
      await between.letGo();
    }
    expect(found).toEqual([]);
  });

  test('and so do the templates beside a new mail', async () => {
    const found: string[] = [];
    await begin('answers');
    await tab.write({ subject: 'Looked at again', html: '<p>Hello</p>' });
    await tab.page.getByRole('button', { name: /Open Mailtrail/ }).click();
    const pane = await paneIn(tab.page);
    await pane.getByRole('tab', { name: 'Mail' }).click();
    for (const manner of MANNERS) {
      await begin(manner);
      await pane.getByRole('button', { name: 'Insert a template' }).click();
      found.push(...(await wrongWith(pane, manner, 'templates')));
      await begin('answers');
      await between.letGo();
      await pane.evaluate(() => window.dispatchEvent(new Event('online')));
      await pane.getByRole('button', { name: 'Close templates' }).click();
    }
    expect(found).toEqual([]);
    expect(tab.problems).toEqual([]);
  });
});

/** Whether the theme has followed. */
const isDark = (frame: Frame): Promise<boolean> =>
  frame
    .locator('.fui-FluentProvider')
    .first()
    .evaluate((element) => {
      const [r = 255] = (/\d+/.exec(getComputedStyle(element).backgroundColor) ?? []).map(Number);
      return r < 128;
    });

describe('by keyboard alone', () => {
  test('a mail is written, its pane looked at, sent, seen opened, and the open overruled', async () => {
    const subject = 'Written without a mouse';
    const tab = await OutlookTab.open(world.serve, world.browser);
    const { page } = tab;
    const { keyboard } = page;
    await tabTo(page, 'New mail');
    await keyboard.press('Enter');
    await page.getByRole('combobox', { name: 'To', exact: true }).waitFor();
    await tabTo(page, 'To');
    await keyboard.type('bob@partner.example');
    await keyboard.press('Enter');
    await tabTo(page, /Subject/);
    await keyboard.type(subject);
    await tabTo(page, 'Message body');
    await keyboard.type('Hello Bob.');
    // A toolbar is one stop of Tab; arrows lead along it.
    await tabTo(page, 'Send', 'Shift+Tab');
    await tabTo(page, /Open Mailtrail/, 'ArrowRight');
    await keyboard.press('Enter');
    const pane = await paneIn(page);
    await pane.getByRole('switch', { name: 'Track' }).waitFor();
    const turned = (on: boolean): Promise<void> =>
      waitFor(
        'the switch',
        async () => (await pane.getByRole('switch', { name: 'Track' }).isChecked()) === on,
      );
    const track = await tabTo(page, 'Track');
    expect([track.frame.url() === pane.url(), track.visible]).toEqual([true, true]);
    await keyboard.press('Space');
    await turned(false);
    await keyboard.press('Space');
    await turned(true);
    await tabTo(page, /Open Mailtrail/, 'Shift+Tab');
    await tabTo(page, 'Send', 'ArrowLeft');
    await keyboard.press('Enter');
    await tab.sent();

    const bob = new Recipient(world.serve, 'bob');
    await waitFor('the mail at Bob', async () => (await bob.find(subject)) !== undefined);
    await bob.open((await bob.find(subject)) ?? '');

    const app = await (await newContext(world.browser)).newPage();
    await signIn(app, world.serve, /Alice Moreau/);
    await app.getByRole('list', { name: 'Feed' }).getByText('opened it').first().waitFor();
    expect((await tabTo(app, 'Skip to content', 'Tab', 2)).visible).toBe(true);
    const link = await tabTo(app, subject);
    expect(link.visible).toBe(true);
    await app.keyboard.press('Enter');
    await app.getByRole('button', { name: 'Not a person' }).first().waitFor();
    const overrule = await tabTo(app, 'Not a person', 'Tab', 120);
    expect(overrule.visible).toBe(true);
    await app.keyboard.press('Enter');
    await app.getByText('No longer counted: not a person.').waitFor();
    await tabTo(app, 'Undo');
    await app.keyboard.press('Enter');
    await app.getByText(/^Judged by the rules again/).waitFor();
    await app.context().close();
    await tab.close();
  });
});
