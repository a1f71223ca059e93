import fs from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import type { Store, StoreAlarm } from '../../../src/server/store';
import {
  type Apply,
  type IngestLog,
  type IngestRecord,
  openIngestLog,
} from '../../../src/server/store/ingest-log';
import type { OpenSegmentFile } from '../../../src/server/store/ingest/segment';
import { ManualClock } from '../../fixtures/manual-clock';
import { describeOnBothStores, temporaryDirectory } from '../../fixtures/stores';
import { waitFor } from '../../fixtures/wait-for';

const DAY_MS = 86_400_000;

describeOnBothStores('the ingest log', (open) => {
  const root = temporaryDirectory();
  let store: Store;
  let directory: string;
  let number = 0;
  let clock: ManualClock;
  let alarms: StoreAlarm[];
  let applied: IngestRecord[];

  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());
  beforeEach(() => {
    number += 1;
    directory = path.join(root, `log${number}`);
    clock = new ManualClock();
    alarms = [];
    applied = [];
  });

  const openLog = (options: Partial<Parameters<typeof openIngestLog>[1]> = {}): Promise<IngestLog> =>
    openIngestLog(directory, { clock, onAlarm: (alarm) => alarms.push(alarm), ...options });
  const collect: Apply = async (_trx, records) => {
    applied.push(...records);
  };
  const payloads = (): unknown[] => applied.map(({ payload }) => payload);
  const drainAll = async (log: IngestLog, apply: Apply = collect): Promise<void> => {
    const drain = log.drain(store, apply, { retryMs: 2 });
    await waitFor('everything is drained', () => drain.backlog() === 0);
    await drain.stop();
  };
  const files = (ending: string): string[] =>
    fs.readdirSync(directory).filter((name) => name.endsWith(ending));
  const onlyFile = (): string => path.join(directory, files('.log')[0] ?? '');

  test('what was appended reaches the store once, in order, with kind, time and place', async () => {
    const log = await openLog();
    const positions = await Promise.all([
      log.append('hit', { n: 1 }),
      log.append('report', 'two'),
      log.append('hit', null),
    ]);
    await drainAll(log);
    expect(applied).toEqual([
      { kind: 'hit', payload: { n: 1 }, at: clock.now(), position: positions[0] },
      { kind: 'report', payload: 'two', at: clock.now(), position: positions[1] },
      { kind: 'hit', payload: null, at: clock.now(), position: positions[2] },
    ]);
    await drainAll(log);
    await log.close();
    const again = await openLog();
    await drainAll(again);
    expect(applied).toHaveLength(3);
    await again.close();
  });

  test('many appends share one sync', async () => {
    let syncs = 0;
    const openFile: OpenSegmentFile = async (file) => {
      const handle = await fs.promises.open(file, 'wx', 0o600);
      return {
        write: (...args) => handle.write(...args),
        datasync: () => {
          syncs += 1;
          return handle.datasync();
        },
        truncate: (length) => handle.truncate(length),
        close: () => handle.close(),
      };
    };
    const log = await openLog({ openFile });
    await Promise.all(Array.from({ length: 500 }, (_, n) => log.append('hit', n)));
    expect(syncs).toBeLessThan(6);
    await drainAll(log);
    expect(payloads()).toEqual(Array.from({ length: 500 }, (_, n) => n));
    await log.close();
  });

  test('an append is drained at once, without waiting for a timer', async () => {
    const log = await openLog();
    const drain = log.drain(store, collect);
    for (let n = 0; n < 20; n += 1) {
      const began = performance.now();
      await drain.reached(await log.append('hit', n));
      expect(performance.now() - began).toBeLessThan(1_000);
    }
    expect(payloads()).toEqual(Array.from({ length: 20 }, (_, n) => n));
    await drain.stop();
    await log.close();
  });

  test('acknowledged from the database, an append resolves once its record is in the store', async () => {
    const log = await openLog({ ack: 'db' });
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    let answered = false;
    const append = log.append('hit', 1).then(() => (answered = true));
    const drain = log.drain(store, async (trx, records) => {
      await gate;
      await collect(trx, records);
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(answered).toBe(false);
    release();
    await append;
    expect(payloads()).toEqual([1]);
    await drain.stop();
    await log.close();
  });

  test('transactions of the drain stay short: slow records are taken by few, quick ones by many', async () => {
    const log = await openLog();
    await Promise.all(Array.from({ length: 400 }, (_, n) => log.append('hit', n)));
    const sizes: number[] = [];
    await drainAll(log, async (trx, records) => {
      sizes.push(records.length);
      if (sizes.length <= 2) await new Promise((resolve) => setTimeout(resolve, 550));
      await collect(trx, records);
    });
    expect(sizes[0]).toBeLessThanOrEqual(64);
    expect(sizes[2]).toBeLessThanOrEqual((sizes[0] ?? 0) / 4);
    expect(Math.max(...sizes)).toBeGreaterThan(64);
    expect(payloads()).toEqual(Array.from({ length: 400 }, (_, n) => n));
    await log.close();
  });

  test('while a rush goes on the drain gives way, and still moves', async () => {
    const log = await openLog();
    let rush = true;
    const appending = (async () => {
      while (rush) {
        for (let i = 0; i < 50; i += 1) void log.append('hit', i);
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    let busyMs = 0;
    const drain = log.drain(store, async (trx, records) => {
      const began = performance.now();
      await new Promise((resolve) => setTimeout(resolve, 10));
      await collect(trx, records);
      busyMs += performance.now() - began;
    });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    rush = false;
    const taken = applied.length;
    const share = busyMs / 1_500;
    await appending;
    await drain.stop();
    await log.close();
    expect(taken).toBeGreaterThan(0);
    expect(share).toBeLessThan(0.6);
  });

  test('a record of several megabytes passes', async () => {
    const log = await openLog();
    const text = 'ä'.repeat(2_000_000);
    await log.append('report', 'before');
    await log.append('report', text);
    await log.append('report', 'after');
    await drainAll(log);
    expect(payloads()).toEqual(['before', text, 'after']);
    await log.close();
  });

  test('a record too long is refused, and the others of its moment are kept', async () => {
    const log = await openLog();
    const good = log.append('hit', 1);
    await expect(log.append('hit', 'x'.repeat(40 * 2 ** 20))).rejects.toThrow('too long');
    await good;
    await drainAll(log);
    expect(payloads()).toEqual([1]);
    await log.close();
  });

  test('what earlier runs left is drained before what is new', async () => {
    const first = await openLog();
    await first.append('hit', 'old');
    await first.close();
    clock.advance(1);
    const second = await openLog();
    await second.append('hit', 'new');
    await drainAll(second);
    expect(payloads()).toEqual(['old', 'new']);
    await second.close();
  });

  test('a second opener of the same directory is refused with the pid of the first', async () => {
    const log = await openLog();
    await expect(openLog()).rejects.toThrow(`in use by process ${process.pid}`);
    await log.close();
    await (await openLog()).close();
  });

  test('a failed sync moves on to a new segment, and nothing is lost or doubled', async () => {
    let failNext = false;
    const openFile: OpenSegmentFile = async (file) => {
      const handle = await fs.promises.open(file, 'wx', 0o600);
      return {
        write: (...args) => handle.write(...args),
        datasync: async () => {
          if (failNext) {
            failNext = false;
            throw new Error('EIO: i/o error');
          }
          await handle.datasync();
        },
        truncate: (length) => handle.truncate(length),
        close: () => handle.close(),
      };
    };
    const log = await openLog({ openFile });
    await log.append('hit', 1);
    failNext = true;
    await log.append('hit', 2);
    await log.append('hit', 3);
    expect(alarms).toEqual([expect.objectContaining({ kind: 'ingest-write' })]);
    expect(files('.log')).toHaveLength(2);
    await drainAll(log);
    expect(payloads()).toEqual([1, 2, 3]);
    await log.close();
    await drainAll(await openLog());
    expect(applied).toHaveLength(3);
  });

  test('a disk that takes nothing rejects the append, and a later one works', async () => {
    let full = false;
    const openFile: OpenSegmentFile = async (file) => {
      if (full) throw new Error('ENOSPC: no space left on device');
      const handle = await fs.promises.open(file, 'wx', 0o600);
      return {
        write: (...args) =>
          full ? Promise.reject(new Error('ENOSPC: no space left')) : handle.write(...args),
        datasync: () => handle.datasync(),
        truncate: (length) => handle.truncate(length),
        close: () => handle.close(),
      };
    };
    const log = await openLog({ openFile });
    await log.append('hit', 1);
    full = true;
    await expect(log.append('hit', 2)).rejects.toThrow('ENOSPC');
    full = false;
    await log.append('hit', 3);
    await drainAll(log);
    expect(payloads()).toEqual([1, 3]);
    await log.close();
  });

  test('a segment follows another by size and by age', async () => {
    const log = await openLog({ segmentBytes: 2_000 });
    for (let n = 0; n < 10; n += 1) await log.append('hit', 'x'.repeat(500));
    expect(files('.log').length).toBeGreaterThan(2);
    const before = files('.log').length;
    clock.advance(3_600_000);
    await log.append('hit', 'later');
    expect(files('.log')).toHaveLength(before + 1);
    await drainAll(log);
    expect(applied).toHaveLength(11);
    await log.close();
  });

  test('a damaged record raises an alarm and is noted, and the records around it arrive', async () => {
    const log = await openLog();
    await log.append('hit', 'first');
    const { segment, log: id, offset } = await log.append('hit', 'second');
    await log.append('hit', 'third');
    await log.close();
    const bytes = fs.readFileSync(onlyFile());
    bytes.writeUInt8(bytes.readUInt8(offset + 20) ^ 1, offset + 20);
    fs.writeFileSync(onlyFile(), bytes);

    const again = await openLog();
    await drainAll(again);
    expect(payloads()).toEqual(['first', 'third']);
    expect(alarms).toEqual([expect.objectContaining({ kind: 'ingest-reject' })]);
    const rejects = await store.db.selectFrom('ingest_rejects').selectAll().where('log', '=', id).execute();
    expect(rejects).toEqual([expect.objectContaining({ segment, offset, kind: 'unreadable' })]);
    await again.close();
  });

  test('a tail cut by a crash is told and passed over, since it was never acknowledged', async () => {
    const log = await openLog();
    await log.append('hit', 'first');
    const { offset } = await log.append('hit', 'second');
    await log.close();
    fs.truncateSync(onlyFile(), offset + 17);
    const again = await openLog();
    await drainAll(again);
    expect(payloads()).toEqual(['first']);
    expect(alarms).toEqual([expect.objectContaining({ kind: 'ingest-torn' })]);
    await again.close();
  });

  test('a segment whose key is gone is put aside with an alarm, never skipped in silence', async () => {
    const log = await openLog();
    await log.append('hit', 'first');
    await log.close();
    fs.rmSync(onlyFile().replace(/\.log$/, '.key'));
    const again = await openLog();
    await drainAll(again);
    expect(payloads()).toEqual([]);
    expect(alarms).toEqual([expect.objectContaining({ kind: 'ingest-orphan' })]);
    expect(files('.unreadable')).toHaveLength(1);
    await again.close();
  });

  test('a record that fails alone five times is set aside, and the rest goes on', async () => {
    const log = await openLog();
    const positions = await Promise.all(
      ['a', 'poison', 'b', 'c'].map((payload) => log.append('hit', payload)),
    );
    let alone = 0;
    await drainAll(log, async (_trx, records) => {
      if (records.some(({ payload }) => payload === 'poison')) {
        if (records.length === 1) alone += 1;
        throw new Error('no uuid: "192.0.2.77"');
      }
      applied.push(...records);
    });
    expect(payloads()).toEqual(['a', 'b', 'c']);
    expect(alone).toBe(5);
    expect(JSON.stringify(alarms)).not.toContain('192.0.2.77');
    expect(alarms).toEqual([expect.objectContaining({ kind: 'ingest-reject' })]);
    const id = positions[1]?.log ?? '';
    const rejects = await store.db.selectFrom('ingest_rejects').selectAll().where('log', '=', id).execute();
    expect(rejects).toEqual([{ ...positions[1], kind: 'hit', error: 'no uuid: "…"', at: clock.now() }]);
    await log.close();
  });

  test('an SQL error of one record undoes that record alone', async () => {
    const log = await openLog();
    await Promise.all([1, 2, 0, 3].map((n) => log.append('job', n)));
    await drainAll(log, async (trx, records) => {
      for (const { payload, position } of records) {
        const [state, at] = [payload === 0 ? 'wrong' : 'done', clock.now()];
        await sql`insert into jobs (type, key, state, run_at, created_at, updated_at)
          values (${position.log}, ${String(payload)}, ${state}, ${at}, ${at}, ${at})`.execute(trx);
      }
    });
    const type = log.segments[0]?.log ?? '';
    const rows = await store.db
      .selectFrom('jobs')
      .select('key')
      .where('type', '=', type)
      .orderBy('key')
      .execute();
    expect(rows).toEqual([{ key: '1' }, { key: '2' }, { key: '3' }]);
    await log.close();
  });

  test('with the store down, records wait in the log and none is counted against', async () => {
    const log = await openLog();
    await Promise.all([1, 2, 3].map((n) => log.append('hit', n)));
    let down = true;
    const flaky: Store = {
      ...store,
      kind: store.kind,
      db: store.db,
      tx: (fn) => (down ? Promise.reject(new Error('down')) : store.tx(fn)),
      health: () => (down ? Promise.reject(new Error('down')) : store.health()),
    };
    const drain = log.drain(flaky, collect, { retryMs: 1 });
    await waitFor('the alarm', () => alarms.length === 1);
    expect(alarms[0]?.kind).toBe('ingest-drain');
    await log.append('hit', 4);
    down = false;
    await waitFor('everything is drained', () => drain.backlog() === 0);
    expect(payloads()).toEqual([1, 2, 3, 4]);
    const id = log.segments[0]?.log ?? '';
    expect(await store.db.selectFrom('ingest_rejects').selectAll().where('log', '=', id).execute()).toEqual(
      [],
    );
    await drain.stop();
    await log.close();
  });

  test('P4: a drained segment and its key are destroyed when its time is over, not before', async () => {
    const log = await openLog();
    const { log: id } = await log.append('hit', { ip: '192.0.2.77' });
    const drain = log.drain(store, collect);
    await waitFor('everything is drained', () => drain.backlog() === 0);
    clock.advance(3_600_000);
    await drain.sweep();
    expect(files('.key')).toHaveLength(1);
    clock.advance(DAY_MS - 3_600_000 - 1);
    await drain.sweep();
    expect(files('.key')).toHaveLength(1);
    clock.advance(1);
    await drain.sweep();
    expect(fs.readdirSync(directory)).toEqual(['lock']);
    expect(await store.db.selectFrom('ingest_positions').selectAll().where('log', '=', id).execute()).toEqual(
      [],
    );
    await drain.stop();
    await log.close();
  });

  test('a segment that is not drained outlives its time', async () => {
    const log = await openLog();
    await log.append('hit', 1);
    await log.close();
    clock.advance(10 * DAY_MS);
    const again = await openLog();
    await drainAll(again);
    expect(payloads()).toEqual([1]);
    await again.close();
  });

  test('the raw text is in no file of the log', async () => {
    const log = await openLog();
    await log.append('hit', { ip: '192.0.2.77', agent: 'Mozilla/5.0' });
    for (const name of fs.readdirSync(directory)) {
      const text = fs.readFileSync(path.join(directory, name), 'latin1');
      expect(text).not.toContain('192.0.2.77');
      expect(text).not.toContain('Mozilla');
    }
    await log.close();
  });
});
