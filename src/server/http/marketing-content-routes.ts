import { once } from 'node:events';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  MarketingFields,
  MarketingPicture,
  MarketingPictures,
  MarketingPreview,
  MOST_PICTURE_BYTES,
  PreviewMarketing,
} from '../../core/api/marketing-messages';
import { Text } from '../../core/api/shared';
import { OFFERED_FIELDS } from '../../core/marketing/fields';
import { contactFields } from '../crm/contact-fields';
import { addPicture, pictureByKey, pictureKind, pictures, preview } from '../marketing/messages';
import type { Services } from '../services';
import { requireAllowed } from './allowed';
import { problem } from './problem';

const Upload = z.object({ name: Text.trim().min(1).max(200).default('picture') });

const tooLarge = () =>
  problem(
    413,
    'too-large',
    'The picture has more than 2 MB. Make it smaller: mail with large pictures is slow to show.',
  );

/** What stands in marketing messages: fields, previews, pictures. */
export function marketingContentRoutes(root: FastifyInstance, services: Services): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { store, clock, blobs, urls } = services;
  const tags = ['marketing'];

  app.post(
    '/api/v1/marketing/preview',
    {
      schema: {
        tags,
        summary: 'A content as a contact would get it, and what is to be seen to before it is sent',
        body: PreviewMarketing,
        response: { 200: MarketingPreview },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'read', 'marketing-message');
      const { content, contactId } = request.body;
      const shown = await preview(store.db, who, content, contactId, `${urls.app}/marketing`);
      if (!shown) throw problem(404, 'no-such-contact', 'There is no such contact.', 'contactId');
      return shown;
    },
  );

  app.get(
    '/api/v1/marketing/fields',
    {
      schema: {
        tags,
        summary: 'Fields that may stand in a message, with your own properties of contacts',
        response: { 200: MarketingFields },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'read', 'marketing-message');
      const own = await contactFields(store.db, who.account);
      return {
        fields: [
          ...OFFERED_FIELDS.map((field) => ({ field })),
          ...own.map(({ key, name }) => ({ field: `contact.custom.${key}`, name })),
        ],
      };
    },
  );

  app.get(
    '/api/v1/marketing/pictures',
    {
      schema: {
        tags,
        summary: 'Pictures for marketing messages, newest first',
        response: { 200: MarketingPictures },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'read', 'marketing-message');
      return { pictures: await pictures(store.db, who.account, urls.tracking) };
    },
  );

  app.register(async (files) => {
    files.addContentTypeParser(
      'application/octet-stream',
      { parseAs: 'buffer', bodyLimit: MOST_PICTURE_BYTES + 1 },
      (_request, body, done) => done(null, body),
    );
    files.withTypeProvider<ZodTypeProvider>().post(
      '/api/v1/marketing/pictures',
      {
        bodyLimit: MOST_PICTURE_BYTES + 1,
        schema: {
          tags,
          summary:
            'Adds a picture (PNG, JPEG, GIF or WebP, at most 2 MB): its bytes, as application/octet-stream',
          consumes: ['application/octet-stream'],
          querystring: Upload,
          response: { 201: MarketingPicture },
        },
      },
      async (request, reply) => {
        const who = requireAllowed(request, 'create', 'marketing-message');
        const { body }: { body?: unknown } = request;
        if (!Buffer.isBuffer(body)) throw problem(415, 'media-type', 'Send the bytes of the file.');
        if (body.length > MOST_PICTURE_BYTES) throw tooLarge();
        const kind = pictureKind(body);
        if (!kind) {
          throw problem(
            422,
            'no-picture',
            'This file is no picture that mail programs show. Choose a PNG, JPEG, GIF or WebP file.',
          );
        }
        const { key: blob, size } = await blobs.putBlob(who.account, body);
        const { name } = request.query;
        const added = await store.tx((trx) =>
          addPicture(trx, who, { ...kind, blob, size, name }, urls.tracking, clock.now()),
        );
        return reply.code(201).send(added);
      },
    );
  });
}

/** GET /i/{key}: pictures of mail that was sent. Mail programs ask without signing in; the key is what one has to know. */
export function pictureRoutes(app: FastifyInstance, services: Services): void {
  app.get<{ Params: { key: string } }>('/i/:key', { schema: { hide: true } }, async (request, reply) => {
    const gone = () => problem(404, 'no-such-picture', 'There is no such picture.');
    const picture = await pictureByKey(services.store.db, request.params.key);
    if (!picture) throw gone();
    const content = services.blobs.openBlob(picture.account, picture.blob);
    try {
      await once(content, 'readable');
    } catch (error) {
      services.log.error(
        { err: error, account: picture.account },
        'a picture that a row names cannot be read',
      );
      throw gone();
    }
    return reply
      .header('content-type', picture.type)
      .header('content-length', picture.size)
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('x-content-type-options', 'nosniff')
      .header('content-security-policy', "sandbox; default-src 'none'")
      .header('cross-origin-resource-policy', 'cross-origin')
      .send(content);
  });
}
