import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { NewRejudgement, Rejudgements, RejudgementView } from '../../core/api/hits';
import type { Services } from '../services';
import { beginRejudgement, enqueueRejudgement, rejudgements, reportOf, type Rejudgement } from '../tracking';
import { requireAllowed } from './allowed';

const viewOf = (run: Rejudgement): RejudgementView => ({
  id: run.id,
  rulesVersion: run.rules_version,
  apply: run.apply,
  startedAt: run.started_at.toISOString(),
  ...(run.finished_at && { finishedAt: run.finished_at.toISOString() }),
  report: reportOf(run),
});

/** The present rules run over the account's kept hits, by an administrator. */
export function rejudgeRoutes(root: FastifyInstance, services: Services): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { store, clock } = services;

  app.get(
    '/api/v1/rejudgements',
    {
      schema: {
        tags: ['hits'],
        summary: 'Runs of the rules over kept hits, and what they found',
        response: { 200: Rejudgements },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'change', 'account-settings');
      return { rejudgements: (await rejudgements(store.db, who.account)).map(viewOf) };
    },
  );

  app.post(
    '/api/v1/rejudgements',
    {
      schema: {
        tags: ['hits'],
        summary: 'Runs the present rules over all kept hits; without `apply` only tells what would change',
        body: NewRejudgement,
        response: { 202: RejudgementView },
      },
    },
    async (request, reply) => {
      const { account, user } = requireAllowed(request, 'change', 'account-settings');
      const { apply } = request.body;
      const run = await store.tx(async (trx) => {
        const begun = await beginRejudgement(trx, { account, user, apply }, clock.now());
        await enqueueRejudgement(trx, begun);
        return begun;
      });
      return reply.code(202).send(viewOf(run));
    },
  );
}
