import { decideOutgoing, type Outgoing } from '../../../../src/addin/launch/outgoing';
import { withAppended } from '../../../../src/addin/launch/append-image';
import { ORDINARY } from '../../../../src/addin/launch/traits';
import {
  eventWords,
  foretell,
  linkWords,
  nameOfOpens,
  recipientWords,
  timeWords,
} from '../../../../src/addin/pane/sentences';
import { english } from '../../../../src/addin/pane/texts';
import { brightness, chooseLook } from '../../../../src/addin/pane/look';
import { makeToken } from '../../../../src/core/token';
import { EventKind, MessageState, type EventView } from '../../../../src/core/api';
import {
  CLIENT_LIMITS,
  POLICY_CODES,
  RECIPIENT_REASONS,
  type RecipientAnswer,
} from '../../../../src/core/policy';
import { answer, policy, ticket } from '../../../fixtures/launch-world';

const BODY =
  '<p>See <a href="https://shop.example/a">the offer</a> or <a href="mailto:a@b.example">write</a>.</p>';
const bob = { address: 'bob@partner.example', name: 'Bob Lindqvist' };
const frank = { address: 'frank@quiet.example', name: 'Frank Weber' };

function told(
  change: Partial<Outgoing> = {},
  recipients: { address: string; name: string }[] = [bob],
  answers: RecipientAnswer[] = recipients.map(({ address }) => answer(address)),
  domainFailing = false,
  braces: readonly string[] = [],
) {
  const mail: Outgoing = {
    client: { host: 'OutlookWebApp', platform: 'OfficeOnline' },
    type: 'html',
    traits: ORDINARY,
    files: [],
    body: BODY,
    recipients: recipients.map(({ address }) => address),
    ticket: ticket(),
    nonce: 'AAECAwQ',
    policy: policy(),
    policyAt: 0,
    answers,
    switches: {},
    now: 0,
    ...change,
  };
  const outcome = decideOutgoing(mail);
  return foretell(english, {
    outcome,
    plainText: mail.type === 'text',
    track: mail.switches.track ?? true,
    recipients,
    answers,
    domainFailing,
    braces,
  });
}

