import * as from from './addresses';
import * as client from '../../src/sandbox/simulated/clients';
import type { Client } from '../../src/sandbox/simulated/clients';
import { minutes, seconds, type Copy, type Kind, type Request } from './kinds';
import type { Random } from '../../src/sandbox/simulated/random';

interface Scan {
  ip: string | (() => string);
  who: Client | (() => Client);
  /** From delivery to the first request; below zero: held back until it was looked at. */
  after: number;
  image?: boolean;
  /** Of the mail's links: all, the first only, or none. */
  links?: 'all' | 'one';
  apart: () => number;
  head?: boolean;
}

function scans(copy: Copy, scan: Scan): Request[] {
  const requests: Request[] = [];
  let at = copy.deliveredAt + scan.after;
  const ask = (what: Pick<Request, 'kind' | 'link'>): void => {
    const who = typeof scan.who === 'function' ? scan.who() : scan.who;
    const ip = typeof scan.ip === 'function' ? scan.ip() : scan.ip;
    const headers = what.kind === 'open' ? who.image : who.page;
    if (scan.head) requests.push({ ...what, at, ip, userAgent: who.userAgent, headers, method: 'HEAD' });
    requests.push({ ...what, at: at + (scan.head ? 80 : 0), ip, userAgent: who.userAgent, headers });
    at += scan.apart();
  };
  if (scan.image) ask({ kind: 'open' });
  const links = scan.links === 'all' ? copy.links : scan.links === 'one' ? Math.min(1, copy.links) : 0;
  for (let link = 1; link <= links; link++) ask({ kind: 'click', link });
  return requests;
}

const machine = (name: string, weight: number, scan: (copy: Copy) => Scan, untold?: true): Kind => ({
  name,
  truth: 'machine',
  weight,
  ...(untold && { untold }),
  act: (copy) => scans(copy, scan(copy)),
});

const called = (userAgent: string): Client => ({ userAgent, page: {}, image: {} });
const fast = (random: Random) => (): number => random.between(20, 350);
/** Before the mail lies in the mailbox. */
const atTheGate = (random: Random): number => random.between(-seconds(1.5), seconds(4));
const gate = (copy: Copy, addresses: (random: Random) => string): string =>
  copy.gateway([addresses(copy.random), addresses(copy.random)]);

const PREVIEWS: readonly (readonly [
  name: string,
  userAgent: string,
  weight: number,
  ip: (random: Random) => string,
])[] = [
  [
    'Teams',
    'Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com',
    6,
    from.microsoftChat,
  ],
  ['Slack', 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)', 4, from.amazon],
  [
    'iMessage',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0',
    4,
    from.aHome,
  ],
  ['WhatsApp or Signal', 'WhatsApp/2.25.10.73 A', 4, from.aCarrier],
  [
    'LinkedIn',
    'LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)',
    2,
    from.smallHosts,
  ],
  ['Facebook', 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)', 2, from.facebook],
  ['Telegram', 'TelegramBot (like TwitterBot)', 2, from.smallHosts],
  ['Discord', 'Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)', 1, from.smallHosts],
];

