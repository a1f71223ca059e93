import type { Readable } from 'node:stream';
import { Readable as ReadableStream } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { FileQuery, MOST_FILE_BYTES, OutgoingFile } from '../../core/api/sending';
import { Id } from '../../core/api/shared';
import type { Services } from '../services';
import { addFile, removeFile } from '../sending';
import { requireAllowed } from './allowed';
import { filesTooLarge, noMail, notADraft, rowOfWriter, tooManyFiles } from './outgoing-mail';
import { problem } from './problem';

const ById = z.object({ id: Id });
const ByFile = z.object({ id: Id, n: z.coerce.number().int().positive() });

/** Files of a draft. Like the draft, they are its writer's alone. */
export function draftFileRoutes(root: FastifyInstance, services: Services): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { store, clock, blobs } = services;

  app.register(async (files) => {
    files.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload));
    files.withTypeProvider<ZodTypeProvider>().post(
      '/api/v1/outgoing/:id/files',
      {
        bodyLimit: MOST_FILE_BYTES,
        schema: {
          tags: ['sending'],
          summary: 'Adds a file: its bytes, as application/octet-stream',
          consumes: ['application/octet-stream'],
          params: ById,
          querystring: FileQuery,
          response: { 201: OutgoingFile },
        },
      },
      async (request, reply) => {
        const who = requireAllowed(request, 'create', 'sending');
        const { id } = request.params;
        const row = await rowOfWriter(store.db, who, id);
        if (row.state !== 'draft') throw notADraft();
        const body: unknown = request.body;
        if (!(body instanceof ReadableStream))
          throw problem(415, 'media-type', 'Send the bytes of the file.');
        const { key, size } = await blobs.putBlob(who.account, atMost(body, MOST_FILE_BYTES));
        const { name, type: contentType } = request.query;
        const n = await store.tx((trx) =>
          addFile(trx, who, id, { name, contentType, blob: key, size }, clock.now()),
        );
        if (n === 'left') throw notADraft();
        if (n === 'too-large') throw filesTooLarge();
        if (n === 'too-many') throw tooManyFiles();
        return reply.code(201).send({ n, name, contentType, size });
      },
    );
  });

  app.delete(
    '/api/v1/outgoing/:id/files/:n',
    {
      schema: {
        tags: ['sending'],
        summary: 'Takes a file out of a draft',
        params: ByFile,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'create', 'sending');
      const { id, n } = request.params;
      const removed = await store.tx((trx) => removeFile(trx, who, id, n));
      if (removed === 'absent') throw noMail();
      if (removed === 'left') throw notADraft();
      return reply.code(204).send();
    },
  );
}

/** The same bytes; breaks off where there are more than may be sent. */
function atMost(body: Readable, most: number): Readable {
  return ReadableStream.from(
    (async function* () {
      let size = 0;
      for await (const chunk of body) {
        const bytes = Buffer.from(chunk);
        size += bytes.length;
        if (size > most) throw filesTooLarge();
        yield bytes;
      }
    })(),
  );
}
