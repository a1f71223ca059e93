import { Agent, request as httpRequest } from 'node:http';

const PATIENCE_MS = 20_000;
const AT_ONCE = 16;

export interface Asked {
  method: 'GET' | 'POST' | 'HEAD';
  url: string;
  headers: Record<string, string>;
  body?: string;
}

/** Asks over HTTP as the programs of recipients do; connections are kept, and end with `close`. */
export interface Asker {
  /** Resolves to the status. Redirects are not followed. Rejects when there is no answer, or none in time. */
  ask(asked: Asked): Promise<number>;
  close(): void;
}

const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether an address is on this machine. Simulated people go nowhere else. */
export const isHere = (url: string): boolean =>
  URL.canParse(url) && new URL(url).protocol === 'http:' && LOOPBACK.has(new URL(url).hostname);

export function openAsker(): Asker {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE, maxFreeSockets: AT_ONCE });
  return {
    ask: ({ method, url, headers, body }) =>
      new Promise((resolve, reject) => {
        if (!isHere(url)) throw new Error('simulated recipients ask nobody outside this machine');
        const sent = httpRequest(
          url,
          { agent, method, headers, signal: AbortSignal.timeout(PATIENCE_MS) },
          (answer) => {
            answer.on('error', reject);
            answer.on('end', () => resolve(answer.statusCode ?? 0));
            answer.resume();
          },
        );
        sent.on('error', reject);
        // An idle connection keeps no process alive.
        sent.on('socket', (socket) => void socket.unref());
        sent.end(body);
      }),
    close: () => agent.destroy(),
  };
}
