import type { Services } from '../../services';
import type { Lane } from './lanes';
import { endQuiet, writeResults, type Result } from './results';
import type { Send } from './sends';

/** What is known is written so soon, or once there is this much of it: a kill leaves no more unclear than that. */
const WAIT_MS = 100;
const MOST = 50;
/** So many refused for good one after another, and it is not about the recipients: a person is to look before more are. */
const REFUSED_IN_A_ROW = 25;
const TRIES = 5;

export interface ResultWriter {
  add(result: Result): void;
  /** What the relay said against sending on, once it has. */
  readonly trouble: { outcome: 'slow' | 'stopped'; detail: string } | undefined;
  /** Writes what is left. Rejects when something could not be written. */
  written(): Promise<void>;
}

/** Writes what became of copies, some at once, while others are under way. */
export function resultWriter(
  { store }: Pick<Services, 'store'>,
  send: Send,
  lane: Lane,
  { dropsDoubles, betweenMs }: { dropsDoubles: boolean; betweenMs: number },
): ResultWriter {
  let waiting: Result[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  let trouble: ResultWriter['trouble'];
  let quietEnded = false;
  let refused = 0;

  const write = async (results: readonly Result[]): Promise<void> => {
    const taken = !quietEnded && results.some(({ handed }) => handed.outcome === 'accepted');
    for (let tries = 1; ; tries++) {
      try {
        await store.tx(async (trx) => {
          await writeResults(trx, send, lane, results, dropsDoubles);
          if (taken) await endQuiet(trx, send);
        });
        quietEnded ||= taken;
        return;
      } catch (error) {
        // Lost, they would be unclear though they are known.
        if (tries === TRIES) throw error;
        await new Promise((resolve) => setTimeout(resolve, betweenMs * tries));
      }
    }
  };
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const results = waiting;
    if (results.length === 0) return;
    waiting = [];
    writing = writing.then(() => write(results));
    // Whoever ends the run hears of it.
    writing.catch(() => undefined);
  };

  return {
    get trouble() {
      return trouble;
    },
    add: (result) => {
      const { handed } = result;
      if (handed.outcome === 'slow' || handed.outcome === 'stopped') {
        if (trouble?.outcome !== 'stopped') trouble = { outcome: handed.outcome, detail: handed.detail };
      }
      if (handed.outcome === 'accepted') refused = 0;
      if (handed.outcome === 'refused' && ++refused >= REFUSED_IN_A_ROW) {
        trouble = { outcome: 'stopped', detail: handed.detail };
      }
      waiting.push(result);
      if (waiting.length >= MOST) flush();
      else timer ??= setTimeout(flush, WAIT_MS);
    },
    written: async () => {
      flush();
      await writing;
    },
  };
}
