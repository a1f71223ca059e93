import { hitFeatures, judgeHit, type Hit, type RawRequest } from '../../../src/core/hits';

const SENT = Date.parse('2026-03-02T09:00:00Z');
const EDGE =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0';
const OUTLOOK = 'Mozilla/4.0 (compatible; ms-office; MSOffice 16)';
const GMAIL = 'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)';

const request = (userAgent: string, more: Partial<RawRequest> = {}): RawRequest => ({
  method: 'GET',
  userAgent,
  ip: '198.51.100.23',
  ...more,
});

let count = 0;
const hit = (more: Partial<Hit> = {}, userAgent = OUTLOOK, raw: Partial<RawRequest> = {}): Hit => ({
  id: `h${String(++count).padStart(4, '0')}`,
  kind: 'open',
  at: SENT + 300_000,
  message: 'm1',
  recipient: 0,
  features: hitFeatures(request(userAgent, raw)),
  source: 'bob',
  sentAt: SENT,
  ...more,
});
const click = (link: number, more: Partial<Hit> = {}, userAgent = EDGE): Hit =>
  hit({ kind: 'click', link, ...more }, userAgent);

describe('a single hit', () => {
  test('an image loaded by a mail program is a person, at once', () => {
    expect(judgeHit(hit(), [])).toMatchObject({ verdict: 'person', settle: 'now' });
  });

  test('a person is told with a reason in words', () => {
    expect(judgeHit(hit(), []).reasons).toEqual(['Outlook for Windows loaded the image']);
  });

  test('the Gmail proxy is a person, told by name', () => {
    expect(judgeHit(hit({}, GMAIL), [])).toMatchObject({ verdict: 'person', via: 'Gmail image proxy' });
  });

  test('Apple Mail Privacy Protection is a machine, told by name', () => {
    const via = 'Apple Mail Privacy Protection';
    expect(judgeHit(hit({}, 'Mozilla/5.0'), [])).toMatchObject({ verdict: 'machine', via });
    expect(judgeHit(hit({}, EDGE, { ip: '17.58.1.2' }), [])).toMatchObject({ verdict: 'machine', via });
  });

  test.each([
    ['python-requests/2.32.3', undefined],
    ['curl/8.5.0', undefined],
    ['', undefined],
    ['SomeProgram/2.0', undefined],
    ['Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5', 'Teams or Skype link preview'],
    ['Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)', 'Slack link preview'],
  ])('a click by "%s" is a machine', (userAgent, via) => {
    const judged = judgeHit(click(1, {}, userAgent), []);
    expect(judged.verdict).toBe('machine');
    expect(judged.via).toBe(via);
  });

  test('an ordinary browser from a network that only filters mail is the filter', () => {
    const judged = judgeHit(hit({ kind: 'click', link: 1 }, EDGE, { ip: '104.47.55.126' }), []);
    expect(judged).toMatchObject({
      verdict: 'machine',
      via: 'Microsoft Defender Safe Links',
      codes: ['network.gateway'],
    });
  });

  test('what says that it fetches ahead is a machine', () => {
    const headers = { 'sec-purpose': 'prefetch;prerender' };
    expect(judgeHit(hit({}, EDGE, { headers }), []).verdict).toBe('machine');
  });

  test('HEAD is a machine', () => {
    expect(judgeHit(hit({}, EDGE, { method: 'HEAD' }), []).verdict).toBe('machine');
  });
});

describe('time', () => {
  test('before the mail was sent it is the sender’s own', () => {
    expect(judgeHit(hit({ at: SENT - 1 }), []).verdict).toBe('self');
  });

  test('from the device that sent, it is the sender’s own for two minutes', () => {
    const sender = { source: 'bob', platform: 'windows' } as const;
    expect(judgeHit(hit({ at: SENT + 119_000, sender }), []).verdict).toBe('self');
    expect(judgeHit(hit({ at: SENT + 121_000, sender }), []).verdict).toBe('person');
  });

  test('another device behind the same address is not the sender’s', () => {
    const sender = { source: 'bob', platform: 'mac' } as const;
    expect(judgeHit(hit({ at: SENT + 60_000, sender }), []).verdict).toBe('person');
  });

  test('a browser that looks while the mail is being delivered is waited for and then unsure', () => {
    expect(judgeHit(hit({ at: SENT + 900 }, EDGE), [])).toMatchObject({ verdict: 'unsure', settle: 'wait' });
  });

  test('a mail program that looks as soon is a person: gateways pretend to be browsers', () => {
    expect(judgeHit(hit({ at: SENT + 900 }), [])).toMatchObject({ verdict: 'person', settle: 'now' });
  });
});

