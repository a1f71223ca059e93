import { emptyDraft, type Draft, type DraftEvent } from '../../../../src/sandbox/outlook/host/draft';
import { CLIENTS } from '../../../../src/sandbox/outlook/host/clients';
import { draftEditor } from '../../../../src/sandbox/outlook/host/editor';
import { draftStore } from '../../../../src/sandbox/outlook/host/draft-store';
import { outgoingMail } from '../../../../src/sandbox/outlook/host/outgoing';
import { executeMethod, methodName, type MethodContext } from '../../../../src/sandbox/outlook/methods';

const ALICE = { address: 'alice@brightwater.example', name: 'Alice', recipientType: 2 as const };

function bench(first: Partial<Draft> = {}, over: Partial<MethodContext> = {}) {
  const draft = draftStore({ ...emptyDraft(ALICE), ...first });
  const events: DraftEvent[] = [];
  draft.onEvent((event) => events.push(event));
  let ids = 0;
  let roaming: Readonly<Record<string, string>> = {};
  let categories: readonly { displayName: string; color: string }[] = [
    { displayName: 'Red category', color: 'Preset0' },
  ];
  const context: MethodContext = {
    draft,
    editor: draftEditor({
      draft,
      client: CLIENTS.web,
      seed: 0,
      now: () => 0,
      later: (_, work) => work(),
      newId: () => 'id',
    }),
    facts: draft.get,
    setFacts: (part) => draft.update((present) => ({ ...present, ...part })),
    appendTried: { value: false },
    extendedPermissions: ['AppendOnSend'],
    commandIds: ['msgComposeOpenPane'],
    domain: 'brightwater.example',
    toHtml: (text) => `<p>${text}</p>`,
    toText: (html) => html.replace(/<[^>]*>/g, ''),
    selection: () => undefined,
    masterCategories: { get: () => categories, set: (all) => (categories = all) },
    roaming: {
      get: () => roaming,
      save: async (all) => {
        roaming = all;
        return true;
      },
    },
    saveCustomProperties: async () => true,
    saveDraft: async () => 'draft-1',
    fetchFile: async () => undefined,
    mailAsFile: async () => undefined,
    closeItem: () => undefined,
    closePane: () => undefined,
    newMessage: () => undefined,
    reply: () => undefined,
    openMessage: () => undefined,
    openWindow: () => undefined,
    initializationContext: () => 'opened by an alert',
    newId: () => `att-${(ids += 1)}`,
    ...over,
  };
  return {
    draft,
    events,
    roaming: () => roaming,
    call: (id: number, params?: unknown) => executeMethod(id, params, context),
  };
}
const ok = (data?: unknown) => ({ error: false, errorCode: 0, wasSuccessful: true, data });
const refused = (errorCode: number) => ({ error: true, errorCode, wasSuccessful: false });
const people = (...addresses: string[]) => addresses.map((address) => ({ address, name: address }));

