import { sql, type Kysely } from 'kysely';
import { recordEvent, retractEvent } from '../../../src/server/events';
import type { Store } from '../../../src/server/store';
import { json, type AccountSettings, type Database } from '../../../src/server/store/schema';
import { uuidV7 } from '../../../src/server/store/uuid-v7';
import {
  applyIngested,
  beginRejudgement,
  hitViews,
  rejudgeBatch,
  reportOf,
  whyNothing,
} from '../../../src/server/tracking';
import { dropHitMonths, hitMonths, makeHitMonths, monthOf } from '../../../src/server/tracking/hit-months';
import { keepHitMonths } from '../../../src/server/tracking/hit-retention';
import { writeMessage } from '../../fixtures/messages';
import { readPlans } from '../../fixtures/plans';
import { describeOnBothStores, temporaryDirectory } from '../../fixtures/stores';
import { EDGE, makeWorld, type World } from './world';

const LOG = '11111111-1111-4111-8111-111111111111';
const running = new AbortController().signal;

describeOnBothStores('hits in parts by month', (open) => {
  const root = temporaryDirectory();
  let store: Store;
  let offset = 0;
  const worlds: World[] = [];

  beforeAll(async () => {
    store = await open();
  });
  afterAll(async () => {
    for (const world of worlds) await world.close();
    await store.close();
  });
  // Every account takes part in what goes: each test has the store's hits to itself.
  beforeEach(async () => {
    for (const world of worlds.splice(0)) await world.close();
    await store.db
      .deleteFrom('accounts')
      .where('id', 'not in', store.db.selectFrom('users').select('account_id'))
      .execute();
    await dropHitMonths(store, 12 * 3000);
    await store.db.deleteFrom('hits').execute();
  });

  async function worldWith(settings: AccountSettings = {}): Promise<World> {
    const world = await makeWorld(store, root, { settings });
    worlds.push(world);
    return world;
  }

  interface Past {
    world: World;
    at: Date;
    token?: string;
    message?: string | null;
    verdict?: 'person' | 'machine';
  }

  /** A hit as it was judged then; resolves to its id. */
  async function past({
    world,
    at,
    token = 'a token',
    message = null,
    verdict = 'machine',
  }: Past): Promise<string> {
    const id = uuidV7(at);
    offset += 1;
    await store.db
      .insertInto('hits')
      .values({
        account_id: world.account,
        id,
        log: LOG,
        segment: 1,
        offset,
        kind: 'open',
        at,
        token_key: token,
        recipient_idx: 0,
        link_n: null,
        target: null,
        message_id: message,
        features: json({ method: 'GET', agent: 'mail-program', family: 'outlook-windows', network: 'other' }),
        source_hash: 'one source',
        key_epoch: 1,
        verdict,
        via: null,
        reasons: json(['so it was judged']),
        rules_version: 1,
        settled_at: at,
        overruled_by: null,
      })
      .execute();
    return id;
  }

  const partOf = async (id: string): Promise<string | undefined> => {
    for (const part of ['hits_default', ...(await hitMonths(store.db)).map(nameOf)]) {
      const { rows } = await sql`select id from ${sql.id(part)} where id = ${id}`.execute(store.db);
      if (rows.length > 0) return part;
    }
    return undefined;
  };
  const nameOf = (month: number): string =>
    `hits_${Math.floor(month / 12)}_${String((month % 12) + 1).padStart(2, '0')}`;
  const kept = async (): Promise<string[]> =>
    (await store.db.selectFrom('hits').select('id').orderBy('id').execute()).map(({ id }) => id);

  test('this month and three ahead have a part of their own, made once', async () => {
    const now = new Date('2026-11-30T23:59:59.999Z');
    expect((await makeHitMonths(store, now)).map(nameOf)).toEqual([
      'hits_2026_11',
      'hits_2026_12',
      'hits_2027_01',
      'hits_2027_02',
    ]);
    expect(await makeHitMonths(store, now)).toEqual([]);
    expect(await makeHitMonths(store, new Date('2026-12-01T00:00:00Z'))).toEqual([monthOf(now) + 4]);
  });

  test('a hit of any time finds its place; what came before its month had a part moves there', async () => {
    const world = await worldWith();
    const times = [
      '1970-01-01T00:00:00Z',
      '2025-12-31T23:59:59.999Z',
      '2026-01-01T00:00:00Z',
      '2099-06-01T00:00:00Z',
    ];
    const ids: string[] = [];
    for (const at of times) ids.push(await past({ world, at: new Date(at) }));
    expect(await Promise.all(ids.map(partOf))).toEqual(Array(4).fill('hits_default'));
    await makeHitMonths(store, world.clock.now());
    expect(await kept()).toEqual([...ids].sort());
    const parts = [];
    for (const id of ids) parts.push(await partOf(id));
    expect(parts).toEqual(['hits_default', 'hits_2025_12', 'hits_2026_01', 'hits_default']);
    // And what comes now goes there at once.
    expect(await partOf(await past({ world, at: new Date('2026-01-31T23:59:59.999Z') }))).toBe(
      'hits_2026_01',
    );
  });

  test('several nodes make them at once, and each part is made once', async () => {
    const now = new Date('2026-03-02T09:00:00Z');
    const made = await Promise.all([1, 2, 3].map(() => makeHitMonths(store, now)));
    expect(made.flat().sort()).toEqual([0, 1, 2, 3].map((ahead) => monthOf(now) + ahead));
  });

  test('a record of the log is one hit, also when its month was made between two readings', async () => {
    const world = await worldWith();
    const now = world.clock.now();
    const record = {
      kind: 'hit',
      at: now,
      position: { log: LOG, segment: 7, offset: 70 },
      payload: {
        account: world.account,
        user: world.user,
        token: 'x',
        messageKey: 'x',
        recipient: 1,
        at: now.getTime(),
        kind: 'open',
        method: 'GET',
        raw: { ip: '192.0.2.1', userAgent: EDGE, headers: {} },
      },
    };
    const take = () => store.tx((trx) => applyIngested(world.services)(trx, [record]));
    await take();
    await makeHitMonths(store, now);
    await take();
    await take();
    const ids = await kept();
    expect(ids).toHaveLength(1);
    expect(await partOf(ids[0] ?? '')).toBe('hits_2026_03');
  });

  describe('what is old', () => {
    const now = new Date('2026-11-22T12:00:00Z');
    const keep = async (world: World): Promise<{ again: Date }> => {
      world.clock.set(now);
      return keepHitMonths(world.services, running);
    };

    test('goes with its month when no account keeps it, and before that from the accounts that keep less', async () => {
      const long = await worldWith();
      const short = await worldWith({ keepMonths: { hits: 2 } });
      await past({ world: long, at: new Date('2025-09-30T23:59:59.999Z') });
      await past({ world: short, at: new Date('2025-09-01T00:00:00Z') });
      await past({ world: short, at: new Date('2026-08-31T23:59:59.999Z') });
      const stay = [
        await past({ world: long, at: new Date('2025-10-01T00:00:00Z') }),
        await past({ world: long, at: new Date('2026-08-31T23:59:59.999Z') }),
        await past({ world: short, at: new Date('2026-09-01T00:00:00Z') }),
      ];
      expect((await keep(long)).again).toEqual(new Date('2026-11-23T12:00:00Z'));
      expect(await kept()).toEqual(stay.sort());
      expect((await hitMonths(store.db)).map(nameOf)[0]).toBe('hits_2025_10');
      // The job does it again every day.
      await keep(long);
      expect(await kept()).toEqual(stay.sort());
    });

    test('leaves events, counts and dates as they were, and says that it went', async () => {
      const world = await worldWith();
      const at = new Date('2025-08-01T09:00:00Z');
      world.clock.set(at);
      const mail = await world.write();
      await world.report(mail);
      world.clock.advance(3_600_000);
      await world.get(mail.image);
      await world.drained();
      world.clock.advance(60_000);
      await world.drained();
      const state = async () => ({
        message: await store.db
          .selectFrom('messages')
          .select(['opens', 'clicks', 'replies'])
          .where('account_id', '=', world.account)
          .execute(),
        events: await store.db
          .selectFrom('events')
          .selectAll()
          .where('account_id', '=', world.account)
          .execute(),
        contacts: await store.db
          .selectFrom('contacts')
          .selectAll()
          .where('account_id', '=', world.account)
          .execute(),
      });
      const before = await state();
      expect(before.message).toEqual([{ opens: 1, clicks: 0, replies: 0 }]);
      expect(await kept()).toHaveLength(1);
      await keep(world);
      expect(await kept()).toEqual([]);
      expect(await state()).toEqual(before);
      const message = await store.db
        .selectFrom('messages')
        .selectAll()
        .where('account_id', '=', world.account)
        .executeTakeFirstOrThrow();
      const why = await store.tx((trx) => whyNothing(trx, world, message, world.services));
      expect(why.answers.map(({ text }) => text)).toContain(
        'What asked for it before 2025-10-01 is no longer kept; opens and clicks of that time still count.',
      );
      // Judged again, what is gone changes nothing either.
      const run = await store.tx((trx) =>
        beginRejudgement(trx, { account: world.account, apply: true }, now),
      );
      await rejudgeBatch(world.services, world.account, run.id);
      expect(await state()).toEqual(before);
    });

    test('is not judged again within ten minutes of what is gone, since its neighbours may be', async () => {
      const world = await worldWith();
      world.clock.set(now);
      const message = await writeMessage(store, {
        account_id: world.account,
        at: new Date('2025-09-30T00:00:00Z'),
        token_key: 'a token',
        tracked_image: true,
        user_id: world.user,
      });
      await past({ world, message, at: new Date('2025-10-01T00:09:00Z') });
      await past({ world, message, at: new Date('2025-10-01T00:11:00Z') });
      const run = await store.tx((trx) =>
        beginRejudgement(trx, { account: world.account, apply: false }, now),
      );
      const done = await rejudgeBatch(world.services, world.account, run.id);
      expect(done && reportOf(done)).toMatchObject({ judged: 1 });
    });
  });

  test('the hits of a message are looked for from shortly before it was made, not in older months', async () => {
    const world = await worldWith();
    const now = new Date('2026-11-22T12:00:00Z');
    world.clock.set(now);
    for (const from of ['2026-01-01', '2026-05-01', '2026-09-01']) await makeHitMonths(store, new Date(from));
    await makeHitMonths(store, now);
    const id = await writeMessage(store, { account_id: world.account, at: now, token_key: 'a token' });
    const message = await store.db
      .selectFrom('messages')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    await past({ world, message: id, at: now });
    const partsOf = async (run: (db: Kysely<Database>) => Promise<unknown>): Promise<string[]> =>
      (await readPlans(store, (db) => run(db))).tables.filter((table) => table.startsWith('hits_'));
    // Two months before the mail, its own, those ahead, and the default part.
    expect(await partsOf((db) => db.transaction().execute((trx) => hitViews(trx, world, message)))).toEqual([
      'hits_2026_09',
      'hits_2026_10',
      'hits_2026_11',
      'hits_2026_12',
      'hits_2027_01',
      'hits_2027_02',
      'hits_default',
    ]);
  });
});

