import type { Selectable, Transaction } from 'kysely';
import { z } from 'zod';
import { hitFeatures, type Hit, type HitFeatures } from '../../core/hits';
import type { Services } from '../services';
import { json, type Database } from '../store/schema';
import { timeOfUuidV7, uuidV7 } from '../store/uuid-v7';
import type { HitRecord } from './ingested';
import { ownMarkOf } from './known';
import { sourceOf, type Source } from './source-keys';

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
export function judgedHit(row: HitRow, message: Partial<JudgedMessage>): Hit {
  const mark = ownMarkOf(row);
  const own = mark?.colleague ? 'colleague' : mark?.by;
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
  };
}

export const hitById = (
  trx: Transaction<Database>,
  account: number,
  id: string,
): Promise<HitRow | undefined> =>
  trx
    .selectFrom('hits')
    .selectAll()
    .where('account_id', '=', account)
    .where('id', '=', id)
    // Told by the id: of all parts of the table, one is looked into.
    .where('at', '=', timeOfUuidV7(id))
    .executeTakeFirst();
