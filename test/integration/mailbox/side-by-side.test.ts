import { randomUUID } from 'node:crypto';
import { mailboxWorld, type MailboxWorld } from '../../fixtures/mailbox-world';
import { rawMail } from '../../fixtures/raw-mail';
import { describeOnBothStores, temporaryDirectory } from '../../fixtures/stores';
import { waitFor } from '../../fixtures/wait-for';
import { enqueueAll } from '../../../src/server/jobs';
import { SYNC } from '../../../src/server/mailbox/job-types';
import type { Store } from '../../../src/server/store';

const ALICE = 'alice@brightwater.example';
const DAN = 'dan@brightwater.example';
const BOB = 'Bob Lindqvist <bob@partner.example>';
const MINUTE_MS = 60_000;

// The inner blocks: their hooks end the servers before the outer ones take the database away.
describeOnBothStores('mailboxes side by side', (open, databaseUrl) => {
  let world: MailboxWorld;
  let original: string;
  const stores: Store[] = [];
  const dataDir = temporaryDirectory();

  const begin = async (): Promise<void> => {
    const store = await open();
    stores.push(store);
    world = await mailboxWorld(store, dataDir);
    original = (await world.send({})).id;
    await world.settle();
  };
  const end = async (): Promise<void> => {
    await world.close();
    for (const store of stores) await store.close();
  };
  afterEach(() => {
    world.faults.answer = undefined;
    world.faults.notifications = undefined;
  });

  /** Bob answers; resolves to the Message-ID. */
  const reply = async (to = ALICE, files?: NonNullable<Parameters<typeof rawMail>[0]['files']>) => {
    const messageId = `<${randomUUID()}@partner.example>`;
    const mail = { from: BOB, to, subject: 'Re', messageId, inReplyTo: original, html: '<p>Yes</p>' };
    await world.sandbox.mailboxes.deliver(rawMail({ ...mail, ...(files && { files }) }), [to]);
    return messageId;
  };
  const filed = async (...ids: string[]): Promise<string[]> =>
    (
      await world.store.db
        .selectFrom('messages')
        .select('internet_message_id as id')
        .where('internet_message_id', 'in', ids)
        .execute()
    ).map(({ id }) => id ?? '');
  const replies = async (): Promise<number> => {
    const { db } = world.store;
    const told = await db.selectFrom('events').select('seq').where('kind', '=', 'reply').execute();
    const [row] = await db.selectFrom('messages').select('replies').where('replies', '>', 0).execute();
    expect(row?.replies ?? 0).toBe(told.length);
    return told.length;
  };

  if (databaseUrl === undefined) {
    describe('that are slow', () => {
      beforeAll(begin);
      afterAll(end);

      test('a dozen mailboxes whose answers do not come hold up no other', async () => {
        const slow = Array.from({ length: 12 }, () => randomUUID());
        const { account } = world;
        const alice = await world.store.db
          .selectFrom('mailboxes')
          .selectAll()
          .where('id', '=', world.mailbox)
          .executeTakeFirstOrThrow();
        const { log_rule: rule, aliases: _own, ...like } = alice;
        await world.store.db
          .insertInto('mailboxes')
          .values(
            slow.map((id) => ({
              ...like,
              ...{ id, owner_user_id: null, graph_user: id, address: `${id}@brightwater.example` },
              ...{ aliases: '[]', log_rule: JSON.stringify(rule), subscription_id: null },
            })),
          )
          .execute();
        const asked = new Set<string>();
        let answer = (): void => undefined;
        const late = new Promise<void>((resolve) => (answer = resolve));
        world.faults.answer = async ({ path }) => {
          const of = slow.find((id) => path.includes(id));
          if (of === undefined) return undefined;
          asked.add(of);
          await late;
          return { status: 503, body: {} };
        };
        await enqueueAll(
          world.store.db,
          slow.map((key) => ({ account, type: SYNC, key })),
        );
        await waitFor('all of them to be asked', () => asked.size === slow.length);
        const id = await reply();
        await world.told();
        await waitFor('the reply in another mailbox', async () => (await filed(id)).length === 1);
        answer();
        await world.settle();
      });

      test('a mailbox with many files to be copied, whose answers do not come, holds up no other', async () => {
        await world.join('dan');
        const listing = /\/attachments$/;
        world.faults.answer = async ({ path }) =>
          /attachments\/[^/]+\/\$value/.test(path) ? { status: 500, body: {} } : undefined;
        const file = { name: 'a.bin', contentType: 'application/octet-stream', content: Buffer.from('a') };
        for (let n = 0; n < 17; n += 1) await reply(ALICE, [file]);
        await world.settle();
        let hanging = 0;
        let answer = (): void => undefined;
        const late = new Promise<void>((resolve) => (answer = resolve));
        world.faults.answer = async ({ path }) => {
          if (!listing.test(path)) return undefined;
          hanging += 1;
          await late;
          return undefined;
        };
        // All of them are due now.
        world.clock.advance(MINUTE_MS);
        const id = await reply(DAN);
        await world.told();
        await waitFor('the files to be asked for', () => hanging > 0);
        await waitFor('the reply in another mailbox', async () => (await filed(id)).length === 1);
        answer();
        await world.settle();
        const left = world.store.db.selectFrom('attachments').select('n').where('state', '!=', 'copied');
        expect(await left.execute()).toEqual([]);
      });
    });
    return;
  }

  describe('on two nodes', () => {
    beforeAll(async () => {
      await begin();
    });
    afterAll(end);

    test('a node that stands still in the middle of a round loses nothing, and files nothing twice when it goes on', async () => {
      // Only the folders' changes tell of these: the listing is refused, as it was for weeks.
      const isListing = (path: string): boolean => /\/users\/[^/]+\/messages$/.test(path);
      world.faults.notifications = () => [];
      const ids = [await reply(), await reply(), await reply()];
      const items = world.sandbox.mailboxes.list(ALICE, 'inbox').map((item) => item.immutableId);
      const read: string[] = [];
      let goOn = (): void => undefined;
      const still = new Promise<void>((resolve) => (goOn = resolve));
      world.faults.answer = async ({ path }) => {
        if (isListing(path)) return { status: 400, body: { error: { code: 'ErrorInvalidUrlQuery' } } };
        const item = items.find((id) => decodeURIComponent(path).endsWith(`messages/${id}`));
        if (item === undefined) return undefined;
        read.push(item);
        if (read.length === 2) await still;
        return undefined;
      };
      world.clock.advance(10 * MINUTE_MS + 1_000);
      world.jobs.wake();
      await waitFor('the first node to stand still', () => read.length === 2);
      expect(await filed(...ids)).toHaveLength(1);
      const stopped = world.jobs.stop();
      const store = await open();
      stores.push(store);
      const other = await world.another(store);
      // Its lease is over.
      world.clock.advance(2 * MINUTE_MS);
      await waitFor('the other to file the rest', async () => {
        await other.idle();
        return (await filed(...ids)).length === 3;
      });
      expect(await replies()).toBe(3);
      const [, second] = read;
      expect(read.filter((item) => item === second)).toHaveLength(2);
      goOn();
      await stopped;
      await other.idle();
      expect((await filed(...ids)).sort()).toEqual([...ids].sort());
      expect(await replies()).toBe(3);
      const seen = world.store.db.selectFrom('sightings').select('item_id').where('item_id', 'in', items);
      expect(await seen.execute()).toHaveLength(3);
    });

    test('each mail is filed once, and a mailbox is read by one node at a time, whichever is told of it', async () => {
      const store = await open();
      stores.push(store);
      await world.another(store);
      const before = await replies();
      world.faults.notifications = (value) => [...value, ...value];
      let reading = 0;
      let most = 0;
      world.faults.answer = async ({ path }) => {
        if (!/messages$|\/delta/i.test(path)) return undefined;
        reading += 1;
        most = Math.max(most, reading);
        await new Promise((resolve) => setImmediate(resolve));
        reading -= 1;
        return undefined;
      };
      const ids: string[] = [];
      for (let n = 0; n < 8; n += 1) {
        ids.push(await reply());
        // The nodes are told in turn, while the other may be reading.
        await world.told();
      }
      world.clock.advance(10 * MINUTE_MS + 1_000);
      await world.settle();
      expect((await filed(...ids)).sort()).toEqual([...ids].sort());
      expect(await replies()).toBe(before + ids.length);
      expect(most).toBe(1);
    });
  });
});
