import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ImportDraft, ImportPlan, ImportPreview, RunView } from '../../core/api/contacts';
import { Id, Text } from '../../core/api/shared';
import { CsvTrouble } from '../../core/csv';
import {
  badRowsCsv,
  beginImport,
  draftImport,
  LARGEST_FILE,
  previewImport,
  type ImportRefusal,
} from '../crm/import/imports';
import { runOf, runView } from '../crm/runs';
import { isList } from '../segments';
import type { Services } from '../services';
import { requireAllowed } from './allowed';
import { checkOwner } from './check-edit';
import { problem } from './problem';

const ById = z.object({ id: Id });

const REFUSED: Record<ImportRefusal, () => Error> = {
  'too-large': () => problem(413, 'too-large', 'The file has more than 50 MB. Divide it.'),
  'too-many-rows': () => problem(413, 'too-many-rows', 'The file has more than 250,000 rows. Divide it.'),
  'no-rows': () => problem(422, 'no-rows', 'There is no row below the heading.'),
  'too-many-columns': () =>
    problem(
      422,
      'too-many-columns',
      'The heading has more than 200 columns. Remove those that are not needed.',
    ),
  'no-such-import': () => problem(404, 'no-such-import', 'There is no such import of yours.'),
  begun: () => problem(409, 'begun', 'This import has begun already.'),
};

const BROKEN: Record<CsvTrouble['code'], (row: number) => string> = {
  'open-quote': (row) =>
    `Row ${row} of the file opens a quotation mark that is never closed. Close or remove it.`,
  'long-cell': (row) => `Row ${row} of the file has a cell of more than 100,000 characters. Shorten it.`,
  'many-cells': (row) =>
    `Row ${row} of the file has more than 1,000 cells. Remove those that are not needed.`,
};

const Upload = z.object({
  fileName: Text.trim().min(1).max(200).default('contacts.csv'),
  /** Letters of files that are not UTF-8: what Windows writes in the asker's country. */
  letters: z.enum(['windows-1250', 'windows-1252']).default('windows-1252'),
});

/** Contacts from a CSV file: a draft, a preview, and the import itself. */
export async function importRoutes(root: FastifyInstance, services: Services): Promise<void> {
  const { store, clock } = services;
  await root.register(async (scope) => {
    // Read as it comes, into a file: never whole in memory.
    scope.addContentTypeParser('text/csv', (_request, payload, done) => done(null, payload));
    const upload = scope.withTypeProvider<ZodTypeProvider>();
    upload.post(
      '/api/v1/contacts/imports',
      {
        bodyLimit: LARGEST_FILE + 1,
        schema: {
          tags: ['contacts'],
          summary: 'Takes in a CSV file (text/csv) of which contacts are to be made',
          querystring: Upload,
          consumes: ['text/csv'],
          response: { 201: ImportDraft },
        },
      },
      async (request, reply) => {
        const who = requireAllowed(request, 'create', 'contact');
        if (!(request.body instanceof Readable)) {
          throw problem(415, 'not-csv', 'Send the file as text/csv.');
        }
        const { fileName, letters: fallback } = request.query;
        const draft = await draftImport(services, who, request.body, { fileName, fallback });
        if (typeof draft === 'string') throw REFUSED[draft]();
        if (draft instanceof CsvTrouble) throw problem(422, 'not-a-table', BROKEN[draft.code](draft.row));
        return reply.code(201).send(draft);
      },
    );
  });
  const app = root.withTypeProvider<ZodTypeProvider>();

  app.post(
    '/api/v1/contacts/imports/:id/preview',
    {
      schema: {
        tags: ['contacts'],
        summary: 'What would become of the first rows of a file',
        params: ById,
        body: ImportPlan,
        response: { 200: ImportPreview },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'create', 'contact');
      const preview = await previewImport(services, who, request.params.id, request.body);
      if (typeof preview === 'string') throw REFUSED[preview]();
      return preview;
    },
  );

  app.post(
    '/api/v1/contacts/imports/:id/begin',
    {
      schema: {
        tags: ['contacts'],
        summary: 'Begins an import; a job carries it out',
        params: ById,
        body: ImportPlan,
        response: { 202: RunView },
      },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'create', 'contact');
      const { id } = request.params;
      if (request.body.existing === 'update') requireAllowed(request, 'change', 'contact');
      if (request.body.basis) requireAllowed(request, 'change', 'legal-basis');
      if (request.body.owner !== null) await checkOwner(store.db, who.account, request.body.owner);
      if (request.body.list !== undefined) {
        requireAllowed(request, 'change', 'segment');
        if (!(await isList(store.db, who.account, request.body.list))) {
          throw problem(404, 'no-such-list', 'There is no such list.', 'list');
        }
      }
      const refused = await beginImport(services, who, id, request.body);
      if (refused) throw REFUSED[refused]();
      const row = await runOf(store.db, who.account, id);
      if (!row) throw REFUSED['no-such-import']();
      return reply.code(202).send(runView(row, clock.now()));
    },
  );

  app.get(
    '/api/v1/contacts/imports/:id/bad-rows.csv',
    {
      schema: {
        tags: ['contacts'],
        summary: 'The rows of an import that made no contact, with the reason',
        params: ById,
        produces: ['text/csv'],
      },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'create', 'contact');
      const row = await runOf(store.db, who.account, request.params.id);
      if (!row || row.kind !== 'import' || row.by_user_id !== who.user || row.state === 'draft') {
        throw REFUSED['no-such-import']();
      }
      return reply
        .header('content-type', 'text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="not-imported.csv"')
        .send(Readable.from(badRowsCsv(store.db, row), { objectMode: false }));
    },
  );
}
