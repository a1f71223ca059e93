import type { ColumnType, Generated } from 'kysely';

type OfAccount = { account_id: number };
type Json<T> = ColumnType<T, string, string>;

interface Limit {
  level: 'all' | 'links';
  source: string;
  at: string;
}

/** What a merge moved, by key, to be moved back. Times as ISO 8601. */
export interface MergedParts {
  /** The contact that is gone: its row. */
  contact: {
    name: string;
    company: string | null;
    owner: number | null;
    source: string;
    properties: Record<string, unknown>;
    createdAt: string;
    dates: MergedDates;
  };
  addresses: { address: string; primary: boolean }[];
  recipients: { message: string; idx: number }[];
  senders: string[];
  events: number[];
  bases: { purpose: string; at: string }[];
  /** Recorded because one of the two had withdrawn. */
  withdrawn: { purpose: string; at: string }[];
  limits: { gone: Limit | null; kept: Limit | null };
  /** Of the contact that was kept, as they were. */
  dates: MergedDates;
}

/** Last open, click, reply and engagement. */
export type MergedDates = Record<'open' | 'click' | 'reply' | 'engagement', string | null>;

/** The tables of migrations/0011-logging.ts. */
export interface LogTables {
  log_wishes: OfAccount & { message_id_hash: string; direction: string; by_user_id: number; at: Date };
  purges: OfAccount & {
    id: string;
    user_id: number;
    kind: 'address' | 'domain';
    value: string;
    state: 'running' | 'done';
    cursor: string | null;
    looked_at: Generated<number>;
    messages: Generated<number>;
    records: Generated<number>;
    total: Generated<number>;
    asked_by: number;
    asked_at: Date;
    finished_at: Date | null;
  };
  contact_merges: OfAccount & {
    id: string;
    kept_id: string;
    gone_id: string;
    moved: Json<MergedParts>;
    by_user_id: number;
    at: Date;
    undone_at: Date | null;
  };
}
