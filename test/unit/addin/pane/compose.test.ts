import type { Outcome, Outgoing } from '../../../../src/addin/launch/outgoing';
import { decideOutgoing } from '../../../../src/addin/launch/outgoing';
import { ORDINARY } from '../../../../src/addin/launch/traits';
import type { ApiResult } from '../../../../src/addin/pane/api';
import { hindranceOf, isRemembered, placeOf, standingOf } from '../../../../src/addin/pane/compose/apart';
import { badgeOf } from '../../../../src/addin/pane/compose/badges';
import { bracesIn } from '../../../../src/addin/pane/compose/braces';
import { apartOf, discardDraft, noteApart, wholeDraft } from '../../../../src/addin/pane/compose/draft';
import { candidatesOf } from '../../../../src/addin/pane/compose/record-choice';
import { sendOnce, sentBefore } from '../../../../src/addin/pane/compose/use-send-apart';
import { lastAnswer, nextLook } from '../../../../src/addin/pane/compose/watch-text';
import { lookAt } from '../../../../src/addin/pane/use-compose';
import { makeGate } from '../../../../src/addin/office';
import { english } from '../../../../src/addin/pane/texts';
import { german } from '../../../../src/addin/pane/texts/de';
import { polish } from '../../../../src/addin/pane/texts/pl';
import type { ContactCard } from '../../../../src/core/api';
import { DraftMail, type OutgoingMail } from '../../../../src/core/api/sending';
import { officeStandIn, type StandInOptions } from '../../../fixtures/office-stand-in';
import { answer, bob as toBob, frank, keptBook, policy, ticket } from '../../../fixtures/launch-world';

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

/** A draft in Outlook, with what only the pane asks of it. */
function draftIn(options: StandInOptions = {}, more: object = {}) {
  const { Office, OfficeRuntime, state } = officeStandIn({ to: [toBob], cc: [frank], ...options });
  const { item } = Office.context.mailbox;
  Object.assign(globalThis, { Office: { CoercionType: { Html: 'html' } } });
  Object.assign(item.body, { setSelectedDataAsync: () => undefined });
  return { item: Object.assign(item, more), office: Office, runtime: OfficeRuntime, state };
}

describe('what keeps a mail from being sent apart (O11)', () => {
  const mailbox = { address: 'alice@brightwater.example', right: 'given' } as const;
  const team = { address: 'info@brightwater.example', right: 'company' } as const;
  const ordinary = { from: 'Alice@brightwater.example', nameless: [], files: [], traits: ORDINARY };
  const file = { name: 'a.bin', contentType: '', content: 'A'.repeat(5_000_000), inline: false };
  const picture = { ...file, content: '', inline: true };
  const group = { address: '', name: 'The team', type: 'distributionList' };

  test('nothing, from one’s own mailbox', () => expect(hindranceOf([mailbox], ordinary, false)).toBeNull());
  test.each([
    ['plainText', [mailbox], ordinary, true],
    ['noMailbox', [], ordinary, false],
    ['unread', [mailbox], null, false],
    ['notFrom', [mailbox], { ...ordinary, from: 'info@brightwater.example' }, false],
    ['encrypted', [mailbox], { ...ordinary, traits: { ...ORDINARY, encrypted: true } }, false],
    ['private', [mailbox], { ...ordinary, traits: { ...ORDINARY, private: true } }, false],
    ['nameless', [mailbox], { ...ordinary, nameless: [group] }, false],
    ['files', [mailbox], { ...ordinary, files: undefined }, false],
    ['pictures', [mailbox], { ...ordinary, files: [picture] }, false],
    ['tooLarge', [mailbox], { ...ordinary, files: [file] }, false],
  ] as const)('%s', (why, rights, mail, plain) => {
    expect(hindranceOf(rights, mail, plain)).toMatchObject({ why });
  });
  test('a group that Outlook has not looked up is named', () => {
    const hindrance = hindranceOf([mailbox], { ...ordinary, nameless: [group] }, false);
    expect(hindrance).toEqual({ why: 'nameless', who: ['The team'] });
  });
  test('one’s own mailbox waits for Microsoft’s answer, whatever a team’s may do', () => {
    const own = { ...mailbox, right: 'ask' } as const;
    expect(placeOf([own, team], ordinary)).toBe(own);
    expect(placeOf([own, team], { from: undefined })).toBe(own);
  });

  const whole = (options: StandInOptions, more: object = {}, of = policy({ privateLabels: ['Secret'] })) =>
    wholeDraft(draftIn(options, more).item, of);
  test('what is signed or encrypted, or bears a private label, is read of the draft itself (L4)', async () => {
    expect((await whole({ itemClass: 'IPM.Note.SMIME' }))?.traits).toMatchObject({ encrypted: true });
    expect(await whole({ label: 'secret' })).toMatchObject({ traits: { private: true }, labelled: true });
    expect(await whole({ label: 'general' })).toMatchObject({ traits: { private: false }, labelled: true });
    expect(await whole({})).toMatchObject({ traits: ORDINARY, labelled: false });
  });
  test('while it is not known which labels are private, each may be', async () => {
    const { item } = draftIn({ label: 'general' });
    expect((await wholeDraft(item, null))?.traits.private).toBe(true);
  });
  test('everybody on its lines is read of it: who has an address, and who has none', async () => {
    const list = { emailAddress: '', displayName: 'The team', recipientType: 'distributionList' };
    const draft = await whole({ bcc: [list] });
    expect(draft?.people.map(({ address }) => address)).toEqual([toBob.emailAddress, frank.emailAddress]);
    expect(draft?.nameless.map(({ name }) => name)).toEqual(['The team']);
    expect(await whole({ faults: { 'cc.getAsync': { kind: 'fails' } } })).toBeNull();
  });
  test('the mail that it answers, where Outlook says so', async () => {
    expect((await whole({}, { inReplyTo: '<1@partner.example>' }))?.answers).toBe('<1@partner.example>');
    expect((await whole({}, { inReplyTo: 'no id\r\nBcc: x' }))?.answers).toBeNull();
    expect((await whole({}))?.answers).toBeNull();
  });
});

