import type { FastifyBaseLogger, FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { HttpProblem } from './problem';

/** Codes for what Fastify refuses by itself; its own names are not part of the API. */
const CODES: Record<number, string> = {
  400: 'bad-request',
  408: 'too-slow',
  413: 'too-large',
  415: 'media-type',
};

/** Every refusal in one form; what we did not foresee is logged and answered without detail. */
export function answerProblem(log: FastifyBaseLogger) {
  return (error: FastifyError | HttpProblem, request: FastifyRequest, reply: FastifyReply): void => {
    const send = (status: number, code: string, message: string, field?: string): void => {
      void reply.code(status).send({ error: { code, message, ...(field !== undefined && { field }) } });
    };
    if (error instanceof HttpProblem && error.retryAfter !== undefined) {
      void reply.header('retry-after', String(error.retryAfter));
    }
    if (error instanceof HttpProblem) return send(error.statusCode, error.code, error.message, error.field);
    if (hasZodFastifySchemaValidationErrors(error)) {
      const [first] = error.validation;
      const path = (first?.instancePath ?? '').replace(/^\//, '').replace(/\//g, '.');
      const field = path === '' ? undefined : path;
      const where = field === undefined ? 'The request' : `"${field}"`;
      return send(422, 'bad-request', `${where} is wrong: ${first?.message ?? 'unexpected form'}.`, field);
    }
    const status = error.statusCode ?? 500;
    if (status < 500) {
      const limit = request.routeOptions.bodyLimit ?? 0;
      const message =
        status === 413 && limit > 0 ? `The body is larger than ${limit / 1024} kB.` : error.message;
      return send(status, CODES[status] ?? 'bad-request', message);
    }
    // The route, never the address with its parameters: those carry tokens and targets.
    log.error({ err: error, route: request.routeOptions.url, method: request.method }, 'request failed');
    send(500, 'internal', 'Something went wrong here. It has been noted.');
  };
}
