import { sql } from 'kysely';
import { AuditPage } from '../../../src/core/api/audit';
import { MessageHits, OverruleAnswer } from '../../../src/core/api/hits';
import { recordEvent } from '../../../src/server/events';
import { contactExport } from '../../../src/server/privacy';
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

  test('whom the mail of one who left was handed to says it in their place (S5)', async () => {
    const { message, hit } = await loaded('alice');
    const { account, user } = app.people.alice;
    expect((await say('dan', hit, 'machine')).statusCode).toBe(403);
    const status = (to: 'active' | 'disabled') =>
      store.db.updateTable('users').set({ status: to }).where('id', '=', user).execute();
    await store.db
      .insertInto('handed_mail')
      .values({
        account_id: account,
        from_user_id: user,
        to_user_id: app.people.dan.user,
        handover_id: uuidV7(app.clock.now()),
        at: app.clock.now(),
      })
      .execute();
    await status('disabled');
    try {
      expect(MessageHits.parse((await see('dan', message)).json()).mayOverrule).toBe(true);
      expect((await say('dan', hit, 'machine')).statusCode).toBe(200);
    } finally {
      await status('active');
      await store.db.deleteFrom('handed_mail').execute();
    }
  });

  test('what an administrator sees of the hits of others’ mail is on record (P7)', async () => {
    const recorded = async (message: string): Promise<number> => {
      const page = await app.ask('alice', { url: '/api/v1/audit-log?action=message.preview' });
      return AuditPage.parse(page.json()).lines.filter(({ object }) => object?.id === message).length;
    };
    const about = { hits: await loaded('dan'), 'why-nothing': await loaded('dan') };
    for (const [part, { message }] of Object.entries(about)) {
      const url = `/api/v1/messages/${message}/${part}`;
      expect((await app.ask('dan', { url })).statusCode).toBe(200);
      expect(await recorded(message)).toBe(0);
      expect((await app.ask('alice', { url })).statusCode).toBe(200);
      expect(await recorded(message)).toBe(1);
    }
    const hers = await loaded('alice');
    await see('alice', hers.message);
    expect(await recorded(hers.message)).toBe(0);
  });

  test('a copy of all that is kept of a contact holds every hit of theirs, and of mail that its reader may not see nothing', async () => {
    const { account, user } = app.people.alice;
    const bob = app.contacts.get('bob@partner.example') ?? '';
    const mails = { shown: await loaded('alice'), narrow: await loaded('alice') };
    await store.db
      .updateTable('hits')
      .set({ verdict: 'machine', via: 'Mimecast', reasons: json(['a mail filter']) })
      .where('id', '=', mails.shown.hit)
      .execute();
    for (const { message, hit } of Object.values(mails)) {
      const event = { account, user, message, recipient: 1, contact: bob, cause: `hit:${hit}` };
      const at = app.clock.now();
      await store.tx((trx) => recordEvent(trx, { ...event, kind: 'open', at, recordedAt: at }));
    }
    await store.db
      .updateTable('messages')
      .set({ visibility: 'participants' })
      .where('id', '=', mails.narrow.message)
      .execute();
    const copyFor = async (as: 'alice' | 'dan', role: 'admin' | 'marketer') => {
      const files = new Map<string, string>();
      for await (const { name, content } of contactExport(app.services, { ...app.people[as], role }, bob))
        files.set(name, content instanceof Uint8Array ? content.toString() : '');
      return files;
    };
    const his = await copyFor('dan', 'marketer');
    expect([...his].filter(([name, text]) => `${name} ${text}`.includes(mails.narrow.message))).toEqual([]);
    expect(his.get('events-0001.json')).toContain(mails.shown.message);
    const requests = [...his].find(([name]) => name.endsWith(`${mails.shown.message}/requests.json`))?.[1];
    expect(JSON.parse(requests ?? '')).toEqual([
      {
        kind: 'open',
        at: expect.any(String),
        verdict: 'machine',
        via: 'Mimecast',
        reasons: ['a mail filter'],
        program: 'Outlook for Windows',
        platform: 'windows',
        network: 'other',
      },
    ]);
    expect((await copyFor('alice', 'admin')).get('events-0001.json')).toContain(mails.narrow.message);
  });

  test.each([['unsure'], [undefined], ['robot'], [7]])('%j is no word', async (verdict) => {
    const { hit } = await loaded('dan');
    expect((await say('dan', hit, verdict)).statusCode).toBe(422);
  });

  test('a hit whose event is kept no longer stays as it was counted, and the answer says so', async () => {
    const { message, hit } = await loaded('dan');
    const { account } = app.people.dan;
    const at = app.clock.now();
    const event = { account, message, recipient: 1, cause: `hit:${hit}` };
    await store.tx((trx) => recordEvent(trx, { ...event, kind: 'open', at, recordedAt: at }));
    await store.tx(async (trx) => {
      await sql`select set_config('mailtrail.change', 'retention', true)`.execute(trx);
      for (const table of ['notifications', 'effects', 'events'] as const)
        await trx.deleteFrom(table).where('account_id', '=', account).execute();
    });
    app.clock.advance(1_000);
    const answer = await say('dan', hit, 'machine');
    expect(answer.statusCode).toBe(409);
    expect(answer.json()).toMatchObject({ error: { code: 'settled-for-good' } });
  });
});
