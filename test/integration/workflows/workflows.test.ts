import { sql } from 'kysely';
import type { Rule } from '../../../src/core/rules';
import type { Definition, Step } from '../../../src/core/workflows';
import { mergeContacts } from '../../../src/server/crm/merge-contacts';
import { undoMerge } from '../../../src/server/crm/undo-merge';
import { changeContacts, standingOf } from '../../../src/server/crm/change-contacts';
import { addToList } from '../../../src/server/segments';
import type { Store } from '../../../src/server/store';
import {
  changeWorkflow,
  enrolByHand,
  follow,
  leaveByHand,
  runWorkflow,
  switchWorkflow,
  tryAgain,
} from '../../../src/server/workflows';
import { json } from '../../../src/server/store/schema';
import { describeOnBothStores } from '../../fixtures/stores';
import { addTo, COLLEAGUE, makeWorld, OWNER, wait, type World } from './world';

const DAY = 86_400_000;

const isStatus = (value: string): Rule => ({
  kind: 'text',
  property: 'custom:status',
  test: { is: 'equal', values: [value] },
});
const replied: Rule = { kind: 'event', event: 'replied', of: 'marketing' };

describeOnBothStores('workflows', (open) => {
  let store: Store;
  let world: World;
  let message = '';
  let list = '';
  let bob = '';
  let eve = '';

  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    world = await makeWorld(store);
    message = await world.message();
    list = await world.list('First');
    bob = await world.contact('Bob');
    eve = await world.contact('Eve', { owner: null });
    await store.db
      .insertInto('contact_fields')
      .values({
        account_id: world.account,
        key: 'status',
        name: 'Status',
        kind: 'choice',
        choices: json(['lead', 'contacted', 'customer']),
        position: 1,
        created_at: world.clock.now(),
      })
      .execute();
  });
  afterEach(() => world.close());

  const onOpen = (steps: Step[], more: Partial<Definition> = {}): Promise<string> =>
    world.workflow({ triggers: [{ kind: 'open', of: { kind: 'marketing' } }], steps, ...more });
  const setStatus = (contact: string, status: string | null): Promise<unknown> =>
    store.tx(async (trx) => {
      const standing = (await standingOf(trx, world.account, [contact])).get(contact);
      if (!standing) throw new Error('gone');
      await changeContacts(trx, world.who, [{ contact: standing, edit: { custom: { status } } }], {
        now: world.clock.now(),
        source: 'test',
      });
    });
  const statusOf = async (contact: string): Promise<unknown> =>
    (await store.tx((trx) => standingOf(trx, world.account, [contact]))).get(contact)?.custom['status'];
  const states = async (workflow: string): Promise<string[]> =>
    (await world.enrolments(workflow))
      .map(({ state, why }) => (why === null ? state : `${state}: ${why}`))
      .sort();
  /** Who came in, each as often as they did; in no order, since several do at one moment. */
  const whoCame = async (workflow: string): Promise<(string | null)[]> =>
    (await world.enrolments(workflow)).map(({ contact }) => contact).sort();

  describe('who comes in', () => {
    it('by a reply to the chosen message, and by no other mail or event', async () => {
      const other = await world.message();
      await world.workflow({
        triggers: [{ kind: 'reply', of: { kind: 'message', message } }],
        steps: [addTo('a', list)],
      });
      await world.event('reply', bob, message);
      await world.event('reply', eve, other);
      await world.event('open', eve, message);
      await world.settle();
      expect(await world.onList(list)).toEqual([bob]);
    });

    it('by mail of the kind that is meant, and never by a test', async () => {
      const mail = await world.message('one-to-one');
      const tried = await world.message('marketing', { test: true });
      const workflow = await world.workflow({
        triggers: [
          { kind: 'click', of: { kind: 'one-to-one' } },
          { kind: 'open', of: { kind: 'marketing' } },
        ],
        again: 'each-time',
        steps: [addTo('a', list)],
      });
      await world.event('click', bob, mail);
      await world.event('click', bob, message);
      await world.event('open', eve, mail);
      await world.event('open', eve, tried);
      await world.event('open', eve, message);
      await world.settle();
      expect(await whoCame(workflow)).toEqual([bob, eve].sort());
    });

    it('by a property that comes to a value, whoever changes it, and not by a merge', async () => {
      const any = await world.workflow({
        triggers: [{ kind: 'property', property: 'custom:status' }],
        again: 'each-time',
        steps: [addTo('a', list)],
      });
      const lead = await world.workflow({
        triggers: [{ kind: 'property', property: 'custom:status', to: 'lead' }],
        steps: [addTo('a', list)],
      });
      await setStatus(bob, 'customer');
      await setStatus(bob, 'lead');
      await setStatus(bob, 'lead');
      await setStatus(bob, null);
      const made = await world.contact('Made', { custom: { status: 'lead' } });
      await world.settle();
      expect(await whoCame(any)).toEqual([bob, bob, bob, made].sort());
      expect(await whoCame(lead)).toEqual([bob, made].sort());
      await store.tx((trx) => mergeContacts(trx, world.who, { kept: eve, gone: made }, world.clock.now()));
      await world.settle();
      expect(await statusOf(eve)).toBe('lead');
      expect(await world.enrolments(lead)).toHaveLength(2);
    });

    it('by a date that an event moves, and not by its being moved back', async () => {
      const mail = await world.message('one-to-one');
      const workflow = await world.workflow({
        triggers: [{ kind: 'property', property: 'lastReply' }],
        again: 'each-time',
        steps: [wait('w', 1), addTo('a', list)],
      });
      await world.event('reply', bob, mail);
      world.clock.advance(1_000);
      const second = await world.event('reply', bob, mail);
      await world.settle();
      expect(await states(workflow)).toEqual(['in', 'in']);
      await world.takeBack(second);
      await world.settle();
      expect(await states(workflow)).toEqual(['in', 'left: taken-back']);
    });

    it('by coming onto a list, and only whom the filter lets in', async () => {
      const vip = await world.list('VIP');
      await setStatus(bob, 'lead');
      await world.workflow({
        triggers: [{ kind: 'segment', segment: vip }],
        filter: isStatus('lead'),
        steps: [addTo('a', list)],
      });
      await store.tx((trx) => addToList(trx, world.account, vip, [bob, eve], 'api', world.clock.now()));
      await world.settle();
      expect(await world.onList(list)).toEqual([bob]);
    });

    it.each([
      ['never', ['finished']],
      ['after-leaving', ['finished', 'finished']],
      ['each-time', ['finished', 'finished', 'finished']],
    ] as const)('again: %s', async (again, expected) => {
      const workflow = await onOpen([wait('w', 2), addTo('a', list)], { again });
      await world.event('open', bob, message);
      await world.pass(DAY);
      // While the first is on their way still.
      await world.event('open', bob, message);
      await world.pass(5 * DAY);
      await world.event('open', bob, message);
      await world.pass(5 * DAY);
      expect(await states(workflow)).toEqual(expected);
    });

    it('once for each event, though its signal is there twice and two look at once', async () => {
      const workflow = await onOpen([addTo('a', list)], { again: 'each-time' });
      await world.close();
      await world.event('open', bob, message);
      await sql`insert into workflow_signals (account_id, kind, workflow_id, contact_id, event_seq, cause, at)
        select account_id, kind, workflow_id, contact_id, event_seq, cause, at from workflow_signals
        where account_id = ${world.account}`.execute(store.db);
      await Promise.all([follow(world.services, world.account), follow(world.services, world.account)]);
      await follow(world.services, world.account);
      expect(await states(workflow)).toEqual(['in']);
    });

    it('not more often than a day bears, however often something comes round', async () => {
      const workflow = await onOpen([{ id: 'e', kind: 'end' }], { again: 'each-time' });
      for (let i = 0; i < 60; i += 1) await world.event('open', bob, message);
      await world.settle();
      expect(await states(workflow)).toHaveLength(50);
    });

    it('nobody of another account, and nobody while it is off', async () => {
      const workflow = await onOpen([addTo('a', list)]);
      const other = await makeWorld(store);
      const theirs = await other.contact('Theirs');
      await other.event('open', theirs, await other.message());
      await other.settle();
      await store.tx((trx) =>
        switchWorkflow(trx, world.who, workflow, { state: 'off', leave: false }, world.clock.now()),
      );
      await world.event('open', bob, message);
      await world.settle();
      expect(await states(workflow)).toEqual([]);
      const asked = store.tx((trx) => enrolByHand(trx, other.who, workflow, theirs, other.clock.now()));
      await expect(asked).resolves.toBe('no-such-workflow');
      await other.close();
    });

    it('by hand, as the filter and the setting allow', async () => {
      const workflow = await onOpen([wait('w', 1)], { filter: isStatus('lead') });
      const put = (contact: string) =>
        store.tx((trx) => enrolByHand(trx, world.who, workflow, contact, world.clock.now()));
      await expect(put(bob)).resolves.toBe('not-let-in');
      await setStatus(bob, 'lead');
      await expect(put(bob)).resolves.toHaveProperty('id');
      await expect(put(bob)).resolves.toBe('not-let-in');
      await expect(put('00000000-0000-4000-8000-000000000000')).resolves.toBe('no-such-contact');
    });
  });

  describe('what is taken back', () => {
    it('ends an enrolment of which nothing was done, and does not count as having been in it', async () => {
      const workflow = await onOpen([wait('w', 1), addTo('a', list)]);
      const seq = await world.event('open', bob, message);
      await world.settle();
      await world.takeBack(seq);
      await world.settle();
      expect(await states(workflow)).toEqual(['left: taken-back']);
      await world.event('open', bob, message);
      await world.pass(2 * DAY);
      expect(await states(workflow)).toEqual(['finished', 'left: taken-back']);
    });

    it('enrols nobody where it is taken back before it was followed', async () => {
      const workflow = await onOpen([addTo('a', list)]);
      await world.close();
      await world.takeBack(await world.event('open', bob, message));
      await follow(world.services, world.account);
      await runWorkflow(world.services, world.account, workflow);
      expect(await world.onList(list)).toEqual([]);
      expect(await states(workflow)).toEqual(['left: taken-back']);
    });

    it('leaves those alone who have done something', async () => {
      const workflow = await onOpen([addTo('a', list), wait('w', 1)]);
      const seq = await world.event('open', bob, message);
      await world.settle();
      await world.takeBack(seq);
      await world.settle();
      expect(await states(workflow)).toEqual(['in']);
    });
  });

  describe('steps', () => {
    it('wait for weeks, in the store', async () => {
      const workflow = await onOpen([
        { id: 'w', kind: 'wait', how: { kind: 'for', amount: 6, unit: 'weeks' } },
        addTo('a', list),
      ]);
      await world.event('open', bob, message);
      await world.pass(41 * DAY);
      expect(await world.onList(list)).toEqual([]);
      await world.pass(2 * DAY);
      expect(await world.onList(list)).toEqual([bob]);
      expect(await states(workflow)).toEqual(['finished']);
    });

    it('do not end a wait early when the contact changes, though there is a goal', async () => {
      const workflow = await onOpen([wait('w', 3), addTo('a', list)], { goal: isStatus('customer') });
      await world.event('open', bob, message);
      await world.event('open', eve, message);
      await world.pass(DAY);
      await setStatus(bob, 'lead');
      await setStatus(eve, 'customer');
      await world.settle();
      expect(await states(workflow)).toEqual(['in', 'left: goal']);
      expect(await world.onList(list)).toEqual([]);
      await world.pass(3 * DAY);
      expect(await world.onList(list)).toEqual([bob]);
    });

    it('end a wait where time alone brings the goal', async () => {
      const quiet: Rule = {
        ...{ kind: 'event', event: 'opened', of: 'marketing' },
        ...{ when: { is: 'within', days: 1 }, not: true },
      };
      const workflow = await onOpen([wait('w', 3), addTo('a', list)], { goal: quiet });
      await world.event('open', bob, message);
      await world.pass(DAY / 2);
      expect(await states(workflow)).toEqual(['in']);
      await world.pass(DAY);
      expect(await states(workflow)).toEqual(['left: goal']);
      expect(await world.onList(list)).toEqual([]);
    });

    it('branch by a rule, as things stand', async () => {
      const other = await world.list('Second');
      await setStatus(bob, 'lead');
      await onOpen([
        {
          id: 'b',
          kind: 'branch',
          rule: isStatus('lead'),
          within: 0,
          yes: [addTo('y', list)],
          no: [addTo('n', other)],
        },
      ]);
      await world.event('open', bob, message);
      await world.event('open', eve, message);
      await world.settle();
      expect([await world.onList(list), await world.onList(other)]).toEqual([[bob], [eve]]);
    });

    it('branch at once when what is waited for comes, else when the time is over', async () => {
      const other = await world.list('Second');
      await onOpen([
        {
          id: 'b',
          kind: 'branch',
          rule: replied,
          within: 7,
          yes: [addTo('y', list)],
          no: [addTo('n', other)],
        },
      ]);
      await world.event('open', bob, message);
      await world.event('open', eve, message);
      await world.pass(2 * DAY);
      await world.event('reply', bob, message);
      await world.settle();
      expect([await world.onList(list), await world.onList(other)]).toEqual([[bob], []]);
      await world.pass(6 * DAY);
      expect([await world.onList(list), await world.onList(other)]).toEqual([[bob], [eve]]);
    });

    it('set a property, and keep what it was', async () => {
      await onOpen([
        { id: 's', kind: 'set', property: 'custom:status', value: 'contacted' },
        { id: 'o', kind: 'set', property: 'owner', value: COLLEAGUE },
      ]);
      await setStatus(bob, 'lead');
      await world.event('open', bob, message);
      await world.settle();
      expect(await statusOf(bob)).toBe('contacted');
      const changes = await store.db
        .selectFrom('contact_changes')
        .select(['property', 'before', 'after', 'by_user_id'])
        .where('account_id', '=', world.account)
        .where('contact_id', '=', bob)
        .where('by_user_id', '=', 0)
        .orderBy('property')
        .execute();
      expect(changes).toEqual([
        { property: 'custom:status', before: 'lead', after: 'contacted', by_user_id: 0 },
        { property: 'owner', before: OWNER, after: COLLEAGUE, by_user_id: 0 },
      ]);
    });

    it('tell the owner, a user or a team, each once, and touch no activity of the contact', async () => {
      const team = '0197f0a0-0000-7000-8000-000000000001';
      await store.db
        .insertInto('teams')
        .values({ account_id: world.account, id: team, name: 'Sales' })
        .execute();
      await store.db
        .insertInto('team_members')
        .values(
          [OWNER, COLLEAGUE].map((user) => ({ account_id: world.account, team_id: team, user_id: user })),
        )
        .execute();
      const workflow = await world.workflow({
        steps: [
          { id: 'o', kind: 'notify', whom: { kind: 'owner' }, text: 'to the owner' },
          { id: 'u', kind: 'notify', whom: { kind: 'user', user: COLLEAGUE }, text: 'to a user' },
          { id: 't', kind: 'notify', whom: { kind: 'team', team }, text: 'to all' },
        ],
      });
      for (const contact of [bob, eve]) {
        await store.tx((trx) => enrolByHand(trx, world.who, workflow, contact, world.clock.now()));
      }
      await world.settle();
      await runWorkflow(world.services, world.account, workflow);
      const told = await store.db
        .selectFrom('notifications as n')
        .innerJoin('events as e', (join) =>
          join.onRef('e.account_id', '=', 'n.account_id').onRef('e.seq', '=', 'n.seq'),
        )
        .select(['n.user_id', 'e.contact_id', sql<string>`e.detail ->> 'note'`.as('note')])
        .where('n.account_id', '=', world.account)
        .orderBy('n.seq')
        .execute();
      const of = (contact: string) =>
        told.filter((one) => one.contact_id === contact).map(({ user_id: user, note }) => `${user} ${note}`);
      expect(of(bob)).toEqual(['1 to the owner', '2 to a user', '1 to all', '2 to all']);
      // Nobody owns her.
      expect(of(eve)).toEqual(['2 to a user', '1 to all', '2 to all']);
      const { last_activity_at: active } = await store.db
        .selectFrom('contacts')
        .select('last_activity_at')
        .where('account_id', '=', world.account)
        .where('id', '=', bob)
        .executeTakeFirstOrThrow();
      expect(active).toBeNull();
    });

    it('make a task for the owner, due in days of the account’s zone', async () => {
      // Past midnight in Warsaw already.
      world.clock.set('2026-03-02T23:30:00.000Z');
      const workflow = await onOpen([{ id: 't', kind: 'task', title: 'Call', days: 3, user: null }]);
      await world.event('open', bob, message);
      await world.event('open', eve, message);
      await world.settle();
      const tasks = await store.db
        .selectFrom('tasks')
        .select(['title', 'due_on', 'contact_id', 'owner_user_id', 'workflow_id'])
        .where('account_id', '=', world.account)
        .orderBy('owner_user_id')
        .execute();
      const task = { title: 'Call', due_on: '2026-03-06', workflow_id: workflow };
      expect(tasks).toEqual([
        { ...task, contact_id: bob, owner_user_id: OWNER },
        { ...task, contact_id: eve, owner_user_id: null },
      ]);
    });

    it('go back over a wait as often as it takes', async () => {
      const workflow = await onOpen(
        [
          {
            id: 'b',
            kind: 'branch',
            rule: isStatus('customer'),
            within: 0,
            yes: [{ id: 'e', kind: 'end' }],
            no: [],
          },
          wait('w', 1),
          { id: 'g', kind: 'goto', step: 'b' },
        ],
        { again: 'each-time' },
      );
      await world.event('open', bob, message);
      await world.pass(10.5 * DAY);
      expect(await states(workflow)).toEqual(['in']);
      await setStatus(bob, 'customer');
      await world.pass(DAY);
      expect(await states(workflow)).toEqual(['finished']);
    });
  });

  describe('what cannot be run', () => {
    it('is tried again, then waits for a person, while others go on', async () => {
      const workflow = await onOpen([
        {
          id: 'b',
          kind: 'branch',
          rule: isStatus('lead'),
          within: 0,
          yes: [{ id: 's', kind: 'set', property: 'custom:status', value: 'contacted' }],
          no: [addTo('a', list)],
        },
      ]);
      await setStatus(bob, 'lead');
      await store.db
        .updateTable('contact_fields')
        .set({ choices: json(['lead']) })
        .where('account_id', '=', world.account)
        .execute();
      await world.event('open', bob, message);
      await world.event('open', eve, message);
      await world.settle();
      expect(await world.onList(list)).toEqual([eve]);
      await world.pass(DAY);
      const failed = (await world.enrolments(workflow)).find(({ contact }) => contact === bob);
      expect(failed).toMatchObject({ state: 'failed', error: 'property-gone', step: 'b' });
      await store.db
        .updateTable('contact_fields')
        .set({ choices: json(['lead', 'contacted']) })
        .where('account_id', '=', world.account)
        .execute();
      const { id } = await store.db
        .selectFrom('workflow_enrolments')
        .select('id')
        .where('account_id', '=', world.account)
        .where('contact_id', '=', bob)
        .executeTakeFirstOrThrow();
      await store.tx((trx) => tryAgain(trx, world.who, id, world.clock.now()));
      await world.settle();
      expect(await states(workflow)).toEqual(['finished', 'finished']);
      expect(await statusOf(bob)).toBe('contacted');
    });
  });

  describe('people who are in it', () => {
    it('wait while it is off, or leave', async () => {
      const workflow = await onOpen([wait('w', 1), addTo('a', list)]);
      const turn = (state: 'on' | 'off', leave = false) =>
        store.tx((trx) => switchWorkflow(trx, world.who, workflow, { state, leave }, world.clock.now()));
      await world.event('open', bob, message);
      await world.settle();
      await turn('off');
      await world.pass(3 * DAY);
      expect(await world.onList(list)).toEqual([]);
      await turn('on');
      await world.settle();
      expect(await world.onList(list)).toEqual([bob]);
      await world.event('open', eve, message);
      await world.settle();
      await turn('off', true);
      expect(await states(workflow)).toEqual(['finished', 'left: switched-off']);
    });

    it('stay with the steps they began with, or move to the new ones where their step is there', async () => {
      const other = await world.list('Second');
      const workflow = await onOpen([wait('w', 1), addTo('a', list)]);
      const definition = (steps: Step[]): Definition => ({
        triggers: [{ kind: 'open', of: { kind: 'marketing' } }],
        filter: null,
        again: 'never',
        goal: null,
        timeZone: 'UTC',
        steps,
      });
      const save = (steps: Step[], version: number, people: 'stay' | 'move') =>
        store.tx((trx) =>
          changeWorkflow(
            trx,
            world.who,
            workflow,
            { definition: definition(steps), version, people },
            world.clock.now(),
          ),
        );
      await world.event('open', bob, message);
      await world.settle();
      await expect(save([wait('w', 1), addTo('a', other)], 2, 'stay')).resolves.toBe('done');
      await expect(save([wait('w', 1), addTo('a', other)], 2, 'stay')).resolves.toBe('changed-meanwhile');
      await world.event('open', eve, message);
      await world.pass(2 * DAY);
      expect([await world.onList(list), await world.onList(other)]).toEqual([[bob], [eve]]);

      const ann = await world.contact('Ann');
      await world.event('open', ann, message);
      await world.settle();
      await save([wait('w', 9), addTo('x', list)], 3, 'move');
      // Her wait ends as it began; then she goes on by the new steps.
      await world.pass(2 * DAY);
      expect(await world.onList(list)).toEqual([bob, ann]);
    });

    it('are taken out and put back where they were', async () => {
      const workflow = await onOpen([wait('w', 5), addTo('a', list)]);
      await world.event('open', bob, message);
      await world.pass(DAY);
      const { id } = await store.db
        .selectFrom('workflow_enrolments')
        .select('id')
        .where('account_id', '=', world.account)
        .executeTakeFirstOrThrow();
      const leave = (restore: boolean) =>
        store.tx((trx) => leaveByHand(trx, world.who, id, restore, world.clock.now()));
      await leave(false);
      await world.pass(DAY);
      expect(await states(workflow)).toEqual(['left: by-hand']);
      await leave(true);
      await world.pass(DAY);
      expect(await states(workflow)).toEqual(['in']);
      expect(await leave(true)).toBeUndefined();
      await world.pass(3 * DAY);
      expect(await world.onList(list)).toEqual([bob]);
    });

    it('go on as the contact they were merged into, and as themselves when that is undone', async () => {
      const workflow = await onOpen([wait('w', 1), addTo('a', list), wait('v', 1), addTo('b', list)]);
      await world.event('open', bob, message);
      await world.settle();
      const pair = { kept: eve, gone: bob };
      const merged = await store.tx((trx) => mergeContacts(trx, world.who, pair, world.clock.now()));
      if (typeof merged === 'string') throw new Error(merged);
      await world.pass(1.5 * DAY);
      expect(await world.onList(list)).toEqual([eve]);
      await store.tx((trx) =>
        undoMerge(trx, world.who, { contact: eve, merge: merged.id }, world.clock.now()),
      );
      await world.pass(DAY);
      expect((await world.onList(list)).sort()).toEqual([bob, eve].sort());
      expect(await world.enrolments(workflow)).toMatchObject([{ state: 'finished', contact: bob }]);
    });

    it('leave when they are gone', async () => {
      const workflow = await onOpen([wait('w', 1), addTo('a', list)]);
      await world.event('open', bob, message);
      await world.settle();
      await store.db.deleteFrom('contacts').where('id', '=', bob).execute();
      await world.pass(2 * DAY);
      expect(await states(workflow)).toEqual(['left: contact-gone']);
    });
  });
});
