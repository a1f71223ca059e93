import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import pino from 'pino';
import { type Rule, segmentsIn } from '../../../src/core/rules';
import { recordEvent } from '../../../src/server/events';
import { startJobs } from '../../../src/server/jobs';
import { followTouched, segmentJobs } from '../../../src/server/segments';
import { fillOnce } from '../../../src/server/segments/fill';
import { FOLLOW_JOB } from '../../../src/server/segments/job-types';
import { countRule } from '../../../src/server/segments/views';
import { systemClock } from '../../../src/server/clock';
import { openStore, type Store } from '../../../src/server/store';
import { json } from '../../../src/server/store/schema';
import { newDatabase, testTemplate } from '../../fixtures/stores';
import { median, quantile, table } from '../measure';

const ACCOUNT = 1;
const MESSAGES = 40;
/** Segments that are filled, and timed: two of each kind of rule. */
const FILLED = 16;
const id = (kind: number, n: number): string =>
  `00000000-0000-7000-${8000 + kind}-${n.toString(16).padStart(12, '0')}`;
const idOf = (kind: number, n: string) =>
  sql.raw(`('00000000-0000-7000-${8000 + kind}-' || lpad(to_hex(${n}), 12, '0'))::uuid`);
const message = (n: number): string => id(2, 1 + (n % MESSAGES));

/** Rules as people make them, the nth of so many. */
function ruleOf(n: number): Rule {
  const all = (...rules: Rule[]): Rule => ({ kind: 'group', of: 'all', rules });
  const any = (...rules: Rule[]): Rule => ({ kind: 'group', of: 'any', rules });
  const kinds: readonly (() => Rule)[] = [
    () => ({ kind: 'event', event: 'replied', of: { message: message(n) } }),
    () =>
      all(
        {
          kind: 'event',
          event: 'opened',
          of: 'marketing',
          times: 1 + (n % 3),
          when: { is: 'within', days: 7 + n },
        },
        { kind: 'event', event: 'replied', of: 'marketing', not: true },
      ),
    () =>
      all(
        { kind: 'event', event: 'replied', of: 'any', when: { is: 'within', days: 14 }, not: true },
        { kind: 'owner', users: [1 + (n % 2)] },
      ),
    () =>
      any(
        {
          kind: 'text',
          property: 'company',
          test: { is: 'equal', values: [`Company ${n}`, `Company ${n + 1}`] },
        },
        { kind: 'address', domains: [`company${n}.example`] },
      ),
    () =>
      all(
        { kind: 'event', event: 'received', of: { message: message(n) } },
        { kind: 'event', event: 'clicked', of: { message: message(n) }, not: true },
      ),
    () =>
      all(
        { kind: 'basis', purpose: 'marketing-mail', bases: ['consent-given'] },
        { kind: 'date', property: 'lastEngagement', test: { is: 'within', days: 10 + n } },
      ),
    () =>
      all(
        { kind: 'number', property: 'custom:size', test: { is: 'more', value: n % 50 } },
        { kind: 'date', property: 'custom:renewal', test: { is: 'next', days: 30 } },
      ),
    () =>
      n > 8
        ? all({ kind: 'member', segment: id(3, n - 8) }, { kind: 'member', segment: id(3, n - 6), not: true })
        : { kind: 'tracked' },
  ];
  return (kinds[n % kinds.length] ?? (() => all()))();
}

