import { readdirSync, readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { messageKeyOf } from '../../src/core/token';
import { CLIENT_KEYS, type ClientKey } from '../../src/sandbox/outlook/host/clients';
import { cleaned, numbered, withoutEmptyAnchors } from '../../src/sandbox/outlook/host/damage';
import { launchBrowser } from '../fixtures/browser';
import { OutlookTab } from '../fixtures/outlook-tab';
import { compareMail, lines, type Compared } from '../fixtures/same-mail';
import { freePortPair, newDataDir, Serve } from '../fixtures/serve';
import { describeWithShared, sharedPath } from '../fixtures/shared';

/**
 * Every body of the corpus goes through the sandbox's Outlook, in a browser, with Microsoft's office.js and the built
 * launch file; what Bob's mailbox got is held against what Alice wrote, byte for byte.
 */

/** A body as the editor of each Outlook holds it. */
const HELD: Readonly<Record<ClientKey, (html: string) => string>> = {
  web: cleaned,
  newWindows: cleaned,
  classic: (html) => html,
  mac: (html) => html,
};
/** What each Outlook does to a body that is written, beyond what anyone could see. */
const EDITED: Readonly<Record<ClientKey, (html: string) => string>> = {
  // Their editors clean a message as they open it: what she wrote is what they hold.
  web: (html) => html,
  newWindows: (html) => html,
  classic: (html) => numbered(withoutEmptyAnchors(html)),
  mac: (html) => html,
};
/** A mail takes two seconds of two cores: the usual run sends these and every twentieth by the web; LONG=1 all, by every Outlook. */
const HANDFUL = [
  'h-80d750a312.html', // pictures of the mail itself
  'h-c8deeebc0b.html', // drawings (VML)
  'h-aa985ec7ee.html', // a short answer over a long quote
  'h-24b3d37632.html', // Apple Mail
  'h-0e72ec01c5.html', // a newsletter
];
/** Outlook windows at once. */
const TABS = 2;

interface Arrived {
  client: ClientKey;
  name: string;
  took: number;
  /** The body was written at send, or only appended to. */
  edited: boolean;
  compared: Compared;
  same: boolean;
  token: string;
  /** What the add-in said: an image was put in, and what spoke against more. */
  image: boolean;
  reasons: string[];
}

describeWithShared('the corpus, sent', () => {
  const folder = sharedPath('corpus/html');
  const bodies = new Map(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(`${folder}/${name}`, 'utf8')]),
  );
  let serve: Serve;
  let browser: Browser;

  beforeAll(async () => {
    serve = new Serve(await freePortPair(), newDataDir());
    [browser] = await Promise.all([launchBrowser(), serve.start()]);
  });
  afterAll(async () => {
    await browser?.close();
    await serve?.kill();
  });

  async function sendAll(client: ClientKey, names: readonly string[]): Promise<Arrived[]> {
    const waiting = [...names];
    const arrived: Arrived[] = [];
    const work = async (): Promise<void> => {
      const tab = await OutlookTab.open(serve, browser, { client });
      for (let name = waiting.shift(); name !== undefined; name = waiting.shift())
        arrived.push(await sendOne(tab, client, name));
      expect(tab.problems).toEqual([]);
      await tab.close();
    };
    await Promise.all(Array.from({ length: Math.min(TABS, names.length) }, work));
    return arrived.sort((a, b) => a.name.localeCompare(b.name));
  }

  async function sendOne(tab: OutlookTab, client: ClientKey, name: string): Promise<Arrived> {
    const started = performance.now();
    const subject = `${client} ${name}`;
    await tab.write({ subject, html: bodies.get(name) ?? '', kept: true });
    const written = lines(HELD[client](bodies.get(name) ?? ''));
    await tab.send();
    const mail = await tab.only(subject);
    const html = lines(mail.html);
    const untouched = compareMail(written, html, serve.appUrl);
    const edited = lines(EDITED[client](written));
    const compared =
      untouched.restored.trimEnd() === written ? untouched : compareMail(edited, html, serve.appUrl);
    return {
      client,
      name,
      took: performance.now() - started,
      edited: untouched.restored.trimEnd() !== written,
      compared,
      same: [written, edited].includes(compared.restored.trimEnd()),
      token: mail.token,
      image: tab.reports.get(subject)?.done.image ?? false,
      reasons: tab.reports.get(subject)?.done.reasons ?? ['no report'],
    };
  }

  const check = (arrived: readonly Arrived[]): void => {
    const faults = arrived.flatMap(({ client, name, compared, same, token, image, reasons }) => {
      const images = compared.images.length;
      // Appending serves where writing does not; a Mac has neither for a mail with pictures, and says why.
      const excused = client === 'mac' && !image && reasons.length > 0;
      const keys = new Set([token, ...compared.tokens].map(messageKeyOf));
      return [
        ...(same ? [] : ['came with other bytes']),
        ...(images === 1 || (images === 0 && excused) ? [] : [`carries ${images} images`]),
        ...(keys.size === 1 ? [] : ['carries marks of another sending']),
        ...compared.wrong,
        ...(reasons.length === 0 || compared.tracked.length === 0
          ? []
          : [`is tracked, though ${reasons.join(', ')}`]),
      ].map((fault) => `${client} ${name} ${fault} [${reasons.join(' ')}]`);
    });
    const linked = arrived.filter(({ compared }) => compared.tracked.length > 0).length;
    const took = arrived.map((one) => one.took).sort((a, b) => a - b);
    const why = new Map<string, number>();
    for (const reason of arrived.flatMap(({ reasons }) => reasons))
      why.set(reason, (why.get(reason) ?? 0) + 1);
    process.stdout.write(
      `${arrived[0]?.client}: ${arrived.length} mails, ${linked} with links; median ${Math.round(took[took.length >> 1] ?? 0)} ms; ` +
        `left alone: ${[...why].map(([reason, count]) => `${reason} ${count}`).join(', ') || 'none'}\n`,
    );
    expect(faults).toEqual([]);
  };

  const all = [...bodies.keys()];
  const usual = all.filter((name, i) => i % 20 === 0 || HANDFUL.includes(name));
  const long = process.env.LONG === '1';

  test('on the web bodies arrive with the same bytes, but for tracked hrefs and one image of this sending', async () => {
    check(await sendAll('web', long ? all : usual));
  }, 900_000);

  test.each(CLIENT_KEYS.filter((client) => client !== 'web'))(
    'so it is on %s',
    async (client) => {
      check(await sendAll(client, long ? all : HANDFUL.slice(0, 2)));
    },
    900_000,
  );
});