describe('how a mail to each apart stands (O11)', () => {
  const stands = (state: OutgoingMail['state'], ...copies: OutgoingMail['copies'][number]['state'][]) =>
    standingOf({
      state,
      copies: copies.map((copy, i) => ({ idx: i + 1, address: `${i + 1}@x.example`, state: copy })),
    });

  test('all refused: not sent, to be tried anew or left', () => {
    expect(stands('refused', 'refused', 'refused')).toEqual({
      ...{ said: 'notSent', sent: 0, unclear: [], refused: ['1@x.example', '2@x.example'] },
      actions: ['anew', 'close'],
    });
  });
  test('unclear with none accepted: nobody says that it was not sent', () => {
    expect(stands('unclear', 'unclear', 'unclear')).toEqual({
      ...{ said: 'open', sent: 0, unclear: ['1@x.example', '2@x.example'], refused: [] },
      actions: ['sendAgain', 'leave'],
    });
    expect(stands('unclear', 'refused', 'unclear').said).toBe('open');
  });
  test('some left: the others are sent again or left alone, and then the draft can be discarded', () => {
    expect(stands('refused', 'accepted', 'refused')).toMatchObject({
      ...{ said: 'sent', sent: 1, refused: ['2@x.example'] },
      actions: ['sendAgain', 'leave'],
    });
    expect(stands('sent', 'accepted', 'accepted')).toMatchObject({
      ...{ said: 'sent', sent: 2 },
      actions: ['discard', 'keep'],
    });
  });
  test('each state that lasts has a way out of it, with its words in each language', () => {
    for (const state of ['waiting', 'sent', 'unclear', 'refused', 'draft', 'discarded'] as const) {
      const { actions } = stands(state, 'accepted', 'refused');
      expect(actions).not.toEqual([]);
      for (const { apart } of [english, german, polish])
        for (const action of actions) expect(apart.actions[action]).toMatch(/\w/);
    }
  });
  test('of a mail of which nobody knows to whom it went, no empty names are said', () => {
    const copies = [{ idx: 1, address: '', state: 'refused' as const }];
    expect(standingOf({ state: 'sent', copies }).refused).toEqual([]);
  });

  test('is remembered on the draft, so that it is said when that is opened again', async () => {
    const { item, state } = draftIn();
    expect(await apartOf(item)).toBeNull();
    expect(await noteApart(item, bob.id)).toBe(true);
    expect(await apartOf(item)).toBe(bob.id);
    await noteApart(item, null);
    expect([await apartOf(item), state.properties]).toEqual([null, {}]);
    expect((['sent', 'unclear', 'discarded'] as const).map((one) => isRemembered({ state: one }))).toEqual([
      true,
      true,
      false,
    ]);
  });
  test('only the draft or the server says that it was not sent; what fails does not', async () => {
    const { item } = draftIn();
    const nobody = () => Promise.reject(new Error('There is nothing to ask after'));
    const not = { ok: true, value: null };
    expect(await sentBefore(item, nobody)).toEqual(not);
    await noteApart(item, bob.id);
    const refused = { ok: false, how: 'refused', message: '' } as const;
    expect(await sentBefore(item, async () => ({ ...refused, code: 'no-such-mail' }))).toEqual(not);
    for (const failure of [refused, { ...refused, how: 'offline' }, { ...refused, how: 'noSignIn' }] as const)
      expect(await sentBefore(item, async () => failure)).toEqual(failure);
    const mail = (state: OutgoingMail['state']): ApiResult<OutgoingMail> => ({
      ok: true,
      value: {
        ...{ id: bob.id, version: 1, state, draft: DraftMail.parse({}) },
        ...{ files: [], copies: [], updatedAt: NOW.toISOString() },
      },
    });
    expect(await sentBefore(item, async () => mail('sent'))).toEqual(mail('sent'));
    expect(await sentBefore(item, async () => mail('draft'))).toEqual(not);
    const silent = draftIn({ faults: { loadCustomPropertiesAsync: [{ kind: 'fails' }] } });
    expect(await sentBefore(silent.item, nobody)).toBe('unread');
  });
  test('what stands there in another shape is nothing; what cannot be read is not known', async () => {
    const { item, state } = draftIn({
      faults: { loadCustomPropertiesAsync: [{ kind: 'shape', value: {} }, { kind: 'fails' }] },
    });
    state.properties['mailtrail.apart'] = 'x';
    expect([await apartOf(item), await noteApart(item, bob.id), await apartOf(item)]).toEqual([
      undefined,
      false,
      null,
    ]);
  });
});

