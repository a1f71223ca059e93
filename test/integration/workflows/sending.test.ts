import { sql } from 'kysely';
import { makeAutomatic } from '../../../src/server/marketing/send';
import type { Store } from '../../../src/server/store';
import {
  changeWorkflow,
  enrolByHand,
  makeWorkflow,
  runWorkflow,
  switchWorkflow,
} from '../../../src/server/workflows';
import { describeOnBothStores } from '../../fixtures/stores';
import { openSendingWorld, type SendingWorld } from '../marketing/sending-world';

describeOnBothStores('a workflow that sends', (open) => {
  let store: Store;
  let world: SendingWorld;

  beforeAll(async () => {
    store = await open();
    world = await openSendingWorld(store, 2);
  });
  afterAll(async () => {
    await world.close();
    await store.close();
  });

  it('sends to each contact once, whatever is run again, and leaves out who may not get it', async () => {
    const { account, who, services } = world;
    const { clock } = services;
    const [first = '', second = ''] = world.contacts;
    const message = await world.draft({ to: [] });
    const definition = {
      triggers: [],
      filter: null,
      again: 'never' as const,
      goal: null,
      timeZone: 'UTC',
      steps: [{ id: 's', kind: 'send' as const, message }],
    };
    const id = await store.tx(async (trx) => {
      const made = await makeWorkflow(trx, who, { name: 'Sends', timeZone: 'UTC' }, clock.now());
      if (typeof made === 'string') throw new Error(made);
      const change = { definition, version: 1, people: 'stay' as const };
      await changeWorkflow(trx, who, made.id, change, clock.now());
      return made.id;
    });
    const on = () =>
      store.tx((trx) => switchWorkflow(trx, who, id, { state: 'on', leave: false }, clock.now()));
    await expect(on()).resolves.toEqual({ problems: [{ code: 'message-not-ready', step: 's' }] });
    await expect(makeAutomatic(services, who, message)).resolves.toEqual({ ok: true });
    await expect(on()).resolves.toBe('done');

    await sql`insert into legal_bases (account_id, contact_id, purpose, at, basis, source)
      values (${account}, ${second}, 'marketing-mail', now() + interval '1 hour', 'consent-withdrawn', 'test')`.execute(
      store.db,
    );
    for (const contact of [first, second]) {
      await store.tx((trx) => enrolByHand(trx, who, id, contact, clock.now()));
    }
    const killed = {
      ...services,
      store: new Proxy(store, {
        get: (target, name, receiver) =>
          name !== 'tx'
            ? (Reflect.get(target, name, receiver) as unknown)
            : (work: Parameters<Store['tx']>[0]) =>
                target.tx(async (trx) => {
                  await work(trx);
                  throw new Error('killed');
                }),
      }),
    };
    await runWorkflow(killed, account, id).catch(() => undefined);
    await runWorkflow(services, account, id);
    await runWorkflow(services, account, id);
    const { rows } = await sql<{ contact_id: string; state: string; reason: string | null }>`
      select contact_id, state, reason from marketing_copies where account_id = ${account} and message_id = ${message}
      order by state`.execute(store.db);
    expect(rows).toEqual([
      { contact_id: second, state: 'left-out', reason: 'consent-withdrawn' },
      { contact_id: first, state: 'waiting', reason: null },
    ]);
    const done = await sql<{ result: unknown }>`
      select result from workflow_steps_done d join workflow_enrolments e on e.id = d.enrolment_id
      where e.workflow_id = ${id} and e.contact_id = ${second}`.execute(store.db);
    expect(done.rows[0]?.result).toMatchObject({ leftOut: 'consent-withdrawn' });
  });
});
