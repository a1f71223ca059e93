import { uuidV7 } from '../../../src/server/store/uuid-v7';
import { makeCopies } from '../../../src/server/marketing/send/copies';
import { takeLane, type Lane } from '../../../src/server/marketing/send/lanes';
import { runLane } from '../../../src/server/marketing/send/lane-job';
import { laneKey } from '../../../src/server/marketing/send/job-types';
import { writeResults } from '../../../src/server/marketing/send/results';
import { readSend, sendRow, type Send } from '../../../src/server/marketing/send/sends';
import { takeCopies } from '../../../src/server/marketing/send/take';
import type { Handed, MarketingTransport, ReadyMail } from '../../../src/server/marketing/send/transport';
import type { Services } from '../../../src/server/services';
import type { Store } from '../../../src/server/store';
import { describeOnBothStores, describeOnEmbeddedStore } from '../../fixtures/stores';
import { openSendingWorld, type SendingWorld } from './sending-world';

/** More than one batch. */
const PEOPLE = 55;

/** A process that ends: nothing after it is done, not even the tidying up. */
class Killed extends Error {}

interface Plan {
  /** After so many transactions of the store nothing works any more. */
  transactions?: number;
  /** After so many mails were handed over: before the relay had it, or after and before anybody heard of it. */
  mails?: { after: number; taken: boolean };
}

// Each step is told to each store in the long run; two nodes at once stand in sending.test.ts.
const describeHere = process.env.LONG === undefined ? describeOnEmbeddedStore : describeOnBothStores;

