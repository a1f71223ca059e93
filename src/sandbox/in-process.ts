import type { Clock } from './clock';
import { EntraError } from './entra/errors';
import { grantTokens } from './entra/grant';
import { tokenIssuer } from './entra';
import type { Consents, EntraKeys } from './entra';
import { answerGraph, jsonOf, mailboxLimits, openGraphLedger, openUploads, startNotifier } from './graph';
import type { Call, Faults, GraphLedger, Notifier } from './graph';
import { keptInMemory, openMailboxes } from './mailboxes';
import type { Keep, Mailboxes } from './mailboxes';
import type { Timers } from './timers';

export interface InProcessOptions {
  keys: EntraKeys;
  clock: Clock;
  timers: Timers;
  /** How notifications reach the server. */
  call: Call;
  faults: Faults;
  onError: (error: unknown) => void;
  /** Absent: nobody withdraws anything. */
  consents?: Consents;
  /** Default: in memory. */
  keep?: Keep;
}

/** Graph, Entra's token endpoint and the mailboxes in this process, without a socket, on a clock of the caller's. */
export interface InProcessMicrosoft {
  mailboxes: Mailboxes;
  ledger: GraphLedger;
  notifier: Notifier;
  /** In place of the global `fetch`, for Microsoft's production addresses. */
  fetch: (url: string, init?: RequestInit) => Promise<Response>;
  close(): Promise<void>;
}

const GRAPH = /^https:\/\/graph\.microsoft\.com\/v1\.0(?=\/)/i;
const TOKEN = /^https:\/\/login\.microsoftonline\.com\/([^/]+)\/oauth2\/v2\.0\/token(?:\?|$)/;

const headersOf = (init: RequestInit | undefined): Record<string, string> =>
  Object.fromEntries(new Headers(init?.headers));

export async function inProcessMicrosoft(options: InProcessOptions): Promise<InProcessMicrosoft> {
  const { keys, clock, timers, call, faults, onError, consents } = options;
  const mailboxes = await openMailboxes({ keep: options.keep ?? keptInMemory(), clock, onError });
  const ledger = await openGraphLedger((replay) => keptInMemory().open(replay), clock);
  const notifier = startNotifier({ ledger, mailboxes, faults, clock, timers, call, onError });
  const limits = mailboxLimits(clock);
  const tokens = tokenIssuer(keys, clock);
  const redeemed = new Set<string>();
  const uploads = openUploads({ clock, mailboxes });

  async function graph(url: string, init: RequestInit | undefined): Promise<Response> {
    const rest = url.replace(GRAPH, '');
    const mark = rest.indexOf('?');
    const { status, headers, body } = await answerGraph(
      { keys, mailboxes, ledger, clock, faults, limits, call, uploads },
      {
        method: init?.method ?? 'GET',
        path: mark < 0 ? rest : rest.slice(0, mark),
        query: new URLSearchParams(mark < 0 ? '' : rest.slice(mark)),
        headers: headersOf(init),
        body: typeof init?.body === 'string' ? jsonOf(init.body) : undefined,
      },
    );
    return new Response(body === undefined ? null : new Uint8Array(Buffer.from(body)), { status, headers });
  }

  async function token(authority: string, init: RequestInit | undefined): Promise<Response> {
    const fields = Object.fromEntries(new URLSearchParams(typeof init?.body === 'string' ? init.body : ''));
    try {
      const granted = await grantTokens(
        { keys, tokens, clock, redeemed, ...(consents && { consents }) },
        authority,
        fields,
        headersOf(init).authorization,
      );
      return Response.json(granted);
    } catch (error) {
      if (!(error instanceof EntraError)) throw error;
      return Response.json(error.body(clock.now()), { status: error.status });
    }
  }

  return {
    mailboxes,
    ledger,
    notifier,
    fetch: async (url, init) => {
      const authority = TOKEN.exec(url)?.[1];
      if (authority !== undefined) return token(authority, init);
      if (GRAPH.test(url)) return graph(url, init);
      throw new TypeError(`nobody answers at ${new URL(url).host}`);
    },
    close: async () => {
      await notifier.close();
      await ledger.close();
      await mailboxes.close();
    },
  };
}
