import type { ColumnType, Generated } from 'kysely';
import type { FieldKind } from '../../core/api/contacts';

type Json<T> = ColumnType<T, string | undefined, string>;
type Count = Generated<number>;
type Later = ColumnType<Date | null, Date | null | undefined, Date | null>;

interface OfAccount {
  account_id: number;
}

/** What a merge of two companies moved. */
export interface MergedCompany {
  name: string;
  owner: number | null;
  createdAt: string;
  contacts: string[];
  domains: string[];
}

/** The tables of migrations/0020-contacts.ts. */
export interface ContactTables {
  companies: OfAccount & {
    id: string;
    name: string;
    owner_user_id: number | null;
    created_at: Date;
    updated_at: Date;
  };
  company_domains: OfAccount & { domain: string; company_id: string };
  company_merges: OfAccount & {
    id: string;
    kept_id: string;
    gone_id: string;
    moved: Json<MergedCompany>;
    by_user_id: number;
    at: Date;
    undone_at: Later;
  };
  /** Kept by triggers on contacts and their addresses: never written by hand. */
  contact_search: OfAccount & { contact_id: string; words: string };
  contact_fields: OfAccount & {
    key: string;
    name: string;
    kind: FieldKind;
    choices: Json<string[]>;
    position: number;
    created_at: Date;
    removed_at: Later;
  };
  contact_runs: OfAccount & {
    id: string;
    kind: 'edit' | 'erase' | 'import' | 'list';
    state: 'draft' | 'running' | 'done' | 'undoing' | 'undone';
    /** As given; read by the shapes of core/api/contacts.ts. */
    request: Json<unknown>;
    cursor: ColumnType<string | null, string | null | undefined, string | null>;
    total: Count;
    looked_at: Count;
    changed: Count;
    made: Count;
    bad: Count;
    /** Of an import that was taken back: whom it had made and who went, and who stayed. */
    removed: Count;
    stayed: Count;
    file_name: ColumnType<string | null, string | null | undefined, string | null>;
    blob_key: ColumnType<string | null, string | null | undefined, string | null>;
    by_user_id: number;
    asked_at: Date;
    finished_at: Later;
  };
  contact_run_bad_rows: OfAccount & { run_id: string; row: number; reason: string; cells: Json<string[]> };
  contact_changes: OfAccount & {
    id: string;
    contact_id: string;
    property: string;
    before: Json<unknown>;
    after: Json<unknown>;
    by_user_id: number | null;
    run_id: string | null;
    at: Date;
  };
}
