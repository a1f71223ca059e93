import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { can } from '../../core/access';
import { Id } from '../../core/api/shared';
import {
  Calls,
  ContactWorkflows,
  DryRun,
  EnrolmentHistory,
  EnrolmentPage,
  EnrolmentQuery,
  ForContact,
  NewWorkflow,
  WorkflowChange,
  WorkflowChoices,
  WorkflowList,
  WorkflowSecret,
  WorkflowSwitch,
  WorkflowView,
} from '../../core/api/workflows';
import { Definition } from '../../core/workflows';
import type { Services } from '../services';
import {
  callsOf,
  type ChangeRefusal,
  changeWorkflow,
  dryRun,
  enrolByHand,
  enrolmentHistory,
  enrolmentPage,
  leaveByHand,
  loadWorkflow,
  makeSecret,
  makeWorkflow,
  removeWorkflow,
  switchWorkflow,
  tryAgain,
  workflowChoices,
  workflowLines,
  workflowsOfContact,
  workflowView,
} from '../workflows';
import { requireAllowed } from './allowed';
import { problem } from './problem';
import type { SignedIn } from './sign-in';

const ById = z.object({ id: Id });
const noWorkflow = () => problem(404, 'no-such-workflow', 'There is no such workflow.');
const noEnrolment = () =>
  problem(404, 'no-such-enrolment', 'There is nobody in this workflow with whom this can be done.');
const noContact = () => problem(404, 'no-such-contact', 'There is no such contact.');

function refuse(refused: Exclude<ChangeRefusal, string> | string): Error {
  if (refused === 'no-such-workflow') return noWorkflow();
  if (refused === 'no-such-contact') return noContact();
  if (refused === 'changed-meanwhile') {
    return problem(
      409,
      'changed-meanwhile',
      'Somebody has changed this workflow meanwhile. Load it again, and make your change there.',
      'version',
    );
  }
  if (refused === 'too-many') {
    return problem(409, 'too-many', 'There are as many workflows as there may be. Remove one first.');
  }
  if (refused === 'not-on') {
    return problem(409, 'not-on', 'The workflow is not switched on. Switch it on first.');
  }
  if (refused === 'not-let-in') {
    return problem(
      409,
      'not-let-in',
      'The workflow does not let this contact in: its filter does not hold for them, or they were in it before.',
      'contact',
    );
  }
  const [first] = typeof refused === 'string' ? [] : refused.problems;
  return problem(
    422,
    'not-runnable',
    'This workflow cannot run as it is. What is missing stands at its steps.',
    first?.step === undefined ? (first?.at ?? 'definition') : `steps.${first.step}`,
  );
}