export const MACHINES: readonly Kind[] = [
  machine('Defender, from its own network', 130, (copy) => ({
    ip: gate(copy, from.defender),
    who: client.driven(copy.random),
    after: atTheGate(copy.random),
    image: true,
    links: 'all',
    apart: fast(copy.random),
  })),
  machine('Defender’s detonation, from Azure', 50, (copy) => ({
    ip: () => from.azure(copy.random),
    who: client.driven(copy.random),
    after: copy.random.between(0, seconds(30)),
    image: copy.random.chance(0.5),
    links: 'all',
    apart: fast(copy.random),
  })),
  machine('Proofpoint, from its own network', 50, (copy) => ({
    ip: gate(copy, from.proofpoint),
    who: client.driven(copy.random),
    after: atTheGate(copy.random),
    links: 'all',
    apart: () => copy.random.between(100, 1_500),
  })),
  machine('Proofpoint’s sandbox, rented', 15, (copy) => ({
    ip: gate(copy, from.amazon),
    who: client.driven(copy.random),
    after: copy.random.between(seconds(2), seconds(40)),
    links: 'all',
    apart: fast(copy.random),
  })),
  machine('Mimecast', 40, (copy) => ({
    ip: gate(copy, from.mimecast),
    who: client.pretended(copy.random),
    after: atTheGate(copy.random),
    image: true,
    links: 'all',
    apart: fast(copy.random),
  })),
  machine('Barracuda, an agent a request', 50, (copy) => ({
    ip: gate(copy, from.barracuda),
    who: () => client.pretended(copy.random),
    after: atTheGate(copy.random),
    image: true,
    links: 'all',
    apart: fast(copy.random),
  })),
  machine('Barracuda, rented, asks twice', 15, (copy) => ({
    ip: gate(copy, from.amazon),
    who: () => client.pretended(copy.random),
    after: atTheGate(copy.random),
    links: 'all',
    apart: fast(copy.random),
    head: true,
  })),
  machine('Cisco, by a library', 20, (copy) => ({
    ip: gate(copy, from.ironport),
    who: called('Go-http-client/1.1'),
    after: atTheGate(copy.random),
    links: 'all',
    apart: fast(copy.random),
  })),
  machine('Cisco, as a browser', 15, (copy) => ({
    ip: gate(copy, from.ironport),
    who: client.pretended(copy.random),
    after: atTheGate(copy.random),
    links: 'all',
    apart: fast(copy.random),
  })),
  machine('Trend Micro, minutes later', 12, (copy) => ({
    ip: from.trendMicro(copy.random),
    who: called('Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0)'),
    after: copy.random.long(minutes(8)),
    links: 'all',
    apart: () => copy.random.between(200, 4_000),
  })),
  machine('Symantec', 15, (copy) => ({
    ip: gate(copy, from.symantec),
    who: client.pretended(copy.random),
    after: atTheGate(copy.random),
    links: 'all',
    apart: fast(copy.random),
  })),
  machine('a sandbox that says it is headless', 12, (copy) => ({
    ip: from.amazon(copy.random),
    who: called(
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/131.0.0.0 Safari/537.36',
    ),
    after: copy.random.between(0, seconds(60)),
    image: true,
    links: 'all',
    apart: fast(copy.random),
  })),
  machine('a sandbox whose headers say so', 8, (copy) => {
    const { userAgent, page } = client.driven(copy.random);
    const headers = { ...page, 'sec-ch-ua': '"HeadlessChrome";v="131", "Chromium";v="131"' };
    return {
      ip: from.smallHosts(copy.random),
      who: { userAgent, page: headers, image: headers },
      after: copy.random.between(0, seconds(60)),
      links: 'one',
      apart: fast(copy.random),
    };
  }),
  machine('a sandbox that opens the image as a page', 8, (copy) => {
    const { userAgent, page } = client.driven(copy.random);
    return {
      ip: gate(copy, from.smallHosts),
      who: { userAgent, page, image: page },
      after: atTheGate(copy.random),
      image: true,
      links: 'all',
      apart: fast(copy.random),
    };
  }),
  machine('Sophos, by a library', 10, (copy) => ({
    ip: from.amazon(copy.random),
    who: called('python-requests/2.31.0'),
    after: atTheGate(copy.random),
    links: 'all',
    apart: fast(copy.random),
  })),
  machine('Check Point, the first link only', 15, (copy) => ({
    ip: from.amazon(copy.random),
    who: client.pretended(copy.random),
    after: copy.random.between(0, seconds(20)),
    links: 'one',
    apart: fast(copy.random),
  })),
  machine('Google Workspace, at delivery', 30, (copy) => ({
    ip: from.googleScanner(copy.random),
    who: called(
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/42.0.2311.135 Safari/537.36 Edge/12.246 Mozilla/5.0',
    ),
    after: atTheGate(copy.random),
    image: true,
    apart: fast(copy.random),
  })),
  machine('Google Workspace, as a browser', 10, (copy) => ({
    ip: from.googleScanner(copy.random),
    who: client.pretended(copy.random),
    after: atTheGate(copy.random),
    image: true,
    links: 'all',
    apart: fast(copy.random),
  })),
  machine(
    'Gmail’s image proxy, ahead of the reader',
    5,
    (copy) => ({
      ip: from.gmailImages(copy.random),
      who: client.gmailProxy(),
      after: copy.random.between(0, seconds(5)),
      image: true,
      apart: fast(copy.random),
    }),
    true,
  ),
  machine('Microsoft’s image fetcher, ahead of the reader', 20, (copy) => ({
    ip: from.exchangeOnline(copy.random),
    who: client.outlookImageFetcher(),
    after: copy.random.between(0, seconds(5)),
    image: true,
    apart: fast(copy.random),
  })),
  machine('a gateway at a private line, all links', 12, (copy) => ({
    ip: gate(copy, from.aHome),
    who: client.driven(copy.random),
    after: atTheGate(copy.random),
    image: true,
    links: 'all',
    apart: fast(copy.random),
  })),
  machine(
    'a gateway at a private line, link by link',
    2,
    (copy) => ({
      ip: from.aHome(copy.random),
      who: client.driven(copy.random),
      after: copy.random.between(seconds(5), seconds(60)),
      image: true,
      links: 'all',
      apart: () => copy.random.between(seconds(6), seconds(15)),
    }),
    true,
  ),
  machine('a gateway that only loads the image', 12, (copy) => ({
    ip: from.smallHosts(copy.random),
    who: client.pretended(copy.random),
    after: atTheGate(copy.random),
    image: true,
    apart: fast(copy.random),
  })),
  machine(
    'the same, in a real browser',
    2,
    (copy) => ({
      ip: from.aHome(copy.random),
      who: client.driven(copy.random),
      after: copy.random.between(seconds(2), seconds(30)),
      image: true,
      apart: fast(copy.random),
    }),
    true,
  ),
  machine('one link, a minute later, rented', 10, (copy) => ({
    ip: from.amazon(copy.random),
    who: client.driven(copy.random),
    after: seconds(60) + copy.random.between(-seconds(5), seconds(15)),
    links: 'one',
    apart: fast(copy.random),
  })),
  machine(
    'one link, a minute later, at a private line',
    2,
    (copy) => ({
      ip: from.aHome(copy.random),
      who: client.driven(copy.random),
      after: seconds(60) + copy.random.between(-seconds(5), seconds(15)),
      links: 'one',
      apart: fast(copy.random),
    }),
    true,
  ),
  machine('one link at once, no headers', 12, (copy) => ({
    ip: from.smallHosts(copy.random),
    who: client.pretended(copy.random),
    after: copy.random.between(seconds(1), seconds(20)),
    links: 'one',
    apart: fast(copy.random),
  })),
  {
    name: 'a gateway in three waves',
    truth: 'machine',
    weight: 12,
    act: (copy) => {
      const ip = gate(copy, from.amazon);
      return [0, seconds(60), minutes(10)].flatMap((wave) =>
        scans(copy, {
          ip,
          who: client.driven(copy.random),
          after: atTheGate(copy.random) + wave,
          image: wave === 0,
          links: 'all',
          apart: fast(copy.random),
        }),
      );
    },
  },
  machine('an address a link', 12, (copy) => ({
    ip: () => from.amazon(copy.random),
    who: () => client.pretended(copy.random),
    after: atTheGate(copy.random),
    links: 'all',
    apart: fast(copy.random),
  })),
  machine('the office’s own gateway', 20, (copy) => ({
    ip: copy.office,
    who: client.pretended(copy.random),
    after: atTheGate(copy.random),
    image: true,
    links: 'all',
    apart: fast(copy.random),
  })),
  machine('a crawler, hours later', 8, (copy) => ({
    ip: from.smallHosts(copy.random),
    who: called('Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)'),
    after: copy.random.long(minutes(400)),
    links: 'all',
    apart: () => copy.random.between(500, 9_000),
  })),
  machine('a virus scanner that follows later', 8, (copy) => ({
    ip: from.smallHosts(copy.random),
    who: called('okhttp/4.9.3'),
    after: copy.random.long(minutes(50)),
    links: 'one',
    apart: fast(copy.random),
  })),
  machine('a browser that fetches ahead', 5, (copy) => {
    const { userAgent, page } = client.chromeOnAndroid(copy.random);
    const headers = { ...page, 'sec-purpose': 'prefetch;prerender' };
    return {
      ip: copy.home,
      who: { userAgent, page: headers, image: headers },
      after: copy.random.long(minutes(50)),
      links: 'one',
      apart: fast(copy.random),
    };
  }),
  machine('Office, looking whether a link exists', 8, (copy) => ({
    ip: copy.office,
    who: called('Microsoft Office Existence Discovery'),
    after: copy.random.long(minutes(50)),
    links: 'one',
    apart: fast(copy.random),
    head: true,
  })),
  ...PREVIEWS.map(([name, userAgent, weight, ip]) =>
    machine(`${name} shows a preview`, weight, (copy) => ({
      ip: ip(copy.random),
      who: called(userAgent),
      after: copy.random.long(minutes(70)),
      links: 'one',
      apart: fast(copy.random),
    })),
  ),
];

export const SENDERS: readonly Kind[] = [
  {
    name: 'the sender, in Sent Items',
    truth: 'own',
    weight: 60,
    act: ({ random, sentAt, desk }) => {
      const { userAgent, image } = client.outlookClassic(random);
      return [
        {
          at: sentAt + random.between(seconds(1), seconds(100)),
          kind: 'open',
          ip: desk,
          userAgent,
          headers: image,
        },
      ];
    },
  },
  {
    name: 'the sender, at the draft',
    truth: 'own',
    weight: 20,
    act: ({ random, sentAt, desk }) => {
      const { userAgent, image } = client.edge(random);
      return [
        { at: sentAt - random.between(100, seconds(60)), kind: 'open', ip: desk, userAgent, headers: image },
      ];
    },
  },
];
