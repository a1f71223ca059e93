import fc from 'fast-check';
import { sql } from 'kysely';
import { type Rule, segmentsIn } from '../../../src/core/rules';
import { fillOnce } from '../../../src/server/segments/fill';
import { followOnce } from '../../../src/server/segments/follow';
import { holdsFor, ruleSql } from '../../../src/server/segments';
import type { Store } from '../../../src/server/store';
import { json } from '../../../src/server/store/schema';
import { ManualClock } from '../../fixtures/manual-clock';
import { anyRule, CUSTOM_DAYS, type RuleWorld } from '../../fixtures/rules';
import { describeOnBothStores } from '../../fixtures/stores';
import { propertyRuns } from '../../property/seed';

const BEGIN = new Date('2026-11-20T09:00:00.000Z');
const HOUR_MS = 3_600_000;
const id = (kind: number, n: number): string =>
  `00000000-0000-7000-${String(8000 + kind)}-${String(n).padStart(12, '0')}`;
const CONTACTS = [1, 2, 3, 4, 5].map((n) => id(1, n));
const MARKETING = [1, 2].map((n) => id(2, n));
const ONE_TO_ONE = [3, 4].map((n) => id(2, n));
const MESSAGES = [...MARKETING, ...ONE_TO_ONE];
const SEGMENTS = [1, 2, 3, 4].map((n) => id(3, n));
const LIST = id(3, 9);
const LINKS = ['https://a.example/1', 'https://a.example/2'];
const TEXTS = ['Acme', 'ŁÓDŹ', 'straße', 'i', 'gold'];
const DOMAINS = ['one.example', 'two.example'];
const WORLD: RuleWorld = {
  ...{ messages: MESSAGES, segments: [], users: [1, 2], texts: TEXTS, domains: DOMAINS, links: LINKS },
};

const contact = fc.constantFrom(...CONTACTS);
/** Of the last 40 days, or just ahead. */
const hoursAgo = fc.oneof(fc.integer({ min: 0, max: 960 }), fc.integer({ min: -30, max: 3 }));

