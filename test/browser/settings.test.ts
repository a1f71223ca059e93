import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { seriousIn } from '../fixtures/screens/axe';
import { openWebWorld, signIn, type WebWorld } from '../fixtures/web-page';

const BRAND = 'links.brand.example';
const DEVICE = '0197f0a0-0000-7000-8000-0000000000dd';

describe('settings, in a real browser', () => {
  const root = mkdtempSync(join(tmpdir(), 'mailtrail-settings-'));
  let world: WebWorld;
  let page: Page;

  beforeAll(async () => {
    world = await openWebWorld(root);
    // The outside, as it would answer: this server, by whatever name it was asked.
    world.test.services.ask = async (url, asked = {}) => {
      const answer = await world.test.ask(undefined, {
        method: asked.method ?? 'GET',
        url: url.pathname + url.search,
        headers: { host: url.host, ...asked.headers },
      });
      const headers = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
      return { status: answer.statusCode, headers: Object.fromEntries(headers), body: answer.rawPayload };
    };
    page = await (await world.browser.newContext({ locale: 'en-GB' })).newPage();
    await signIn(page, world.test, 'Alice Moreau');
  });
  afterAll(async () => {
    await world?.close();
    await rm(root, { recursive: true, force: true });
  });

  const open = async (path: string, title: string): Promise<void> => {
    await page.goto(`${world.test.services.urls.app}${path}`);
    await page.getByRole('heading', { name: title, level: 1 }).waitFor();
  };
  const shot = async (name: string): Promise<void> => {
    const folder = process.env['SHOTS'];
    if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  };

  test('the first steps tick by what is done, and go away when they are put away', async () => {
    const steps = page.getByRole('region', { name: 'Your way to the first tracked mail' });
    await steps.getByText('0 of 5 done').waitFor();
    await shot('first-run');
    await steps.getByRole('button', { name: 'Understood' }).click();
    await steps.getByText('1 of 5 done').waitFor();
    await steps.getByRole('button', { name: 'Put away' }).click();
    await steps.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await steps.getByText('1 of 5 done').waitFor();
  });

  test('a tracking domain is added, found good, and used for new mail', async () => {
    await open('/settings/tracking-domains', 'Tracking domains');
    await page.getByRole('textbox', { name: 'Host name' }).fill(`https://${BRAND}/`);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    const card = page.getByRole('group', { name: BRAND });
    await card.getByText('Works').waitFor();
    await card.getByRole('button', { name: `Use for new mail: ${BRAND}` }).click();
    await card.getByText('For new mail', { exact: true }).waitFor();
    await page
      .getByRole('combobox', { name: 'Mailbox', exact: true })
      .selectOption('alice@brightwater.example');
    await page.getByRole('button', { name: 'Use for this mailbox' }).click();
    const own = page.getByRole('combobox', { name: 'Tracking domain of alice@brightwater.example' });
    await own.waitFor();
    await shot('tracking-domains');
    await page.getByRole('link', { name: 'alice@brightwater.example' }).click();
    await page.getByRole('heading', { name: 'Tracking domain', level: 2 }).waitFor();
    await shot('mailbox-domain');
    await Promise.all([
      page.waitForResponse((answer) => answer.url().endsWith('/tracking-domains/mailboxes')),
      own.selectOption(''),
    ]);
    await page.goBack();
    await page.getByText('Every mailbox uses the default.').waitFor();
    await card.getByRole('button', { name: `Give up ${BRAND}` }).click();
    await card.getByText('Given up').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await card.getByText('Works').waitFor();
  });

  test('the manifest has a name and rises with it; what differs from the deployed one asks for consent; checks run one by one', async () => {
    await open('/settings/deployment', 'Deployment');
    await page.getByText('Version 1.0.0.0', { exact: false }).first().waitFor();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download the manifest' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('mailtrail-1.0.0.0.xml');
    await page.getByRole('combobox', { name: 'Version that is deployed' }).selectOption('1.0.0.0');
    await page.getByText('There is nothing to do.', { exact: false }).waitFor();
    await page.getByRole('textbox', { name: 'Name in Outlook' }).fill('Brightwater Mail');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Uploading it needs your consent anew').waitFor();
    await page.getByRole('button', { name: 'Check now' }).click();
    const results = page.getByRole('list', { name: 'Live address' });
    await results.getByText('Tracking domain').waitFor();
    // The test's build has the web app alone: what Outlook loads is missing, and that is said.
    await page.getByText(/\d things are wrong/).waitFor();
    await results.getByText('The add-in’s files have not been built.').first().waitFor();
    await shot('deployment');
  });

  test('an account’s rules are kept at once, and a member reads them only', async () => {
    await open('/settings/account', 'Account');
    await page.getByRole('combobox', { name: 'Who sees mail that is logged' }).selectOption('team');
    await page.getByRole('textbox', { name: 'Address or domain' }).fill('quiet.example');
    await page.getByRole('button', { name: 'Add', exact: true }).first().click();
    await page.getByRole('button', { name: 'Remove quiet.example' }).waitFor();
    await shot('account');
    await page.reload();
    await page.getByRole('combobox', { name: 'Who sees mail that is logged' }).waitFor();
    expect(await page.getByRole('combobox', { name: 'Who sees mail that is logged' }).inputValue()).toBe(
      'team',
    );
    await page.getByRole('button', { name: 'Remove quiet.example' }).click();
    await page.getByText('quiet.example is tracked again', { exact: false }).waitFor();

    const dans = await (await world.browser.newContext({ locale: 'en-GB' })).newPage();
    await signIn(dans, world.test, 'Dan Okafor');
    await dans.goto(`${world.test.services.urls.app}/settings/account`);
    await dans.getByText('Only administrators can change this.').waitFor();
    expect(await dans.getByRole('switch', { name: /See opens/ }).isDisabled()).toBe(true);
    await dans.goto(`${world.test.services.urls.app}/settings/deployment`);
    await dans.getByText('Your administrators look after this.', { exact: false }).waitFor();
    await dans.close();
  });

  test('a key is shown once, and a revocation can be taken back', async () => {
    await open('/settings/api-keys', 'API keys');
    await page.getByText('There is no key yet').waitFor();
    await page.getByRole('button', { name: 'New key' }).click();
    await page.getByRole('textbox', { name: 'What it is for' }).fill('Monthly report');
    await shot('api-key-new');
    await page.getByRole('button', { name: 'New key' }).click();
    const secret = await page.getByRole('textbox', { name: 'Key' }).inputValue();
    expect(secret).toMatch(/^mt_\d+_[\w-]{43}$/);
    await shot('api-keys');
    await page.getByRole('button', { name: 'Done' }).click();
    const card = page.getByRole('group', { name: 'Monthly report' });
    await card.getByRole('button', { name: 'Revoke Monthly report' }).click();
    await card.getByText('Revoked').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await card.getByRole('button', { name: 'Revoke Monthly report' }).waitFor();
    expect(await page.content()).not.toContain(secret);
  });

  test('one’s own defaults are kept', async () => {
    const now = new Date();
    const row = { family: 'edge', platform: 'windows', agent_name: 'Edge' };
    const where = { source_hash: 'here', next_source_hash: null, place_hash: 'there', next_place_hash: null };
    const times = { learnt_at: now, seen_at: now, expires_at: new Date(now.getTime() + 86_400_000) };
    const { account, user } = world.test.people.alice;
    const own = { ...row, ...where, ...times, learnt_from: 'web' as const };
    await world.store.db
      .insertInto('own_devices')
      .values({ account_id: account, user_id: user, id: DEVICE, ...own })
      .execute();
    await open('/settings/me', 'Preferences');
    const track = page.getByRole('switch', { name: 'Track opens and clicks' });
    const saved = page.waitForResponse((answer) => answer.url().endsWith('/api/v1/me/preferences'));
    await track.click();
    expect((await saved).status()).toBe(200);
    await shot('preferences');
    await page.reload();
    await track.waitFor();
    expect(await track.isChecked()).toBe(false);
    const devices = page.getByRole('region', { name: 'Your devices' });
    const remove = devices.getByRole('button', { name: /^Remove/ });
    await remove.first().click();
    await devices.getByText(/ was removed: /).waitFor();
    expect(await remove.count()).toBe(0);
    await devices.getByRole('button', { name: 'Undo' }).click();
    await remove.waitFor();
  });

  test('what Microsoft is asked for is told to whoever is not signed in, and an administrator consents for all', async () => {
    const strangers = await (await world.browser.newContext({ locale: 'en-GB' })).newPage();
    const { app } = world.test.services.urls;
    await strangers.goto(`${app}/consent`);
    await strangers.getByRole('table', { name: 'What Mailtrail asks Microsoft for' }).waitFor();
    await strangers.getByText('Mail.Send').waitFor();
    expect(await seriousIn(strangers)).toEqual([]);
    const folder = process.env['SHOTS'];
    if (folder !== undefined)
      await strangers.screenshot({ path: join(folder, 'consent.png'), fullPage: true });
    await strangers.getByRole('link', { name: 'Consent for the organisation' }).click();
    await strangers.getByRole('button', { name: 'Accept' }).click();
    await strangers.getByText('The organisation has consented', { exact: false }).waitFor();
    const refused = await strangers.goto(
      `${app}/auth/refused?why=unknown-tenant&tenant=11111111-2222-4333-8444-555555555555&person=66666666-2222-4333-8444-555555555555`,
    );
    expect(refused?.status()).toBe(403);
    await strangers.getByText('Your organisation is not set up on this server.', { exact: false }).waitFor();
    await strangers.goto(`${app}/?signInFailed=Call+us+at+0700`);
    await strangers.getByText('Microsoft did not let the sign-in through.', { exact: false }).waitFor();
    expect(await strangers.getByText('0700').count()).toBe(0);
    await strangers.goBack();
    const command = strangers.getByRole('textbox', { name: 'Command for whoever runs the server' });
    expect(await command.inputValue()).toContain('mailtrail account create --tenant 11111111');
    expect(await seriousIn(strangers)).toEqual([]);
    if (folder !== undefined)
      await strangers.screenshot({ path: join(folder, 'refused.png'), fullPage: true });
    await strangers.close();
  });
});
