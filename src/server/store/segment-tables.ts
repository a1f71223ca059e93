import type { ColumnType, Generated } from 'kysely';

type OfAccount = { account_id: number };
type Json<T> = ColumnType<T, string | null, string | null>;
type Later<T> = ColumnType<T | null, T | null | undefined, T | null>;

/** `active` follows what contacts do, `static` is frozen as it was made, a `list` is kept by hand. */
export type SegmentKind = 'active' | 'static' | 'list';

/** The tables of migrations/0046-segments.ts. */
export interface SegmentTables {
  segments: OfAccount & {
    id: string;
    name: string;
    kind: SegmentKind;
    /** As given; read by core/rules. Null: of a list. */
    rule: Json<unknown>;
    /** The segments and lists that its rule names. */
    uses: Generated<string[]>;
    /** Grows with each change of the rule. */
    version: Generated<number>;
    /** `filling`: a job goes through all contacts; `looked_at` of `total`, up to the id `filled_upto`. */
    state: Generated<'ready' | 'filling'>;
    filled_upto: Later<string>;
    looked_at: Generated<number>;
    total: Generated<number>;
    /** How many members; kept by triggers. */
    count: Generated<number>;
    created_by: number | null;
    created_at: Date;
    updated_at: Date;
    /** When its members last changed. */
    changed_at: Later<Date>;
    removed_at: Later<Date>;
  };
  segment_members: OfAccount & { segment_id: string; contact_id: string; since: Date; why: string };
  /** Stays that are over. */
  segment_stays: OfAccount & {
    id: Generated<number>;
    segment_id: string;
    contact_id: string;
    since: Date;
    why: string;
    ended_at: Date;
    why_ended: string;
  };
  /** When time alone may change what a contact is a member of. */
  segment_checks: OfAccount & { contact_id: string; at: Date };
  segment_accounts: {
    account_id: number;
    /** How many active segments it has; kept by triggers. */
    active: Generated<number>;
    since: Generated<Date>;
    since_xid: Generated<number>;
  };
  /** Contacts to be looked at anew; filled by triggers. */
  contact_touches: OfAccount & { id: Generated<number>; contact_id: string; cause: string };
}
