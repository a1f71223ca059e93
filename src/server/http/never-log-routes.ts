import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { NeverLogBlocks, NeverLogEntry, NeverLogList, PurgePreview } from '../../core/api/logs';
import { addEntry, entryOf, neverLogList, removeEntry, setBlocks } from '../crm/never-log';
import { previewPurge } from '../crm/preview-purge';
import { beginPurge } from '../crm/purge';
import type { Services } from '../services';
import { requireAllowed } from './allowed';
import { problem } from './problem';
import { requireSignedIn, type SignedIn } from './sign-in';

/** Who is never logged (L4), and what was kept of them before. */
export function neverLogRoutes(root: FastifyInstance, services: Services): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { store, clock } = services;

  /** The account's list is its admins', one's own is everybody's. */
  const requireMay = (request: FastifyRequest, { scope }: NeverLogEntry): SignedIn =>
    scope === 'account' ? requireAllowed(request, 'change', 'account-settings') : requireSignedIn(request);
  const read = (given: NeverLogEntry): NeverLogEntry => {
    const value = entryOf(given);
    if (value === undefined) {
      throw problem(
        422,
        'bad-entry',
        `“${given.value}” is no ${given.kind === 'address' ? 'mail address' : 'domain'}.`,
        'value',
      );
    }
    return { ...given, value };
  };

  app.get(
    '/api/v1/never-log',
    {
      schema: {
        tags: ['settings'],
        summary: 'Addresses and domains whose mail is never logged: the account’s and your own',
        response: { 200: NeverLogList },
      },
    },
    async (request) => neverLogList(store.db, requireAllowed(request, 'read', 'account-settings')),
  );

  app.post(
    '/api/v1/never-log',
    {
      schema: {
        tags: ['settings'],
        summary: 'Puts an address or a domain on the list; `purge` takes away what was kept of it',
        body: NeverLogEntry.extend({ purge: z.boolean().default(false) }),
        response: { 200: NeverLogList },
      },
    },
    async (request) => {
      const { purge, ...given } = request.body;
      const who = requireMay(request, given);
      const entry = read(given);
      await store.tx(async (trx) => {
        const now = clock.now();
        await addEntry(trx, who, entry, now);
        if (purge) await beginPurge(trx, who, entry, now);
      });
      return neverLogList(store.db, who);
    },
  );

  app.post(
    '/api/v1/never-log/preview',
    {
      schema: {
        tags: ['settings'],
        summary: 'How much is kept of an entry, before it is put on the list',
        body: NeverLogEntry,
        response: { 200: PurgePreview },
      },
    },
    async (request) => previewPurge(store.db, requireMay(request, request.body), read(request.body)),
  );

  app.delete(
    '/api/v1/never-log',
    {
      schema: {
        tags: ['settings'],
        summary: 'Takes an entry off the list; what was not filed meanwhile stays so',
        body: NeverLogEntry,
        response: { 200: NeverLogList },
      },
    },
    async (request) => {
      const who = requireMay(request, request.body);
      const gone = await store.tx((trx) => removeEntry(trx, who, read(request.body), clock.now()));
      if (!gone) throw problem(404, 'no-such-entry', 'There is no such entry.');
      return neverLogList(store.db, who);
    },
  );

  app.put(
    '/api/v1/never-log/blocks',
    {
      schema: {
        tags: ['settings'],
        summary: 'What one listed person among many blocks: the whole mail, or only their own record',
        body: NeverLogBlocks,
        response: { 200: NeverLogList },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'change', 'account-settings');
      await store.tx((trx) => setBlocks(trx, who, request.body.blocks, clock.now()));
      return neverLogList(store.db, who);
    },
  );
}
