import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { openStore, type Store } from '../../../src/server/store';
import type { Database } from '../../../src/server/store/schema';
import { parserFor } from '../../../src/server/store/values';
import { table } from '../measure';
import { generate, mailsFor, sizeOf, whatWasMade } from './generate';
import { type Filled, measurePages, type Measured } from './pages';

const HELP = `npm run bench -- scale [--hits N] [--store embedded|postgres] [--base N] [--why]

A contact's timeline, the feed and a message's page, as the server makes them, in a store with so many hits of one year
(made by test/bench/scale/generate.ts) against one with few: pages of the store that are read (EXPLAIN ANALYZE, BUFFERS),
tables read from end to end, and milliseconds. PostgreSQL: a new database, on the server of TEST_DATABASE_URL.

  --hits N     1000000; 10 million want some 12 GB of disk
  --store S    embedded (default) or postgres
  --base N     what it is compared with: 10000
  --database D postgres: what their names begin with (mailtrail_scale); dropped afterwards
  --keep       postgres: they stay, and are used as they are if they are there (to measure again)
  --why        also what each query of a page reads
`;

const WANTED_RATIO = 1.5;
const WANTED_P99_MS = 50;
const LONG_MS = 900_000;

export interface Opened {
  store: Store;
  /** One connection without a limit of time. */
  raw: Kysely<Database>;
  /** By an earlier run. */
  filled: boolean;
  end(): Promise<void>;
}

export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      hits: { type: 'string', default: '1000000' },
      base: { type: 'string', default: '10000' },
      store: { type: 'string', default: 'embedded' },
      database: { type: 'string', default: 'mailtrail_scale' },
      keep: { type: 'boolean', default: false },
      why: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const print = (text: string): unknown => process.stdout.write(`${text}\n`);
  if (values.help) {
    print(HELP);
    return 0;
  }
  const server = process.env.TEST_DATABASE_URL;
  if (values.store === 'postgres' && server === undefined) {
    print('TEST_DATABASE_URL is not set');
    return 2;
  }
  const open = (name: string): Promise<Opened> =>
    values.store === 'postgres' && server !== undefined
      ? openPostgres(server, name, values.keep)
      : openEmbedded();
  const stores: Opened[] = [];
  try {
    const filled: Filled[] = [];
    for (const hits of [Number(values.base), Number(values.hits)]) {
      const opened = await open(`${values.database}_${stores.length}`);
      stores.push(opened);
      // The same company either way, so that nothing grows but the hits.
      const size = sizeOf(hits, mailsFor(Number(values.hits)));
      if (!opened.filled) {
        const began = performance.now();
        await generate(opened.store, opened.raw, size, new Date());
        print(`${values.store}: ${hits} hits made in ${((performance.now() - began) / 1_000).toFixed(0)} s`);
        await sql`vacuum (analyze)`.execute(opened.raw);
        await sql`checkpoint`.execute(opened.raw);
      }
      const made = await whatWasMade(opened.raw, size);
      filled.push({ store: opened.store, made });
    }
    const [few = [], many = []] = await measurePages(filled);
    return tell(few, many, values.why, print);
  } finally {
    for (const opened of stores) await opened.end();
  }
}

/** Prints what was measured; 0 if all is as wanted, else 1. */
function tell(
  few: readonly Measured[],
  many: readonly Measured[],
  why: boolean,
  print: (text: string) => unknown,
): number {
  print('');
  print(report(few, many));
  if (why) {
    for (const [i, one] of many.entries()) {
      print(`\n${one.page}`);
      for (const [name, of] of [
        ['few', few[i]],
        ['many', one],
      ] as const) {
        for (const { pages, sql: text } of of?.each.slice(0, 5) ?? [])
          print(`  ${name} ${pages}: ${text.slice(0, 160)}`);
      }
    }
  }
  const missed = many.filter((one, i) => !holds(few[i], one)).map(({ page }) => page);
  print(missed.length === 0 ? '\nall as wanted' : `\nnot as wanted: ${missed.join('; ')}`);
  return missed.length === 0 ? 0 : 1;
}

const ratio = (few: number | undefined, many: number): number => many / (few ?? NaN);

const holds = (few: Measured | undefined, many: Measured): boolean =>
  ratio(few?.buffers, many.buffers) <= WANTED_RATIO &&
  ratio(few?.p50, many.p50) <= WANTED_RATIO &&
  many.p99 < WANTED_P99_MS &&
  many.sequential.length === 0;

const report = (few: readonly Measured[], many: readonly Measured[]): string =>
  table([
    [
      'page',
      'queries',
      'buffers, few',
      'many',
      'ratio',
      'p50 ms, few',
      'many',
      'ratio',
      'p99 ms, many',
      'read whole',
    ],
    ...many.map((one, i) => [
      one.page,
      one.queries.toFixed(0),
      (few[i]?.buffers ?? NaN).toFixed(0),
      one.buffers.toFixed(0),
      ratio(few[i]?.buffers, one.buffers).toFixed(2),
      (few[i]?.p50 ?? NaN).toFixed(1),
      one.p50.toFixed(1),
      ratio(few[i]?.p50, one.p50).toFixed(2),
      one.p99.toFixed(1),
      one.sequential.join(' ') || '–',
    ]),
  ]);

export async function openEmbedded(): Promise<Opened> {
  const directory = mkdtempSync(join(tmpdir(), 'mailtrail-scale-'));
  const store = await openStore({ dataDir: directory, mode: 'sandbox', statementLimitMs: LONG_MS });
  return {
    store,
    raw: store.db,
    filled: false,
    end: async () => {
      await store.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

export async function openPostgres(server: string, name: string, keep: boolean): Promise<Opened> {
  const url = new URL(server);
  url.pathname = `/${name}`;
  const isNew =
    !keep || (await onServer(server, `select 1 from pg_database where datname = '${name}'`)).length === 0;
  if (isNew) await onServer(server, `create database ${name} encoding 'UTF8' template template0`);
  const store = await openStore({ dataDir: tmpdir(), databaseUrl: url.href, mode: 'sandbox' });
  const pool = new pg.Pool({
    connectionString: url.href,
    max: 1,
    options: '-c TimeZone=UTC -c work_mem=256MB -c maintenance_work_mem=512MB -c synchronous_commit=off',
    types: { getTypeParser: parserFor },
  });
  const raw = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  return {
    store,
    raw,
    filled: !isNew,
    end: async () => {
      await raw.destroy();
      await store.close();
      if (!keep) await onServer(server, `drop database ${name} with (force)`);
    },
  };
}

async function onServer(url: string, statement: string): Promise<object[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<object>(statement);
    return rows;
  } finally {
    await client.end();
  }
}
