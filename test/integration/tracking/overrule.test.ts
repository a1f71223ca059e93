import { applyRetention } from '../../../src/server/privacy/keep/retention';
import type { Store } from '../../../src/server/store';
import { json } from '../../../src/server/store/schema';
import { hitViews, overruleHit, type Word } from '../../../src/server/tracking';
import { describeOnBothStores, temporaryDirectory } from '../../fixtures/stores';
import { readingOf } from './reading';
import { makeWorld, OUTLOOK, type World, type Written } from './world';

const TARGET = 'https://site.example/a?b=1&c=%20';
const MINUTE = 60_000;
const DAY = 86_400_000;
const SCANNER = 'Mozilla/5.0 (compatible; Mimecast-URL-Protect)';
const ELSEWHERE = '203.0.113.70';

describeOnBothStores('a user says what a hit was', (open) => {
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

  const say = async (n: number, word: Word | null) => {
    const id = (await hits())[n]?.id ?? '';
    const answer = await store.tx((trx) =>
      overruleHit(trx, world.services, { account: world.account, user: world.user }, id, word),
    );
    await world.drained();
    return answer;
  };
  const sent = async (): Promise<Written> => {
    const mail = await world.write();
    await world.report(mail);
    world.clock.advance(5 * MINUTE);
    return mail;
  };
  const load = async (mail: Written, more?: Parameters<World['get']>[1]): Promise<void> => {
    await world.get(mail.image, more);
    await world.drained();
  };
  const views = async () => {
    const row = await message();
    if (!row) throw new Error('no message');
    return store.tx((trx) => hitViews(trx, { account: world.account, user: world.user }, row));
  };

  test('"not a person" takes the open back, with the count; taking that back restores both', async () => {
    await load(await sent());
    expect(await message()).toMatchObject({ opens: 1 });
    expect(await say(0, 'machine')).toEqual({ verdict: 'machine', similar: 0, elsewhere: 0 });
    expect(await standing()).toEqual([]);
    expect(await message()).toMatchObject({ opens: 0 });
    expect((await events()).at(-1)).toMatchObject({
      kind: 'retracted',
      detail: { reason: 'overruled by hand: not a person' },
    });
    expect(await say(0, null)).toEqual({ verdict: 'person', similar: 0, elsewhere: 0 });
    expect(await standing()).toEqual(['open']);
    expect(await message()).toMatchObject({ opens: 1 });
  });

  test('a hit whose event is kept no longer stays as it was counted; one that follows a word on a newer hit too', async () => {
    const mail = await sent();
    await load(mail);
    await store.db
      .updateTable('accounts')
      .set({ settings: json({ keepMonths: { events: 1 } }) })
      .where('id', '=', world.account)
      .execute();
    world.clock.advance(20 * DAY);
    await load(mail);
    world.clock.advance(20 * DAY);
    await applyRetention(world.services, { aborted: false });
    const { opens } = (await message()) ?? {};
    expect(await say(0, 'machine')).toBe('settled for good');
    expect(await say(1, 'machine')).toMatchObject({ verdict: 'machine' });
    expect(await message()).toMatchObject({ opens: (opens ?? 0) - 1 });
    expect((await verdicts())[0]).toBe('person');
    await say(1, null);
    expect(await message()).toMatchObject({ opens });
  });

  test('with a word taken back, a hit whose event is kept no longer is not counted once more', async () => {
    const mail = await sent();
    await load(mail);
    await store.db
      .updateTable('accounts')
      .set({ settings: json({ keepMonths: { events: 1 } }) })
      .where('id', '=', world.account)
      .execute();
    world.clock.advance(20 * DAY);
    await load(mail);
    // Under one word, as if both were of the same days.
    const [older, newer] = await hits();
    await store.db
      .updateTable('hits')
      .set({ source_hash: older?.source_hash ?? '' })
      .where('id', '=', newer?.id ?? '')
      .execute();
    expect(await say(1, 'person')).toMatchObject({ similar: 1 });
    world.clock.advance(20 * DAY);
    await applyRetention(world.services, { aborted: false });
    expect(await standing()).toEqual(['open']);
    await say(1, null);
    expect(await standing()).toEqual(['open']);
    expect(await message()).toMatchObject({ opens: 2 });
    expect(await verdicts()).toEqual(['person', 'person']);
  });

  test('saying the same twice changes nothing and writes nothing', async () => {
    await load(await sent());
    await say(0, 'machine');
    const before = (await events()).length;
    expect(await say(0, 'machine')).toMatchObject({ verdict: 'machine' });
    expect(await say(0, 'machine')).toMatchObject({ verdict: 'machine' });
    expect((await events()).length).toBe(before);
    const audited = await store.db
      .selectFrom('audit_log')
      .select(['action', 'actor_user_id', 'detail'])
      .where('account_id', '=', world.account)
      .where('action', 'like', 'hit.%')
      .execute();
    expect(audited).toMatchObject([
      { action: 'hit.overrule', actor_user_id: world.user, detail: { from: 'person', to: 'machine' } },
    ]);
  });

  test('however often a word is given and taken back, the counts follow', async () => {
    await load(await sent());
    for (let i = 0; i < 6; i++) {
      await say(0, 'machine');
      expect(await message()).toMatchObject({ opens: 0 });
      await say(0, null);
      expect(await message()).toMatchObject({ opens: 1 });
    }
    expect(await standing()).toEqual(['open']);
  });

  test('"this was a person" counts a click of a scanner, and infers the open', async () => {
    const bob = await contact('bob@partner.example');
    const mail = await sent();
    await world.get(mail.link(1, TARGET), { agent: SCANNER });
    await world.drained();
    expect(await standing()).toEqual([]);
    expect(await say(0, 'person')).toMatchObject({ verdict: 'person' });
    expect(await standing()).toEqual(['click', 'open (inferred)']);
    expect((await events()).filter(({ kind }) => kind === 'click')).toMatchObject([{ contact_id: bob }]);
    expect(await message()).toMatchObject({ opens: 1, clicks: 1 });
    await say(0, null);
    expect(await standing()).toEqual([]);
    expect(await message()).toMatchObject({ opens: 0, clicks: 0 });
  });

  test('hits of the same program from the same place follow, those that come later too; others do not', async () => {
    const mail = await sent();
    await load(mail);
    world.clock.advance(2 * MINUTE);
    await load(mail);
    world.clock.advance(2 * MINUTE);
    await load(mail, { ip: ELSEWHERE });
    expect(await message()).toMatchObject({ opens: 3 });
    expect(await say(0, 'machine')).toMatchObject({ similar: 1 });
    expect(await verdicts()).toEqual(['machine', 'machine', 'person']);
    expect(await message()).toMatchObject({ opens: 1 });
    world.clock.advance(2 * MINUTE);
    await load(mail);
    expect(await verdicts()).toEqual(['machine', 'machine', 'person', 'machine']);
    expect(await message()).toMatchObject({ opens: 1 });
    // Taken back on any of them, all are judged by the rules again.
    expect(await say(3, null)).toMatchObject({ verdict: 'person', similar: 2 });
    expect(await verdicts()).toEqual(['person', 'person', 'person', 'person']);
    expect(await message()).toMatchObject({ opens: 4 });
  });

  test('a person’s loads within a minute stay one open, whoever says they were a person', async () => {
    const mail = await sent();
    for (let i = 0; i < 3; i++) {
      await load(mail, { agent: SCANNER });
      world.clock.advance(10_000);
    }
    expect(await message()).toMatchObject({ opens: 0 });
    expect(await say(1, 'person')).toMatchObject({ similar: 2 });
    expect(await message()).toMatchObject({ opens: 1 });
  });

  test('with the first load of a minute taken back, the next one is the open', async () => {
    const mail = await sent();
    await load(mail);
    world.clock.advance(20_000);
    await load(mail);
    await store.db
      .updateTable('hits')
      .set({ source_hash: 'another place' })
      .where('id', '=', (await hits())[1]?.id ?? '')
      .execute();
    // The second is a Gmail proxy’s look, which is one with its like wherever it comes from.
    await store.db
      .updateTable('hits')
      .set({ features: JSON.stringify({ ...(await hits())[0]?.features, agent: 'image-proxy' }) })
      .where('account_id', '=', world.account)
      .execute();
    expect(await message()).toMatchObject({ opens: 1 });
    await say(0, 'machine');
    expect(await verdicts()).toEqual(['machine', 'person']);
    expect(await standing()).toEqual(['open']);
    await say(0, null);
    expect(await standing()).toEqual(['open']);
    expect(await message()).toMatchObject({ opens: 1 });
  });

  test('a later finding does not change a word: links of the same second leave it as it is', async () => {
    const mail = await sent();
    await world.get(mail.link(1, TARGET));
    await world.drained();
    await say(0, 'person');
    await world.get(mail.link(2, TARGET));
    await world.get(mail.link(3, TARGET));
    await world.drained();
    expect((await hits())[0]).toMatchObject({ verdict: 'person', overruled_by: world.user });
    // They follow it too: same program, same place.
    expect(await message()).toMatchObject({ clicks: 3 });
    await say(0, null);
    expect(await verdicts()).toEqual(['machine', 'machine', 'machine']);
    expect(await message()).toMatchObject({ clicks: 0, opens: 0 });
  });

  test('"this was me" follows to the sender’s other mail, and back when it is taken back', async () => {
    const [first, second] = [await sent(), await sent()];
    await load(first);
    await load(second);
    await load(second, { ip: ELSEWHERE });
    expect(await verdicts()).toEqual(['person', 'person', 'person']);
    expect(await say(0, 'self')).toEqual({ verdict: 'self', similar: 0, elsewhere: 1 });
    expect(await verdicts()).toEqual(['self', 'self', 'person']);
    expect((await standing()).length).toBe(1);
    world.clock.advance(MINUTE);
    await load(second);
    expect((await hits()).at(-1)).toMatchObject({
      verdict: 'self',
      reasons: ['from a device that the sender uses'],
    });
    await say(0, null);
    expect(await verdicts()).toEqual(['person', 'person', 'person', 'person']);
  });

  test('one word takes the place of another', async () => {
    const mail = await sent();
    await load(mail);
    await say(0, 'self');
    expect(await say(0, 'person')).toMatchObject({ verdict: 'person' });
    expect(await standing()).toEqual(['open']);
    const words = await store.db
      .selectFrom('overrules')
      .select(['verdict', 'ended_by'])
      .where('account_id', '=', world.account)
      .orderBy('verdict')
      .execute();
    expect(words).toEqual([
      { verdict: 'person', ended_by: null },
      { verdict: 'self', ended_by: world.user },
    ]);
  });

  test('a hit that waits for its window is settled by a word, and the window changes nothing', async () => {
    const mail = await world.write();
    await world.report(mail);
    world.clock.advance(2_000);
    await world.get(mail.link(1, TARGET), {
      agent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0',
    });
    await world.drained();
    expect((await hits())[0]).toMatchObject({ settled_at: null });
    await say(0, 'person');
    expect(await message()).toMatchObject({ clicks: 1 });
    world.clock.advance(MINUTE);
    await world.drained();
    expect(await verdicts()).toEqual(['person']);
    expect(await message()).toMatchObject({ clicks: 1 });
  });

  test('who has withdrawn stays silent, whatever the word', async () => {
    const mail = await sent();
    await contact('bob@partner.example', 'consent-withdrawn');
    await load(mail, { agent: SCANNER });
    expect(await say(0, 'person')).toMatchObject({ verdict: 'person' });
    expect(await standing()).toEqual([]);
    expect(await views()).toEqual({ hits: [], more: false, possiblyForwarded: false });
  });

  test('a hit is shown with name, reasons and word', async () => {
    const bob = await contact('bob@partner.example');
    const mail = await sent();
    await load(mail);
    world.clock.advance(MINUTE);
    await world.get(mail.link(1, TARGET), { agent: SCANNER });
    await world.drained();
    await say(0, 'machine');
    const { hits: shown } = await views();
    expect(shown).toMatchObject([
      {
        kind: 'click',
        verdict: 'machine',
        via: 'Mimecast',
        counted: false,
        link: { target: TARGET, text: 'the offer' },
      },
      {
        kind: 'open',
        verdict: 'machine',
        counted: false,
        who: { address: 'bob@partner.example', contactId: bob },
        reasons: ['overruled by hand: not a person', 'Outlook for Windows loaded the image'],
        overruled: { by: 'Alice Moreau', similar: 0 },
      },
    ]);
  });

  test('without a legal basis neither device nor gateway is shown', async () => {
    await contact('bob@partner.example', 'none');
    const mail = await sent();
    await load(mail, { agent: OUTLOOK });
    await load(mail, { agent: SCANNER });
    const { hits: shown } = await views();
    expect(shown.map(({ verdict }) => verdict).sort()).toEqual(['machine', 'person']);
    expect(JSON.stringify(shown)).not.toMatch(/outlook|mimecast|bob@/i);
  });
});
