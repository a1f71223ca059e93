import type { Graph } from '../../../graph';
import type { PaneConfig, WatchCalls } from '../api';
import type { SignIn } from '../sign-in';
import type { WatchApi } from './look';

/** Graph with the user's own token. Its client is loaded only here: it is a hundred kilobytes. */
export async function paneGraph(config: PaneConfig, signIn: SignIn): Promise<Graph> {
  const { makeGraph, microsoftFetch, sandboxedMicrosoftFetch, TokenRefused } =
    await import('../../../graph/reading');
  return makeGraph({
    fetch: config.sandbox === undefined ? microsoftFetch : sandboxedMicrosoftFetch(config.sandbox),
    token: async () => {
      const token = await signIn.graphSilent();
      if (token === null) throw new TokenRefused('no_tokens_found');
      return token;
    },
  });
}

/** The server's side, given up at the first call that fails. */
export function throwing(calls: WatchCalls): WatchApi {
  const value = <T>(result: { ok: true; value: T } | { ok: false; how: string }): T => {
    if (!result.ok) throw new Error(`The server: ${result.how}`);
    return result.value;
  };
  return {
    paneWatch: async () => value(await calls.paneWatch()),
    wanted: async (mailbox, ids) => value(await calls.wanted(mailbox, ids)).ids,
    handOver: async (mailbox, item, mime) => void value(await calls.handOver(mailbox, item, mime)),
    leave: async (mailbox, left) => void value(await calls.leave(mailbox, left)),
    looked: async (mailbox, look) => void value(await calls.looked(mailbox, look)),
  };
}
