import { lookup } from 'node:dns';
import { request } from 'node:https';
import { isPublicAddress } from './endpoint';

export interface PushRequest {
  headers: Record<string, string>;
  body: Buffer;
  signal: AbortSignal;
}

export interface PushAnswer {
  status: number;
  /** As the service gave it: seconds, or a date. */
  retryAfter?: string;
}

/** Sends one request to a push service; rejects when it cannot be reached. Messages name no endpoint. */
export type PushPost = (endpoint: URL, request: PushRequest) => Promise<PushAnswer>;

/** Over https, to public addresses alone: the address that was looked at is the one that is connected to. */
export const postToPushService: PushPost = (endpoint, { headers, body, signal }) =>
  new Promise((resolve, reject) => {
    const host = endpoint.hostname.replace(/^\[|\]$/g, '');
    const sent = request(
      endpoint,
      {
        method: 'POST',
        headers: { ...headers, 'content-length': String(body.length) },
        signal,
        // A kept connection would outlive what was learnt of its address.
        agent: false,
        lookup: (name, options, done) => {
          lookup(name, { ...options, all: true }, (error, found) => {
            if (error) return done(error, []);
            const usable = found.filter(({ address }) => isPublicAddress(address));
            const [first] = usable;
            if (!first) return done(new Error('the push service is on a private network'), []);
            if (options.all) done(null, usable);
            else done(null, first.address, first.family);
          });
        },
      },
      (answer) => {
        answer.resume();
        const retryAfter = answer.headers['retry-after'];
        resolve({ status: answer.statusCode ?? 0, ...(retryAfter !== undefined && { retryAfter }) });
      },
    );
    sent.on('error', (error: NodeJS.ErrnoException) => {
      const why = error.code ?? error.name;
      reject(new Error(`The push service could not be reached (${why}).`.replaceAll(host, 'its host')));
    });
    sent.end(body);
  });
