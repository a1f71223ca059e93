import { sql, type Selectable, type Transaction } from 'kysely';
import { z } from 'zod';
import { hitFeatures, type Hit, type HitFeatures } from '../../core/hits';
import type { Services } from '../services';
import { json, type Database } from '../store/schema';
import { storableText } from '../store/values';
import { timeOfUuidV7, uuidV7 } from '../store/uuid-v7';
import type { HitRecord } from './ingested';
import { ownMarkOf } from './known';
import { placeOf, sourceOf, type Source } from './source-keys';

export type HitRow = Selectable<Database['hits']>;

/** With the place of the device that it tells of, to be compared with the sender's own (O7). */
type KeptFeatures = HitFeatures & { place?: string };

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
  const sources: (Source & { features: KeptFeatures })[] = [];
  for (const { record } of hits) {
    const { account, raw, method } = record;
    const at = new Date(record.at);
    const features = hitFeatures({ ...raw, userAgent: raw.userAgent, method });
    const place = await placeOf(trx, services, account, { ...features, ip: raw.ip }, at);
    sources.push({
      ...(await sourceOf(trx, services, account, raw.ip, at)),
      features: { ...features, ...(place !== undefined && { place }) },
    });
  }
  const rows = hits.map(({ record, position }, i): HitRow => {
    const { account } = record;
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
      target: record.target === undefined ? null : storableText(record.target),
      message_id: null,
      features: { ...source.features },
      source_hash: source.hash,
      key_epoch: source.epoch,
      verdict: null,
      via: null,
      reasons: [],
      rules_version: null,
      settled_at: null,
      overruled_by: null,
    };
  });
  const { rows: stored } = await sql<{ id: string }>`
    insert into hits (account_id, id, log, segment, "offset", kind, at, token_key, recipient_idx, link_n, target, features,
      source_hash, key_epoch)
    select * from jsonb_to_recordset(${json(rows)}::jsonb) as n (account_id bigint, id uuid, log uuid, segment bigint,
      "offset" bigint, kind text, at timestamptz, token_key text, recipient_idx integer, link_n integer, target text,
      features jsonb, source_hash text, key_epoch integer)
    on conflict (account_id, log, segment, "offset", at) do nothing
    returning id`.execute(trx);
  const isStored = new Set(stored.map(({ id }) => id));
  return rows.filter(({ id }) => isStored.has(id));
}

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
