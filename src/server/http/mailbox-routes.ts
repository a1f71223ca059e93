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
  RuleOfMailbox,
} from '../../core/api/mailboxes';
import { LogRulePreview, type LogRule } from '../../core/api/log-rules';
import { Id } from '../../core/api/shared';
import { can } from '../../core/access';
import { GraphFailed, type Graph } from '../../graph';
import { recordAudit } from '../audit';
import { enqueue } from '../jobs';
import {
  chooseLogRule,
  connectMailbox,
  connectTeamMailbox,
  COUNT,
  FOREVER,
  isAmongIts,
  loadMailbox,
  mailboxHealth,
  mailboxViews,
  MailboxTaken,
  mailboxWays,
  makeGraphAccess,
  personOf,
  probeMailbox,
  prospectOf,
  previewLogRule,
  refusePersons,
  REPAIR,
  stateOfFailure,
  stepMailbox,
  teamProspectOf,
  toldAlerts,
  UnknownMembers,
  type Probe,
  type WatchedMailbox,
} from '../mailbox';
import type { Services } from '../services';
import { requireAllowed } from './allowed';
import { problem } from './problem';
import type { SignedIn } from './sign-in';

const ById = z.object({ id: Id });
const noMailbox = () => problem(404, 'no-such-mailbox', 'There is no such mailbox.');
const notAllowed = () =>
  problem(403, 'not-allowed', 'Your role does not allow this. Ask your administrator.');

type Person = Awaited<ReturnType<typeof personOf>>;

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
    if (want === 'change' && !mailbox.may.change) throw notAllowed();
    return { who, mailbox };
  }

  /** L12: of a colleague's, an administrator neither sees nor decides what is logged. */
  async function toChooseRule(
    request: FastifyRequest,
    id: string,
  ): Promise<{ who: SignedIn; mailbox: MailboxView }> {
    const found = await mailboxFor(request, id, 'read');
    if (!found.mailbox.may.chooseRule) throw notAllowed();
    return found;
  }

  async function previewOf(mailbox: WatchedMailbox, rule: LogRule): Promise<LogRulePreview> {
    try {
      return await previewLogRule(services, mailbox, rule, access.graph(mailbox));
    } catch (error) {
      if (!(error instanceof GraphFailed)) throw error;
      const told = stateOfFailure(error.failure);
      throw problem(409, 'not-readable', told?.reason ?? 'Microsoft does not answer right now. Try again.');
    }
  }

  /** Entra's id of a mailbox, or its address where the directory may not be read. */
  async function graphUserOf(graph: Graph, address: string): Promise<string> {
    const user = await graph.getUser(address);
    return user.ok ? user.value.id : address.toLowerCase();
  }
  const graphOfTeams = (who: SignedIn, { tenant }: Person): Graph =>
    access.graph({ account: who.account, tenant, owner: null, access: 'application' });

  function refuseTaken(error: unknown): never {
    if (!(error instanceof MailboxTaken)) throw error;
    throw problem(
      409,
      'taken',
      'This mailbox is a person’s, or a team’s: only they, or an administrator, connect it.',
    );
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
        summary: 'What a rule would have logged of last week, yours or a team’s; nothing of it is kept',
        body: ProspectPreview,
        response: { 200: LogRulePreview },
      },
    },
    async (request) => {
      const { body } = request;
      const who = requireAllowed(request, 'connect', 'team' in body ? 'team-mailbox' : 'own-mailbox');
      if (!('team' in body)) return previewOf(await prospectOf(services, who, body.access), body.rule);
      const graph = graphOfTeams(who, await personOf(services, who));
      const box = { address: body.team, graphUser: await graphUserOf(graph, body.team) };
      await refusePersons(store.db, who.account, box).catch(refuseTaken);
      const preview = await previewOf(await teamProspectOf(services, who.account, box), body.rule);
      return { ...preview, samples: [] };
    },
  );

  app.post(
    '/api/v1/mailboxes/:id/preview',
    {
      schema: {
        tags: ['mailboxes'],
        summary: 'What a rule would have logged of a mailbox’s last week; nothing of it is kept',
        params: ById,
        body: RuleOfMailbox,
        response: { 200: LogRulePreview },
      },
    },
    async (request) => {
      const { who, mailbox } = await toChooseRule(request, request.params.id);
      const watched = await loadMailbox(store.db, who.account, mailbox.id);
      if (!watched) throw noMailbox();
      if (watched.access === 'pane') {
        throw problem(
          409,
          'not-readable',
          'Mailtrail’s server does not read this mailbox: only the pane does.',
        );
      }
      const preview = await previewOf(watched, request.body.rule);
      // An administrator decides for a team; its mail is for those who are in it.
      return (await isAmongIts(store.db, who, mailbox.id)) ? preview : { ...preview, samples: [] };
    },
  );

  app.put(
    '/api/v1/mailboxes/:id/rule',
    {
      schema: {
        tags: ['mailboxes'],
        summary: 'Chooses what of a mailbox is logged from now on',
        params: ById,
        body: RuleOfMailbox,
        response: { 200: MailboxView },
      },
    },
    async (request) => {
      const { who, mailbox } = await toChooseRule(request, request.params.id);
      await chooseLogRule(services, who, mailbox.id, request.body.rule);
      const [view] = await mailboxViews(services, who, mailbox.id);
      if (!view) throw noMailbox();
      return view;
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
        return refuseTaken(error);
      });
      const [view] = await mailboxViews(services, who, id);
      if (!view) throw new Error('A mailbox that was just connected cannot be found');
      return reply.code(201).send(view);
    },
  );

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
    const graph = graphOfTeams(who, person);
    refuseUnless(await probeMailbox(graph, body.address));
    return connectTeamMailbox(services, who, { ...body, graphUser: await graphUserOf(graph, body.address) });
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
