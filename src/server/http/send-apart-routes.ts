import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { OutgoingMail, SendApart, SMALL_MAIL_BYTES } from '../../core/api/sending';
import type { Services } from '../services';
import {
  addFile,
  beginDraft,
  outgoingRow,
  sendingPlaces,
  sendLater,
  StoredDraft,
  type NewFile,
} from '../sending';
import { requireAllowed } from './allowed';
import { mayLeave, noMailbox, viewOfWriter } from './outgoing-mail';

/** What is open in Outlook, to each of its recipients apart (O11). */
export function sendApartRoutes(root: FastifyInstance, services: Services): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { store, clock, blobs } = services;

  app.post(
    '/api/v1/send-apart',
    {
      bodyLimit: 2 * SMALL_MAIL_BYTES,
      schema: {
        tags: ['sending'],
        summary: 'Sends what is open in Outlook to each recipient apart',
        body: SendApart,
        response: { 202: OutgoingMail },
      },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'create', 'sending');
      const { key, from, recipients, files, leaveUnfilled, ...rest } = request.body;
      const known = await outgoingRow(store.db, who, key);
      if (known) return reply.code(202).send(await viewOfWriter(store.db, who, key));
      const places = await sendingPlaces(store.db, who);
      const place = places.find(
        ({ address, aliases }) => from === undefined || [address, ...aliases].includes(from.toLowerCase()),
      );
      const draft = StoredDraft.parse({ ...rest, to: recipients, apart: true, mailboxId: place?.id });
      const contents = files.map((file) => ({ ...file, bytes: Buffer.from(file.content, 'base64') }));
      const bytes = contents.reduce((sum, file) => sum + file.bytes.length, 0);
      if (!place) throw noMailbox('from');
      const mailbox = await mayLeave(services, who, draft, { leaveUnfilled, fileBytes: bytes });
      const stored: NewFile[] = [];
      for (const file of contents) {
        const { key: blob, size } = await blobs.putBlob(who.account, file.bytes);
        stored.push({
          name: file.name,
          contentType: file.contentType,
          blob,
          size,
          inline: file.inline,
          contentId: file.contentId,
        });
      }
      const now = clock.now();
      await store.tx(async (trx) => {
        const { begun } = await beginDraft(trx, who, { draft, key }, now);
        if (!begun) return;
        for (const file of stored) await addFile(trx, who, key, file, now);
        const row = await outgoingRow(trx, who, key);
        if (row) await sendLater(trx, row, { mailbox, leaveUnfilled, at: now, now });
      });
      return reply.code(202).send(await viewOfWriter(store.db, who, key));
    },
  );
}