async function seed(store: Store, contacts: number, events: number): Promise<void> {
  const { db } = store;
  const now = new Date();
  await sql`insert into accounts (id, tenant_id, name, settings, created_at) overriding system value
    values (${ACCOUNT}, 'bench', 'Bench', '{}', ${now})`.execute(db);
  await sql`insert into account_counters (account_id, event_seq) values (${ACCOUNT}, ${events})`.execute(db);
  for (const user of [1, 2]) {
    await sql`insert into users (account_id, id, oid, name, email, role, seat, created_at)
      values (${ACCOUNT}, ${user}, ${`o${user}`}, ${`User ${user}`}, ${`u${user}@x.example`}, 'admin', 'paid', ${now})`.execute(
      db,
    );
  }
  // Triggers are for what comes after.
  const tables = ['contacts', 'contact_addresses', 'legal_bases', 'events', 'messages', 'marketing_copies'];
  for (const name of tables) await sql`alter table ${sql.table(name)} disable trigger user`.execute(db);
  await sql`insert into contacts (account_id, id, name, company, owner_user_id, source, properties, last_engagement_at, created_at, updated_at)
    select ${ACCOUNT}, ${idOf(1, 'n')}, 'Given' || n || ' Family' || (n % 977), 'Company ' || (n % 500), 1 + n % 2, 'bench',
      jsonb_build_object('custom', jsonb_build_object('size', n % 100, 'renewal', to_char(now() + (n % 400) * interval '1 day', 'YYYY-MM-DD'))),
      now() - (n % 300) * interval '1 day', now() - (n % 900) * interval '1 day', now()
    from generate_series(1, ${contacts}::integer) n`.execute(db);
  await sql`insert into contact_addresses (account_id, address, contact_id, is_primary, created_at)
    select ${ACCOUNT}, 'given' || n || '@company' || (n % 500) || '.example', ${idOf(1, 'n')}, true, now()
    from generate_series(1, ${contacts}::integer) n`.execute(db);
  await sql`insert into legal_bases (account_id, contact_id, purpose, at, basis, source)
    select ${ACCOUNT}, ${idOf(1, 'n')}, p, now() - interval '1 day', case when n % 5 = 0 then 'none' else 'consent-given' end, 'bench'
    from generate_series(1, ${contacts}::integer) n, unnest(array['one-to-one-tracking', 'marketing-mail']) p`.execute(
    db,
  );
  await sql`insert into marketing_messages (account_id, id, name, state, content, settings, created_by, updated_by, created_at, updated_at)
    select ${ACCOUNT}, ${idOf(2, 'n')}, 'Message ' || n, 'sent', '{}', '{}', 1, 1, now(), now() from generate_series(1, ${MESSAGES}::integer) n`.execute(
    db,
  );
  await sql`insert into messages (account_id, id, direction, kind, state, at, created_at, updated_at)
    select ${ACCOUNT}, ${idOf(2, 'n')}, 'outgoing', 'marketing', 'sent', now(), now(), now() from generate_series(1, ${MESSAGES}::integer) n`.execute(
    db,
  );
  await sql`insert into marketing_copies (account_id, message_id, idx, contact_id, address, state, left_at)
    select ${ACCOUNT}, ${idOf(2, '1 + (n * 7 + m) % 40')}, n, ${idOf(1, 'n')}, 'x', 'accepted', now() - m * interval '20 days'
    from generate_series(1, ${contacts}::integer) n, generate_series(1, 3) m`.execute(db);
  for (let from = 1; from <= events; from += 50_000) {
    await sql`insert into events (account_id, seq, kind, at, recorded_at, message_id, recipient_idx, contact_id, cause, detail)
    select ${ACCOUNT}, n, (array['open', 'open', 'open', 'click', 'reply'])[1 + n % 5], now() - (n % 8000) * interval '1 hour', now(),
      ${idOf(2, '1 + (n * 7 + 1 + n / 100000) % 40')}, 1 + n % ${sql.lit(contacts)}, ${idOf(1, `1 + (n::bigint * 7919) % ${contacts}`)}, 'bench:' || n, '{}'
    from generate_series(${from}::integer, ${Math.min(from + 49_999, events)}::integer) n`.execute(db);
  }
  for (const name of tables) await sql`alter table ${sql.table(name)} enable trigger user`.execute(db);
  await sql`analyze`.execute(db);
}

