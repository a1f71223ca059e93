import type { Outcome, Outgoing } from '../../../../src/addin/launch/outgoing';
import { decideOutgoing } from '../../../../src/addin/launch/outgoing';
import { ORDINARY } from '../../../../src/addin/launch/traits';
import type { ApiResult } from '../../../../src/addin/pane/api';
import { badgeOf } from '../../../../src/addin/pane/compose/badges';
import { candidatesOf } from '../../../../src/addin/pane/compose/record-choice';
import { hindranceOf, sendOnce } from '../../../../src/addin/pane/compose/use-send-apart';
import { lastAnswer, nextLook } from '../../../../src/addin/pane/compose/watch-text';
import { english } from '../../../../src/addin/pane/texts';
import { german } from '../../../../src/addin/pane/texts/de';
import { polish } from '../../../../src/addin/pane/texts/pl';
import type { ContactCard } from '../../../../src/core/api';
import type { SendingMailbox } from '../../../../src/core/api/sending';
import { answer, policy, ticket } from '../../../fixtures/launch-world';

const NOW = new Date('2026-03-04T12:00:00Z');
const bob: ContactCard = {
  id: '0197f0a0-0000-7000-8000-000000000001',
  name: 'Bob Lindqvist',
  addresses: ['bob@partner.example', 'b@home.example'],
  basis: 'contract',
  lastActivityAt: '2026-03-01T09:30:00Z',
};

describe('the badge on a person', () => {
  const badge = (address: string, more: Parameters<typeof answer>[1] = {}, contact?: ContactCard) =>
    badgeOf(english, { address, answer: answer(address, more), contact }, NOW, 'en');

  test('of a known contact tells when they were last active', () => {
    const { label, reasons } = badge('bob@partner.example', {}, bob);
    expect(label).toBe('Contact');
    expect(reasons[1]).toMatch(/^Last activity .*1/);
  });
  test('of another address of theirs names the usual one', () => {
    const { label, reasons } = badge('B@home.example', {}, bob);
    expect(label).toBe('Alias');
    expect(reasons.join(' ')).toContain('usually written to at bob@partner.example');
  });
  test('of a stranger says that a contact will be made', () => {
    const { label, reasons } = badge('zoe@new.example', { standing: 'new', reason: 'notYetContact' });
    expect([label, reasons]).toEqual([
      'New',
      [english.reasons.notYetContact, english.compose.becomesContact],
    ]);
  });
  test('of a stranger promises no contact where the company has none made', () => {
    const { label, reasons } = badge('zoe@new.example', { standing: 'new', reason: 'noContactMade' });
    expect([label, reasons]).toEqual(['New', [english.reasons.noContactMade]]);
  });
  test('of an own address and of a CRM’s dropbox says that', () => {
    expect(badge('me@x.example', { standing: 'colleague', reason: 'ownAddress' }).label).toBe('Your address');
    expect(badge('log@crm.example', { standing: 'list', reason: 'crmDropbox' }).label).toBe('CRM');
  });
  test('of somebody not looked up yet promises nothing', () => {
    const of = { address: 'x@y.example', answer: undefined, contact: undefined };
    expect(badgeOf(english, of, NOW, 'en').label).toBe('Not looked up');
  });
});

describe('under whose records a mail may be filed', () => {
  const person = (address: string) => ({ address, name: '', type: '' });
  test('each contact once, whatever addresses of theirs are on it; none for colleagues', () => {
    const people = ['bob@partner.example', 'b@home.example', 'dan@brightwater.example', 'zoe@new.example'];
    const answers = people.map((address) =>
      answer(address, address.startsWith('dan') ? { standing: 'colleague', log: false } : {}),
    );
    const found = candidatesOf(people.map(person), answers, [bob]);
    // Taken off, Bob is taken off by each of his addresses.
    expect(found.map(({ name, contact, addresses }) => [name, contact, addresses])).toEqual([
      ['Bob Lindqvist', bob.id, people.filter((address) => address.toLowerCase().startsWith('b'))],
      ['zoe@new.example', undefined, ['zoe@new.example']],
    ]);
  });
});

