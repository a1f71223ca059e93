import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  MailboxAlerts,
  Mailboxes,
  MailboxHealth,
  MailboxView,
  MailboxWays,
  NewMailbox,
  ProspectPreview,
} from '../../core/api/mailboxes';
import { LogRulePreview } from '../../core/api/log-rules';
import { Id } from '../../core/api/shared';
import { can } from '../../core/access';
import { GraphFailed } from '../../graph';
import { recordAudit } from '../audit';
import { enqueue } from '../jobs';
import {
  connectMailbox,
  connectTeamMailbox,
  COUNT,
  FOREVER,
  mailboxHealth,
  mailboxViews,
  MailboxTaken,
  mailboxWays,
  makeGraphAccess,
  personOf,
  probeMailbox,
  prospectOf,
  previewLogRule,
  REPAIR,
  stateOfFailure,
  stepMailbox,
  toldAlerts,
  UnknownMembers,
  type Probe,
} from '../mailbox';
import type { Services } from '../services';
import { requireAllowed } from './allowed';
import { problem } from './problem';
import type { SignedIn } from './sign-in';

const ById = z.object({ id: Id });
const noMailbox = () => problem(404, 'no-such-mailbox', 'There is no such mailbox.');

/** Connected mailboxes: how they stand, and what their owners and administrators do about them. */
export function mailboxRoutes(root: FastifyInstance, services: Services): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { store, clock } = services;
  const access = makeGraphAccess(services);

  /** A mailbox that this person sees; with `change`, one that they may change. */
  async function mailboxFor(
    request: FastifyRequest,
    id: string,
    want: 'read' | 'change',
  ): Promise<{ who: SignedIn; mailbox: MailboxView }> {
    const who = requireAllowed(request, 'read', 'own-mailbox');
    const [mailbox] = await mailboxViews(services, who, id);
    if (!mailbox) throw noMailbox();
    if (want === 'change' && !mailbox.may.change) {
      throw problem(403, 'not-allowed', 'Your role does not allow this. Ask your administrator.');
    }
    return { who, mailbox };
  }

  /** R1: what is no Exchange Online mailbox is refused; what may not be read yet waits for its permission (A10). */
  function refuseUnless(probe: Probe): void {
    if (probe.says === 'no-mailbox') throw problem(422, 'no-exchange-mailbox', probe.reason);
  }

  app.get(
    '/api/v1/mailboxes',
    {
      schema: {
        tags: ['mailboxes'],
        summary: 'Your mailboxes and how their watch stands',
        response: { 200: Mailboxes },
      },
    },
    async (request) => ({
      mailboxes: await mailboxViews(services, requireAllowed(request, 'read', 'own-mailbox')),
    }),
  );

  app.get(
    '/api/v1/mailboxes/access',
    {
      schema: {
        tags: ['mailboxes'],
        summary: 'Which ways into your own mailbox are open, tried now',
        response: { 200: MailboxWays },
      },
    },
    async (request) => mailboxWays(services, access, requireAllowed(request, 'connect', 'own-mailbox')),
  );

  app.post(
    '/api/v1/mailboxes/preview',
    {
      schema: {
        tags: ['mailboxes'],
        summary: 'What a rule would have logged of your last week; nothing of it is kept',
        body: ProspectPreview,
        response: { 200: LogRulePreview },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'connect', 'own-mailbox');
      const { access: way, rule } = request.body;
      const mailbox = await prospectOf(services, who, way);
      try {
        return await previewLogRule(services, mailbox, rule, access.graph(mailbox));
      } catch (error) {
        if (!(error instanceof GraphFailed)) throw error;
        const told = stateOfFailure(error.failure);
        throw problem(409, 'not-readable', told?.reason ?? 'Microsoft does not answer right now. Try again.');
      }
    },
  );

  app.get(
    '/api/v1/mailboxes/alerts',
    {
      schema: {
        tags: ['mailboxes'],
        summary: 'What is wrong with your mailboxes, and, for administrators, with anybody’s',
        response: { 200: MailboxAlerts },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'read', 'own-mailbox');
      const seen = new Map((await mailboxViews(services, who)).map(({ id, address }) => [id, address]));
      const alerts = await toldAlerts(store.db, who.account, {
        mailboxes: [...seen.keys()],
        server: can(who.role, 'change', 'account-settings'),
      });
      return {
        alerts: alerts.map(({ id, mailbox, since, finding }) => ({
          ...finding,
          id,
          ...(mailbox !== null && { mailbox: { id: mailbox, address: seen.get(mailbox) ?? '' } }),
          since: since.toISOString(),
        })),
      };
    },
  );

  app.post(
    '/api/v1/mailboxes',
    {
      schema: {
        tags: ['mailboxes'],
        summary: 'Connects your own mailbox, or, as an administrator, a team’s',
        body: NewMailbox,
        response: { 201: MailboxView },
      },
    },
    async (request, reply) => {
      const { body } = request;
      const who = requireAllowed(request, 'connect', body.kind === 'team' ? 'team-mailbox' : 'own-mailbox');
      const person = await personOf(services, who);
      const connected = body.kind === 'team' ? connectTeam(who, person, body) : connectOwn(who, person, body);
      const id = await connected.catch((error: unknown) => {
        if (error instanceof UnknownMembers) {
          throw problem(
            422,
            'not-users',
            `These have never signed in to Mailtrail: ${error.addresses.join(', ')}. Leave them out, and add them to the team under Users once they have.`,
            'members',
          );
        }
        if (!(error instanceof MailboxTaken)) throw error;
        throw problem(
          409,
          'taken',
          'This mailbox is a person’s, or a team’s: only they, or an administrator, connect it.',
        );
      });
      const [view] = await mailboxViews(services, who, id);
      if (!view) throw new Error('A mailbox that was just connected cannot be found');
      return reply.code(201).send(view);
    },
  );

  type Person = Awaited<ReturnType<typeof personOf>>;
  async function connectOwn(
    who: SignedIn,
    person: Person,
    body: Extract<NewMailbox, { kind: 'personal' }>,
  ): Promise<string> {
    const way = body.access ?? 'application';
    if (way !== 'pane') {
      const reach = { account: who.account, tenant: person.tenant, owner: who.user, access: way };
      refuseUnless(await probeMailbox(access.graph(reach), person.oid));
    }
    return connectMailbox(services, who, body);
  }

  async function connectTeam(
    who: SignedIn,
    person: Person,
    body: Extract<NewMailbox, { kind: 'team' }>,
  ): Promise<string> {
    const graph = access.graph({
      account: who.account,
      tenant: person.tenant,
      owner: null,
      access: 'application',
    });
    refuseUnless(await probeMailbox(graph, body.address));
    const user = await graph.getUser(body.address);
    const known = user.ok ? user.value.id : undefined;
    return connectTeamMailbox(services, who, { ...body, graphUser: known ?? body.address.toLowerCase() });
  }

  app.get(
    '/api/v1/mailboxes/:id/health',
    {
      schema: {
        tags: ['mailboxes'],
        summary: 'The mailbox doctor: whether it is alive, what was skipped and why',
        params: ById,
        response: { 200: MailboxHealth },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'read', 'own-mailbox');
      const health = await mailboxHealth(services, who, request.params.id);
      if (!health) throw noMailbox();
      return health;
    },
  );

  const STEPS = {
    pause: 'Pauses the watch; what arrives meanwhile is found when it is resumed',
    resume: 'Takes up a paused or disconnected mailbox; the gap is closed, nothing counts twice',
    disconnect: 'Ends the watch and forgets the consent; what was filed stays',
  } as const;
  for (const step of ['pause', 'resume', 'disconnect'] as const) {
    app.post(
      `/api/v1/mailboxes/:id/${step}`,
      {
        schema: {
          tags: ['mailboxes'],
          summary: STEPS[step],
          params: ById,
          response: { 200: MailboxView },
        },
      },
      async (request) => {
        const { who, mailbox } = await mailboxFor(request, request.params.id, 'change');
        await stepMailbox(services, who, mailbox.id, step);
        const [view] = await mailboxViews(services, who, mailbox.id);
        if (!view) throw noMailbox();
        return view;
      },
    );
  }

  for (const [action, type, summary] of [
    ['repair', REPAIR, 'Subscribes anew and has everything listed again; nothing counts twice'],
    ['count', COUNT, 'Counts a day’s mail in the mailbox against what was looked at here'],
  ] as const) {
    app.post(
      `/api/v1/mailboxes/:id/${action}`,
      { schema: { tags: ['mailboxes'], summary, params: ById, response: { 202: MailboxHealth } } },
      async (request, reply) => {
        const { who, mailbox } = await mailboxFor(request, request.params.id, 'change');
        const { account } = who;
        if (action === 'repair' && mailbox.state === 'not-allowed') {
          await stepMailbox(services, who, mailbox.id, 'resume');
        }
        await store.tx(async (trx) => {
          await enqueue(trx, { account, type, key: mailbox.id, maxAttempts: FOREVER });
          await recordAudit(trx, who, clock.now(), `mailbox.${action}`, { kind: 'mailbox', id: mailbox.id });
        });
        const health = await mailboxHealth(services, who, mailbox.id);
        if (!health) throw noMailbox();
        return reply.code(202).send(health);
      },
    );
  }
}
