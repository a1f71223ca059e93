import {
  AuthenticationHandler,
  Client,
  ResponseType,
  RetryHandler,
  RetryHandlerOptions,
  TelemetryHandler,
  type Context,
  type Middleware,
  type MiddlewareOptions,
} from '@microsoft/microsoft-graph-client';
import type { z } from 'zod';
import { assertGraphLink } from './address';
import { failureOf, TokenRefused, type GraphAnswer, type GraphFailure } from './failure';
import type { MicrosoftFetch } from './transport';

export interface GraphClientOptions {
  fetch: MicrosoftFetch;
  /**
   * An access token for https://graph.microsoft.com; rejects when none can be had. `fresh`: the one given before was
   * refused (revoked, or the clocks differ), so another one is wanted, which later calls then get too.
   */
  token: (fresh?: boolean) => Promise<string>;
  /**
   * How often a throttled or unavailable read is tried again inside one call (0 to 3). 0 for workers, which reschedule
   * their job instead of sleeping; writes are never tried again.
   */
  retries?: number;
  /** Rows per page asked for; Graph takes it as a hint. */
  pageSize?: number;
  now?: () => Date;
}

export interface Call {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Joined with ours into one Prefer header: of several headers the client sends only the last. */
  prefer?: string[];
  body?: unknown;
}

export interface Page<T> {
  items: T[];
  /** Verbatim, to be called again: more of this round. */
  next?: string;
  /** Verbatim, to be stored: what changes after this round. */
  delta?: string;
}

export interface GraphClient {
  json<T>(url: string, schema: z.ZodType<T>, call?: Call): Promise<GraphAnswer<T>>;
  page<T>(url: string, item: z.ZodType<T>): Promise<GraphAnswer<Page<T>>>;
  bytes(url: string): Promise<GraphAnswer<Uint8Array>>;
  stream(url: string): Promise<GraphAnswer<ReadableStream<Uint8Array>>>;
  nothing(url: string, call: Call): Promise<GraphAnswer<void>>;
}

/** Takes the address past the client's parser, which takes it apart and puts it together in another order. */
class Verbatim implements MiddlewareOptions {
  constructor(readonly url: string) {}
}

/** The last of the chain: where the client would call the global fetch. */
class Transport implements Middleware {
  constructor(private readonly fetch: MicrosoftFetch) {}

  async execute(context: Context): Promise<void> {
    const verbatim: unknown = context.middlewareControl?.getMiddlewareOptions(Verbatim);
    const asked = typeof context.request === 'string' ? context.request : context.request.url;
    const url = verbatim instanceof Verbatim ? verbatim.url : asked;
    context.response = await this.fetch(url, { ...context.options, redirect: 'error' });
  }
}

