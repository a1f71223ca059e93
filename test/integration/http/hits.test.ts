import { MessageHits, OverruleAnswer } from '../../../src/core/api/hits';
import type { Store } from '../../../src/server/store';
import { json } from '../../../src/server/store/schema';
import { uuidV7 } from '../../../src/server/store/uuid-v7';
import { openTestApp, type PersonKey, type TestApp } from '../../fixtures/app';
import { writeMessage } from '../../fixtures/messages';
import { describeOnBothStores } from '../../fixtures/stores';

describeOnBothStores('hits of a message, and who may say what they were', (open) => {
  let store: Store;
  let app: TestApp;
  let offset = 0;

  beforeAll(async () => {
    store = await open();
    app = await openTestApp(store);
  });
  afterAll(async () => {
    await app.close();
    await store.close();
  });

  /** A tracked mail of somebody, loaded once by Outlook. */
  const loaded = async (by: 'alice' | 'dan'): Promise<{ message: string; hit: string }> => {
    const { account, user } = app.people[by];
    const at = app.clock.now();
    const token = `token-${++offset}`;
    const message = await writeMessage(store, {
      account_id: account,
      at: new Date(at.getTime() - 600_000),
      user_id: user,
      token_key: token,
      tracked_image: true,
      policy: json({ image: true }),
      recipients: [{ address: 'bob@partner.example', contact: app.contacts.get('bob@partner.example') }],
    });
    const hit = uuidV7(at);
    await store.db
      .insertInto('hits')
      .values({
        account_id: account,
        id: hit,
        log: '00000000-0000-4000-8000-000000000001',
        segment: 1,
        offset,
        kind: 'open',
        at,
        token_key: token,
        recipient_idx: 0,
        link_n: null,
        target: null,
        message_id: message,
        features: json({
          method: 'GET',
          agent: 'mail-program',
          family: 'outlook-windows',
          agentName: 'Outlook for Windows',
          platform: 'windows',
          network: 'other',
          prefetch: false,
        }),
        source_hash: `source-${offset}`,
        key_epoch: 1,
        verdict: 'person',
        via: null,
        reasons: json(['Outlook for Windows loaded the image']),
        rules_version: 1,
        settled_at: at,
        overruled_by: null,
      })
      .execute();
    return { message, hit };
  };
  const say = (as: PersonKey | undefined, hit: string, verdict: unknown) =>
    app.ask(as, { method: 'POST', url: `/api/v1/hits/${hit}/overrule`, payload: { verdict } });
  const see = (as: PersonKey | undefined, message: string) =>
    app.ask(as, { method: 'GET', url: `/api/v1/messages/${message}/hits` });

  test('who sent the mail sees its hits and may overrule them', async () => {
    const { message, hit } = await loaded('dan');
    const seen = MessageHits.parse((await see('dan', message)).json());
    expect(seen).toMatchObject({
      mayOverrule: true,
      more: false,
      hits: [{ id: hit, verdict: 'person', who: { address: 'bob@partner.example' } }],
    });
    const answer = await say('dan', hit, 'machine');
    expect(answer.statusCode).toBe(200);
    expect(OverruleAnswer.parse(answer.json())).toEqual({ verdict: 'machine', similar: 0, elsewhere: 0 });
    const [after] = MessageHits.parse((await see('dan', message)).json()).hits;
    expect(after).toMatchObject({ verdict: 'machine', overruled: { by: 'Dan Okafor', similar: 0 } });
  });

  test('an administrator may overrule on a colleague’s mail, a member may not', async () => {
    const [hers, his] = [await loaded('alice'), await loaded('dan')];
    const seen = MessageHits.parse((await see('dan', hers.message)).json());
    expect(seen).toMatchObject({ mayOverrule: false, hits: [{ id: hers.hit }] });
    expect((await say('dan', hers.hit, 'machine')).statusCode).toBe(403);
    expect((await say('alice', his.hit, 'machine')).statusCode).toBe(200);
  });

  test('to others’ eyes there is no such hit', async () => {
    const { message, hit } = await loaded('dan');
    for (const as of ['erin', undefined] as const) {
      const status = as ? 404 : 401;
      expect((await see(as, message)).statusCode).toBe(status);
      expect((await say(as, hit, 'machine')).statusCode).toBe(status);
    }
    // A mail that only who took part may see.
    await store.db
      .updateTable('messages')
      .set({ visibility: 'participants' })
      .where('id', '=', message)
      .execute();
    expect((await see('alice', message)).statusCode).toBe(404);
    expect((await say('alice', hit, 'machine')).statusCode).toBe(404);
    expect((await say('dan', uuidV7(new Date()), 'machine')).statusCode).toBe(404);
  });

  test.each([['unsure'], [undefined], ['robot'], [7]])('%j is no word', async (verdict) => {
    const { hit } = await loaded('dan');
    expect((await say('dan', hit, verdict)).statusCode).toBe(422);
  });
});
