import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Browser, Page } from 'playwright-core';
import { startJobs, type RunningJobs } from '../../src/server/jobs';
import { CHECK, CHECK_ALL, mailboxJobs } from '../../src/server/mailbox';
import { enqueue } from '../../src/server/jobs';
import { noteDeparture } from '../../src/server/crm/departures';
import { insertContact } from '../../src/server/crm/contacts-to-make';
import { logJobs } from '../../src/server/messages';
import type { Store } from '../../src/server/store';
import type { TestApp } from '../fixtures/app';
import { writeMessage } from '../fixtures/messages';
import { rawMail } from '../fixtures/raw-mail';
import { temporaryDirectory } from '../fixtures/stores';
import { openWebWorld, signIn, type WebWorld } from '../fixtures/web-page';

const DAN = 'dan@brightwater.example';

describe('a mailbox, in a real browser', () => {
  const root = temporaryDirectory();
  let world: WebWorld;
  let store: Store;
  let test: TestApp;
  let jobs: RunningJobs;
  let browser: Browser;
  let page: Page;

  const startAll = (): Promise<RunningJobs> =>
    startJobs({
      store,
      clock: test.clock,
      handlers: { ...mailboxJobs(test.services), ...logJobs(test.services) },
    });

  beforeAll(async () => {
    world = await openWebWorld(root);
    ({ store, test, browser } = world);
    jobs = await startAll();
    await test.sandbox.mailboxes.deliver(
      rawMail({
        from: 'Bob Lindqvist <bob@partner.example>',
        to: DAN,
        subject: 'Lunch?',
        text: 'On Friday?',
      }),
      [DAN],
    );
    page = await browser.newPage();
    await signIn(page, test, 'Dan Okafor');
  });
  afterAll(async () => {
    await jobs?.stop();
    await world?.close();
  });

  /** For looking at by people, when a folder is named. */
  const shot = async (name: string): Promise<void> => {
    const folder = process.env.SCREENS;
    if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  };

  it('is connected by consent with a preview, examined, told of when it fails, paused and disconnected with undo', async () => {
    await page.getByRole('link', { name: 'Mailboxes' }).click();
    await page.getByText('No mailbox is connected').waitFor();
    await shot('empty');
    await page.getByRole('button', { name: 'Connect my mailbox' }).click();

    await page.getByRole('radio', { name: /your own consent/ }).check();
    await page.getByRole('link', { name: 'Consent at Microsoft' }).click();
    await page.getByRole('heading', { name: 'Permissions requested' }).waitFor();
    await shot('consent');
    await page.getByRole('button', { name: /Dan Okafor/ }).click();

    await page.getByText(/none was sent and 0 of 1 received would have been logged/).waitFor();
    await page.getByLabel('Log of what I receive').selectOption('known');
    await page.getByText(/none was sent and 1 of 1 received would have been logged/).waitFor();
    await shot('connect');
    await page.getByRole('button', { name: `Connect ${DAN}` }).click();

    await page.getByRole('heading', { name: DAN }).waitFor();
    await page.getByText(/^Watching, last proof/).waitFor();
    await page.getByRole('button', { name: 'Count the last day' }).click();
    await page.getByText('It has not been connected for long enough to be counted.').waitFor();
    await shot('doctor');

    // L12: what was chosen while connecting is seen, and chosen anew.
    const received = page.getByLabel('Log of what I receive');
    expect(await received.inputValue()).toBe('known');
    await received.selectOption('replies');
    await page.getByText(/none was sent and 0 of 1 received would have been logged/).waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved').waitFor();
    await shot('rule');

    await test.sandbox.withdrawConsent('dan');
    // Longer than a token lasts that was given before.
    test.clock.advance(61 * 60_000);
    // A look that was under way may still have had the consent.
    const alert = store.db
      .selectFrom('mailbox_alerts')
      .select('id')
      .where('kind', '=', 'not-allowed')
      .where('ended_at', 'is', null);
    while ((await alert.executeTakeFirst()) === undefined) {
      await enqueue(store.db, { account: 0, type: CHECK, key: CHECK_ALL });
      await jobs.idle();
      test.clock.advance(60_000);
    }
    await page.getByRole('link', { name: 'Feed' }).click();
    const alerts = page.getByRole('region', { name: 'Alerts' });
    await alerts.getByText(/consent to read this mailbox was withdrawn/).waitFor();
    await shot('alert');
    await alerts.getByRole('link', { name: 'Look and repair' }).click();
    await page.getByRole('link', { name: 'Consent again' }).waitFor();
    await shot('not-allowed');

    // By keyboard alone: focus goes to the way back, so that Enter takes it.
    await page.getByRole('button', { name: 'Pause' }).focus();
    await page.keyboard.press('Enter');
    const undo = page.getByRole('button', { name: 'Undo' });
    await undo.waitFor();
    await shot('paused');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Disconnect' }).click();
    await page.getByText('Disconnected. What was filed stays.').first().waitFor();
    await undo.click();
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    await page.getByRole('link', { name: 'All mailboxes' }).click();
    await page.getByRole('link', { name: `Health of ${DAN}` }).waitFor();
    await shot('list');
  });

  it('is consented to again, repaired by a button, and what came meanwhile is filed with its file', async () => {
    await page.getByRole('link', { name: `Health of ${DAN}` }).click();
    await page.getByRole('link', { name: 'Consent again' }).click();
    await page.getByRole('button', { name: /Dan Okafor/ }).click();
    await page.getByText(/^Watching, last proof/).waitFor();
    await page.getByLabel('Log of what I receive').selectOption('known');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved').waitFor();
    await test.sandbox.mailboxes.deliver(
      rawMail({
        from: 'Bob Lindqvist <bob@partner.example>',
        to: DAN,
        subject: 'The plan for May',
        html: '<p>As promised</p>',
        files: [{ name: 'plan.txt', contentType: 'text/plain', content: Buffer.from('the whole plan') }],
      }),
      [DAN],
    );
    await jobs.idle();

    // Nobody looks for half an hour.
    await jobs.stop();
    test.clock.advance(31 * 60_000);
    await page.reload();
    await page.getByRole('button', { name: 'Repair' }).first().click();
    jobs = await startAll();
    await page.getByText(/^Repaired /).waitFor();
    await jobs.idle();
    await shot('repaired');
  });

  it('a logged mail is downloaded from, moved and undone, each to be taken back; people are listed, assigned and merged', async () => {
    const { account, user } = test.people.dan;
    const at = test.clock.now();
    const bob = test.contacts.get('bob@partner.example') ?? '';
    const mail = { account_id: account, user_id: user, at };
    const prices = await writeMessage(store, {
      ...mail,
      subject: 'Our prices',
      recipients: [{ address: 'bob@partner.example', contact: bob }],
    });
    const strange = { ...mail, subject: 'To a stranger', recipients: [{ address: 'sam@strange.example' }] };
    await writeMessage(store, { ...strange, needs_contact: true });
    await writeMessage(store, { ...strange, subject: 'To the same stranger' });
    await store.tx((trx) =>
      insertContact(trx, account, {
        ...{ name: 'Bea Berg', company: null, addresses: ['bea@partner.example'] },
        ...{ owner: null, source: 'made by hand', at },
      }),
    );

    await store.db
      .updateTable('message_recipients')
      .set({ delivery: 'delayed' })
      .where('message_id', '=', prices)
      .execute();

    await page.goto(`${test.services.urls.app}/contacts/${bob}`);
    await page
      .getByRole('article', { name: /Our prices/ })
      .getByText('Delayed on the way to bob@partner.example')
      .waitFor();
    const card = page.getByRole('article', { name: /The plan for May/ });
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      card.getByRole('link', { name: 'plan.txt' }).click(),
    ]);
    expect(await text(await download.createReadStream())).toBe('the whole plan');

    await card.getByRole('button', { name: /^More for/ }).click();
    await page.getByRole('menuitem', { name: 'Move to another contact …' }).click();
    await page.getByRole('button', { name: /^Bea Berg/ }).click();
    await page.getByText(/now stands on the record of Bea Berg/).waitFor();
    await card.waitFor({ state: 'detached' });
    await shot('moved');
    const moveBack = page.getByRole('button', { name: 'Move back' });
    await moveBack.click();
    await moveBack.waitFor({ state: 'detached' });
    await card.waitFor();

    await card.getByRole('button', { name: /^More for/ }).click();
    await shot('who sees it');
    await page.getByRole('menuitemradio', { name: 'Only those who took part' }).click();
    await page.getByText(/Who sees “The plan for May” now/).waitFor();
    const narrowed = card.getByText('Only those who took part');
    await narrowed.waitFor();
    await shot('narrowed');
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await narrowed.waitFor({ state: 'detached' });

    await card.getByRole('button', { name: /^More for/ }).click();
    // It still lies in the mailbox, so nobody is asked: it is done, and can be taken back.
    await page.getByRole('menuitem', { name: 'Undo the log' }).click();
    await page.getByText(/The log of “The plan for May” was undone/).waitFor();
    await card.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Log again' }).click();
    await card.waitFor();

    // Of what lies nowhere one is asked.
    const ours = page.getByRole('article', { name: /Our prices/ });
    await ours.getByRole('button', { name: /^More for/ }).click();
    await page.getByRole('menuitem', { name: 'Undo the log' }).click();
    await page.getByRole('button', { name: 'Undo the log' }).click();
    await page.getByText(/The log of “Our prices” was undone/).waitFor();
    await ours.waitFor({ state: 'detached' });

    await page.getByRole('button', { name: /^Merge with/ }).click();
    await page.getByRole('button', { name: /^Bea Berg/ }).click();
    await page.getByRole('button', { name: 'Merge', exact: true }).click();
    await page.getByText(/Bea Berg was merged into this contact/).waitFor();
    await page.getByText('bea@partner.example').waitFor();
    await shot('merged');
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByText(/Bea Berg was merged/).waitFor({ state: 'detached' });

    await page.getByRole('link', { name: 'Needs a contact' }).click();
    await page.getByRole('article', { name: /To a stranger/ }).waitFor();
    await shot('needs a contact');
    // L14: more than this mail would come along, which is shown first.
    const make = page.getByRole('button', { name: 'Make sam@strange.example a contact' });
    await make.click();
    await page.getByText('2 mails kept with this address will stand on the record:').waitFor();
    await shot('comes along');
    await make.click();
    await page.getByText('Every logged mail stands on somebody’s record.').waitFor();

    await page.getByRole('link', { name: 'Never logged' }).click();
    await page.getByRole('textbox', { name: /^Address/ }).fill('sam@strange.example');
    await page.getByRole('button', { name: 'Look what is kept' }).click();
    await page.getByLabel('Take away what is kept: 2 mails with 0 files').waitFor();
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('sam@strange.example: 2 mails taken away').waitFor();
    await shot('never logged');
  });

  it('a user is disabled, handed over and let in again, each by one button; a team is made and filled', async () => {
    const alices = await (await browser.newContext()).newPage();
    await signIn(alices, test, 'Alice Moreau');
    await alices.getByRole('link', { name: 'Users' }).click();
    await alices.getByRole('textbox', { name: 'A new team' }).fill('Sales');
    await alices.keyboard.press('Enter');
    await alices
      .getByRole('combobox', { name: 'Add to Sales' })
      .selectOption({ label: `Dan Okafor (${DAN})` });
    await alices.getByRole('toolbar', { name: 'In Sales' }).getByText('Dan Okafor').waitFor();

    await alices.getByRole('button', { name: 'Disable Dan Okafor' }).click();
    await alices.getByText(/links in what they sent lead on/).waitFor();
    await page.reload();
    await page.getByRole('link', { name: 'Sign in with Microsoft' }).waitFor();
    await alices.getByRole('button', { name: 'Hand over the records of Dan Okafor' }).click();
    await alices
      .getByRole('dialog')
      .getByRole('combobox')
      .selectOption({ label: 'Alice Moreau (alice@brightwater.example)' });
    await alices.getByRole('button', { name: 'Hand over', exact: true }).click();
    await alices.getByText(/^Handed over to Alice Moreau.* 1 team, and their mail/).waitFor();
    await alices.getByRole('toolbar', { name: 'In Sales' }).getByText('Alice Moreau').waitFor();
    await alices.getByRole('button', { name: 'Undo the hand-over to Alice Moreau' }).click();
    await alices.getByRole('button', { name: 'Hand over the records of Dan Okafor' }).waitFor();
    await alices.getByRole('button', { name: 'Enable Dan Okafor' }).click();
    await alices.getByRole('button', { name: 'Disable Dan Okafor' }).waitFor();
    await signIn(page, test, 'Dan Okafor');
  });

  it('who has left is shown on the contact with whom they named, until somebody knows better', async () => {
    const bob = test.contacts.get('bob@partner.example') ?? '';
    const left = { successor: { name: 'Rita Olsen', address: 'rita@partner.example' } };
    await store.tx((trx) => noteDeparture(trx, test.people.dan.account, bob, left, test.clock.now()));
    await page.goto(`${test.services.urls.app}/contacts/${bob}`);
    await page.getByText('Has left the company').waitFor();
    await shot('departed');
    await page.getByRole('button', { name: 'Add Rita Olsen' }).click();
    await page.getByRole('heading', { name: 'Rita Olsen' }).waitFor();
    await page.goBack();
    await page.getByRole('link', { name: 'Rita Olsen' }).waitFor();
    await page.getByRole('button', { name: 'Still there' }).click();
    await page.getByText('Has left the company').waitFor({ state: 'detached' });
  });
});
