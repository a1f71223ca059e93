import { z } from 'zod';
import { badRequest } from './exchange';
import type { GraphReply, GraphRequest } from './exchange';

const LIMIT = 20;

const batchShape = z.object({
  requests: z
    .array(
      z.object({
        id: z.string(),
        method: z.string(),
        url: z.string(),
        headers: z.record(z.string(), z.string()).optional(),
        body: z.unknown().optional(),
        dependsOn: z.array(z.string()).optional(),
      }),
    )
    .min(1),
});

/** Answers `$batch` by asking `answer` once for each of its requests, in their order. */
export async function answerBatch(
  request: GraphRequest,
  answer: (request: GraphRequest) => Promise<GraphReply>,
): Promise<GraphReply> {
  const read = batchShape.safeParse(request.body);
  if (!read.success) throw badRequest('Invalid batch payload format.');
  const { requests } = read.data;
  if (requests.length > LIMIT)
    throw badRequest(
      `Number of batch request steps exceeds the maximum value of ${LIMIT}.`,
      'MaximumValueExceeded',
    );
  if (new Set(requests.map(({ id }) => id.toLowerCase())).size !== requests.length) {
    throw badRequest('Request Id values should be unique.');
  }
  const statuses = new Map<string, number>();
  const responses: object[] = [];
  for (const { id, method, url, headers = {}, body, dependsOn = [] } of requests) {
    const [path = '', query = ''] = url.split('?');
    const waits = dependsOn.some((other) => (statuses.get(other) ?? 424) >= 400);
    const own = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
    );
    const reply: GraphReply = waits
      ? { status: 424, body: { error: { code: 'FailedDependency', message: 'Failed Dependency' } } }
      : await answer({
          method: method.toUpperCase(),
          path: path.startsWith('/') ? path : `/${path}`,
          query: new URLSearchParams(query),
          headers: { ...own, authorization: request.headers.authorization },
          body,
        });
    statuses.set(id, reply.status);
    const bytes = Buffer.isBuffer(reply.body) ? reply.body.toString('base64') : reply.body;
    responses.push({
      id,
      status: reply.status,
      headers: { 'Content-Type': 'application/json', ...reply.headers },
      ...(bytes === undefined ? {} : { body: bytes }),
    });
  }
  return { status: 200, body: { responses } };
}
