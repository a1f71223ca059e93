import {
  MailKinds,
  TestSent,
  Unsubscription,
  Unsubscriptions,
} from '../../../src/core/api/marketing-sending';
import { Problem } from '../../../src/core/api/shared';
import { makeAutomatic, sendOne, sendingProgress, testSend } from '../../../src/server/marketing/send';
import {
  smtpMarketingTransport,
  type MarketingTransport,
} from '../../../src/server/marketing/send/transport';
import type { Store } from '../../../src/server/store';
import { describeOnBothStores, describeOnEmbeddedStore } from '../../fixtures/stores';
import { FROM, openSendingWorld, type SendingWorld } from './sending-world';

// What is said to each store is little: both are tried in the long run.
const describeHere = process.env.LONG === undefined ? describeOnEmbeddedStore : describeOnBothStores;

describeHere('who takes themselves off marketing mail', (open) => {
  let store: Store;
  let world: SendingWorld;
  let transport: MarketingTransport;
  let kind = '';
  let other = '';

  beforeAll(async () => {
    store = await open();
    world = await openSendingWorld(store, 5);
    transport = smtpMarketingTransport({ url: world.sink.url, connections: 2, dropsDoubles: false });
    const add = async (name: string): Promise<string> => {
      const made = await world.app.ask('alice', {
        method: 'POST',
        url: '/api/v1/mail-kinds',
        payload: { name },
      });
      expect(made.statusCode).toBe(201);
      return MailKinds.parse(made.json()).kinds.find((one) => one.name === name)?.id ?? '';
    };
    kind = await add('News & <offers>');
    other = await add('Invitations');
  });
  afterAll(async () => {
    transport.close();
    await world.close();
    await store.close();
  });

  /** What leaves now, by address: the tokens. */
  const sent = async (): Promise<Map<string, string>> => {
    world.sink.mails.length = 0;
    const hands = await world.hands(transport);
    await hands.idle();
    await hands.stop();
    return new Map(world.sink.mails.map(({ to, messageId }) => [to, messageId.slice(1, 45)]));
  };
  const campaign = async (of = kind): Promise<Map<string, string>> => {
    await world.begin({ mailKind: of });
    return sent();
  };
  const page = (url: string, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET') =>
    world.app.ask(undefined, { method, url, headers });
  const form = (
    url: string,
    fields: Record<string, string> | string,
    type = 'application/x-www-form-urlencoded',
  ) =>
    world.app.ask(undefined, {
      method: 'POST',
      url,
      headers: { 'content-type': type },
      payload: typeof fields === 'string' ? fields : new URLSearchParams(fields).toString(),
    });
  const rows = () => store.db.selectFrom('unsubscribes').selectAll().orderBy('at').orderBy('id').execute();
  const ONE_CLICK = { 'List-Unsubscribe': 'One-Click' };

  it('are asked first: looking changes nothing, whoever looks', async () => {
    const tokens = await campaign();
    const token = tokens.get('person.1@people.example') ?? '';
    const seen = await page(`/u/${token}`);
    expect(seen.statusCode).toBe(200);
    expect(seen.body).toContain('Unsubscribe from “News &amp; &lt;offers&gt;”');
    expect(seen.body).toContain('person.1@people.example');
    expect(seen.headers['content-security-policy']).toContain("default-src 'none'");
    expect((await page(`/u/${token}`, { 'accept-language': 'pl' })).body).toContain('Nie chcę otrzymywać');
    expect((await page(`/u/${token}?lang=de`)).body).toContain('abmelden');
    expect((await page(`/u/${token}`, {}, 'HEAD')).statusCode).toBe(200);
    expect((await page(`/u/${token}/preferences`)).body).toContain('Invitations');
    expect((await page(`/u/${token}/view`)).body).toContain('our offer');
    expect(await rows()).toEqual([]);
    const hits = await store.db.selectFrom('hits').select('id').execute();
    expect(hits).toEqual([]);
    // A page of the mail tells nobody that it was read.
    const view = (await page(`/u/${token}/view`)).body;
    expect(view).not.toContain(`/o/`);
    expect(view).not.toContain(`/c/`);
    expect(view).toContain('https://site.example/offer');
  });

  it('are refused a link that is not ours, and told in plain words', async () => {
    const [token = ''] = (await campaign()).values();
    const forged = `${token.slice(0, 43)}${token.endsWith('A') ? 'B' : 'A'}`;
    for (const url of [`/u/${forged}`, `/u/nothing`, `/u/${forged}/view`]) {
      expect((await page(url)).statusCode).toBe(404);
    }
    expect((await form(`/u/${forged}`, ONE_CLICK)).statusCode).toBe(404);
    expect(await rows()).toEqual([]);
  });

  it('are off at one click of their mail program, once however often it asks', async () => {
    const tokens = await campaign();
    const token = tokens.get('person.1@people.example') ?? '';
    const answers = await Promise.all([1, 2, 3].map(() => form(`/u/${token}`, ONE_CLICK)));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
    expect(answers[0]?.headers['set-cookie']).toBeUndefined();
    expect(await rows()).toMatchObject([
      { kind_id: kind, way: 'one-click', ended_at: null, recipient_idx: expect.any(Number) },
    ]);
    // RFC 8058 lets it come in parts too.
    const parts =
      '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n';
    const second = tokens.get('person.2@people.example') ?? '';
    expect((await form(`/u/${second}`, parts, 'multipart/form-data; boundary=x')).statusCode).toBe(200);
    expect(await rows()).toHaveLength(2);
    const copy = await store.db
      .selectFrom('message_recipients')
      .select('unsubscribed_at')
      .where('token', '=', token)
      .executeTakeFirstOrThrow();
    expect(copy.unsubscribed_at).not.toBeNull();
    // The next of that kind goes to neither; one of another kind does.
    expect([...(await campaign()).keys()].sort()).toEqual([3, 4, 5].map((n) => `person.${n}@people.example`));
    expect((await campaign(other)).size).toBe(5);
  });

  it('choose on the page, come back, and take it back', async () => {
    const token = (await campaign()).get('person.3@people.example') ?? '';
    const moved = await form(`/u/${token}`, { do: 'off-all', lang: 'en' });
    expect([moved.statusCode, moved.headers.location]).toEqual([303, `/u/${token}?lang=en`]);
    expect((await page(`/u/${token}`)).body).toContain('unsubscribed from all marketing mail of Brightwater');
    expect((await campaign(other)).has('person.3@people.example')).toBe(false);
    await form(`/u/${token}`, { do: 'back-all', lang: 'en' });
    expect((await page(`/u/${token}`)).body).toContain('You get this mail');
    await form(`/u/${token}/preferences`, { do: 'choose', kind: other, lang: 'en' });
    const chosen = (await page(`/u/${token}/preferences?saved=1`)).body;
    expect(chosen).toMatch(new RegExp(`value="${other}" checked`));
    expect(chosen).not.toMatch(new RegExp(`value="${kind}" checked`));
    const standing = (await rows()).filter(
      (row) => row.address === 'person.3@people.example' && row.ended_at === null,
    );
    expect(standing).toMatchObject([{ kind_id: kind, way: 'page' }]);
  });

  it('are taken off by a user who was asked to, with a way back; what they did themselves only they take back', async () => {
    const off = await world.app.ask('dan', {
      method: 'POST',
      url: '/api/v1/unsubscriptions',
      payload: { address: 'Person.4@people.example' },
    });
    expect(off.statusCode).toBe(201);
    const made = Unsubscription.parse(off.json());
    expect(made).toMatchObject({ address: 'person.4@people.example', way: 'user' });
    expect((await campaign()).has('person.4@people.example')).toBe(false);
    const back = await world.app.ask('dan', { method: 'DELETE', url: `/api/v1/unsubscriptions/${made.id}` });
    expect(back.statusCode).toBe(204);
    expect((await campaign()).has('person.4@people.example')).toBe(true);
    const own = (await rows()).find(({ way, ended_at: ended }) => way === 'one-click' && ended === null);
    const refused = await world.app.ask('alice', {
      method: 'DELETE',
      url: `/api/v1/unsubscriptions/${own?.id}`,
    });
    expect(Problem.parse(refused.json()).error.code).toBe('theirs');
    const list = await world.app.ask('alice', {
      url: `/api/v1/contacts/${world.contacts[3]}/unsubscriptions`,
    });
    expect(Unsubscriptions.parse(list.json()).unsubscriptions).toMatchObject([
      { way: 'user', endedAt: expect.any(String) },
    ]);
    // Another company sees and changes nothing of it.
    const strange = await world.app.ask('erin', {
      method: 'DELETE',
      url: `/api/v1/unsubscriptions/${own?.id}`,
    });
    expect(strange.statusCode).toBe(404);
    expect(
      MailKinds.parse((await world.app.ask('erin', { url: '/api/v1/mail-kinds' })).json()).kinds,
    ).toEqual([]);
  });

  it('are off by their own word too where a user had taken them off before: no user takes that back', async () => {
    const token = (await campaign()).get('person.5@people.example') ?? '';
    const off = await world.app.ask('dan', {
      method: 'POST',
      url: '/api/v1/unsubscriptions',
      payload: { address: 'person.5@people.example' },
    });
    const { id } = Unsubscription.parse(off.json());
    const said = async () =>
      (await rows())
        .filter((row) => row.address === 'person.5@people.example' && row.ended_at === null)
        .map((row) => `${row.kind_id === null ? 'all' : 'kind'}: ${row.way}`)
        .sort();
    await form(`/u/${token}`, ONE_CLICK);
    expect(await said()).toEqual(['all: user', 'kind: one-click']);
    await form(`/u/${token}`, { do: 'off-all', lang: 'en' });
    expect(await said()).toEqual(['all: page', 'kind: one-click']);
    const back = await world.app.ask('dan', { method: 'DELETE', url: `/api/v1/unsubscriptions/${id}` });
    expect(Problem.parse(back.json()).error.code).toBe('theirs');
    await form(`/u/${token}`, { do: 'back-all', lang: 'en' });
    await form(`/u/${token}`, { do: 'back-kind', lang: 'en' });
    expect(await said()).toEqual([]);
    const copy = await store.db
      .selectFrom('message_recipients')
      .select('unsubscribed_at')
      .where('token', '=', token)
      .executeTakeFirstOrThrow();
    expect(copy.unsubscribed_at).toBeNull();
  });

  it('M11: a test is tracked, counts nowhere, goes to colleagues only, and its page changes nothing', async () => {
    const id = await world.draft({ mailKind: kind });
    const outsider = await testSend(
      world.services,
      world.who,
      id,
      { to: ['bob@partner.example'] },
      transport,
    );
    expect(outsider).toMatchObject({ ok: false, reason: 'outsider' });
    world.sink.mails.length = 0;
    const tested = await testSend(world.services, world.who, id, { to: [FROM] }, transport);
    if (!tested.ok) throw new Error(tested.reason);
    const { messageId, copies } = TestSent.parse(tested.sent);
    expect(copies).toEqual([{ address: FROM, outcome: 'accepted' }]);
    const row = await store.db
      .selectFrom('messages')
      .selectAll()
      .where('id', '=', messageId)
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({ kind: 'marketing', tracked_image: true, policy: { test: true } });
    expect(await world.states(messageId)).toEqual({});
    const token = world.sink.mails[0]?.messageId.slice(1, 45) ?? '';
    const before = await rows();
    expect((await page(`/u/${token}`)).body).toContain('test mail');
    expect((await form(`/u/${token}`, ONE_CLICK)).statusCode).toBe(200);
    expect(await rows()).toEqual(before);
  });

  it('M9: a workflow sends to one contact once for a key, and not to whom it may not', async () => {
    const id = await world.draft({ mailKind: other, to: [] });
    const one = (contact: string | undefined, key: string) =>
      store.tx((trx) =>
        sendOne(trx, world.services, { account: world.account, message: id, contact: contact ?? '', key }),
      );
    expect(await one(world.contacts[4], 'step 1')).toEqual({ ok: false, reason: 'not-sendable' });
    expect(await makeAutomatic(world.services, world.who, id)).toEqual({ ok: true });
    expect(await one(world.contacts[4], 'step 1')).toEqual({ ok: true, idx: 1, state: 'waiting' });
    expect(await one(world.contacts[4], 'step 1')).toEqual({ ok: true, idx: 1, state: 'waiting' });
    const token = (await campaign()).get('person.5@people.example') ?? '';
    await form(`/u/${token}`, { do: 'off-all' });
    // Asked again as it leaves: they have gone meanwhile.
    expect((await sent()).size).toBe(0);
    expect(await world.states(id)).toMatchObject({});
    expect(await one(world.contacts[4], 'step 2')).toMatchObject({ reason: 'left-out', why: 'unsubscribed' });
    expect(await one(world.contacts[0], 'step 3')).toMatchObject({ ok: true });
    expect([...(await sent()).keys()]).toEqual(['person.1@people.example']);
    expect(await one(world.contacts[0], 'step 3')).toMatchObject({ ok: true, state: 'accepted' });
    expect((await sent()).size).toBe(0);
    expect(await sendingProgress(world.services, world.account, id)).toMatchObject({
      state: 'sent',
      automatic: true,
    });
  });
});
