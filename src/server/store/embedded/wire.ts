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

export type FromWorker =
  | { what: 'ready' }
  | { what: 'failed'; message: string }
  /** What PostgreSQL wrote to a statement (see `readAnswer`); empty once it is closed. */
  | { what: 'answer'; id: number; bytes: Uint8Array }
  /** The engine trapped or was aborted: it answers nothing any more. */
  | { what: 'broken'; id: number; message: string };
