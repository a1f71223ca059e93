import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { insertContact, listedIn } from '../../../src/server/crm/contacts-to-make';
import { ask } from '../../../src/server/mailbox/filing/ask';
import { colleaguesOf, sendsFromHere } from '../../../src/server/mailbox/filing/people';
import { wish, wishIn } from '../../../src/server/mailbox/filing/wishes';
import { itemsWithFilesDue } from '../../../src/server/mailbox/handed-files';
import { messageIdHash } from '../../../src/server/messages/message-id';
import { addressHash } from '../../../src/server/privacy/address-hash';
import type { Store } from '../../../src/server/store';
import { openSecrets, type Secrets } from '../../../src/server/store/secrets';
import { json } from '../../../src/server/store/schema';
import { uuidV7 } from '../../../src/server/store/uuid-v7';
import { ManualClock } from '../../fixtures/manual-clock';
import { writeMessage } from '../../fixtures/messages';
import { readPlans } from '../../fixtures/plans';
import { describeOnEmbeddedStore, temporaryDirectory } from '../../fixtures/stores';

const AT = new Date('2026-05-01T09:00:00.123Z');
const OWN = '<own@partner.example>';
const PARENT = '<parent@brightwater.example>';

describeOnEmbeddedStore('what filing asks of the store', (open) => {
  const root = temporaryDirectory();
  let store: Store;
  let secrets: Secrets;
  let account = 0;
  let bob = '';
  let parent = '';

  beforeAll(async () => {
    store = await open();
    secrets = await openSecrets({
      ...{ dataDir: await mkdtemp(join(root, 'data-')), env: {} },
      ...{ mode: 'sandbox', store },
    });
    const { id } = await store.db
      .insertInto('accounts')
      .values({ tenant_id: uuidV7(AT), name: 'Brightwater', settings: json({}), created_at: AT })
      .returning('id')
      .executeTakeFirstOrThrow();
    account = id;
    bob = await store.tx((trx) =>
      insertContact(trx, account, {
        ...{ name: 'Bob', company: null, addresses: ['bob@partner.example', 'bob@home.example'] },
        ...{ owner: null, source: 'by hand', at: AT },
      }),
    );
    const list = { account_id: account, at: AT };
    await store.db
      .insertInto('never_log')
      .values([
        { ...list, user_id: 0, kind: 'domain', value: 'home.example' },
        { ...list, user_id: 7, kind: 'address', value: 'eve@strange.example' },
      ])
      .execute();
    await store.db
      .insertInto('erased_addresses')
      .values({
        ...list,
        address_hash: addressHash(secrets, account, 'gone@partner.example'),
        erasure_id: bob,
      })
      .execute();
    const mail = { account_id: account, at: AT, conversation_id: 'c' };
    parent = await writeMessage(store, { ...mail, internet_message_id: PARENT });
    await writeMessage(store, { ...mail, internet_message_id: '<taken@x.example>', state: 'undone' });
    await writeMessage(store, { ...mail, internet_message_id: OWN, direction: 'incoming', state: 'undone' });
    await store.db
      .insertInto('tombstones')
      .values({
        ...{ account_id: account, message_id_hash: messageIdHash(OWN), direction: 'incoming' },
        ...{ by_user_id: 1, at: AT },
      })
      .execute();
    const key = { hash: messageIdHash(OWN), direction: 'outgoing' as const };
    const asked = { mail: key, choice: { files: ['one'] }, copies: [], byPane: false };
    await store.tx((trx) => wish(trx, { account, user: 1 }, asked, AT));
    // What an index could not find would still be read from end to end.
    await sql`set enable_seqscan = off`.execute(store.db);
  });
  afterAll(() => store.close());

  const asking = (addresses: string[]) => ({
    hash: messageIdHash(OWN),
    names: { hashes: [PARENT, '<taken@x.example>'].map(messageIdHash), tokenKeys: [], conversationId: 'c' },
    addresses,
  });
  const of = (owner: number | null) => ({ account, owner });

  test('one statement tells of a mail and the people on it all that is known, found by indexes', async () => {
    let told;
    const plans = await readPlans(store, async (db) => {
      told = await ask({ secrets }, db, of(null), asking(['Gone@partner.example', 'eve@strange.example']));
    });
    expect(plans.queries).toBe(1);
    expect(plans.sequential).toEqual([]);
    expect(told).toMatchObject({
      copies: [{ direction: 'incoming', state: 'undone', at: AT }],
      // R10: what was taken away is found by nothing but its own Message-ID.
      byHash: [{ id: parent, at: AT }],
      byKey: [],
      conversation: [{ id: parent }],
      undone: new Set(['incoming']),
      erased: new Set(['gone@partner.example']),
      contacts: new Map(),
      // Of another user's list.
      neverLog: { entries: [] },
    });
  });

  test('who is on the list by another address of theirs is found with one statement more', async () => {
    const { queries } = await readPlans(store, async (db) => {
      const told = await ask({ secrets }, db, of(7), asking(['bob@partner.example', 'eve@strange.example']));
      expect(told.contacts).toEqual(new Map([['bob@partner.example', bob]]));
      expect(
        listedIn(told.neverLog, 7, ['bob@partner.example', 'eve@strange.example', 'al@x.example']),
      ).toEqual(new Set(['bob@partner.example', 'eve@strange.example']));
      expect(wishIn(told, { direction: 'outgoing' })?.choice).toEqual({ files: ['one'] });
      expect(wishIn(told, { direction: 'incoming' })).toBeUndefined();
    });
    expect(queries).toBe(2);
  });

  test('files that wait are found among many that do not, by reading a few pages', async () => {
    const mailbox = uuidV7(AT);
    await sql`insert into attachments (account_id, message_id, n, name, content_type, size, state, graph_id, mailbox_id,
        item_id, retry_at)
      select ${account}, ${parent}::uuid, n, 'plan.pdf', 'application/pdf', 1000,
        case when n = 1 then 'pending' else 'copied' end, 'part:1', ${mailbox}::uuid, 'item ' || n, ${AT}
      from generate_series(1, 5000) n`.execute(store.db);
    await sql`analyze attachments`.execute(store.db);
    const look = async (db: Store['db']) => {
      const due = await itemsWithFilesDue(
        { store: { db }, clock: new ManualClock(AT) },
        { account, id: mailbox },
      );
      expect(due).toEqual(['item 1']);
    };
    const { buffers } = await readPlans(store, look, { analyze: true });
    expect(buffers.map(({ pages }) => pages < 20)).toEqual([true]);
  });

  test('colleagues are users, connected mailboxes and their aliases; only a watched mailbox sends from here', () => {
    const place = { address: 'sales@brightwater.example', aliases: ['Hello@brightwater.example'] };
    const known = { users: ['dan@brightwater.example'], places: [{ ...place, state: 'paused' as const }] };
    const all = [
      'dan@brightwater.example',
      'hello@brightwater.example',
      'bob@partner.example',
      'x@own.example',
    ];
    expect([...colleaguesOf(known, { ownDomains: ['OWN.example'] }, [], all)]).toEqual([
      'dan@brightwater.example',
      'hello@brightwater.example',
      'x@own.example',
    ]);
    expect(sendsFromHere(known.places, 'hello@brightwater.example')).toBe(false);
    expect(sendsFromHere([{ ...place, state: 'watching' }], 'hello@brightwater.example')).toBe(true);
  });
});
