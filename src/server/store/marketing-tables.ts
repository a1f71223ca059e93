import type { ColumnType, Generated } from 'kysely';
import type { SendingColumns } from './marketing-sending-tables';
import type { Delivery } from './schema';

type OfAccount = { account_id: number };
type Json<T> = ColumnType<T, string, string>;
type Later<T> = ColumnType<T | null, T | null | undefined, T | null>;
type Count = Generated<number>;

/** Where a marketing message stands. `paused`: `pause` says why, and who or what may go on. */
export type MarketingState = 'draft' | 'scheduled' | 'sending' | 'paused' | 'sent' | 'cancelled';
/** Where one copy stands (docs/marketing.md). */
export type CopyState = 'waiting' | 'trying' | 'accepted' | 'refused' | 'unclear' | 'left-out';

/** The tables of migrations/0044-marketing.ts. */
export interface MarketingTables {
  /** Once it is sent, a row of `messages` has the same id. */
  marketing_messages: OfAccount & {
    id: string;
    name: string;
    state: MarketingState;
    version: Count;
    /** As given; read by core/marketing/content.ts. */
    content: Json<unknown>;
    /** As given; read by core/api/marketing.ts. */
    settings: Json<unknown>;
    send_at: Later<Date>;
    time_zone: Later<string>;
    begun_at: Later<Date>;
    ended_at: Later<Date>;
    pause: ColumnType<unknown, string | null | undefined, string | null>;
    created_by: number;
    updated_by: number;
    created_at: Date;
    updated_at: Date;
    removed_at: Later<Date>;
  };
  marketing_versions: OfAccount & {
    message_id: string;
    version: number;
    content: Json<unknown>;
    settings: Json<unknown>;
    by_user_id: number;
    /** When its writer began, and when they changed it last. */
    begun_at: Generated<Date>;
    at: Date;
  };
  marketing_copies: OfAccount &
    SendingColumns & {
      message_id: string;
      idx: number;
      contact_id: string | null;
      address: string;
      name: Generated<string>;
      state: CopyState;
      /** Why it was left out or refused. */
      reason: Later<string>;
      reply_to: Later<string>;
      /** What it carried when it left (M4, P2). */
      image: Generated<boolean>;
      links: Generated<boolean>;
      attempts: Count;
      tried_at: Later<Date>;
      retry_at: Later<Date>;
      left_at: Later<Date>;
      // What became of it: kept by triggers and the ledger, never written by hand.
      delivery: Generated<Delivery>;
      opens: Count;
      clicks: Count;
      replies: Count;
      machine_opens: Count;
      machine_clicks: Count;
      first_open_at: Later<Date>;
      last_open_at: Later<Date>;
      first_click_at: Later<Date>;
      last_click_at: Later<Date>;
      first_reply_at: Later<Date>;
      last_reply_at: Later<Date>;
      bounced_at: Later<Date>;
      complained_at: Later<Date>;
      unsubscribed_at: Later<Date>;
    };
}
