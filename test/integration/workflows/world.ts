import { randomBytes, randomUUID } from 'node:crypto';
import pino from 'pino';
import type { Definition, Step } from '../../../src/core/workflows';
import type { Ask } from '../../../src/server/checks/ask';
import { recordEvent, retractEvent } from '../../../src/server/events';
import { startJobs } from '../../../src/server/jobs';
import type { Services } from '../../../src/server/services';
import type { Store } from '../../../src/server/store';
import { json } from '../../../src/server/store/schema';
import {
  changeWorkflow,
  makeSecret,
  makeWorkflow,
  switchWorkflow,
  workflowJobs,
} from '../../../src/server/workflows';
import { ManualClock } from '../../fixtures/manual-clock';
import { writeMessage } from '../../fixtures/messages';

export const OWNER = 1;
export const COLLEAGUE = 2;

/** What workflows need of the services. */
export type WorkflowServices = Parameters<typeof workflowJobs>[0];

/** One account with two users, a clock that stands, and the queue's work on what workflows enqueue. */
export interface World {
  store: Store;
  clock: ManualClock;
  account: number;
  who: { account: number; user: number };
  services: WorkflowServices;
  contact(
    name: string,
    more?: { owner?: number | null; custom?: Record<string, string | number> },
  ): Promise<string>;
  list(name: string): Promise<string>;
  /** On the list, in the order of coming. */
  onList(list: string): Promise<string[]>;
  message(kind?: 'one-to-one' | 'marketing', policy?: Record<string, unknown>): Promise<string>;
  event(kind: 'open' | 'click' | 'reply' | 'bounce', contact: string, message: string): Promise<number>;
  takeBack(seq: number): Promise<void>;
  /** Made, filled and switched on. */
  workflow(given: Partial<Definition> & { steps: Step[] }, name?: string): Promise<string>;
  /** Of a workflow's webhooks. */
  secretOf(workflow: string): string;
  /** Works until nothing is due. */
  settle(): Promise<void>;
  /** A later time, and all that is due by then, wherever in between. */
  pass(ms: number): Promise<void>;
  enrolments(workflow: string): Promise<
    {
      state: string;
      why: string | null;
      step: string | null;
      contact: string | null;
      done: number;
      error: string | null;
    }[]
  >;
  close(): Promise<void>;
}

let accounts = 0;

export const wait = (id: string, days: number): Step => ({
  id,
  kind: 'wait',
  how: { kind: 'for', amount: days, unit: 'days' },
});
export const addTo = (id: string, list: string): Step => ({ id, kind: 'list', action: 'add', list });

