import type { ColumnType, Generated } from 'kysely';

type OfAccount = { account_id: number };
type Json<T> = ColumnType<T, string, string>;
type Given<T> = ColumnType<T | null, T | null | undefined, T | null>;
type Count = Generated<number>;
type Bool = Generated<boolean>;

/** `off`: nobody is enrolled, and whoever is in it waits where they are. */
export type WorkflowState = 'draft' | 'on' | 'off';
/** `in`: on their way, due at `due_at`. `failed`: a step could not be run, and waits for a person. */
export type EnrolmentState = 'in' | 'finished' | 'left' | 'failed';
/** Why somebody is no longer in a workflow. */
export type LeftWhy = 'goal' | 'by-hand' | 'taken-back' | 'contact-gone' | 'switched-off';
export type CallState = 'waiting' | 'delivered' | 'failed';

/** The tables of migrations/0047-workflows.ts. */
export interface WorkflowTables {
  workflows: OfAccount & {
    id: string;
    name: string;
    state: WorkflowState;
    version: Count;
    /** As given; read by core/workflows/definition.ts. */
    definition: Json<unknown>;
    /** With which its webhooks are signed. */
    sealed_secret: Given<string>;
    switched_at: Given<Date>;
    created_by: number;
    updated_by: number;
    created_at: Date;
    updated_at: Date;
    removed_at: Given<Date>;
  };
  workflow_versions: OfAccount & {
    workflow_id: string;
    version: number;
    definition: Json<unknown>;
    by_user_id: number;
    at: Date;
  };
  workflow_wants: OfAccount & {
    workflow_id: string;
    n: number;
    /** A kind of event, `date`, `property` or `segment`. */
    kind: string;
    message_kind: Given<'marketing' | 'one-to-one'>;
    message_id: Given<string>;
    /** Of `date`: as in contact_property_changes. */
    property: Given<string>;
    /** Of `property`: where it stands in a row of contacts. */
    path: Given<string[]>;
    value: ColumnType<unknown, string | null | undefined, string | null>;
    segment_id: Given<string>;
  };
  workflow_signals: OfAccount & {
    id: Generated<number>;
    kind: 'begin' | 'taken-back' | 'look';
    workflow_id: string | null;
    contact_id: string | null;
    event_seq: number | null;
    cause: string;
    at: Date;
  };
  workflow_enrolments: OfAccount & {
    id: string;
    workflow_id: string;
    version: number;
    /** Null: erased. */
    contact_id: string | null;
    merged_from: Given<string>;
    /** What enrolled them: one enrolment for each. */
    cause: string;
    event_seq: Given<number>;
    state: EnrolmentState;
    why: Given<LeftWhy>;
    /** Where they are; null: at the end. */
    step: string | null;
    /** They have come to a step that waits, and wait. */
    waiting: Bool;
    /** Whatever happens with the contact, it is looked whether it ends their waiting. */
    watches: Bool;
    due_at: Given<Date>;
    /** Of a branch that waits: until when at most. */
    until: Given<Date>;
    /** How many steps they have done. */
    done: Count;
    attempts: Count;
    error: Given<string>;
    by_user_id: Given<number>;
    begun_at: Date;
    moved_at: Date;
    ended_at: Given<Date>;
  };
  workflow_steps_done: OfAccount & {
    enrolment_id: string;
    /** From 1. */
    n: number;
    step: string;
    kind: string;
    at: Date;
    result: ColumnType<Record<string, unknown>, string | undefined, string>;
  };
  workflow_calls: OfAccount & {
    id: string;
    workflow_id: string;
    enrolment_id: string;
    n: number;
    url: string;
    state: CallState;
    attempts: Count;
    status: Given<number>;
    error: Given<string>;
    at: Date;
    updated_at: Date;
  };
  tasks: OfAccount & {
    id: string;
    title: string;
    /** YYYY-MM-DD */
    due_on: Given<string>;
    contact_id: Given<string>;
    owner_user_id: Given<number>;
    workflow_id: Given<string>;
    enrolment_id: Given<string>;
    n: Given<number>;
    created_by: Given<number>;
    created_at: Date;
    updated_at: Date;
    done_at: Given<Date>;
    done_by: Given<number>;
    removed_at: Given<Date>;
  };
}
