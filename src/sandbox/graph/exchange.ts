/** One request to Graph, as the emulator's parts see it; `path` is what follows `/v1.0`, still percent-encoded. */
export interface GraphRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  /** Names in lower case. */
  headers: Record<string, string | undefined>;
  body: unknown;
}

/** An answer. A body that is neither absent nor bytes goes out as JSON. */
export interface GraphReply {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

/** A refusal in Graph's words. */
export class GraphRefusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

export const badRequest = (message: string, code = 'BadRequest'): GraphRefusal =>
  new GraphRefusal(400, code, message);
export const itemNotFound = (): GraphRefusal =>
  new GraphRefusal(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');
export const accessDenied = (): GraphRefusal =>
  new GraphRefusal(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');

/** The body of a refusal. Graph's dates carry no zone here. */
export function errorBody(
  refusal: GraphRefusal,
  ids: { requestId: string; clientRequestId: string; now: Date },
): object {
  return {
    error: {
      code: refusal.code,
      message: refusal.message,
      innerError: {
        date: ids.now.toISOString().slice(0, 19),
        'request-id': ids.requestId,
        'client-request-id': ids.clientRequestId,
      },
    },
  };
}

/** What a Prefer header asks for. Of several headers, browsers and clients make one with commas. */
export interface Preferences {
  immutableIds: boolean;
  textBody: boolean;
  unsafeHtml: boolean;
  maxPageSize?: number;
}

export function readPrefer(header: string | undefined): Preferences {
  const text = header ?? '';
  const size = /odata\.maxpagesize\s*=\s*(\d+)/i.exec(text)?.[1];
  return {
    immutableIds: /IdType\s*=\s*"?ImmutableId"?/i.test(text),
    textBody: /outlook\.body-content-type\s*=\s*"?text"?/i.test(text),
    unsafeHtml: /outlook\.allow-unsafe-html/i.test(text),
    ...(size === undefined ? {} : { maxPageSize: Number(size) }),
  };
}

/** The id that an item has in an answer. */
export function idOf(
  item: { id: string; immutableId: string },
  prefer: Pick<Preferences, 'immutableIds'>,
): string {
  return prefer.immutableIds ? item.immutableId : item.id;
}

/** Graph gives times to the second. */
export function graphTime(iso: string): string {
  return `${iso.slice(0, 19)}Z`;
}
