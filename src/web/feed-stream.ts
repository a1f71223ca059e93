import { EventView } from '../core/api/shared';
import { makeEventStreamReader, type StreamEvent } from '../core/event-stream';
import { sessionEnded } from './session';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
/** The server says something every 20 seconds; a line that went with the network says nothing, and breaks for minutes. */
const SILENT_MS = 50_000;

export type StreamState = 'live' | 'reconnecting';

/**
 * Follows the feed from `after` until the returned function is called, or the session ends. After a break it goes on where
 * it was, so no line is lost or shown twice; a break is told once the server does not answer.
 */
export function followFeed(
  after: number,
  onEvent: (event: EventView) => void,
  onState: (state: StreamState) => void,
): () => void {
  const stop = new AbortController();
  let cursor = after;
  let wait = FIRST_WAIT_MS;

  const take = (message: StreamEvent): void => {
    // A line of a newer server that this page cannot read is passed over, not asked for for ever.
    const seq = Number(message.id);
    if (Number.isSafeInteger(seq)) cursor = Math.max(cursor, seq);
    const event = EventView.safeParse(JSON.parse(message.data));
    if (event.success) onEvent(event.data);
  };
  /** One connection, until it breaks. Resolves to false where the session has ended. */
  const follow = async (): Promise<boolean> => {
    const attempt = new AbortController();
    const { signal } = attempt;
    const giveUp = (): void => attempt.abort();
    stop.signal.addEventListener('abort', giveUp);
    let timer = setTimeout(giveUp, SILENT_MS);
    try {
      const response = await fetch(`/api/v1/feed/stream?after=${cursor}`, { signal });
      if (response.status === 401) return false;
      if (!response.ok || !response.body) throw new Error(`stream answered ${response.status}`);
      onState('live');
      wait = FIRST_WAIT_MS;
      const read = makeEventStreamReader();
      const reader = response.body.pipeThrough(new TextDecoderStream(), { signal }).getReader();
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return true;
        clearTimeout(timer);
        timer = setTimeout(giveUp, SILENT_MS);
        read(value).forEach(take);
      }
    } finally {
      clearTimeout(timer);
      stop.signal.removeEventListener('abort', giveUp);
    }
  };

  const run = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      try {
        if (!(await follow())) return sessionEnded();
      } catch {
        if (stop.signal.aborted) return;
        onState('reconnecting');
      }
      await new Promise((resolve) => setTimeout(resolve, wait));
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    }
  };
  void run();
  return () => stop.abort();
}
