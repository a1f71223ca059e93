import { useCallback, useEffect, useState } from 'react';
import type { PaneConfig, WatchCalls } from '../api';
import type { SignIn } from '../sign-in';
import { lookThrough } from './look';
import { paneGraph, throwing } from './pane-graph';

const EVERY_MS = 2 * 60_000;

/** `off`: another way watches, or none. `asked`: Microsoft wants the user's word first. */
export type WatchState = 'off' | 'watching' | 'asked' | 'failing';

/**
 * Watches the user's mailbox while the pane is open, where the server may not. Graph's client is loaded only then.
 * `allow` asks Microsoft for leave: only from a click.
 */
export function useWatch(
  config: PaneConfig | null,
  signIn: SignIn | null,
  calls: WatchCalls,
  ready: boolean,
): { state: WatchState; allow: () => void } {
  const [state, setState] = useState<WatchState>('off');
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (!config || !signIn || !ready) return undefined;
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async (): Promise<void> => {
      const found = await lookNow(config, signIn, calls, stop.signal);
      if (stop.signal.aborted) return;
      if (found !== null) setState(found);
      // Whoever connects by the pane opens it anew, or waits for this long.
      timer = setTimeout(() => void look(), EVERY_MS);
    };
    void look();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [config, signIn, calls, ready, round]);
  const allow = useCallback(() => {
    void signIn?.graphInteractive().then((token) => {
      if (token !== null) setRound((n) => n + 1);
    });
  }, [signIn]);
  return { state: ready ? state : 'off', allow };
}

/** null: it is not known whether there is a mailbox to look through, so nothing is said of it. */
export async function lookNow(
  config: PaneConfig,
  signIn: SignIn,
  calls: WatchCalls,
  signal: AbortSignal,
): Promise<WatchState | null> {
  const standing = await calls.paneWatch();
  if (!standing.ok) return null;
  if (!standing.value.mailbox) return 'off';
  if ((await signIn.graphSilent()) === null) return 'asked';
  try {
    const graph = await paneGraph(config, signIn);
    await lookThrough(graph, throwing(calls), () => new Date(), signal);
    return 'watching';
  } catch {
    return 'failing';
  }
}
