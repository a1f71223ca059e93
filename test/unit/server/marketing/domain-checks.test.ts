import type { SendCheck } from '../../../../src/core/api/marketing';
import { dkimName, dkimValue } from '../../../../src/server/marketing/audience/checks/dkim';
import { domainChecks, type SendingDomain } from '../../../../src/server/marketing/audience/checks/domain';
import { checkSpf } from '../../../../src/server/marketing/audience/checks/spf';
import { type Zone, zoneDns } from '../../../fixtures/zone';

const KEY = 'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA';
const NAME = dkimName('mailtrail', 'news.shop.example');
const SENDING: SendingDomain = {
  domain: 'news.shop.example',
  envelope: 'news.shop.example',
  relay: 'out.relay.example',
  dkim: { selector: 'mailtrail', name: NAME, value: dkimValue(KEY), publicKey: KEY },
};
/** All in order. */
const GOOD = {
  mx: { 'news.shop.example': ['mail.shop.example'] },
  addresses: { 'out.relay.example': ['52.20.1.9'] },
  txt: {
    'news.shop.example': ['other=1', 'v=spf1 include:_spf.relay.example -all'],
    '_spf.relay.example': ['v=spf1 ip4:52.20.1.0/28 ~all'],
    [NAME]: [`v=DKIM1; k=rsa; p=${KEY.slice(0, 20)} ${KEY.slice(20)}`],
    '_dmarc.shop.example': ['v=DMARC1; p=quarantine; adkim=s; aspf=s'],
  },
} satisfies Zone;
const zoneWith = (txt: Record<string, readonly string[]>, more: Zone = {}): Zone => ({
  ...GOOD,
  ...more,
  txt: { ...GOOD.txt, ...txt },
});
const byCode = async (zone: Zone, sending: Partial<SendingDomain> = {}) => {
  const checks = await domainChecks(zoneDns(zone), { ...SENDING, ...sending });
  return Object.fromEntries(checks.map((one): [string, SendCheck] => [one.code, one]));
};
const okOf = async (zone: Zone, sending?: Partial<SendingDomain>) =>
  Object.fromEntries(Object.entries(await byCode(zone, sending)).map(([code, { ok }]) => [code, ok]));
const WELL = { 'from-domain': 'yes', spf: 'yes', dkim: 'yes', dmarc: 'yes' };

