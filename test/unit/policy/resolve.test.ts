import {
  isListed,
  POLICY_FRESH_MS,
  resolvePolicy,
  type AccountPolicy,
  type PolicyInput,
  type RecipientAnswer,
} from '../../../src/core/policy';

const POLICY: AccountPolicy = {
  revision: 7,
  opens: true,
  links: true,
  log: true,
  seat: 'paid',
  defaults: { track: true, log: true },
  companyDomains: ['brightwater.example'],
  ownAddresses: ['alice@private.example'],
  excludedDomains: [],
  trackingHosts: ['mail.example'],
  neverLogBlocks: 'record',
};
const answer = (address: string, change: Partial<RecipientAnswer> = {}): RecipientAnswer => ({
  address,
  standing: 'known',
  links: true,
  image: true,
  log: true,
  reason: 'knownContact',
  ...change,
});
const bob = answer('bob@partner.example');
const objector = answer('erin@other.example', {
  standing: 'objected',
  links: false,
  image: false,
  reason: 'objection',
});
const listed = answer('lawyer@firm.example', { standing: 'neverLogged', log: false, reason: 'neverLogList' });
const silent = answer('it@strict.example', {
  standing: 'noTracking',
  links: false,
  image: false,
  reason: 'domainNoTracking',
});
const linkShy = answer('it@shy.example', { standing: 'noTracking', links: false, reason: 'domainNoLinks' });
const ask = (
  change: Partial<Omit<PolicyInput, 'policy' | 'message'>> & {
    policy?: Partial<AccountPolicy> | null;
    message?: Partial<PolicyInput['message']>;
  } = {},
) => {
  const answers = change.answers ?? [bob];
  return resolvePolicy({
    policyAgeMs: 0,
    recipients: answers.map((one) => one.address),
    switches: {},
    ...change,
    answers,
    policy: change.policy === null ? null : { ...POLICY, ...change.policy },
    message: { html: true, private: false, encrypted: false, meeting: false, ...change.message },
  });
};
const outcome = (result: ReturnType<typeof ask>): string =>
  (['image', 'links', 'log'] as const).filter((subject) => result[subject]).join(' ');

test('a known contact, a paid seat and the defaults on: image, links and log', () => {
  const result = ask();
  expect(outcome(result)).toBe('image links log');
  expect(result.reasons).toEqual([]);
  expect(result.provenance).toEqual({
    image: { rule: 'default' },
    links: { rule: 'default' },
    log: { rule: 'default' },
    revision: 7,
  });
  expect(result.recipients).toEqual([
    { address: bob.address, standing: 'known', image: true, links: true, log: true },
  ]);
});

test.each([
  [
    'plain text is logged, never changed (O5)',
    ask({ message: { html: false } }),
    'log',
    'message',
    'plainText',
  ],
  [
    'private mail is neither tracked nor logged (L4)',
    ask({ message: { private: true } }),
    '',
    'message',
    'private',
  ],
  [
    'encrypted mail is neither tracked nor logged (L4)',
    ask({ message: { encrypted: true } }),
    '',
    'message',
    'encrypted',
  ],
  [
    'a meeting request is neither tracked nor logged (A6)',
    ask({ message: { meeting: true } }),
    '',
    'message',
    'meeting',
  ],
  ['mail to nobody yet carries nothing', ask({ answers: [] }), '', 'message', 'noRecipients'],
  [
    'account off for opens leaves links',
    ask({ policy: { opens: false } }),
    'links log',
    'account',
    'accountOff',
  ],
  [
    'one objection binds for a shared image (O6)',
    ask({ answers: [bob, objector] }),
    'log',
    'objection',
    'objected',
  ],
  [
    'a never-logged mail as a whole, by setting',
    ask({ answers: [bob, listed], policy: { neverLogBlocks: 'mail' } }),
    '',
    'neverLog',
    'neverLogged',
  ],
  ['a never-logged recipient alone', ask({ answers: [listed] }), '', 'neverLog', 'neverLogged'],
  ['a domain without tracking', ask({ answers: [bob, silent] }), 'log', 'domain', 'noTracking'],
  ['the switch off', ask({ switches: { track: false, log: true } }), 'log', 'switch', 'switchedOff'],
  [
    'the default off',
    ask({ policy: { defaults: { track: false, log: true } } }),
    'log',
    'default',
    'defaultOff',
  ],
  ['no policy at all', ask({ policy: null }), '', 'unknown', 'policyMissing'],
])('%s', (_, result, expected, rule, code) => {
  expect(outcome(result)).toBe(expected);
  expect(result.provenance.image).toEqual({ rule, code });
});

test('a free seat has no links (C1)', () => {
  const result = ask({ policy: { seat: 'free' } });
  expect(outcome(result)).toBe('image log');
  expect(result.reasons).toEqual([{ subject: 'links', rule: 'seat', code: 'freeSeat' }]);
});

test('"links only" for a domain leaves the image', () => {
  const result = ask({ answers: [bob, linkShy] });
  expect(outcome(result)).toBe('image log');
  expect(result.reasons).toEqual([
    { subject: 'links', rule: 'domain', code: 'noTracking', address: linkShy.address },
  ]);
});

test('a switch of the message is stronger than the default, and nothing else', () => {
  expect(
    outcome(
      ask({ policy: { defaults: { track: false, log: false } }, switches: { track: true, log: true } }),
    ),
  ).toBe('image links log');
  expect(
    outcome(
      ask({ policy: { opens: false, links: false, log: false }, switches: { track: true, log: true } }),
    ),
  ).toBe('');
  expect(outcome(ask({ answers: [objector], switches: { track: true } }))).toBe('log');
});

