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
import { z } from 'zod';
import { assertGraphLink } from './address';
import { failureOf, TokenRefused, type GraphAnswer, type GraphFailure } from './failure';
import { MailboxGate, mailboxOf, type Turn } from './mailbox-gate';
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
  /** Shared by all that reach the same mailboxes from one process; default: one of its own. */
  gate?: MailboxGate;
  /** Told, before the caller is, that a mailbox is to be asked nothing for so many seconds. */
  throttled?: (mailbox: string, seconds: number) => Promise<void>;
}

/** Longer than Graph itself waits for Exchange; a mailbox that hangs holds its turn no longer. */
const ANSWER_MS = 120_000;
/** 150 MB at 1 Mbit/s. A stream that stands still ends sooner, by the transport. */
const STREAM_MS = 25 * 60_000;

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
  /** The turn at the mailbox ends with the stream: it must be read to its end or cancelled. */
  stream(url: string): Promise<GraphAnswer<ReadableStream<Uint8Array>>>;
  nothing(url: string, call: Call): Promise<GraphAnswer<void>>;
}

/** Takes the address past the client's parser, which takes it apart and puts it together in another order. */
class Verbatim implements MiddlewareOptions {
  constructor(
    readonly url: string,
    readonly mostMs: number,
    readonly ending = new AbortController(),
  ) {}
}

/** The last of the chain: where the client would call the global fetch. */
class Transport implements Middleware {
  constructor(private readonly fetch: MicrosoftFetch) {}

  async execute(context: Context): Promise<void> {
    const verbatim: unknown = context.middlewareControl?.getMiddlewareOptions(Verbatim);
    const asked = typeof context.request === 'string' ? context.request : context.request.url;
    const own = verbatim instanceof Verbatim ? verbatim : new Verbatim(asked, ANSWER_MS);
    const late = AbortSignal.timeout(own.mostMs);
    late.addEventListener('abort', () => own.ending.abort(late.reason));
    const { signal } = own.ending;
    context.response = await this.fetch(own.url, { ...context.options, redirect: 'error', signal });
  }
}

/** Calls Graph through Microsoft's client, with its parsing, retries and paging left out where they lose mail (facts: 6). */
export function makeGraphClient(options: GraphClientOptions): GraphClient {
  const now = options.now ?? ((): Date => new Date());
  const gate = options.gate ?? new MailboxGate(now);
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

  /** What was answered, with the turn at the mailbox that is to be given back once the body is read. */
  async function send(url: string, call: Call = {}, mostMs = ANSWER_MS): Promise<Sent> {
    assertGraphLink(url);
    const mailbox = mailboxOf(url);
    const ending = new AbortController();
    const turn = mailbox === undefined ? FREE : await gate.enter(mailbox, () => ending.abort());
    const { leave } = turn;
    const asked = { call, mostMs, ending };
    try {
      const wait = mailbox === undefined ? 0 : gate.closedFor(mailbox);
      if (wait > 0) return { answer: { ok: false, failure: stillClosed(wait) }, turn };
      let answer = await once(url, { ...asked, fresh: false });
      // Refused before anything was done, so that even a write may be sent again.
      if (!answer.ok && answer.failure.kind === 'unauthorized' && answer.failure.status === 401) {
        answer = await once(url, { ...asked, fresh: true });
      }
      if (mailbox !== undefined && !answer.ok && answer.failure.kind === 'throttled') {
        gate.close(mailbox, answer.failure.retryAfter);
        await options.throttled?.(mailbox, answer.failure.retryAfter);
      }
      return { answer, turn };
    } catch (error) {
      leave();
      throw error;
    }
  }

  async function once(
    url: string,
    { call, mostMs, ending, fresh }: { call: Call; mostMs: number; ending: AbortController; fresh: boolean },
  ): Promise<GraphAnswer<Response>> {
    const refused = await tokenRefusal(() => options.token(fresh));
    if (refused) return { ok: false, failure: refused };
    const prefer = ['IdType="ImmutableId"', ...(call.prefer ?? [])].join(', ');
    const request = client
      .api(url)
      .header('Prefer', prefer)
      .responseType(ResponseType.RAW)
      .middlewareOptions([new Verbatim(url, mostMs, ending)]);
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
  async function read<T>(sent: Sent, take: (response: Response) => Promise<T>): Promise<GraphAnswer<T>> {
    if (!sent.answer.ok) {
      sent.turn.leave();
      return sent.answer;
    }
    const response = sent.answer.value;
    try {
      return { ok: true, value: await take(response) };
    } catch (error) {
      const code = error instanceof Error ? error.name : 'unknown';
      return { ok: false, failure: { kind: 'failed', status: response.status, code, retry: true } };
    } finally {
      sent.turn.leave();
    }
  }

  const self: GraphClient = {
    json: async (url, schema, call) =>
      read(await send(url, call), async (response) => schema.parse(await response.json())),
    page: async (url, item) =>
      read(await send(url, { prefer: [`odata.maxpagesize=${options.pageSize ?? 200}`] }), async (response) =>
        pageOf(await response.json(), item),
      ),
    stream: async (url) => {
      const { answer, turn } = await send(url, {}, STREAM_MS);
      const { leave } = turn;
      if (!answer.ok || answer.value.body === null) {
        leave();
        return answer.ok ? { ok: true, value: new Blob([]).stream() } : answer;
      }
      turn.answered();
      return { ok: true, value: untilRead(answer.value.body, leave) };
    },
    nothing: async (url, call) =>
      read(await send(url, call), async (response) => {
        await response.body?.cancel();
      }),
  };
  return self;
}

interface Sent {
  answer: GraphAnswer<Response>;
  turn: Turn;
}

/** What is asked of no mailbox waits for none. */
const FREE: Turn = { leave: () => undefined, answered: () => undefined };

const stillClosed = (seconds: number): GraphFailure => ({
  kind: 'throttled',
  retryAfter: seconds,
  status: 429,
  code: 'told to wait',
});

/** The same bytes; tells when the last was read, or when it broke or was given up. */
function untilRead(body: ReadableStream<Uint8Array>, done: () => void): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  // Broken off by the time limit, though nobody reads any more.
  reader.closed.then(done, done);
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const read = await reader.read();
          if (!read.done) return controller.enqueue(read.value);
          done();
          controller.close();
        } catch (error) {
          done();
          controller.error(error);
        }
      },
      async cancel(reason) {
        done();
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
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
    items: value.flatMap((row) => rowOf(row, item)),
    ...(next === undefined ? {} : { next }),
    ...(delta === undefined ? {} : { delta }),
  };
}

const WithId = z.object({ id: z.string() });

/** A row of a strange shape keeps its id, by which it is fetched; without one there is nothing to fetch. */
function rowOf<T>(row: unknown, item: z.ZodType<T>): T[] {
  const read = item.safeParse(row);
  if (read.success) return [read.data];
  const bare = WithId.safeParse(row);
  const least = bare.success ? item.safeParse({ id: bare.data.id }) : undefined;
  return least?.success ? [least.data] : [];
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
