import { BookAnswer, ComposeAnswer } from '../../../src/core/api/launch';
import { OutlookSettings } from '../../../src/core/api/app';
import { Problem } from '../../../src/core/api/shared';
import { issueBook } from '../../../src/server/tracking';
import { openTestApp, type TestApp } from '../../fixtures/app';
import { describeOnBothStores } from '../../fixtures/stores';

const SETTINGS = '/api/v1/settings/outlook';
const LABEL = '5f2a9a2e-94ba-4f6e-8d1f-7b6ad8f0f001';

describeOnBothStores('what an account switches per Outlook', (open) => {
  let test: TestApp;
  beforeAll(async () => {
    test = await openTestApp(await open());
  });
  afterAll(async () => {
    const { store } = test.services;
    await test.close();
    await store.close();
  });

  const put = (as: 'alice' | 'dan' | 'erin', payload: object) =>
    test.ask(as, { method: 'PUT', url: SETTINGS, payload });
  const get = async (as: 'alice' | 'dan' | 'erin') =>
    OutlookSettings.parse((await test.ask(as, { url: SETTINGS })).json());
  const compose = async () => {
    const book = BookAnswer.parse(
      (await test.ask('alice', { method: 'POST', url: '/api/launch/v1/book' })).json(),
    );
    const answer = await test.ask(undefined, {
      method: 'POST',
      url: '/api/launch/v1/compose',
      headers: { authorization: `Book ${book.book.credential}` },
      payload: {
        client: { host: 'OutlookWebApp', platform: 'OfficeOnline', version: '', bundle: 'test' },
        recipients: [],
      },
    });
    return ComposeAnswer.parse(answer.json()).policy;
  };

  it('is nothing at first', async () => {
    expect(await get('dan')).toEqual({ clients: [], privateLabels: [] });
  });

  it('is an admin’s to change, is on record, and reaches the next policy with a new revision', async () => {
    const before = await compose();
    const settings = {
      clients: [{ client: 'classic', from: '16.0.17425.20000', before: '16.0.17500', writes: 'never' }],
      privateLabels: [LABEL],
    };
    expect((await put('dan', settings)).statusCode).toBe(403);
    const changed = await put('alice', settings);
    expect([changed.statusCode, changed.json()]).toEqual([200, settings]);
    expect(await get('dan')).toEqual(settings);
    const after = await compose();
    expect(after).toMatchObject(settings);
    expect(after.revision).not.toBe(before.revision);
    const audit = await test.services.store.db
      .selectFrom('audit_log')
      .select(['actor_user_id', 'action', 'detail'])
      .where('account_id', '=', test.people.alice.account)
      .where('action', '=', 'settings.outlook')
      .execute();
    expect(audit).toEqual([
      { actor_user_id: test.people.alice.user, action: 'settings.outlook', detail: settings },
    ]);
  });

  it('is each company’s own', async () => {
    expect(await get('erin')).toEqual({ clients: [], privateLabels: [] });
  });

  it.each([
    ['a client nobody knows', { client: 'lotus', links: false }, 'clients.0.client'],
    ['a version that is none', { client: 'mac', from: 'latest', links: false }, 'clients.0.from'],
    ['a write mode that is none', { client: 'mac', writes: 'sometimes' }, 'clients.0.writes'],
    ['a switch that switches nothing', { client: 'mac' }, 'clients.0'],
    ['a misspelt word', { client: 'mac', image: false, link: false }, 'clients.0'],
    [
      'a range without a version',
      { client: 'mac', from: '16.2', before: '16.1', links: false },
      'clients.0.before',
    ],
  ])('refuses %s and names the field', async (_what, change, field) => {
    const answer = await put('alice', { clients: [change], privateLabels: [] });
    expect(answer.statusCode).toBe(422);
    expect(Problem.parse(answer.json()).error.field).toBe(field);
  });

  it('whether colleagues’ looks count is an admin’s to set, on record, and leaves other settings alone', async () => {
    const url = '/api/v1/settings/tracking';
    const others = await get('alice');
    const set = (as: 'alice' | 'dan') =>
      test.ask(as, { method: 'PUT', url, payload: { colleaguesLikewise: true } });
    expect((await test.ask('dan', { url })).json()).toEqual({ colleaguesLikewise: false });
    expect((await set('dan')).statusCode).toBe(403);
    expect((await set('alice')).json()).toEqual({ colleaguesLikewise: true });
    expect((await test.ask('dan', { url })).json()).toEqual({ colleaguesLikewise: true });
    expect((await test.ask('erin', { url })).json()).toEqual({ colleaguesLikewise: false });
    expect(await get('alice')).toEqual(others);
    const audit = await test.services.store.db
      .selectFrom('audit_log')
      .select(['actor_user_id', 'detail'])
      .where('action', '=', 'settings.tracking')
      .execute();
    expect(audit).toEqual([{ actor_user_id: test.people.alice.user, detail: { colleaguesLikewise: true } }]);
  });

  it('whoever signs out in Outlook has no book left there, and its events make none until the pane is opened', async () => {
    const url = '/api/launch/v1/book';
    const bookOf = async (as: 'dan' | 'alice', payload: object = {}) =>
      test.ask(as, { method: 'POST', url, payload });
    const book = async (as: 'dan' | 'alice') => BookAnswer.parse((await bookOf(as)).json()).book.credential;
    const renew = async (credential: string) =>
      (
        await test.ask(undefined, {
          method: 'POST',
          url: '/api/launch/v1/renew',
          headers: { authorization: `Book ${credential}` },
        })
      ).statusCode;
    const [dans, alices] = [await book('dan'), await book('alice')];
    expect((await test.ask('dan', { method: 'DELETE', url })).statusCode).toBe(204);
    expect([await renew(dans), await renew(alices)]).toEqual([401, 200]);
    const refused = await bookOf('dan');
    expect([refused.statusCode, Problem.parse(refused.json()).error.code]).toEqual([403, 'signed-out']);
    // A renewal that was under way as they signed out made one more: it is good for nothing.
    const { account, user } = test.people.dan;
    const late = await test.services.store.tx((trx) => issueBook(trx, test.services, { account, user }));
    const compose = await test.ask(undefined, {
      method: 'POST',
      url: '/api/launch/v1/compose',
      headers: { authorization: `Book ${late.credential}` },
      payload: { client: { host: 'h', platform: 'p', version: '1', bundle: 'b' }, recipients: [] },
    });
    expect([await renew(late.credential), compose.statusCode]).toEqual([403, 403]);
    expect((await bookOf('dan', { opened: true })).statusCode).toBe(200);
    expect((await bookOf('dan')).statusCode).toBe(200);
    const audit = await test.services.store.db
      .selectFrom('audit_log')
      .select(['actor_user_id'])
      .where('action', '=', 'user.outlook-signed-out')
      .execute();
    expect(audit).toEqual([{ actor_user_id: test.people.dan.user }]);
  });
});
