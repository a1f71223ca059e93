import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  BodyQuery,
  Lookup,
  LookupAnswer,
  MessageBody,
  NewContact,
  Timeline,
  TimelineQuery,
} from '../../core/api/app';
import { ContactChange, ContactChanges, ContactPage, ContactQuery } from '../../core/api/contacts';
import { ContactProperties } from '../../core/api/hits';
import { ContactCard, Id, MessageView } from '../../core/api/shared';
import { recordAudit } from '../audit';
import { changeContacts, contactChanges, standingOf } from '../crm/change-contacts';
import { contactProperties } from '../crm/contact-properties';
import { contactCards, contactPage } from '../crm/contact-views';
import { contactsByAddress, foldAddress, setBasis } from '../crm/contacts';
import { MADE_BY_HAND } from '../crm/legal-bases';
import { dismissDeparture } from '../crm/departures';
import { fileOf } from '../crm/contact-addresses';
import { insertContact } from '../crm/contacts-to-make';
import { messageBody } from '../crm/message-body';
import { messageViews } from '../crm/message-views';
import { findMessages, visibleMessage } from '../crm/messages';
import { contactTimeline } from '../crm/timeline';
import { copyAgain } from '../mailbox';
import { colleaguesAmong } from '../mailbox/filing/people';
import { markViewing } from '../tracking';
import type { Services } from '../services';
import { isTaken } from '../store/errors';
import { requireAllowed } from './allowed';
import { auditPreviews, auditReading } from './audit-reading';
import { checkEdit } from './check-edit';
import { NOBODY } from './by-api-key';
import { makeFileUrl } from './files';
import { keptAgain, releaseErased } from './kept-again';
import { noMessage, problem } from './problem';
import type { SignedIn } from './sign-in';

const ById = z.object({ id: Id });
const noContact = () => problem(404, 'no-such-contact', 'There is no such contact.');

