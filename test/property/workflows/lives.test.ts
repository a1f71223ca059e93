import fc from 'fast-check';
import { sql } from 'kysely';
import type { Rule } from '../../../src/core/rules';
import { type Definition, problemsOf, type Step } from '../../../src/core/workflows';
import { changeContacts, standingOf } from '../../../src/server/crm/change-contacts';
import { addToList } from '../../../src/server/segments';
import type { Store } from '../../../src/server/store';
import { json } from '../../../src/server/store/schema';
import { enrolByHand, follow, runWorkflow, switchWorkflow } from '../../../src/server/workflows';
import { describeOnEmbeddedStore } from '../../fixtures/stores';
import { makeWorld, type World } from '../../integration/workflows/world';
import { propertyRuns } from '../seed';
import { type Act, DAY, ENTRY, Oracle, SLACK } from './oracle';

const STATUSES = ['a', 'b', 'c'];
const PEOPLE = 2;
const ENTRY_LIST = '11111111-1111-4111-8111-111111111111';
const OTHER_LIST = '22222222-2222-4222-8222-222222222222';

// The first more often: it is what brings people in.
const status = fc.constantFrom('a', 'a', ...STATUSES);
const isStatus = (value: string): Rule => ({
  kind: 'text',
  property: 'custom:status',
  test: { is: 'equal', values: [value] },
});

/** Steps without their ids, which are given in order afterwards. */
type Shape =
  | { kind: 'wait'; days: number }
  | { kind: 'set'; value: string }
  | { kind: 'list'; action: 'add' | 'remove'; list: string }
  | { kind: 'task' | 'end' }
  | { kind: 'branch'; value: string; yes: Shape[]; no: Shape[] };

const { shapes } = fc.letrec<{ shapes: Shape[]; shape: Shape }>((tie) => ({
  shapes: fc.array(tie('shape'), { minLength: 1, maxLength: 5, depthIdentifier: 'steps', size: 'max' }),
  shape: fc.oneof(
    { depthIdentifier: 'steps', maxDepth: 2 },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 3 }) }),
    },
    fc.record({ kind: fc.constant('set' as const), value: status }),
    fc.record({
      kind: fc.constant('list' as const),
      action: fc.constantFrom('add' as const, 'remove' as const),
      list: fc.constantFrom(ENTRY_LIST, OTHER_LIST),
    }),
    fc.record({ kind: fc.constant('task' as const) }),
    fc.record({ kind: fc.constant('end' as const) }),
    fc.record({
      kind: fc.constant('branch' as const),
      value: status,
      yes: tie('shapes'),
      no: tie('shapes'),
    }),
  ),
}));

function stepsOf(all: readonly Shape[], next: () => string): Step[] {
  return all.map((shape): Step => {
    const id = next();
    switch (shape.kind) {
      case 'wait':
        return { id, kind: 'wait', how: { kind: 'for', amount: shape.days, unit: 'days' } };
      case 'set':
        return { id, kind: 'set', property: 'custom:status', value: shape.value };
      case 'list':
        return { id, kind: 'list', action: shape.action, list: shape.list };
      case 'task':
        return { id, kind: 'task', title: 'Call', days: null, user: null };
      case 'branch':
        return {
          id,
          kind: 'branch',
          rule: isStatus(shape.value),
          within: 0,
          yes: stepsOf(shape.yes, next),
          no: stepsOf(shape.no, next),
        };
      case 'end':
        return { id, kind: 'end' };
    }
  });
}

const definitions = fc
  .record({
    shapes,
    again: fc.constantFrom('after-leaving' as const, 'after-leaving' as const, 'never' as const),
    triggers: fc.subarray(
      [
        { kind: 'open' as const, of: { kind: 'marketing' as const } },
        { kind: 'property' as const, property: 'custom:status', to: 'a' },
        { kind: 'segment' as const, segment: ENTRY_LIST },
      ],
      { minLength: 1 },
    ),
  })
  .map(({ shapes: all, again, triggers }): Definition => {
    let n = 0;
    const steps = stepsOf(all, () => `s${(n += 1)}`);
    return { triggers, filter: null, again, goal: null, timeZone: 'UTC', steps };
  })
  .filter(
    (definition) =>
      problemsOf(definition, {
        properties: new Map([['custom:status', { kind: 'choice', choices: STATUSES }]]),
        lists: new Set([ENTRY_LIST, OTHER_LIST]),
        segments: new Map([
          [ENTRY_LIST, null],
          [OTHER_LIST, null],
        ]),
        messages: new Map(),
        users: new Set(),
        teams: new Set(),
        secret: true,
      }).length === 0,
  );

const who = fc.integer({ min: 0, max: PEOPLE - 1 });
const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('open' as const), who }) },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('take-back' as const), n: fc.integer({ min: 0, max: 1 }) }),
    },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('set' as const), who, value: status }) },
    fc.record({ kind: fc.constant('join' as const), who }),
    fc.record({ kind: fc.constant('put' as const), who }),
    fc.record({ kind: fc.constant('turn' as const), on: fc.boolean() }),
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('days' as const), n: fc.integer({ min: 1, max: 3 }) }),
    },
  ),
  { minLength: 12, maxLength: 26, size: 'max' },
);

describeOnEmbeddedStore('lives under a workflow', (open) => {
  let store: Store;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());

  it('come out as the steps say, whatever is broken off on the way', async () => {
    await fc.assert(
      fc.asyncProperty(definitions, acts, fc.infiniteStream(fc.nat(99)), async (definition, life, chance) => {
        const real = await live(store, definition, life, chance);
        const oracle = new Oracle(definition, PEOPLE, (list) => (list === ENTRY_LIST ? ENTRY : 'other'));
        for (const act of life) oracle.act(act);
        expect(real).toEqual(
          oracle.people.map(({ status: value, lists, tasks, stays }) => ({
            status: value,
            lists: [...lists].sort(),
            tasks,
            stays: stays.map(({ state, done }) => `${state} ${done}`).sort(),
          })),
        );
      }),
      propertyRuns('workflows', 16, 400),
    );
  });
});

