import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type Migration, sql } from 'kysely';
import * as ownTables from '../../../src/server/store/migrations/0000-store';
import type { Store } from '../../../src/server/store';
import { type Blobs, openBlobs } from '../../../src/server/store/blobs';
import { newSecretsText, openSecrets } from '../../../src/server/store/secrets';
import { describeOnBothStores, temporaryDirectory } from '../../fixtures/stores';

const DAY_MS = 86_400_000;

/** Only the tables these tests read. */
const few: Migration = {
  up: async (db) => {
    await sql`create table blobs (account_id bigint, key text, size bigint, created_at timestamptz)`.execute(
      db,
    );
    await sql`create table messages (account_id bigint)`.execute(db);
  },
};

describeOnBothStores('blobs and secrets', (open) => {
  const root = temporaryDirectory();
  let number = 0;
  let dataDir: string;
  let blobs: Blobs;
  let store: Store;

  beforeAll(async () => {
    store = await open({ migrations: { '0000-store': ownTables, '9999-few': few } });
  });
  afterAll(() => store.close());
  beforeEach(() => {
    number += 1;
    dataDir = path.join(root, `d${number}`);
    blobs = openBlobs({ dataDir, secrets: { blobKey: (account) => Buffer.alloc(32, account) } });
  });

  const fileOf = (account: number, key: string): string =>
    path.join(dataDir, 'blobs/accounts', String(account), key);
  const makeOld = (file: string, ms: number): void => {
    const at = new Date(Date.now() - ms);
    fs.utimesSync(file, at, at);
  };

  test('what was put comes back byte for byte, from a buffer or a stream', async () => {
    const content = randomBytes(300_000);
    const put = await blobs.putBlob(1, content);
    expect(put).toEqual({ key: expect.stringMatching(/^[0-9a-f]{64}$/), size: 300_000 });
    expect(await buffer(blobs.openBlob(1, put.key))).toEqual(content);
    const streamed = await blobs.putBlob(1, Readable.from([content.subarray(0, 7), content.subarray(7)]));
    expect(streamed).toEqual(put);
  });

  test('the same content is kept once per account, under another name in another account', async () => {
    const one = await blobs.putBlob(1, Buffer.from('same'));
    await blobs.putBlob(1, Buffer.from('same'));
    const two = await blobs.putBlob(2, Buffer.from('same'));
    expect(two.key).not.toBe(one.key);
    expect(fs.readdirSync(path.dirname(fileOf(1, one.key)))).toEqual([one.key]);
  });

  test('a stream that breaks leaves nothing', async () => {
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('some');
        throw new Error('the connection was lost');
      })(),
    );
    await expect(blobs.putBlob(1, broken)).rejects.toThrow('the connection was lost');
    expect(fs.readdirSync(path.join(dataDir, 'blobs/incoming'))).toEqual([]);
    expect(fs.readdirSync(path.join(dataDir, 'blobs/accounts'))).toEqual([]);
  });

  test('a name that is no key never becomes a path', () => {
    expect(() => blobs.openBlob(1, '../../secrets')).toThrow('not the key of a blob');
    expect(() => blobs.openBlob(1.5, 'a'.repeat(64))).toThrow('no account');
  });

  test('a blob that is not there comes as an error of the stream', async () => {
    await expect(buffer(blobs.openBlob(1, 'a'.repeat(64)))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('what no row names goes after a day; what is named, young or put again stays', async () => {
    const keys: Record<string, string> = {};
    for (const name of ['named', 'left', 'young', 'again'])
      keys[name] = (await blobs.putBlob(7, Buffer.from(name))).key;
    await sql`insert into blobs values (7, ${keys.named}, 5, now())`.execute(store.db);
    for (const name of ['named', 'left', 'again']) makeOld(fileOf(7, keys[name] ?? ''), DAY_MS + 60_000);
    await blobs.putBlob(7, Buffer.from('again'));
    expect(await blobs.removeUnreferenced(store, new Date())).toBe(1);
    expect(fs.existsSync(fileOf(7, keys.left ?? ''))).toBe(false);
    for (const name of ['named', 'young', 'again'])
      expect(fs.existsSync(fileOf(7, keys[name] ?? ''))).toBe(true);
  });

  test('secrets are made once, readable by their owner alone, and come back the same', async () => {
    const first = await openSecrets({ dataDir, env: {}, mode: 'live', store });
    expect(fs.statSync(path.join(dataDir, 'secrets')).mode & 0o777).toBe(0o600);
    const second = await openSecrets({ dataDir, env: {}, mode: 'live', store });
    expect(second.master).toEqual(first.master);
    expect(second.master.keys.get(second.master.current)).toHaveLength(32);
    expect(second.deriveKey('cookie/1')).toEqual(first.deriveKey('cookie/1'));
    expect(second.blobKey(3)).toEqual(first.blobKey(3));
  });

  test('each label and each account has a key of its own', async () => {
    const secrets = await openSecrets({ dataDir, env: {}, mode: 'sandbox', store });
    const keys = [
      secrets.deriveKey('cookie/1'),
      secrets.deriveKey('file-url/1'),
      secrets.blobKey(1),
      secrets.blobKey(2),
    ];
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(4);
  });

  test('secrets from the environment win, and no file is made', async () => {
    const text = newSecretsText();
    const one = await openSecrets({ dataDir, env: { SECRETS: text }, mode: 'live', store });
    const two = await openSecrets({ dataDir, env: { SECRETS: text }, mode: 'live', store });
    expect(two.deriveKey('x')).toEqual(one.deriveKey('x'));
    expect(fs.existsSync(path.join(dataDir, 'secrets'))).toBe(false);
  });

  test('secrets that cannot be used are refused with the reason', async () => {
    const open = (SECRETS: string) => openSecrets({ dataDir, env: { SECRETS }, mode: 'live', store });
    await expect(open('{')).rejects.toThrow('SECRETS is not JSON');
    const whole: unknown = JSON.parse(newSecretsText());
    await expect(open(JSON.stringify({ ...Object(whole), web: 'short' }))).rejects.toThrow('web: 32 bytes');
    await expect(open(JSON.stringify({ ...Object(whole), current: 9 }))).rejects.toThrow(
      'current master key is missing',
    );
    await expect(open(JSON.stringify({ ...Object(whole), current: 32 }))).rejects.toThrow('current');
  });

  test('a live start without secrets is refused once there are messages', async () => {
    await sql`insert into messages values (1)`.execute(store.db);
    await expect(openSecrets({ dataDir, env: {}, mode: 'live', store })).rejects.toThrow(
      'bring it back from the backup',
    );
    expect(fs.existsSync(path.join(dataDir, 'secrets'))).toBe(false);
    await sql`delete from messages`.execute(store.db);
  });
});
