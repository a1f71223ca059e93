import { sql } from 'kysely';
import type { Page } from 'playwright-core';
import { contactJobs } from '../../src/server/crm/runs';
import { startJobs, type RunningJobs } from '../../src/server/jobs';
import type { Store } from '../../src/server/store';
import type { TestApp } from '../fixtures/app';
import { writeMessage } from '../fixtures/messages';
import { temporaryDirectory } from '../fixtures/stores';
import { waitFor } from '../fixtures/wait-for';
import { openWebWorld, signIn, type WebWorld } from '../fixtures/web-page';

const LONG = process.env.LONG === '1';
const CONTACTS = LONG ? 100_000 : 600;
/** How many rows are scrolled through. */
const SCROLLED = LONG ? 5_000 : 300;

describe('contacts and companies, in a real browser', () => {
  const root = temporaryDirectory();
  let world: WebWorld;
  let store: Store;
  let test: TestApp;
  let jobs: RunningJobs;
  let page: Page;
  let bob = '';

  beforeAll(async () => {
    world = await openWebWorld(root);
    ({ store, test } = world);
    jobs = await startJobs({ store, clock: test.clock, handlers: contactJobs(test.services) });
    const { account, user } = test.people.alice;
    bob = test.contacts.get('bob@partner.example') ?? '';
    await writeMessage(store, {
      account_id: account,
      user_id: user,
      at: new Date(),
      subject: 'The offer',
      text: 'Hello Bob',
      recipients: [{ address: 'bob@partner.example', contact: bob }],
    });
    // In pieces, as the embedded store has one hand.
    for (let from = 1; from <= CONTACTS; from += 10_000) {
      const upTo = Math.min(CONTACTS, from + 9_999);
      await sql`insert into contacts (account_id, id, name, owner_user_id, source, last_activity_at, created_at, updated_at)
        select ${account}, ('cccccccc-cccc-4ccc-8ccc-' || lpad(to_hex(n), 12, '0'))::uuid, 'Person ' || lpad(n::text, 6, '0'), ${user},
          'test', now() - n * interval '1 minute', now(), now()
        from generate_series(${from}::int, ${upTo}::int) n`.execute(store.db);
      await sql`insert into contact_addresses (account_id, address, contact_id, is_primary, created_at)
        select ${account}, 'p' || n || '@many.example', ('cccccccc-cccc-4ccc-8ccc-' || lpad(to_hex(n), 12, '0'))::uuid, true, now()
        from generate_series(${from}::int, ${upTo}::int) n`.execute(store.db);
    }
    await sql`analyze`.execute(store.db);
    page = await (await world.browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
    await signIn(page, test, 'Alice Moreau');
  }, 900_000);
  afterAll(async () => {
    await jobs?.stop();
    await world?.close();
  });

  const open = (path: string) => page.goto(test.services.urls.app + path);
  const table = () => page.getByRole('table', { name: 'Contacts' });
  const link = (name: string) => page.getByRole('link', { name, exact: true });

  it('search, filter and order stand in the address, and a reload shows the same', async () => {
    await open('/contacts');
    await table().waitFor();
    await page.getByRole('searchbox', { name: 'Search contacts' }).fill('person 00001');
    await waitFor('the search is in the address', () => page.url().includes('search=person+00001'));
    await page.getByRole('combobox', { name: 'Owner' }).selectOption({ label: 'Mine' });
    await page.getByRole('button', { name: 'Name', exact: true }).click();
    await page.getByText('10 contacts', { exact: true }).waitFor();
    const first = async () => table().getByRole('row').nth(1).textContent();
    await waitFor('it is sorted', async () => (await first())?.includes('Person 000010') === true);
    await page.reload();
    await page.getByText('10 contacts', { exact: true }).waitFor();
    await waitFor('it is sorted', async () => (await first())?.includes('Person 000010') === true);
    expect(new URL(page.url()).search).toBe('?search=person+00001&owner=me&sort=name');
    // So few have no middle to go to.
    const goTo = page.getByLabel(/^Go to/);
    expect(await goTo.count()).toBe(0);
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.getByText(`${(CONTACTS + 2).toLocaleString('en')} contacts`, { exact: true }).waitFor();
    await goTo.waitFor();
    const beyond = ({ scrollWidth, clientWidth }: Element): number => scrollWidth - clientWidth;
    expect(await page.getByRole('group', { name: 'Contacts' }).evaluate(beyond)).toBe(0);
  });

  it('rows come as they are scrolled to, and only those that are seen are drawn', async () => {
    await open('/contacts?sort=name');
    await table().waitFor();
    await page.evaluate(watchFrames);
    const frame = page.getByRole('group', { name: 'Contacts' });
    await frame.hover();
    const last = async (): Promise<number> =>
      Number(await table().getByRole('row').last().getAttribute('aria-rowindex'));
    await waitFor(
      'the rows have been scrolled through',
      async () => {
        await page.mouse.wheel(0, 900);
        return (await last()) > SCROLLED;
      },
      600_000,
    );
    expect(await table().getByRole('row').count()).toBeLessThan(80);
    const indexes = await table()
      .getByRole('row')
      .evaluateAll((rows) => rows.slice(1).map((row) => Number(row.getAttribute('aria-rowindex'))));
    expect(indexes).toEqual(indexes.map((_, i) => (indexes[0] ?? 0) + i));
    const name = await table().getByRole('row').nth(5).getByRole('link').first().textContent();
    // Two contacts of the sandbox stand before "Person": row n + 1 of them is the heading.
    expect(Number(name?.slice('Person '.length))).toBe((indexes[4] ?? 0) - 3);
    // The middle is reached by keyboard, and stands in the address.
    await page.getByRole('textbox', { name: 'Go to name' }).fill('person 0003');
    await waitFor('it begins there', async () =>
      ((await table().getByRole('row').nth(1).textContent()) ?? '').includes('Person 000300'),
    );
    expect(new URL(page.url()).searchParams.get('from')).toBe('person 0003');
    // All whom the filter finds are more than the table shows now: they cannot be chosen from here.
    await page.getByRole('checkbox', { name: 'Select all that are loaded' }).check();
    const clear = page.getByRole('button', { name: 'Clear selection' });
    await clear.waitFor();
    const everybody = page.getByRole('button', { name: /^Select all [\d,]+/ });
    expect(await everybody.count()).toBe(0);
    await page.getByRole('textbox', { name: 'Go to name' }).fill('');
    await everybody.click();
    await page.getByRole('textbox', { name: 'Go to name' }).fill('person 0003');
    await clear.waitFor({ state: 'detached' });
    if (LONG)
      console.log(`${CONTACTS} contacts, ${indexes.at(-1)} rows scrolled`, await page.evaluate(framesSeen));
  }, 900_000);

  it('many are changed at once, and put back', async () => {
    await open('/contacts?search=person+00002');
    await table().waitFor();
    await page.getByRole('checkbox', { name: 'Select all that are loaded' }).check();
    await page.getByRole('button', { name: 'Change …' }).click();
    await page.getByRole('combobox', { name: 'What is to be changed' }).selectOption({ label: 'Company' });
    await page.getByRole('textbox', { name: 'New value' }).fill('Twenty Ltd');
    await page.getByRole('button', { name: 'Change 10 contacts' }).click();
    await page.getByText('10 contacts changed.').waitFor();
    await link('Twenty Ltd').first().waitFor();
    // What cannot be loaded again stays, and is said to be old; it comes once it can.
    const rows = /\/api\/v1\/contacts\?/;
    await page.route(rows, (route) => route.fulfill({ status: 503 }));
    await page
      .getByRole('group', { name: 'Changes and imports' })
      .getByRole('button', { name: 'Undo' })
      .click();
    await page.getByText('The change was taken back.').waitFor();
    await page.getByText('what is shown may be out of date', { exact: false }).waitFor();
    expect(await link('Twenty Ltd').count()).toBe(10);
    await page.unroute(rows);
    await waitFor('it is put back', async () => (await link('Twenty Ltd').count()) === 0);
  });

  it('a file is looked at before it is imported, and the import has an address to come back to', async () => {
    await open('/contacts/import');
    const csv = 'Name;E-Mail;Firma\nZoe Zimt;zoe@zimt.example;Zimt\nNobody;not an address;\n';
    const file = { name: 'fair.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) };
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByText('1 row cannot be imported').waitFor();
    await page.getByText('This is not a mail address.').waitFor();
    await page.getByRole('button', { name: 'Import 2 rows' }).click();
    await page.getByText('Imported: 1 new, 0 updated, 1 not imported.').waitFor();
    const address = page.url();
    await open('/contacts/import');
    await link('fair.csv').click();
    await waitFor('the import', () => page.url() === address);
    const report = page.getByRole('link', { name: 'Download the rows that were not imported' });
    const [download] = await Promise.all([page.waitForEvent('download'), report.click()]);
    expect(download.suggestedFilename()).toBe('not-imported.csv');
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('The import was taken back: 1 new contact removed.').waitFor();
  });

  it('a record is edited with the way back, and its timeline filtered; a company has its people', async () => {
    await open(`/contacts/${bob}`);
    await page.getByRole('heading', { name: 'The offer' }).waitFor();
    const details = page.getByRole('group').filter({ has: page.getByRole('heading', { name: 'Details' }) });
    await details.getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('textbox', { name: 'Phone' }).fill('+46 8 123');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('+46 8 123').waitFor();
    await details.getByRole('button', { name: 'Undo' }).click();
    await waitFor('it is put back', async () => (await page.getByText('+46 8 123').count()) === 0);
    await page.getByRole('button', { name: 'Show changes' }).click();
    await page.getByText('Phone: none → +46 8 123').waitFor();
    await page.getByRole('combobox', { name: 'Kind of mail' }).selectOption({ label: 'Received' });
    await page.getByText('No mail matches').waitFor();
    expect(page.url()).toContain('kind=received');
    await link('Partner').click();
    await page.getByRole('heading', { name: 'Partner', level: 1 }).waitFor();
    await page.getByText('partner.example', { exact: true }).waitFor();
    await page.getByRole('heading', { name: 'The offer' }).waitFor();
  });
});

/** Runs in the page: notes how long each frame took. */
function watchFrames(): void {
  const frames: number[] = [];
  Object.assign(window, { framesOfTest: frames });
  let before = performance.now();
  const next = (now: number): void => {
    frames.push(now - before);
    before = now;
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
}

function framesSeen(): object {
  const seen: unknown = Reflect.get(window, 'framesOfTest');
  const frames = (Array.isArray(seen) ? seen : []).filter((ms) => typeof ms === 'number').slice(2);
  const sorted = [...frames].sort((a, b) => a - b);
  return {
    frames: frames.length,
    over50: frames.filter((ms) => ms > 50).length,
    median: sorted[Math.floor(sorted.length / 2)],
    p99: sorted[Math.floor(sorted.length * 0.99)],
    longest: sorted.at(-1),
  };
}
