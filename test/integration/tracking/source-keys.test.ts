import fs from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { pino } from 'pino';
import { enqueue } from '../../../src/server/jobs';
import type { Services } from '../../../src/server/services';
import type { Store } from '../../../src/server/store';
import { SOURCE_KEYS_JOB } from '../../../src/server/tracking';
import { EPOCH_MS, sourceOf } from '../../../src/server/tracking/source-keys';
import { describeOnBothStores, temporaryDirectory } from '../../fixtures/stores';
import { readingOf } from './reading';
import { ALICE_IP, makeWorld, type World } from './world';

const TARGET = 'https://site.example/a?b=1&c=%20';
const PLACE = '198.51.100.23';
const AGENT = 'Zebrafish/7.7 (Windows NT 10.0; tail=9f3c)';
const RAW = [PLACE, 'Zebrafish', 'tail=9f3c', ALICE_IP, 'Edg/142.0.0.0'];
const MINUTE = 60_000;
const DAY = 86_400_000;

describeOnBothStores('sources of hits', (open) => {
  const root = temporaryDirectory();
  const storeDirectory = temporaryDirectory();
  const logged: string[] = [];
  let store: Store;
  let world: World;
  const { hits, contact } = readingOf(
    () => store,
    () => world,
  );

  beforeAll(async () => {
    store = await open({ dataDir: storeDirectory });
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) });
    world = await makeWorld(store, root, { log });
  });
  afterEach(() => world.close());

  const hash = async (at: Date, services: Services = world.services, account = world.account, ip = PLACE) =>
    (await sourceOf(services.store.db, services, account, ip, at)).hash;
  const epochs = async (): Promise<number[]> =>
    (
      await store.db
        .selectFrom('source_keys')
        .select('epoch')
        .where('account_id', '=', world.account)
        .orderBy('epoch')
        .execute()
    ).map(({ epoch }) => epoch);
  const destroy = async (): Promise<void> => {
    await enqueue(store.db, { account: 0, type: SOURCE_KEYS_JOB, key: 'keys' });
    world.jobs.wake();
    await world.jobs.idle();
  };
  /** The same server, begun anew: it remembers no key. */
  const restarted = (): Services => ({ ...world.services, store: { ...store, db: store.db } });

  const tables = async (): Promise<string> => {
    const { rows } = await sql<{ name: string }>`select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE'`.execute(store.db);
    expect(rows.length).toBeGreaterThan(30);
    const texts = await Promise.all(
      rows.map(async ({ name }) => {
        const all = await sql<{
          row: string;
        }>`select row_to_json(t)::text as row from ${sql.table(name)} t`.execute(store.db);
        return all.rows.map(({ row }) => row).join('\n');
      }),
    );
    return texts.join('\n');
  };
  const filesBelow = (directory: string): string[] =>
    fs
      .readdirSync(directory, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
  const found = (text: string | Buffer): string[] => RAW.filter((part) => text.includes(part));

  test('raw address and agent stand in no table, log line or file, and nothing opens the segment any more', async () => {
    await contact('bob@partner.example');
    const mail = await world.write();
    await world.report(mail);
    world.clock.advance(5 * MINUTE);
    await world.get(mail.image, { agent: AGENT, ip: PLACE });
    await world.drained();
    world.clock.advance(5 * MINUTE);
    await world.get(mail.link(1, TARGET), { agent: AGENT, ip: PLACE });
    await world.drained();
    expect((await hits()).length).toBe(2);

    const { dataDir } = world.services.settings;
    const keys = (): string[] => filesBelow(dataDir).filter((file) => file.endsWith('.key'));
    const [key = ''] = keys();
    // What a backup of files has to leave out (docs/operations.md) is all in one folder.
    expect(new Set(keys().map((file) => path.dirname(file)))).toEqual(
      new Set([path.join(dataDir, 'ingest')]),
    );
    const sealed = fs.readFileSync(key.replace(/key$/, 'log'));
    expect(sealed.length).toBeGreaterThan(500);
    expect(found(sealed)).toEqual([]);

    world.clock.advance(DAY + MINUTE);
    await world.drain.sweep();
    await world.jobs.idle();
    expect(keys()).not.toContain(key);
    expect(fs.existsSync(key.replace(/key$/, 'log'))).toBe(false);
    const files = [...filesBelow(dataDir), ...filesBelow(storeDirectory)];
    expect(files.flatMap((file) => found(fs.readFileSync(file)).map((part) => `${file}: ${part}`))).toEqual(
      [],
    );
    expect(found(await tables())).toEqual([]);
    expect(found(logged.join('\n'))).toEqual([]);
  });

  test('the same network has one hash for an epoch, another in the next and in another account', async () => {
    const now = world.clock.now();
    const first = await hash(now);
    expect(await hash(now)).toBe(first);
    expect(await hash(now, restarted())).toBe(first);
    expect(await hash(new Date(now.getTime() + EPOCH_MS))).not.toBe(first);
    expect(await hash(now, world.services, world.account + 1_000)).not.toBe(first);
    expect(await hash(now, world.services, world.account, '198.51.100.99')).toBe(first);
    expect(await hash(now, world.services, world.account, '198.51.101.23')).not.toBe(first);
  });

  test('a key serves through the next epoch, then it is destroyed: nothing is hashed as it was', async () => {
    const now = world.clock.now();
    const first = await hash(now);
    const [epoch = 0] = await epochs();
    world.clock.advance(EPOCH_MS);
    await destroy();
    expect(await epochs()).toEqual([epoch]);
    expect(await hash(now, restarted())).toBe(first);
    await hash(world.clock.now());
    world.clock.advance(EPOCH_MS);
    await destroy();
    expect(await epochs()).toEqual([epoch + 1]);
    for (const services of [world.services, restarted()]) {
      const late = [await hash(now, services), await hash(now, services)];
      expect(new Set([first, ...late]).size).toBe(3);
    }
    expect(await epochs()).toEqual([epoch + 1]);
  });

  test('no key can be made from the secrets; it lies in the store sealed, and a copy of the row opens elsewhere not', async () => {
    const now = world.clock.now();
    const first = await hash(now);
    await store.db.deleteFrom('source_keys').where('account_id', '=', world.account).execute();
    // The same secrets, the same account, the same time.
    const again = await hash(now, restarted());
    expect(again).not.toBe(first);
    const { sealed } = await store.db
      .selectFrom('source_keys')
      .select('sealed')
      .where('account_id', '=', world.account)
      .executeTakeFirstOrThrow();
    await store.db
      .insertInto('source_keys')
      .values({ account_id: world.account + 2_000, epoch: (await epochs())[0] ?? 0, sealed })
      .execute();
    const moved = await hash(now, restarted(), world.account + 2_000);
    expect(moved).not.toBe(again);
    expect(await hash(now, restarted(), world.account + 2_000)).toBe(moved);
  });

  test('a key that a rolled-back transaction made is used no more', async () => {
    const now = world.clock.now();
    let lost = '';
    await expect(
      store.tx(async (trx) => {
        lost = (await sourceOf(trx, world.services, world.account, PLACE, now)).hash;
        expect((await sourceOf(trx, world.services, world.account, PLACE, now)).hash).toBe(lost);
        throw new Error('rolled back');
      }),
    ).rejects.toThrow('rolled back');
    const kept = await hash(now);
    expect(kept).not.toBe(lost);
    expect(await hash(now, restarted())).toBe(kept);
  });
});
