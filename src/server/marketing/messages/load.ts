import type { Kysely, Selectable, Transaction } from 'kysely';
import { Content } from '../../../core/marketing/content';
import type { MarketingState } from '../../../core/api/marketing-messages';
import type { Database } from '../../store/schema';

/** A marketing message as the parts of the server work with it. */
export interface MarketingMessage {
  account: number;
  id: string;
  name: string;
  state: MarketingState;
  /** Of content and settings together. */
  version: number;
  content: Content;
  /** As stored: `MarketingSettings` of core/api/marketing.ts reads it. */
  settings: Record<string, unknown>;
  sendAt: Date | null;
  timeZone: string | null;
  begunAt: Date | null;
  endedAt: Date | null;
  createdBy: number;
  updatedBy: number;
  createdAt: Date;
  updatedAt: Date;
}

type Row = Selectable<Database['marketing_messages']>;

/** What a jsonb column holds of an object; of anything else, nothing. */
export const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};

export const messageOf = (row: Row): MarketingMessage => ({
  account: row.account_id,
  id: row.id,
  name: row.name,
  state: row.state,
  version: row.version,
  content: Content.parse(row.content),
  settings: asRecord(row.settings),
  sendAt: row.send_at,
  timeZone: row.time_zone,
  begunAt: row.begun_at,
  endedAt: row.ended_at,
  createdBy: row.created_by,
  updatedBy: row.updated_by,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

/** A message that stands; undefined also for one that was removed. */
export async function loadMessage(
  db: Kysely<Database>,
  account: number,
  id: string,
): Promise<MarketingMessage | undefined> {
  const row = await db
    .selectFrom('marketing_messages')
    .selectAll()
    .where('account_id', '=', account)
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return row && messageOf(row);
}

/** `loadMessage`, held until the transaction ends: nobody else changes it or its state meanwhile. */
export async function lockMessage(
  trx: Transaction<Database>,
  account: number,
  id: string,
): Promise<MarketingMessage | undefined> {
  const row = await trx
    .selectFrom('marketing_messages')
    .selectAll()
    .where('account_id', '=', account)
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  return row && messageOf(row);
}

/** Content and settings change while it is a draft; what is sent stays as it was sent, and can be duplicated. */
export const onlyDraft = ({ state }: Pick<MarketingMessage, 'state'>): 'left' | undefined =>
  state === 'draft' ? undefined : 'left';
