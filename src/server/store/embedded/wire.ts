import type { WireValue } from '../values';

/** What passes between the engine and its worker thread. */
export type ToWorker =
  { id: number; op: 'query'; sql: string; parameters: readonly WireValue[] } | { id: number; op: 'close' };

export interface WireResult {
  fields: { name: string; oid: number }[];
  rows: (string | null)[][];
  /** PostgreSQL's command tag, such as "INSERT 0 3". */
  tag: string;
  inTransaction: boolean;
}

export interface WireError {
  message: string;
  severity?: string | undefined;
  code?: string | undefined;
  detail?: string | undefined;
  hint?: string | undefined;
  schema?: string | undefined;
  table?: string | undefined;
  column?: string | undefined;
  constraint?: string | undefined;
}

export type FromWorker =
  | { what: 'ready' }
  | { what: 'failed'; message: string }
  | { what: 'result'; id: number; result: WireResult }
  | { what: 'error'; id: number; error: WireError; inTransaction: boolean }
  /** The engine itself is broken (PANIC, Aborted): it answers nothing any more. */
  | { what: 'broken'; id: number; message: string }
  | { what: 'notification'; channel: string; payload: string };