describeHere('marketing mail whatever is killed', (open) => {
  let store: Store;
  let world: SendingWorld;

  beforeAll(async () => {
    store = await open();
    world = await openSendingWorld(store, PEOPLE);
  });
  afterAll(async () => {
    await world.close();
    await store.close();
  });

  /** What the relay has, by Message-ID, each time it was given. */
  let relay: string[] = [];
  beforeEach(() => {
    relay = [];
  });

  /** A node that is killed by plan: its store and its line to the relay end at once. */
  const node = (plan: Plan, dropsDoubles: boolean): { services: Services; transport: MarketingTransport } => {
    let dead = false;
    let transactions = 0;
    let mails = 0;
    const live = (): void => {
      if (dead) throw new Killed('the process has ended');
    };
    const mortal: Store = {
      kind: store.kind,
      get db() {
        live();
        return store.db;
      },
      tx: async (work) => {
        live();
        transactions += 1;
        if (transactions === plan.transactions) {
          // In the middle of one: it is rolled back.
          dead = true;
          return store.tx(async (trx) => {
            await work(trx);
            throw new Killed('the process ends');
          });
        }
        return store.tx(work);
      },
      listen: (...args) => store.listen(...args),
      notify: (...args) => store.notify(...args),
      maintain: () => store.maintain(),
      health: () => store.health(),
      close: () => store.close(),
    };
    const transport: MarketingTransport = {
      dropsDoubles,
      connections: 3,
      hand: async ({ raw }: ReadyMail): Promise<Handed> => {
        await new Promise((resolve) => setImmediate(resolve));
        live();
        mails += 1;
        const last = plan.mails?.after === mails;
        if (!last || plan.mails?.taken)
          relay.push(/^Message-ID:\s*(<[^>]*>)/im.exec(raw.toString('latin1'))?.[1] ?? '');
        if (last) {
          dead = true;
          throw new Killed('the process ends');
        }
        return { outcome: 'accepted' };
      },
      close: () => undefined,
    };
    return { services: { ...world.services, store: mortal }, transport };
  };

  /** Runs the lane until it is over, by node after node; each dies by its plan. */
  const run = async (id: string, plans: readonly Plan[], dropsDoubles: boolean): Promise<number> => {
    let killed = 0;
    const job = { account: world.account, key: laneKey(id, 0), signal: new AbortController().signal };
    for (const plan of [...plans, {}]) {
      const { services, transport } = node(plan, dropsDoubles);
      for (;;) {
        try {
          const again = await runLane(services, transport, job, 0);
          if (!again) return killed;
        } catch (error) {
          if (!(error instanceof Killed)) throw error;
          killed += 1;
          break;
        }
      }
    }
    return killed;
  };

  const check = async (id: string, dropsDoubles: boolean): Promise<void> => {
    const copies = await store.db
      .selectFrom('marketing_copies')
      .select(['idx', 'state', 'contact_id'])
      .where('message_id', '=', id)
      .orderBy('idx')
      .execute();
    // Each contact once, in a row, no index twice.
    expect(copies.map(({ idx }) => idx)).toEqual(Array.from({ length: PEOPLE }, (_, i) => i + 1));
    expect(new Set(copies.map(({ contact_id: contact }) => contact)).size).toBe(PEOPLE);
    const times = new Map<string, number>();
    for (const one of relay) times.set(one, (times.get(one) ?? 0) + 1);
    if (dropsDoubles) {
      // Everybody has it; what came twice came under one Message-ID, and is dropped.
      expect(copies.every(({ state }) => state === 'accepted')).toBe(true);
      expect(times.size).toBe(PEOPLE);
    } else {
      expect([...times.values()].every((n) => n === 1)).toBe(true);
      expect(copies.filter(({ state }) => state === 'accepted').length).toBeLessThanOrEqual(times.size);
      expect(copies.every(({ state }) => state === 'accepted' || state === 'unclear')).toBe(true);
    }
    const message = await store.db
      .selectFrom('marketing_messages')
      .select('state')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    expect(message.state).toBe('sent');
    // A recipient for each that was tried, with a token of its own.
    const tokens = await store.db
      .selectFrom('message_recipients')
      .select('token')
      .where('message_id', '=', id)
      .execute();
    expect(new Set(tokens.map(({ token }) => token)).size).toBe(PEOPLE);
  };

  it.each([false, true])(
    'in any transaction, each has it once (doubles dropped: %s)',
    async (dropsDoubles) => {
      // Where doubles are dropped some of the steps say as much as all.
      for (let n = 1; n < 40; n += dropsDoubles ? 3 : 1) {
        const id = await world.begin();
        relay = [];
        const killed = await run(id, [{ transactions: n }], dropsDoubles);
        await check(id, dropsDoubles);
        if (killed === 0) {
          expect(n).toBeGreaterThan(6);
          return;
        }
      }
      throw new Error('it never got through');
    },
  );

  it.each([
    { taken: false, dropsDoubles: false },
    { taken: true, dropsDoubles: false },
    { taken: false, dropsDoubles: true },
    { taken: true, dropsDoubles: true },
  ])('again and again, in the middle of a mail (%o)', async ({ taken, dropsDoubles }) => {
    const id = await world.begin();
    const plans = [5, 1, 23, 2, 31].map((after) => ({ mails: { after, taken } }));
    const killed = await run(id, plans, dropsDoubles);
    // Where doubles are not dropped, one kill leaves all that was under way unclear.
    expect(killed).toBeGreaterThan(dropsDoubles ? 1 : 0);
    await check(id, dropsDoubles);
  });

  it('is not undone by a run that lost its lane and wakes late', async () => {
    const id = await world.begin();
    const row = async () => readSend(world.services, (await sendRow(store.db, world.account, id))!);
    while ((await store.tx((trx) => makeCopies(trx, world.services, world.account, id))) === 'more');
    const send: Send = await row();
    const now = world.app.clock.now();
    const late: Lane = { lane: 0, run: uuidV7(now) };
    const fresh: Lane = { lane: 0, run: uuidV7(now) };
    const lane = (one: Lane) =>
      store.tx((trx) => takeLane(trx, world.account, id, one, { dropsDoubles: false, now }));
    const take = (one: Lane) => store.tx((trx) => takeCopies(trx, world.services, send, one, 3));
    await lane(late);
    const taken = await take(late);
    if (taken.kind !== 'copies') throw new Error(taken.kind);
    await lane(fresh);
    expect(await world.states(id)).toEqual({ unclear: 3, waiting: PEOPLE - 3 });
    // It gets no more.
    expect(await take(late)).toEqual({ kind: 'lost' });
    const [one, two, three] = taken.copies;
    const tell = (copy: typeof one, handed: Handed) =>
      store.tx((trx) => writeResults(trx, send, late, [{ copy: copy!, handed, at: now }], false));
    await tell(one, { outcome: 'accepted' });
    await tell(two, { outcome: 'refused', status: 550, detail: '550 no' });
    await tell(three, { outcome: 'slow', status: undefined, detail: '' });
    // That it left is believed; that it may be sent again is not.
    expect(await world.states(id)).toEqual({ accepted: 1, unclear: 2, waiting: PEOPLE - 3 });
  });
});
