import type { Clock } from '../clock';
import type { Journal } from '../journal';
import { graphRecordShape } from './subscription';
import type { GraphRecord, RefusedWrite, Subscription } from './subscription';

/** What Graph itself keeps: subscriptions, how far each was notified, and the writes that were refused. */
export interface GraphLedger {
  /** Those that have not expired; an expired one is gone without a word. */
  subscriptions(): Subscription[];
  find(id: string): Subscription | undefined;
  refusedWrites(): RefusedWrite[];
  record(record: GraphRecord): Promise<void>;
  /** Called when subscriptions came, went or were renewed. Returns the way to stop it. */
  onRecord(listener: () => void): () => void;
  close(): Promise<void>;
}

export async function openGraphLedger(
  open: (replay: (record: unknown) => void) => Promise<Journal>,
  clock: Clock,
): Promise<GraphLedger> {
  const listeners = new Set<() => void>();
  const known = new Map<string, Subscription>();
  const refused: RefusedWrite[] = [];

  function apply(record: GraphRecord): void {
    switch (record.type) {
      case 'subscribed':
        known.set(record.subscription.id, { ...record.subscription });
        return;
      case 'renewed': {
        const { id, expirationDateTime, notificationUrl } = record;
        const subscription = known.get(id);
        if (subscription !== undefined)
          known.set(id, { ...subscription, expirationDateTime, notificationUrl });
        return;
      }
      case 'unsubscribed':
        known.delete(record.id);
        return;
      case 'notified':
        for (const id of record.ids) {
          const subscription = known.get(id);
          if (subscription !== undefined) known.set(id, { ...subscription, notifiedUpTo: record.sequence });
        }
        return;
      case 'refused': {
        const { at, method, path } = record;
        refused.push({ at, method, path });
      }
    }
  }

  const journal = await open((record) => apply(graphRecordShape.parse(record)));
  const alive = (subscription: Subscription): boolean =>
    Date.parse(subscription.expirationDateTime) > clock.now().getTime();
  return {
    subscriptions: () => [...known.values()].filter(alive),
    find: (id) => {
      const found = known.get(id);
      return found !== undefined && alive(found) ? found : undefined;
    },
    refusedWrites: () => [...refused],
    record: async (record) => {
      await journal.append(record);
      apply(record);
      if (record.type !== 'notified' && record.type !== 'refused')
        for (const listener of listeners) listener();
    },
    onRecord: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => journal.close(),
  };
}
