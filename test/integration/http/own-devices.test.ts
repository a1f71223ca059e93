import { OwnDevices } from '../../../src/core/api/hits';
import type { Store } from '../../../src/server/store';
import { openTestApp, type PersonKey, type TestApp } from '../../fixtures/app';
import { writeMessage } from '../../fixtures/messages';
import { describeOnBothStores } from '../../fixtures/stores';

const EDGE =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0';

describeOnBothStores('own devices in the settings', (open) => {
  let store: Store;
  let app: TestApp;

  beforeAll(async () => {
    store = await open();
    app = await openTestApp(store);
  });
  afterAll(async () => {
    await app.close();
    await store.close();
  });

  const devicesOf = async (who: PersonKey, agent = EDGE) => {
    const answer = await app.ask(who, {
      method: 'GET',
      url: '/api/v1/me/devices',
      headers: { 'user-agent': agent },
    });
    return OwnDevices.parse(answer.json()).devices;
  };

  test('a signed-in request teaches its device to its user alone; a program that is none teaches nothing', async () => {
    expect(await devicesOf('alice')).toMatchObject([
      { program: 'Edge', platform: 'windows', learntFrom: 'pane' },
    ]);
    expect(await devicesOf('dan', 'curl/7.54.0')).toEqual([]);
    expect((await devicesOf('alice')).length).toBe(1);
  });

  test('a device is removed by its user and put back by them, and by nobody else', async () => {
    const [device] = await devicesOf('alice');
    const remove = (as: PersonKey | undefined) =>
      app.ask(as, { method: 'DELETE', url: `/api/v1/me/devices/${device?.id ?? ''}` });
    expect((await remove('dan')).statusCode).toBe(404);
    expect((await remove('erin')).statusCode).toBe(404);
    expect((await remove(undefined)).statusCode).toBe(401);
    expect((await remove('alice')).statusCode).toBe(204);
    expect((await remove('alice')).statusCode).toBe(404);
    expect(await devicesOf('alice')).toEqual([]);
    const restore = (as: PersonKey | undefined) =>
      app.ask(as, { method: 'POST', url: `/api/v1/me/devices/${device?.id ?? ''}/restore` });
    expect((await restore('dan')).statusCode).toBe(404);
    expect((await restore('erin')).statusCode).toBe(404);
    expect((await restore(undefined)).statusCode).toBe(401);
    expect((await restore('alice')).statusCode).toBe(204);
    expect((await restore('alice')).statusCode).toBe(404);
    expect(await devicesOf('alice')).toEqual([device]);
  });

  test('a look-up beside one’s own tracked mail marks it as viewed; beside a colleague’s it does not', async () => {
    const { account, user } = app.people.alice;
    await writeMessage(store, {
      account_id: account,
      at: app.clock.now(),
      user_id: user,
      tracked_image: true,
      internet_message_id: '<viewed@brightwater.example>',
    });
    const lookup = (as: PersonKey) =>
      app.ask(as, {
        method: 'POST',
        url: '/api/v1/lookup',
        payload: { addresses: [], internetMessageId: '<viewed@brightwater.example>' },
      });
    const marks = () => store.db.selectFrom('viewings').select('user_id').execute();
    expect((await lookup('dan')).statusCode).toBe(200);
    expect(await marks()).toEqual([]);
    expect((await lookup('alice')).statusCode).toBe(200);
    expect(await marks()).toEqual([{ user_id: user }]);
  });
});