test('the order of rules is that of the design: the strongest is named first', () => {
  const result = ask({
    answers: [objector, listed, silent],
    policy: { links: false, seat: 'free', neverLogBlocks: 'mail', defaults: { track: false, log: false } },
    policyAgeMs: POLICY_FRESH_MS + 1,
  });
  expect(result.reasons.filter((reason) => reason.subject === 'links').map((reason) => reason.rule)).toEqual([
    'account',
    'objection',
    'neverLog',
    'domain',
    'seat',
    'default',
    'unknown',
  ]);
});

test('a recipient without an answer, or a policy past 15 minutes: no links, the image may go', () => {
  const unknown = ask({ recipients: ['bob@partner.example', 'new@nobody.example'] });
  expect(outcome(unknown)).toBe('image log');
  expect(unknown.reasons).toEqual([
    { subject: 'links', rule: 'unknown', code: 'recipientUnknown', address: 'new@nobody.example' },
  ]);
  expect(unknown.recipients[1]).toEqual({
    address: 'new@nobody.example',
    standing: null,
    image: false,
    links: false,
    log: false,
  });
  expect(outcome(ask({ policyAgeMs: POLICY_FRESH_MS }))).toBe('image links log');
  expect(outcome(ask({ policyAgeMs: POLICY_FRESH_MS + 1 }))).toBe('image log');
});

describe('colleagues (O14)', () => {
  test('only colleagues: neither tracked nor logged, whatever the switches say; no answer is needed for their domain', () => {
    const result = ask({
      answers: [],
      recipients: ['Dan@Brightwater.example', 'alice@private.example'],
      switches: { track: true, log: true },
    });
    expect(outcome(result)).toBe('');
    expect(result.provenance.log).toEqual({ rule: 'colleagues', code: 'allColleagues' });
    expect(result.recipients.map((one) => one.standing)).toEqual(['colleague', 'colleague']);
  });
  test('a colleague among others changes nothing and gets no record', () => {
    const result = ask({ recipients: [bob.address, 'dan@brightwater.example'] });
    expect(outcome(result)).toBe('image links log');
    expect(result.recipients[1]).toMatchObject({ standing: 'colleague', log: false });
  });
  test('a subdomain is another company', () => {
    expect(outcome(ask({ answers: [], recipients: ['x@sub.brightwater.example'] }))).toBe('image log');
  });
});

test('one never-logged person among many blocks only their record, by setting', () => {
  const result = ask({ answers: [bob, listed] });
  expect(outcome(result)).toBe('image links log');
  expect(result.recipients.map((one) => one.log)).toEqual([true, false]);
});

test('addresses are one whatever their case, and count once', () => {
  const result = ask({
    recipients: ['BOB@Partner.example', ' <bob@partner.example> ', 'bob@partner.example'],
  });
  expect(result.recipients).toHaveLength(1);
  expect(outcome(result)).toBe('image links log');
});

test.each([
  ['Ann@A.example', 'ann@a.example', true],
  ['ann+news@a.example', 'ann@a.example', true],
  ['ann@a.example', 'ann+x@a.example', true],
  ['ann@a.example', 'a.example', true],
  ['ann@deep.sub.a.example', '@A.example', true],
  ['ann@sub.a.example', '*.a.example', true],
  ['ann@nota.example', 'a.example', false],
  ['joann@a.example', 'ann@a.example', false],
  ['ann@a.example', '', false],
])('whether %s is on the never-log list with %p: %p', (address, entry, expected) => {
  expect(isListed(address, ['x@y.example', entry])).toBe(expected);
});
test('an alias of a listed person is listed', () => {
  expect(isListed('work@a.example', ['home@b.example'], ['home@b.example'])).toBe(true);
});

describe('a test with oneself (O13)', () => {
  const self = answer('alice@private.example', { standing: 'colleague', log: false, reason: 'ownAddress' });
  const dan = answer('dan@brightwater.example', { standing: 'colleague', log: false, reason: 'ownCompany' });
  const test13 = { test: true };

  test('is tracked, and marked as a test; it is never logged, and without asking it is not tracked (O14)', () => {
    const asked = ask({ answers: [self], switches: test13 });
    expect([asked.image, asked.links, asked.log, asked.test]).toEqual([true, true, false, true]);
    const unasked = ask({ answers: [self] });
    expect([unasked.image, unasked.links, unasked.log, 'test' in unasked]).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  test('needs no Track switch: whoever asks for a test asks for tracking', () => {
    const off = ask({
      answers: [self],
      switches: { ...test13, track: false },
      policy: { defaults: { track: false, log: true } },
    });
    expect([off.image, off.links, off.provenance.image]).toEqual([true, true, { rule: 'switch' }]);
  });

  test.each([
    ['a colleague', [self, dan], false],
    ['a contact', [self, bob], true],
  ])('with %s on the mail too it is none, and the usual rules hold', (_who, answers, tracked) => {
    const result = ask({ answers, switches: test13 });
    expect([result.image, 'test' in result]).toEqual([tracked, false]);
  });

  test('the account’s switches bind it, and so does the seat', () => {
    const off = ask({ answers: [self], switches: test13, policy: { opens: false, seat: 'free' } });
    expect([off.image, off.links, off.test]).toEqual([false, false, true]);
  });
});
