import { type RawBuilder, sql } from 'kysely';
import { type Rule, segmentsIn } from '../../../src/core/rules';
import { fillOnce } from '../../../src/server/segments/fill';
import { followOnce } from '../../../src/server/segments/follow';
import type { Store } from '../../../src/server/store';
import { json } from '../../../src/server/store/schema';
import { ManualClock } from '../../fixtures/manual-clock';
import { describeOnBothStores } from '../../fixtures/stores';

const NOW = new Date('2026-11-20T09:00:00.000Z');
const ACCOUNT = 900;
const CONTACT = '00000000-0000-7000-8001-000000000001';
const NEWSLETTER = '00000000-0000-7000-8002-000000000001';
const MAIL = '00000000-0000-7000-8002-000000000002';
const LIST = '00000000-0000-7000-8003-000000000001';
const OF = sql`account_id = ${ACCOUNT}`;
const OF_CONTACT = sql`${OF} and contact_id = ${CONTACT}`;
type Statement = RawBuilder<unknown>;

const event = (
  kind: string,
  more: { seq: number; message?: string; retracts?: number; detail?: object },
): Statement => sql`
  insert into events (account_id, seq, kind, at, recorded_at, message_id, contact_id, cause, retracts, detail)
  values (${ACCOUNT}, ${more.seq}, ${kind}, ${NOW}, ${NOW}, ${more.message ?? MAIL}, ${CONTACT}, ${`test:${more.seq}`},
    ${more.retracts ?? null}, ${json(more.detail ?? {})})`;
const asked = (what: string, of: 'any' | 'marketing' = 'any'): Rule =>
  ({ kind: 'event', event: what, of }) as Rule;
const copy = (set: Statement): Statement => sql`update marketing_copies set ${set} where ${OF}`;
const BACK = sql`left_at = null, state = 'waiting', delivery = 'unknown', bounced_at = null, complained_at = null`;
const settings = (all: object): Statement =>
  sql`update accounts set settings = ${json(all)} where id = ${ACCOUNT}`;
const contact = (set: Statement): Statement =>
  sql`update contacts set ${set} where ${OF} and id = ${CONTACT}`;