export async function makeWorld(store: Store, ask?: Ask): Promise<World> {
  const clock = new ManualClock('2026-03-02T09:00:00.000Z');
  const number = ++accounts;
  const { id: account } = await store.db
    .insertInto('accounts')
    .values({
      tenant_id: `workflows-${number}`,
      name: 'Brightwater',
      settings: json({ ownDomains: ['brightwater.example'] }),
      created_at: clock.now(),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await store.db.insertInto('account_counters').values({ account_id: account, user_number: 2 }).execute();
  await store.db
    .insertInto('users')
    .values(
      [OWNER, COLLEAGUE].map((id) => ({
        account_id: account,
        id,
        oid: `user-${id}`,
        name: `User ${id}`,
        email: `user${id}@brightwater.example`,
        role: 'admin' as const,
        seat: 'paid' as const,
        created_at: clock.now(),
      })),
    )
    .execute();
  const key = randomBytes(32);
  const services: WorkflowServices = {
    store,
    clock,
    log: pino({ level: 'silent' }),
    secrets: { deriveKey: () => key } as unknown as Services['secrets'],
    ...(ask && { ask }),
  };
  const who = { account, user: OWNER };
  const jobs = await startJobs({ store, clock, handlers: workflowJobs(services), random: () => 0.5 });
  let n = 0;
  const secrets = new Map<string, string>();

  const settle = (): Promise<void> => jobs.idle();
  const world: World = {
    store,
    clock,
    account,
    who,
    services,
    settle,
    secretOf: (workflow) => secrets.get(workflow) ?? '',
    contact: async (name, { owner = OWNER, custom } = {}) => {
      const id = randomUUID();
      await store.db
        .insertInto('contacts')
        .values({
          account_id: account,
          id,
          name,
          company: null,
          owner_user_id: owner,
          source: 'test',
          properties: json(custom ? { custom } : {}),
          last_activity_at: null,
          created_at: clock.now(),
          updated_at: clock.now(),
        })
        .execute();
      await store.db
        .insertInto('contact_addresses')
        .values({
          account_id: account,
          contact_id: id,
          address: `${name.toLowerCase()}@partner${number}.example`,
          is_primary: true,
          created_at: clock.now(),
        })
        .execute();
      return id;
    },
    list: async (name) => {
      const id = randomUUID();
      await store.db
        .insertInto('segments')
        .values({
          account_id: account,
          id,
          name,
          kind: 'list',
          rule: null,
          created_by: OWNER,
          created_at: clock.now(),
          updated_at: clock.now(),
        })
        .execute();
      return id;
    },
    onList: async (list) => {
      const rows = await store.db
        .selectFrom('segment_members')
        .select('contact_id')
        .where('account_id', '=', account)
        .where('segment_id', '=', list)
        .orderBy('since')
        .execute();
      return rows.map(({ contact_id: contact }) => contact);
    },
    message: async (kind = 'marketing', policy = {}) => {
      const id = await writeMessage(store, {
        account_id: account,
        at: clock.now(),
        kind,
        user_id: OWNER,
        policy: json(policy),
      });
      if (kind === 'one-to-one') return id;
      await store.db
        .insertInto('marketing_messages')
        .values({
          account_id: account,
          id,
          name: `Message ${id}`,
          state: 'sent',
          content: json({}),
          settings: json({}),
          created_by: OWNER,
          updated_by: OWNER,
          created_at: clock.now(),
          updated_at: clock.now(),
        })
        .execute();
      return id;
    },
    event: async (kind, contact, message) => {
      const seq = await store.tx((trx) =>
        recordEvent(trx, {
          account,
          kind,
          at: clock.now(),
          recordedAt: clock.now(),
          user: OWNER,
          message,
          recipient: 1,
          contact,
          cause: `test:${++n}`,
        }),
      );
      if (seq === undefined) throw new Error('not written');
      return seq;
    },
    takeBack: async (seq) => {
      await store.tx((trx) => retractEvent(trx, account, seq, { at: clock.now(), reason: 'a machine' }));
    },
    workflow: async (given, name = `Workflow ${++n}`) => {
      const definition: Definition = {
        triggers: [],
        filter: null,
        again: 'never',
        goal: null,
        timeZone: 'Europe/Warsaw',
        ...given,
      };
      return store.tx(async (trx) => {
        const made = await makeWorkflow(trx, who, { name, timeZone: 'UTC' }, clock.now());
        if (typeof made === 'string') throw new Error(made);
        const { id } = made;
        // With which webhooks are signed.
        secrets.set(id, (await makeSecret(trx, services, who, id, clock.now())) ?? '');
        const change = { definition, version: 1, people: 'stay' as const };
        const changed = await changeWorkflow(trx, who, id, change, clock.now());
        if (changed !== 'done') throw new Error(JSON.stringify(changed));
        const on = await switchWorkflow(trx, who, id, { state: 'on', leave: false }, clock.now());
        if (on !== 'done') throw new Error(JSON.stringify(on));
        return id;
      });
    },
    pass: async (ms) => {
      await settle();
      const end = clock.now().getTime() + ms;
      for (;;) {
        const next = await store.db
          .selectFrom('jobs')
          .select(({ fn }) => fn.min('run_at').as('at'))
          .where('account_id', '=', account)
          .where('state', '=', 'ready')
          .executeTakeFirst();
        if (!next?.at || next.at.getTime() > end) break;
        if (next.at > clock.now()) clock.set(next.at);
        await settle();
      }
      clock.set(new Date(end));
    },
    enrolments: async (workflow) => {
      const rows = await store.db
        .selectFrom('workflow_enrolments')
        .select(['state', 'why', 'step', 'contact_id as contact', 'done', 'error'])
        .where('account_id', '=', account)
        .where('workflow_id', '=', workflow)
        .orderBy('begun_at')
        .orderBy('id')
        .execute();
      return rows;
    },
    close: () => jobs.stop(),
  };
  return world;
}
