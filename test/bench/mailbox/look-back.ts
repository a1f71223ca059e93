import type { Keep } from '../../../src/sandbox/mailboxes';
import { beginLookBack } from '../../../src/server/mailbox/look-back';
import { employeeCalled } from '../../fixtures/sandbox';
import { rawOf } from '../../model/mails';
import { firstContact } from '../../model/people';
import { collectGarbage, table } from '../measure';
import { openWatched } from './watched';

const ALICE = employeeCalled('alice').address;
const DAYS = 30;
const SAMPLES = 10;
/** Every so manieth mail is a known contact's, and is filed with its file. */
const FILED = 5;

const mailNumber = (n: number): Buffer =>
  rawOf({
    from: n % FILED === 0 ? `Kim <${firstContact}>` : `Writer <writer-${n}@elsewhere.example>`,
    to: [ALICE],
    subject: `Mail ${n}`,
    id: `<bench-${n}@partner.example>`,
    at: new Date('2026-02-20T09:00:00Z'),
    html: `<p>${'Some words of a mail. '.repeat(100)}</p>`,
    files: n % FILED === 0 ? [n] : [],
    travelled: true,
  });

/** Keeps of each mail its number alone, so that what grows is ours. */
function keptByNumber(): Keep {
  const numbers = new Map<string, number>();
  return {
    open: async () => ({ append: async () => undefined, close: async () => undefined }),
    write: async (name, bytes) => {
      const [, n] = /<bench-(\d+)@/.exec(bytes.toString('latin1', 0, 600)) ?? [];
      numbers.set(name, Number(n));
    },
    read: async (name) => mailNumber(numbers.get(name) ?? 0),
  };
}

const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(0);

export async function lookBackOver(count: number): Promise<string> {
  const watched = await openWatched(keptByNumber());
  const { world, microsoft, account, mailbox } = watched;
  const { db } = world.services.store;
  try {
    const newest = world.time.ms - 3_600_000;
    for (let n = 0; n < count; n += 1) {
      const receivedAt = new Date(newest - (n * (DAYS - 1) * 86_400_000) / count).toISOString();
      await microsoft.mailboxes.put(ALICE, mailNumber(n), { receivedAt });
    }
    await world.server.start();
    await world.server.settle();
    const rows = [['requests for mails', 'heap, MB', 'buffers, MB', 'resident, MB']];
    let fetched = 0;
    const sample = (): void => {
      collectGarbage();
      const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
      const row = [String(fetched), megabytes(heapUsed), megabytes(arrayBuffers), megabytes(rss)];
      rows.push(row);
      // A run of hours that is broken off has said what it saw.
      process.stderr.write(`${row.join(' ')}\n`);
    };
    sample();
    const every = Math.ceil(count / SAMPLES);
    world.microsoft.fetch = (url, init) => {
      if (/\/messages\/[^/?]+\?/.test(url) && (fetched += 1) % every === 0) sample();
      return microsoft.fetch(url, init);
    };
    const began = performance.now();
    if (!(await beginLookBack(world.services, { account, user: 1 }, mailbox, DAYS)))
      throw new Error('the look back was not begun');
    for (;;) {
      world.time.moveTo(world.time.ms + 1_000);
      await world.server.settle();
      const row = await db
        .selectFrom('mailbox_look_backs')
        .select(['state', 'seen', 'added'])
        .where('mailbox_id', '=', mailbox)
        .executeTakeFirstOrThrow();
      if (row.state === 'running') continue;
      const seconds = (performance.now() - began) / 1_000;
      return [
        `look-back: ${row.seen} mails looked through, ${row.added} filed, in ${seconds.toFixed(0)} s`,
        table(rows),
      ].join('\n');
    }
  } finally {
    await watched.close();
  }
}