/** Contacts, timelines and messages. */
export function crmRoutes(root: FastifyInstance, services: Services): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { store, clock } = services;

  app.get(
    '/api/v1/contacts',
    {
      schema: {
        tags: ['contacts'],
        summary: 'Contacts, filtered and in order, a page at a time',
        querystring: ContactQuery,
        response: { 200: ContactPage },
      },
    },
    async (request) =>
      contactPage(store.db, requireAllowed(request, 'read', 'contact').account, request.query, clock.now()),
  );

  app.post(
    '/api/v1/contacts',
    {
      schema: {
        tags: ['contacts'],
        summary: 'Makes a contact',
        body: NewContact,
        response: { 201: ContactCard },
      },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'create', 'contact');
      const { name, company } = request.body;
      const addresses = [...new Set(request.body.addresses.map(foldAddress))];
      for (const [i, address] of addresses.entries()) {
        if (!/^[^@\s]+@[^@\s]+$/.test(address)) {
          throw problem(422, 'bad-address', `"${address}" is not a mail address.`, `addresses.${i}`);
        }
      }
      const refuseTaken = async (db: typeof store.db): Promise<void> => {
        const [taken] = await contactsByAddress(db, who.account, addresses);
        if (taken) {
          throw problem(409, 'address-taken', `${taken[0]} already belongs to a contact.`, 'addresses');
        }
      };
      const make = store.tx(async (trx) => {
        await refuseTaken(trx);
        await releaseErased(trx, services, who, addresses, request.body.keepErased === true);
        const account = await trx
          .selectFrom('accounts')
          .select('settings')
          .where('id', '=', who.account)
          .executeTakeFirstOrThrow();
        const at = clock.now();
        const made = await insertContact(trx, who.account, {
          name,
          company: company ?? null,
          addresses,
          owner: who.user === NOBODY ? null : who.user,
          source: MADE_BY_HAND,
          at,
        });
        if (account.settings.privacy !== false)
          await setBasis(trx, who.account, made, 'none', MADE_BY_HAND, at);
        // L14: what was kept of them already.
        for (const address of addresses) await fileOf(trx, who.account, made, address);
        await recordAudit(trx, who, at, 'contact.create', { kind: 'contact', id: made });
        return made;
      });
      const id = await make.catch(async (error: unknown) => {
        // Somebody else made it in this moment.
        if (isTaken(error)) await refuseTaken(store.db);
        throw error;
      });
      await keptAgain(services, who, addresses, request.body.keepErased === true);
      const [card] = await contactCards(store.db, who.account, [id]);
      if (!card) throw new Error('A contact that was just made cannot be found');
      return reply.code(201).send(card);
    },
  );

  app.get(
    '/api/v1/contacts/:id',
    { schema: { tags: ['contacts'], summary: 'One contact', params: ById, response: { 200: ContactCard } } },
    async (request) => {
      const [card] = await contactCards(store.db, requireAllowed(request, 'read', 'contact').account, [
        request.params.id,
      ]);
      if (!card) throw noContact();
      return card;
    },
  );

  app.patch(
    '/api/v1/contacts/:id',
    {
      schema: {
        tags: ['contacts'],
        summary: 'Changes a contact',
        params: ById,
        body: ContactChange,
        response: { 200: ContactCard },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'change', 'contact');
      const { departed, ...edit } = request.body;
      if (edit.basis !== undefined) requireAllowed(request, 'change', 'legal-basis');
      const { id } = request.params;
      const at = clock.now();
      await store.tx(async (trx) => {
        await checkEdit(trx, who.account, edit);
        const contact = (await standingOf(trx, who.account, [id])).get(id);
        if (!contact) throw noContact();
        if (departed === false) await dismissDeparture(trx, who.account, id, at);
        await changeContacts(trx, who, [{ contact, edit }], { now: at, source: `set by ${who.name}` });
        await recordAudit(
          trx,
          who,
          at,
          'contact.change',
          { kind: 'contact', id },
          { fields: Object.keys(request.body) },
        );
      });
      const [card] = await contactCards(store.db, who.account, [id]);
      if (!card) throw noContact();
      return card;
    },
  );

  app.get(
    '/api/v1/contacts/:id/changes',
    {
      schema: {
        tags: ['contacts'],
        summary: 'What people changed of a contact, newest first',
        params: ById,
        response: { 200: ContactChanges },
      },
    },
    async (request) =>
      contactChanges(store.db, requireAllowed(request, 'read', 'contact').account, request.params.id),
  );

  app.get(
    '/api/v1/contacts/:id/properties',
    {
      schema: {
        tags: ['contacts'],
        summary: 'What a contact did last, and how those dates came about',
        params: ById,
        response: { 200: ContactProperties },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'read', 'contact');
      const found = await contactProperties(store.db, who.account, request.params.id);
      if (!found) throw noContact();
      return found;
    },
  );

  app.get(
    '/api/v1/contacts/:id/timeline',
    {
      schema: {
        tags: ['contacts'],
        summary: 'What was written to and by a contact, newest first',
        params: ById,
        querystring: TimelineQuery,
        response: { 200: Timeline },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'read', 'contact');
      const page = await contactTimeline(
        store.db,
        who,
        request.params.id,
        request.query,
        makeFileUrl(services, who),
      );
      if (!page) throw noContact();
      await auditPreviews(
        services,
        who,
        page.messages.map(({ id }) => id),
      );
      return page;
    },
  );

  app.get(
    '/api/v1/messages/:id',
    { schema: { tags: ['messages'], summary: 'One message', params: ById, response: { 200: MessageView } } },
    async (request) => {
      const who = requireAllowed(request, 'read', 'message');
      if (!(await visibleMessage(store.db, who, request.params.id))) throw noMessage();
      const [view] = await messageViews(store.db, who, [request.params.id], makeFileUrl(services, who));
      if (!view) throw noMessage();
      await auditPreviews(services, who, [view.id]);
      return view;
    },
  );

  app.get(
    '/api/v1/messages/:id/body',
    {
      schema: {
        tags: ['messages'],
        summary: 'The safe documents that show a message',
        params: ById,
        querystring: BodyQuery,
        response: { 200: MessageBody },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'read', 'message');
      const body = await messageBody(
        services,
        who,
        request.params.id,
        request.query.remoteImages,
        makeFileUrl(services, who),
      );
      if (!body) throw noMessage();
      await auditReading(services, who, request.params.id, 'message.read');
      await viewing(services, who, request.ip, [request.params.id]);
      return body;
    },
  );

  app.get(
    '/api/v1/messages/:id/attachments/:n',
    {
      schema: {
        tags: ['messages'],
        summary: 'Leads to a fresh address of an attachment',
        params: z.object({ id: Id, n: z.coerce.number().int() }),
      },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'read', 'message');
      if (!(await visibleMessage(store.db, who, request.params.id))) throw noMessage();
      const [view] = await messageViews(store.db, who, [request.params.id], makeFileUrl(services, who));
      const attachment = view?.attachments.find((a) => a.n === request.params.n);
      if (!attachment) throw problem(404, 'no-such-attachment', 'The message has no such attachment.');
      if (attachment.url === undefined) {
        throw problem(409, 'not-copied', attachment.reason ?? 'This attachment has not been copied yet.');
      }
      await auditReading(services, who, request.params.id, 'attachment.read');
      return reply.redirect(attachment.url);
    },
  );

  app.post(
    '/api/v1/messages/:id/attachments/:n/retry',
    {
      schema: {
        tags: ['messages'],
        summary: 'Has a file that could not be copied tried again',
        params: z.object({ id: Id, n: z.coerce.number().int() }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'change', 'message');
      const { id, n } = request.params;
      if (!(await visibleMessage(store.db, who, id))) throw noMessage();
      if (!(await copyAgain(services, { account: who.account, message: id, n }))) {
        throw problem(409, 'not-to-be-fetched', 'This file is copied already, or cannot be fetched.');
      }
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/api/v1/lookup',
    {
      schema: {
        tags: ['messages'],
        summary: 'What is known about a mail and the people on it',
        body: Lookup,
        response: { 200: LookupAnswer },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'read', 'message');
      const { addresses } = request.body;
      const known = await contactsByAddress(store.db, who.account, addresses);
      const { settings } = await store.db
        .selectFrom('accounts')
        .select('settings')
        .where('id', '=', who.account)
        .executeTakeFirstOrThrow();
      const ours = await colleaguesAmong(store.db, who.account, settings, [], addresses.map(foldAddress));
      const ids = await findMessages(store.db, who, request.body);
      // Beside the mail in Outlook, which loads what it holds and quotes.
      await viewing(services, who, request.ip, ids);
      await auditPreviews(services, who, ids);
      return {
        contacts: await contactCards(store.db, who.account, [...new Set(known.values())]),
        messages: await messageViews(store.db, who, ids, makeFileUrl(services, who)),
        ours: [...ours],
      };
    },
  );
}

/** O7. What goes wrong with the mark is no reason to show nothing. */
async function viewing(
  services: Services,
  who: SignedIn,
  ip: string,
  messages: readonly string[],
): Promise<void> {
  try {
    await markViewing(services, who, ip, messages);
  } catch (error) {
    services.log.warn({ err: error }, 'A look at a mail could not be marked as the sender’s own');
  }
}
