import { isRecord, type Gate } from '../office';

export type HttpResult =
  | { ok: true; answer: unknown }
  /** `network`: refused, blocked or not reachable; `shape`: an answer that is not JSON (a proxy's page). */
  | { ok: false; how: 'timedOut' | 'network' | 'status' | 'shape'; status?: number };

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
export function postJson(
  gate: Gate,
  send: Send,
  request: { url: string; authorization: string; body: unknown; ms: number },
): Promise<HttpResult> {
  return new Promise((resolve) => {
    if (!gate.open) return resolve({ ok: false, how: 'timedOut' });
    let settled = false;
    const settle = (result: HttpResult): void => {
      if (settled) return;
      settled = true;
      cancel();
      forget();
      resolve(result);
    };
    const cancel = gate.after(request.ms, () => settle({ ok: false, how: 'timedOut' }));
    const forget = gate.onClose(() => settle({ ok: false, how: 'timedOut' }));
    const headers = { 'Content-Type': 'application/json', Authorization: request.authorization };
    try {
      send(request.url, headers, JSON.stringify(request.body)).then(
        (answer) => settle(read(answer)),
        () => settle({ ok: false, how: 'network' }),
      );
    } catch {
      settle({ ok: false, how: 'network' });
    }
  });
}

function read({ status, text }: Answered): HttpResult {
  if (status < 200 || status > 299) return { ok: false, how: 'status', status };
  try {
    const answer: unknown = JSON.parse(text);
    return isRecord(answer) ? { ok: true, answer } : { ok: false, how: 'shape' };
  } catch {
    return { ok: false, how: 'shape' };
  }
}
