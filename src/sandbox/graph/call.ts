import { randomUUID } from 'node:crypto';

/** What an address of a subscriber answered, and how many milliseconds it took. */
export interface Called {
  status: number;
  contentType: string;
  text: string;
  ms: number;
}

/** How Graph reaches the addresses of subscribers: POST. Rejects when no answer comes within `timeout` ms. */
export type Call = (
  url: string,
  content: { type: string; body?: string },
  timeout: number,
) => Promise<Called>;

export const callOverHttp: Call = async (url, { type, body }, timeout) => {
  const began = performance.now();
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': type, 'client-request-id': randomUUID() },
    ...(body === undefined ? {} : { body }),
    redirect: 'manual',
    signal: AbortSignal.timeout(timeout),
  });
  const text = await answer.text();
  const contentType = answer.headers.get('content-type') ?? '';
  return { status: answer.status, contentType, text, ms: performance.now() - began };
};