describe('the domain that marketing mail is from', () => {
  test('is in order', async () => {
    expect(await okOf(GOOD)).toEqual(WELL);
  });

  test.each<[string, Zone, Partial<SendingDomain>, Record<string, SendCheck['ok']>, RegExp]>([
    ['a domain that nobody knows', { ...GOOD, mx: {} }, {}, { 'from-domain': 'no' }, /knows no news\.shop/],
    [
      'a null MX',
      { ...GOOD, mx: { 'news.shop.example': [''] } },
      {},
      { 'from-domain': 'no' },
      /takes no mail/,
    ],
    ['no SPF', zoneWith({ 'news.shop.example': [] }), {}, { spf: 'no' }, /no SPF record/],
    [
      'two SPF records',
      zoneWith({ 'news.shop.example': ['v=spf1 -all', 'v=spf1 mx -all'] }),
      {},
      { spf: 'no' },
      /several SPF records/,
    ],
    [
      'SPF with a slip',
      zoneWith({ 'news.shop.example': ['v=spf1 inclued:_spf.relay.example -all'] }),
      {},
      { spf: 'no' },
      /“inclued:_spf\.relay\.example” means nothing/,
    ],
    [
      'an include without a record',
      zoneWith({ 'news.shop.example': ['v=spf1 include:gone.example -all'] }),
      {},
      { spf: 'no' },
      /includes gone\.example/,
    ],
    [
      'more questions than a receiver asks',
      zoneWith({
        'news.shop.example': [
          `v=spf1 ${Array.from({ length: 11 }, (_, i) => `include:s${i}.example`).join(' ')} -all`,
        ],
        ...Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`s${i}.example`, ['v=spf1 -all']])),
      }),
      {},
      { spf: 'no' },
      /more than 10 questions/,
    ],
    [
      'an include that leads to itself',
      zoneWith({ 'news.shop.example': ['v=spf1 include:news.shop.example -all'] }),
      {},
      { spf: 'no' },
      /more than 10 questions/,
    ],
    // Signed, it is believed all the same.
    [
      'SPF without the relay',
      zoneWith({ 'news.shop.example': ['v=spf1 mx -all'] }),
      {},
      { spf: 'warning' },
      /does not allow the relay/,
    ],
    [
      'SPF without the relay, unsigned',
      zoneWith({ 'news.shop.example': ['v=spf1 mx -all'], [NAME]: [] }),
      {},
      { spf: 'no', dkim: 'no', dmarc: 'yes' },
      /does not allow the relay/,
    ],
    [
      'a relay that is known by another name',
      zoneWith({ 'news.shop.example': ['v=spf1 mx -all'] }),
      { relay: 'email-smtp.eu-west-1.amazonaws.com' },
      { spf: 'warning' },
      /“include:amazonses\.com”/,
    ],
    [
      'a relay in one’s own network',
      zoneWith({ 'news.shop.example': ['v=spf1 mx -all'] }),
      { relay: '10.0.0.7' },
      { spf: 'warning' },
      /your own network/,
    ],
    ['no key', zoneWith({ [NAME]: [] }), {}, { dkim: 'no' }, /is not published/],
    ['another key', zoneWith({ [NAME]: ['v=DKIM1; p=AAAA'] }), {}, { dkim: 'no' }, /Another key stands/],
    ['a key taken back', zoneWith({ [NAME]: ['v=DKIM1; p='] }), {}, { dkim: 'no' }, /was taken back/],
    ['no DMARC', zoneWith({ '_dmarc.shop.example': [] }), {}, { dmarc: 'no' }, /has no DMARC record/],
    [
      'DMARC without a policy',
      zoneWith({ '_dmarc.shop.example': ['v=DMARC1; rua=mailto:a@b.example'] }),
      {},
      { dmarc: 'no' },
      /cannot be read/,
    ],
    [
      'two DMARC records',
      zoneWith({ '_dmarc.shop.example': ['v=DMARC1; p=none', 'v=DMARC1; p=reject'] }),
      {},
      { dmarc: 'no' },
      /several records/,
    ],
    [
      'strict DMARC, unsigned, with reports to another domain',
      zoneWith({ [NAME]: [], 'shop.example': GOOD.txt['news.shop.example'] }),
      { envelope: 'shop.example' },
      { dkim: 'no', dmarc: 'no' },
      /is not met/,
    ],
    [
      'relaxed DMARC, unsigned, with reports to the organisation',
      zoneWith({
        [NAME]: [],
        'shop.example': GOOD.txt['news.shop.example'],
        '_dmarc.shop.example': ['v=DMARC1; p=none'],
      }),
      { envelope: 'shop.example' },
      { dkim: 'no' },
      /is not published/,
    ],
    ['DNS that does not answer', { ...GOOD, down: [NAME] }, {}, { dkim: 'warning' }, /does not answer/],
  ])('%s', async (_name, zone, sending, expected, words) => {
    const found = await byCode(zone, sending);
    expect(Object.fromEntries(Object.entries(found).map(([code, { ok }]) => [code, ok]))).toEqual({
      ...WELL,
      ...expected,
    });
    expect(Object.values(found).some((one) => words.test(`${one.words} ${one.fix ?? ''}`))).toBe(true);
    for (const one of Object.values(found)) if (one.ok !== 'yes') expect(one.fix).toBeTruthy();
  });

  test('what is to be published stands there whole', async () => {
    const found = await byCode(zoneWith({ [NAME]: [], '_dmarc.shop.example': [] }));
    expect(found['dkim']?.record).toEqual({ type: 'TXT', name: NAME, value: `v=DKIM1; k=rsa; p=${KEY}` });
    expect(found['dmarc']?.record).toEqual({
      type: 'TXT',
      name: '_dmarc.shop.example',
      value: 'v=DMARC1; p=none',
    });
  });

  test('an address that everybody may have is refused, and nothing is asked', async () => {
    const dns = zoneDns(GOOD);
    const checks = await domainChecks(dns, { ...SENDING, domain: 'gmail.com' });
    expect(checks.map(({ code, ok }) => [code, ok])).toEqual([['from-domain', 'no']]);
    expect(dns.asked).toEqual([]);
  });
});

describe('SPF', () => {
  const spf = (record: string, addresses: string[], more: Zone = {}) =>
    checkSpf(zoneDns({ ...more, txt: { 'x.example': [record], ...more.txt } }), 'x.example', addresses);

  test('the first that matches decides', async () => {
    const record = 'v=spf1 -ip4:192.0.2.1 ip4:192.0.2.0/24 ?ip6:2001:db8::/32 ~all';
    expect(await spf(record, ['192.0.2.1'])).toMatchObject({ result: 'fail' });
    expect(await spf(record, ['192.0.2.2'])).toMatchObject({ result: 'pass' });
    expect(await spf(record, ['2001:db8::1'])).toMatchObject({ result: 'neutral' });
    expect(await spf(record, ['198.51.100.1'])).toMatchObject({ result: 'softfail', lookups: 0 });
  });

  test('hosts, a redirect, and an include that says no', async () => {
    const zone: Zone = {
      txt: { 'y.example': ['v=spf1 a:out.example/30 -all'], 'no.example': ['v=spf1 ip4:192.0.2.9 -all'] },
      mx: { 'x.example': ['mx.example'] },
      addresses: { 'out.example': ['192.0.2.4'], 'mx.example': ['198.51.100.7'] },
    };
    const record = 'v=spf1 include:no.example mx redirect=y.example';
    expect(await spf(record, ['192.0.2.6'], zone)).toMatchObject({ result: 'pass', lookups: 4 });
    expect(await spf(record, ['198.51.100.7'], zone)).toMatchObject({ result: 'pass' });
    expect(await spf(record, ['192.0.2.8'], zone)).toMatchObject({ result: 'fail' });
  });

  test('names that are not there', async () => {
    expect(await spf('v=spf1 a:a.example a:b.example a:c.example -all', [])).toEqual({
      ok: false,
      fault: 'too-many-void',
    });
  });
});
