import type { SentReport } from '../../../src/core/api/launch';
import { setBasis } from '../../../src/server/crm/contacts';
import type { Store } from '../../../src/server/store';
import { whyNothing } from '../../../src/server/tracking';
import { describeOnBothStores, temporaryDirectory } from '../../fixtures/stores';
import { readingOf } from './reading';
import { ALICE_IP, EDGE, HOST, makeWorld, type World } from './world';

const DAY = 86_400_000;
const MINUTE = 60_000;
const SCANNER = 'Mozilla/5.0 (compatible; Mimecast-URL-Protect)';

describeOnBothStores('why do I see nothing', (open) => {
  const root = temporaryDirectory();
  let store: Store;
  let world: World;
  const { message, contact } = readingOf(
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

  const why = async () => {
    const row = await message();
    if (!row) throw new Error('no message');
    const { answers } = await store.tx((trx) =>
      whyNothing(trx, { account: world.account, user: world.user }, row, world.services),
    );
    return answers;
  };
  const texts = async (about: string): Promise<string[]> =>
    (await why()).filter((answer) => answer.about === about).map(({ text }) => text);

  test('a mail that only was reported, at a domain that nobody has asked', async () => {
    await world.report(await world.write());
    await world.drained();
    const answers = await why();
    expect(answers.map(({ about }) => about)).toEqual(['sent copy', 'verdicts', 'domain', 'reader']);
    expect(answers[0]?.text).toContain('its copy in Sent Items has not been seen');
    expect(answers[2]?.text).toContain(`ever been asked for at ${HOST}`);
  });

  test('the domain that it names is the one that the mail is tracked by', async () => {
    await world.report(await world.write());
    await world.drained();
    const key = { account_id: world.account, added_at: world.clock.now() };
    await store.db
      .insertInto('tracking_domains')
      .values({ ...key, host: 'go.brightwater.example', state: 'good', is_default: true })
      .execute();
    expect(await texts('domain')).toEqual([
      expect.stringContaining('https://go.brightwater.example/o/x.gif from outside'),
    ]);
  });

  test('where one of several who each have a copy withdrew, it is said of them alone', async () => {
    const bob = await contact('bob@partner.example');
    await contact('grace@partner.example');
    const recipients: SentReport['recipients'] = [
      { address: 'bob@partner.example', name: 'Bob', via: 'to' },
      { address: 'grace@partner.example', name: 'Grace', via: 'to' },
    ];
    await world.report(await world.write(), { recipients });
    await world.drained();
    await store.tx((trx) =>
      setBasis(trx, world.account, bob, 'consent-withdrawn', 'test', world.clock.now()),
    );
    const settings = async () => (await texts('settings')).map((text) => text.split(':')[0]);
    expect(await settings()).toEqual([
      'Opens of this mail are shown to nobody',
      'Clicks of this mail are shown to nobody',
    ]);
    await store.db
      .updateTable('message_recipients')
      .set((eb) => ({ token: eb.ref('address') }))
      .where('account_id', '=', world.account)
      .execute();
    expect(await settings()).toEqual([
      'Opens by some of its recipients are shown to nobody',
      'Clicks by some of its recipients are shown to nobody',
    ]);
  });

  test('what was held back is told by verdict, and by name where there is one', async () => {
    await contact('bob@partner.example');
    const mail = await world.write();
    await world.report(mail);
    world.clock.advance(MINUTE);
    for (const more of [{ agent: SCANNER }, { agent: SCANNER }, { ip: ALICE_IP, agent: EDGE }]) {
      await world.get(mail.image, more);
    }
    await world.drained();
    expect(await texts('verdicts')).toEqual([
      'Machines asked for it 2 times (Mimecast); that does not count. If it was a person, say so below.',
      'You looked at it yourself once; that does not count.',
    ]);
    // A scanner's request proves that the domain is heard, and the mail sent.
    expect(await texts('domain')).toEqual([]);
    expect(await texts('sent copy')).toEqual([]);
    world.clock.advance(8 * DAY);
    expect(await texts('domain')).toEqual([expect.stringContaining('For a week nothing')]);
  });

  test('delivery, marks and settings', async () => {
    await world.report(await world.write());
    await world.drained();
    await store.db
      .updateTable('message_recipients')
      .set({ delivery: 'failed', delivery_detail: 'no such mailbox' })
      .where('account_id', '=', world.account)
      .execute();
    await store.db
      .updateTable('messages')
      .set({ tracked_image: false })
      .where('account_id', '=', world.account)
      .execute();
    await store.db
      .updateTable('accounts')
      .set({ settings: JSON.stringify({ opens: false }) })
      .where('id', '=', world.account)
      .execute();
    expect(await texts('delivery')).toEqual([
      'It could not be delivered to bob@partner.example: no such mailbox',
    ]);
    expect(await texts('marks')).toEqual(['It carries no image, so only clicks can be seen.']);
    expect(await texts('settings')).toEqual(['Your company has turned opens off.']);
  });

  test('of who withdrew it says that nothing is shown, and not that there was something', async () => {
    await contact('bob@partner.example', 'consent-withdrawn');
    const mail = await world.write();
    await world.report(mail);
    world.clock.advance(MINUTE);
    const told = async (): Promise<string[]> => [...(await texts('settings')), ...(await texts('verdicts'))];
    await world.drained();
    const before = await told();
    await world.get(mail.image, { agent: SCANNER });
    await world.get(mail.image);
    await world.drained();
    expect(await told()).toEqual(before);
  });
});
