import type { InjectOptions } from 'fastify';
import { sql } from 'kysely';
import {
  ContactWorkflows,
  DryRun,
  EnrolmentHistory,
  EnrolmentPage,
  TaskList,
  TaskView,
  WorkflowChoices,
  WorkflowList,
  WorkflowSecret,
  WorkflowView,
} from '../../../src/core/api/workflows';
import { runWorkflow } from '../../../src/server/workflows';
import type { Store } from '../../../src/server/store';
import { openTestApp, type PersonKey, type TestApp } from '../../fixtures/app';
import { describeOnEmbeddedStore } from '../../fixtures/stores';

const NOBODY = '0197f0a0-0000-7000-8000-000000000000';

describeOnEmbeddedStore('workflows over HTTP', (open) => {
  let store: Store;
  let test: TestApp;
  let bob = '';

  beforeAll(async () => {
    store = await open();
    test = await openTestApp(store);
    bob = test.contacts.get('bob@partner.example') ?? '';
  });
  afterAll(async () => {
    await test.close();
    await store.close();
  });

  const ask = async (as: PersonKey, method: InjectOptions['method'], url: string, payload?: object) => {
    const answer = await test.ask(as, { method, url: `/api/v1${url}`, ...(payload && { payload }) });
    const body: unknown = answer.body === '' ? undefined : answer.json();
    return { status: answer.statusCode, body };
  };
  const make = async (name: string): Promise<string> =>
    WorkflowView.parse((await ask('alice', 'POST', '/workflows', { name, timeZone: 'Europe/Warsaw' })).body)
      .id;
  const definition = (steps: object[], more: object = {}) => ({
    triggers: [],
    filter: null,
    again: 'never',
    goal: null,
    timeZone: 'Europe/Warsaw',
    steps,
    ...more,
  });
  const task = { id: 's1', kind: 'task', title: 'Call', days: 2, user: null };
  const wait = { id: 's2', kind: 'wait', how: { kind: 'for', amount: 2, unit: 'days' } };
  const run = (id: string) => runWorkflow(test.services, test.people.alice.account, id);

  it('are made, filled, switched on, entered, left and looked at', async () => {
    const id = await make('From the beginning');
    const view = async () => WorkflowView.parse((await ask('alice', 'GET', `/workflows/${id}`)).body);
    expect(await view()).toMatchObject({ state: 'draft', version: 1, problems: [{ code: 'no-steps' }] });
    expect(await ask('alice', 'POST', `/workflows/${id}/state`, { state: 'on' })).toMatchObject({
      status: 422,
      body: { error: { code: 'not-runnable' } },
    });
    const change = { definition: definition([task, wait]), version: 1 };
    expect((await ask('alice', 'PATCH', `/workflows/${id}`, change)).status).toBe(200);
    expect(await ask('alice', 'PATCH', `/workflows/${id}`, change)).toMatchObject({
      status: 409,
      body: { error: { code: 'changed-meanwhile' } },
    });
    expect((await ask('alice', 'POST', `/workflows/${id}/enrolments`, { contact: bob })).body).toMatchObject({
      error: { code: 'not-on' },
    });
    expect((await ask('alice', 'POST', `/workflows/${id}/state`, { state: 'on' })).status).toBe(200);

    const tried = DryRun.parse((await ask('dan', 'POST', `/workflows/${id}/test`, { contact: bob })).body);
    expect(tried.steps.map(({ step, kind }) => `${step} ${kind}`)).toEqual(['s1 task', 's2 wait']);
    expect(tried).toMatchObject({ wasIn: false, more: false });
    expect((await view()).counts.in).toBe(0);

    const put = await ask('alice', 'POST', `/workflows/${id}/enrolments`, { contact: bob });
    expect(put.status).toBe(201);
    const enrolment = EnrolmentHistory.parse(put.body).enrolment.id;
    await run(id);
    const history = EnrolmentHistory.parse((await ask('dan', 'GET', `/enrolments/${enrolment}`)).body);
    expect(history).toMatchObject({
      enrolment: { state: 'in', step: 's2', waiting: true, by: 'hand', contact: { id: bob } },
      done: [{ n: 1, step: 's1', kind: 'task' }],
    });
    const page = EnrolmentPage.parse((await ask('dan', 'GET', `/workflows/${id}/enrolments?state=in`)).body);
    expect(page.enrolments).toHaveLength(1);
    const none = await ask('dan', 'GET', `/workflows/${id}/enrolments?search=nobody%25`);
    expect(EnrolmentPage.parse(none.body).enrolments).toEqual([]);
    const of = ContactWorkflows.parse((await ask('dan', 'GET', `/contacts/${bob}/workflows`)).body);
    expect(of.enrolments.map((one) => one.workflow.name)).toEqual(['From the beginning']);
    expect(of.open).toContainEqual({ id, name: 'From the beginning' });

    expect((await ask('alice', 'POST', `/enrolments/${enrolment}/leave`)).body).toMatchObject({
      enrolment: { state: 'left', why: 'by-hand' },
    });
    expect((await ask('alice', 'POST', `/enrolments/${enrolment}/return`)).body).toMatchObject({
      enrolment: { state: 'in' },
    });
    expect((await ask('alice', 'POST', `/enrolments/${enrolment}/retry`)).status).toBe(404);

    expect((await ask('alice', 'DELETE', `/workflows/${id}`)).status).toBe(204);
    expect((await ask('alice', 'GET', `/workflows/${id}`)).status).toBe(404);
    expect((await ask('alice', 'POST', `/workflows/${id}/restore`)).status).toBe(204);
    expect((await view()).state).toBe('off');
    const copy = await ask('alice', 'POST', '/workflows', { name: 'From the beginning', copyOf: id });
    expect(copy.body).toMatchObject({ name: 'From the beginning (2)', state: 'draft', problems: [] });
  });

  it('refuse what cannot be read, and name its place', async () => {
    const id = await make('Bad');
    const save = (given: object) =>
      ask('alice', 'PATCH', `/workflows/${id}`, { definition: given, version: 1 });
    const field = async (given: object) => {
      const { status, body } = await save(given);
      return [status, (body as { error: { field?: string } }).error.field];
    };
    expect(await field(definition([], { timeZone: 'Mars' }))).toEqual([422, 'definition.timeZone']);
    expect((await field(definition([{ id: 's1', kind: 'explode' }])))[0]).toBe(422);
    expect((await field(definition([{ ...wait, id: '<script>' }])))[0]).toBe(422);
    let deep: object = wait;
    for (let i = 0; i < 2_000; i += 1) {
      deep = { id: 's1', kind: 'branch', rule: null, within: 0, yes: [deep], no: [] };
    }
    expect((await field(definition([deep])))[0]).toBe(422);
    const secret = await ask('alice', 'POST', `/workflows/${id}/secret`);
    expect(WorkflowSecret.parse(secret.body).secret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/);
    expect(JSON.stringify((await ask('alice', 'GET', `/workflows/${id}`)).body)).not.toContain('whsec_');
  });

  it('are read by everybody, changed by marketing, and nobody’s of another account', async () => {
    const id = await make('Guarded');
    await ask('alice', 'PATCH', `/workflows/${id}`, { definition: definition([wait]), version: 1 });
    await ask('alice', 'POST', `/workflows/${id}/state`, { state: 'on' });
    const put = await ask('alice', 'POST', `/workflows/${id}/enrolments`, { contact: bob });
    const enrolment = EnrolmentHistory.parse(put.body).enrolment.id;
    const change = { name: 'Mine', version: 2 };
    const changing: [InjectOptions['method'], string, object?][] = [
      ['POST', '/workflows', { name: 'x' }],
      ['PATCH', `/workflows/${id}`, change],
      ['POST', `/workflows/${id}/state`, { state: 'off' }],
      ['POST', `/workflows/${id}/secret`],
      ['POST', `/workflows/${id}/enrolments`, { contact: bob }],
      ['POST', `/enrolments/${enrolment}/leave`],
      ['DELETE', `/workflows/${id}`],
    ];
    for (const [method, url, payload] of changing) {
      expect([url, (await ask('dan', method, url, payload)).status]).toEqual([url, 403]);
    }
    const foreign: [InjectOptions['method'], string, object?][] = [
      ...changing.slice(1),
      ['GET', `/workflows/${id}`],
      ['GET', `/workflows/${id}/enrolments`],
      ['GET', `/workflows/${id}/calls`],
      ['GET', `/enrolments/${enrolment}`],
      ['GET', `/contacts/${bob}/workflows`],
      ['POST', `/workflows/${id}/test`, { contact: bob }],
      ['POST', `/workflows/${id}/restore`],
      ['POST', '/workflows', { name: 'x', copyOf: id }],
    ];
    for (const [method, url, payload] of foreign) {
      expect([url, (await ask('erin', method, url, payload)).status]).toEqual([url, 404]);
    }
    expect(WorkflowList.parse((await ask('erin', 'GET', '/workflows')).body).workflows).toEqual([]);
    const choices = WorkflowChoices.parse((await ask('erin', 'GET', '/workflows/choices')).body);
    expect(choices.users.map(({ name }) => name)).not.toContain('Alice Moreau');
    // Into a workflow of one's own, nobody of another account.
    const own = WorkflowView.parse((await ask('erin', 'POST', '/workflows', { name: 'Own' })).body).id;
    await ask('erin', 'PATCH', `/workflows/${own}`, { definition: definition([wait]), version: 1 });
    await ask('erin', 'POST', `/workflows/${own}/state`, { state: 'on' });
    expect((await ask('erin', 'POST', `/workflows/${own}/enrolments`, { contact: bob })).status).toBe(404);
    expect((await ask('erin', 'POST', `/workflows/${own}/test`, { contact: bob })).status).toBe(404);
    expect((await ask('alice', 'GET', `/workflows/${id}`)).body).toMatchObject({
      name: 'Guarded',
      state: 'on',
    });
  });

  it('make tasks, which are done and removed, and both undone', async () => {
    const made = await ask('dan', 'POST', '/tasks', { title: 'Ring', dueOn: '2026-11-19', contact: bob });
    const { id } = TaskView.parse(made.body);
    expect(made.body).toMatchObject({ overdue: true, owner: { name: 'Dan Okafor' }, contact: { id: bob } });
    const mine = async (as: PersonKey, query = '') =>
      TaskList.parse((await ask(as, 'GET', `/tasks${query}`)).body).tasks.map((one) => one.id);
    expect(await mine('dan')).toContain(id);
    expect(await mine('alice')).not.toContain(id);
    expect(await mine('alice', '?whose=all')).toContain(id);
    expect(await mine('alice', `?contact=${bob}&whose=all`)).toContain(id);
    await ask('dan', 'PATCH', `/tasks/${id}`, { done: true });
    expect(await mine('dan')).not.toContain(id);
    expect(await mine('dan', '?done=true')).toContain(id);
    await ask('dan', 'PATCH', `/tasks/${id}`, { done: false });
    await ask('dan', 'PATCH', `/tasks/${id}`, { removed: true });
    expect(await mine('dan')).not.toContain(id);
    await ask('dan', 'PATCH', `/tasks/${id}`, { removed: false });
    expect(await mine('dan')).toContain(id);
    expect((await ask('erin', 'PATCH', `/tasks/${id}`, { done: true })).status).toBe(404);
    expect(await mine('erin', '?whose=all')).toEqual([]);
    expect((await ask('erin', 'POST', '/tasks', { title: 'x', contact: bob })).status).toBe(422);
    expect((await ask('dan', 'POST', '/tasks', { title: 'x', contact: NOBODY })).status).toBe(422);
    expect((await ask('dan', 'POST', '/tasks', { title: 'x', owner: 999 })).status).toBe(422);
    expect((await ask('dan', 'POST', '/tasks', { title: ' ' })).status).toBe(422);
  });

  it('leave in the log neither names nor secrets', () => {
    expect(test.logged.join('\n')).not.toMatch(/whsec_|Lindqvist|bob@partner/);
  });

  it('forget whoever is erased', async () => {
    const { account } = test.people.alice;
    const frank = test.contacts.get('frank@quiet.example') ?? '';
    const id = await make('Forgetting');
    await ask('alice', 'PATCH', `/workflows/${id}`, { definition: definition([task, wait]), version: 1 });
    await ask('alice', 'POST', `/workflows/${id}/state`, { state: 'on' });
    await ask('alice', 'POST', `/workflows/${id}/enrolments`, { contact: frank });
    await run(id);
    const { forgetInWorkflows } = await import('../../../src/server/workflows/forget');
    await store.tx((trx) => forgetInWorkflows(trx, account, frank));
    const { rows } = await sql<{ tasks: number; enrolments: number; state: string; why: string }>`
      select (select count(*)::int from tasks where contact_id = ${frank}) as tasks,
        (select count(*)::int from workflow_enrolments where contact_id = ${frank}) as enrolments, state, why
      from workflow_enrolments where account_id = ${account} and workflow_id = ${id}`.execute(store.db);
    expect(rows).toEqual([{ tasks: 0, enrolments: 0, state: 'left', why: 'contact-gone' }]);
  });
});
