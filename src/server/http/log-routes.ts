import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { can } from '../../core/access';
import {
  AssignContact,
  MoveLog,
  NarrowMessage,
  UndoLogQuery,
  UndoneLog,
  WithoutContact,
  WithoutContactQuery,
} from '../../core/api/logs';
import { Id, MessageView } from '../../core/api/shared';
import { fileKept } from '../crm/contact-addresses';
import { messageViews } from '../crm/message-views';
import { tookPart, visibleMessage } from '../crm/messages';
import { assignContact, moveLog } from '../crm/move-log';
import { narrowMessage } from '../crm/narrow';
import { waitingForContact } from '../crm/needs-contact';
import { logAgain, undoLog, undoneLog, type UndoneLog as Undone } from '../crm/undo-log';
import type { Services } from '../services';
import { requireAllowed } from './allowed';
import { auditPreviews } from './audit-reading';
import { makeFileUrl } from './files';
import { noMessage, problem } from './problem';
import type { SignedIn } from './sign-in';

const ById = z.object({ id: Id });
const noCopy = () => problem(409, 'no-copy', 'No connected mailbox holds a copy of this mail.');
const noContact = () => problem(404, 'no-such-contact', 'There is no such contact.');

const viewOf = ({ id, at, canLogAgain, again }: Undone): UndoneLog => ({
  id,
  undoneAt: at.toISOString(),
  canLogAgain,
  ...(again && {
    again: again.refused === null ? { state: 'waiting' } : { state: 'refused', reason: again.refused },
  }),
});

