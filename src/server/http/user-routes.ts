import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { NewHandover, TeamName, Teams, TeamView, UserChange, Users, UserView } from '../../core/api/users';
import { Id } from '../../core/api/shared';
import type { Services } from '../services';
import {
  changeUser,
  handOver,
  makeTeam,
  removeTeam,
  renameTeam,
  setMember,
  teamViews,
  undoHandover,
  UsersRefused,
  userViews,
} from '../users';
import { requireAllowed } from './allowed';
import { problem } from './problem';
import type { SignedIn } from './sign-in';

const UserNumber = z.coerce.number().int().positive();
const ByNumber = z.object({ id: UserNumber });
const ById = z.object({ id: Id });
const Member = z.object({ id: Id, user: UserNumber });

/** Users, their teams, and what becomes of the records of one who left (S5): an administrator's. */
export function userRoutes(root: FastifyInstance, services: Services): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { db } = services.store;

  const admin = (request: FastifyRequest): SignedIn => requireAllowed(request, 'change', 'users');

  async function viewOfUser(who: SignedIn, id: number): Promise<UserView> {
    const [view] = await userViews(db, who, id);
    if (!view) throw problem(404, 'no-such-user', 'There is no such user.');
    return view;
  }
  async function viewOfTeam(who: SignedIn, id: string): Promise<TeamView> {
    const [view] = await teamViews(db, who.account, id);
    if (!view) throw problem(404, 'no-such-team', 'There is no such team.');
    return view;
  }

  app.get(
    '/api/v1/users',
    {
      schema: {
        tags: ['users'],
        summary: 'Who uses Mailtrail in your company',
        response: { 200: Users },
      },
    },
    async (request) => ({ users: await userViews(db, requireAllowed(request, 'read', 'users')) }),
  );

  app.patch(
    '/api/v1/users/:id',
    {
      schema: {
        tags: ['users'],
        summary: 'Changes role or seat; disables a user, or lets them in again',
        params: ByNumber,
        body: UserChange,
        response: { 200: UserView },
      },
    },
    async (request) => {
      const who = admin(request);
      const { id } = request.params;
      await refusing(changeUser(services, who, id, request.body));
      return viewOfUser(who, id);
    },
  );

  app.post(
    '/api/v1/users/:id/handover',
    {
      schema: {
        tags: ['users'],
        summary: 'Hands a disabled user’s contacts, teams and mail over to a colleague',
        params: ByNumber,
        body: NewHandover,
        response: { 201: UserView },
      },
    },
    async (request, reply) => {
      const who = admin(request);
      const { id } = request.params;
      await refusing(handOver(services, who, id, request.body.to));
      return reply.code(201).send(await viewOfUser(who, id));
    },
  );

  app.delete(
    '/api/v1/users/:id/handover',
    {
      schema: {
        tags: ['users'],
        summary: 'Takes a hand-over back',
        params: ByNumber,
        response: { 200: UserView },
      },
    },
    async (request) => {
      const who = admin(request);
      const { id } = request.params;
      await refusing(undoHandover(services, who, id));
      return viewOfUser(who, id);
    },
  );

  app.get(
    '/api/v1/teams',
    { schema: { tags: ['users'], summary: 'Teams, and who is in them', response: { 200: Teams } } },
    async (request) => ({ teams: await teamViews(db, requireAllowed(request, 'change', 'users').account) }),
  );

  app.post(
    '/api/v1/teams',
    {
      schema: { tags: ['users'], summary: 'Makes a team', body: TeamName, response: { 201: TeamView } },
    },
    async (request, reply) => {
      const who = admin(request);
      const id = await refusing(makeTeam(services, who, request.body.name));
      return reply.code(201).send(await viewOfTeam(who, id));
    },
  );

  app.patch(
    '/api/v1/teams/:id',
    {
      schema: {
        tags: ['users'],
        summary: 'Renames a team',
        params: ById,
        body: TeamName,
        response: { 200: TeamView },
      },
    },
    async (request) => {
      const who = admin(request);
      await refusing(renameTeam(services, who, request.params.id, request.body.name));
      return viewOfTeam(who, request.params.id);
    },
  );

  app.delete(
    '/api/v1/teams/:id',
    {
      schema: {
        tags: ['users'],
        summary: 'Removes a team that has no mailbox',
        params: ById,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      await refusing(removeTeam(services, admin(request), request.params.id));
      return reply.code(204).send();
    },
  );

  for (const [method, member, summary] of [
    ['PUT', true, 'Puts a user into a team'],
    ['DELETE', false, 'Takes a user out of a team'],
  ] as const) {
    app.route({
      method,
      url: '/api/v1/teams/:id/members/:user',
      schema: { tags: ['users'], summary, params: Member, response: { 200: TeamView } },
      handler: async (request) => {
        const who = admin(request);
        const { id, user } = request.params;
        await refusing(setMember(services, who, { team: id, user, member }));
        return viewOfTeam(who, id);
      },
    });
  }
}

/** What is not done is answered with its reason. */
async function refusing<T>(act: Promise<T>): Promise<T> {
  try {
    return await act;
  } catch (error) {
    if (!(error instanceof UsersRefused)) throw error;
    const status = error.code === 'no-such-user' || error.code === 'no-such-team' ? 404 : 409;
    throw problem(status, error.code, error.message);
  }
}
