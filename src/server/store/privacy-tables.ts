import type { ColumnType, Generated } from 'kysely';

type Json<T> = ColumnType<T, string | undefined, string>;

/** How far an erasure is (P5); each step may be broken off and taken up again. */
export type ErasureStep = 'begin' | 'contact' | 'messages' | 'rest' | 'files' | 'done';
export type ErasureState = 'scheduled' | 'running' | 'done' | 'undone';

/** What was taken out, in numbers. */
export interface ErasureCounts {
  /** Mails whose text went. */
  messages?: number;
  /** Mails to several, and mails that quote the person, in which name and address were taken out. */
  scrubbed?: number;
  files?: number;
  events?: number;
  hits?: number;
}

/** The tables of migrations/0007-privacy-rights.ts. */
export interface PrivacyTables {
  objections: {
    account_id: number;
    id: string;
    address_hash: string;
    /** Null once the address was erased. */
    address: string | null;
    way: 'link' | 'mail';
    at: Date;
    ended_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  };
  erasures: {
    account_id: number;
    id: string;
    contact_id: string | null;
    state: ErasureState;
    step: ErasureStep;
    cursor: ColumnType<string | null, string | null | undefined, string | null>;
    sealed: string | null;
    /** Keys of blobs whose files are still to go. */
    files: Json<string[]>;
    counts: Json<ErasureCounts>;
    asked_by: number | null;
    asked_at: Date;
    due_at: Date;
    finished_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  };
  erased_addresses: { account_id: number; address_hash: string; erasure_id: string; at: Date };
}

/** What migration 0007 adds to `accounts`. */
export interface AccountClosing {
  closed_at: Generated<Date | null>;
  emptied_at: Generated<Date | null>;
}
