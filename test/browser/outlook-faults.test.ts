import type { Browser } from 'playwright-core';
import type { ClientKey } from '../../src/sandbox/outlook/host/clients';
import { launchBrowser } from '../fixtures/browser';
import * as bodies from '../fixtures/mail-bodies';
import { launchScript, openOutlookWorld, type OutlookWorld } from '../fixtures/outlook-addin';
import { OutlookTab } from '../fixtures/outlook-tab';
import { waitFor } from '../fixtures/wait-for';

/**
 * The sandbox's Outlooks do their damage for real: an add-in that writes every body back as it read it, at send, as many
 * do. What Mailtrail makes of the same mails stands in profiles.test.ts.
 */
const WRITES_BACK = `(event) => {
  const { body } = Office.context.mailbox.item;
  body.getAsync('html', (got) => body.setAsync(got.value.replace('Hello', 'Good day'), { coercionType: 'html' }, () => event.completed({ allowEvent: true })));
}`;
const SAYS_WHERE = `(event) => {
  const { diagnostics, item } = Office.context.mailbox;
  const where = [diagnostics.hostName, Office.context.platform, diagnostics.hostVersion, Office.context.diagnostics.platform];
  item.internetHeaders.setAsync({ 'x-where': where.join(' ') }, () => event.completed({ allowEvent: true }));
}`;
const APPENDS = `(event) => Office.context.mailbox.item.body.appendOnSendAsync('<i>first</i>', { coercionType: 'html' }, () =>
  Office.context.mailbox.item.body.appendOnSendAsync('<img src="https://t.example/o/1.gif" alt="">', { coercionType: 'html' }, () => event.completed()))`;
const READS = `(event) => Office.context.mailbox.item.body.getAsync('html', () => event.completed({ allowEvent: true }))`;
const GOES_ON = `(event) => {
  event.completed({ allowEvent: true });
  setTimeout(() => Office.context.mailbox.item.subject.setAsync('late', () => undefined), 300);
}`;

let world: OutlookWorld;
let browser: Browser;
let subjects = 0;

beforeAll(async () => {
  world = await openOutlookWorld({ pane: '', launch: launchScript({}) });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
});

/** One window for each Outlook: what is tried in it is a mail, not its start. */
const tabs = new Map<string, Promise<OutlookTab>>();
function tabOf(client: ClientKey = 'web', seed = 0): Promise<OutlookTab> {
  const key = `${client} ${seed}`;
  const tab = tabs.get(key) ?? OutlookTab.open({ sandboxUrl: world.sandbox.url }, browser, { client, seed });
  tabs.set(key, tab);
  return tab;
}

async function sent(client: ClientKey, body: bodies.Body, seed = 0) {
  const tab = await tabOf(client, seed);
  const subject = `${client} ${(subjects += 1)}`;
  await tab.write({ subject, ...body });
  await tab.send();
  const mail = await tab.only(subject);
  const trace = await tab.page.evaluate(() => window.outlookTrace ?? []);
  return { tab, mail, trace };
}

describe('what add-ins see of each Outlook', () => {
  test.each([
    ['web', 'OutlookWebApp OfficeOnline 15.20.9000.0 OfficeOnline'],
    ['newWindows', 'newOutlookWindows OfficeOnline 15.20.9000.0 OfficeOnline'],
    ['classic', 'Outlook PC 16.0.18025.20160 PC'],
    ['mac', 'Outlook Mac 16.100.25091433 Mac'],
  ] as const)('%s says %s', async (client, where) => {
    world.setLaunch(launchScript({ onMessageSend: SAYS_WHERE }));
    const { trace } = await sent(client, bodies.PLAIN);
    expect(JSON.stringify(trace)).toContain(`"x-where":"${where}"`);
  });
});