/** Whatever a rule can ask: what makes it hold, and what takes that back. Each is written past all code of ours. */
const CASES: readonly (readonly [what: string, rule: Rule, make: Statement, back: Statement])[] = [
  [
    'a property',
    { kind: 'text', property: 'company', test: { is: 'equal', values: ['ACME'] } },
    contact(sql`company = 'Acme'`),
    contact(sql`company = null`),
  ],
  [
    'an own property',
    { kind: 'number', property: 'custom:size', test: { is: 'more', value: 3 } },
    contact(sql`properties = '{"custom":{"size":4}}'`),
    contact(sql`properties = '{}'`),
  ],
  [
    'an owner',
    { kind: 'owner', users: [] },
    contact(sql`owner_user_id = 1`),
    contact(sql`owner_user_id = null`),
  ],
  [
    'a date',
    { kind: 'date', property: 'lastMarketingReply', test: { is: 'known' } },
    contact(sql`last_marketing_reply_at = now()`),
    contact(sql`last_marketing_reply_at = null`),
  ],
  [
    'an address',
    { kind: 'address', domains: ['two.example'] },
    sql`insert into contact_addresses (account_id, address, contact_id, created_at) values (${ACCOUNT}, 'a@x.two.example', ${CONTACT}, ${NOW})`,
    sql`delete from contact_addresses where ${OF_CONTACT} and address = 'a@x.two.example'`,
  ],
  [
    'a legal basis',
    { kind: 'basis', purpose: 'marketing-mail', bases: ['contract'] },
    sql`insert into legal_bases (account_id, contact_id, purpose, at, basis, source) values (${ACCOUNT}, ${CONTACT}, 'marketing-mail', ${NOW}, 'contract', 'test')`,
    sql`delete from legal_bases where ${OF_CONTACT} and purpose = 'marketing-mail'`,
  ],
  [
    'an open, and its taking back',
    asked('opened'),
    event('open', { seq: 1 }),
    event('retracted', { seq: 2, retracts: 1 }),
  ],
  [
    'a click, and its end by retention',
    asked('clicked', 'marketing'),
    event('click', { seq: 3, message: NEWSLETTER }),
    sql`delete from events where ${OF} and seq = 3`,
  ],
  ['a reply', asked('replied'), event('reply', { seq: 4 }), event('retracted', { seq: 5, retracts: 4 })],
  [
    'a bounce',
    asked('bounced'),
    event('bounce', { seq: 6, detail: { delivery: 'failed' } }),
    event('retracted', { seq: 7, retracts: 6 }),
  ],
  [
    'a copy that left',
    asked('received', 'marketing'),
    copy(sql`state = 'accepted', left_at = ${NOW}`),
    copy(BACK),
  ],
  ['a copy that bounced', asked('bounced', 'marketing'), copy(sql`bounced_at = ${NOW}`), copy(BACK)],
  ['a copy complained of', asked('complained', 'marketing'), copy(sql`complained_at = ${NOW}`), copy(BACK)],
  [
    'mail to one',
    { kind: 'event', event: 'received', of: { message: MAIL } },
    sql`insert into message_recipients (account_id, message_id, idx, address, via, contact_id, at) values (${ACCOUNT}, ${MAIL}, 1, 'a@one.example', 'to', ${CONTACT}, ${NOW})`,
    sql`update message_recipients set delivery = 'failed' where ${OF}`,
  ],
  [
    'mail whose log is undone',
    { kind: 'event', event: 'received', of: { message: MAIL } },
    sql`update message_recipients set delivery = 'delivered' where ${OF}`,
    sql`update messages set state = 'undone' where ${OF} and id = ${MAIL}`,
  ],
  [
    'an unsubscription',
    asked('unsubscribed'),
    sql`insert into unsubscribes (account_id, id, address, address_hash, way, at) values (${ACCOUNT}, ${CONTACT}, 'a@one.example', 'h', 'test', ${NOW})`,
    sql`update unsubscribes set ended_at = ${NOW} where ${OF}`,
  ],
  [
    'an objection',
    { kind: 'tracked', not: true },
    sql`insert into objections (account_id, id, address, address_hash, way, at) values (${ACCOUNT}, ${CONTACT}, 'a@one.example', 'h', 'link', ${NOW})`,
    sql`update objections set ended_at = ${NOW} where ${OF}`,
  ],
  [
    '"no tracking"',
    { kind: 'tracked', not: true },
    sql`insert into tracking_limits (account_id, scope, value, level, source, at) values (${ACCOUNT}, 'contact', ${CONTACT}, 'all', 'test', ${NOW})`,
    sql`delete from tracking_limits where ${OF}`,
  ],
  [
    'the account’s privacy',
    { kind: 'tracked', not: true },
    settings({ privacy: true }),
    settings({ privacy: false }),
  ],
  [
    'a list',
    { kind: 'member', segment: LIST },
    sql`insert into segment_members (account_id, segment_id, contact_id, since, why) values (${ACCOUNT}, ${LIST}, ${CONTACT}, ${NOW}, 'api')`,
    sql`delete from segment_members where ${OF} and segment_id = ${LIST}`,
  ],
];

