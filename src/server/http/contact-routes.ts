import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  ContactAddress,
  KeptMail,
  KeptMailQuery,
  MergeContacts,
  MergePreview,
  Merges,
} from '../../core/api/logs';
import { ContactCard, Id } from '../../core/api/shared';
import { contactCards } from '../crm/contact-views';
import { dropAddress, fileKept, keptMail } from '../crm/contact-addresses';
import { foldAddress } from '../crm/contacts';
import { mergeContacts, mergesOf, previewMerge } from '../crm/merge-contacts';
import { undoMerge } from '../crm/undo-merge';
import type { Services } from '../services';
import { requireAllowed } from './allowed';
import { keptAgain, releaseErased } from './kept-again';
import { problem } from './problem';

const ById = z.object({ id: Id });
const noContact = () => problem(404, 'no-such-contact', 'There is no such contact.');

/** The addresses of contacts, and contacts that are one person (L14). */
export function contactRoutes(root: FastifyInstance, services: Services): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { store, clock } = services;

  const cardOf = async (account: number, id: string): Promise<ContactCard> => {
    const [card] = await contactCards(store.db, account, [id]);
    if (!card) throw noContact();
    return card;
  };

  app.get(
    '/api/v1/contacts/kept-mail',
    {
      schema: {
        tags: ['contacts'],
        summary: 'What of kept mail an address would bring onto a contact’s record',
        querystring: KeptMailQuery,
        response: { 200: KeptMail },
      },
    },
    async (request) => keptMail(store.db, requireAllowed(request, 'read', 'contact'), request.query.address),
  );

  app.post(
    '/api/v1/contacts/:id/addresses',
    {
      schema: {
        tags: ['contacts'],
        summary: 'Gives a contact one more address, and puts on their record what was kept of it',
        params: ById,
        body: ContactAddress,
        response: { 200: ContactCard },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'change', 'contact');
      const { id } = request.params;
      const address = foldAddress(request.body.address);
      if (!/^[^@\s]+@[^@\s]+$/.test(address)) {
        throw problem(422, 'bad-address', `"${address}" is not a mail address.`, 'address');
      }
      const keep = request.body.keepErased === true;
      await cardOf(who.account, id);
      await store.tx(async (trx) => {
        await releaseErased(trx, services, who, [address], keep);
        if (!(await fileKept(trx, who, { contact: id, address }, clock.now()))) {
          throw problem(409, 'address-taken', `${address} already belongs to another contact.`, 'address');
        }
      });
      await keptAgain(services, who, [address], keep);
      return cardOf(who.account, id);
    },
  );

  app.delete(
    '/api/v1/contacts/:id/addresses',
    {
      schema: {
        tags: ['contacts'],
        summary: 'Takes an address off a contact; its mail stays on their record',
        params: ById,
        body: ContactAddress.pick({ address: true }),
        response: { 200: ContactCard },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'change', 'contact');
      const { id } = request.params;
      const which = { contact: id, address: request.body.address };
      await cardOf(who.account, id);
      if (!(await store.tx((trx) => dropAddress(trx, who, which, clock.now())))) {
        throw problem(409, 'not-to-remove', 'It is not an address of theirs, or their last one.', 'address');
      }
      return cardOf(who.account, id);
    },
  );

  app.get(
    '/api/v1/contacts/:id/merge',
    {
      schema: {
        tags: ['contacts'],
        summary: 'What merging another contact into this one would bring together',
        params: ById,
        querystring: MergeContacts,
        response: { 200: MergePreview },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'read', 'contact');
      const pair = { kept: request.params.id, gone: request.query.other };
      const preview = await previewMerge(store.db, who.account, pair);
      if (!preview) throw noContact();
      return preview;
    },
  );

  app.post(
    '/api/v1/contacts/:id/merge',
    {
      schema: {
        tags: ['contacts'],
        summary: 'Merges another contact into this one; it can be undone',
        params: ById,
        body: MergeContacts,
        response: { 200: Merges },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'change', 'contact');
      const { id } = request.params;
      const merged = await store.tx((trx) =>
        mergeContacts(trx, who, { kept: id, gone: request.body.other }, clock.now()),
      );
      if (merged === 'no-such-contact') throw noContact();
      if (merged === 'being-erased') {
        throw problem(409, 'being-erased', 'One of the two is going to be erased.', 'other');
      }
      return mergesOf(store.db, who.account, id);
    },
  );

  app.get(
    '/api/v1/contacts/:id/merges',
    {
      schema: {
        tags: ['contacts'],
        summary: 'What was merged into a contact and can be undone, the latest first',
        params: ById,
        response: { 200: Merges },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'read', 'contact');
      await cardOf(who.account, request.params.id);
      return mergesOf(store.db, who.account, request.params.id);
    },
  );

  app.delete(
    '/api/v1/contacts/:id/merges/:merge',
    {
      schema: {
        tags: ['contacts'],
        summary: 'Makes two contacts again of the latest merge',
        params: ById.extend({ merge: Id }),
        response: { 200: Merges },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'change', 'contact');
      const { id: contact, merge } = request.params;
      const undone = await store.tx((trx) => undoMerge(trx, who, { contact, merge }, clock.now()));
      if (!undone)
        throw problem(404, 'no-such-merge', 'There is no such merge, or a later one stands on it.');
      return mergesOf(store.db, who.account, contact);
    },
  );
}
