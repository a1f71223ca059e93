import { hitFeatures, judgeAll, judgeHit, REASONS, type Hit, type RawRequest } from '../../../src/core/hits';

const SENT = Date.parse('2026-03-02T09:00:00Z');
const HOUR = 3_600_000;
const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';
const OUTLOOK = 'Mozilla/4.0 (compatible; ms-office; MSOffice 16)';
const GMAIL = 'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)';
const APPLE_MAIL = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const HOME = '81.2.69.160';
const ELSEWHERE = '78.47.1.1';
const PROOFPOINT = '148.163.130.7';
const AMAZON = '54.77.10.9';
const EXCHANGE = '52.97.200.14';
const SAFE_LINKS = '104.47.55.126';

const page = { 'accept-language': 'en', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
const image = { 'accept-language': 'en', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' };

let count = 0;
function hit(kind: Hit['kind'], after: number, raw: Partial<RawRequest> = {}, more: Partial<Hit> = {}): Hit {
  const request = {
    method: 'GET',
    userAgent: CHROME,
    ip: HOME,
    headers: kind === 'open' ? image : page,
    ...raw,
  };
  return {
    id: `d${++count}`,
    kind,
    at: SENT + after,
    message: 'm1',
    recipient: 1,
    ...(kind === 'click' && { link: 1 }),
    features: hitFeatures(request),
    source: request.ip.split('.').slice(0, 3).join('.'),
    sentAt: SENT,
    ...more,
  };
}
const verdict = (one: Hit, others: readonly Hit[] = []): string => judgeHit(one, others).verdict;

describe('a likely network alone is no verdict', () => {
  test('a click out of a gateway’s network during delivery, with nothing read before, is the gateway', () => {
    expect(judgeHit(hit('click', 40_000, { ip: PROOFPOINT }), [])).toMatchObject({
      verdict: 'machine',
      via: 'Proofpoint',
      settle: 'wait',
    });
  });

  test('hours later, in a whole browser, it is a person in the gateway’s browser isolation', () => {
    expect(verdict(hit('click', 3 * HOUR, { ip: PROOFPOINT }))).toBe('person');
    expect(verdict(hit('click', 3 * HOUR, { ip: PROOFPOINT, headers: {} }))).toBe('machine');
  });

  test('a virtual desktop at a cloud provider is a person’s', () => {
    expect(verdict(hit('open', HOUR, { ip: AMAZON }))).toBe('person');
    expect(verdict(hit('click', HOUR, { ip: AMAZON }))).toBe('person');
    expect(verdict(hit('open', 30_000, { ip: AMAZON, userAgent: OUTLOOK }))).toBe('person');
  });

  test('a cloud’s browser that looks at the mail while it is delivered is held back', () => {
    expect(verdict(hit('open', 20_000, { ip: AMAZON }))).toBe('unsure');
    expect(verdict(hit('click', 20_000, { ip: AMAZON }))).toBe('machine');
  });

  test.each(['165.225.80.33', '104.28.40.12', '172.225.91.3', '163.116.200.4', '46.114.3.9'])(
    'a company’s gateway, a relay or a carrier (%s) takes nothing from a person',
    (ip) => {
      expect(verdict(hit('open', 60_000, { ip }))).toBe('person');
      expect(verdict(hit('click', 90_000, { ip }), [hit('open', 60_000, { ip })])).toBe('person');
    },
  );
});

describe('mail services that fetch images', () => {
  const fetched = (after: number): Hit =>
    hit('open', after, { ip: EXCHANGE, userAgent: APPLE_MAIL, headers: {} });

  test('Outlook on the web fetches for a reader; as mail arrives, for nobody', () => {
    expect(judgeHit(fetched(HOUR), [])).toMatchObject({ verdict: 'person', via: 'Exchange Online' });
    expect(judgeHit(fetched(4_000), [])).toMatchObject({
      verdict: 'machine',
      codes: ['network.mailService'],
    });
  });

  test('a click out of the same network is judged by what it is', () => {
    expect(verdict(hit('click', HOUR, { ip: EXCHANGE }))).toBe('person');
  });

  test('Gmail’s proxy in the first second fetches ahead', () => {
    expect(verdict(hit('open', 900, { userAgent: GMAIL, headers: {} }))).toBe('machine');
    expect(verdict(hit('open', 5_000, { userAgent: GMAIL, headers: {} }))).toBe('person');
  });

  test('Apple Mail by way of Apple’s relay is Mail Privacy Protection; its Safari is a person', () => {
    const relay = { ip: '172.225.91.3' };
    expect(judgeHit(hit('open', HOUR, { ...relay, userAgent: APPLE_MAIL }), [])).toMatchObject({
      verdict: 'machine',
      via: 'Apple Mail Privacy Protection',
    });
    expect(verdict(hit('open', HOUR, { ip: HOME, userAgent: APPLE_MAIL }))).toBe('person');
    expect(verdict(hit('click', HOUR, relay))).toBe('person');
  });
});

describe('what a request wants', () => {
  test('an image asked for as a page is a sandbox that opens every address', () => {
    expect(judgeHit(hit('open', HOUR, { headers: page }), []).codes).toEqual(['headers.notAnImage']);
  });

  test('a header that names a headless browser outweighs the agent', () => {
    const headers = { ...page, 'sec-ch-ua': '"HeadlessChrome";v="142", "Chromium";v="142"' };
    expect(judgeHit(hit('click', HOUR, { headers }), []).codes).toEqual(['headers.headless']);
  });

  test('a click that wants no page is doubted', () => {
    expect(verdict(hit('click', HOUR, { headers: { ...page, 'sec-fetch-dest': 'empty' } }))).toBe('unsure');
  });

  test('a browser without headers is doubted during delivery; later its owner may want it so', () => {
    expect(verdict(hit('open', 30_000, { headers: {} }))).toBe('unsure');
    expect(verdict(hit('click', 30_000, { headers: {} }))).toBe('machine');
    expect(verdict(hit('open', HOUR, { headers: {} }))).toBe('person');
    expect(verdict(hit('click', HOUR, { headers: {} }))).toBe('person');
  });
});

describe('time and order', () => {
  test('within four seconds of sending nobody has read and clicked: the closing window decides', () => {
    expect(judgeHit(hit('click', 3_000), [])).toMatchObject({ verdict: 'machine', settle: 'wait' });
    expect(verdict(hit('click', 3_000), [hit('open', 1_000)])).not.toBe('person');
  });

  test('somebody on the telephone opens and clicks within ten seconds: a person', () => {
    const opened = hit('open', 5_000, { userAgent: OUTLOOK, headers: {} });
    expect(verdict(hit('click', 8_000), [opened])).toBe('person');
  });

  test('images blocked: a click half a minute after sending waits, and is a person’s', () => {
    expect(judgeHit(hit('click', 30_000), [])).toMatchObject({ verdict: 'person', settle: 'wait' });
  });

  test('without anything suspicious nobody waits', () => {
    expect(judgeHit(hit('open', 30_000), [])).toMatchObject({ verdict: 'person', settle: 'now' });
    expect(judgeHit(hit('click', HOUR), [])).toMatchObject({ verdict: 'person', settle: 'now' });
  });

  test('a link followed in the moment the image loads, during delivery, is not a hand', () => {
    const open = hit('open', 8_000);
    const click = hit('click', 8_200);
    expect(verdict(click, [open])).toBe('machine');
    expect(verdict(open, [click])).toBe('unsure');
  });

  test('without a time of sending nothing is early', () => {
    const { sentAt: _unknown, ...click } = hit('click', 1_000);
    expect(verdict(click)).toBe('person');
  });
});

describe('beside a gateway’s burst', () => {
  const burst = [1, 2, 3].map((link) => hit('click', 5_000 + link * 90, { ip: SAFE_LINKS }, { link }));
  const rented = [1, 2, 3].map((link) =>
    hit('click', 5_000 + link * 90, { ip: AMAZON, headers: {} }, { link }),
  );

  test('a person’s click from another place is theirs', () => {
    const opened = hit('open', 4_500, { userAgent: OUTLOOK });
    const click = hit('click', 6_100);
    for (const machines of [burst, rented]) {
      expect(verdict(click, [...machines, opened])).toBe('person');
      for (const one of machines) expect(verdict(one, [...machines, opened, click])).toBe('machine');
    }
  });

  test('so is their open', () => {
    for (const machines of [burst, rented])
      expect(verdict(hit('open', 5_200, { userAgent: OUTLOOK, headers: {} }), machines)).toBe('person');
  });

  test('a colleague with another program behind the same office address is not the scanner', () => {
    const office = '194.25.3.7';
    const scanner = [1, 2, 3].map((link) =>
      hit('click', HOUR + link * 90, { ip: office, headers: {} }, { link }),
    );
    const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';
    const colleague = hit('click', HOUR + 1_500, { ip: office, userAgent: firefox }, { link: 4 });
    expect(verdict(colleague, scanner)).toBe('person');
    expect(scanner.map((one) => verdict(one, [...scanner, colleague]))).toEqual([
      'machine',
      'machine',
      'machine',
    ]);
  });

  test('a check of a link in the second in which a person follows it is the check, not the person', () => {
    const click = hit('click', HOUR, {}, { link: 2 });
    const check = hit('click', HOUR - 200, { ip: '40.94.34.52' }, { link: 2 });
    expect(verdict(check, [click])).toBe('machine');
    expect(verdict(click, [check])).toBe('person');
  });
});

describe('a scanner that comes in waves', () => {
  const first = hit('click', 20_000, { ip: AMAZON });
  const again = (after: number, raw: Partial<RawRequest> = {}) => hit('click', after, { ip: AMAZON, ...raw });

  test('is told by its next visit from the same rented machines, whatever it calls itself then', () => {
    const edge = { userAgent: `${CHROME} Edg/142.0.0.0` };
    expect(judgeHit(again(600_000, edge), [first])).toMatchObject({
      verdict: 'machine',
      codes: ['company.wave', 'network.hosting'],
    });
  });

  test('but not a reader at a virtual desktop who opened the mail there before', () => {
    expect(verdict(again(600_000), [hit('open', 20_000, { ip: AMAZON })])).toBe('person');
  });

  test('nor anybody at home, or from elsewhere', () => {
    expect(verdict(hit('click', 600_000), [hit('click', 60_000)])).toBe('person');
    expect(verdict(again(600_000), [hit('click', 20_000, { ip: '3.5.140.2' })])).toBe('person');
  });
});

describe('a mail that was opened elsewhere', () => {
  test('explains a click for a minute, and where it was opened for ten', () => {
    const click = hit('click', HOUR, { headers: image });
    const openedBefore = (ms: number, ip: string) => hit('open', HOUR - ms, { ip, userAgent: OUTLOOK });
    expect(verdict(click, [openedBefore(50_000, ELSEWHERE)])).toBe('person');
    expect(verdict(click, [openedBefore(70_000, ELSEWHERE)])).toBe('unsure');
    expect(verdict(click, [openedBefore(500_000, HOME)])).toBe('person');
  });
});

describe('tabs', () => {
  const tabs = (...after: number[]): Hit[] =>
    after.map((ms, i) => hit('click', HOUR + ms, {}, { link: i + 1 }));
  const verdicts = (hits: readonly Hit[]): string[] => hits.map((one) => verdict(one, hits));

  test('two and three links opened by a quick hand are a person’s', () => {
    expect(verdicts(tabs(0, 600))).toEqual(['person', 'person']);
    expect(verdicts(tabs(0, 900, 2_000))).toEqual(['person', 'person', 'person']);
  });

  test('no hand opens two in a quarter of a second', () => {
    expect(verdicts(tabs(0, 250))).toEqual(['machine', 'machine']);
  });

  test('during delivery it is not a hand', () => {
    const early = [0, 600].map((ms, i) => hit('click', 60_000 + ms, {}, { link: i + 1 }));
    expect(verdicts(early)).toEqual(['machine', 'machine']);
  });
});

test('four links within a minute, soon after sending, are nobody’s reading; hours later they may be', () => {
  const slowly = (from: number): Hit[] =>
    [1, 2, 3, 4].map((link) => hit('click', from + link * 9_000, {}, { link }));
  for (const one of slowly(20_000)) expect(judgeHit(one, slowly(20_000)).codes).toEqual(['burst.slow']);
  for (const one of slowly(HOUR)) expect(verdict(one, slowly(HOUR))).toBe('person');
});

test('images of four copies in a row are a gateway’s; of two, two people’s', () => {
  const copies = [1, 2, 3, 4].map((recipient) => hit('open', 20_000 + recipient * 200, {}, { recipient }));
  for (const copy of copies) expect(judgeHit(copy, copies).codes).toEqual(['burst.images']);
  expect(copies.slice(0, 2).map((copy) => verdict(copy, copies.slice(0, 2)))).toEqual(['person', 'person']);
});

test('each verdict has a code beside each reason, and every code has words', () => {
  const judged = judgeHit(hit('click', 3_000, { headers: {} }), []);
  expect(judged.codes).toEqual(['headers.none', 'timing.clickTooSoon', 'order.clickWithoutOpen']);
  expect(judged.reasons).toEqual(judged.codes.map((code) => REASONS[code]));
});

describe('many at once', () => {
  test('are judged as one by one, in the order given', () => {
    const hits = [1, 2, 3].flatMap((n) => [
      hit('click', HOUR + n * 100, { headers: {} }, { link: n }),
      hit('open', HOUR + n * 20_000, {}, { message: `other${n}` }),
    ]);
    expect(judgeAll(hits)).toEqual(hits.map((one) => judgeHit(one, hits)));
  });

  test('take time by their number, not by its square', () => {
    const crowd = (size: number): Hit[] =>
      Array.from({ length: size }, (_, i) => hit('click', HOUR + (i % 3_000), {}, { link: i % 7 }));
    const spent = (size: number): number => {
      const hits = crowd(size);
      const from = process.cpuUsage().user;
      judgeAll(hits);
      return process.cpuUsage().user - from;
    };
    spent(500);
    // 8 times as many: 64 times as long, were each asked about all.
    expect(spent(4_000) / spent(500)).toBeLessThan(24);
  });
});