describe('what will happen on Send', () => {
  test('to one known contact: tracked by name, links counted, logged', () => {
    expect(told()).toEqual({
      summary: 'Tracked: opens and 1 of 2 links. Logged with its attachments.',
      warnings: [],
      because: ['Opens will show Bob Lindqvist’s name.'],
      left: null,
    });
  });

  test('links that are off because the tracking domain is silent are not called the company’s wish (C7)', () => {
    const off = { policy: policy({ links: false }) };
    expect(told(off).because).toContain('No links: your company has turned this off.');
    const { because } = told(off, [bob], undefined, true);
    expect(because).toContain('No links: the tracking domain does not answer at the moment.');
    expect(because.join()).not.toContain('your company');
  });

  test('a plain-text mail says before sending why it will not be tracked (O5)', () => {
    const { summary, warnings } = told({ type: 'text', body: 'Hello' });
    expect(summary).toBe('Not tracked. Logged with its attachments.');
    expect(warnings).toEqual([english.send.plainText]);
  });

  test('colleagues only: neither, and why (O14)', () => {
    const dan = { address: 'dan@brightwater.example', name: 'Dan' };
    const { summary, because } = told({}, [dan], []);
    expect(summary).toBe('This mail goes out as it is: not tracked, not logged.');
    expect(because).toContain('Not tracked: all recipients are colleagues.');
  });

  test('a free seat is told so, once', () => {
    const { summary, because } = told({ policy: policy({ seat: 'free' }) });
    expect(summary).toBe('Tracked: opens only. Logged with its attachments.');
    expect(because.filter((line) => line.includes('paid seat'))).toEqual([
      'No links: tracking links needs a paid seat.',
    ]);
  });

  test('a picture on the web: links stay, and why (C1)', () => {
    const { summary, warnings } = told({ body: `${BODY}<img src="cid:a">` });
    expect(summary).toBe('Not tracked. Logged with its attachments.');
    expect(warnings).toContain(english.limits.inlinePictures);
  });

  test('the same picture, with the image given to Outlook while writing: opens only, and why links stay (C1)', () => {
    const body = withAppended(`<html><body>${BODY}<img src="cid:a"></body></html>`, {
      ticket: ticket(),
      nonce: 'AAECAwQ',
      policy: policy(),
      policyAt: 0,
      answers: [],
      appended: makeToken(ticket(), 'AAECAwQ', 1),
    });
    const { summary, warnings } = told({ body });
    expect(summary).toBe('Tracked: opens only. Logged with its attachments.');
    expect(warnings).toContain(english.limits.inlinePictures);
  });

  test('what the company switched off for this Outlook is said', () => {
    const off = policy({ clients: [{ client: 'web', links: false }] });
    const { summary, warnings } = told({ policy: off });
    expect(summary).toBe('Tracked: opens only. Logged with its attachments.');
    expect(warnings).toContain(english.limits.linksOff);
  });

  test('links left alone are counted and named, three at most per reason', () => {
    const meeting = '<a href="https://teams.microsoft.com/l/meetup-join/1">Join</a>';
    const leave = '<a href="https://shop.example/unsubscribe?u=1">Leave</a>';
    expect(told({ body: BODY + meeting + leave }).left).toEqual({
      title: '2 links are left alone:',
      lines: ['“Join” – it joins a meeting', '“Leave” – it unsubscribes'],
    });
    const many = Array.from({ length: 5 }, (_, i) => meeting.replace('Join', `Join ${i}`)).join('');
    expect(told({ body: BODY + many }).left).toEqual({
      title: '5 links are left alone:',
      lines: ['“Join 0”, “Join 1”, “Join 2” and 2 more – it joins a meeting'],
    });
  });

  test('a private, an enciphered and a meeting mail say so', () => {
    for (const trait of ['private', 'encrypted', 'meeting'] as const) {
      const { summary, because, warnings } = told({ traits: { ...ORDINARY, [trait]: true } });
      expect(summary).toBe(english.send.nothing);
      expect(trait === 'meeting' ? because : warnings).toContain(`Not tracked: ${english.codes[trait]}.`);
    }
  });

  test('an objection is named with the person', () => {
    const objected = answer(frank.address, {
      standing: 'objected',
      reason: 'objection',
      image: false,
      links: false,
    });
    const { because } = told({}, [bob, frank], [answer(bob.address), objected]);
    expect(because).toContain('Not tracked: frank@quiet.example objected to tracking.');
  });

  test('a field that nobody filled in is named (A8)', () => {
    const { warnings } = told({}, [bob], [answer(bob.address)], false, ['{{ first name }}']);
    expect(warnings).toEqual([
      '“{{ first name }}” stands in the mail unfilled, and Outlook’s Send leaves it so.',
    ]);
  });

  test('without recipients nothing is promised', () => {
    expect(told({}, []).summary).toBe(english.send.nobody);
  });
});

describe('whether opens will have a name (O15)', () => {
  const names = (...reasons: [typeof bob, RecipientAnswer['reason']][]) =>
    nameOfOpens(
      english,
      reasons.map(([one]) => one),
      reasons.map(([one, reason]) => answer(one.address, { reason })),
    );

  test('one person: yes', () => {
    expect(names([bob, 'knownContact'])).toContain('Bob Lindqvist');
  });
  test('two: no, and who prevents it', () => {
    expect(names([bob, 'knownContact'], [frank, 'knownContact'])).toMatch(/“Someone”.*Frank Weber/);
  });
  test.each([
    ['ownAddress', 'your own address'],
    ['ownCompany', 'a colleague'],
    ['crmDropbox', 'your CRM’s dropbox'],
  ] as const)('%s is named as the cause', (reason, words) => {
    const own = { address: 'alice@brightwater.example', name: 'Alice' };
    expect(names([bob, 'knownContact'], [own, reason])).toBe(
      `Opens will say “Someone”, because Alice (${words}) is on the mail too.`,
    );
  });
  test('who would have the name is not blamed, on whichever line they stand', () => {
    const dan = { address: 'dan@brightwater.example', name: 'Dan' };
    const words = 'Opens will say “Someone”, because Dan (a colleague) is on the mail too.';
    expect(names([dan, 'ownCompany'], [bob, 'knownContact'])).toBe(words);
    expect(names([frank, 'noLegalBasis'], [bob, 'knownContact'])).toContain('(Frank Weber prevents it now)');
    expect(names([bob, 'knownContact'], [frank, 'knownContact'], [dan, 'ownCompany'])).toContain(
      '(Frank Weber prevents it now)',
    );
    expect(names([dan, 'ownCompany'], [bob, 'knownContact'], [frank, 'crmDropbox'])).toBe(
      'Opens will say “Someone”, because Dan (a colleague), Frank Weber (your CRM’s dropbox) are on the mail too.',
    );
  });
  test('nobody has a name without a legal basis (P2)', () => {
    expect(names([bob, 'noLegalBasis'])).toMatch(/“Someone”: no legal basis.*Bob Lindqvist/);
  });
  test('a list has no name to show', () => {
    expect(names([bob, 'mailingList'])).toBe(english.reasons.mailingList);
  });
});

