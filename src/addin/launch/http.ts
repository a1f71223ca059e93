import { inTime, isRecord, type Gate } from '../office';
import { parsed } from './read-answer';

export type HttpResult =
  | { ok: true; answer: Record<string, unknown> }
  /** `status`: of an answer that was refused, or is no JSON (a proxy's page); none without an answer in time. */
  | { ok: false; status?: number };

interface Answered {
  status: number;
  text: string;
}

/** What carries a request. Absolute addresses only: classic Outlook knows no others. */
export type Send = (url: string, headers: Record<string, string>, body: string) => Promise<Answered>;

/** `fetch`, which every Outlook's runtime has, classic's among them. */
export const hostSend: Send = (url, headers, body) =>
  fetch(url, { method: 'POST', headers, body, credentials: 'omit', redirect: 'error' }).then((response) =>
    response.text().then((text) => ({ status: response.status, text })),
  );

/**
 * Posts JSON and settles within `ms` or when the gate closes, whichever comes first. The request itself is let go,
 * not aborted: what was already on its way may still arrive.
 */
export const postJson = (
  gate: Gate,
  send: Send,
  { url, authorization, body, ms }: { url: string; authorization: string; body: unknown; ms: number },
): Promise<HttpResult> =>
  inTime<HttpResult>(gate, ms, { ok: false }, (settle) => {
    const headers = { 'Content-Type': 'application/json', Authorization: authorization };
    // Inside of a promise, since a send that throws is a send that failed.
    new Promise<Answered>((resolve) => resolve(send(url, headers, JSON.stringify(body)))).then(
      (answer) => settle(() => read(answer)),
      () => settle(() => ({ ok: false })),
    );
  });

function read({ status, text }: Answered): HttpResult {
  const answer = status >= 200 && status < 300 && parsed(text);
  return isRecord(answer) ? { ok: true, answer } : { ok: false, status };
}
