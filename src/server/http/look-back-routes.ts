import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { LookBack, NewLookBack, type MailboxView } from '../../core/api/mailboxes';
import { Id } from '../../core/api/shared';
import { beginLookBack, lookBackOf, mailboxViews, stopLookBack } from '../mailbox';
import type { Services } from '../services';
import { requireAllowed } from './allowed';
import { problem } from './problem';
import type { SignedIn } from './sign-in';

const ById = z.object({ id: Id });

/** R1: an administrator's one bounded look back at mail from before a mailbox was connected. */
export function lookBackRoutes(root: FastifyInstance, services: Services): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { store } = services;

  async function seen(who: SignedIn, id: string): Promise<MailboxView> {
    const [mailbox] = await mailboxViews(services, who, id);
    if (!mailbox) throw problem(404, 'no-such-mailbox', 'There is no such mailbox.');
    return mailbox;
  }

  app.post(
    '/api/v1/mailboxes/:id/look-back',
    {
      schema: {
        tags: ['mailboxes'],
        summary: 'Looks back once at mail from before the connection; it fills timelines and counts nowhere',
        params: ById,
        body: NewLookBack,
        response: { 202: LookBack },
      },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'create', 'look-back');
      const mailbox = await seen(who, request.params.id);
      if (!(await beginLookBack(services, who, mailbox.id, request.body.days))) {
        throw problem(
          409,
          'no-look-back',
          'This mailbox has been looked back at already, or it is not being watched. There is one look back for each.',
        );
      }
      return reply.code(202).send(await standingLookBack(who.account, mailbox.id));
    },
  );

  app.delete(
    '/api/v1/mailboxes/:id/look-back',
    {
      schema: {
        tags: ['mailboxes'],
        summary: 'Stops a look back; what it has filed stays',
        params: ById,
        response: { 200: LookBack },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'remove', 'look-back');
      const mailbox = await seen(who, request.params.id);
      await stopLookBack(services, who, mailbox.id);
      return standingLookBack(who.account, mailbox.id);
    },
  );

  async function standingLookBack(account: number, mailbox: string): Promise<LookBack> {
    const found = await lookBackOf(store.db, account, mailbox);
    if (!found) throw problem(404, 'no-look-back', 'This mailbox has not been looked back at.');
    return found;
  }
}