describe('the catalogue', () => {
  test('has a sentence for every reason and every code', () => {
    for (const reason of RECIPIENT_REASONS) {
      expect(recipientWords(english, { reason })).toMatch(/\.$/);
    }
    for (const code of POLICY_CODES) expect(english.codes[code]).toBeTruthy();
    for (const limit of CLIENT_LIMITS) expect(english.limits[limit]).toMatch(/\.$/);
  });

  test('has words for whatever reason a link is given; the compiler knows that none is missing', () => {
    const reasons: (keyof typeof english.links)[] = [
      'unsubscribe',
      'meeting',
      'quoted',
      'textIsUrl',
      'notWritten',
      'inlinePictures',
      'userinfo',
    ];
    for (const reason of reasons) expect(linkWords(english, reason)).toMatch(/\w+ \w+/);
    expect(linkWords(english, 'fromTheFuture')).toBeNull();
  });

  test('has words for every kind of event', () => {
    const event: EventView = {
      seq: 1,
      kind: 'open',
      at: '2026-03-02T09:00:00Z',
      inferred: false,
      historic: false,
      retracted: false,
      reasons: [],
    };
    for (const kind of EventKind.options) {
      for (const state of [undefined, ...MessageState.options])
        expect(eventWords(english, { ...event, kind, state })).not.toBe('');
    }
    expect(eventWords(english, event)).toBe('Someone opened');
    const who = { name: 'Bob Lindqvist', address: 'bob@partner.example' };
    expect(eventWords(english, { ...event, who, inferred: true })).toBe('Bob Lindqvist opened (inferred)');
    const first = { ...event, who, first: true as const };
    expect(eventWords(english, first)).toBe('Bob Lindqvist opened (first time)');
    expect(eventWords(english, { ...first, retracted: true })).toBe('Bob Lindqvist opened (taken back)');
    expect(
      eventWords(english, {
        ...event,
        kind: 'click',
        who,
        link: { target: 'https://a.example', text: 'the offer' },
      }),
    ).toBe('Bob Lindqvist clicked “the offer”');
  });

  test('says of no mail that it was sent before that is proven (L13)', () => {
    const sent = (state?: MessageState) =>
      eventWords(english, {
        ...{ seq: 1, kind: 'sent', at: '2026-03-02T09:00:00Z', reasons: [] },
        ...{ inferred: false, historic: false, retracted: false, state },
      });
    expect([sent('sending'), sent('sent-reported'), sent('not-confirmed'), sent('sent'), sent()]).toEqual([
      'Sending',
      'Sent (reported)',
      'Not confirmed',
      'Sent',
      'Sent',
    ]);
  });
});

test('times are short, and say the year only when it is another', () => {
  const now = new Date('2026-03-02T12:00:00');
  expect(timeWords('2026-03-02T09:05:00', now, 'en-GB')).toBe('09:05');
  expect(timeWords('2026-02-01T09:05:00', now, 'en-GB')).toMatch(/^1 Feb.*09:05$/);
  expect(timeWords('2025-02-01T09:05:00', now, 'en-GB')).toContain('2025');
  expect(timeWords('never', now, 'en-GB')).toBe('');
});

test('the look follows forced colours, then Office, then the system', () => {
  const seen = { forcedColors: false, systemDark: true, background: '' };
  expect(brightness('#808080')).toBeCloseTo(0.5, 1);
  expect(chooseLook(seen)).toBe('dark');
  expect(chooseLook({ ...seen, background: '#ffffff' })).toBe('light');
  expect(chooseLook({ ...seen, background: '#1f1f1f', systemDark: false })).toBe('dark');
  expect(chooseLook({ ...seen, forcedColors: true })).toBe('contrast');
});
