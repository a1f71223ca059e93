import { type Kysely, type Migration, sql } from 'kysely';
import type { Store } from '../../../src/server/store';
import { MIGRATIONS } from '../../../src/server/store';
import { json } from '../../../src/server/store/schema';
import { describeOnBothStores } from '../../fixtures/stores';

const notes: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`create table notes (id bigint primary key, note text unique, extra jsonb, at timestamptz)`.execute(
      db,
    );
  },
};
const migrations = { ...MIGRATIONS, '9999-notes': notes };

describeOnBothStores('the store', (open) => {
  let store: Store;
  beforeAll(async () => {
    store = await open({ migrations });
  });
  afterAll(() => store.close());
  beforeEach(() => sql`delete from notes`.execute(store.db));

  const count = async (): Promise<number> => {
    const { rows } = await sql<{ n: number }>`select count(*) as n from notes`.execute(store.db);
    return rows[0]?.n ?? -1;
  };

  test('reads every type the same way', async () => {
    const { rows } = await sql`
      select 9007199254740991::int8 as big, array[1, null, 3]::int8[] as bigs, 7::int4 as small, 1.50::numeric as price,
             '2026-03-01T10:00:00.123Z'::timestamptz as at, '2026-03-01'::date as day, '{"a":[1,{"b":null}]}'::jsonb as doc,
             true as yes, null as nothing, '\\x00ff'::bytea as bytes, array['a','b,"c']::text[] as words,
             count(*) as n`.execute(store.db);
    expect(rows).toEqual([
      {
        big: 9007199254740991,
        bigs: [1, null, 3],
        small: 7,
        price: '1.50',
        at: new Date('2026-03-01T10:00:00.123Z'),
        day: '2026-03-01',
        doc: { a: [1, { b: null }] },
        yes: true,
        nothing: null,
        bytes: Buffer.from([0, 255]),
        words: ['a', 'b,"c'],
        n: 1,
      },
    ]);
  });

  test('refuses a bigint that a number cannot hold, rather than round it', async () => {
    await expect(sql`select 9007199254740993::int8 as big`.execute(store.db)).rejects.toThrow(
      '9007199254740993',
    );
    expect(await count()).toBe(0);
  });

  test('writes every type the same way', async () => {
    const at = new Date('2026-07-01T23:30:00.001Z');
    const words = ['plain', 'with "quotes" and \\', 'comma, brace }', null, 'NULL', ''];
    const { rows } = await sql`
      select ${at}::timestamptz as at, ${words}::text[] as words, ${[1, 2]}::int8[] as bigs, ${{ a: 'ü' }}::jsonb as doc,
             ${Buffer.from([0, 39, 255])}::bytea as bytes, ${true}::boolean as yes, ${undefined}::text as nothing,
             ${12n}::int8 as big, ${[[at]]}::timestamptz[] as ats, ${0.5}::float8 as half`.execute(store.db);
    expect(rows).toEqual([
      {
        at,
        words,
        bigs: [1, 2],
        doc: { a: 'ü' },
        bytes: Buffer.from([0, 39, 255]),
        yes: true,
        nothing: null,
        big: 12,
        ats: [[at]],
        half: 0.5,
      },
    ]);
  });

  test('what a stranger may write, and PostgreSQL refuses, is stored as a replacement character', async () => {
    const odd = 'a\0b\ud83dc\u{1f600}';
    const safe = 'a\ufffdb\ufffdc\u{1f600}';
    const { rows } = await sql`
      select ${odd}::text as plain, ${json({ odd: [odd, '\\u0000'] })}::jsonb as doc, ${{ odd }}::jsonb as bare,
             ${[odd]}::text[] as words`.execute(store.db);
    expect(rows).toEqual([
      { plain: safe, doc: { odd: [safe, '\\u0000'] }, bare: { odd: safe }, words: [safe] },
    ]);
  });

  test('a transaction that throws leaves nothing, and its error comes through', async () => {
    await expect(
      store.tx(async (trx) => {
        await sql`insert into notes values (1, 'a')`.execute(trx);
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect(await count()).toBe(0);
  });

  test('an SQL error carries its code and constraint, and the connection goes on', async () => {
    await sql`insert into notes values (1, 'a')`.execute(store.db);
    await expect(sql`insert into notes values (2, 'a')`.execute(store.db)).rejects.toMatchObject({
      code: '23505',
      constraint: 'notes_note_key',
    });
    await expect(
      store.tx(async (trx) => {
        await sql`insert into notes values (3, 'c')`.execute(trx);
        await sql`select 1/0`.execute(trx);
      }),
    ).rejects.toMatchObject({ code: '22012' });
    expect(await count()).toBe(1);
  });

  test('using store.db or store.tx inside a running transaction throws instead of waiting for ever', async () => {
    await expect(store.tx(async () => sql`select 1`.execute(store.db))).rejects.toThrow(
      'inside a running store.tx',
    );
    await expect(store.tx(() => store.tx(async () => 1))).rejects.toThrow('inside a running store.tx');
  });

  test('what a transaction started may use the store after it', async () => {
    let later: Promise<number> = Promise.resolve(-1);
    await store.tx(async (trx) => {
      await sql`insert into notes values (1, 'a')`.execute(trx);
      later = new Promise((resolve) => setTimeout(() => resolve(count()), 50));
    });
    expect(await later).toBe(1);
  });

  test('concurrent transactions do not see into one another', async () => {
    await sql`insert into notes values (1, '0')`.execute(store.db);
    await Promise.all(
      Array.from({ length: 20 }, () =>
        store.tx(async (trx) => {
          const { rows } = await sql<{
            note: string;
          }>`select note from notes where id = 1 for update`.execute(trx);
          await sql`update notes set note = ${String(Number(rows[0]?.note) + 1)} where id = 1`.execute(trx);
        }),
      ),
    );
    const { rows } = await sql`select note from notes`.execute(store.db);
    expect(rows).toEqual([{ note: '20' }]);
  });

  test('counts the rows a statement touched', async () => {
    await sql`insert into notes select n, n::text from generate_series(1, 5) n`.execute(store.db);
    const result = await sql`delete from notes where id > 2`.execute(store.db);
    expect(result.numAffectedRows).toBe(3n);
  });

  test('a notification arrives after the commit, and not without one', async () => {
    const heard: string[] = [];
    const stop = await store.listen('Bells "x"', (payload) => heard.push(payload));
    await store.tx(async (trx) => {
      await store.notify(trx, 'Bells "x"', 'first');
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(heard).toEqual([]);
    });
    await store
      .tx(async (trx) => {
        await store.notify(trx, 'Bells "x"', 'never');
        throw new Error('rolled back');
      })
      .catch(() => undefined);
    await store.notify(store.db, 'Bells "x"', 'second');
    await waitFor(() => heard.length === 2);
    expect(heard).toEqual(['first', 'second']);
    await stop();
    await store.notify(store.db, 'Bells "x"', 'third');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(heard).toEqual(['first', 'second']);
  });

  test('a listener may use the store at once, also when it was told from inside another transaction', async () => {
    const counted: Promise<number>[] = [];
    const stop = await store.listen('use', () => counted.push(count()));
    await store.tx(async (trx) => {
      await sql`insert into notes values (1, 'a')`.execute(trx);
      await store.notify(trx, 'use', '');
    });
    await waitFor(() => counted.length === 1);
    expect(await counted[0]).toBe(1);
    await stop();
  });

  test('a payload too long to send is refused with its size', async () => {
    await expect(store.notify(store.db, 'x', 'y'.repeat(8_000))).rejects.toThrow('8000 bytes');
  });

  test('answers health and survives maintenance', async () => {
    await sql`insert into notes select n, n::text from generate_series(1, 500) n`.execute(store.db);
    await store.health();
    await store.maintain();
    expect(await count()).toBe(500);
  });

  test('a store of the other mode is refused, and the data stays', async () => {
    await sql`insert into notes values (1, 'a')`.execute(store.db);
    await store.close();
    await expect(open({ migrations, mode: 'live' })).rejects.toThrow('made for sandbox use');
    store = await open({ migrations });
    expect(await count()).toBe(1);
  });

  test('a store written by a newer version is refused', async () => {
    await store.close();
    await expect(open()).rejects.toThrow('another version of Mailtrail');
    store = await open({ migrations });
  });
});

async function waitFor(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries += 1) {
    if (tries > 500) throw new Error('waited 5 s in vain');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
