import { z } from 'zod';
import { openJournal } from '../journal';

const mailShape = z.object({
  t: z.literal('mail'),
  n: z.int(),
  at: z.number(),
  to: z.string(),
  id: z.string(),
  from: z.string(),
  fromName: z.string(),
  returnPath: z.string(),
  replyTo: z.string(),
  subject: z.string(),
  images: z.array(z.string()),
  links: z.array(z.string()),
  unsubscribe: z.string().optional(),
  problems: z.array(z.string()),
  raw: z.string().optional(),
});
const lineShape = z.discriminatedUnion('t', [
  mailShape,
  z.object({ t: z.literal('double'), n: z.int(), at: z.number() }),
  z.object({ t: z.literal('refused'), to: z.string(), code: z.int(), at: z.number() }),
  z.object({ t: z.literal('act'), n: z.int(), act: z.string(), at: z.number(), outcome: z.string() }),
]);
type Line = z.infer<typeof lineShape>;

/** A mail as it was taken for one mailbox. */
export type Taken = Omit<z.infer<typeof mailShape>, 't'>;

/** One delivery, and what became of it. Addresses are in lower case. */
export interface Delivery extends Taken {
  /** Of the same Message-ID, offered again and dropped. */
  doubles: number;
  /** What was done about it: `open`, `click 2` …, and how that ended (`200`, `302`, `delivered`, `nowhere`). */
  done: Map<string, { at: number; outcome: string }>;
}

/** What an SMTP server refused for good. */
export interface Refused {
  to: string;
  code: number;
  at: number;
}

/**
 * What the marketing receivers took and did, kept in one file of lines. Whatever a promise here resolves for survives a
 * kill. An answered mail is never taken a second time.
 */
export interface MarketingRecord {
  deliveries(): IterableIterator<Delivery>;
  refused(): readonly Refused[];
  find(to: string, id: string): Delivery | undefined;
  /** Resolves to undefined when this mailbox has a mail of that Message-ID: it is counted as a double. */
  take(mail: Omit<Taken, 'n'>): Promise<Delivery | undefined>;
  refuse(refused: Refused): Promise<void>;
  did(delivery: Delivery, act: string, outcome: string, at: number): Promise<void>;
  close(): Promise<void>;
}

const keyOf = ({ to, id }: { to: string; id: string }): string => `${to} ${id}`;

/** Opens the record at `path`, going on where it was. */
export async function openRecord(path: string): Promise<MarketingRecord> {
  const byNumber = new Map<number, Delivery>();
  const byKey = new Map<string, Delivery>();
  /** Being written: a second one that comes meanwhile waits for it. */
  const underWay = new Map<string, Promise<unknown>>();
  const refusals: Refused[] = [];
  let next = 1;

  function apply(line: Line): Delivery | undefined {
    if (line.t === 'refused') {
      refusals.push({ to: line.to, code: line.code, at: line.at });
      return undefined;
    }
    if (line.t === 'mail') {
      const { t: _t, ...taken } = line;
      const delivery = { ...taken, doubles: 0, done: new Map<string, { at: number; outcome: string }>() };
      byNumber.set(line.n, delivery);
      byKey.set(keyOf(line), delivery);
      next = Math.max(next, line.n + 1);
      return delivery;
    }
    const delivery = byNumber.get(line.n);
    if (delivery === undefined)
      throw new Error(`the sandbox's record of marketing mail names no mail ${line.n}`);
    if (line.t === 'double') delivery.doubles += 1;
    else delivery.done.set(line.act, { at: line.at, outcome: line.outcome });
    return delivery;
  }

  const journal = await openJournal(path, (record) => void apply(lineShape.parse(record)));
  const write = async (line: Line): Promise<Delivery | undefined> => {
    await journal.append(line);
    return apply(line);
  };

  return {
    deliveries: () => byNumber.values(),
    refused: () => refusals,
    find: (to, id) => byKey.get(keyOf({ to: to.toLowerCase(), id })),
    async take(mail) {
      const key = keyOf(mail);
      await underWay.get(key)?.catch(() => undefined);
      const before = byKey.get(key);
      if (before !== undefined) {
        await write({ t: 'double', n: before.n, at: mail.at });
        return undefined;
      }
      const written = write({ t: 'mail', n: next++, ...mail });
      underWay.set(key, written);
      try {
        return await written;
      } finally {
        underWay.delete(key);
      }
    },
    refuse: async (refused) => void (await write({ t: 'refused', ...refused })),
    did: async (delivery, act, outcome, at) =>
      void (await write({ t: 'act', n: delivery.n, act, at, outcome })),
    close: () => journal.close(),
  };
}
