import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { sql } from 'kysely';
import { z } from 'zod';
import {
  ContactColumn,
  ContactColumns,
  ContactCount,
  ContactFieldChange,
  ContactFields,
  ContactFilter,
  DEFAULT_COLUMNS,
  NewContactField,
  NewRun,
  Runs,
  RunView,
} from '../../core/api/contacts';
import { Id } from '../../core/api/shared';
import { recordAudit } from '../audit';
import { changeField, contactFields, makeField, type FieldRefusal } from '../crm/contact-fields';
import { countContacts } from '../crm/contact-views';
import { contactsCsv } from '../crm/contacts-csv';
import { isList } from '../segments';
import { beginRun, runOf, runsOf, runView, undoRun } from '../crm/runs';
import type { Services } from '../services';
import { json } from '../store/schema';
import { requireAllowed } from './allowed';
import { checkEdit } from './check-edit';
import { problem } from './problem';

const ById = z.object({ id: Id });
const noList = () => problem(404, 'no-such-list', 'There is no such list.', 'list');
const noRun = () => problem(404, 'no-such-run', 'There is no such change or import of yours.');
const Columns = z.array(ContactColumn).catch([]);

const REFUSED: Record<FieldRefusal, () => Error> = {
  'name-taken': () => problem(409, 'name-taken', 'There is a property with this name already.', 'name'),
  'too-many': () => problem(409, 'too-many', 'There are as many properties as there may be.'),
  'no-such-field': () => problem(404, 'no-such-field', 'There is no such property.'),
  'no-choices': () => problem(422, 'no-choices', 'Name at least one choice.', 'choices'),
};