describe('a mail sent to each apart (O11)', () => {
  /** Keeps what it is told, and notes the keys under which it was posted. */
  const sender = () => {
    let kept: string | null = null;
    let made = 0;
    const posted: string[] = [];
    const keys = { load: () => kept, keep: (key: string | null) => void (kept = key) };
    const send = (answer: ApiResult<string>) =>
      sendOnce(
        keys,
        () => `key ${++made}`,
        async (key) => {
          posted.push(key);
          return answer;
        },
      );
    return { send, posted };
  };

  test('is one sending however often it is tried, until an answer tells of it', async () => {
    const { send, posted } = sender();
    await send({ ok: false, how: 'offline', message: '' });
    await send({ ok: false, how: 'refused', message: '', code: 'unfilled' });
    await send({ ok: true, value: 'waiting' });
    await send({ ok: true, value: 'waiting' });
    expect(posted).toEqual(['key 1', 'key 1', 'key 1', 'key 2']);
  });
});

describe('what keeps a mail from being sent apart (O11)', () => {
  const mailbox: SendingMailbox = {
    ...{ id: bob.id, address: 'alice@brightwater.example', name: 'Alice', kind: 'personal' },
    ...{ right: 'given', largeFiles: false },
  };
  const sending = { mailboxes: [mailbox], consentUrl: '/auth/mailbox' };
  const draft = { from: 'Alice@brightwater.example', files: [] };
  const file = { name: 'a.bin', contentType: '', content: 'A'.repeat(5_000_000), inline: false };

  test('nothing, from one’s own mailbox', () => expect(hindranceOf(sending, draft, false)).toBeNull());
  test.each([
    ['plainText', sending, draft, true],
    ['noMailbox', { ...sending, mailboxes: [] }, draft, false],
    ['unread', sending, null, false],
    ['notFrom', sending, { ...draft, from: 'info@brightwater.example' }, false],
    ['files', sending, { ...draft, files: undefined }, false],
    ['pictures', sending, { ...draft, files: [{ ...file, content: '', inline: true }] }, false],
    ['tooLarge', sending, { ...draft, files: [file] }, false],
  ] as const)('%s', (why, rights, mail, plain) => {
    expect(hindranceOf(rights, mail, plain)).toBe(why);
  });
});

describe('following the text', () => {
  const mail: Outgoing = {
    client: { host: 'OutlookWebApp', platform: 'OfficeOnline' },
    ...{ type: 'html', traits: ORDINARY, files: [], body: '<p>Hello</p>', recipients: ['a@b.example'] },
    ...{
      ticket: ticket(),
      nonce: 'AAECAwQ',
      policy: policy(),
      policyAt: 0,
      answers: [],
      switches: {},
      now: 0,
    },
  };
  test('it is decided anew only where something changed, or after a minute', () => {
    let asked = 0;
    const decide = lastAnswer((of): Outcome => {
      asked += 1;
      return decideOutgoing(of);
    });
    const first = decide(mail);
    expect(decide({ ...mail, now: 30_000 })).toBe(first);
    expect(asked).toBe(1);
    decide({ ...mail, body: '<p>Hello!</p>' });
    decide({ ...mail, body: '<p>Hello!</p>', switches: { track: false } });
    decide({ ...mail, body: '<p>Hello!</p>', switches: { track: false }, now: 60_000 });
    expect(asked).toBe(4);
  });
  test('a slow Outlook is asked less often', () => {
    expect([nextLook(10), nextLook(300), nextLook(5_000)]).toEqual([2_000, 6_000, 15_000]);
  });
});

describe('numbers take the form that each language has for them', () => {
  test.each([
    ['Polish', polish, ['1 otwarcie', '3 otwarcia', '5 otwarć', '22 otwarcia']],
    ['German', german, ['1 Öffnung', '3 Öffnungen', '5 Öffnungen', '22 Öffnungen']],
  ] as const)('%s', (_name, texts, opens) => {
    expect([1, 3, 5, 22].map((n) => texts.message.opens(n))).toEqual(opens);
  });
  test('links left alone, and days of a reminder, in Polish', () => {
    expect([1, 2, 5].map((n) => polish.send.leftAlone(n))).toEqual([
      'Jeden link pozostaje bez zmian:',
      '2 linki pozostają bez zmian:',
      '5 linków pozostaje bez zmian:',
    ]);
    expect([1, 7].map((n) => polish.remind.after(n))).toEqual(['Po 1 dniu', 'Po 7 dniach']);
  });
});
