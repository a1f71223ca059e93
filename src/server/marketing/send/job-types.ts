import { type Transaction } from 'kysely';
import { enqueueAll } from '../../jobs';
import type { Database } from '../../store/schema';

/** Sends the copies of a message; key: `{message}/{lane}`. */
export const LANE_JOB = 'marketing.lane';
/** Begins a scheduled message; key: the message. */
export const BEGIN_JOB = 'marketing.begin';
/** A lane that fails is tried until it works: each copy says for itself how far it is. */
export const FOREVER = 2_000_000_000;

/** How many processes send one message at once: on the embedded store there is one. */
export const LANES = { embedded: 1, postgres: 2 } as const;

export const laneKey = (message: string, lane: number): string => `${message}/${lane}`;

export function readLaneKey(key: string): { message: string; lane: number } {
  const [message = '', lane = ''] = key.split('/');
  return { message, lane: Number(lane) };
}

/** Wakes whoever sends this message, in the transaction of what there is to send. */
export const wakeLanes = (
  trx: Transaction<Database>,
  store: { kind: keyof typeof LANES },
  account: number,
  message: string,
): Promise<void> =>
  enqueueAll(
    trx,
    Array.from({ length: LANES[store.kind] }, (_, lane) => ({
      account,
      type: LANE_JOB,
      key: laneKey(message, lane),
      maxAttempts: FOREVER,
    })),
  );
