import { sql } from 'kysely';
import { mergeContacts } from '../../../src/server/crm/merge-contacts';
import { undoMerge } from '../../../src/server/crm/undo-merge';
import { recordEvent, retractEvent } from '../../../src/server/events';
import { addressHash } from '../../../src/server/privacy/address-hash';
import { eraseNext } from '../../../src/server/privacy/erase/erase';
import { beginErasure, UNDO_MS } from '../../../src/server/privacy/erase/erasures';
import { contactExport } from '../../../src/server/privacy/export/contact-export';
import type { Store } from '../../../src/server/store';
import { insertHits } from '../../../src/server/tracking/hit-rows';
import { takeHits } from '../../../src/server/tracking/settle';
import { describeOnBothStores, temporaryDirectory } from '../../fixtures/stores';
import { addressOf, contactOf, factsOf, insertCampaign } from '../tracking/campaign';
import { recordOf } from '../tracking/scene';
import { makeWorld, type World } from '../tracking/world';

const MESSAGE = '00000000-0000-7001-8000-0000000000c1';
const LIST = '00000000-0000-7002-8000-000000000001';
const TOKEN = 'campaign-token';
const HOUR_MS = 3_600_000;

describeOnBothStores('marketing mail of a contact who is merged, exported and erased', (open) => {
  const root = temporaryDirectory();
  let store: Store;
  let world: World;
  const who = () => ({ account: world.account, user: world.user });
  const contact = (n: number): string => contactOf(world.account, n);

  beforeAll(async () => {
    store = await open();
    world = await makeWorld(store, root);
    await world.close();
    const { account, user, clock, services } = world;
    await insertCampaign(store.db, {
      ...{ account, user, id: MESSAGE, tokenKey: TOKEN, recipients: 3 },
      at: new Date(clock.now().getTime() - HOUR_MS),
    });
    await store.db
      .insertInto('segments')
      .values({
        ...{ account_id: account, id: LIST, name: 'Spring', kind: 'list', rule: null },
        ...{ created_by: user, created_at: clock.now(), updated_at: clock.now() },
      })
      .execute();
    await store.db
      .insertInto('segment_members')
      .values({
        account_id: account,
        segment_id: LIST,
        contact_id: contact(2),
        since: clock.now(),
        why: 'by hand',
      })
      .execute();
    await store.db
      .insertInto('unsubscribes')
      .values({
        ...{ account_id: account, id: '00000000-0000-7003-8000-000000000001', way: 'page', at: clock.now() },
        ...{ address: addressOf(2), address_hash: addressHash(services.secrets, account, addressOf(2)) },
        ...{ message_id: MESSAGE, recipient_idx: 2 },
      })
      .execute();
    await reply(2, 'first');
    await store.tx(async (trx) => {
      const hit = { mail: 0, recipient: 2, kind: 'open' as const, link: 1, agent: 0, ip: 1, after: 0 };
      const record = recordOf(hit, { account, user, at: clock.now(), token: TOKEN });
      const position = { log: '00000000-0000-4000-8000-000000000000', segment: 1, offset: 1 };
      await takeHits(trx, services, await insertHits(trx, services, [{ record, position }]));
    });
  });
  afterAll(() => store.close());

  const reply = (n: number, cause: string, note = ''): Promise<number | undefined> =>
    store.tx((trx) =>
      recordEvent(trx, {
        ...{ account: world.account, kind: 'reply', at: world.clock.now(), recordedAt: world.clock.now() },
        ...{ message: MESSAGE, recipient: n, contact: contact(n), cause, detail: { note } },
      }),
    );
  const copyOf = async (n: number) =>
    store.db
      .selectFrom('marketing_copies')
      .select(['contact_id', 'address', 'name', 'opens', 'replies', 'unsubscribed_at'])
      .where('account_id', '=', world.account)
      .where('idx', '=', n)
      .executeTakeFirstOrThrow();
  const repliesOf = async (n: number) =>
    store.db
      .selectFrom('contacts')
      .select(['marketing_replied', 'first_marketing_reply_at', 'last_marketing_reply_at'])
      .where('account_id', '=', world.account)
      .where('id', '=', contact(n))
      .executeTakeFirst();
  const listed = async (): Promise<string[]> =>
    (await store.db.selectFrom('segment_members').select('contact_id').execute()).map(
      (row) => row.contact_id,
    );

  test('a merge takes copies, lists and answers along, and undone it gives them back', async () => {
    const before = await repliesOf(2);
    expect(before).toMatchObject({ marketing_replied: 1 });
    expect(await repliesOf(1)).toMatchObject({ marketing_replied: 0 });
    const merged = await store.tx((trx) =>
      mergeContacts(trx, who(), { kept: contact(1), gone: contact(2) }, world.clock.now()),
    );
    if (typeof merged === 'string') throw new Error(merged);
    expect(await copyOf(2)).toMatchObject({ contact_id: contact(1), replies: 1 });
    expect(await listed()).toEqual([contact(1)]);
    expect(await repliesOf(1)).toEqual(before);
    const undone = { contact: contact(1), merge: merged.id };
    expect(await store.tx((trx) => undoMerge(trx, who(), undone, world.clock.now()))).toBe(true);
    expect(await copyOf(2)).toMatchObject({ contact_id: contact(2), replies: 1 });
    expect(await listed()).toEqual([contact(2)]);
    expect(await repliesOf(1)).toMatchObject({ marketing_replied: 0, first_marketing_reply_at: null });
    expect(await repliesOf(2)).toEqual(before);
  });

  test('an answer that is taken back counts no longer, one of two still does', async () => {
    const before = await repliesOf(2);
    world.clock.advance(HOUR_MS);
    const seq = (await reply(2, 'second')) ?? 0;
    expect(await repliesOf(2)).toMatchObject({ ...before, last_marketing_reply_at: world.clock.now() });
    await store.tx((trx) =>
      retractEvent(trx, world.account, seq, { at: world.clock.now(), reason: 'taken back' }),
    );
    expect(await repliesOf(2)).toEqual(before);
  });

  test('an export holds their copies and lists, and nobody else who got the mail', async () => {
    const files = new Map<string, string>();
    for await (const { name, content } of contactExport(
      world.services,
      { ...who(), role: 'admin' },
      contact(2),
    )) {
      const parts: Uint8Array[] = [];
      if (content instanceof Uint8Array) parts.push(content);
      else for await (const part of content) parts.push(part);
      files.set(name, Buffer.concat(parts).toString());
    }
    expect(JSON.parse(files.get('marketing.json') ?? '')).toMatchObject({
      copies: [{ message: MESSAGE, state: 'accepted', opens: 1, replies: 1 }],
      unsubscribed: [{ address: addressOf(2), way: 'page', until: null }],
      segments: [{ name: 'Spring', kind: 'list' }],
      workflows: [],
    });
    const all = [...files.values()].join('\n');
    expect(all).not.toContain(addressOf(1));
    expect(all).not.toContain(addressOf(3));
  });

  test('P5: erased, counts stay, what was said of them goes, and their address stays off by its hash', async () => {
    const { services, clock, account } = world;
    await reply(3, 'of another', 'From a colleague of Person 2; not a known contact');
    const before = await factsOf(store.db, account, MESSAGE);
    // Read by all who got it: a word of it that is one of their name, too, is no word about them.
    const words = { subject: 'Person to person', html: '<p>A Person, and Person 2</p>' };
    await store.db.updateTable('messages').set(words).where('id', '=', MESSAGE).execute();
    await store.db
      .updateTable('message_links')
      .set({ text: 'Person' })
      .where('message_id', '=', MESSAGE)
      .execute();
    const id = await store.tx((trx) => beginErasure(trx, services, who(), contact(2)));
    clock.advance(UNDO_MS);
    for (let n = 0; n < 20; n += 1) if ((await eraseNext(services, account, id ?? '')) === 'over') break;
    expect(await copyOf(2)).toMatchObject({
      ...{ contact_id: null, address: 'erased-2@erased.invalid', name: 'Erased person' },
      ...{ opens: 1, replies: 1, unsubscribed_at: expect.any(Date) },
    });
    expect(await copyOf(1)).toMatchObject({ contact_id: contact(1), address: addressOf(1) });
    const { kept } = await factsOf(store.db, account, MESSAGE);
    expect(kept).toEqual(before.kept);
    const message = store.db.selectFrom('messages').select(['subject', 'html']).where('id', '=', MESSAGE);
    expect(await message.executeTakeFirst()).toEqual({
      subject: 'Person to person',
      html: '<p>A Person, and [erased]</p>',
    });
    const links = store.db.selectFrom('message_links').select('text').where('message_id', '=', MESSAGE);
    expect((await links.execute()).map(({ text }) => text)).toEqual(['Person', 'Person', 'Person']);
    expect(await listed()).toEqual([]);
    const { rows: unsubscribes } = await sql<{ address: string | null; address_hash: string }>`
      select address, address_hash from unsubscribes where account_id = ${account}`.execute(store.db);
    expect(unsubscribes).toEqual([
      { address: null, address_hash: addressHash(services.secrets, account, addressOf(2)) },
    ]);
    for (const table of ['marketing_copies', 'message_recipients', 'messages', 'events', 'hits']) {
      const { rows } = await sql<{ row: string }>`
        select to_jsonb(t)::text as row from ${sql.table(table)} t where account_id = ${account}`.execute(
        store.db,
      );
      for (const { row } of rows) {
        expect(row).not.toContain(addressOf(2));
        expect(row).not.toContain('Person 2');
        expect(row).not.toContain(contact(2));
      }
    }
  });
});
