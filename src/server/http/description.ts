import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { Problem } from '../../core/api/shared';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
const REFUSAL = {
  description: 'Refused: what is wrong, and what to do',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

/** The OpenAPI description (K5), made from the schemas that the routes check. */
export const DESCRIPTION: FastifyDynamicSwaggerOptions = {
  openapi: {
    openapi: '3.1.0',
    info: {
      title: 'Mailtrail',
      description: 'Tracks and logs the mail people send from Outlook.',
      version: '1',
    },
    components: {
      securitySchemes: {
        entra: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        key: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'mt_…',
          description:
            'A key from Settings, API keys: a person’s or the account’s, with a role, reading only or writing too. 429 with Retry-After beyond ten requests a second',
        },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'mailtrail_session',
          description: 'Web app only; what changes something needs the header X-Mailtrail: 1 besides',
        },
        book: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          description: 'Book …: the ticket book of a user, from /api/launch/v1/book',
        },
        ticket: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          description: 'Ticket …: made with the ticket of the mail that is reported',
        },
      },
    },
    security: [{ entra: [] }, { key: [] }, { session: [] }],
  },
  transform: jsonSchemaTransform,
  transformObject: (document) => {
    if (!('openapiObject' in document)) return document.swaggerObject;
    const { openapiObject } = document;
    const { $schema: _dialect, ...problem } = z.toJSONSchema(Problem);
    const components = (openapiObject.components ??= {});
    components.schemas = { ...components.schemas, Problem: problem as object };
    for (const path of Object.values(openapiObject.paths ?? {})) {
      for (const method of METHODS) {
        const operation = path?.[method];
        if (operation) operation.responses = { ...operation.responses, default: REFUSAL };
      }
    }
    return openapiObject;
  },
};
