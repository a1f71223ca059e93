import { z } from 'zod';
import { badRequest } from './exchange';
import type { GraphReply, GraphRequest } from './exchange';

const LIMIT = 20;
/** So many of a batch for Outlook does Graph ask at the same time. */
const AT_ONCE = 4;

const itemShape = z.object({
  id: z.string(),
  method: z.string(),
  url: z.string(),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.unknown().optional(),
  dependsOn: z.array(z.string()).optional(),
});
type Item = z.infer<typeof itemShape>;

const batchShape = z.object({ requests: z.array(itemShape).min(1) });

/** Answers `$batch` by asking `answer` once for each of its requests. */
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
  async function one({ id, method, url, headers = {}, body, dependsOn = [] }: Item): Promise<void> {
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
  // Those that wait for others go one by one, in their order; all else four at a time.
  const width = requests.some(({ dependsOn = [] }) => dependsOn.length > 0) ? 1 : AT_ONCE;
  for (let at = 0; at < requests.length; at += width)
    await Promise.all(requests.slice(at, at + width).map(one));
  return { status: 200, body: { responses } };
}
