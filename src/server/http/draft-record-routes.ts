import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { ChooseRecords, DraftRecords, LookAtRecords } from '../../core/api/records';
import { chooseRecords, draftRecords, followConversation } from '../crm/record-choices';
import type { Services } from '../services';
import { requireAllowed } from './allowed';

/** Under whose records a mail that is being written in Outlook is filed (A1). */
export function draftRecordRoutes(root: FastifyInstance, { store, clock }: Services): void {
  const app = root.withTypeProvider<ZodTypeProvider>();

  app.post(
    '/api/v1/draft-records/look',
    {
      schema: {
        tags: ['messages'],
        summary: 'Under whose records a mail that is being written will be filed, and whose might be added',
        body: LookAtRecords,
        response: { 200: DraftRecords },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'read', 'contact');
      await store.tx((trx) => followConversation(trx, who, request.body, clock.now()));
      return draftRecords(store.db, who, request.body);
    },
  );

  app.put(
    '/api/v1/draft-records',
    {
      schema: {
        tags: ['messages'],
        summary: 'Chooses under whose records a mail is filed, and what follows it in its conversation',
        body: ChooseRecords,
        response: { 200: DraftRecords },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'create', 'message');
      await store.tx((trx) => chooseRecords(trx, who, request.body, clock.now()));
      return draftRecords(store.db, who, request.body);
    },
  );
}
