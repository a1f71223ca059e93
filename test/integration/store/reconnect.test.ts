import { sql } from 'kysely';
import type { Store, StoreAlarm } from '../../../src/server/store';
import { describeOnBothStores } from '../../fixtures/stores';
import { waitFor } from '../../fixtures/wait-for';

describeOnBothStores('a store whose connections are lost', (open, databaseUrl) => {
  const alarms: StoreAlarm[] = [];
  let store: Store;
  beforeAll(async () => {
    store = await open({ onAlarm: (alarm) => alarms.push(alarm), statementLimitMs: 3_000 });
  });
  afterAll(() => store.close());

  /** PostgreSQL: end every other session of this database. Embedded: hang, so that the watchdog reopens the store. */
  const loseConnections = async (): Promise<void> => {
    const statement =
      databaseUrl === undefined
        ? sql`select count(*) from generate_series(1, 1000000000)`
        : sql`select pg_terminate_backend(pid) from pg_stat_activity
              where datname = current_database() and pid <> pg_backend_pid()`;
    await statement.execute(store.db).catch(() => undefined);
  };

  test('listeners hear again, and are told that they may have missed something', async () => {
    const heard: string[] = [];
    const stop = await store.listen('after', (payload) => heard.push(payload));
    await store.notify(store.db, 'after', 'one');
    await waitFor('the first', () => heard.length === 1);
    await loseConnections();
    await waitFor('the word that some may be missing', () => heard.includes(''));
    await store.notify(store.db, 'after', 'two');
    await waitFor('the second', () => heard.includes('two'));
    expect(heard).toEqual(['one', '', 'two']);
    await stop();
  });

  test('statements work again', async () => {
    await loseConnections();
    const well = () =>
      store.health().then(
        () => true,
        () => false,
      );
    await waitFor('health', well);
    await store.tx((trx) => sql`select 1`.execute(trx));
  });
});
