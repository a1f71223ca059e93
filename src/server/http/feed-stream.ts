import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { FastifyBaseLogger } from 'fastify';
import { eventViews } from '../crm/event-views';
import type { Services } from '../services';
import type { SignedIn } from './sign-in';

/** A proxy closes a silent connection after about a minute. */
const HEARTBEAT_MS = 20_000;
const BATCH = 200;

/** Wakes every open stream of an account after a commit that wrote to its ledger. */
export class FeedWakes {
  private readonly waiting = new Map<number, Set<() => void>>();

  /** An empty account means that some wakes may have been missed: all streams look. */
  wake(account: string): void {
    const streams = account === '' ? [...this.waiting.values()] : [this.waiting.get(Number(account)) ?? []];
    for (const set of streams) for (const wake of set) wake();
  }

  add(account: number, wake: () => void): () => void {
    const set = this.waiting.get(account) ?? new Set();
    this.waiting.set(account, set.add(wake));
    return () => {
      set.delete(wake);
      if (set.size === 0) this.waiting.delete(account);
    };
  }
}

export interface FeedStream {
  services: Pick<Services, 'store' | 'clock'>;
  wakes: FeedWakes;
  who: SignedIn;
  /** Whether the proof of sign-in holds now: a session ended or a user disabled closes the stream before the next line. */
  still: () => Promise<boolean>;
  /** The seq after which it begins. */
  from: number;
  log: FastifyBaseLogger;
}

/**
 * Writes what the ledger holds after the cursor, then sleeps until a commit wakes it. The ledger is the truth and the
 * wake only a hint, so a lost wake costs one heartbeat and never a line. Closed when the proof of sign-in ends.
 */
export async function streamFeed(feed: FeedStream, raw: ServerResponse): Promise<void> {
  const { services, who } = feed;
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-accel-buffering': 'no',
  });
  raw.write('retry: 2000\n\n');

  let cursor = feed.from;
  let open = !raw.destroyed;
  const bell = makeBell();
  const unsubscribe = feed.wakes.add(who.account, bell.ring);
  const closed = new Promise<void>((resolve) => {
    raw.once('close', () => {
      open = false;
      bell.ring();
      resolve();
    });
  });
  const msLeft = (): number => who.until.getTime() - services.clock.now().getTime();
  const write = async (text: string): Promise<void> => {
    // A reader that does not keep up is waited for, not buffered for.
    if (open && !raw.write(text)) await Promise.race([once(raw, 'drain'), closed]);
  };

  try {
    while (open && msLeft() > 0) {
      const rung = bell.silence();
      if (!rung) await write(': alive\n\n');
      let more = true;
      while (more && open && msLeft() > 0) {
        const items = await eventViews(services.store.db, who, {
          user: who.user,
          after: cursor,
          limit: BATCH,
          order: 'asc',
        });
        if (!(await feed.still())) return;
        for (const item of items) {
          await write(`id: ${item.seq}\nevent: feed\ndata: ${JSON.stringify(item)}\n\n`);
          cursor = item.seq;
        }
        more = items.length === BATCH;
      }
      if (open) await bell.wait(Math.max(0, Math.min(HEARTBEAT_MS, msLeft())));
    }
  } catch (error) {
    if (open) feed.log.error({ err: error }, 'feed stream ended');
  } finally {
    unsubscribe();
    raw.end();
  }
}

/** Remembers a ring until it is asked for, so that none is lost between two sleeps. Rung at first. */
function makeBell() {
  let rung = true;
  let wakeUp: (() => void) | undefined;
  return {
    ring: (): void => {
      rung = true;
      wakeUp?.();
    },
    /** Whether it rang since the last call. */
    silence: (): boolean => {
      const was = rung;
      rung = false;
      return was;
    },
    wait: async (ms: number): Promise<void> => {
      if (rung) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        wakeUp = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      wakeUp = undefined;
    },
  };
}
