import * as from from './addresses';
import * as client from '../../src/sandbox/simulated/clients';
import type { Client } from '../../src/sandbox/simulated/clients';
import { minutes, seconds, type Copy, type Kind, type Request } from './kinds';
import type { Random } from '../../src/sandbox/simulated/random';

interface Reader {
  /** Loads the image. Absent: images are blocked. */
  image?: Client;
  imageIp?: string;
  browser: Client;
  ip: string;
  /** From delivery to opening. */
  opens?: number;
  /** From opening to the first click; Infinity: none. */
  clicks?: number;
  /** How many links, and how far apart. */
  links?: number;
  apart?: () => number;
}

/** Most people read some time in the day, some at once, and a third follow a link. */
const usualOpen = ({ random }: Copy): number => Math.max(seconds(4), random.long(minutes(45), 1.7));
const usualClick = ({ random }: Copy): number =>
  random.chance(0.35) ? Math.max(seconds(2.5), random.long(seconds(20), 0.9)) : Infinity;

export function reads(copy: Copy, reader: Reader): Request[] {
  const { random } = copy;
  const openAt = copy.deliveredAt + (reader.opens ?? usualOpen(copy));
  const requests: Request[] = [];
  const { image } = reader;
  if (image) {
    const load = {
      kind: 'open' as const,
      ip: reader.imageIp ?? reader.ip,
      userAgent: image.userAgent,
      headers: image.image,
    };
    requests.push({ ...load, at: openAt });
    // Looked at again the same day.
    if (random.chance(0.25)) requests.push({ ...load, at: openAt + random.long(minutes(90)) });
  }
  let at = openAt + (reader.clicks ?? usualClick(copy));
  if (at === Infinity || copy.links === 0) return requests;
  const links = Math.min(copy.links, reader.links ?? (random.chance(0.15) ? 2 : 1));
  let link = random.int(1, copy.links);
  for (let i = 0; i < links; i++) {
    requests.push({
      at,
      kind: 'click',
      link,
      ip: reader.ip,
      userAgent: reader.browser.userAgent,
      headers: reader.browser.page,
    });
    at += reader.apart?.() ?? Math.max(seconds(2), random.long(seconds(25)));
    link = (link % copy.links) + 1;
  }
  return requests;
}

const human = (name: string, weight: number, reader: (copy: Copy) => Reader): Kind => ({
  name,
  truth: 'human',
  weight,
  act: (copy) => reads(copy, reader(copy)),
});

const anyBrowser = (random: Random): Client =>
  random.pick([client.chromeOnWindows, client.edge, client.chromeOnMac, client.firefox])(random);

