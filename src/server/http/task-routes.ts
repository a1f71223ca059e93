import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { Id } from '../../core/api/shared';
import { NewTask, TaskChange, TaskList, TaskQuery, TaskView } from '../../core/api/workflows';
import type { Services } from '../services';
import { changeTask, makeTask, tasksOf } from '../workflows';
import { requireAllowed } from './allowed';
import { problem } from './problem';
import type { SignedIn } from './sign-in';

const ById = z.object({ id: Id });

const REFUSED = {
  'no-such-task': () => problem(404, 'no-such-task', 'There is no such task.'),
  'no-such-contact': () => problem(422, 'no-such-contact', 'There is no such contact.', 'contact'),
  'no-such-user': () => problem(422, 'no-such-user', 'There is no such user in your account.', 'owner'),
};

/** What is to be done about contacts, by whom. It stands on the contact's record, so everybody sees it and may do it. */
export function taskRoutes(root: FastifyInstance, services: Services): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { store, clock } = services;

  const viewOf = async (who: SignedIn, id: string): Promise<TaskView> => {
    const wanted = { whose: 'all', done: false, id } as const;
    const [view] = (await tasksOf(store.db, who, wanted, clock.now())).tasks;
    if (!view) throw REFUSED['no-such-task']();
    return view;
  };

  app.get(
    '/api/v1/tasks',
    {
      schema: {
        tags: ['tasks'],
        summary: 'What is to be done, what is due first; or what was done',
        querystring: TaskQuery,
        response: { 200: TaskList },
      },
    },
    async (request) =>
      tasksOf(store.db, requireAllowed(request, 'read', 'contact'), request.query, clock.now()),
  );

  app.post(
    '/api/v1/tasks',
    {
      schema: { tags: ['tasks'], summary: 'Makes a task', body: NewTask, response: { 201: TaskView } },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'change', 'contact');
      const made = await store.tx((trx) => makeTask(trx, who, request.body, clock.now()));
      if (typeof made === 'string') throw REFUSED[made]();
      return reply.code(201).send(await viewOf(who, made.id));
    },
  );

  app.patch(
    '/api/v1/tasks/:id',
    {
      schema: {
        tags: ['tasks'],
        summary: 'Changes a task, or marks it as done',
        params: ById,
        body: TaskChange,
        response: { 200: TaskView },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'change', 'contact');
      const { id } = request.params;
      const done = await store.tx((trx) => changeTask(trx, who, id, request.body, clock.now()));
      if (done !== 'done') throw REFUSED[done]();
      return viewOf(who, id);
    },
  );
}