/** M9: workflows, who is in them, and what would happen to somebody. */
export function workflowRoutes(root: FastifyInstance, services: Services): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { store, clock } = services;
  const schema = { tags: ['workflows'] };

  const viewOf = async (who: SignedIn, id: string): Promise<WorkflowView> => {
    const view = await workflowView(store, who, id);
    if (!view) throw noWorkflow();
    return view;
  };

  /** As it was given; what cannot be read names its place. */
  const readDefinition = (given: Record<string, unknown>): Definition => {
    const read = Definition.safeParse(given);
    if (read.success) return read.data;
    const [issue] = read.error.issues;
    throw problem(
      422,
      'bad-definition',
      'This is no definition of a workflow.',
      ['definition', ...(issue?.path ?? [])].join('.'),
    );
  };

  app.get(
    '/api/v1/workflows',
    { schema: { ...schema, summary: 'The account’s workflows', response: { 200: WorkflowList } } },
    async (request) => {
      const who = requireAllowed(request, 'read', 'workflow');
      return {
        workflows: await workflowLines(store.db, who.account),
        canChange: can(who.role, 'change', 'workflow'),
      };
    },
  );

  app.get(
    '/api/v1/workflows/choices',
    {
      schema: {
        ...schema,
        summary: 'What steps and triggers may name: messages, segments, lists, users, teams, properties',
        response: { 200: WorkflowChoices },
      },
    },
    async (request) => workflowChoices(store.db, requireAllowed(request, 'read', 'workflow').account),
  );

  app.post(
    '/api/v1/workflows',
    {
      schema: {
        ...schema,
        summary: 'Makes a workflow, as a draft; or a copy of one',
        body: NewWorkflow,
        response: { 201: WorkflowView },
      },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'create', 'workflow');
      const made = await store.tx((trx) => makeWorkflow(trx, who, request.body, clock.now()));
      if (typeof made === 'string') throw refuse(made);
      return reply.code(201).send(await viewOf(who, made.id));
    },
  );

  app.get(
    '/api/v1/workflows/:id',
    {
      schema: {
        ...schema,
        summary: 'A workflow, and what keeps it from being switched on',
        params: ById,
        response: { 200: WorkflowView },
      },
    },
    async (request) => viewOf(requireAllowed(request, 'read', 'workflow'), request.params.id),
  );

  app.patch(
    '/api/v1/workflows/:id',
    {
      schema: {
        ...schema,
        summary: 'Saves name and steps; steps become a new version',
        params: ById,
        body: WorkflowChange,
        response: { 200: WorkflowView },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'change', 'workflow');
      const { definition, ...change } = request.body;
      const read = definition && readDefinition(definition);
      const done = await store.tx((trx) =>
        changeWorkflow(trx, who, request.params.id, { ...change, definition: read }, clock.now()),
      );
      if (done !== 'done') throw refuse(done);
      return viewOf(who, request.params.id);
    },
  );

  app.post(
    '/api/v1/workflows/:id/state',
    {
      schema: {
        ...schema,
        summary: 'Switches a workflow on, or off: whoever is in it then waits, or leaves',
        params: ById,
        body: WorkflowSwitch,
        response: { 200: WorkflowView },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'change', 'workflow');
      const done = await store.tx((trx) =>
        switchWorkflow(trx, who, request.params.id, request.body, clock.now()),
      );
      if (done !== 'done') throw refuse(done);
      return viewOf(who, request.params.id);
    },
  );

  for (const restore of [false, true]) {
    app.route({
      method: restore ? 'POST' : 'DELETE',
      url: restore ? '/api/v1/workflows/:id/restore' : '/api/v1/workflows/:id',
      schema: {
        ...schema,
        summary: restore ? 'Brings a removed workflow back, switched off' : 'Removes a workflow',
        params: ById,
        response: { 204: z.undefined() },
      },
      handler: async (request, reply) => {
        const who = requireAllowed(request, 'remove', 'workflow');
        const done = await store.tx((trx) =>
          removeWorkflow(trx, who, request.params.id, restore, clock.now()),
        );
        if (!done) throw noWorkflow();
        return reply.code(204).send();
      },
    });
  }

  app.post(
    '/api/v1/workflows/:id/secret',
    {
      schema: {
        ...schema,
        summary: 'Makes a new secret with which its webhooks are signed; shown this once',
        params: ById,
        response: { 200: WorkflowSecret },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'change', 'workflow');
      const secret = await store.tx((trx) => makeSecret(trx, services, who, request.params.id, clock.now()));
      if (secret === undefined) throw noWorkflow();
      return { secret };
    },
  );

  app.get(
    '/api/v1/workflows/:id/calls',
    {
      schema: {
        ...schema,
        summary: 'The latest calls of its webhooks, and what became of them',
        params: ById,
        response: { 200: Calls },
      },
    },
    async (request) => {
      const { account } = requireAllowed(request, 'read', 'workflow');
      if (!(await loadWorkflow(store.db, account, request.params.id))) throw noWorkflow();
      return callsOf(store.db, account, request.params.id);
    },
  );

  app.post(
    '/api/v1/workflows/:id/test',
    {
      schema: {
        ...schema,
        summary: 'What would happen to a contact; nothing of it does',
        params: ById,
        body: ForContact.extend({ definition: z.record(z.string(), z.unknown()).optional() }),
        response: { 200: DryRun },
      },
    },
    async (request) => {
      const { account } = requireAllowed(request, 'read', 'workflow');
      const row = await loadWorkflow(store.db, account, request.params.id);
      if (!row) throw noWorkflow();
      const { contact, definition } = request.body;
      const read = definition ? readDefinition(definition) : Definition.parse(row.definition);
      const told = await dryRun(store, row, read, contact, clock.now());
      if (!told) throw noContact();
      return told;
    },
  );

  // --- who is in it ---

  app.get(
    '/api/v1/workflows/:id/enrolments',
    {
      schema: {
        ...schema,
        summary: 'Who is or was in a workflow, the latest first',
        params: ById,
        querystring: EnrolmentQuery,
        response: { 200: EnrolmentPage },
      },
    },
    async (request) => {
      const { account } = requireAllowed(request, 'read', 'workflow');
      if (!(await loadWorkflow(store.db, account, request.params.id))) throw noWorkflow();
      return enrolmentPage(store.db, account, request.params.id, request.query);
    },
  );

  const historyOf = async (account: number, id: string): Promise<EnrolmentHistory> => {
    const history = await enrolmentHistory(store.db, account, id);
    if (!history) throw noEnrolment();
    return history;
  };

  app.post(
    '/api/v1/workflows/:id/enrolments',
    {
      schema: {
        ...schema,
        summary: 'Puts a contact into a workflow that is on',
        params: ById,
        body: ForContact,
        response: { 201: EnrolmentHistory },
      },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'change', 'workflow');
      const done = await store.tx((trx) =>
        enrolByHand(trx, who, request.params.id, request.body.contact, clock.now()),
      );
      if (typeof done === 'string') throw refuse(done);
      return reply.code(201).send(await historyOf(who.account, done.id));
    },
  );

  app.get(
    '/api/v1/enrolments/:id',
    {
      schema: {
        ...schema,
        summary: 'What somebody did in a workflow',
        params: ById,
        response: { 200: EnrolmentHistory },
      },
    },
    async (request) => historyOf(requireAllowed(request, 'read', 'workflow').account, request.params.id),
  );

  for (const [url, summary, act] of [
    ['leave', 'Takes somebody out of a workflow', false],
    ['return', 'Puts somebody back who was taken out, where they were', true],
    ['retry', 'Tries a step once more that could not be run', undefined],
  ] as const) {
    app.post(
      `/api/v1/enrolments/:id/${url}`,
      { schema: { ...schema, summary, params: ById, response: { 200: EnrolmentHistory } } },
      async (request) => {
        const who = requireAllowed(request, 'change', 'workflow');
        const { id } = request.params;
        const done = await store.tx((trx) =>
          act === undefined
            ? tryAgain(trx, who, id, clock.now())
            : leaveByHand(trx, who, id, act, clock.now()),
        );
        if (done === undefined) throw noEnrolment();
        return historyOf(who.account, id);
      },
    );
  }

  app.get(
    '/api/v1/contacts/:id/workflows',
    {
      schema: {
        ...schema,
        summary: 'Which workflows a contact is or was in',
        params: ById,
        response: { 200: ContactWorkflows },
      },
    },
    async (request) => {
      const { account } = requireAllowed(request, 'read', 'workflow');
      const found = await workflowsOfContact(store.db, account, request.params.id);
      if (!found) throw noContact();
      return found;
    },
  );
}