describe('Outlook’s methods by dispatch id', () => {
  test('an unknown id has no answer, and a name that says so', async () => {
    expect(await bench().call(9999)).toBeUndefined();
    expect(await bench().call(Number.NaN)).toBeUndefined();
    expect([methodName(9999), methodName(38)]).toEqual(['unknown 9999', 'body.setAsync']);
  });

  test('parameters of another shape throw, since then the table is wrong about office.js', async () => {
    await expect(bench().call(17, { title: 'x' })).rejects.toThrow('subject.setAsync');
  });

  test('subject, body and its type are read and written', async () => {
    const { call, draft } = bench({ body: { type: 'html', content: '<b>Hi</b>' } });
    expect(await call(17, { subject: 'New' })).toEqual(ok());
    expect(await call(18)).toEqual(ok('New'));
    expect(await call(14)).toEqual(ok('html'));
    expect(await call(37, { coercionType: 3 })).toEqual(ok('<b>Hi</b>'));
    expect(await call(37, { coercionType: 0 })).toEqual(ok('Hi'));
    await call(38, { data: '<i>all</i>', coercionType: 3 });
    await call(23, { data: 'above', coercionType: 0 });
    expect(draft.get().body.content).toBe('<p>above</p><i>all</i>');
  });

  test('HTML for a plain-text body is refused, everywhere the same', async () => {
    const { call, draft } = bench({ body: { type: 'text', content: 'plain' } });
    for (const id of [13, 23, 29, 38, 173])
      expect(await call(id, { data: '<b>', coercionType: 3 })).toEqual(refused(9002));
    expect(await call(100, { appendTxt: '<b>', coercionType: 3 })).toEqual(refused(9002));
    expect(await call(38, { data: 'text', coercionType: 0 })).toEqual(ok());
    expect(draft.get().body).toEqual({ type: 'text', content: 'text' });
  });

  test('recipients know who is of the company; the change is told once', async () => {
    const { call, draft, events } = bench();
    await call(21, {
      recipientField: 0,
      recipientArray: people('bob@partner.example', 'dan@Brightwater.example'),
    });
    await call(22, { recipientField: 1, recipientArray: people('carol@lumen.example') });
    expect(draft.get().to.map(({ recipientType }) => recipientType)).toEqual([3, 2]);
    expect(await call(15, { recipientField: 1 })).toEqual(
      ok([{ address: 'carol@lumen.example', name: 'carol@lumen.example', recipientType: 3 }]),
    );
    await Promise.resolve();
    expect(events).toEqual([
      { kind: 'recipients', fields: { to: true, cc: false, bcc: false } },
      { kind: 'recipients', fields: { to: false, cc: true, bcc: false } },
    ]);
  });

  test('500 recipients are the most, all fields together; nobody valid is refused', async () => {
    const { call } = bench();
    const many = people(...Array.from({ length: 400 }, (_, index) => `p${index}@partner.example`));
    expect(await call(21, { recipientField: 0, recipientArray: many })).toEqual(ok());
    expect(await call(22, { recipientField: 1, recipientArray: many.slice(0, 100) })).toEqual(ok());
    expect(await call(22, { recipientField: 2, recipientArray: people('one@more.example') })).toEqual(
      refused(9012),
    );
    expect(await call(21, { recipientField: 0, recipientArray: people('nobody') })).toEqual(refused(9013));
  });

  test('session data keeps to 50,000 characters; a missing key is told from an empty value', async () => {
    const { call } = bench();
    expect(await call(186, { name: 'k' })).toEqual(refused(9050));
    await call(185, { name: 'k', value: '' });
    expect(await call(186, { name: 'k' })).toEqual(ok(''));
    expect(await call(185, { name: 'big', value: 'x'.repeat(49_997) })).toEqual(refused(9051));
    expect(await call(185, { name: 'big', value: 'x'.repeat(49_996) })).toEqual(ok());
    await call(189, { name: 'big' });
    expect(await call(187)).toEqual(ok({ k: '' }));
    await call(188);
    expect(await call(187)).toEqual(ok({}));
  });

  test('header fields are found in any case, replaced, removed, and must be x-fields', async () => {
    const { call, draft } = bench();
    await call(152, { internetHeaderNameValuePairs: { 'x-mark': 'one' } });
    await call(152, { internetHeaderNameValuePairs: { 'X-Mark': 'two' } });
    expect(draft.get().headers).toEqual({ 'X-Mark': 'two' });
    expect(await call(151, { internetHeaderKeys: ['x-MARK', 'x-none'] })).toEqual(ok({ 'x-MARK': 'two' }));
    expect(await call(152, { internetHeaderNameValuePairs: { Subject: 'x' } })).toEqual(refused(9031));
    await call(153, { internetHeaderKeys: ['x-mark'] });
    expect(draft.get().headers).toEqual({});
  });

  test('files come and go with events; content is given back; the limits hold', async () => {
    const { call, draft, events } = bench();
    const file = { base64String: 'aGVsbG8=', name: 'a.txt', isInline: false };
    expect(await call(148, file)).toEqual(ok('att-1'));
    expect(await call(149)).toEqual(
      ok([
        {
          id: 'att-1',
          name: 'a.txt',
          size: 5,
          isInline: false,
          attachmentType: 0,
          contentType: 'text/plain',
          url: null,
        },
      ]),
    );
    expect(await call(150, { id: 'att-1' })).toEqual(ok({ content: 'aGVsbG8=', format: 'base64' }));
    expect(await call(150, { id: 'none' })).toEqual(refused(9003));
    await call(20, { attachmentIndex: 'att-1' });
    expect(await call(20, { attachmentIndex: 'att-1' })).toEqual(refused(9008));
    await Promise.resolve();
    expect(events.map((event) => event.kind === 'attachment' && event.status)).toEqual(['added', 'removed']);
    const attachment = {
      ...file,
      id: 'x',
      size: 25 * 1024 * 1024,
      attachmentType: 0 as const,
      contentType: '',
      url: null,
      content: '',
    };
    draft.update((present) => ({ ...present, attachments: [attachment] }));
    expect(await call(148, file)).toEqual(refused(9000));
    draft.update((present) => ({
      ...present,
      attachments: Array.from({ length: 499 }, (_, id) => ({ ...attachment, id: `${id}`, size: 1 })),
    }));
    expect(await call(148, file)).toEqual(refused(9001));
    expect(await call(16, { uri: 'https://gone.example/x', name: 'x', isInline: false })).toEqual(
      refused(9004),
    );
  });

  test('notifications: five, keys once, buttons of the manifest', async () => {
    const { call } = bench();
    const add = (key: string, more = {}) =>
      call(33, { key, type: 0, message: 'm', icon: 'i', persistent: false, ...more });
    for (const key of ['a', 'b', 'c', 'd']) expect(await add(key)).toEqual(ok());
    expect(await add('a')).toEqual(refused(9023));
    const action = { actionType: 'showTaskPane', actionText: 'Open', contextData: '{}' };
    expect(await add('e', { type: 3, actions: [{ ...action, commandId: 'elsewhere' }] })).toEqual(
      refused(9031),
    );
    expect(await add('e', { type: 3, actions: [{ ...action, commandId: 'msgComposeOpenPane' }] })).toEqual(
      ok(),
    );
    expect(await add('f')).toEqual(refused(9025));
    expect(await call(35, { key: 'a', type: 2, message: 'changed' })).toEqual(ok());
    expect(await call(36, { key: 'none' })).toEqual(refused(9024));
    const all = await call(34);
    expect(all).toMatchObject({
      data: [{ key: 'a', type: 'errorMessage', message: 'changed' }, {}, {}, {}, { type: 'insightMessage' }],
    });
  });

  test('custom properties travel in their own wrapping', async () => {
    const { call } = bench();
    expect(await call(3)).toEqual({ wasSuccessful: true, customProperties: '{}' });
    expect(await call(4, { customProperties: { mark: 'm' } })).toEqual(ok());
    expect(await call(3)).toEqual({ wasSuccessful: true, customProperties: '{"mark":"m"}' });
    const broken = bench({}, { saveCustomProperties: async () => false });
    expect(await broken.call(4, { customProperties: {} })).toEqual(refused(9021));
  });

  test('categories must stand in the master list', async () => {
    const { call } = bench();
    expect(await call(158, { categories: ['Red category'] })).toEqual(ok());
    expect(await call(158, { categories: ['Unheard of'] })).toEqual(refused(9044));
    expect(await call(157)).toEqual(ok([{ displayName: 'Red category', color: 'Preset0' }]));
    expect(await call(161, { categories: [{ displayName: 'Red category', color: 'Preset1' }] })).toEqual(
      refused(9045),
    );
    await call(159, { categories: ['Red category'] });
    expect(await call(157)).toEqual(ok([]));
  });

  test('append-on-send waits for the send; inside the send handler it does nothing once and fails after', async () => {
    const { call, draft } = bench();
    await call(100, { appendTxt: '<img>', coercionType: 3 });
    expect(draft.get().appendOnSend).toEqual({ content: '<img>', coercion: 3 });
    await call(100, { appendTxt: '', coercionType: 0 });
    expect(draft.get().appendOnSend).toBeNull();
    const sending = bench({}, { launchEvent: 'OnMessageSend' });
    expect(await sending.call(100, { appendTxt: '<img>', coercionType: 3 })).toEqual(ok());
    expect(sending.draft.get().appendOnSend).toBeNull();
    expect(await sending.call(100, { appendTxt: '<img>', coercionType: 3 })).toEqual(refused(9032));
    const undeclared = bench({}, { extendedPermissions: [] });
    expect(await undeclared.call(100, { appendTxt: '<img>', coercionType: 3 })).toEqual(refused(9047));
  });

  test('event handlers open and close nothing', async () => {
    const { call } = bench({}, { launchEvent: 'OnMessageSend' });
    expect(await call(41)).toEqual(refused(9032));
    expect(await call(44, { to: ['a@b.example'] })).toEqual(refused(9032));
  });

  test('an unsaved draft has no id', async () => {
    expect(await bench().call(164)).toEqual(refused(9046));
    expect(await bench({ id: 'draft-1' }).call(164)).toEqual(ok('draft-1'));
    expect(await bench().call(32)).toEqual(ok('draft-1'));
  });

  test('Exchange’s own tokens are off', async () => {
    const { call } = bench();
    for (const id of [2, 12])
      expect(await call(id, {})).toMatchObject({ wasSuccessful: false, errorCode: 9018 });
    expect(await call(5, {})).toMatchObject({ wasSuccessful: false });
  });

  test('roaming settings are saved whole', async () => {
    const { call, roaming } = bench();
    expect(await call(404, [{ book: '"x"' }])).toEqual(ok());
    expect(roaming()).toEqual({ book: '"x"' });
  });

  test('a signature replaces the one before it, above the quote', async () => {
    const { call, draft } = bench({
      body: { type: 'html', content: '<div>Hi</div><div id="appendonsend"></div><hr>' },
    });
    await call(173, { data: 'A', coercionType: 3 });
    await call(173, { data: 'B', coercionType: 3 });
    expect(draft.get().body.content).toBe(
      '<div>Hi</div><div id="Signature">B</div><div id="appendonsend"></div><hr>',
    );
  });
});

describe('a draft on its way out', () => {
  test('goes with its body byte for byte, and custom properties under the add-in’s id', () => {
    const html = '<P CLASS=a>1 &amp; 2<br></P>\r\n';
    const draft = {
      ...emptyDraft(ALICE),
      body: { type: 'html' as const, content: html },
      customProperties: { mark: 1 },
      inReplyTo: '<m@x>',
    };
    expect(outgoingMail(draft, 'addin-id')).toMatchObject({
      html,
      customProperties: { 'addin-id': { mark: 1 } },
      inReplyTo: '<m@x>',
    });
    expect(
      outgoingMail({ ...draft, customProperties: {}, body: { type: 'text', content: 't' } }, 'addin-id'),
    ).toMatchObject({ text: 't', customProperties: {} });
  });
});
