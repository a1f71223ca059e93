import { contactProperties } from '../../../src/server/crm/contact-properties';
import { recordEvent, retractEvent } from '../../../src/server/events';
import type { Store } from '../../../src/server/store';
import { json } from '../../../src/server/store/schema';
import { applyRetention } from '../../../src/server/privacy/keep/retention';
import { overruleHit, type Word } from '../../../src/server/tracking';
import { writeMessage } from '../../fixtures/messages';
import { describeOnBothStores, temporaryDirectory } from '../../fixtures/stores';
import { readingOf } from './reading';
import { makeWorld, reportOf, type World, type Written } from './world';

const TARGET = 'https://site.example/a?b=1&c=%20';
const MINUTE = 60_000;

describeOnBothStores('what a contact did last', (open) => {
  const root = temporaryDirectory();
  let store: Store;
  let world: World;
  const { hits, contact } = readingOf(
    () => store,
    () => world,
  );

  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    world = await makeWorld(store, root);
  });
  afterEach(() => world.close());

  const dates = async (id: string) => {
    const found = await contactProperties(store.db, world.account, id);
    if (!found) throw new Error('no contact');
    const { history, more: _more, ...values } = found;
    return { values, history };
  };
  const activity = async (id: string) =>
    (
      await store.db
        .selectFrom('contacts')
        .select('last_activity_at')
        .where('account_id', '=', world.account)
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
    ).last_activity_at?.toISOString();
  const sent = async (more?: Parameters<World['report']>[1]): Promise<Written> => {
    const mail = await world.write();
    await world.report(mail, more);
    world.clock.advance(5 * MINUTE);
    return mail;
  };
  const load = async (mail: Written): Promise<string> => {
    const at = world.clock.now().toISOString();
    await world.get(mail.image);
    await world.drained();
    world.clock.advance(5 * MINUTE);
    return at;
  };
  const say = async (n: number, word: Word | null): Promise<void> => {
    const id = (await hits())[n]?.id ?? '';
    // Alone: its like stays as it was.
    await store.db
      .updateTable('hits')
      .set({ source_hash: `place ${n}` })
      .where('account_id', '=', world.account)
      .where('id', '=', id)
      .execute();
    await store.tx((trx) =>
      overruleHit(trx, world.services, { account: world.account, user: world.user }, id, word),
    );
  };

  test('events that are kept no longer stay counted: what comes later counts on, and a click infers no second open', async () => {
    const mail = await sent();
    await load(mail);
    await load(mail);
    const counts = () =>
      store.db
        .selectFrom('messages')
        .select(['opens', 'clicks'])
        .where('account_id', '=', world.account)
        .executeTakeFirstOrThrow();
    expect(await counts()).toEqual({ opens: 2, clicks: 0 });
    await store.db
      .updateTable('accounts')
      .set({ settings: json({ keepMonths: { events: 1 } }) })
      .where('id', '=', world.account)
      .execute();
    world.clock.advance(62 * 24 * 60 * MINUTE);
    const { gone } = await applyRetention(world.services, { aborted: false });
    expect(gone.get(world.account)?.events).toBeGreaterThan(0);
    await world.get(mail.link(1, TARGET));
    await world.drained();
    expect(await counts()).toEqual({ opens: 2, clicks: 1 });
    world.clock.advance(5 * MINUTE);
    await load(mail);
    expect(await counts()).toEqual({ opens: 3, clicks: 1 });
  });

  test('opens and clicks move their dates, and each change is kept', async () => {
    const bob = await contact('bob@partner.example');
    const mail = await sent();
    expect((await dates(bob)).values).toEqual({});
    const first = await load(mail);
    const second = await load(mail);
    expect((await dates(bob)).values).toEqual({ lastOpen: second, lastEngagement: second });
    const clicked = world.clock.now().toISOString();
    await world.get(mail.link(1, TARGET));
    await world.drained();
    const { values, history } = await dates(bob);
    expect(values).toEqual({ lastOpen: second, lastClick: clicked, lastEngagement: clicked });
    expect(history.map(({ property, value, takenBack }) => [property, value, takenBack])).toEqual([
      ['lastClick', clicked, false],
      ['lastEngagement', clicked, false],
      ['lastEngagement', second, false],
      ['lastOpen', second, false],
      ['lastEngagement', first, false],
      ['lastOpen', first, false],
    ]);
  });

  test('an event taken back restores the value before, however often; the last one leaves none', async () => {
    const bob = await contact('bob@partner.example');
    const mail = await sent();
    const first = await load(mail);
    const second = await load(mail);
    for (let i = 0; i < 2; i++) {
      await say(1, 'machine');
      expect((await dates(bob)).values).toEqual({ lastOpen: first, lastEngagement: first });
      expect(await activity(bob)).toBe(first);
      await say(1, null);
      expect((await dates(bob)).values).toEqual({ lastOpen: second, lastEngagement: second });
      expect(await activity(bob)).toBe(second);
    }
    await say(0, 'machine');
    expect((await dates(bob)).values).toEqual({ lastOpen: second, lastEngagement: second });
    await say(1, 'machine');
    const { values, history } = await dates(bob);
    expect(values).toEqual({});
    expect(history[0]).toMatchObject({ property: 'lastEngagement', takenBack: true });
    expect(history[0]).not.toHaveProperty('value');
    // What is left is that he was written to.
    expect(await activity(bob)).toBe('2026-03-02T09:00:00.000Z');
  });

  test('Someone’s hits and those without a legal basis move nothing', async () => {
    const [bob, none] = [await contact('bob@partner.example'), await contact('ann@partner.example', 'none')];
    const recipients = reportOf('', new Date(0)).recipients;
    await load(
      await sent({
        recipients: [...recipients, { address: 'ann@partner.example', name: 'Ann', via: 'to' }],
      }),
    );
    const alone = await sent({ recipients: [{ address: 'ann@partner.example', name: 'Ann', via: 'to' }] });
    await load(alone);
    await world.get(alone.link(1, TARGET));
    await world.drained();
    for (const id of [bob, none]) expect(await dates(id)).toEqual({ values: {}, history: [] });
  });

  test('what is told late of earlier, and what a look back adds, moves nothing; marketing is engagement only', async () => {
    const bob = await contact('bob@partner.example');
    const at = (hour: number): Date => new Date(Date.UTC(2026, 2, 3, hour));
    const mails = await Promise.all(
      (['one-to-one', 'marketing'] as const).map((kind) =>
        writeMessage(store, { account_id: world.account, at: at(0), kind }),
      ),
    );
    const write = (kind: 'open' | 'reply', hour: number, mail: number, more: { historic?: boolean } = {}) =>
      store.tx((trx) =>
        recordEvent(trx, {
          account: world.account,
          kind,
          at: at(hour),
          recordedAt: at(20),
          message: mails[mail] ?? '',
          contact: bob,
          cause: `test:${kind}:${hour}:${mail}`,
          ...more,
        }),
      );
    const reply = await write('reply', 5, 0);
    await write('open', 3, 0);
    await write('open', 9, 0, { historic: true });
    const five = at(5).toISOString();
    const values = { lastOpen: at(3).toISOString(), lastReply: five, lastEngagement: five };
    expect((await dates(bob)).values).toEqual(values);
    await write('open', 7, 1);
    expect((await dates(bob)).values).toEqual({ ...values, lastEngagement: at(7).toISOString() });
    await store.tx(async (trx) => {
      await retractEvent(trx, world.account, reply ?? 0, { at: at(21), reason: 'not a reply' });
      // Twice is once.
      await retractEvent(trx, world.account, reply ?? 0, { at: at(21), reason: 'not a reply' });
    });
    expect((await dates(bob)).values).toEqual({
      lastOpen: at(3).toISOString(),
      lastEngagement: at(7).toISOString(),
    });
  });

  test('events of the same contact at the same moment leave the latest, whatever their order', async () => {
    const bob = await contact('bob@partner.example');
    const mail = await writeMessage(store, { account_id: world.account, at: world.clock.now() });
    const base = Date.UTC(2026, 2, 3);
    await Promise.all(
      [3, 1, 4, 2, 5, 0].map((minute) =>
        store.tx((trx) =>
          recordEvent(trx, {
            account: world.account,
            kind: 'open',
            at: new Date(base + minute * MINUTE),
            recordedAt: world.clock.now(),
            message: mail,
            contact: bob,
            cause: `test:${minute}`,
          }),
        ),
      ),
    );
    const last = new Date(base + 5 * MINUTE).toISOString();
    expect((await dates(bob)).values).toEqual({ lastOpen: last, lastEngagement: last });
  });
});
