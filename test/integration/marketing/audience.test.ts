import { sql } from 'kysely';
import type { LeftOutReason, MarketingSettingsInput } from '../../../src/core/api/marketing';
import type { Purpose } from '../../../src/core/api/legal-bases';
import { insertContact } from '../../../src/server/crm/contacts-to-make';
import { recordBasis } from '../../../src/server/crm/legal-bases';
import {
  audiencePeople,
  audienceRows,
  countAudience,
  mayGetNow,
} from '../../../src/server/marketing/audience';
import { addressHash } from '../../../src/server/privacy/address-hash';
import type { Store } from '../../../src/server/store';
import { type Basis, json } from '../../../src/server/store/schema';
import { uuidV7 } from '../../../src/server/store/uuid-v7';
import { openTestApp, type TestApp } from '../../fixtures/app';
import { describeOnBothStores } from '../../fixtures/stores';

describeOnBothStores('the audience of a marketing message', (open) => {
  let store: Store;
  let app: TestApp;
  let account: number;
  let other: number;
  let now: Date;
  const list = uuidV7(new Date());
  const excluded = uuidV7(new Date());
  const kind = uuidV7(new Date());
  const otherKind = uuidV7(new Date());
  const people = new Map<string, string>();
  const settings: MarketingSettingsInput = {
    from: { address: 'alice@brightwater.example', name: 'Alice' },
    replyTo: { kind: 'from' },
    to: [list],
    exclude: [excluded],
    mailKind: kind,
  };

  const makeList = async (id: string, of = account): Promise<void> => {
    await sql`insert into segments (account_id, id, name, kind, created_at, updated_at)
      values (${of}, ${id}, ${id}, 'list', ${now}, ${now})`.execute(store.db);
  };
  const put = async (id: string, contact: string, of = account): Promise<void> => {
    await sql`insert into segment_members (account_id, segment_id, contact_id, since, why)
      values (${of}, ${id}, ${contact}, ${now}, 'by-hand')`.execute(store.db);
  };
  const give = (contact: string, purpose: Purpose, basis: Basis) =>
    store.tx((trx) => recordBasis(trx, { account, contact, purpose }, { basis, source: 'form' }, now));
  const make = async (
    name: string,
    given: { addresses?: string[]; owner?: number | null } = {},
  ): Promise<string> => {
    const { addresses = [`${name}@people.example`], owner = app.people.alice.user } = given;
    // Ids are in the order of their times.
    app.clock.advance(1);
    const contact = { name, company: null, addresses, owner, source: 'by hand', at: app.clock.now() };
    const id = await store.tx((trx) => insertContact(trx, account, contact));
    people.set(name, id);
    await put(list, id);
    await give(id, 'marketing-mail', 'consent-given');
    await give(id, 'marketing-tracking', 'consent-given');
    return id;
  };
  const unsubscribe = (address: string, of: string | null, erased = false) =>
    store.db
      .insertInto('unsubscribes')
      .values({
        account_id: account,
        id: uuidV7(now),
        address: erased ? null : address,
        address_hash: addressHash(app.services.secrets, account, address),
        kind_id: of,
        way: 'page',
        at: now,
      })
      .execute();
  const object = (address: string) =>
    store.db
      .insertInto('objections')
      .values({
        account_id: account,
        id: uuidV7(now),
        address,
        address_hash: addressHash(app.services.secrets, account, address),
        way: 'link',
        at: now,
      })
      .execute();
  const delivered = async (address: string, delivery: 'failed' | 'complaint', detail: string) => {
    const id = uuidV7(now);
    await sql`insert into messages (account_id, id, direction, kind, state, at, created_at, updated_at)
      values (${account}, ${id}, 'outgoing', 'one-to-one', 'sent', ${now}, ${now}, ${now})`.execute(store.db);
    await store.db
      .insertInto('message_recipients')
      .values({
        ...{ account_id: account, message_id: id, idx: 1, address, via: 'to', at: now },
        ...{ contact_id: null, token: null, delivery, delivery_detail: detail, unsubscribed_at: null },
      })
      .execute();
  };
  const accountSettings = async (change: object): Promise<void> => {
    await store.db
      .updateTable('accounts')
      .set({ settings: sql<string>`settings || ${json(change)}::jsonb` })
      .where('id', '=', account)
      .execute();
  };
  /** By name: the reason, or `to`. */
  const rowsOf = async (given = settings, limit = 3): Promise<Record<string, LeftOutReason | 'to'>> => {
    const found: [string, LeftOutReason | 'to'][] = [];
    let after: string | null = null;
    for (;;) {
      const rows = await audienceRows(store.db, account, { settings: given }, after, limit);
      const last = rows.at(-1);
      if (!last) return Object.fromEntries(found);
      expect(rows.map(({ contact }) => contact)).toEqual(rows.map(({ contact }) => contact).sort());
      found.push(...rows.map(({ name, leftOut }): [string, LeftOutReason | 'to'] => [name, leftOut ?? 'to']));
      after = last.contact;
    }
  };
  const leave = async (name: string, given = settings, address = `${name}@people.example`) => {
    const contact = people.get(name) ?? '';
    const found = await mayGetNow(app.services, store.db, account, { settings: given }, [
      { contact, address },
    ]);
    return found.get(contact);
  };

  beforeAll(async () => {
    store = await open();
    app = await openTestApp(store);
    ({ account } = app.people.alice);
    other = app.people.erin.account;
    now = app.clock.now();
    await makeList(list);
    await makeList(excluded);
    await store.db
      .insertInto('mail_kinds')
      .values([kind, otherKind].map((id) => ({ account_id: account, id, name: id })))
      .execute();
    await make('gets');
    await make('tagged', { addresses: ['twin@people.example'] });
    await make('twin', { addresses: ['twin+news@people.example'] });
    await put(excluded, await make('excluded'));
    await make('no-address');
    await store.db
      .deleteFrom('contact_addresses')
      .where('address', '=', 'no-address@people.example')
      .execute();
    await make('colleague', { addresses: ['dan@brightwater.example'] });
    await store.db
      .insertInto('erasures')
      .values({
        ...{ account_id: account, id: uuidV7(now), contact_id: await make('erased'), state: 'scheduled' },
        ...{ step: 'begin', asked_by: null, asked_at: now, due_at: now },
      })
      .execute();
    await make('complained', { addresses: ['complained@people.example', 'complained@home.example'] });
    await delivered('complained@home.example', 'complaint', 'marked as unwanted');
    await make('unsubscribed');
    await unsubscribe('unsubscribed@people.example', null);
    await make('unsubscribed-kind');
    await unsubscribe('unsubscribed-kind@people.example', kind);
    await make('other-kind');
    await unsubscribe('other-kind@people.example', otherKind);
    await make('objected', { addresses: ['objected@people.example', 'objected@home.example'] });
    await object('objected@home.example');
    await make('bounced');
    await delivered('bounced@people.example', 'failed', '550 5.1.1 no such user');
    await make('full-of-links');
    await delivered('full-of-links@people.example', 'failed', '550 5.7.1 looks like spam');
    const alive = await make('alive');
    await delivered('alive@people.example', 'failed', '5.1.1');
    await store.db
      .updateTable('contacts')
      .set({ last_reply_at: new Date(now.getTime() + 1_000) })
      .where('account_id', '=', account)
      .where('id', '=', alive)
      .execute();
    await give(await make('withdrawn'), 'marketing-mail', 'consent-withdrawn');
    await give(await make('no-basis'), 'marketing-mail', 'none');
    await give(await make('untracked'), 'marketing-tracking', 'none');
    await make('unowned', { owner: null });
    await make('dans', { owner: app.people.dan.user });
    // Alice's mailbox is watched, Dan's is not.
    const boxes = store.db.updateTable('mailboxes').where('account_id', '=', account);
    await boxes.set({ state: 'paused' }).execute();
    await boxes.set({ state: 'watching' }).where('owner_user_id', '=', app.people.alice.user).execute();
  });
  afterAll(async () => {
    await app.close();
    await store.close();
  });

  const EXPECTED = {
    gets: 'to',
    tagged: 'to',
    twin: 'duplicate',
    excluded: 'excluded',
    'no-address': 'no-address',
    colleague: 'colleague',
    erased: 'erased',
    complained: 'complained',
    unsubscribed: 'unsubscribed',
    'unsubscribed-kind': 'unsubscribed-kind',
    'other-kind': 'to',
    objected: 'objected',
    bounced: 'bounced',
    'full-of-links': 'to',
    alive: 'to',
    withdrawn: 'consent-withdrawn',
    'no-basis': 'no-basis',
    untracked: 'to',
    unowned: 'to',
    dans: 'to',
  } as const;

  test('each is left out for its own reason, page by page as in one count', async () => {
    expect(await rowsOf()).toEqual(EXPECTED);
    const count = await countAudience(store.db, account, { settings });
    const reasons = Object.values(EXPECTED).filter((one) => one !== 'to');
    expect(count.to).toBe(Object.values(EXPECTED).length - reasons.length);
    expect(Object.fromEntries(count.leftOut.map(({ reason, count: n }) => [reason, n]))).toEqual(
      Object.fromEntries(reasons.map((reason) => [reason, 1])),
    );
    expect(count.untracked).toBe(1);
    expect(count.withoutOwnerMailbox).toBe(2);
  });

  test('each number opens to its people', async () => {
    for (const [name, which] of Object.entries(EXPECTED)) {
      if (which === 'to') continue;
      const { people: found } = await audiencePeople(store.db, account, { settings }, { which });
      expect(found.map((one) => one.name)).toEqual([name]);
    }
    const without = await audiencePeople(store.db, account, { settings }, { which: 'without-owner-mailbox' });
    expect(without.people.map(({ name, owner }) => [name, owner])).toEqual([
      ['unowned', undefined],
      ['dans', 'Dan Okafor'],
    ]);
  });

  test('without a kind, only who took themselves off all mail is unsubscribed', async () => {
    const { mailKind: _, ...unsorted } = settings;
    const rows = await rowsOf(unsorted);
    expect([rows['unsubscribed'], rows['unsubscribed-kind']]).toEqual(['unsubscribed', 'to']);
  });

  test('contact owner: who has none with a watched mailbox goes to the fallback or is left out', async () => {
    const owner = (fallback: 'leave-out' | 'mailbox' | null): MarketingSettingsInput => ({
      ...settings,
      replyTo: {
        kind: 'owner',
        fallback:
          fallback === 'mailbox'
            ? { kind: 'mailbox', address: 'Team@brightwater.example' }
            : fallback && { kind: fallback },
      },
    });
    const rows = await rowsOf(owner('leave-out'), 100);
    expect([rows['gets'], rows['unowned'], rows['dans']]).toEqual([
      'to',
      'owner-without-mailbox',
      'owner-without-mailbox',
    ]);
    expect(await leave('gets', owner('leave-out'))).toMatchObject({ replyTo: 'alice@brightwater.example' });
    expect(await leave('dans', owner('mailbox'))).toMatchObject({
      ok: true,
      replyTo: 'team@brightwater.example',
    });
    expect(await leave('dans', owner(null))).toEqual({ ok: false, reason: 'owner-without-mailbox' });
  });

  test('at the moment a copy leaves it is asked again, with what it may carry', async () => {
    expect(await leave('gets')).toEqual({
      ok: true,
      image: true,
      links: true,
      replyTo: 'alice@brightwater.example',
    });
    expect(await leave('untracked')).toMatchObject({ ok: true, image: false, links: false });
    expect(await leave('withdrawn')).toEqual({ ok: false, reason: 'consent-withdrawn' });
    // The address was taken off the contact; the contact is gone.
    expect(await leave('gets', settings, 'old@people.example')).toEqual({ ok: false, reason: 'no-address' });
    people.set('nobody', uuidV7(now));
    expect(await leave('nobody')).toEqual({ ok: false, reason: 'erased' });
    const track = { opens: false, clicks: true };
    expect(await leave('gets', { ...settings, track })).toMatchObject({ image: false, links: true });
    await accountSettings({ clicks: false });
    expect(await leave('gets', { ...settings, track })).toMatchObject({ image: false, links: false });
    await accountSettings({ clicks: true });
  });

  test('"no tracking" of a domain takes the links, of a contact everything', async () => {
    const limit = { account_id: account, source: 'admin', at: now };
    await store.db
      .insertInto('tracking_limits')
      .values([
        { ...limit, scope: 'domain', value: 'people.example', level: 'links' },
        { ...limit, scope: 'contact', value: people.get('alive') ?? '', level: 'all' },
      ])
      .execute();
    expect(await leave('gets')).toMatchObject({ image: true, links: false });
    expect(await leave('alive')).toMatchObject({ image: false, links: false });
    await store.db.deleteFrom('tracking_limits').where('account_id', '=', account).execute();
  });

  test('what somebody said whose address was erased holds when they come back', async () => {
    await make('back');
    await unsubscribe('back@people.example', null, true);
    expect(await leave('back')).toEqual({ ok: false, reason: 'unsubscribed' });
  });

  test('with data privacy off no basis is needed, and a withdrawal still binds', async () => {
    await accountSettings({ privacy: false });
    const rows = await rowsOf();
    expect([rows['no-basis'], rows['withdrawn']]).toEqual(['to', 'consent-withdrawn']);
    expect(await leave('untracked')).toMatchObject({ image: true, links: true });
    await accountSettings({ privacy: true });
  });

  test('another account’s lists, contacts and refusals are nobody’s here', async () => {
    expect(await countAudience(store.db, other, { settings })).toMatchObject({ to: 0, leftOut: [] });
    expect(await audienceRows(store.db, other, { settings }, null, 10)).toEqual([]);
    const contact = people.get('gets') ?? '';
    const asked = await mayGetNow(app.services, store.db, other, { settings }, [
      { contact, address: 'gets@people.example' },
    ]);
    expect(asked.get(contact)).toEqual({ ok: false, reason: 'erased' });
  });

  test('a list that was removed has nobody in it', async () => {
    await sql`update segments set removed_at = ${now} where account_id = ${account} and id = ${list}`.execute(
      store.db,
    );
    expect(await countAudience(store.db, account, { settings })).toMatchObject({ to: 0, leftOut: [] });
    expect(await rowsOf()).toEqual({});
  });
});