/** Calls Graph through Microsoft's client, with its parsing, retries and paging left out where they lose mail (facts: 6). */
export function makeGraphClient(options: GraphClientOptions): GraphClient {
  const now = options.now ?? ((): Date => new Date());
  const chain: Middleware[] = [
    new AuthenticationHandler({ getAccessToken: () => options.token() }),
    new RetryHandler(
      new RetryHandlerOptions(
        undefined,
        options.retries ?? 0,
        (_delay, _attempt, _request, init) => (init?.method ?? 'GET').toUpperCase() === 'GET',
      ),
    ),
    new TelemetryHandler(),
    new Transport(options.fetch),
  ];
  const client = Client.initWithMiddleware({ middleware: chain });

  async function send(url: string, call: Call = {}): Promise<GraphAnswer<Response>> {
    assertGraphLink(url);
    const first = await once(url, call, false);
    // Refused before anything was done, so that even a write may be sent again.
    return !first.ok && first.failure.kind === 'unauthorized' && first.failure.status === 401
      ? once(url, call, true)
      : first;
  }

  async function once(url: string, call: Call, fresh: boolean): Promise<GraphAnswer<Response>> {
    const refused = await tokenRefusal(() => options.token(fresh));
    if (refused) return { ok: false, failure: refused };
    const prefer = ['IdType="ImmutableId"', ...(call.prefer ?? [])].join(', ');
    const request = client
      .api(url)
      .header('Prefer', prefer)
      .responseType(ResponseType.RAW)
      .middlewareOptions([new Verbatim(url)]);
    let response: unknown;
    try {
      if (call.method === 'POST') response = await request.post(call.body ?? {});
      else if (call.method === 'PATCH') response = await request.patch(call.body ?? {});
      else if (call.method === 'DELETE') response = await request.delete();
      else response = await request.get();
    } catch (error) {
      const code = error instanceof Error ? error.name : 'unknown';
      return { ok: false, failure: { kind: 'failed', status: 0, code, retry: true } };
    }
    if (!(response instanceof Response)) throw new Error('The Graph client gave no response object');
    if (response.ok) return { ok: true, value: response };
    const body = await response.text().catch(() => '');
    const retryAfter = response.headers.get('retry-after');
    return { ok: false, failure: failureOf({ status: response.status, retryAfter, body, now: now() }) };
  }

  /** A body cut off half-way is no answer: the caller asks again. */
  async function read<T>(
    answer: GraphAnswer<Response>,
    take: (response: Response) => Promise<T>,
  ): Promise<GraphAnswer<T>> {
    if (!answer.ok) return answer;
    try {
      return { ok: true, value: await take(answer.value) };
    } catch (error) {
      const code = error instanceof Error ? error.name : 'unknown';
      return { ok: false, failure: { kind: 'failed', status: answer.value.status, code, retry: true } };
    }
  }

  const self: GraphClient = {
    json: async (url, schema, call) =>
      read(await send(url, call), async (response) => schema.parse(await response.json())),
    page: async (url, item) =>
      read(await send(url, { prefer: [`odata.maxpagesize=${options.pageSize ?? 200}`] }), async (response) =>
        pageOf(await response.json(), item),
      ),
    bytes: async (url) =>
      read(await send(url), async (response) => new Uint8Array(await response.arrayBuffer())),
    stream: async (url) =>
      read(await send(url), async (response) => {
        if (response.body === null) throw new Error('an attachment without a body');
        return response.body;
      }),
    nothing: async (url, call) =>
      read(await send(url, call), async (response) => {
        await response.body?.cancel();
      }),
  };
  return self;
}

/**
 * Asked before the call itself (the access keeps tokens, so the chain gets the same one at once): the client would
 * turn a refused token into a failure without a reason.
 */
async function tokenRefusal(token: () => Promise<string>): Promise<GraphFailure | undefined> {
  try {
    await token();
    return undefined;
  } catch (error) {
    if (error instanceof TokenRefused) return { kind: 'unauthorized', status: 0, code: error.code };
    const code = error instanceof Error ? error.name : 'unknown';
    return { kind: 'failed', status: 0, code, retry: true };
  }
}

function pageOf<T>(body: unknown, item: z.ZodType<T>): Page<T> {
  const { value, next, delta } = rawPage(body);
  for (const link of [next, delta]) if (link !== undefined) assertGraphLink(link);
  return {
    items: value.map((row) => item.parse(row)),
    ...(next === undefined ? {} : { next }),
    ...(delta === undefined ? {} : { delta }),
  };
}

function rawPage(body: unknown): { value: unknown[]; next?: string; delta?: string } {
  if (typeof body !== 'object' || body === null || !('value' in body) || !Array.isArray(body.value)) {
    throw new Error('A page of Graph has no value');
  }
  const link = (name: string): string | undefined => {
    const found = Object.entries(body).find(([key]) => key === name)?.[1];
    return typeof found === 'string' ? found : undefined;
  };
  return { value: body.value, next: link('@odata.nextLink'), delta: link('@odata.deltaLink') };
}
