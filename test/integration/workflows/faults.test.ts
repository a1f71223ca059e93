import { sql } from 'kysely';
import { AskFailed, askFrom, type Answered, type Asked } from '../../../src/server/checks/ask';
import type { Store } from '../../../src/server/store';
import { CALL_JOB, call, enrolByHand, follow, runWorkflow, signature } from '../../../src/server/workflows';
import { describeOnBothStores } from '../../fixtures/stores';
import { addTo, makeWorld, wait, type World } from './world';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describeOnBothStores('workflows that are broken off', (open, databaseUrl) => {
  let store: Store;
  let world: World;
  let list = '';
  let message = '';

  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());

  describe('by the end of the process', () => {
    beforeEach(async () => {
      world = await makeWorld(store);
      // What runs is run here, so that it can be broken off.
      await world.close();
      list = await world.list('First');
      message = await world.message();
    });

    /** The store, of which the n-th transaction from now on is rolled back after all of its work is done. */
    const breaking = (n: number): Store => {
      let left = n;
      return new Proxy(store, {
        get: (target, name, receiver) =>
          name !== 'tx'
            ? (Reflect.get(target, name, receiver) as unknown)
            : (work: Parameters<Store['tx']>[0]) =>
                target.tx(async (trx) => {
                  const done = await work(trx);
                  left -= 1;
                  if (left === 0) throw new Error('killed');
                  return done;
                }),
      });
    };
    const counted = async () => {
      const { rows } = await sql<{ tasks: number; told: number; calls: number; jobs: number; done: number }>`
        select (select count(*)::int from tasks where account_id = ${world.account}) as tasks,
          (select count(*)::int from events where account_id = ${world.account} and kind = 'workflow') as told,
          (select count(*)::int from workflow_calls where account_id = ${world.account}) as calls,
          (select count(*)::int from jobs where account_id = ${world.account} and type = ${CALL_JOB}) as jobs,
          (select count(*)::int from workflow_steps_done where account_id = ${world.account}) as done`.execute(
        store.db,
      );
      return rows[0];
    };

    it('does each step once, wherever it ends', async () => {
      const people = await Promise.all(['A', 'B', 'C'].map((name) => world.contact(name)));
      const own = await world.workflow({
        triggers: [{ kind: 'open', of: { kind: 'marketing' } }],
        again: 'each-time',
        steps: [
          { id: 't', kind: 'task', title: 'Call', days: 1, user: null },
          { id: 'n', kind: 'notify', whom: { kind: 'owner' }, text: 'Look' },
          { id: 'h', kind: 'webhook', url: 'https://hooks.partner.example/in' },
          addTo('l', list),
        ],
      });
      for (const person of people) await world.event('open', person, message);
      // Each transaction is killed once, with all that it did.
      for (let n = 1; n <= 6; n += 1) {
        const services = { ...world.services, store: breaking(n) };
        await follow(services, world.account).catch(() => undefined);
        await runWorkflow(services, world.account, own).catch(() => undefined);
      }
      // A batch that was killed counts as a step that failed, which is tried again a while later.
      for (let i = 0; i < 6; i += 1) {
        world.clock.advance(HOUR);
        await follow(world.services, world.account);
        await runWorkflow(world.services, world.account, own);
      }
      expect(await counted()).toEqual({ tasks: 3, told: 3, calls: 3, jobs: 3, done: 12 });
      expect((await world.onList(list)).sort()).toEqual([...people].sort());
      expect((await world.enrolments(own)).map(({ state }) => state)).toEqual([
        'finished',
        'finished',
        'finished',
      ]);
    });

    it('moves many people on in batches', async () => {
      const many = process.env['LONG'] === '1' ? 10_000 : 1_000;
      const workflow = await world.workflow({
        triggers: [{ kind: 'segment', segment: list }],
        steps: [
          { id: 's', kind: 'set', property: 'company', value: null },
          { id: 't', kind: 'task', title: 'Call', days: null, user: 1 },
          wait('w', 1),
        ],
      });
      await sql`insert into contacts (account_id, id, name, source, properties, created_at, updated_at)
        select ${world.account}, gen_random_uuid(), 'Many', 'test', '{}', now(), now() from generate_series(1, ${many}::int)`.execute(
        store.db,
      );
      await sql`insert into segment_members (account_id, segment_id, contact_id, since, why)
        select account_id, ${list}, id, now(), 'api' from contacts where account_id = ${world.account}`.execute(
        store.db,
      );
      await follow(world.services, world.account);
      for (let again: unknown = true; again instanceof Object ? again : again === true;) {
        const done = await runWorkflow(world.services, world.account, workflow);
        again = done && done.again <= world.clock.now();
      }
      const { rows } = await sql<{ state: string; step: string; n: number }>`
        select state, step, count(*)::int as n from workflow_enrolments where account_id = ${world.account}
        group by 1, 2`.execute(store.db);
      expect(rows).toEqual([{ state: 'in', step: 'w', n: many }]);
      expect(await counted()).toMatchObject({ tasks: many, done: 2 * many });
    });
  });

  if (databaseUrl !== undefined) {
    it('does each step once on two nodes that run at once', async () => {
      world = await makeWorld(store);
      await world.close();
      list = await world.list('First');
      const workflow = await world.workflow({
        triggers: [{ kind: 'segment', segment: list }],
        steps: [
          { id: 't', kind: 'task', title: 'Call', days: 1, user: null },
          { id: 'n', kind: 'notify', whom: { kind: 'owner' }, text: 'Look' },
        ],
      });
      for (let i = 0; i < 120; i += 1) {
        const contact = await world.contact(`C${i}`);
        await sql`insert into segment_members (account_id, segment_id, contact_id, since, why)
          values (${world.account}, ${list}, ${contact}, now(), 'api')`.execute(store.db);
      }
      const node = async (): Promise<void> => {
        for (let i = 0; i < 4; i += 1) {
          await follow(world.services, world.account);
          await runWorkflow(world.services, world.account, workflow);
        }
      };
      await Promise.all([node(), node(), node()]);
      const { rows } = await sql<{ tasks: number; told: number; finished: number }>`
        select (select count(*)::int from tasks where account_id = ${world.account}) as tasks,
          (select count(*)::int from events where account_id = ${world.account} and kind = 'workflow') as told,
          (select count(*)::int from workflow_enrolments where account_id = ${world.account} and state = 'finished') as finished`.execute(
        store.db,
      );
      expect(rows).toEqual([{ tasks: 120, told: 120, finished: 120 }]);
    });
  }

  describe('webhooks', () => {
    let asked: { url: string; given: Asked }[] = [];
    let answer: () => Promise<Answered> = async () => ({ status: 200, headers: {}, body: Buffer.alloc(0) });
    let bob = '';
    let workflow = '';

    const setUp = async (url: string): Promise<void> => {
      asked = [];
      world = await makeWorld(store, (to, given = {}) => {
        asked.push({ url: to.href, given });
        return answer();
      });
      bob = await world.contact('Bob', { custom: { status: 'lead' } });
      workflow = await world.workflow({ steps: [{ id: 'h', kind: 'webhook', url }] }, 'Keyed');
      await store.tx((trx) => enrolByHand(trx, world.who, workflow, bob, world.clock.now()));
    };
    const calls = () =>
      store.db
        .selectFrom('workflow_calls')
        .select(['id', 'state', 'status', 'error', 'attempts'])
        .where('account_id', '=', world.account)
        .execute();

    afterEach(() => world.close());

    it('are signed, name the contact, and are called once', async () => {
      await setUp('https://hooks.partner.example/in?a=1');
      await world.settle();
      await world.pass(DAY);
      expect(asked).toHaveLength(1);
      const [{ url, given } = { url: '', given: {} }] = asked;
      expect(url).toBe('https://hooks.partner.example/in?a=1');
      const { headers = {}, body = '' } = given;
      const [row] = await calls();
      expect(row).toMatchObject({ state: 'delivered', status: 200, error: null, attempts: 1 });
      expect(headers['webhook-id']).toBe(row?.id);
      expect(headers['webhook-signature']).toBe(
        signature(world.secretOf(workflow), row?.id ?? '', Number(headers['webhook-timestamp']), body),
      );
      expect(JSON.parse(body)).toMatchObject({
        type: 'workflow.step',
        data: { workflow: { id: workflow, name: 'Keyed' }, contact: { id: bob, name: 'Bob' } },
      });
    });

    it('are tried again with longer and longer waits, then given up', async () => {
      let answers = 0;
      answer = async () => {
        answers += 1;
        if (answers < 3) throw new AskFailed('no-answer', 'ETIMEDOUT');
        return { status: 503, headers: {}, body: Buffer.alloc(0) };
      };
      await setUp('https://hooks.partner.example/in');
      await world.settle();
      await world.pass(2 * DAY);
      expect(answers).toBe(12);
      expect(await calls()).toMatchObject([{ state: 'failed', status: 503, attempts: 12 }]);
    });

    it('lead to public addresses alone, and are not tried again elsewhere', async () => {
      const guarded = askFrom(new Set());
      const hosts = ['127.0.0.1', '10.1.2.3', '[::1]', '169.254.169.254', 'localhost', '[::ffff:10.0.0.1]'];
      for (const host of hosts) {
        const reached = guarded(new URL(`https://${host}/`), { method: 'POST', body: '{}' });
        await expect(reached).rejects.toMatchObject({ reason: 'private-address' });
      }
      answer = () => guarded(new URL('https://10.1.2.3/in'), { method: 'POST', body: '{}' });
      await setUp('https://10.1.2.3/in');
      await world.pass(DAY);
      expect(asked).toHaveLength(1);
      expect(await calls()).toMatchObject([{ state: 'failed', error: 'private-address', attempts: 1 }]);
    });

    it('are not called for who is gone, nor twice when the job runs again', async () => {
      answer = async () => ({ status: 204, headers: {}, body: Buffer.alloc(0) });
      await setUp('https://hooks.partner.example/in');
      await world.settle();
      const [row] = await calls();
      await call(world.services, world.account, row?.id ?? '', 1);
      expect(asked).toHaveLength(1);
      await sql`update workflow_calls set state = 'waiting' where account_id = ${world.account}`.execute(
        store.db,
      );
      await store.db.deleteFrom('contacts').where('id', '=', bob).execute();
      await call(world.services, world.account, row?.id ?? '', 1);
      expect(asked).toHaveLength(1);
      expect(await calls()).toMatchObject([{ state: 'failed', error: 'contact-gone' }]);
    });
  });
});