describe('bursts', () => {
  const at = SENT + 300_000;

  test('two links of a mail within one second are a machine, each of them', () => {
    const burst = [click(1, { at }), click(2, { at: at + 400 })];
    for (const one of burst) expect(judgeHit(one, burst).verdict).toBe('machine');
  });

  test('three links within five seconds are a machine, also the middle one', () => {
    const burst = [click(1, { at }), click(2, { at: at + 2_000 }), click(3, { at: at + 4_500 })];
    for (const one of burst) expect(judgeHit(one, burst).verdict).toBe('machine');
  });

  test('the same link twice in a second is a person', () => {
    const twice = [click(1, { at }), click(1, { at: at + 300 })];
    expect(judgeHit(twice[1] ?? click(1), twice).verdict).toBe('person');
  });

  test('two links with time to read between them are a person', () => {
    const read = [click(1, { at }), click(2, { at: at + 20_000 })];
    for (const one of read) expect(judgeHit(one, read).verdict).toBe('person');
  });

  test('two people who share a link are not a burst', () => {
    const both = [click(1, { at, source: 'bob' }), click(2, { at: at + 300, source: 'carol' })];
    for (const one of both) expect(judgeHit(one, both).verdict).toBe('person');
  });

  test('one copy asked for from several networks at once is a burst', () => {
    const spread = [1, 2, 3].map((n) => click(n, { at: at + n * 100, source: `s${n}`, recipient: 1 }));
    for (const one of spread) expect(judgeHit(one, spread).verdict).toBe('machine');
  });

  test('an image loaded with the burst is the machine’s too', () => {
    const burst = [1, 2, 3].map((n) => click(n, { at: at + n * 100 }));
    expect(judgeHit(hit({ at }, EDGE), burst).verdict).toBe('machine');
  });

  test('links of four mails from one place within seconds are a machine', () => {
    const spread = [1, 2, 3, 4].map((n) => click(1, { at: at + n * 500, message: `m${n}`, recipient: 1 }));
    for (const one of spread) expect(judgeHit(one, spread).verdict).toBe('machine');
  });
});

describe('one look', () => {
  const at = SENT + 300_000;

  test('a second load within a minute from one place and program repeats the first', () => {
    const first = hit({ at });
    expect(judgeHit(hit({ at: at + 59_000 }), [first]).sameAs).toBe('repeat');
    expect(judgeHit(first, [hit({ at: at + 59_000 })]).sameAs).toBeUndefined();
    expect(judgeHit(hit({ at: at + 60_000 }), [first]).sameAs).toBeUndefined();
  });

  test('another place or program is another look', () => {
    const first = hit({ at });
    expect(judgeHit(hit({ at: at + 5_000, source: 'carol' }), [first]).sameAs).toBeUndefined();
    expect(judgeHit(hit({ at: at + 5_000 }, EDGE), [first]).sameAs).toBeUndefined();
  });

  test('the minute runs from the first load, not from a repeat', () => {
    const repeat = hit({ at: at + 50_000, counted: false });
    expect(judgeHit(hit({ at: at + 70_000 }), [repeat]).sameAs).toBeUndefined();
  });

  test('a proxy that hides the place counts once a minute wherever it asks from', () => {
    const first = hit({ at, source: 'p1' }, GMAIL);
    expect(judgeHit(hit({ at: at + 30_000, source: 'p2' }, GMAIL), [first]).sameAs).toBe('repeat');
  });

  test.each([
    ['Exchange Online', '52.97.200.5', '40.101.81.7'],
    ['a relay', '172.224.1.1', '172.225.2.2'],
  ])('so does %s; what comes past it is another look', (_who, ip, elsewhere) => {
    const first = hit({ at, source: 'p1' }, EDGE, { ip });
    const second = (raw: Partial<RawRequest>): Hit => hit({ at: at + 2_000, source: 'p2' }, EDGE, raw);
    expect(judgeHit(second({ ip: elsewhere }), [first]).sameAs).toBe('repeat');
    expect(judgeHit(second({}), [first]).sameAs).toBeUndefined();
  });
});

describe('quotes of a conversation (O16)', () => {
  const at = SENT + 7_200_000;
  const older = (more: Partial<Hit> = {}): Hit => hit({ at, message: 'm1', conversation: 'c', ...more });
  const newer = hit({ at: at + 200, message: 'm2', conversation: 'c', sentAt: SENT + 3_600_000 });

  test('the older one is only quoted, the newest is opened', () => {
    expect(judgeHit(older(), [newer]).sameAs).toBe('quoted');
    expect(judgeHit(newer, [older()]).sameAs).toBeUndefined();
  });

  test('the older one waits for the newer one, and is a person if none comes', () => {
    expect(judgeHit(older({ superseded: true }), [])).toMatchObject({ verdict: 'person', settle: 'wait' });
  });

  test('ten seconds apart they are two looks', () => {
    expect(judgeHit(older({ at: at - 10_000 }), [newer]).sameAs).toBeUndefined();
  });

  test('loaded by a proxy from two of its networks it is one look', () => {
    const proxied = (one: Hit, source: string): Hit => ({
      ...one,
      source,
      features: hit({}, GMAIL).features,
    });
    expect(judgeHit(proxied(older(), 'p1'), [proxied(newer, 'p2')]).sameAs).toBe('quoted');
    expect(judgeHit(proxied(older(), 'p1'), [newer]).sameAs).toBeUndefined();
  });

  test('another conversation or place is another look', () => {
    expect(judgeHit(older({ conversation: 'd' }), [newer]).sameAs).toBeUndefined();
    expect(judgeHit(older({ source: 'carol' }), [newer]).sameAs).toBeUndefined();
  });
});
