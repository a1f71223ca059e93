import type { ColumnType, Generated } from 'kysely';
import type { LogRefusal } from '../../core/api/logs';

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
    /** Absent in merges of before there were companies. */
    companyId?: string | null;
    phone?: string | null;
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
  /** Ids of `contact_changes`, and keys of `contact_property_changes`; absent in merges of before they were moved. */
  changes?: string[];
  dateChanges?: { property: string; seq: number }[];
  /** Copies of marketing mail, and lists; absent likewise. `joined`: the one who was kept stood not on it. */
  copies?: { message: string; idx: number }[];
  lists?: { segment: string; since: string; why: string; joined: boolean }[];
  /** What the contact that was kept had nothing of, and took from the other; absent likewise, and once undone. */
  filled?: {
    company?: { id: string | null; name: string };
    phone?: string;
    custom?: Record<string, string | number>;
  };
  /** Of the contact that was kept, as they were. */
  dates: MergedDates;
}

/** Last open, click, reply and engagement. */
export type MergedDates = Record<'open' | 'click' | 'reply' | 'engagement', string | null>;

/** Where a copy of a mail lies. */
export interface CopyAt {
  mailbox: string;
  item: string;
}

/** What of a mail a person wants logged. */
export interface LogChoice {
  /** `fileKey`s of the files that are kept beside what the text shows; absent: all. */
  files?: string[];
  /** Contacts on whose records it is to stand; absent: all who are on it. */
  contacts?: string[];
}

/** The tables of migrations/0011-logging.ts, 0014-log-from-outlook.ts and 0025-records.ts. */
export interface LogTables {
  /** A person wants this mail logged (L7, L8), whatever the mailbox's rule says; gone once it is. */
  log_wishes: OfAccount & {
    id: string;
    message_id_hash: string;
    direction: 'outgoing' | 'incoming';
    by_user_id: number;
    at: Date;
    copies: Json<CopyAt[]>;
    choice: Json<LogChoice>;
    by_pane: Generated<boolean>;
    refused: LogRefusal | null;
  };
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
  /**
   * A1: under whose records a user's mail is filed; of a draft, or of all that they write in a conversation. `followed`: what
   * held for its conversation when a draft was looked at.
   */
  record_choices: OfAccount & {
    user_id: number;
    kind: 'draft' | 'conversation' | 'followed';
    key: string;
    /** Hashes of the addresses that get no record. */
    without: Json<string[]>;
    /** Contacts beside those whom it goes to. */
    added: Json<string[]>;
    at: Date;
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