/** Contacts by many: how many, which columns, changes to many at once, their export, and the account's own properties. */
export function contactListRoutes(root: FastifyInstance, services: Services): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { store, clock } = services;

  app.get(
    '/api/v1/contacts/count',
    {
      schema: {
        tags: ['contacts'],
        summary: 'How many contacts a filter means',
        querystring: ContactFilter,
        response: { 200: ContactCount },
      },
    },
    async (request) => {
      const { account } = requireAllowed(request, 'read', 'contact');
      return { count: await countContacts(store.db, account, request.query, clock.now()) };
    },
  );

  app.get(
    '/api/v1/contacts.csv',
    {
      schema: {
        tags: ['contacts'],
        summary: 'The contacts that a filter means, as CSV',
        querystring: ContactFilter,
        produces: ['text/csv'],
      },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'export', 'contact');
      const now = clock.now();
      const contacts = await countContacts(store.db, who.account, request.query, now);
      // Before the first byte: a list that was broken off was taken too. What was searched for may be an address.
      const { search, ...filter } = request.query;
      await store.tx((trx) =>
        recordAudit(
          trx,
          who,
          now,
          'contacts.export',
          { kind: 'account', id: String(who.account) },
          { contacts, ...filter, ...(search !== undefined && { searched: true }) },
        ),
      );
      return reply
        .header('content-type', 'text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="contacts.csv"')
        .send(Readable.from(contactsCsv(store.db, who.account, request.query, now), { objectMode: false }));
    },
  );

  // --- changes to many ---

  app.get(
    '/api/v1/contacts/runs',
    {
      schema: {
        tags: ['contacts'],
        summary: 'One’s own changes to many contacts, and imports, the latest first',
        response: { 200: Runs },
      },
    },
    async (request) => runsOf(store.db, requireAllowed(request, 'read', 'contact'), clock.now()),
  );

  const viewOf = async (who: { account: number; user: number }, id: string): Promise<RunView> => {
    const row = await runOf(store.db, who.account, id);
    if (!row || row.by_user_id !== who.user) throw noRun();
    return runView(row, clock.now());
  };

  app.post(
    '/api/v1/contacts/runs',
    {
      schema: {
        tags: ['contacts'],
        summary: 'Changes or erases many contacts; a job carries it out',
        body: NewRun,
        response: { 202: RunView },
      },
    },
    async (request, reply) => {
      const { body } = request;
      const who =
        body.kind === 'list'
          ? requireAllowed(request, 'change', 'segment')
          : requireAllowed(request, body.kind === 'erase' ? 'remove' : 'change', 'contact');
      if (body.kind === 'edit' && body.edit.basis !== undefined) {
        requireAllowed(request, 'change', 'legal-basis');
      }
      const id = await store.tx(async (trx) => {
        if (body.kind === 'edit') await checkEdit(trx, who.account, body.edit);
        if (body.kind === 'list' && !(await isList(trx, who.account, body.list))) throw noList();
        const { kind, ...asked } = body;
        return beginRun(trx, who, kind, asked, clock.now());
      });
      return reply.code(202).send(await viewOf(who, id));
    },
  );

  app.get(
    '/api/v1/contacts/runs/:id',
    {
      schema: {
        tags: ['contacts'],
        summary: 'How far a change to many, or an import, is',
        params: ById,
        response: { 200: RunView },
      },
    },
    async (request) => viewOf(requireAllowed(request, 'read', 'contact'), request.params.id),
  );

  app.delete(
    '/api/v1/contacts/runs/:id',
    {
      schema: {
        tags: ['contacts'],
        summary: 'Takes back a change to many, as far as nobody has changed it since',
        params: ById,
        response: { 202: RunView },
      },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'change', 'contact');
      const { id } = request.params;
      await viewOf(who, id);
      if (!(await store.tx((trx) => undoRun(trx, who, id, clock.now())))) {
        throw problem(409, 'not-to-undo', 'This can no longer be taken back.');
      }
      return reply.code(202).send(await viewOf(who, id));
    },
  );

  // --- columns ---

  const columnsOf = async (who: { account: number; user: number }): Promise<ContactColumns> => {
    const row = await store.db
      .selectFrom('users')
      .select('preferences')
      .where('account_id', '=', who.account)
      .where('id', '=', who.user)
      .executeTakeFirstOrThrow();
    const { contactColumns } = row.preferences;
    return { contacts: contactColumns === undefined ? [...DEFAULT_COLUMNS] : Columns.parse(contactColumns) };
  };

  app.get(
    '/api/v1/me/columns',
    {
      schema: {
        tags: ['contacts'],
        summary: 'The columns of one’s own table of contacts',
        response: { 200: ContactColumns },
      },
    },
    async (request) => columnsOf(requireAllowed(request, 'read', 'contact')),
  );

  app.put(
    '/api/v1/me/columns',
    {
      schema: {
        tags: ['contacts'],
        summary: 'Chooses the columns of one’s own table of contacts',
        body: ContactColumns,
        response: { 200: ContactColumns },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'read', 'contact');
      const contactColumns = [...new Set(request.body.contacts)];
      await store.db
        .updateTable('users')
        .set({ preferences: sql<string>`preferences || ${json({ contactColumns })}::jsonb` })
        .where('account_id', '=', who.account)
        .where('id', '=', who.user)
        .execute();
      return columnsOf(who);
    },
  );

  // --- the account's own properties ---

  app.get(
    '/api/v1/contact-fields',
    {
      schema: {
        tags: ['contacts'],
        summary: 'The account’s own properties of contacts',
        response: { 200: ContactFields },
      },
    },
    async (request) => ({
      fields: await contactFields(store.db, requireAllowed(request, 'read', 'contact').account),
    }),
  );

  app.post(
    '/api/v1/contact-fields',
    {
      schema: {
        tags: ['contacts'],
        summary: 'Makes a property of the account’s own',
        body: NewContactField,
        response: { 201: ContactFields },
      },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'change', 'account-settings');
      const refused = await store.tx((trx) => makeField(trx, who, request.body, clock.now()));
      if (refused) throw REFUSED[refused]();
      return reply.code(201).send({ fields: await contactFields(store.db, who.account) });
    },
  );

  app.patch(
    '/api/v1/contact-fields/:key',
    {
      schema: {
        tags: ['contacts'],
        summary: 'Changes a property of the account’s own; hidden, its values are kept',
        params: z.object({ key: z.string().max(60) }),
        body: ContactFieldChange,
        response: { 200: ContactFields },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'change', 'account-settings');
      const { key } = request.params;
      const refused = await store.tx((trx) => changeField(trx, who, key, request.body, clock.now()));
      if (refused) throw REFUSED[refused]();
      return { fields: await contactFields(store.db, who.account) };
    },
  );
}
