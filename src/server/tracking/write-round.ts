import { sql } from 'kysely';
import { recordEvents, retractEvent, type NewEvent } from '../events';
import { enqueueAll } from '../jobs';
import { writeConfirmations } from '../messages/confirm';
import { json } from '../store/schema';
import type { Entry } from './standing';
import type { Round } from './round';

/** Writes what a round made of its hits, each table once however many they were. The round is over then. */
export async function writeRound(round: Round): Promise<void> {
  await writeHits(round);
  await writeConfirmations(round.trx, round.account, round.confirmations, round.now);
  await writeLedger(round);
  await writeCounts(round);
  await enqueueAll(round.trx, round.jobs);
}

async function writeHits({ trx, account, surroundings, changed, words }: Round): Promise<void> {
  if (changed.size === 0) return;
  const rows = [...changed].flatMap((id) => {
    const row = surroundings.now(id);
    return row
      ? [
          {
            id,
            at: row.at,
            message_id: row.message_id,
            features: row.features,
            verdict: row.verdict,
            via: row.via,
            reasons: row.reasons,
            rules_version: row.rules_version,
            settled_at: row.settled_at,
            overruled_by: row.overruled_by,
          },
        ]
      : [];
  });
  const times = rows.map(({ at }) => at).sort((one, other) => one.getTime() - other.getTime());
  // By ids and times, so that the index and the parts of these hits serve, whatever the planner believes of the table.
  await sql`
    update hits h set message_id = c.message_id, features = c.features, verdict = c.verdict, via = c.via,
      reasons = c.reasons, rules_version = c.rules_version, settled_at = c.settled_at, overruled_by = c.overruled_by
    from jsonb_to_recordset(${json(rows)}::jsonb) as c (id uuid, at timestamptz, message_id uuid, features jsonb,
      verdict text, via text, reasons jsonb, rules_version integer, settled_at timestamptz, overruled_by bigint)
    where h.account_id = ${account} and h.id = any(${rows.map(({ id }) => id)}::uuid[])
      and h.at between ${times[0]}::timestamptz and ${times.at(-1)}::timestamptz and h.id = c.id`.execute(
    trx,
  );
  if (words.size === 0) return;
  await trx
    .insertInto('overruled_hits')
    .values([...words].map(([hit, word]) => ({ account_id: account, hit_id: hit, overrule_id: word })))
    .onConflict((c) => c.doNothing())
    .execute();
}

/** In the order in which it came about; what is recorded without anything taken back between, together. */
async function writeLedger({ trx, account, steps, now }: Round): Promise<void> {
  let news: { event: NewEvent; entry: Entry }[] = [];
  const writeNews = async (): Promise<void> => {
    const seqs = await recordEvents(
      trx,
      news.map(({ event }) => event),
    );
    for (const [i, { entry }] of news.entries()) {
      const seq = seqs[i];
      if (seq !== undefined) entry.seq = seq;
    }
    news = [];
  };
  for (const step of steps) {
    if ('record' in step) {
      news.push({ event: step.record, entry: step.entry });
      continue;
    }
    await writeNews();
    const { seq } = step.takeBack;
    if (seq !== undefined) await retractEvent(trx, account, seq, { at: now, reason: step.reason });
  }
  await writeNews();
}

/** Moves the messages' counts as their ledger moved: they outlive it (P8). */
async function writeCounts({ trx, account, counted, standing, now }: Round): Promise<void> {
  if (counted.size === 0) return;
  const moved = (key: string, kind: string): number => {
    const events = standing.get(key);
    return events ? events.count(kind) - events.countAsRead(kind) : 0;
  };
  const byMessage = new Map<string, { opens: number; clicks: number }>();
  for (const [key, id] of counted) {
    const { opens, clicks } = byMessage.get(id) ?? { opens: 0, clicks: 0 };
    byMessage.set(id, { opens: opens + moved(key, 'open'), clicks: clicks + moved(key, 'click') });
  }
  const counts = [...byMessage].map(([id, moves]) => ({ id, ...moves }));
  await sql`
    update messages m set opens = m.opens + c.opens, clicks = m.clicks + c.clicks, updated_at = ${now}
    from jsonb_to_recordset(${json(counts)}::jsonb) as c (id uuid, opens integer, clicks integer)
    where m.account_id = ${account} and m.id = any(${[...byMessage.keys()]}::uuid[]) and m.id = c.id`.execute(
    trx,
  );
}