describe('a body written back at send', () => {
  beforeEach(() => world.setLaunch(launchScript({ onMessageSend: WRITES_BACK })));

  test('the web drops the quote’s picture at every third write (#6808)', async () => {
    const kept = await sent('web', bodies.QUOTED_PICTURE);
    const lost = await sent('web', bodies.QUOTED_PICTURE, 2);
    expect([kept, lost].map(({ mail }) => mail.html.includes('alt="quoted"'))).toEqual([true, false]);
  });

  test('new Outlook on Windows drops it always (#6808)', async () => {
    const { mail } = await sent('newWindows', bodies.QUOTED_PICTURE);
    expect(mail.html).toContain('Good day Bob');
    expect(mail.html).not.toContain('alt="quoted"');
  });

  test.each(['web', 'newWindows'] as const)(
    '%s cuts a mail with ten pictures short (#6944)',
    async (client) => {
      const { mail } = await sent(client, bodies.TEN_PICTURES);
      expect(mail.html).not.toContain('The last words of it.');
    },
  );

  test.each(['web', 'newWindows'] as const)(
    '%s lets it go with pictures it has not uploaded (#6792)',
    async (client) => {
      const { mail } = await sent(client, bodies.OWN_PICTURE);
      expect(mail.html).toContain('src="cid:Localown@fixture"');
      expect(mail.contentIds).toEqual(['own@fixture']);
    },
  );

  test('classic Outlook loses the words in a drawing (#6438)', async () => {
    const { mail } = await sent('classic', bodies.DRAWING);
    expect(mail.html).toContain('Good day Bob');
    expect(mail.html).toContain('&#8211; with a box');
    expect(mail.html).not.toContain('Words in the box');
  });

  test('the Mac sends what was there before, since its editor is late (#5983)', async () => {
    const { mail } = await sent('mac', bodies.PLAIN);
    expect(mail.html).toContain('Hello Bob');
  });

  test('a picture whose address cannot be decoded keeps the handler waiting for good (#5146)', async () => {
    const tab = await tabOf();
    await tab.write({ subject: 'broken', ...bodies.BROKEN_ADDRESS });
    await tab.press('Send');
    await tab.page.getByText('is taking longer than expected').waitFor();
    await tab.press('Send anyway');
    await tab.sent();
    expect((await tab.only('broken')).html).toContain('Hello Bob');
  });
});

describe('appendOnSendAsync', () => {
  test.each([
    ['web', true],
    ['newWindows', true],
    ['classic', true],
    ['mac', false],
  ] as const)(
    'on %s the last call’s picture stands behind the quote when OnMessageSend reads: %s',
    async (client, remote) => {
      world.setLaunch(launchScript({ onNewMessageCompose: APPENDS, onMessageSend: READS }));
      const { mail, trace } = await sent(client, bodies.PLAIN);
      const [image] = /<img\b[^>]*>$/.exec(mail.html.trimEnd()) ?? [];
      expect(mail.html).not.toContain('<i>first</i>');
      if (remote) expect(image).toBe('<img src="https://t.example/o/1.gif" alt="">');
      else expect(image).toBe(`<img src="cid:${mail.contentIds[0]}" alt="">`);
      const seen = JSON.stringify(image).slice(1, -1);
      const answers = trace.filter(
        ({ frame, direction }) => frame === 'OnMessageSend' && direction === 'out',
      );
      expect(answers.some(({ value }) => JSON.stringify(value).includes(seen))).toBe(true);
    },
  );
});

describe('code after completed', () => {
  test.each([
    ['classic', true],
    ['web', false],
  ] as const)('on %s goes on: %s (#6656)', async (client, goesOn) => {
    world.setLaunch(launchScript({ onMessageSend: GOES_ON }));
    const { tab } = await sent(client, bodies.PLAIN);
    const late = () =>
      tab.page.evaluate(() => JSON.stringify(window.outlookTrace ?? []).includes('"subject":"late"'));
    if (goesOn) await waitFor('the late call', late);
    else {
      await tab.page.waitForTimeout(600);
      expect(await late()).toBe(false);
    }
  });
});

describe('who goes to another item while the handler runs', () => {
  test('is asked; Wait goes on, and the handler’s calls fail with 9030 meanwhile', async () => {
    world.setLaunch(
      launchScript({
        onMessageSend: `(event) => {
          const { item } = Office.context.mailbox;
          let codes = [];
          const again = () => item.subject.getAsync((got) => {
            codes.push(got.error ? got.error.code : 0);
            if (codes.length < 200 && !(codes.includes(9030) && codes.at(-1) === 0)) return setTimeout(again, 20);
            item.internetHeaders.setAsync({ 'x-codes': [...new Set(codes)].join(' ') }, () => event.completed({ allowEvent: true }));
          });
          again();
        }`,
      }),
    );
    const tab = await tabOf();
    await tab.write({ subject: 'left', ...bodies.PLAIN });
    await tab.press('Send');
    await tab.page.waitForTimeout(300);
    await tab.page.getByRole('tab', { name: 'Sent Items' }).click({ force: true });
    await tab.page.getByText('is still working on your message').waitFor();
    await tab.page.waitForTimeout(200);
    await tab.press('Wait');
    await tab.sent();
    const trace = await tab.page.evaluate(() => JSON.stringify(window.outlookTrace ?? []));
    expect(trace).toContain('"x-codes":"0 9030"');
  });
});
