import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Selectable, Transaction } from 'kysely';
import { z } from 'zod';
import { can } from '../../core/access';
import { MessageHits, Overrule, OverruleAnswer, Tests, WhyNothing } from '../../core/api/hits';
import { Id } from '../../core/api/shared';
import { visibleMessage } from '../crm/messages';
import { stoodFor } from '../crm/visibility';
import type { Services } from '../services';
import type { Database } from '../store/schema';
import { timeOfUuidV7 } from '../store/uuid-v7';
import { hitViews, overruleHit, testsOf, whyNothing } from '../tracking';
import { requireAllowed } from './allowed';
import { auditPreviews } from './audit-reading';
import { noMessage, problem } from './problem';
import type { SignedIn } from './sign-in';

const ById = z.object({ id: Id });

/**
 * V3: a sender says what hits on their own mail were, and so does whom the mail of one who left was handed to (S5); of a
 * colleague's mail, who is allowed to.
 */
async function maySayOf(db: Services['store']['db'], who: SignedIn, sender: number | null): Promise<boolean> {
  const own = sender !== null && (await stoodFor(db, who)).includes(sender);
  return can(who.role, 'change', own ? 'verdict' : 'others-verdict');
}

/** What stands behind opens and clicks, and the user's word on it. */
export function hitRoutes(root: FastifyInstance, services: Services): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { store } = services;
  /** Reads about a message that this person may see, as an administrator on record (P7); 404 else. */
  async function about<T>(
    who: SignedIn,
    id: string,
    read: (trx: Transaction<Database>, message: Selectable<Database['messages']>) => Promise<T>,
  ): Promise<T> {
    const answer =
      (await visibleMessage(store.db, who, id)) &&
      (await store.tx(async (trx) => {
        const message = await trx
          .selectFrom('messages')
          .selectAll()
          .where('account_id', '=', who.account)
          .where('id', '=', id)
          .executeTakeFirst();
        return message && { found: await read(trx, message) };
      }));
    if (!answer) {
      throw noMessage();
    }
    await auditPreviews(services, who, [id]);
    return answer.found;
  }

  app.get(
    '/api/v1/messages/:id/hits',
    {
      schema: {
        tags: ['hits'],
        summary: 'Every request for the image and the links of a message, with verdict and reasons',
        params: ById,
        response: { 200: MessageHits },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'read', 'verdict');
      return about(who, request.params.id, async (trx, message) => ({
        ...(await hitViews(trx, who, message)),
        mayOverrule: await maySayOf(trx, who, message.user_id),
      }));
    },
  );

  app.get(
    '/api/v1/messages/:id/why-nothing',
    {
      schema: {
        tags: ['hits'],
        summary: 'Why a tracked message shows no opens and clicks',
        params: ById,
        response: { 200: WhyNothing },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'read', 'verdict');
      return about(who, request.params.id, (trx, message) => whyNothing(trx, who, message, services));
    },
  );

  app.get(
    '/api/v1/me/tests',
    {
      schema: {
        tags: ['hits'],
        summary: 'The mails you tracked as a test with yourself',
        response: { 200: Tests },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'read', 'verdict');
      return { tests: await testsOf(store.db, who) };
    },
  );

  app.post(
    '/api/v1/hits/:id/overrule',
    {
      schema: {
        tags: ['hits'],
        summary: 'Says what a hit was, or takes that back; similar hits follow',
        params: ById,
        body: Overrule,
        response: { 200: OverruleAnswer },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'change', 'verdict');
      const { id } = request.params;
      const hit = await store.db
        .selectFrom('hits as h')
        .innerJoin('messages as m', (join) =>
          join.onRef('m.account_id', '=', 'h.account_id').onRef('m.id', '=', 'h.message_id'),
        )
        .select(['m.id as message', 'm.user_id'])
        .where('h.account_id', '=', who.account)
        .where('h.id', '=', id)
        .where('h.at', '=', timeOfUuidV7(id))
        .executeTakeFirst();
      const seen = hit && (await visibleMessage(store.db, who, hit.message));
      if (!seen) throw problem(404, 'no-such-hit', 'There is no such hit, or it is not yours to see.');
      if (!(await maySayOf(store.db, who, hit.user_id))) {
        throw problem(
          403,
          'not-your-mail',
          'Only who sent this mail, or an administrator, can say what its hits were.',
        );
      }
      const done = await store.tx((trx) => overruleHit(trx, services, who, id, request.body.verdict));
      if (!done) throw problem(404, 'no-such-hit', 'There is no such hit, or it is not yours to see.');
      if (done === 'settled for good')
        throw problem(
          409,
          'settled-for-good',
          'Opens and clicks of that time are kept as numbers only, so this one stays as it was counted.',
        );
      return done;
    },
  );
}
