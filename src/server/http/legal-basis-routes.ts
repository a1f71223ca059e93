import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { BasisChange, LegalBases, Purpose } from '../../core/api/legal-bases';
import { Id } from '../../core/api/shared';
import { recordAudit } from '../audit';
import { legalBases, recordBasis } from '../crm/legal-bases';
import type { Services } from '../services';
import { requireAllowed } from './allowed';
import { problem } from './problem';

const DAY_MS = 86_400_000;
const noContact = () => problem(404, 'no-such-contact', 'There is no such contact.');

/** What allows tracking a contact and writing to them, per purpose (P1). */
export function legalBasisRoutes(root: FastifyInstance, services: Services): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { store, clock } = services;

  app.get(
    '/api/v1/contacts/:id/legal-bases',
    {
      schema: {
        tags: ['contacts'],
        summary: 'Legal basis per purpose, with its history',
        params: z.object({ id: Id }),
        response: { 200: LegalBases },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'read', 'legal-basis');
      const found = await legalBases(store.db, who.account, request.params.id);
      if (!found) throw noContact();
      return found;
    },
  );

  app.put(
    '/api/v1/contacts/:id/legal-bases/:purpose',
    {
      schema: {
        tags: ['contacts'],
        summary: 'Records a legal basis; the earlier ones stay as history',
        params: z.object({ id: Id, purpose: Purpose }),
        body: BasisChange,
        response: { 200: LegalBases },
      },
    },
    async (request) => {
      const { id: contact, purpose } = request.params;
      const who = requireAllowed(
        request,
        'change',
        purpose === 'one-to-one-tracking' ? 'legal-basis' : 'marketing-basis',
      );
      const { basis, source, givenOn, proof } = request.body;
      const at = clock.now();
      // East of us it may be tomorrow.
      const last = new Date(at.getTime() + DAY_MS).toISOString().slice(0, 10);
      if (givenOn !== undefined && givenOn > last) {
        throw problem(
          422,
          'bad-date',
          `${givenOn} has not come yet. Write the day on which the basis was given.`,
          'givenOn',
        );
      }
      return store.tx(async (trx) => {
        if (!(await legalBases(trx, who.account, contact))) throw noContact();
        const changed = await recordBasis(
          trx,
          { account: who.account, contact, purpose },
          {
            basis,
            source,
            by: who.user,
            ...(givenOn !== undefined && { givenOn }),
            ...(proof !== undefined && { proof }),
          },
          at,
        );
        if (changed) {
          await recordAudit(
            trx,
            who,
            at,
            'contact.legal-basis',
            { kind: 'contact', id: contact },
            { purpose, basis },
          );
        }
        const now = await legalBases(trx, who.account, contact);
        if (!now) throw noContact();
        return now;
      });
    },
  );
}
