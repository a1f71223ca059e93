import { EventView } from '../core/api/shared';
import { makeEventStreamReader } from '../core/event-stream';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

export type StreamState = 'live' | 'reconnecting';

/**
 * Follows the feed from `after` until the returned function is called. After a break it goes on where it was, so no
 * line is lost or shown twice.
 */
export function followFeed(
  after: number,
  onEvent: (event: EventView) => void,
  onState: (state: StreamState) => void,
): () => void {
  const stop = new AbortController();
  let cursor = after;
  let wait = FIRST_WAIT_MS;

  const run = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      try {
        const response = await fetch(`/api/v1/feed/stream?after=${cursor}`, { signal: stop.signal });
        if (!response.ok || !response.body) throw new Error(`stream answered ${response.status}`);
        onState('live');
        wait = FIRST_WAIT_MS;
        const read = makeEventStreamReader();
        const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
        for (;;) {
          const { value, done } = await reader.read();
          if (done) break;
          for (const message of read(value)) {
            // A line of a newer server that this page cannot read is passed over, not asked for for ever.
            const seq = Number(message.id);
            if (Number.isSafeInteger(seq)) cursor = Math.max(cursor, seq);
            const event = EventView.safeParse(JSON.parse(message.data));
            if (event.success) onEvent(event.data);
          }
        }
      } catch {
        if (stop.signal.aborted) return;
      }
      onState('reconnecting');
      await new Promise((resolve) => setTimeout(resolve, wait));
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    }
  };
  void run();
  return () => stop.abort();
}