describeOnBothStores('whatever a rule asks, a change of it is followed', (open) => {
  let store: Store;
  const clock = new ManualClock(NOW);
  let n = 0;

  beforeAll(async () => {
    store = await open();
    const { db } = store;
    for (const statement of [
      sql`insert into accounts (id, tenant_id, name, settings, created_at) overriding system value
        values (${ACCOUNT}, 'touches', 'Test', '{"privacy":false}', ${NOW})`,
      sql`insert into contacts (account_id, id, name, source, created_at, updated_at) values (${ACCOUNT}, ${CONTACT}, 'Ann', 'test', ${NOW}, ${NOW})`,
      sql`insert into contact_addresses (account_id, address, contact_id, is_primary, created_at) values (${ACCOUNT}, 'a@one.example', ${CONTACT}, true, ${NOW})`,
      sql`insert into marketing_messages (account_id, id, name, state, content, settings, created_by, updated_by, created_at, updated_at)
        values (${ACCOUNT}, ${NEWSLETTER}, 'Newsletter', 'sent', '{}', '{}', 1, 1, ${NOW}, ${NOW})`,
      sql`insert into messages (account_id, id, direction, kind, state, at, created_at, updated_at) values
        (${ACCOUNT}, ${NEWSLETTER}, 'outgoing', 'marketing', 'sent', ${NOW}, ${NOW}, ${NOW}),
        (${ACCOUNT}, ${MAIL}, 'outgoing', 'one-to-one', 'sent', ${NOW}, ${NOW}, ${NOW})`,
      sql`insert into marketing_copies (account_id, message_id, idx, contact_id, address, state)
        values (${ACCOUNT}, ${NEWSLETTER}, 1, ${CONTACT}, 'a@one.example', 'waiting')`,
      sql`insert into segments (account_id, id, name, kind, created_at, updated_at) values (${ACCOUNT}, ${LIST}, 'List', 'list', ${NOW}, ${NOW})`,
    ]) {
      await statement.execute(db);
    }
  });
  afterAll(() => store.close());

  test.each(CASES)('%s', async (_what, rule, make, back) => {
    const { db } = store;
    const id = `00000000-0000-7000-8004-${String((n += 1)).padStart(12, '0')}`;
    const services = { store, clock };
    await sql`insert into segments (account_id, id, name, kind, rule, uses, state, created_at, updated_at)
      values (${ACCOUNT}, ${id}, ${id}, 'active', ${json(rule)}, ${segmentsIn(rule)}, 'filling', ${NOW}, ${NOW})`.execute(
      db,
    );
    while ((await fillOnce(services, ACCOUNT, id)) !== 'done');
    while ((await followOnce(services, ACCOUNT)).looked > 0);
    const isIn = async (): Promise<boolean> =>
      (await sql`select 1 from segment_members where ${OF_CONTACT} and segment_id = ${id}`.execute(db)).rows
        .length > 0;
    const seen = [await isIn()];
    for (const statement of [make, back]) {
      await store.tx(async (trx) => {
        // The ledger lets go of rows for retention alone.
        await sql`select set_config('mailtrail.change', 'retention', true)`.execute(trx);
        await statement.execute(trx);
      });
      expect((await followOnce(services, ACCOUNT)).looked).toBe(1);
      seen.push(await isIn());
    }
    expect(seen).toEqual([false, true, false]);
    // One at a time: the next case is its own.
    await sql`delete from segments where ${OF} and id = ${id}`.execute(db);
    await sql`delete from segment_members where ${OF} and segment_id = ${id}`.execute(db);
  });

  test('where no segment is active, nothing is put into the queue', async () => {
    await contact(sql`company = 'Other'`).execute(store.db);
    const { rows } = await sql`select 1 from contact_touches where ${OF}`.execute(store.db);
    expect(rows).toEqual([]);
  });

  test('what time changes is looked at neither before nor after its moment', async () => {
    const { db } = store;
    const services = { store, clock };
    const id = '00000000-0000-7000-8004-000000000999';
    const rule: Rule = {
      kind: 'event',
      event: 'replied',
      of: 'any',
      when: { is: 'within', days: 14 },
      not: true,
    };
    await sql`insert into segments (account_id, id, name, kind, rule, state, created_at, updated_at)
      values (${ACCOUNT}, ${id}, ${id}, 'active', ${json(rule)}, 'filling', ${NOW}, ${NOW})`.execute(db);
    while ((await fillOnce(services, ACCOUNT, id)) !== 'done');
    await event('reply', { seq: 50 }).execute(db);
    const { next } = await followOnce(services, ACCOUNT);
    const due = new Date(NOW.getTime() + 14 * 86_400_000);
    expect(next).toEqual(due);
    const isIn = async (): Promise<boolean> =>
      (await sql`select 1 from segment_members where ${OF_CONTACT} and segment_id = ${id}`.execute(db)).rows
        .length > 0;
    clock.set(new Date(due.getTime() - 1));
    expect([(await followOnce(services, ACCOUNT)).looked, await isIn()]).toEqual([0, false]);
    clock.set(due);
    expect([(await followOnce(services, ACCOUNT)).looked, await isIn()]).toEqual([1, true]);
    clock.set(NOW);
  });
});
