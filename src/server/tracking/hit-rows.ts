import type { Selectable, Transaction } from 'kysely';
import { sql } from 'kysely';
import { z } from 'zod';
import { hitFeatures, type Hit, type HitFeatures } from '../../core/hits';
import type { Services } from '../services';
import { json, type Database } from '../store/schema';
import { uuidV7 } from '../store/uuid-v7';
import type { HitRecord } from './ingested';
import { ownMarkOf } from './known';
import { sourceOf, type Source } from './source-keys';

/** What judging may look back on (O3) and forward to (V2). */
const BEFORE_MS = 60_000;
const AFTER_MS = 10_000;
const MOST_NEIGHBOURS = 200;

export type HitRow = Selectable<Database['hits']>;

/** A hit as the ingest log hands it over. */
export interface NewHit {
  record: HitRecord;
  position: { log: string; segment: number; offset: number };
}

/**
 * Stores hits as features, all in one statement, and returns them in their order; without those whose record of the
 * log was stored before: replaying the log adds nothing.
 */
export async function insertHits(
  trx: Transaction<Database>,
  services: Services,
  hits: readonly NewHit[],
): Promise<HitRow[]> {
  if (hits.length === 0) return [];
  const sources: Source[] = [];
  for (const { record } of hits) {
    sources.push(await sourceOf(trx, services, record.account, record.raw.ip, new Date(record.at)));
  }
  const rows = await trx
    .insertInto('hits')
    .values(
      hits.map(({ record, position }, i) => {
        const { account, raw } = record;
        const at = new Date(record.at);
        const source = sources[i];
        if (!source) throw new Error('A hit without a source');
        return {
          account_id: account,
          id: uuidV7(at),
          ...position,
          kind: record.kind,
          at,
          token_key: record.messageKey,
          recipient_idx: record.recipient,
          link_n: record.link ?? null,
          target: record.target ?? null,
          message_id: null,
          features: json(hitFeatures({ ...raw, userAgent: raw.userAgent, method: record.method })),
          source_hash: source.hash,
          key_epoch: source.epoch,
          verdict: null,
          via: null,
          rules_version: null,
          settled_at: null,
          overruled_by: null,
        };
      }),
    )
    .onConflict((c) => c.columns(['account_id', 'log', 'segment', 'offset', 'at']).doNothing())
    .returningAll()
    .execute();
  const order = new Map(hits.map(({ position }, index) => [placeOf(position), index]));
  const indexOf = (row: HitRow): number => order.get(placeOf(row)) ?? 0;
  return rows.sort((a, b) => indexOf(a) - indexOf(b));
}

const placeOf = ({ log, segment, offset }: NewHit['position']): string => `${log}/${segment}/${offset}`;

/** Made once: a hit is judged among up to 200 others. */
const FeatureWords = z.object({ method: z.string(), agent: z.string(), family: z.string() });
export const Features = z.custom<HitFeatures>(
  (value) => FeatureWords.safeParse(value).success,
  'features of a hit',
);

/** What judging needs of the message that a hit belongs to. */
export interface JudgedMessage {
  at: Date;
  conversation: string | null;
  sender?: Hit['sender'];
  superseded: boolean;
}

/** A stored hit as the rules see it. */
export function judgedHit(row: HitRow, message: Partial<JudgedMessage>, counted?: boolean): Hit {
  const own = ownMarkOf(row)?.by;
  return {
    id: row.id,
    kind: row.kind,
    at: row.at.getTime(),
    message: row.token_key,
    recipient: row.recipient_idx,
    features: Features.parse(row.features),
    source: row.source_hash,
    ...(row.link_n !== null && { link: row.link_n }),
    ...(message.at && { sentAt: message.at.getTime() }),
    ...(message.conversation != null && { conversation: message.conversation }),
    ...(message.sender && { sender: message.sender }),
    ...(own && { own }),
    ...(message.superseded !== undefined && { superseded: message.superseded }),
    ...(counted !== undefined && { counted }),
  };
}

export interface Neighbour {
  row: HitRow;
  hit: Hit;
}

/** Hits of the same message, and from the same place, around this one; the nearest first, at most 200. */
export async function neighboursOf(trx: Transaction<Database>, row: HitRow): Promise<Neighbour[]> {
  const from = new Date(row.at.getTime() - BEFORE_MS);
  const to = new Date(row.at.getTime() + BEFORE_MS);
  // Of an open that was taken back more often, a later load is at worst counted beside it.
  const counts = sql.join(
    ['', '#2', '#3', '#4', '#5', '#6', '#7', '#8', '#9'].map((n) => sql`'hit:' || h.id || ${sql.lit(n)}`),
  );
  const near = { from: new Date(row.at.getTime() - AFTER_MS), to: new Date(row.at.getTime() + AFTER_MS) };
  const rows = await trx
    .selectFrom('hits as h')
    .leftJoin('messages as m', (join) =>
      join.onRef('m.account_id', '=', 'h.account_id').onRef('m.id', '=', 'h.message_id'),
    )
    .selectAll('h')
    .select([
      'm.at as message_at',
      'm.conversation_id',
      sql<boolean>`h.kind = 'open' and h.token_key = ${row.token_key} and h.verdict = 'person'
        and exists (select 1 from events e where e.account_id = h.account_id and e.kind = 'open'
          and e.cause in (${counts}) and not exists (select 1 from events b
            where b.account_id = e.account_id and b.kind = 'retracted' and b.cause = 'event:' || e.seq))`.as(
        'counted',
      ),
    ])
    .where('h.account_id', '=', row.account_id)
    .where('h.id', '!=', row.id)
    .where((eb) =>
      eb.or([
        eb.and([eb('h.token_key', '=', row.token_key), eb('h.at', '>=', from), eb('h.at', '<=', to)]),
        eb.and([
          eb('h.source_hash', '=', row.source_hash),
          eb('h.at', '>=', near.from),
          eb('h.at', '<=', near.to),
        ]),
      ]),
    )
    .orderBy(sql`abs(extract(epoch from h.at - ${row.at}::timestamptz))`)
    .limit(MOST_NEIGHBOURS)
    .execute();
  return rows.map(({ message_at: at, conversation_id: conversation, counted, ...hit }) => ({
    row: hit,
    hit: judgedHit(hit, at === null ? {} : { at, conversation }, counted),
  }));
}
