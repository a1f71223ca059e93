import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { openStore, type Store, type StoreAlarm, StoreInterrupted } from '../../../src/server/store';
import { temporaryDirectory, testTemplate } from '../../fixtures/stores';
import { waitFor } from '../../fixtures/wait-for';

describe('the embedded store', () => {
  const root = temporaryDirectory();
  const dataDir = path.join(root, 'data');
  const alarms: StoreAlarm[] = [];
  let store: Store;
  const open = async (): Promise<Store> =>
    openStore({
      dataDir,
      mode: 'sandbox',
      template: await testTemplate(),
      statementLimitMs: 4_000,
      onAlarm: (alarm) => alarms.push(alarm),
    });
  beforeAll(async () => {
    store = await open();
    await sql`create table kept (n bigint primary key)`.execute(store.db);
  });
  afterAll(() => store.close());

  test('lies in a directory that only its owner may enter', () => {
    expect(fs.statSync(dataDir).mode & 0o777).toBe(0o700);
    expect(fs.statSync(path.join(dataDir, 'pg')).mode & 0o777).toBe(0o700);
  });

  test('runs with fsync on and a useful amount of memory', async () => {
    const { rows } =
      await sql`select current_setting('fsync') as fsync, current_setting('full_page_writes') as pages,
      current_setting('shared_buffers') as buffers, current_setting('TimeZone') as zone`.execute(store.db);
    expect(rows).toEqual([{ fsync: 'on', pages: 'on', buffers: '64MB', zone: 'UTC' }]);
  });

  test('is refused to another process, which is told the pid', async () => {
    const script = `require('./src/server/store').openStore({ dataDir: ${JSON.stringify(dataDir)}, mode: 'sandbox' })
      .then(() => console.log('opened'), (error) => console.log(error.message))`;
    const { stdout } = spawnSync(process.execPath, ['-r', 'tsx/cjs', '-e', script], {
      cwd: path.join(__dirname, '../../..'),
      encoding: 'utf8',
    });
    expect(stdout).toContain(`in use by process ${process.pid}`);
  });

  test('a hung statement is ended, its transaction is lost, the store goes on with everything committed', async () => {
    await sql`insert into kept values (1)`.execute(store.db);
    const heard: string[] = [];
    const stop = await store.listen('kept', (payload) => heard.push(payload));
    const hung = store.tx(async (trx) => {
      await sql`insert into kept values (2)`.execute(trx);
      await sql`select count(*) from generate_series(1, 1000000000)`.execute(trx);
    });
    const waiting = sql<{ n: number }>`select n from kept order by n`.execute(store.db);
    await expect(hung).rejects.toThrow(StoreInterrupted);
    expect((await waiting).rows).toEqual([{ n: 1 }]);
    expect(alarms).toContainEqual(expect.objectContaining({ kind: 'store-reopened' }));

    // Listeners hear again, and are told that they may have missed something.
    await waitFor('the word that some may be missing', () => heard.includes(''));
    await store.notify(store.db, 'kept', 'again');
    await waitFor('the next notification', () => heard.includes('again'));
    await stop();
  });

  test('a hung statement is ended even while maintenance waits for its turn', async () => {
    let begun: () => void = () => undefined;
    const running = new Promise<void>((resolve) => (begun = resolve));
    let maintained: Promise<void> = Promise.resolve();
    const hung = store.tx(async (trx) => {
      await sql`select 1`.execute(trx);
      begun();
      await new Promise((resolve) => setTimeout(resolve, 100));
      await sql`select count(*) from generate_series(1, 1000000000)`.execute(trx);
    });
    void running.then(() => (maintained = store.maintain()));
    await expect(hung).rejects.toThrow(StoreInterrupted);
    await maintained;
  });

  test('a transaction that lost its store says so at its next statement, and commits nothing', async () => {
    const lost = store.tx(async (trx) => {
      await sql`insert into kept values (3)`.execute(trx);
      await sql`select count(*) from generate_series(1, 1000000000)`.execute(trx).catch(() => undefined);
      await sql`insert into kept values (4)`.execute(trx);
    });
    await expect(lost).rejects.toThrow('reopened during this transaction');
    const { rows } = await sql`select n from kept where n in (3, 4)`.execute(store.db);
    expect(rows).toEqual([]);
  });

  test('maintenance takes dead rows away and bounds the write-ahead log', async () => {
    await sql`create table churn (n bigint, filler text)`.execute(store.db);
    await sql`insert into churn select n, repeat('x', 200) from generate_series(1, 5000) n`.execute(store.db);
    await sql`delete from churn where n > 10`.execute(store.db);
    // PostgreSQL tells its statistics at most once a second.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await sql`select 1`.execute(store.db);
    await store.maintain();
    const size = await sql<{
      pages: number;
    }>`select relpages as pages from pg_class where relname = 'churn'`.execute(store.db);
    expect(size.rows[0]?.pages).toBeLessThan(5);
    const wal = await sql<{ bytes: number }>`
      select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn)::bigint as bytes from pg_control_checkpoint()`.execute(
      store.db,
    );
    expect(wal.rows[0]?.bytes).toBeLessThan(100_000);
  });

  test('a checkpoint follows by itself when much was written', async () => {
    const before = await sql<{ lsn: string }>`select redo_lsn as lsn from pg_control_checkpoint()`.execute(
      store.db,
    );
    await sql`create table large (n bigint, filler text)`.execute(store.db);
    for (let part = 0; part < 11; part += 1) {
      await sql`insert into large select n, repeat(md5(n::text), 20) from generate_series(1, 10000) n`.execute(
        store.db,
      );
    }
    await waitFor(
      'a checkpoint',
      async () => {
        const now = await sql<{ lsn: string }>`select redo_lsn as lsn from pg_control_checkpoint()`.execute(
          store.db,
        );
        return now.rows[0]?.lsn !== before.rows[0]?.lsn;
      },
      30_000,
    );
  });

  test('opens again with everything after a clean end', async () => {
    await store.close();
    store = await open();
    const { rows } = await sql`select n from kept`.execute(store.db);
    expect(rows).toEqual([{ n: 1 }]);
  });

  test('a first start that was killed half way begins anew', async () => {
    const other = path.join(root, 'half');
    fs.mkdirSync(path.join(other, 'pg.new', 'base'), { recursive: true });
    fs.writeFileSync(path.join(other, 'pg.new', 'PG_VERSION'), 'half');
    const fresh = await openStore({ dataDir: other, mode: 'live', template: await testTemplate() });
    await fresh.health();
    await fresh.close();
    expect(fs.existsSync(path.join(other, 'pg.new'))).toBe(false);
  });

  test('a directory that is not a database is left alone', async () => {
    const other = path.join(root, 'letters');
    fs.mkdirSync(path.join(other, 'pg'), { recursive: true });
    fs.writeFileSync(path.join(other, 'pg', 'letters.txt'), 'mine');
    await expect(openStore({ dataDir: other, mode: 'live' })).rejects.toThrow('not a database');
    expect(fs.readFileSync(path.join(other, 'pg', 'letters.txt'), 'utf8')).toBe('mine');
  });
});
