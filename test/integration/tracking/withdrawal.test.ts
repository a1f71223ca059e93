import { contactProperties } from '../../../src/server/crm/contact-properties';
import { setBasis } from '../../../src/server/crm/contacts';
import { insertContact } from '../../../src/server/crm/contacts-to-make';
import { MADE_BY_HAND } from '../../../src/server/crm/legal-bases';
import { applyAnswer } from '../../../src/server/mailbox/filing/answers';
import { object, withdrawObjection } from '../../../src/server/privacy/objections';
import type { Store } from '../../../src/server/store';
import { json, type Basis } from '../../../src/server/store/schema';
import {
  hitViews,
  overruleHit,
  ownDevices,
  recipientAnswers,
  senderOf,
  type Word,
} from '../../../src/server/tracking';
import { describeOnBothStores, temporaryDirectory } from '../../fixtures/stores';
import { readingOf } from './reading';
import { makeWorld, type World, type Written } from './world';

const TARGET = 'https://site.example/a?b=1&c=%20';
const MINUTE = 60_000;
const DAY = 86_400_000;

describeOnBothStores('a legal basis over time, and mail already sent', (open) => {
  const root = temporaryDirectory();
  let store: Store;
  let world: World;
  let bob: string;
  let mail: Written;
  const { events, standing, hits, message, contact } = readingOf(
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

  const sentUnder = async (basis: Basis): Promise<void> => {
    bob = await contact('bob@partner.example', basis);
    mail = await world.write();
    await world.report(mail);
    await world.drained();
    world.clock.advance(5 * MINUTE);
  };
  const basis = async (now: Basis): Promise<void> => {
    world.clock.advance(DAY);
    await store.tx((trx) => setBasis(trx, world.account, bob, now, 'said so', world.clock.now(), world.user));
    world.clock.advance(5 * MINUTE);
  };
  const load = async (): Promise<void> => {
    expect(await world.get(mail.image)).toBe(200);
    await world.drained();
    world.clock.advance(5 * MINUTE);
  };
  const follow = async (): Promise<void> => {
    expect(await world.get(mail.link(1, TARGET))).toBe(302);
    await world.drained();
    world.clock.advance(5 * MINUTE);
  };
  const dates = async () => contactProperties(store.db, world.account, bob);
  const shown = async () => {
    const row = await message();
    if (!row) throw new Error('no message');
    const seen = await store.tx((trx) => hitViews(trx, { account: world.account, user: world.user }, row));
    return seen.hits;
  };
  const say = async (n: number, word: Word | null): Promise<void> => {
    const id = (await hits())[n]?.id ?? '';
    await store.tx((trx) =>
      overruleHit(trx, world.services, { account: world.account, user: world.user }, id, word),
    );
    await world.drained();
  };
  const answer = async (n: number): Promise<void> => {
    const original = await message();
    if (!original) throw new Error('no message');
    const now = world.clock.now();
    const from = { address: 'bob@partner.example', name: 'Bob' };
    await store.tx((trx) =>
      applyAnswer(trx, {
        account: world.account,
        settings: {},
        original,
        incoming: original.id,
        answerer: { from, contact: bob, recipient: 1 },
        judged: { kind: 'reply', evidence: [] },
        mailbox: original.id,
        cause: `item:mailbox:${n}`,
        at: now,
        now,
      }),
    );
  };
  /** Who made the opens and clicks of the ledger, those taken back too. */
  const namedIn = async () =>
    (await events()).filter(({ kind }) => kind === 'open' || kind === 'click').map((row) => row.contact_id);

  test('withdrawn: image and link of old mail are silent, no date moves, no hit shows, the link leads on', async () => {
    await sentUnder('consent-given');
    await load();
    const before = await dates();
    expect(before?.lastOpen).toBeDefined();
    await basis('consent-withdrawn');
    const ledger = (await events()).length;
    await load();
    await follow();
    expect((await events()).length).toBe(ledger);
    expect(await dates()).toEqual(before);
    expect(await shown()).toEqual([]);
    expect((await message())?.opens).toBe(1);
    expect((await hits()).length).toBe(3);
  });

  test('given again: new hits are theirs, those of the silence stay silent whatever is said of them', async () => {
    await sentUnder('consent-given');
    await basis('consent-withdrawn');
    await load();
    await follow();
    await basis('consent-given');
    expect(await shown()).toEqual([]);
    await say(0, 'machine');
    await say(0, 'person');
    await say(1, 'machine');
    await say(1, null);
    expect(await standing()).toEqual([]);
    expect(await dates()).toMatchObject({ history: [] });
    const at = world.clock.now().toISOString();
    await load();
    expect(await namedIn()).toEqual([bob]);
    expect(await dates()).toMatchObject({ lastOpen: at, lastEngagement: at });
    expect(await shown()).toMatchObject([{ at, who: { contactId: bob } }]);
  });

  test('a basis given later names no hit that was Someone’s, and one taken away names no new one', async () => {
    await sentUnder('none');
    await load();
    await follow();
    await basis('consent-given');
    await say(0, 'machine');
    await say(0, 'person');
    expect((await shown()).map(({ who }) => who)).toEqual([undefined, undefined]);
    expect(await dates()).toMatchObject({ history: [] });
    await load();
    await basis('none');
    await load();
    const named = await namedIn();
    expect(named.filter((one) => one !== null)).toEqual([bob]);
    expect(await dates()).toMatchObject({ history: [{}, {}] });
    // What was told under a name is not told so again.
    expect((await shown()).map(({ who }) => who)).toEqual([undefined, undefined, undefined, undefined]);
  });

  test('"This was me" on a hit without a basis tells neither its device nor lists it as one’s own', async () => {
    await sentUnder('none');
    await load();
    await say(0, 'self');
    const [hit] = await shown();
    expect(hit).toMatchObject({ verdict: 'self', counted: false, reasons: ['the sender’s own'] });
    expect(JSON.stringify([hit, (await events()).map(({ detail }) => detail)])).not.toMatch(
      /outlook for|windows/i,
    );
    const devices = await ownDevices(store.db, world, world.clock.now());
    expect(devices.filter(({ learnt_from: from }) => from === 'word')).toEqual([]);
  });

  test('objected: hits are nobody’s from then on, also those of the silence once it is taken back', async () => {
    await sentUnder('legitimate-interest');
    await load();
    const { services, account } = world;
    const address = 'bob@partner.example';
    await store.tx((trx) => object(trx, services, account, address, 'mail'));
    world.clock.advance(5 * MINUTE);
    await load();
    await follow();
    expect(await shown()).toEqual([]);
    expect((await message())?.opens).toBe(1);
    await store.tx((trx) => withdrawObjection(trx, services, account, address));
    world.clock.advance(5 * MINUTE);
    await load();
    expect(await shown()).toHaveLength(2);
    expect(await namedIn()).toEqual([bob, bob]);
  });

  test('objected, or set to no tracking: what they answer infers no open', async () => {
    await sentUnder('legitimate-interest');
    const { account, clock, services } = world;
    const address = 'bob@partner.example';
    const limit = { scope: 'domain', value: 'partner.example', level: 'all', source: 'admin' } as const;
    await store.db
      .insertInto('tracking_limits')
      .values({ ...limit, account_id: account, at: clock.now() })
      .execute();
    await answer(1);
    await store.db.deleteFrom('tracking_limits').where('account_id', '=', account).execute();
    await store.tx((trx) => object(trx, services, account, address, 'mail'));
    world.clock.advance(MINUTE);
    await answer(2);
    expect(await standing()).toEqual(['reply', 'reply']);
    await store.tx((trx) => withdrawObjection(trx, services, account, address));
    world.clock.advance(MINUTE);
    await answer(3);
    expect(await standing()).toEqual(['reply', 'reply', 'open (inferred)', 'reply']);
    expect(await message()).toMatchObject({ opens: 1, replies: 3 });
  });

  test('a reply infers an open again once the one that was seen before it is taken back (O4)', async () => {
    await sentUnder('legitimate-interest');
    await load();
    await answer(1);
    expect(await standing()).toEqual(['open', 'reply']);
    for (let i = 0; i < 2; i++) {
      await say(0, 'machine');
      expect(await standing()).toEqual(['reply', 'open (inferred)']);
      expect(await message()).toMatchObject({ opens: 1, replies: 1 });
      await say(0, null);
      expect(await standing()).toEqual(['reply', 'open']);
      expect(await message()).toMatchObject({ opens: 1, replies: 1 });
    }
    await basis('consent-withdrawn');
    await say(0, 'machine');
    expect(await standing()).toEqual(['reply']);
    expect(await message()).toMatchObject({ opens: 0, replies: 1 });
  });

  test('a reply infers an open of what was tracked, by links alone too, and of nothing else (O4, L6)', async () => {
    await sentUnder('legitimate-interest');
    const was = (tracked: { tracked_image: boolean; links_tracked: number; policy?: string }) =>
      store.db.updateTable('messages').set(tracked).where('account_id', '=', world.account).execute();
    await was({ tracked_image: false, links_tracked: 0 });
    await answer(1);
    await was({ tracked_image: false, links_tracked: 1, policy: json({ image: false, links: true }) });
    await answer(2);
    expect(await standing()).toEqual(['reply', 'reply']);
    await was({ tracked_image: false, links_tracked: 1, policy: json({}) });
    await answer(3);
    expect(await standing()).toEqual(['reply', 'reply', 'open (inferred)', 'reply']);
  });

  test('a contact made by the first hit itself is named by the basis that writing to them gives', async () => {
    mail = await world.write();
    await world.report(mail);
    world.clock.advance(5 * MINUTE);
    await load();
    const [made] = await namedIn();
    expect(made).not.toBeNull();
    expect((await shown()).map(({ who }) => who?.contactId)).toEqual([made]);
  });

  describe('P1: a contact made by hand', () => {
    const makeBob = async (): Promise<void> => {
      bob = await store.tx(async (trx) => {
        const [at, address] = [world.clock.now(), 'bob@partner.example'];
        const contact = {
          name: 'Bob',
          company: null,
          addresses: [address],
          owner: null,
          source: MADE_BY_HAND,
        };
        const id = await insertContact(trx, world.account, { ...contact, at });
        await setBasis(trx, world.account, id, 'none', MADE_BY_HAND, at);
        return id;
      });
      world.clock.advance(DAY);
    };
    const send = async (): Promise<void> => {
      mail = await world.write();
      await world.report(mail);
      await world.drained();
      world.clock.advance(5 * MINUTE);
    };
    /** What the pane says of Bob while one writes to him. */
    const foretold = async () => {
      const sender = await senderOf(store.db, world.services, world.account, world.user);
      if (!sender) throw new Error('no sender');
      const [answer] = await recipientAnswers(store.db, sender, ['bob@partner.example']);
      return answer?.standing;
    };

    test('gets the account’s basis with the first mail to them: from then on, and for no hit before it', async () => {
      await makeBob();
      expect(await foretold()).toBe('known');
      await send();
      const first = mail;
      // As mail stands that was sent before writing gave anything to who was there already.
      await store.db
        .updateTable('messages')
        .set({ state: 'sent' })
        .where('account_id', '=', world.account)
        .execute();
      await load();
      expect(await namedIn()).toEqual([null]);
      await send();
      await load();
      expect(await namedIn()).toEqual([null, bob]);
      await say(0, 'machine');
      await say(0, 'person');
      mail = first;
      await load();
      expect((await namedIn()).filter((one) => one !== null)).toEqual([bob, bob]);
      const bases = await store.db
        .selectFrom('legal_bases')
        .select(['basis', 'source', 'by_user_id'])
        .where('account_id', '=', world.account)
        .orderBy('at')
        .execute();
      expect(bases).toEqual([
        { basis: 'none', source: MADE_BY_HAND, by_user_id: null },
        { basis: 'legitimate-interest', source: 'written to', by_user_id: null },
      ]);
    });

    test.each(['none', 'consent-withdrawn'] as const)(
      'of whom somebody chose "%s" keeps it',
      async (chosen) => {
        await makeBob();
        await basis(chosen);
        expect(await foretold()).toBe(chosen === 'none' ? 'noBasis' : 'objected');
        await send();
        await load();
        expect((await namedIn()).filter((one) => one !== null)).toEqual([]);
      },
    );
  });
});