describe('discarding the draft', () => {
  const asked: unknown[] = [];
  const close = () => asked.push('close');
  beforeEach(() => void asked.splice(0));

  test('closes it without a question where this Outlook can', () => {
    discardDraft(draftIn({}, { close, closeAsync: (how: unknown) => asked.push(how) }).item);
    expect(asked).toEqual([{ discardItem: true }]);
  });
  test('else Outlook asks', () => {
    discardDraft(draftIn({}, { close }).item);
    expect(asked).toEqual(['close']);
  });
  test('one that is closed already is left alone', () => {
    const gone = draftIn({}, { close: () => new Error('gone'), closeAsync: null }).item;
    expect(() => discardDraft(gone)).not.toThrow();
    expect(() => discardDraft(null)).not.toThrow();
  });
});

describe('what stands in double braces (A8)', () => {
  test('in the subject and in the text, as it is read, each once', () => {
    const html = '<p>Dear {{<b>first&nbsp;name</b>}}, {{ contact.name }} or {{ contact.name }}</p>';
    expect(bracesIn('For {{ company }}', html, 'html')).toEqual([
      '{{ company }}',
      '{{first name}}',
      '{{ contact.name }}',
    ]);
    expect(bracesIn('', 'Dear {{ first name }}', 'text')).toEqual(['{{ first name }}']);
  });
  test('not in the quote, nor where nothing closes them', () => {
    const quote = '<div id="divRplyFwdMsg">From: Bob</div><p>our {{ code }}</p>';
    expect(bracesIn('', `<p>if (a) {{ return; }</p>${quote}`, 'html')).toEqual([]);
  });
});

describe('a mail that is not prepared', () => {
  const NEVER = () => Promise.reject(new Error('nothing is sent here'));
  const seen = (roaming: Record<string, unknown>, tried: boolean) => {
    const { item, office, runtime } = draftIn({ roaming });
    const around = { office, runtime, send: NEVER, timers: undefined, now: () => 0, random: () => 0 };
    return lookAt(item, around as never, makeGate(), { decide: decideOutgoing, tried });
  };
  test.each([
    ['there is nothing to prepare it with before the sign-in', {}, true, false],
    ['it is not tried yet', keptBook(0), false, false],
    ['the server did not answer', keptBook(0), true, true],
  ] as const)('%s', async (_name, roaming, tried, unreached) => {
    expect((await seen(roaming, tried))?.unreached).toBe(unreached);
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
