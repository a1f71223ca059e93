import { spawn } from 'node:child_process';
import path from 'node:path';
import { sql } from 'kysely';
import { Feed } from '../../../src/core/api/app';
import { EventView } from '../../../src/core/api/shared';
import { makeEventStreamReader } from '../../../src/core/event-stream';
import { makeNonce, makeToken, reportCredential } from '../../../src/core/token';
import { enqueue, startJobs, type JobHandlers, type RunningJobs } from '../../../src/server/jobs';
import type { Store } from '../../../src/server/store';
import { openIngestLog } from '../../../src/server/store/ingest-log';
import { trackingJobs } from '../../../src/server/tracking';
import { issueTicket } from '../../../src/server/tracking/ticket-keys';
import { openTestApp, RunningClock, type TestApp } from '../../fixtures/app';
import { describeOnBothStores, temporaryDirectory } from '../../fixtures/stores';
import { waitFor } from '../../fixtures/wait-for';
import { EDGE, OUTLOOK, reportOf } from '../tracking/world';

interface Node {
  store: Store;
  own: TestApp;
  clock: RunningClock;
  jobs: RunningJobs;
}

describeOnBothStores('nodes', (open, databaseUrl) => {
  const root = temporaryDirectory();

  test('with INGEST_ACK=db an append is acknowledged once its record is in the store, not before', async () => {
    const store = await open();
    await sql`create table taken (number int)`.execute(store.db);
    const log = await openIngestLog(path.join(root, 'ack'), { clock: new RunningClock(), ack: 'db' });
    let acknowledged = 0;
    const appended = Promise.all(
      [1, 2, 3].map((number) => log.append('number', number).then(() => (acknowledged += 1))),
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(acknowledged).toBe(0);
    const drain = log.drain(store, async (trx, records) => {
      for (const { payload } of records)
        await sql`insert into taken values (${Number(payload)})`.execute(trx);
    });
    await appended;
    const { rows } = await sql<{ number: number }>`select number from taken order by number`.execute(
      store.db,
    );
    expect(rows.map(({ number }) => number)).toEqual([1, 2, 3]);
    await drain.stop();
    await log.close();
    await store.close();
  });

  if (databaseUrl === undefined) return;

  describe('two on one PostgreSQL', () => {
    const ran: string[] = [];
    const nodes: Node[] = [];
    const [A, B] = [(): Node => nodeAt(0), (): Node => nodeAt(1)];
    const nodeAt = (index: number): Node => {
      const node = nodes[index];
      if (!node) throw new Error(`there is no node ${index}`);
      return node;
    };

    beforeAll(async () => {
      for (let node = 0; node < 2; node += 1) {
        const store = await open();
        const clock = new RunningClock(new Date());
        const own = await openTestApp(store, { clock, env: { TRUSTED_PROXIES: 'loopback' } });
        const handlers: JobHandlers = {
          ...trackingJobs(own.services),
          'test.once': async ({ key }) => {
            ran.push(key);
            await new Promise((resolve) => setTimeout(resolve, 5));
          },
        };
        nodes.push({ store, own, clock, jobs: await startJobs({ store, clock, handlers }) });
      }
      await B().own.listen();
      await sql`create table done (what text not null)`.execute(A().store.db);
    });
    afterAll(async () => {
      for (const { store, own, jobs } of nodes) {
        await jobs.stop();
        await own.close();
        await store.close();
      }
    });

    /** A mail of Alice's, sent ten minutes ago and reported to node A; the path of its image. */
    async function sent(counter: number): Promise<string> {
      const { own, clock } = A();
      const { account, user } = own.people.alice;
      const ticket = issueTicket(own.services.secrets.master, {
        account,
        user,
        serial: 1_000_000 + counter,
        day: 20_000,
        trackingUrl: own.services.urls.tracking,
        paid: true,
        expiresAt: new Date(8e15),
      });
      const token = makeToken(ticket, makeNonce(ticket, { time: 1, counter, random: 0 }), 0);
      const answer = await own.ask(undefined, {
        method: 'POST',
        url: '/api/launch/v1/sent',
        headers: {
          authorization: reportCredential(ticket, token),
          'user-agent': EDGE,
          'x-forwarded-for': '192.0.2.11',
        },
        payload: reportOf(token, new Date(clock.now().getTime() - 600_000)),
      });
      expect(answer.statusCode).toBe(202);
      return `/o/${token}.gif`;
    }

    test('a hit on node A is on the stream of the user at node B within a second', async () => {
      const images = [await sent(1), await sent(2), await sent(3)];
      await waitFor('the reports are filed', () => A().own.services.ingest.drainState?.backlogBytes === 0);
      const { people, services } = B().own;
      const authorization = `Bearer ${people.alice.token}`;
      const feed = Feed.parse((await B().own.ask('alice', { url: '/api/v1/feed' })).json());
      const ending = new AbortController();
      const response = await fetch(`${services.urls.app}/api/v1/feed/stream?after=${feed.head}`, {
        headers: { authorization },
        signal: ending.signal,
      });
      const opens: number[] = [];
      const following = (async () => {
        const read = makeEventStreamReader();
        const decoder = new TextDecoder();
        for await (const chunk of response.body ?? [])
          for (const { data } of read(decoder.decode(chunk)))
            if (EventView.parse(JSON.parse(data)).kind === 'open') opens.push(performance.now());
      })().catch(() => undefined);
      const took: number[] = [];
      for (const [index, image] of images.entries()) {
        const began = performance.now();
        const answer = await A().own.ask(undefined, {
          url: image,
          headers: {
            'user-agent': OUTLOOK,
            'x-forwarded-for': `198.51.${100 + index}.23`,
          },
        });
        expect(answer.statusCode).toBe(200);
        await waitFor('the open at B', () => opens.length > index);
        took.push((opens[index] ?? Infinity) - began);
      }
      ending.abort();
      await following;
      process.stdout.write(`node to node: ${took.map((ms) => ms.toFixed(0)).join(', ')} ms\n`);
      // O2 asks for a second; the line above says what it was, and one of them has to be so while other tests run beside.
      expect(Math.min(...took)).toBeLessThan(1_000);
    });

    test('jobs run once, whichever node takes them', async () => {
      const keys = Array.from({ length: 60 }, (_, i) => `job ${i}`);
      for (const [i, key] of keys.entries())
        await enqueue(nodeAt(i % 2).store.db, { account: 0, type: 'test.once', key });
      await waitFor('all have run', () => ran.length >= keys.length);
      await Promise.all(nodes.map(({ jobs }) => jobs.idle()));
      expect([...ran].sort()).toEqual([...keys].sort());
    });

    test('a node that is killed in the middle of a job loses nothing: the other does it, once', async () => {
      // Node B must not be the first to take it.
      await B().jobs.stop();
      const child = spawn(
        process.execPath,
        ['-r', 'tsx/cjs', path.join(__dirname, '../../fixtures/job-child.ts'), databaseUrl],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      const inTheMiddle = new Promise<void>((resolve) => child.stdout.once('data', () => resolve()));
      await enqueue(A().store.db, { account: 0, type: 'test.halfway', key: 'one' });
      await inTheMiddle;
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('close', resolve));
      const { store, clock } = B();
      // Its lease is over.
      clock.advance(120_000);
      const again = await startJobs({
        store,
        clock,
        handlers: {
          'test.halfway': async () => {
            await store.tx((trx) => sql`insert into done values ('by the other')`.execute(trx));
          },
        },
      });
      await waitFor(
        'the other has done it',
        async () => (await sql`select 1 from done`.execute(store.db)).rows.length > 0,
        20_000,
      );
      await again.idle();
      await again.stop();
      const { rows } = await sql<{ what: string }>`select what from done`.execute(store.db);
      expect(rows).toEqual([{ what: 'by the other' }]);
    });
  });
});