/** Undoing, moving and assigning what was logged (L7, L14). */
export function logRoutes(root: FastifyInstance, services: Services): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { store, clock } = services;

  /** The person, if they may change this message's log: one of its participants, or an admin. */
  const requireOwn = async (
    request: FastifyRequest,
    action: 'change' | 'remove',
    id: string,
  ): Promise<SignedIn> => {
    const who = requireAllowed(request, action, 'message');
    if (!(await visibleMessage(store.db, who, id))) throw noMessage();
    if (!can(who.role, action, 'others-message') && !(await tookPart(store.db, who, id))) {
      throw problem(403, 'not-allowed', 'Only who took part in this mail, or an administrator, may do this.');
    }
    return who;
  };

  const viewed = async (who: SignedIn, id: string): Promise<MessageView> => {
    await auditPreviews(services, who, [id]);
    const [view] = await messageViews(store.db, who, [id], makeFileUrl(services, who));
    if (!view) throw noMessage();
    return view;
  };

  app.delete(
    '/api/v1/messages/:id/log',
    {
      schema: {
        tags: ['messages'],
        summary: 'Undoes the log of a message: text and files go, and nothing brings it back by itself',
        params: ById,
        querystring: UndoLogQuery,
        response: { 200: UndoneLog },
      },
    },
    async (request) => {
      const { id } = request.params;
      const { ifCanLogAgain } = request.query;
      const who = await requireOwn(request, 'remove', id);
      const undone = await store.tx((trx) => undoLog(trx, who, id, clock.now(), { ifCanLogAgain }));
      if (!undone) throw noMessage();
      if (undone === 'for-good') throw noCopy();
      return viewOf(undone);
    },
  );

  app.get(
    '/api/v1/messages/:id/log',
    {
      schema: {
        tags: ['messages'],
        summary: 'What became of a log that was undone',
        params: ById,
        response: { 200: UndoneLog },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'read', 'message');
      const undone = await undoneLog(
        store.db,
        who,
        request.params.id,
        can(who.role, 'change', 'others-message'),
      );
      if (!undone) throw noMessage();
      return viewOf(undone);
    },
  );

  app.post(
    '/api/v1/messages/:id/log',
    {
      schema: {
        tags: ['messages'],
        summary: 'Logs a message again whose log was undone, from its copy in a connected mailbox',
        params: ById,
        response: { 202: z.undefined() },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const who = requireAllowed(request, 'change', 'message');
      const anybodys = can(who.role, 'change', 'others-message');
      if (!(await undoneLog(store.db, who, id, anybodys))) throw noMessage();
      if (!(await store.tx((trx) => logAgain(trx, who, id, clock.now())))) {
        throw noCopy();
      }
      return reply.code(202).send();
    },
  );

  app.post(
    '/api/v1/messages/:id/move',
    {
      schema: {
        tags: ['messages'],
        summary: 'Moves a message from one contact’s record to another’s, attachments and all',
        params: ById,
        body: MoveLog,
        response: { 200: MessageView },
      },
    },
    async (request) => {
      const { id } = request.params;
      const who = await requireOwn(request, 'change', id);
      const outcome = await store.tx((trx) => moveLog(trx, who, id, request.body, clock.now()));
      if (outcome === 'no-such-contact') throw noContact();
      if (outcome === 'not-on-record') {
        throw problem(409, 'not-on-record', 'The message does not stand on that contact’s record.', 'from');
      }
      return viewed(who, id);
    },
  );

  app.put(
    '/api/v1/messages/:id/visibility',
    {
      schema: {
        tags: ['messages'],
        summary: 'Narrows who sees a message, for who took part in it; or widens it as far as it was',
        params: ById,
        body: NarrowMessage,
        response: { 200: MessageView },
      },
    },
    async (request) => {
      const { id } = request.params;
      const who = requireAllowed(request, 'change', 'message');
      if (!(await visibleMessage(store.db, who, id))) throw noMessage();
      if (!(await tookPart(store.db, who, id))) {
        throw problem(403, 'not-allowed', 'Only who took part in this mail may do this.');
      }
      const to = request.body.visibility;
      const done = await store.tx((trx) => narrowMessage(trx, who, id, to, clock.now()));
      if (done === 'unknown') throw noMessage();
      if (done === 'wider') {
        throw problem(
          409,
          'wider',
          'A mail is shown to no more people than when it was logged.',
          'visibility',
        );
      }
      return viewed(who, id);
    },
  );

  app.get(
    '/api/v1/messages/without-contact',
    {
      schema: {
        tags: ['messages'],
        summary: 'Logged messages on which nobody is a contact, newest first',
        querystring: WithoutContactQuery,
        response: { 200: WithoutContact },
      },
    },
    async (request): Promise<WithoutContact> => {
      const who = requireAllowed(request, 'read', 'message');
      const { ids, next } = await waitingForContact(store.db, who, request.query);
      await auditPreviews(services, who, ids);
      return {
        messages: await messageViews(store.db, who, ids, makeFileUrl(services, who)),
        ...(next !== undefined && { next }),
      };
    },
  );

  app.post(
    '/api/v1/messages/:id/contact',
    {
      schema: {
        tags: ['messages'],
        summary: 'Puts a message without a contact on a contact’s record, and the address with it',
        params: ById,
        body: AssignContact,
        response: { 200: MessageView },
      },
    },
    async (request) => {
      const { id } = request.params;
      const who = await requireOwn(request, 'change', id);
      const { contactId: contact, recipient, addAddress } = request.body;
      const [view] = await messageViews(store.db, who, [id], makeFileUrl(services, who));
      const named =
        recipient === undefined ? undefined : view?.recipients.find(({ idx }) => idx === recipient);
      // A bcc recipient whom they may not see is nobody to them.
      if (!view || (recipient !== undefined && !named)) throw noMessage();
      const address =
        named?.address ?? (view.direction === 'incoming' ? view.from.address : view.recipients[0]?.address);
      await store.tx(async (trx) => {
        const now = clock.now();
        const which = {
          contact,
          recipient: recipient ?? (view.direction === 'incoming' ? undefined : view.recipients[0]?.idx),
        };
        if (!(await assignContact(trx, who, id, which, now))) throw noContact();
        if (addAddress && address !== undefined) await fileKept(trx, who, { contact, address }, now);
      });
      return viewed(who, id);
    },
  );
}