const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('event' as const),
      contact,
      kind: fc.constantFrom('open', 'click', 'reply', 'bounce'),
      message: fc.constantFrom(...MESSAGES),
      hoursAgo,
      link: fc.constantFrom(...LINKS),
      historic: fc.constantFrom(false, false, false, true),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('retract' as const), nth: fc.nat(30) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('copy' as const),
      contact,
      message: fc.constantFrom(...MARKETING),
      left: fc.boolean(),
      fate: fc.constantFrom('none', 'failed', 'complaint'),
      hoursAgo,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('mail' as const),
      contact,
      message: fc.constantFrom(...ONE_TO_ONE),
      delivery: fc.constantFrom('unknown', 'delivered', 'failed'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('change' as const),
      contact,
      name: fc.constantFrom('Acme Ann', 'Łódź i', 'STRASSE', 'nobody'),
      company: fc.constantFrom(null, '', 'ACME', 'straße'),
      owner: fc.constantFrom(null, 1, 2, 3),
      tier: fc.constantFrom(undefined, 'GOLD', 7),
      size: fc.constantFrom(undefined, 0, 2, 3.5),
      renewal: fc.constantFrom(undefined, ...CUSTOM_DAYS),
      lastOpen: fc.option(hoursAgo),
      replied: fc.integer({ min: 0, max: 3 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('basis' as const),
      contact,
      purpose: fc.constantFrom('one-to-one-tracking', 'marketing-mail'),
      basis: fc.constantFrom('consent-given', 'consent-withdrawn', 'none'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('address' as const),
      contact,
      domain: fc.constantFrom(...DOMAINS, 'x.two.example'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('list' as const), contact, on: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('unsubscribe' as const),
      contact,
      message: fc.option(fc.constantFrom(...MESSAGES)),
      hoursAgo,
      ended: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('object' as const), contact }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('limit' as const), contact, on: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('privacy' as const), on: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('undo mail' as const),
      message: fc.constantFrom(...ONE_TO_ONE),
      state: fc.constantFrom('sent', 'undone'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('rule' as const), segment: fc.nat(3), nth: fc.nat(7) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('gone' as const), contact }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('time' as const),
      hours: fc.constantFrom(1, 7, 24, 48, 24 * 7, 24 * 31),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Rules of which the nth may name the list and segments before it: no loops. */
const rules = fc.tuple(
  ...[...SEGMENTS, ...SEGMENTS].map((_, i) =>
    anyRule({ ...WORLD, segments: [LIST, ...SEGMENTS.slice(0, i % 4)] }),
  ),
);

let accounts = 100;

class World {
  readonly clock = new ManualClock(BEGIN);
  seq = 0;
  readonly account = (accounts += 1);
  readonly rules = new Map<string, Rule>();
  readonly services: { store: Store; clock: ManualClock };

  constructor(
    readonly store: Store,
    readonly given: readonly Rule[],
  ) {
    this.services = { store, clock: this.clock };
  }

  get db(): Store['db'] {
    return this.store.db;
  }

  at(hoursAgo: number): Date {
    return new Date(this.clock.now().getTime() - hoursAgo * HOUR_MS);
  }

  async begin(): Promise<void> {
    const { db, account } = this;
    const now = this.clock.now();
    await sql`insert into accounts (id, tenant_id, name, settings, created_at) overriding system value
      values (${account}, ${`t${account}`}, 'Test', '{}', ${now})`.execute(db);
    for (const [n, contact] of CONTACTS.entries()) {
      await sql`insert into contacts (account_id, id, name, source, created_at, updated_at)
        values (${account}, ${contact}, ${`Contact ${n}`}, 'test', ${this.at(n * 200)}, ${now})`.execute(db);
      await sql`insert into contact_addresses (account_id, address, contact_id, is_primary, created_at)
        values (${account}, ${`c${n}@${DOMAINS[n % 2]}`}, ${contact}, true, ${now})`.execute(db);
    }
    for (const message of MARKETING) {
      await sql`insert into marketing_messages (account_id, id, name, state, content, settings, created_by, updated_by, created_at, updated_at)
        values (${account}, ${message}, ${message}, 'sent', '{}', '{}', 1, 1, ${now}, ${now})`.execute(db);
    }
    for (const message of MESSAGES) {
      const kind = MARKETING.includes(message) ? 'marketing' : 'one-to-one';
      await sql`insert into messages (account_id, id, direction, kind, state, at, created_at, updated_at)
        values (${account}, ${message}, 'outgoing', ${kind}, 'sent', ${this.at(100)}, ${now}, ${now})`.execute(
        db,
      );
    }
    await this.makeSegment(LIST, undefined);
    for (const [i, segment] of SEGMENTS.entries()) await this.makeSegment(segment, this.given[i]);
    await this.fill(...SEGMENTS);
  }

  async makeSegment(segment: string, rule: Rule | undefined): Promise<void> {
    if (rule) this.rules.set(segment, rule);
    await sql`insert into segments (account_id, id, name, kind, rule, uses, state, created_at, updated_at)
      values (${this.account}, ${segment}, ${segment}, ${rule ? 'active' : 'list'}, ${rule ? json(rule) : null},
        ${rule ? segmentsIn(rule) : []}, ${rule ? 'filling' : 'ready'}, ${BEGIN}, ${BEGIN})`.execute(this.db);
  }

  /** In steps of two contacts, so that what happens between is followed. */
  async fill(...segments: string[]): Promise<void> {
    for (const segment of segments) {
      while ((await fillOnce(this.services, this.account, segment, 2)) !== 'done');
    }
  }

  async follow(): Promise<void> {
    for (;;) {
      const { more, next } = await followOnce(this.services, this.account);
      if (!more && (!next || next > this.clock.now())) return;
    }
  }

  async take(step: Step): Promise<void> {
    const { db, account } = this;
    const now = this.clock.now();
    const there = 'contact' in step && (await this.isThere(step.contact));
    if ('contact' in step && !there) return;
    switch (step.do) {
      case 'event':
        await sql`insert into events (account_id, seq, kind, at, recorded_at, message_id, contact_id, cause, historic, detail)
          values (${account}, ${(this.seq += 1)}, ${step.kind}, ${this.at(step.hoursAgo)}, ${now}, ${step.message}, ${step.contact},
            ${`test:${this.seq}`}, ${step.historic}, ${json({
              ...(step.kind === 'click' && { link: { target: step.link, text: '' } }),
              ...(step.kind === 'bounce' && { delivery: step.historic ? 'delayed' : 'failed' }),
            })})`.execute(db);
        return;
      case 'retract':
        await sql`insert into events (account_id, seq, kind, at, recorded_at, message_id, contact_id, cause, retracts)
          select account_id, ${(this.seq += 1)}, 'retracted', ${now}, ${now}, message_id, contact_id, 'event:' || seq, seq from events
          where account_id = ${account} and seq = ${step.nth} and kind <> 'retracted' on conflict do nothing`.execute(
          db,
        );
        return;
      case 'copy': {
        const at = this.at(step.hoursAgo);
        await sql`insert into marketing_copies (account_id, message_id, idx, contact_id, address, state)
          values (${account}, ${step.message}, ${CONTACTS.indexOf(step.contact) + 1}, ${step.contact}, 'x', 'waiting')
          on conflict do nothing`.execute(db);
        await sql`update marketing_copies set state = ${step.left ? 'accepted' : 'waiting'}, left_at = ${step.left ? at : null},
            delivery = ${step.fate === 'none' ? 'unknown' : step.fate}, bounced_at = ${step.fate === 'failed' ? at : null},
            complained_at = ${step.fate === 'complaint' ? at : null}
          where account_id = ${account} and message_id = ${step.message} and contact_id = ${step.contact}`.execute(
          db,
        );
        return;
      }
      case 'mail':
        await sql`insert into message_recipients (account_id, message_id, idx, address, via, contact_id, delivery, at)
          values (${account}, ${step.message}, ${CONTACTS.indexOf(step.contact) + 1}, ${`r${step.contact}`}, 'to', ${step.contact}, ${step.delivery}, ${now})
          on conflict (account_id, message_id, idx) do update set delivery = excluded.delivery`.execute(db);
        return;
      case 'change': {
        const { tier, size, renewal } = step;
        await sql`update contacts set name = ${step.name}, company = ${step.company}, owner_user_id = ${step.owner},
            properties = ${json({ custom: { tier, size, renewal } })}, marketing_replied = ${step.replied},
            last_open_at = ${step.lastOpen === null ? null : this.at(step.lastOpen)}
          where account_id = ${account} and id = ${step.contact}`.execute(db);
        return;
      }
      case 'basis':
        await sql`insert into legal_bases (account_id, contact_id, purpose, at, basis, source)
          values (${account}, ${step.contact}, ${step.purpose}, clock_timestamp(), ${step.basis}, 'test')`.execute(
          db,
        );
        return;
      case 'address':
        await sql`insert into contact_addresses (account_id, address, contact_id, created_at)
          values (${account}, ${`more@${step.domain}`}, ${step.contact}, ${now})
          on conflict (account_id, address) do update set contact_id = excluded.contact_id`.execute(db);
        return;
      case 'list':
        await (
          step.on
            ? sql`insert into segment_members (account_id, segment_id, contact_id, since, why)
              values (${account}, ${LIST}, ${step.contact}, ${now}, 'user:1') on conflict do nothing`
            : sql`delete from segment_members where account_id = ${account} and segment_id = ${LIST} and contact_id = ${step.contact}`
        ).execute(db);
        return;
      case 'unsubscribe':
        await sql`insert into unsubscribes (account_id, id, address, address_hash, way, message_id, at, ended_at)
          select a.account_id, gen_random_uuid(), a.address, a.address, 'test', ${step.message}, ${this.at(step.hoursAgo)}, ${step.ended ? now : null}
          from contact_addresses a where a.account_id = ${account} and a.contact_id = ${step.contact} limit 1 on conflict do nothing`.execute(
          db,
        );
        return;
      case 'object':
        await sql`insert into objections (account_id, id, address, address_hash, way, at)
          select a.account_id, gen_random_uuid(), a.address, a.address, 'link', ${now}
          from contact_addresses a where a.account_id = ${account} and a.contact_id = ${step.contact} limit 1 on conflict do nothing`.execute(
          db,
        );
        return;
      case 'limit':
        await (
          step.on
            ? sql`insert into tracking_limits (account_id, scope, value, level, source, at)
              values (${account}, 'contact', ${step.contact}, 'all', 'test', ${now}) on conflict do nothing`
            : sql`delete from tracking_limits where account_id = ${account} and value = ${step.contact}`
        ).execute(db);
        return;
      case 'privacy':
        await sql`update accounts set settings = ${json({ privacy: step.on })} where id = ${account}`.execute(
          db,
        );
        return;
      case 'undo mail':
        await sql`update messages set state = ${step.state} where account_id = ${account} and id = ${step.message}`.execute(
          db,
        );
        return;
      case 'rule': {
        const segment = SEGMENTS[step.segment] ?? '';
        const rule = this.given[step.segment + 4];
        if (!rule) return;
        this.rules.set(segment, rule);
        await sql`update segments set rule = ${json(rule)}, uses = ${segmentsIn(rule)}, version = version + 1, state = 'filling',
          filled_upto = null where account_id = ${account} and id = ${segment}`.execute(db);
        await this.fill(segment);
        return;
      }
      case 'gone':
        await sql`delete from contacts where account_id = ${account} and id = ${step.contact}`.execute(db);
        return;
      case 'time':
        this.clock.advance(step.hours * HOUR_MS);
    }
  }

  private async isThere(contact: string): Promise<boolean> {
    const { rows } =
      await sql`select 1 from contacts where account_id = ${this.account} and id = ${contact}`.execute(
        this.db,
      );
    return rows.length > 0;
  }

  async members(segment: string): Promise<string[]> {
    const { rows } = await sql<{ id: string }>`select contact_id as id from segment_members
      where account_id = ${this.account} and segment_id = ${segment} order by 1`.execute(this.db);
    return rows.map((row) => row.id);
  }

  /** By asking all contacts anew, as SQL and as the function says it. */
  async recounted(segment: string): Promise<{ bySql: string[]; byFacts: string[] }> {
    const { account, db } = this;
    const rule = this.rules.get(segment);
    if (!rule) throw new Error('no such segment');
    const now = this.clock.now();
    const { joins, holds } = ruleSql(account, rule, now);
    const { rows } = await sql<{ id: string }>`
      select c.id from contacts c ${joins} where c.account_id = ${account} and ${holds} order by 1`.execute(
      db,
    );
    const said = await holdsFor(db, account, rule, CONTACTS, now);
    return {
      bySql: rows.map((row) => row.id),
      byFacts: [...said].flatMap(([one, { holds: is }]) => (is ? [one] : [])).sort(),
    };
  }

  /** What a member is, has one row and is counted once. */
  async count(segment: string): Promise<number> {
    const { rows } = await sql<{ count: number }>`select count from segments
      where account_id = ${this.account} and id = ${segment}`.execute(this.db);
    return rows[0]?.count ?? -1;
  }
}

describeOnBothStores('segments follow exactly', (open) => {
  let store: Store;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());

  test('whatever happens to contacts, and however time goes on, members are those whom the rule means', async () => {
    await fc.assert(
      fc.asyncProperty(rules, fc.array(step, { minLength: 4, maxLength: 14 }), async (given, steps) => {
        const world = new World(store, given);
        await world.begin();
        for (const one of [{ do: 'time' as const, hours: 0 }, ...steps]) {
          await world.take(one);
          await world.follow();
          for (const segment of SEGMENTS) {
            const { bySql, byFacts } = await world.recounted(segment);
            expect(byFacts).toEqual(bySql);
            expect(await world.members(segment)).toEqual(bySql);
            expect(await world.count(segment)).toBe(bySql.length);
          }
        }
      }),
      propertyRuns('segments', 8, 400),
    );
  }, 300_000);
});
