import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { PrivacyLinks } from '../../core/api/privacy';
import { Id } from '../../core/api/shared';
import { visibleMessage } from '../crm/messages';
import { recipientVisibleTo } from '../crm/visibility';
import { copyPage } from '../privacy';
import type { Services } from '../services';
import { requireAllowed } from './allowed';
import { problem } from './problem';

const ById = z.object({ id: Id });

/** What people outside may know and decide about themselves, as far as users have a hand in it (P5, P6). */
export function privacyRoutes(root: FastifyInstance, services: Services): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { store } = services;

  app.get(
    '/api/v1/messages/:id/privacy-links',
    {
      schema: {
        tags: ['privacy'],
        summary: 'The page "what is tracked about me" of each recipient, to be handed on to them',
        params: ById,
        response: { 200: PrivacyLinks },
      },
    },
    async (request): Promise<PrivacyLinks> => {
      const who = requireAllowed(request, 'read', 'message');
      const message = request.params.id;
      if (!(await visibleMessage(store.db, who, message))) {
        throw problem(404, 'no-such-message', 'There is no such message, or it is not yours to see.');
      }
      const rows = await store.db
        .selectFrom('message_recipients as r')
        .innerJoin('messages as m', (join) =>
          join.onRef('m.account_id', '=', 'r.account_id').onRef('m.id', '=', 'r.message_id'),
        )
        .select(['r.idx', 'r.address'])
        .where('r.account_id', '=', who.account)
        .where('r.message_id', '=', message)
        .where('m.direction', '=', 'outgoing')
        .where(recipientVisibleTo(who))
        .orderBy('r.idx')
        .execute();
      return {
        links: rows.map(({ idx, address }) => ({
          idx,
          address,
          url: copyPage(services, { account: who.account, message, recipient: idx }),
        })),
      };
    },
  );
}
