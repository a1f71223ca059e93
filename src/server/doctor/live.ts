import { sql } from 'kysely';
import { findings, standings } from '../mailbox';
import type { Services } from '../services';
import type { DoctorLine } from './report';

type Parts = Pick<Services, 'store' | 'clock'> & { ingest?: Pick<Services['ingest'], 'drainState'> };

/** A hit waits so long only behind a store that does not answer. */
const STUCK_MS = 60_000;
const LATE_S = 300;

/** The store and what waits in it, and every mailbox: by number and id, since the lines may go to whoever supports. */
export async function liveLines(parts: Parts): Promise<DoctorLine[]> {
  const { store } = parts;
  try {
    await store.health();
  } catch {
    return [
      {
        area: 'store',
        level: 'error',
        what: 'The store does not answer. Hits wait in the ingest log; nothing else works.',
        todo: 'Look at the server’s log, the disk’s free space, and DATABASE_URL.',
      },
    ];
  }
  return [...(await storeLines(parts)), ...(await mailboxLines(parts))];
}

async function storeLines({ store, clock, ingest }: Parts): Promise<DoctorLine[]> {
  const area = 'store';
  const { rows } = await sql<{ dead: number; late: number | null }>`
    select count(*) filter (where state = 'dead')::int as dead,
      extract(epoch from ${clock.now()}::timestamptz - min(greatest(run_at, updated_at))
        filter (where state = 'ready' and run_at <= ${clock.now()}))::float8 as late
    from jobs`.execute(store.db);
  const [{ dead, late } = { dead: 0, late: null }] = rows;
  const lines: DoctorLine[] = [];
  if (dead > 0) {
    lines.push({
      area,
      level: 'warning',
      what: `${dead} ${dead === 1 ? 'job has' : 'jobs have'} been given up after many tries.`,
      todo: 'The log has the reason of each ("is dead").',
    });
  }
  if (late !== null && late > LATE_S) {
    lines.push({
      area,
      level: 'error',
      what: `A job has been due for ${Math.round(late / 60)} minutes: no server works on the queue.`,
      todo: 'Start the server, or look at its log.',
    });
  }
  const stuck = ingest?.drainState?.stuckMs ?? 0;
  if (stuck > STUCK_MS) {
    lines.push({
      area,
      level: 'error',
      what: `Hits have waited in the ingest log for ${Math.round(stuck / 60_000)} minutes.`,
      todo: 'The log says why the store does not take them.',
    });
  }
  return lines.length > 0 ? lines : [{ area, level: 'ok', what: `The ${store.kind} store answers.` }];
}

async function mailboxLines({ store, clock }: Parts): Promise<DoctorLine[]> {
  const area = 'mailboxes';
  const now = clock.now();
  const lines = (await standings(store.db, now)).flatMap((mailbox): DoctorLine[] => {
    const which = { account: mailbox.account, mailbox: mailbox.id };
    const found = findings(mailbox, now);
    if (found.length > 0) {
      return found.map(({ level, what, todo }) => ({ area, level, what, todo, ...which }));
    }
    const proof = mailbox.lastSyncAt;
    const what =
      mailbox.state === 'watching' && proof
        ? `Watched, last proof ${proof.toISOString()}.`
        : `${mailbox.state}: ${mailbox.reason ?? 'Microsoft has not answered yet.'}`;
    return [{ area, level: 'ok', what, ...which }];
  });
  return lines.length > 0 ? lines : [{ area, level: 'ok', what: 'No mailbox is connected.' }];
}
