import { type Kysely, sql } from 'kysely';
import { feedPage } from '../../../src/server/crm/feed-page';
import { encodeCursor } from '../../../src/server/crm/cursor';
import { messageViews } from '../../../src/server/crm/message-views';
import { visibleMessage } from '../../../src/server/crm/messages';
import { contactTimeline } from '../../../src/server/crm/timeline';
import type { Store } from '../../../src/server/store';
import type { Database } from '../../../src/server/store/schema';
import { hitViews } from '../../../src/server/tracking';
import { readPlans } from '../../fixtures/plans';
import { quantile } from '../measure';
import type { Generated } from './generate';

const fileUrl = (): string => '';
const LATENCIES = 300;
const WARM_UP = 20;
/** Pages of others differ from one another: so many are read, and the mean is told. */
const READ = 20;
const VARIED = new Set(['timeline, others', 'message, others']);
/** A table of fewer pages is read whole for less than fifty lookups by an index cost. */
const LARGE_PAGES = 100;

export interface Measured {
  page: string;
  queries: number;
  /** Pages of the store, all queries of the page together. */
  buffers: number;
  sequential: string[];
  p50: number;
  p99: number;
  /** The queries by how much they read, most first. */
  each: { sql: string; pages: number }[];
}

type Page = (db: Kysely<Database>, turn: number) => Promise<unknown>;

/** The pages as the server makes them, of what is busiest and of what is ordinary. */
async function pagesOf(store: Store, made: Generated): Promise<[string, Page][]> {
  const viewer = { account: made.account, user: made.user };
  const { rows: mails } = await sql<{ id: string; contact: string }>`
    select m.id, r.contact_id as contact from messages m
    join message_recipients r on r.account_id = m.account_id and r.message_id = m.id and r.idx = 1
    where m.account_id = ${made.account} and m.id <> ${made.busyMessage} and r.contact_id <> ${made.busyContact}
    order by m.id desc offset 20 limit 200`.execute(store.db);
  const { rows: old } = await sql<{ id: string; at: Date }>`
    select m.id, m.at from messages m join message_recipients r on r.account_id = m.account_id and r.message_id = m.id
    where m.account_id = ${made.account} and r.contact_id = ${made.busyContact} order by m.at desc offset 10 limit 1`.execute(
    store.db,
  );
  const [middle] = old;
  const cursor = middle ? encodeCursor({ at: middle.at.toISOString(), id: middle.id }) : '';
  const timeline =
    (contact: (turn: number) => string, at?: string): Page =>
    (db, turn) =>
      contactTimeline(
        db,
        viewer,
        contact(turn),
        { limit: 30, ...(at !== undefined && { cursor: at }) },
        fileUrl,
      );
  const message =
    (id: (turn: number) => string): Page =>
    async (db, turn) => {
      if (!(await visibleMessage(db, viewer, id(turn)))) throw new Error('the message is not there');
      await messageViews(db, viewer, [id(turn)], fileUrl);
      await db.transaction().execute(async (trx) => {
        const row = await trx
          .selectFrom('messages')
          .selectAll()
          .where('account_id', '=', made.account)
          .where('id', '=', id(turn))
          .executeTakeFirstOrThrow();
        await hitViews(trx, viewer, row);
      });
    };
  const mail = (turn: number) => mails[turn % mails.length];
  return [
    ['timeline, busiest contact', timeline(() => made.busyContact)],
    ['the same, from the 11th mail', timeline(() => made.busyContact, cursor)],
    ['timeline, others', timeline((turn) => mail(turn)?.contact ?? '')],
    ['feed', (db) => feedPage(db, viewer, { limit: 50 })],
    [
      'feed, 100 lines further',
      async (db) => feedPage(db, viewer, { limit: 50, before: await hundredBack(db, made) }),
    ],
    ['message, most hits', message(() => made.busyMessage)],
    ['message, others', message((turn) => mail(turn)?.id ?? '')],
  ];
}

async function hundredBack(db: Kysely<Database>, { account, user }: Generated): Promise<number> {
  const row = await db
    .selectFrom('events')
    .select('seq')
    .where('account_id', '=', account)
    .where('user_id', '=', user)
    .orderBy('seq', 'desc')
    .offset(100)
    .limit(1)
    .executeTakeFirstOrThrow();
  return row.seq;
}

/** A store with what was made in it. */
export interface Filled {
  store: Store;
  made: Generated;
}

/**
 * The pages of each store, in the order of the stores. They take turns, read by read, so that what else the machine
 * does meets them alike.
 */
export async function measurePages(filled: readonly Filled[]): Promise<Measured[][]> {
  const sides = await Promise.all(
    filled.map(async ({ store, made }) => ({
      store,
      pages: await pagesOf(store, made),
      large: await largeTables(store),
      measured: [] as Measured[],
    })),
  );
  for (const index of sides[0]?.pages.keys() ?? []) {
    const runs = sides.flatMap((side) => {
      const page = side.pages[index];
      return page ? [{ ...side, name: page[0], run: page[1], times: [] as number[] }] : [];
    });
    for (let turn = -WARM_UP; turn < LATENCIES; turn += 1) {
      for (const { store, run, times } of runs) {
        const began = performance.now();
        await run(store.db, turn + WARM_UP);
        if (turn >= 0) times.push(performance.now() - began);
      }
    }
    for (const { store, name, run, times, large, measured } of runs)
      measured.push({ page: name, ...(await plansOf(store, name, run, large)), ...spread(times) });
  }
  return sides.map(({ measured }) => measured);
}

async function largeTables(store: Store): Promise<Set<string>> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class where relkind = 'r' and relpages >= ${LARGE_PAGES}`.execute(
    store.db,
  );
  return new Set(rows.map(({ name }) => name));
}

const spread = (times: readonly number[]): Pick<Measured, 'p50' | 'p99'> => ({
  p50: quantile(times, 0.5),
  p99: quantile(times, 0.99),
});

async function plansOf(
  store: Store,
  name: string,
  run: Page,
  large: ReadonlySet<string>,
): Promise<Pick<Measured, 'queries' | 'buffers' | 'sequential' | 'each'>> {
  const turns = VARIED.has(name) ? READ : 1;
  const plans = await readPlans(
    store,
    async (db) => {
      for (let turn = 0; turn < turns; turn += 1) await run(db, turn);
    },
    { analyze: true },
  );
  return {
    queries: plans.queries / turns,
    buffers: plans.buffers.reduce((sum, { pages }) => sum + pages, 0) / turns,
    sequential: plans.sequential.filter((table) => large.has(table)),
    each: plans.buffers.slice(0, plans.queries / turns).sort((x, y) => y.pages - x.pages),
  };
}