export const PEOPLE: readonly Kind[] = [
  human('Outlook for Windows, classic', 150, ({ random, office }) => ({
    image: client.outlookClassic(random),
    browser: client.edge(random),
    ip: office,
  })),
  human('Outlook for Windows, new', 60, ({ random, office }) => ({
    image: client.newOutlook(random),
    browser: client.edge(random),
    ip: office,
  })),
  human('Outlook on the web, direct', 80, ({ random, office }) => ({
    image: client.edge(random),
    browser: client.edge(random),
    ip: office,
  })),
  human('Outlook on the web, images by Microsoft', 40, ({ random, home }) => ({
    image: client.outlookImageFetcher(),
    imageIp: from.exchangeOnline(random),
    browser: client.edge(random),
    ip: home,
  })),
  human('Outlook for Mac', 15, ({ random, home }) => ({
    image: client.outlookMac(),
    browser: client.chromeOnMac(random),
    ip: home,
  })),
  human('Outlook on a phone', 50, ({ random }) => ({
    image: client.outlookIos(),
    browser: client.safariOnIphone(random),
    ip: from.aCarrier(random),
  })),
  human('Apple Mail on a Mac, no privacy protection', 15, ({ home }) => ({
    image: client.appleMailOnMac(),
    browser: client.safariOnMac(),
    ip: home,
  })),
  human('Apple Mail on a phone, no privacy protection', 20, ({ random, home }) => ({
    image: client.appleMailOnIphone(),
    browser: client.safariOnIphone(random),
    ip: home,
  })),
  human('Gmail on the web', 120, ({ random, home }) => ({
    image: client.gmailProxy(),
    imageIp: from.gmailImages(random),
    browser: anyBrowser(random),
    ip: home,
  })),
  human('Gmail on a phone, at the notification', 20, ({ random }) => ({
    image: client.gmailProxy(),
    imageIp: from.gmailImages(random),
    browser: client.chromeOnAndroid(random),
    ip: from.aCarrier(random),
    opens: random.between(seconds(3), seconds(25)),
  })),
  human('Yahoo on the web', 15, ({ random, home }) => ({
    image: client.yahooProxy(),
    imageIp: from.yahooImages(random),
    browser: anyBrowser(random),
    ip: home,
  })),
  human('Thunderbird', 15, ({ random, home }) => ({
    image: client.thunderbird(),
    browser: client.firefox(random),
    ip: home,
  })),
  human('a mail app on Android', 20, ({ random }) => ({
    image: client.androidWebView(random),
    browser: client.chromeOnAndroid(random),
    ip: from.aCarrier(random),
  })),
  human('a phone, at the notification', 15, ({ random }) => ({
    image: client.outlookIos(),
    browser: client.safariOnIphone(random),
    ip: from.aCarrier(random),
    opens: random.between(seconds(3), seconds(20)),
  })),
  human('webmail in an open tab, at once', 10, ({ random, home }) => {
    const browser = anyBrowser(random);
    return { image: browser, browser, ip: home, opens: random.between(seconds(1.5), seconds(15)) };
  }),
  human('on the telephone with the sender', 8, ({ random, office }) => ({
    image: client.outlookClassic(random),
    browser: client.edge(random),
    ip: office,
    opens: random.between(seconds(4), seconds(40)),
    clicks: random.between(seconds(2), seconds(8)),
  })),
  human('on the telephone, images blocked', 3, ({ random, office }) => ({
    browser: client.edge(random),
    ip: office,
    opens: random.between(seconds(5), seconds(60)),
    clicks: random.between(seconds(2), seconds(8)),
  })),
  human('images blocked, follows links', 60, ({ random, office }) => ({
    browser: anyBrowser(random),
    ip: office,
    clicks: random.long(seconds(15), 0.8),
  })),
  human('two links in quick succession', 6, ({ random, home }) => {
    const browser = anyBrowser(random);
    return {
      image: browser,
      browser,
      ip: home,
      clicks: random.long(seconds(20), 0.7),
      links: 2,
      apart: () => random.between(500, 1_500),
    };
  }),
  human('three tabs from a newsletter', 5, ({ random, home }) => ({
    image: client.gmailProxy(),
    imageIp: from.gmailImages(random),
    browser: client.chromeOnWindows(random),
    ip: home,
    clicks: random.long(seconds(15), 0.7),
    links: 3,
    apart: () => random.between(900, 3_000),
  })),
  human('a browser that sends no headers', 6, ({ random, home }) => {
    const browser = client.stripped(anyBrowser(random));
    return { image: browser, browser, ip: home };
  }),
  human('behind a company’s browsing gateway', 40, ({ random }) => {
    const browser = client.chromeOnWindows(random);
    return { image: browser, browser, ip: from.zscaler(random) };
  }),
  human('Safari behind iCloud Private Relay', 15, ({ random }) => {
    const browser = client.safariOnMac();
    return { image: browser, browser, ip: from.privateRelay(random) };
  }),
  human('behind Cloudflare WARP', 6, ({ random }) => {
    const browser = client.chromeOnWindows(random);
    return { image: browser, browser, ip: from.warp(random) };
  }),
  human('a virtual desktop at a cloud provider', 8, ({ random }) => ({
    image: client.outlookClassic(random),
    browser: client.edge(random),
    ip: from.azure(random),
  })),
  human('links through a gateway’s browser isolation', 3, ({ random, office }) => ({
    image: client.outlookClassic(random),
    imageIp: office,
    browser: client.chromeOnWindows(random),
    ip: from.proofpoint(random),
    clicks: random.long(seconds(15), 0.7),
  })),
  human('a computer with Windows 7', 4, ({ home }) => {
    const browser = client.chromeOnWindows7();
    return { image: browser, browser, ip: home };
  }),
  human('a reader it was forwarded to', 15, ({ random }) => {
    const browser = anyBrowser(random);
    return { image: browser, browser, ip: from.aHome(random), opens: random.long(minutes(300)) };
  }),
  {
    ...human('the reader behind Apple Mail Privacy Protection', 100, ({ random, home }) => ({
      browser: client.safariOnIphone(random),
      ip: home,
    })),
    act: (copy) => {
      const { random } = copy;
      const preload: Request = {
        at: copy.deliveredAt + random.long(seconds(90), 1.5),
        kind: 'open',
        ip: from.privateRelay(random),
        userAgent: client.applePrivacy().userAgent,
        headers: client.applePrivacy().image,
      };
      return [preload, ...reads(copy, { browser: client.safariOnIphone(random), ip: copy.home })];
    },
    truthOf: ({ kind }) => (kind === 'open' ? 'human behind Apple’s proxy' : 'human'),
  },
  {
    name: 'two colleagues at one mail, one office',
    truth: 'human',
    weight: 10,
    act: (copy) => {
      const opens = usualOpen(copy);
      const one = client.edge(copy.random);
      const other = client.edge(copy.random);
      return [
        ...reads(copy, { image: one, browser: one, ip: copy.office, opens }),
        ...reads(copy, {
          image: other,
          browser: other,
          ip: copy.office,
          opens: opens + copy.random.between(0, seconds(4)),
        }),
      ];
    },
  },
];
