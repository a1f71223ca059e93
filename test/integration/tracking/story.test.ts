import fs from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { setBasis } from '../../../src/server/crm/contacts';
import { insertContact } from '../../../src/server/crm/contacts-to-make';
import type { Store } from '../../../src/server/store';
import type { AccountSettings } from '../../../src/server/store/schema';
import { applyIngested } from '../../../src/server/tracking';
import { insertHits } from '../../../src/server/tracking/hit-rows';
import { takeHits } from '../../../src/server/tracking/settle';
import { describeOnBothStores, temporaryDirectory } from '../../fixtures/stores';
import { waitFor } from '../../fixtures/wait-for';
import { readingOf } from './reading';
import { BOB_IP, EDGE, makeWorld, OUTLOOK, type World, type Written } from './world';

const TARGET = 'https://site.example/a?b=1&c=%20';
const MINUTE = 60_000;
const PAGE = { 'accept-language': 'en', 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate' };

describeOnBothStores('hits become what people are told', (open) => {
  const root = temporaryDirectory();
  let store: Store;
  let world: World;

  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());
  const begin = async (options?: { settings?: AccountSettings; seat?: 'free' | 'paid' }): Promise<void> => {
    world = await makeWorld(store, root, options);
  };
  beforeEach(() => begin());
  afterEach(() => world.close());

  const again = async (options: { settings?: AccountSettings; seat?: 'free' | 'paid' }): Promise<void> => {
    await world.close();
    await begin(options);
  };
  const contact = (address: string, basis?: 'consent-withdrawn' | 'none' | 'contract'): Promise<string> =>
    store.tx(async (trx) => {
      const at = world.clock.now();
      const id = await insertContact(trx, world.account, {
        name: address,
        company: null,
        addresses: [address],
        owner: world.user,
        source: 'test',
        at,
      });
      await setBasis(trx, world.account, id, basis ?? 'legitimate-interest', 'test', at);
      return id;
    });
  const message = () =>
    store.db.selectFrom('messages').selectAll().where('account_id', '=', world.account).executeTakeFirst();
  const events = async () =>
    (
      await store.db
        .selectFrom('events')
        .selectAll()
        .where('account_id', '=', world.account)
        .orderBy('seq')
        .execute()
    ).map((event) => ({ ...event, detail: event.detail }));
  const kinds = async (): Promise<string[]> =>
    (await events()).map(({ kind, inferred }) => (inferred ? `${kind} (inferred)` : kind));
  const hits = () =>
    store.db
      .selectFrom('hits')
      .selectAll()
      .where('account_id', '=', world.account)
      .orderBy('at')
      .orderBy('offset')
      .execute();
  const notified = async (): Promise<number> =>
    (
      await store.db
        .selectFrom('notifications')
        .select('seq')
        .where('account_id', '=', world.account)
        .execute()
    ).length;

  const { standing: told, message: oldest } = readingOf(
    () => store,
    () => world,
  );
  const sentMail = async (ago = 60 * MINUTE): Promise<Written> => {
    await contact('bob@partner.example');
    const mail = await world.write();
    await world.report(mail);
    await world.drained();
    world.clock.advance(ago);
    return mail;
  };
  const conversation = async (): Promise<{ older: Written; newer: Written }> => {
    const older = await sentMail();
    const newer = await world.write();
    await world.report(newer);
    await world.drained();
    await store.db
      .updateTable('messages')
      .set({ conversation_id: 'c1' })
      .where('account_id', '=', world.account)
      .execute();
    world.clock.advance(5 * MINUTE);
    return { older, newer };
  };
  const windowClosed = async (): Promise<void> => {
    await world.drained();
    world.clock.advance(12_000);
    await world.drained();
  };
  /** Hits of one mail as nodes put them into the store, which need not be as they came. */
  const takenInOrder = async (
    { token }: Written,
    taken: readonly { kind: 'open' | 'click'; after: number }[],
  ): Promise<void> => {
    const { account, user, services, clock } = world;
    const messageKey = (await message())?.token_key ?? '';
    for (const [i, { kind, after }] of taken.entries()) {
      const record = {
        ...{ kind, account, user, token, messageKey, recipient: 1, method: 'GET' },
        at: clock.now().getTime() + after,
        ...(kind === 'click' && { link: 1, target: TARGET }),
        raw: { ip: BOB_IP, userAgent: OUTLOOK, headers: {} },
      };
      const position = { log: '00000000-0000-4000-8000-000000000001', segment: 1, offset: 100 + i };
      await store.tx(async (trx) =>
        takeHits(trx, services, await insertHits(trx, services, [{ record, position }])),
      );
    }
  };

  test('an image that Bob loads is an open under his name, told to Alice', async () => {
    const bob = await contact('bob@partner.example');
    const mail = await world.write();
    expect(await world.report(mail)).toBe(202);
    world.clock.advance(5 * MINUTE);
    expect(await world.get(mail.image)).toBe(200);
    await world.drained();
    const [sent, opened, ...more] = await events();
    expect(more).toEqual([]);
    expect(sent).toMatchObject({ kind: 'sent', user_id: world.user });
    expect(opened).toMatchObject({ kind: 'open', user_id: world.user, contact_id: bob, recipient_idx: 1 });
    expect(opened?.detail).toMatchObject({
      verdict: 'person',
      reasons: ['Outlook for Windows loaded the image'],
      agentFamily: 'outlook-windows',
      first: true,
    });
    expect(await message()).toMatchObject({ opens: 1, clicks: 0 });
    expect(await notified()).toBe(1);
  });

  test('a click carries the link, and infers the open that was not seen', async () => {
    await contact('bob@partner.example');
    const mail = await world.write();
    await world.report(mail);
    world.clock.advance(5 * MINUTE);
    expect(await world.get(mail.link(1, TARGET))).toBe(302);
    await world.drained();
    expect(await kinds()).toEqual(['sent', 'click', 'open (inferred)']);
    const [, click, opened] = await events();
    expect(click?.detail).toMatchObject({ link: { target: TARGET, text: 'the offer' } });
    expect(opened?.at.getTime()).toBe((click?.at.getTime() ?? 0) - 1);
    expect(await message()).toMatchObject({ opens: 1, clicks: 1 });
    // Told once: of the click.
    expect(await notified()).toBe(1);
  });

  test('the report is "sent (reported)" until an actual hit proves it, and makes no contact before', async () => {
    const mail = await world.write();
    await world.report(mail);
    await world.drained();
    const contacts = () =>
      store.db.selectFrom('contacts').select('name').where('account_id', '=', world.account).execute();
    expect(await message()).toMatchObject({ state: 'sent-reported', logged: true, html: '<p>Hello Bob</p>' });
    expect(await contacts()).toEqual([]);
    world.clock.advance(MINUTE);
    await world.get(mail.image);
    await world.drained();
    expect(await message()).toMatchObject({ state: 'sent' });
    expect(await contacts()).toEqual([{ name: 'Bob Lindqvist' }]);
    const [, opened] = await events();
    expect(opened?.contact_id).not.toBeNull();
  });

  test('a hit before its report is judged when the report comes', async () => {
    const mail = await world.write();
    const sent = world.clock.now();
    world.clock.advance(3_000);
    await world.get(mail.image);
    await world.drained();
    expect(await events()).toEqual([]);
    world.clock.advance(1_000);
    await world.report(mail, { at: sent.toISOString() });
    await world.drained();
    expect(await kinds()).toEqual(['sent', 'open']);
  });

  test('a hit before the mail was sent is the sender’s own', async () => {
    const mail = await world.write();
    await world.get(mail.image);
    world.clock.advance(MINUTE);
    await world.report(mail);
    await world.drained();
    expect(await kinds()).toEqual(['sent']);
    expect((await hits()).map(({ verdict }) => verdict)).toEqual(['self']);
    expect(await message()).toMatchObject({ state: 'sent-reported' });
  });

  test('a look from the device that sent is the sender’s own for two minutes', async () => {
    const mail = await world.write();
    await world.report(mail);
    world.clock.advance(MINUTE);
    await world.get(mail.image, { ip: '192.0.2.200', agent: EDGE });
    await world.drained();
    expect((await hits()).map(({ verdict }) => verdict)).toEqual(['self']);
  });

  test('a report twice is one message, and hits are counted once', async () => {
    const mail = await world.write();
    expect(await world.report(mail)).toBe(202);
    expect(await world.report(mail, { subject: 'Other' })).toBe(202);
    world.clock.advance(MINUTE);
    await world.get(mail.image);
    await world.drained();
    expect(await kinds()).toEqual(['sent', 'open']);
    expect(await message()).toMatchObject({ subject: 'Offer' });
  });

  test('loads within a minute are one open; later ones are another', async () => {
    const mail = await world.write();
    await world.report(mail);
    world.clock.advance(5 * MINUTE);
    await world.get(mail.image);
    world.clock.advance(50_000);
    await world.get(mail.image);
    world.clock.advance(15_000);
    await world.get(mail.image);
    await world.drained();
    expect(await kinds()).toEqual(['sent', 'open', 'open']);
    expect((await hits()).map(({ reasons }) => reasons[0]?.split(':')[0])).toEqual([
      'Outlook for Windows loaded the image',
      'repeat',
      'Outlook for Windows loaded the image',
    ]);
  });

  test('a burst over links is taken back, with the open that it inferred', async () => {
    const mail = await world.write();
    await world.report(mail, {
      links: [1, 2].map((n) => ({ n, target: TARGET, text: `link ${n}`, tracked: true, reason: 'tracked' })),
    });
    world.clock.advance(5 * MINUTE);
    await world.get(mail.link(1, TARGET), { agent: EDGE });
    await world.drained();
    expect(await kinds()).toEqual(['sent', 'click', 'open (inferred)']);
    world.clock.advance(400);
    await world.get(mail.link(2, TARGET), { agent: EDGE });
    await world.drained();
    expect(await kinds()).toEqual(['sent', 'click', 'open (inferred)', 'retracted', 'retracted']);
    expect(await message()).toMatchObject({ opens: 0, clicks: 0 });
    expect((await hits()).map(({ verdict }) => verdict)).toEqual(['machine', 'machine']);
  });

  test('a click that was told of is taken back when the same program turns out a machine beside it', async () => {
    const mail = await world.write();
    await world.report(mail);
    world.clock.advance(5 * MINUTE);
    const page = { 'accept-language': 'en', 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate' };
    await world.get(mail.link(1, TARGET), { agent: EDGE, headers: page });
    await world.drained();
    expect(await message()).toMatchObject({ opens: 1, clicks: 1 });
    world.clock.advance(3_000);
    // The image, asked for as a page.
    await world.get(mail.image, { agent: EDGE, headers: page });
    await world.drained();
    expect((await hits()).map(({ verdict }) => verdict)).toEqual(['machine', 'machine']);
    expect(await message()).toMatchObject({ opens: 0, clicks: 0 });
  });

  test('a suspicious hit waits for its window, then is unsure and told to nobody', async () => {
    const mail = await world.write();
    await world.report(mail);
    world.clock.advance(900);
    await world.get(mail.image, { agent: EDGE, headers: { 'accept-language': 'en' } });
    await world.drained();
    expect((await hits()).map(({ verdict }) => verdict)).toEqual([null]);
    world.clock.advance(10_000);
    await world.drained();
    expect((await hits()).map(({ verdict }) => verdict)).toEqual(['unsure']);
    expect(await kinds()).toEqual(['sent']);
  });

  test('of several recipients it is Someone, and no contact’s', async () => {
    await contact('bob@partner.example');
    const mail = await world.write();
    await world.report(mail, {
      recipients: [
        { address: 'bob@partner.example', name: '', via: 'to' },
        { address: 'carol@lumen.example', name: '', via: 'bcc' },
      ],
    });
    world.clock.advance(5 * MINUTE);
    await world.get(mail.link(1, TARGET));
    await world.drained();
    const told = (await events()).filter(({ kind }) => kind !== 'sent');
    expect(told.map(({ kind }) => kind)).toEqual(['click', 'open']);
    for (const event of told) expect(event).toMatchObject({ recipient_idx: 0, contact_id: null });
  });

  test('who stands on To and Cc is one recipient', async () => {
    await contact('bob@partner.example');
    const mail = await world.write();
    await world.report(mail, {
      recipients: [
        { address: 'bob@partner.example', name: '', via: 'cc' },
        { address: 'BOB@partner.example', name: '', via: 'to' },
      ],
    });
    world.clock.advance(5 * MINUTE);
    await world.get(mail.image);
    await world.drained();
    expect((await events())[1]).toMatchObject({ recipient_idx: 1 });
  });

  test('200 recipients are one message with 200 rows', async () => {
    const mail = await world.write();
    const recipients = Array.from({ length: 200 }, (_, i) => ({
      address: `p${i}@crowd.example`,
      name: '',
      via: 'bcc' as const,
    }));
    expect(await world.report(mail, { recipients })).toBe(202);
    await world.drained();
    const rows = await store.db
      .selectFrom('message_recipients')
      .select('idx')
      .where('account_id', '=', world.account)
      .execute();
    expect(rows.length).toBe(200);
  });

  test('a contact without a basis is Someone, without device', async () => {
    const bob = await contact('bob@partner.example', 'none');
    const mail = await world.write();
    await world.report(mail);
    world.clock.advance(5 * MINUTE);
    await world.get(mail.image);
    await world.drained();
    const [, opened] = await events();
    expect(opened).toMatchObject({ kind: 'open', recipient_idx: 0, contact_id: null });
    expect(JSON.stringify(opened?.detail)).not.toMatch(/outlook/i);
    const row = await store.db
      .selectFrom('contacts')
      .select('last_activity_at')
      .where('account_id', '=', world.account)
      .where('id', '=', bob)
      .executeTakeFirst();
    expect(row?.last_activity_at).toBeNull();
  });

  test('consent withdrawn after sending silences the image, and the link still leads on', async () => {
    const bob = await contact('bob@partner.example', 'contract');
    const mail = await world.write();
    await world.report(mail);
    await world.drained();
    world.clock.advance(MINUTE);
    await store.tx((trx) =>
      setBasis(trx, world.account, bob, 'consent-withdrawn', 'asked by mail', world.clock.now()),
    );
    world.clock.advance(MINUTE);
    expect(await world.get(mail.image)).toBe(200);
    expect(await world.get(mail.link(1, TARGET))).toBe(302);
    await world.drained();
    expect(await kinds()).toEqual(['sent']);
    expect((await hits()).length).toBe(2);
  });

  test('mail to colleagues alone leaves no message', async () => {
    const mail = await world.write();
    await world.report(mail, {
      recipients: [{ address: 'dan@brightwater.example', name: 'Dan', via: 'to' }],
    });
    world.clock.advance(MINUTE);
    await world.get(mail.image);
    await world.drained();
    expect(await message()).toBeUndefined();
    expect(await events()).toEqual([]);
    const [kept] = await store.db
      .selectFrom('sent_reports')
      .select('report')
      .where('account_id', '=', world.account)
      .execute();
    expect(kept?.report).toEqual({});
  });

  test('a message that only was logged shows no hits', async () => {
    const mail = await world.write();
    await world.report(mail, { switches: { track: false, log: true } });
    world.clock.advance(5 * MINUTE);
    await world.get(mail.image);
    await world.drained();
    expect(await kinds()).toEqual(['sent']);
    expect(await message()).toMatchObject({ logged: true, tracked_image: false, opens: 0 });
  });

  test('a message that only was tracked keeps no body', async () => {
    const mail = await world.write();
    await world.report(mail, { switches: { track: true, log: false }, text: 'Hello Bob' });
    await world.drained();
    expect(await message()).toMatchObject({ logged: false, tracked_image: true, html: null, text: null });
    const { rows } = await sql<{ found: number }>`select count(*)::int as found from sent_reports
      where account_id = ${world.account} and report::text like '%Hello Bob%'`.execute(store.db);
    expect(rows[0]?.found).toBe(0);
  });

  test('the account’s switch binds, whatever the client has put in', async () => {
    await again({ settings: { opens: false } });
    const mail = await world.write();
    await world.report(mail);
    world.clock.advance(5 * MINUTE);
    await world.get(mail.image);
    await world.drained();
    expect(await kinds()).toEqual(['sent']);
    expect(await message()).toMatchObject({ tracked_image: false, logged: true });
  });

  test('of two mails of a conversation seen at once only the newest is opened', async () => {
    const older = await world.write();
    await world.report(older);
    world.clock.advance(60 * MINUTE);
    const newer = await world.write();
    await world.report(newer);
    await world.drained();
    await store.db
      .updateTable('messages')
      .set({ conversation_id: 'c1' })
      .where('account_id', '=', world.account)
      .execute();
    world.clock.advance(5 * MINUTE);
    await world.get(older.image);
    world.clock.advance(300);
    await world.get(newer.image);
    await world.drained();
    world.clock.advance(10_000);
    await world.drained();
    expect(await kinds()).toEqual(['sent', 'sent', 'open']);
    expect((await hits()).map(({ reasons }) => reasons[0]?.split(':')[0])).toEqual([
      'quoted',
      'Outlook for Windows loaded the image',
    ]);
  });

  test('of two mails of a conversation that a proxy loads from two networks only the newest is opened', async () => {
    const agent = 'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)';
    const { older, newer } = await conversation();
    await world.get(older.image, { agent, ip: '66.249.93.10' });
    world.clock.advance(200);
    await world.get(newer.image, { agent, ip: '66.102.9.20' });
    await windowClosed();
    expect(await kinds()).toEqual(['sent', 'sent', 'open']);
    expect((await hits()).map(({ reasons }) => reasons[0]?.split(':')[0])).toEqual([
      'quoted',
      'Gmail image proxy',
    ]);
  });

  describe('an open that is told of after what came later', () => {
    test('takes back what a click inferred, when it waited for its window', async () => {
      const { older } = await conversation();
      await world.get(older.image, { agent: EDGE, headers: { ...PAGE, 'sec-fetch-dest': 'image' } });
      await world.drained();
      world.clock.advance(5_000);
      await world.get(older.link(1, TARGET), { agent: EDGE, headers: PAGE });
      await world.drained();
      expect(await told()).toEqual(['click', 'open (inferred)']);
      await windowClosed();
      expect(await told()).toEqual(['click', 'open']);
      expect(await oldest()).toMatchObject({ opens: 1, clicks: 1 });
    });

    test('takes back what a click inferred, when another node told of that first', async () => {
      const mail = await sentMail();
      await takenInOrder(mail, [
        { kind: 'click', after: 3_000 },
        { kind: 'open', after: 0 },
      ]);
      expect(await told()).toEqual(['click', 'open']);
      expect(await message()).toMatchObject({ opens: 1, clicks: 1 });
    });

    test('makes a repeat of the load after it, when another node told of that first', async () => {
      const mail = await sentMail();
      await takenInOrder(mail, [
        { kind: 'open', after: 3_000 },
        { kind: 'open', after: 0 },
      ]);
      expect(await told()).toEqual(['open']);
      expect((await hits()).map(({ reasons }) => reasons[0]?.startsWith('repeat'))).toEqual([false, true]);
      expect(await message()).toMatchObject({ opens: 1 });
    });

    test('makes a repeat of the load after it, when it waited and that did not', async () => {
      const mail = await sentMail(115_000);
      const ip = '20.93.10.10';
      await world.get(mail.image, { ip });
      await world.drained();
      world.clock.advance(6_000);
      await world.get(mail.image, { ip });
      await windowClosed();
      expect(await told()).toEqual(['open']);
      expect(await message()).toMatchObject({ opens: 1 });
    });
  });

  test('a scanner at a reader’s pace, once it is found, is taken back from its first link on', async () => {
    const mail = await sentMail(150_000);
    for (const n of [1, 2, 3, 4]) {
      await world.get(mail.link(n, TARGET), { agent: EDGE, headers: PAGE });
      await windowClosed();
    }
    expect((await hits()).map(({ verdict }) => verdict)).toEqual(Array(4).fill('machine'));
    expect(await message()).toMatchObject({ opens: 0, clicks: 0 });
  });

  test('a domain that is set to no tracking after sending is silent', async () => {
    const mail = await sentMail();
    await store.db
      .insertInto('tracking_limits')
      .values({
        account_id: world.account,
        scope: 'domain',
        value: 'partner.example',
        level: 'all',
        source: 'admin',
        at: world.clock.now(),
      })
      .execute();
    await world.get(mail.image);
    await world.drained();
    expect(await told()).toEqual([]);
  });

  test('a drain that reads everything again adds nothing', async () => {
    const mail = await world.write();
    await world.report(mail);
    world.clock.advance(5 * MINUTE);
    await world.get(mail.link(1, TARGET));
    await world.drained();
    const before = [await kinds(), (await hits()).length, await message()];
    await world.drain.stop();
    await store.db.deleteFrom('ingest_positions').execute();
    for (const segment of world.services.ingest.segments) segment.drained = false;
    const second = world.services.ingest.drain(store, applyIngested(world.services), { retryMs: 2 });
    await waitFor('everything is drained again', () => second.backlog() === 0);
    await second.stop();
    expect([await kinds(), (await hits()).length, await message()]).toEqual(before);
  });

  test('raw address and agent are in no table and no file that can be read', async () => {
    const agent = `${OUTLOOK} Raw-Agent-Mark`;
    const mail = await world.write();
    await world.report(mail);
    world.clock.advance(5 * MINUTE);
    await world.get(mail.image, { agent, ip: '198.51.100.77' });
    await world.get(mail.link(1, TARGET), { agent, ip: '198.51.100.77' });
    await world.drained();
    expect((await hits()).length).toBe(2);
    const { rows: tables } = await sql<{
      name: string;
    }>`select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE'`.execute(store.db);
    expect(tables.length).toBeGreaterThan(25);
    for (const { name } of tables) {
      const { rows } = await sql<{ found: number }>`select count(*)::int as found from ${sql.table(name)} as t
        where t::text like any (array['%Raw-Agent-Mark%', '%198.51.100.%', '%192.0.2.11%'])`.execute(
        store.db,
      );
      expect(`${name}: ${rows[0]?.found}`).toBe(`${name}: 0`);
    }
    const folder = path.join(world.services.settings.dataDir, 'ingest');
    for (const file of fs.readdirSync(folder, { withFileTypes: true })) {
      if (!file.isFile()) continue;
      const text = fs.readFileSync(path.join(folder, file.name), 'latin1');
      expect(text.includes('Raw-Agent-Mark') || text.includes('198.51.100.77')).toBe(false);
    }
  });
});