describeOnBothStores('counts that are kept', (open) => {
  const root = temporaryDirectory();
  let store: Store;
  let world: World;
  beforeAll(async () => {
    store = await open();
    world = await makeWorld(store, root);
  });
  afterAll(async () => {
    await world.close();
    await store.close();
  });

  test('are those of the rows, whatever is written, taken back, read and dropped', async () => {
    const { account, user } = world;
    const at = world.clock.now();
    const messages = [uuidV7(at), uuidV7(at)];
    let turn = 0;
    const seqs: number[] = [];
    for (const message of messages) {
      for (const kind of ['open', 'click', 'reply', 'open', 'sent'] as const) {
        for (const recipient of [0, 1, undefined]) {
          turn += 1;
          const seq = await store.tx((trx) =>
            recordEvent(trx, {
              account,
              kind,
              at,
              recordedAt: at,
              user,
              message,
              ...(recipient !== undefined && { recipient }),
              cause: `hit:${turn}`,
              historic: turn % 7 === 0,
              notify: true,
            }),
          );
          if (seq !== undefined) seqs.push(seq);
        }
      }
    }
    await store.tx(async (trx) => {
      for (const seq of seqs.filter((_, i) => i % 3 === 1))
        await retractEvent(trx, account, seq, { at, reason: 'x' });
    });
    const compare = async (): Promise<number> => {
      const rows = await store.db
        .selectFrom('notifications')
        .select('read_at')
        .where('account_id', '=', account)
        .execute();
      const unread = rows.filter(({ read_at: read }) => read === null).length;
      const count = await store.db
        .selectFrom('unread_counts')
        .select('unread')
        .where('account_id', '=', account)
        .where('user_id', '=', user)
        .executeTakeFirst();
      expect(count?.unread).toBe(unread);
      return unread;
    };
    expect(await compare()).toBeGreaterThan(10);
    const first = store.db
      .updateTable('notifications')
      .where('account_id', '=', account)
      .where('seq', '<=', seqs[9] ?? 0);
    await first.set({ read_at: at }).execute();
    const some = await compare();
    await first.set({ read_at: at, push: 'dropped' }).execute();
    expect(await compare()).toBe(some);
    await store.db
      .deleteFrom('notifications')
      .where('account_id', '=', account)
      .where('seq', '>', seqs[15] ?? 0)
      .execute();
    expect(await compare()).toBeLessThan(some);

    const events = await store.db
      .selectFrom('events')
      .selectAll()
      .where('account_id', '=', account)
      .execute();
    const back = new Set(events.map(({ retracts }) => retracts));
    const standing = events.filter(({ seq, historic }) => !back.has(seq) && !historic);
    const counts = await store.db
      .selectFrom('recipient_counts')
      .selectAll()
      .where('account_id', '=', account)
      .execute();
    expect(counts).toHaveLength(4);
    for (const { message_id: message, recipient_idx: recipient, ...count } of counts) {
      const of = (kind: string): number =>
        standing.filter(
          (event) =>
            event.kind === kind && event.message_id === message && (event.recipient_idx ?? 0) === recipient,
        ).length;
      expect(count).toMatchObject({ opens: of('open'), clicks: of('click'), replies: of('reply') });
    }
  });
});
