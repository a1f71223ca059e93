import { readFileSync } from 'node:fs';
import type { Browser, Frame, Page } from 'playwright-core';
import { PrivacyLinks } from '../../src/core/api/privacy';
import { launchBrowser } from '../fixtures/browser';
import { OutlookTab } from '../fixtures/outlook-tab';
import { freePortPair, newDataDir, Serve } from '../fixtures/serve';
import { seriousIn } from '../fixtures/screens/axe';
import { Alice } from '../fixtures/story-people';
import { waitFor } from '../fixtures/wait-for';

const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148';

describe('tests and privacy, in a real browser', () => {
  let serve: Serve;
  let browser: Browser;
  let tab: OutlookTab;
  let page: Page;

  beforeAll(async () => {
    serve = new Serve(await freePortPair(), newDataDir());
    [browser] = await Promise.all([launchBrowser(), serve.start()]);
    page = await (await browser.newContext()).newPage();
    page.setDefaultTimeout(120_000);
    await page.goto(serve.appUrl);
    const entrance = page.getByRole('link', { name: 'Sign in with Microsoft' });
    await entrance.waitFor();
    expect(await seriousIn(page)).toEqual([]);
    await entrance.click();
    await page.getByRole('button', { name: /Alice Moreau/ }).click();
    await page.getByRole('heading', { name: 'Feed' }).waitFor();
    tab = await OutlookTab.open(serve, browser);
  });
  afterAll(async () => {
    await browser?.close();
    await serve?.kill();
  });

  const pane = async (): Promise<Frame> => {
    const isPane = (frame: Frame): boolean => frame.url().includes('/addin/pane.html');
    await waitFor('the pane', () => tab.page.frames().some(isPane));
    const found = tab.page.frames().find(isPane);
    if (!found) throw new Error('no pane');
    return found;
  };

  test('a mail to oneself is sent as a test by the pane’s switch; what asks for it shows on its page, and in no feed', async () => {
    await page.getByRole('link', { name: 'Test tracking' }).click();
    await page.getByText('No test has been sent yet.', { exact: false }).waitFor();

    await tab.write({
      subject: 'Trying it out',
      html: '<p>Look <a href="https://example.com/">here</a></p>',
      to: ['alice@brightwater.example'],
    });
    await tab.page.getByRole('button', { name: /Open Mailtrail/ }).click();
    const asTest = (await pane()).getByRole('switch', { name: 'Track as a test' });
    await asTest.click();
    await waitFor('the switch is on', () => asTest.isChecked());
    await tab.send();
    await waitFor('the report', () => tab.reports.has('Trying it out'));
    const report = tab.reports.get('Trying it out');
    expect(report?.switches.test).toBe(true);

    await page.getByRole('link', { name: 'Trying it out' }).waitFor();
    const answer = await fetch(`${serve.appUrl}/o/${report?.token ?? ''}.gif`, {
      headers: { 'user-agent': PHONE, 'x-forwarded-for': '203.0.113.77' },
    });
    expect(answer.status).toBe(200);
    const hits = page.getByRole('region', { name: 'Loads and clicks, one by one' });
    await hits.getByRole('listitem').first().waitFor();
    await page.getByRole('link', { name: 'Feed' }).click();
    await page.getByText('Nothing has happened yet').waitFor();
  });

  test('who objects is marked; a contact is taken out whole, and erased with a way back; what was done is on record', async () => {
    await tab.write({ subject: 'Our offer', html: '<p>As promised</p>' });
    await tab.send();
    const alice = new Alice(serve);
    await waitFor('it stands', async () => (await alice.timeline('bob@partner.example')).length > 0);
    const [mail] = await alice.timeline('bob@partner.example');
    const { links } = await alice.get(PrivacyLinks, `/api/v1/messages/${mail?.id ?? ''}/privacy-links`);
    const bobs = await (await browser.newContext({ locale: 'en-GB' })).newPage();
    await bobs.goto(links[0]?.url ?? '');
    const object = bobs.getByRole('button', { name: 'I object to tracking' });
    await object.waitFor();
    expect(await seriousIn(bobs)).toEqual([]);
    await object.click();
    await bobs.getByText(/You object to tracking since/).waitFor();
    expect(await seriousIn(bobs)).toEqual([]);

    await page.getByRole('link', { name: 'Contacts' }).click();
    await page.getByRole('table', { name: 'Contacts' }).getByRole('link', { name: 'Bob Lindqvist' }).click();
    await page.getByText('Objects to tracking', { exact: true }).waitFor();
    const [copy] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download everything about Bob Lindqvist' }).click(),
    ]);
    expect(readFileSync(await copy.path()).toString('latin1', 0, 2)).toBe('PK');

    await page.getByRole('button', { name: 'Erase …' }).click();
    await page.getByRole('button', { name: 'Erase Bob Lindqvist' }).click();
    await page.getByText(/^Bob Lindqvist will be erased/).waitFor();
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByText(/^Bob Lindqvist will be erased/).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Erase …' }).waitFor();
    await bobs.getByRole('button', { name: 'Take my objection back' }).click();
    await bobs.getByRole('button', { name: 'I object to tracking' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Bob Lindqvist' }).waitFor();
    expect(await page.getByText('Objects to tracking', { exact: true }).count()).toBe(0);

    await page.getByRole('link', { name: 'Privacy' }).click();
    const kept = page.getByLabel('Text and files of logged mail');
    await kept.selectOption({ label: '2 years' });
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('button', { name: 'Discard' }).waitFor({ state: 'detached' });
    await page.reload();
    await kept.waitFor();
    expect(await kept.inputValue()).toBe('24');
    await page.getByRole('table', { name: 'Erasures' }).getByText('Undone').waitFor();

    await page.getByRole('navigation').getByRole('link', { name: 'Audit log' }).click();
    await page.getByLabel('What').selectOption({ label: 'Contacts taken out' });
    const log = page.getByRole('table', { name: 'Audit log' });
    await log.getByText('Contact exported').waitFor();
    const [csv] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download as CSV' }).click(),
    ]);
    const lines = readFileSync(await csv.path(), 'utf8')
      .trim()
      .split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain('contact.export');
    expect(tab.problems).toEqual([]);
  });
});
