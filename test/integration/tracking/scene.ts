import fc from 'fast-check';
import type { HitRecord } from '../../../src/server/tracking/ingested';
import { EDGE, OUTLOOK } from './world';

/** A mail of the account's user, and what hits of it depend on. */
export interface SceneMail {
  state: 'sent-reported' | 'not-confirmed' | 'sent' | 'undone';
  kind: 'one-to-one' | 'marketing';
  conversation: 'c1' | null;
  image: boolean;
  links: boolean;
  historic: boolean;
  /** Before the first hit, ms. */
  age: number;
  /** Of `ADDRESSES`; with `copies`, each has a token of their own. */
  recipients: number[];
  copies: boolean;
  /** Comes after the first batch: its hits were there before it. */
  late: boolean;
}

export interface SceneHit {
  /** Of the scene's mails; beyond them: a token that nobody knows. */
  mail: number;
  recipient: number;
  kind: 'open' | 'click';
  link: number;
  agent: number;
  ip: number;
  /** Since the hit before, ms. */
  after: number;
}

export interface Scene {
  privacy: boolean;
  createContacts: boolean;
  /** Per address of `ADDRESSES`: a contact with this basis, or none. */
  people: ('legitimate-interest' | 'none' | 'consent-withdrawn' | null)[];
  forbidden: number | null;
  neverLogged: number | null;
  browser: boolean;
  ownDevice: boolean;
  viewing: { mail: number; ip: number } | null;
  word: { mail: number; ip: number; agent: number; verdict: 'person' | 'machine' | 'self' } | null;
  mails: SceneMail[];
  /** Each with how long after its last hit it is taken, ms. */
  batches: { hits: SceneHit[]; lag: number }[];
}