async function makeSegments(store: Store, segments: number): Promise<void> {
  for (let n = 1; n <= segments; n += 1) {
    const rule = ruleOf(n);
    await sql`insert into segments (account_id, id, name, kind, rule, uses, state, created_at, updated_at)
      values (${ACCOUNT}, ${id(3, n)}, ${`Segment ${n}`}, 'active', ${json(rule)}, ${segmentsIn(rule)}, 'filling', now(), now())`.execute(
      store.db,
    );
  }
}

const ms = (n: number): string => `${n < 100 ? n.toFixed(1) : Math.round(n)} ms`;
const spread = (all: readonly number[]): string[] =>
  [median(all), quantile(all, 0.99), Math.max(...all)].map(ms);

/** Segments at scale: how long filling, counting and following take. `postgres`: on TEST_DATABASE_URL in place of the embedded store. */
export async function benchSegments({
  contacts = 100_000,
  segments = 200,
  events = 200_000,
  laps = 300,
  postgres = false,
}): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), 'mailtrail-bench-'));
  const database = postgres ? await newDatabase() : undefined;
  const store = await openStore({
    dataDir,
    mode: 'sandbox',
    ...(database ? { databaseUrl: database.url } : { template: await testTemplate() }),
  });
  const services = { store, clock: systemClock, log: pino({ level: 'silent' }) };
  try {
    await seed(store, contacts, events);
    const counts: number[] = [];
    for (let n = 1; n <= 8; n += 1) {
      const began = performance.now();
      await countRule(store.db, ACCOUNT, ruleOf(n), new Date());
      counts.push(performance.now() - began);
    }
    await makeSegments(store, segments);
    const fills: number[] = [];
    for (let n = 1; n <= FILLED; n += 1) {
      const began = performance.now();
      while ((await fillOnce(services, ACCOUNT, id(3, n))) === 'more');
      fills.push(performance.now() - began);
    }
    // The others take each contact in as its event comes, which is more work for each of them than it would be.
    await sql`update segments set state = 'ready' where account_id = ${ACCOUNT}`.execute(store.db);
    await sql`delete from contact_touches`.execute(store.db);
    await store.maintain();
    await sql`delete from segment_checks where at < now() + interval '1 hour'`.execute(store.db);

    // As a server does it: the commit wakes, a job follows.
    let followed: () => void = () => undefined;
    const jobs = segmentJobs(services);
    const follow = jobs[FOLLOW_JOB];
    const running = await startJobs({
      store,
      clock: systemClock,
      handlers: {
        [FOLLOW_JOB]: async (job) => {
          const again = await follow?.(job);
          followed();
          return again;
        },
      },
    });
    const ends = await followTouched(services);
    const latencies: number[] = [];
    const written: number[] = [];
    for (let n = 0; n < laps + 20; n += 1) {
      const contact = id(1, 1 + ((n * 7907) % contacts));
      const before = performance.now();
      await store.tx((trx) =>
        recordEvent(trx, {
          account: ACCOUNT,
          kind: n % 3 === 0 ? 'reply' : 'open',
          ...{ at: new Date(), recordedAt: new Date(), message: message(n), contact, cause: `lap:${n}` },
        }),
      );
      const committed = performance.now();
      for (;;) {
        const done = new Promise<void>((resolve) => (followed = resolve));
        const left = await sql`select 1 from contact_touches limit 1`.execute(store.db);
        if (left.rows.length === 0) break;
        await done;
      }
      // Until the plans are kept.
      if (n < 20) continue;
      written.push(committed - before);
      latencies.push(performance.now() - committed);
    }
    await ends();
    await running.stop();
    return [
      `${contacts} contacts, ${events} events, ${segments} active segments, ${store.kind}`,
      table([
        ['', 'median', 'p99', 'longest'],
        ['an event is written', ...spread(written)],
        ['… until all segments have followed', ...spread(latencies)],
        ['a rule is counted live', ...spread(counts)],
        ['a segment is filled', ...spread(fills)],
      ]),
    ].join('\n');
  } finally {
    await store.close();
    await database?.drop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