async function live(store: Store, definition: Definition, life: readonly Act[], chance: Iterator<number>) {
  const world = await makeWorld(store);
  await world.close();
  const { account, clock, who: user } = world;
  await store.db
    .insertInto('contact_fields')
    .values({
      account_id: account,
      key: 'status',
      name: 'Status',
      kind: 'choice',
      choices: json(STATUSES),
      position: 1,
      created_at: clock.now(),
    })
    .execute();
  const lists = new Map<string, string>();
  for (const [id, name] of [
    [ENTRY_LIST, ENTRY],
    [OTHER_LIST, 'other'],
  ] as const) {
    lists.set(id, await world.list(name));
  }
  const people: string[] = [];
  for (let i = 0; i < PEOPLE; i += 1) people.push(await world.contact(`P${i}`));
  const message = await world.message();
  // The lists of this account in place of those that the definition names.
  let text = JSON.stringify(definition);
  for (const [named, own] of lists) text = text.replaceAll(named, own);
  const own: unknown = JSON.parse(text);
  const workflow = await world.workflow(own as Definition);

  /** One in eight transactions does all of its work, and is rolled back. */
  const flaky = new Proxy(store, {
    get: (target, name, receiver) =>
      name !== 'tx'
        ? (Reflect.get(target, name, receiver) as unknown)
        : (work: Parameters<Store['tx']>[0]) =>
            target.tx(async (trx) => {
              const done = await work(trx);
              if ((chance.next().value ?? 99) < 12) throw new Error('killed');
              return done;
            }),
  });
  const services = { ...world.services, store: flaky };
  const nextDue = async (): Promise<Date | undefined> => {
    const { rows } = await sql<{ at: Date | null }>`
      select min(due_at) as at from workflow_enrolments e
      join workflows w on w.account_id = e.account_id and w.id = e.workflow_id and w.state = 'on'
      where e.account_id = ${account} and e.state = 'in'`.execute(store.db);
    return rows[0]?.at ?? undefined;
  };
  const signals = async (): Promise<number> => {
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from workflow_signals where account_id = ${account}`.execute(store.db);
    return rows[0]?.n ?? 0;
  };
  const pass = async (ms: number): Promise<void> => {
    const end = clock.now().getTime() + ms;
    for (;;) {
      if ((await signals()) > 0) {
        await follow(services, account).catch(() => undefined);
        continue;
      }
      const due = await nextDue();
      if (!due || due.getTime() > end) break;
      if (due > clock.now()) clock.set(due);
      await runWorkflow(services, account, workflow).catch(() => undefined);
    }
    clock.set(new Date(end));
  };

  const opens: number[] = [];
  const takenBack = new Set<number>();
  const person = (n: number): string => people[n] ?? '';
  for (const act of life) {
    switch (act.kind) {
      case 'open':
        opens.push(await world.event('open', person(act.who), message));
        break;
      case 'take-back': {
        const seq = opens.at(-1 - act.n);
        if (seq !== undefined && !takenBack.has(seq)) {
          takenBack.add(seq);
          await world.takeBack(seq);
        }
        break;
      }
      case 'set':
        await store.tx(async (trx) => {
          const contact = (await standingOf(trx, account, [person(act.who)])).get(person(act.who));
          if (!contact) throw new Error('gone');
          const edit = { custom: { status: act.value } };
          await changeContacts(trx, user, [{ contact, edit }], { now: clock.now(), source: 'test' });
        });
        break;
      case 'join':
        await store.tx((trx) =>
          addToList(trx, account, lists.get(ENTRY_LIST) ?? '', [person(act.who)], 'api', clock.now()),
        );
        break;
      case 'put':
        await store.tx((trx) => enrolByHand(trx, user, workflow, person(act.who), clock.now()));
        break;
      case 'turn':
        await store.tx((trx) =>
          switchWorkflow(trx, user, workflow, { state: act.on ? 'on' : 'off', leave: false }, clock.now()),
        );
        break;
      case 'days':
        await pass(act.n * DAY);
        break;
    }
    await pass(SLACK);
  }
  return outcome(world, people, lists);
}

async function outcome(
  { store, account }: World,
  people: readonly string[],
  lists: ReadonlyMap<string, string>,
) {
  const all = [];
  for (const contact of people) {
    const standing = (await store.tx((trx) => standingOf(trx, account, [contact]))).get(contact);
    const member = await store.db
      .selectFrom('segment_members')
      .select('segment_id')
      .where('account_id', '=', account)
      .where('contact_id', '=', contact)
      .execute();
    const tasks = await store.db
      .selectFrom('tasks')
      .select('id')
      .where('account_id', '=', account)
      .where('contact_id', '=', contact)
      .execute();
    const stays = await store.db
      .selectFrom('workflow_enrolments')
      .select(['state', 'why', 'done'])
      .where('account_id', '=', account)
      .where('contact_id', '=', contact)
      .execute();
    all.push({
      status: standing?.custom['status'] ?? null,
      lists: member.map(({ segment_id: id }) => (id === lists.get(ENTRY_LIST) ? ENTRY : 'other')).sort(),
      tasks: tasks.length,
      stays: stays.map(({ state, why, done }) => `${why ?? state} ${done}`).sort(),
    });
  }
  return all;
}