export const ADDRESSES = [
  'Bob@partner.example',
  'ann@partner.example',
  'eve@quiet.example',
  'dan@brightwater.example',
  'no-reply@shop.example',
  'joe@lumen.example',
] as const;

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';
const PAGE = { 'accept-language': 'en', 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate' };
const IMAGE = { 'accept-language': 'en', 'sec-fetch-dest': 'image', 'sec-fetch-mode': 'no-cors' };
interface Agent {
  userAgent: string;
  headers: (kind: 'open' | 'click') => Record<string, string>;
}
const browser = (userAgent: string): Agent => ({ userAgent, headers: (k) => (k === 'open' ? IMAGE : PAGE) });
const bare = (userAgent: string): Agent => ({ userAgent, headers: () => ({}) });
/** People’s programs, a browser without its headers, a proxy, and machines that say so. */
export const AGENTS: readonly Agent[] = [
  browser(EDGE),
  browser(FIREFOX),
  bare(OUTLOOK),
  browser(EDGE.replace('Windows NT 10.0; Win64; x64', 'Macintosh; Intel Mac OS X 10_15_7')),
  bare(EDGE),
  bare('Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)'),
  bare('python-requests/2.32.3'),
];
/** An office, two homes, Google, Exchange Online, a gateway. */
export const PLACES = [
  '192.0.2.11',
  '198.51.100.23',
  '203.0.113.7',
  '66.102.6.1',
  '150.171.32.9',
  '209.222.80.5',
] as const;

/** What a hit is in the ingest log. */
export function recordOf(
  hit: SceneHit,
  who: { account: number; user: number; at: Date; token: string },
): HitRecord {
  const agent = AGENTS[hit.agent];
  const isClick = hit.kind === 'click';
  return {
    kind: hit.kind,
    account: who.account,
    user: who.user,
    token: who.token,
    messageKey: who.token,
    recipient: hit.recipient,
    at: who.at.getTime(),
    method: 'GET',
    ...(isClick && { link: hit.link, target: `https://site.example/${hit.link}` }),
    raw: {
      ip: PLACES[hit.ip] ?? '',
      ...(agent && { userAgent: agent.userAgent }),
      headers: agent?.headers(hit.kind) ?? {},
    },
  };
}

const place = fc.constantFrom(0, 0, 1, 1, 2, 2, 3, 4, 5);
/** People mostly. */
const agent = fc.constantFrom(0, 0, 1, 1, 2, 3, 4, 5, 6);
const seldom = fc.integer({ min: 0, max: 5 }).map((n) => n === 0);
const mostly = seldom.map((is) => !is);
const MAILS = 4;

const mail: fc.Arbitrary<SceneMail> = fc.record({
  state: fc.constantFrom('sent-reported', 'sent-reported', 'sent', 'not-confirmed', 'undone'),
  kind: fc.constantFrom('one-to-one', 'one-to-one', 'marketing'),
  conversation: fc.constantFrom('c1', null),
  image: mostly,
  links: mostly,
  historic: seldom,
  age: fc.constantFrom(1_000, 50_000, 400_000, 4_000_000, 90_000_000),
  recipients: fc.uniqueArray(fc.nat({ max: ADDRESSES.length - 1 }), { minLength: 1, maxLength: 3 }),
  copies: fc.boolean(),
  late: seldom,
});

const hit: fc.Arbitrary<SceneHit> = fc.record({
  // Most mails of most scenes are there; the rest are tokens that nobody knows.
  mail: fc.constantFrom(0, 0, 0, 1, 1, 2, 3, 4),
  recipient: fc.nat({ max: 2 }),
  kind: fc.constantFrom('open', 'click'),
  link: fc.integer({ min: 1, max: 4 }),
  agent,
  ip: place,
  after: fc.constantFrom(0, 20, 200, 600, 900, 2_500, 8_000, 30_000, 90_000),
});

/** One place and program goes through the links of a mail, or looks at several mails. */
const burst: fc.Arbitrary<SceneHit[]> = fc
  .tuple(hit, fc.integer({ min: 2, max: 5 }), fc.constantFrom(0, 40, 600, 1_200), fc.boolean())
  .map(([first, count, after, overMails]) =>
    Array.from({ length: count }, (_, i) => ({
      ...first,
      kind: 'click' as const,
      link: overMails ? first.link : 1 + (i % 4),
      mail: overMails ? i % MAILS : first.mail,
      after: i === 0 ? first.after : after,
    })),
  );
/** The same look again and again. */
const looks: fc.Arbitrary<SceneHit[]> = fc
  .tuple(hit, fc.integer({ min: 2, max: 4 }))
  .map(([first, count]) =>
    Array.from({ length: count }, (_, i) => ({ ...first, after: i === 0 ? first.after : 900 })),
  );
const traffic = fc.oneof(
  { weight: 4, arbitrary: hit.map((one) => [one]) },
  { weight: 2, arbitrary: burst },
  { weight: 1, arbitrary: looks },
);

const basis = fc.constantFrom('legitimate-interest' as const, 'none' as const, 'consent-withdrawn' as const);

export const scenes: fc.Arbitrary<Scene> = fc.record({
  privacy: mostly,
  createContacts: mostly,
  people: fc.tuple(...ADDRESSES.map(() => fc.option(basis))),
  forbidden: fc.option(fc.nat({ max: 2 }), { freq: 4 }),
  neverLogged: fc.option(fc.nat({ max: 2 }), { freq: 4 }),
  browser: fc.boolean(),
  ownDevice: fc.boolean(),
  viewing: fc.option(fc.record({ mail: fc.nat({ max: MAILS - 1 }), ip: place })),
  word: fc.option(
    fc.record({
      mail: fc.nat({ max: MAILS - 1 }),
      ip: place,
      agent,
      verdict: fc.constantFrom('person', 'machine', 'self'),
    }),
  ),
  mails: fc.array(mail, { minLength: 2, maxLength: MAILS }),
  batches: fc
    .tuple(
      fc.array(traffic, { minLength: 3, maxLength: 9 }).map((parts) => parts.flat()),
      fc.infiniteStream(
        fc.record({
          size: fc.integer({ min: 1, max: 9 }),
          lag: fc.constantFrom(0, 0, 30, 300, 5_000, 20_000),
        }),
      ),
    )
    .map(([hits, cuts]) => {
      const batches: Scene['batches'] = [];
      let from = 0;
      for (const { size, lag } of cuts) {
        batches.push({ hits: hits.slice(from, from + size), lag });
        from += size;
        if (from >= hits.length) break;
      }
      return batches;
    }),
});
