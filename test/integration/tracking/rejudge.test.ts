import { RULES_VERSION } from '../../../src/core/hits';
import type { Store } from '../../../src/server/store';
import { json } from '../../../src/server/store/schema';
import {
  beginRejudgement,
  enqueueRejudgement,
  overruleHit,
  rejudgeBatch,
  rejudgements,
  reportOf,
} from '../../../src/server/tracking';
import { describeOnBothStores, temporaryDirectory } from '../../fixtures/stores';
import { readingOf } from './reading';
import { EDGE, makeWorld, type World } from './world';

const TARGET = 'https://site.example/a?b=1&c=%20';
const MINUTE = 60_000;
const SCANNER = 'Mozilla/5.0 (compatible; Mimecast-URL-Protect)';

describeOnBothStores('newer rules run over what is kept', (open) => {
  const root = temporaryDirectory();
  let store: Store;
  let world: World;
  const { events, standing, hits, verdicts, message, contact } = readingOf(
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

  const run = async (apply: boolean) => {
    const { account } = world;
    const begun = await store.tx((trx) => beginRejudgement(trx, { account, apply }, world.clock.now()));
    for (;;) {
      const now = await rejudgeBatch(world.services, account, begun.id);
      if (!now) throw new Error('no run');
      if (now.finished_at !== null) return reportOf(now);
    }
  };
  /**
   * Two opens and a scanner's click, as older rules judged them: they took the second open for a machine's, and the
   * scanner for a person.
   */
  const judgedByOlderRules = async (): Promise<void> => {
    await contact('bob@partner.example');
    const mail = await world.write();
    await world.report(mail);
    for (const more of [{}, { agent: EDGE, headers: { 'accept-language': 'en' } }]) {
      world.clock.advance(5 * MINUTE);
      await world.get(mail.image, more);
    }
    world.clock.advance(5 * MINUTE);
    await world.get(mail.link(1, TARGET));
    await world.drained();
    expect(await verdicts()).toEqual(['person', 'person', 'person']);
    const [, opened, click] = await hits();
    // As the older rules would have left it: no event of the second open …
    await store.tx((trx) =>
      overruleHit(
        trx,
        world.services,
        { account: world.account, user: world.user },
        opened?.id ?? '',
        'machine',
      ),
    );
    await store.db.deleteFrom('overruled_hits').where('account_id', '=', world.account).execute();
    await store.db
      .updateTable('hits')
      .set({ overruled_by: null })
      .where('account_id', '=', world.account)
      .execute();
    // … and a scanner behind the click.
    await store.db
      .updateTable('hits')
      .set({ features: json({ ...click?.features, agent: 'scanner', agentName: 'Mimecast' }) })
      .where('account_id', '=', world.account)
      .where('id', '=', click?.id ?? '')
      .execute();
    await store.db
      .updateTable('hits')
      .set({ rules_version: 1 })
      .where('account_id', '=', world.account)
      .execute();
    expect(await message()).toMatchObject({ opens: 1, clicks: 1 });
  };
  const changes = async () => {
    const [, opened, click] = await hits();
    return [
      { from: 'machine', to: 'person', hits: 1, examples: [opened?.id] },
      { from: 'person', to: 'machine', hits: 1, examples: [click?.id] },
    ];
  };

  test('a dry run tells what would change, by id, and changes nothing', async () => {
    await judgedByOlderRules();
    const before = [await events(), await hits(), await message()];
    expect(await run(false)).toEqual({
      judged: 3,
      overruled: 0,
      changes: await changes(),
      eventsAdded: 0,
      eventsTakenBack: 0,
    });
    expect([await events(), await hits(), await message()]).toEqual(before);
  });

  test('applied, events come and go exactly once, and nobody is notified; again, nothing changes', async () => {
    await judgedByOlderRules();
    const notices = () =>
      store.db
        .selectFrom('notifications')
        .select('seq')
        .where('account_id', '=', world.account)
        .orderBy('seq')
        .execute();
    const before = await notices();
    expect(await run(true)).toMatchObject({
      judged: 3,
      changes: await changes(),
      eventsAdded: 1,
      eventsTakenBack: 1,
    });
    expect(await standing()).toEqual(['open', 'open']);
    expect(await message()).toMatchObject({ opens: 2, clicks: 0 });
    expect((await hits()).map((hit) => hit.rules_version)).toEqual([
      RULES_VERSION,
      RULES_VERSION,
      RULES_VERSION,
    ]);
    expect(await notices()).toEqual(before);
    const after = await events();
    expect(await run(true)).toMatchObject({ judged: 3, changes: [], eventsAdded: 0, eventsTakenBack: 0 });
    expect(await events()).toEqual(after);
  });

  test('an open that newer rules take for a repeat is told of, and taken back', async () => {
    const mail = await world.write();
    await world.report(mail);
    world.clock.advance(5 * MINUTE);
    for (const ip of ['198.51.100.23', '203.0.113.70']) {
      await world.get(mail.image, { ip });
      world.clock.advance(2_000);
    }
    await world.drained();
    expect(await message()).toMatchObject({ opens: 2 });
    const [, repeat] = await hits();
    await store.db
      .updateTable('hits')
      .set({ features: json({ ...repeat?.features, network: 'mail-service' }), rules_version: 3 })
      .where('account_id', '=', world.account)
      .execute();
    const found = { changes: [{ from: 'person', to: 'person', hits: 1, examples: [repeat?.id] }] };
    expect(await run(false)).toMatchObject(found);
    expect(await message()).toMatchObject({ opens: 2 });
    expect(await run(true)).toMatchObject({ ...found, eventsAdded: 0, eventsTakenBack: 1 });
    expect(await message()).toMatchObject({ opens: 1 });
    expect(await run(true)).toMatchObject({ changes: [] });
  });

  test('a user’s word stays', async () => {
    const mail = await world.write();
    await world.report(mail);
    world.clock.advance(5 * MINUTE);
    await world.get(mail.image, { agent: SCANNER });
    await world.drained();
    const [hit] = await hits();
    await store.tx((trx) =>
      overruleHit(trx, world.services, { account: world.account, user: world.user }, hit?.id ?? '', 'person'),
    );
    expect(await run(true)).toMatchObject({ judged: 1, overruled: 1, changes: [] });
    expect(await verdicts()).toEqual(['person']);
    expect(await message()).toMatchObject({ opens: 1 });
  });

  test('what was told of somebody who withdrew since stays, and is not told anew', async () => {
    const mail = await world.write();
    await world.report(mail);
    world.clock.advance(5 * MINUTE);
    await world.get(mail.image);
    await world.drained();
    await store.db
      .insertInto('tracking_limits')
      .values({
        account_id: world.account,
        scope: 'address',
        value: 'bob@partner.example',
        level: 'all',
        source: 'objection',
        at: world.clock.now(),
      })
      .execute();
    await store.db
      .updateTable('hits')
      .set({ rules_version: 1 })
      .where('account_id', '=', world.account)
      .execute();
    expect(await run(true)).toMatchObject({ changes: [], eventsAdded: 0, eventsTakenBack: 0 });
    expect(await standing()).toEqual(['open']);
  });

  test('broken off after any batch it goes on where it was, and every effect happens once', async () => {
    await judgedByOlderRules();
    const [first] = await hits();
    if (!first) throw new Error('no hit');
    // Machine hits that the present rules take for a person's, a minute and more apart.
    const copies = Array.from({ length: 6 }, (_, i) => ({
      ...first,
      id: first.id.replace(/^.{8}-.{4}/, (head) => {
        const ms = parseInt(head.replace('-', ''), 16) + 3_600_000 + i * 2 * MINUTE;
        const hex = ms.toString(16).padStart(12, '0');
        return `${hex.slice(0, 8)}-${hex.slice(8)}`;
      }),
      at: new Date(first.at.getTime() + 3_600_000 + i * 2 * MINUTE),
      offset: 1_000_000 + i,
      verdict: 'machine' as const,
      features: json(first.features),
      reasons: json(['older rules']),
    }));
    await store.db.insertInto('hits').values(copies).execute();
    world.clock.advance(24 * 60 * MINUTE);
    const { account } = world;
    const begin = () => store.tx((trx) => beginRejudgement(trx, { account, apply: true }, world.clock.now()));
    const begun = await begin();
    const half = await rejudgeBatch(world.services, account, begun.id, 4);
    expect(half?.finished_at).toBeNull();
    expect(reportOf(half ?? begun).judged).toBe(4);
    // A process that dies in a batch leaves nothing of it.
    await expect(
      store.tx(async (trx) => {
        await trx
          .updateTable('rejudgements')
          .set({ cursor: null })
          .where('account_id', '=', account)
          .execute();
        throw new Error('killed');
      }),
    ).rejects.toThrow('killed');
    // Asked for again it is the same run; the queue finishes it.
    const again = await begin();
    expect(again.id).toBe(begun.id);
    await store.tx((trx) => enqueueRejudgement(trx, again));
    await world.drained();
    const [done] = await rejudgements(store.db, account);
    expect(done?.finished_at).not.toBeNull();
    expect(done && reportOf(done)).toMatchObject({ judged: 9, eventsAdded: 7, eventsTakenBack: 1 });
    expect(await message()).toMatchObject({ opens: 8, clicks: 0 });
  });
});
